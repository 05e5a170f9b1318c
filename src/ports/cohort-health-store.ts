/** What is known of one member, as far as those who lead a cohort may see it: no words, no Foundation, no figures. */
export interface MemberFacts {
  personId: string;
  name: string;
  /** When they last wrote, ran a prompt or kept numbers; undefined for whom nothing is known. */
  lastActiveAt: number | undefined;
  /** `courseModules._id` of modules that they finished. */
  finishedModules: string[];
  /** Their runs within the time asked for, newest first. */
  runs: Array<{ promptCode: string; at: number; failed: boolean; isRetry: boolean }>;
  /** The newest prompt that waits for something only they can fill in. */
  waiting: { promptCode: string; since: number } | undefined;
  /** When they last kept numbers. */
  numbersAt: number | undefined;
}

export interface CohortHealthStore {
  /** Of each of these persons who is there, in their order. Runs since `runsSinceMs`. */
  facts(personIds: readonly string[], runsSinceMs: number): Promise<MemberFacts[]>;
}
