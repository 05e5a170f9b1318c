import type { ElevateStep } from '../domain/elevate-step.ts';
import type { UserGeneratedAsset } from '../domain/user-generated-asset.ts';
import type { UserPromptExecution } from '../domain/user-prompt-execution.ts';

/** What ends an execution. The fields not named keep what they were. */
export type ExecutionEnd = Pick<UserPromptExecution, 'status' | 'aiResponse' | 'aiResponseTimestamp'> &
  Partial<
    Pick<
      UserPromptExecution,
      'usage' | 'costMinorUnits' | 'model' | 'durationMs' | 'answerSource' | 'errorReason'
    >
  >;

export interface ExecutionStore {
  /** Keeps a new execution, or returns the one already there: same id, same message. Counts the attempt. */
  begin(execution: UserPromptExecution): Promise<UserPromptExecution>;
  /** Ends it unless it has ended already; returns it as it is then. */
  finish(executionId: string, end: ExecutionEnd): Promise<UserPromptExecution>;
  /** Only the owner's: undefined for another person's as for none. */
  get(userId: string, executionId: string): Promise<UserPromptExecution | undefined>;
  /** Notes what its owner thinks of the answer; the last word counts. False where it is not theirs. */
  rate(userId: string, executionId: string, feedback: 'helped' | 'missed'): Promise<boolean>;
  /** Keeps an asset and points its execution at it. A second save of one execution returns the first asset. */
  saveAsset(asset: UserGeneratedAsset): Promise<UserGeneratedAsset>;
  /**
   * Keeps several assets of one execution, those of a known id as they were first kept; the execution points at the first
   * unless it points at one. Returns them as they are kept, in the order given.
   */
  saveItems(userId: string, executionId: string, assets: UserGeneratedAsset[]): Promise<UserGeneratedAsset[]>;
  /** How often the person ran prompts for each step, and how much they saved; steps without either are left out. */
  activity(userId: string): Promise<Array<{ step: ElevateStep; runs: number; saved: number }>>;
}
