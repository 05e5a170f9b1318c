/** What is timed, each with the labels it has and how it may end. */
export interface Stages {
  /** A message, press or form is written down before its platform is told so. Ends kept, known or failed. */
  keep: { surface: string };
  /** One entry of the inbox is answered. Ends answered, lost (handed to somebody else) or failed. */
  turn: { surface: string; kind: string };
  /** One attempt to say something. Ends delivered, not-delivered, unknown or failed. */
  delivery: { surface: string; cause: string };
  /** One question to a model. Ends answered, refused, failed. */
  model: { asker: string; model: string };
  /** One tick of a job. Ends done or failed. */
  job: { job: string };
}

export interface TokensUsed {
  /** Who asked: an agent's role, or `own` for all agents that people made. Never a person. */
  asker: string;
  model: string;
  inputTokens: number;
  outputTokens: number;
  cachedTokens: number;
  /** In hundredths of the currency of the prices; undefined where the model has none, which is not free of charge. */
  costMinorUnits: number | undefined;
}

/** What waits, as the store has it. Ages are in milliseconds, 0 where nothing waits. */
export interface Backlog {
  inbox: { waiting: number; oldestAgeMs: number };
  /** By state: waiting, growing, unknown. */
  outbox: { states: Record<string, number>; oldestAgeMs: number };
}

/** Counts and times for whoever runs the program. Nothing of it names a person or holds what one wrote. */
export interface Telemetry {
  /**
   * Times `work` and passes on what it resolves with. `outcome` names how it ended; a rejection is `failed`, and passed on.
   * `ids` stand in every line that is logged meanwhile, and in the span of a tracer where one is registered.
   */
  measure<Stage extends keyof Stages, Result>(
    stage: Stage,
    labels: Stages[Stage],
    ids: Record<string, string>,
    work: () => Promise<Result>,
    outcome: (result: Result) => string,
  ): Promise<Result>;
  /** How long an entry waited between being kept and being worked. */
  queued(surface: string, waitedMs: number): void;
  /** How long after an entry was kept its first words were shown. */
  firstWords(surface: string, afterMs: number): void;
  /** A platform or a model asked us to wait, or we wait by ourselves so that it need not. */
  rateLimited(where: string, waitMs: number): void;
  used(tokens: TokensUsed): void;
}

/** For whoever measures nothing. */
export const noTelemetry: Telemetry = {
  measure: (_stage, _labels, _ids, work) => work(),
  queued: () => {},
  firstWords: () => {},
  rateLimited: () => {},
  used: () => {},
};
