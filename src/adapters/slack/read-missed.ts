import type { Author } from '../../domain/incoming.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Logger } from '../../ports/logger.ts';
import { type CallOutcome, outcomeOf } from './call-outcome.ts';
import { isPersonId } from './message-place.ts';
import { parseSlackEvent } from './parse-event.ts';
import type { ReadFiles } from './read-files.ts';
import { readPlace } from './slack-ids.ts';
import type { SlackProgram } from './slack-program.ts';
import type { Workspace, Workspaces } from './workspaces.ts';

/** A thread that the bot takes part in, and when it last heard of it. */
export interface ActiveThread {
  place: string;
  root: string;
  lastMessageAtMs: number;
}

export interface ReadMissedDeps {
  program: Pick<SlackProgram, 'receive'>;
  workspaces: Workspaces;
  readFiles: ReadFiles;
  /** Whether somebody is answered at all. */
  admits(author: Author): Promise<boolean>;
  clock: Clock;
  log: Logger;
}

/** The most that one answer brings; apps under Slack's limit for commercial ones get 15. */
const messagesAnswer = 100;
/** The clocks of Slack and of this machine may differ by this much; what is read twice is kept once. */
const clockSkewMs = 60_000;

/**
 * Reads back what people wrote while no socket was open and no request got through: in each thread given and in its
 * channel, since the last message that was heard there. Slack itself sends an event again for some six minutes only.
 * Rate limits are waited for: a commercially distributed app has one request a minute.
 */
export async function readMissed(
  threads: ActiveThread[],
  deps: ReadMissedDeps,
  signal: AbortSignal,
): Promise<void> {
  const sinceByPlace = new Map<string, number>();
  for (const { place, lastMessageAtMs } of threads)
    sinceByPlace.set(place, Math.min(sinceByPlace.get(place) ?? lastMessageAtMs, lastMessageAtMs));
  for (const [place, since] of sinceByPlace) await readBack({ place, since, root: undefined }, deps, signal);
  for (const { place, root, lastMessageAtMs } of threads) {
    if (/^\d+\.\d+$/.test(root)) await readBack({ place, since: lastMessageAtMs, root }, deps, signal);
  }
}

async function readBack(
  { place, since, root }: { place: string; since: number; root: string | undefined },
  deps: ReadMissedDeps,
  signal: AbortSignal,
): Promise<void> {
  const { teamId, channelId } = readPlace(place);
  const workspace = await deps.workspaces.of(teamId);
  if (!workspace || isPersonId(channelId)) return;
  const range = {
    channel: channelId,
    oldest: String((since - clockSkewMs) / 1_000),
    limit: messagesAnswer,
  };
  const ask = () =>
    root === undefined
      ? workspace.client.conversations.history(range)
      : workspace.client.conversations.replies({ ...range, ts: root });
  const outcome = await waitingItsTurn(ask, deps.clock, signal);
  if (outcome?.kind !== 'done') {
    if (outcome)
      deps.log.warn(
        { place, why: outcome.kind === 'refused' ? outcome.error : outcome.why },
        'a place could not be read back',
      );
    return;
  }
  for (const message of (outcome.result.messages ?? []).toSorted(byTime)) {
    await receiveAgain({ ...message, channel: channelId }, workspace, deps);
  }
}

async function receiveAgain(
  message: object,
  workspace: Workspace,
  { program, readFiles, admits, log }: ReadMissedDeps,
): Promise<void> {
  const event = { ...message, type: 'message' };
  const incoming = parseSlackEvent({ team_id: workspace.teamId, event }, workspace.self);
  if (!incoming || !(await admits(incoming.author))) return;
  if ((await program.receive(await readFiles(incoming, event, workspace))) === 'kept')
    log.info({ event: incoming.id }, 'read back a message that was missed');
}

/** Undefined when the program ends first. */
async function waitingItsTurn<Result>(
  ask: () => Promise<Result>,
  clock: Clock,
  signal: AbortSignal,
): Promise<CallOutcome<Result> | undefined> {
  while (!signal.aborted) {
    const outcome = await outcomeOf(ask());
    if (outcome.kind !== 'refused' || outcome.retryAfterMs === undefined) return outcome;
    await clock.sleep(outcome.retryAfterMs, signal);
  }
  return undefined;
}

function byTime(one: { ts?: string }, other: { ts?: string }): number {
  return Number(one.ts) - Number(other.ts);
}
