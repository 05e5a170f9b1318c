type StoreErrorCode =
  | 'NO_PROGRAM'
  | 'PROGRAM_UNUSABLE'
  | 'START_FAILED'
  | 'LOCKED'
  | 'NEWER_DATA'
  | 'NOT_EMPTY'
  | 'NO_BACKUP';

/** The message is for the person who started the program; `facts` are for the log. */
export class StoreError extends Error {
  readonly code: StoreErrorCode;
  readonly facts: Record<string, unknown>;

  constructor(code: StoreErrorCode, message: string, facts: Record<string, unknown> = {}) {
    super(message);
    this.name = 'StoreError';
    this.code = code;
    this.facts = facts;
  }
}
