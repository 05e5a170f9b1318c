import type { Surface } from '../domain/thread-ref.ts';

export interface FormDraftStore {
  /** Keeps what was typed last; an earlier draft of the form goes. */
  keep(
    surface: Surface,
    accountId: string,
    formId: string,
    values: Record<string, string>,
    nowMs: number,
  ): Promise<void>;
  read(surface: Surface, accountId: string, formId: string): Promise<Record<string, string> | undefined>;
  drop(surface: Surface, accountId: string, formId: string): Promise<void>;
  /** Removes drafts saved before then. Returns how many there were. */
  sweep(savedBeforeMs: number): Promise<number>;
}
