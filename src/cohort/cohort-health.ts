import type { MemberFacts } from '../ports/cohort-health-store.ts';

const dayMs = 86_400_000;
/** Silent for so long counts as stuck (course-facts §6.2). */
const silentMs = 7 * dayMs;
/** A form that waits for longer has been given up, or is too hard. */
const waitingMs = 2 * dayMs;
const failedRuns = 3;
/** What is looked at of runs and forms. */
export const healthMs = 14 * dayMs;
/** Figures of fewer people would be about persons (course-facts §6.2). */
const fewestForFigures = 5;

/** Why somebody does not get on. */
export type Stuck =
  | { kind: 'silent'; days: number }
  | { kind: 'failed'; promptCode: string; times: number }
  | { kind: 'waiting'; promptCode: string; days: number };

export interface CohortHealth {
  people: number;
  /** In the order of the cohort; who was heard of never is silent, too. */
  stuck: Array<{ personId: string; name: string; why: Stuck[] }>;
  /** Who has kept no numbers for a week. */
  withoutNumbers: Array<{ personId: string; name: string }>;
  /** Absent for fewer than five people. */
  figures?: {
    /** By module's id, how many finished it. */
    finished: Map<string, number>;
    /** By prompt, within the last week, most used first. */
    prompts: Array<{ promptCode: string; runs: number; retries: number }>;
  };
}

/** How a cohort is. @param startedAt A cohort that began this week has nobody who is silent for one. */
export function healthOf(
  members: readonly MemberFacts[],
  nowMs: number,
  startedAt: number | undefined,
): CohortHealth {
  const stuck = members.flatMap((member) => {
    const why = whyStuck(member, nowMs, startedAt);
    return why.length === 0 ? [] : [{ personId: member.personId, name: member.name, why }];
  });
  const withoutNumbers = members
    .filter(({ numbersAt }) => numbersAt === undefined || nowMs - numbersAt > silentMs)
    .map(({ personId, name }) => ({ personId, name }));
  return {
    people: members.length,
    stuck,
    withoutNumbers,
    ...(members.length < fewestForFigures ? {} : { figures: figuresOf(members, nowMs) }),
  };
}

function whyStuck(member: MemberFacts, nowMs: number, startedAt: number | undefined): Stuck[] {
  const heardAt = member.lastActiveAt ?? startedAt;
  const why: Stuck[] = [];
  const silent = heardAt === undefined ? 0 : nowMs - Math.max(heardAt, startedAt ?? 0);
  if (silent >= silentMs) why.push({ kind: 'silent', days: Math.floor(silent / dayMs) });
  const failing = failingOf(member);
  if (failing) why.push({ kind: 'failed', ...failing });
  const { waiting } = member;
  // What was run after all no longer waits.
  const isOpen =
    waiting &&
    !member.runs.some(({ promptCode, at }) => promptCode === waiting.promptCode && at >= waiting.since);
  if (waiting && isOpen && nowMs - waiting.since >= waitingMs)
    why.push({
      kind: 'waiting',
      promptCode: waiting.promptCode,
      days: Math.floor((nowMs - waiting.since) / dayMs),
    });
  return why;
}

/** Three and more runs of one prompt that failed one after the other, up to the last one. */
function failingOf({ runs }: MemberFacts): { promptCode: string; times: number } | undefined {
  for (const promptCode of new Set(runs.map((run) => run.promptCode))) {
    const own = runs.filter((run) => run.promptCode === promptCode);
    const good = own.findIndex(({ failed }) => !failed);
    const times = good < 0 ? own.length : good;
    if (times >= failedRuns) return { promptCode, times };
  }
  return undefined;
}

function figuresOf(members: readonly MemberFacts[], nowMs: number) {
  const finished = new Map<string, number>();
  const prompts = new Map<string, { runs: number; retries: number }>();
  for (const member of members) {
    for (const id of new Set(member.finishedModules)) finished.set(id, (finished.get(id) ?? 0) + 1);
    for (const { promptCode, at, isRetry } of member.runs) {
      if (nowMs - at > silentMs) continue;
      const count = prompts.get(promptCode) ?? { runs: 0, retries: 0 };
      prompts.set(promptCode, { runs: count.runs + 1, retries: count.retries + (isRetry ? 1 : 0) });
    }
  }
  return {
    finished,
    prompts: [...prompts]
      .map(([promptCode, count]) => ({ promptCode, ...count }))
      .sort((one, other) => other.runs - one.runs || one.promptCode.localeCompare(other.promptCode)),
  };
}
