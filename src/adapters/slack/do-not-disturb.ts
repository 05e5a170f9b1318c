import type { DndInfoResponse } from '@slack/web-api';
import type { Clock } from '../../ports/clock.ts';
import type { Logger } from '../../ports/logger.ts';
import { outcomeOf } from './call-outcome.ts';
import { cureOf } from './refusals.ts';
import type { Workspaces } from './workspaces.ts';

/** Slack takes about 50 such questions a minute and then names a wait: a minute at most. */
const mostWaits = 3;

/**
 * Until when somebody has told Slack not to disturb them, by `dnd.info`: their own hours, or a pause of notifications.
 * Nothing where they have not, or where Slack does not say: a message that may wait is not held back for ever by that.
 */
export function createDoNotDisturb(
  workspaces: Workspaces,
  clock: Clock,
  log: Logger,
): (accountId: string, nowMs: number) => Promise<number | undefined> {
  return async (accountId, nowMs) => {
    const [teamId = '', userId = ''] = accountId.split(':');
    const workspace = await workspaces.of(teamId);
    if (!workspace) return undefined;
    for (let waits = 0; ; waits += 1) {
      const outcome = await outcomeOf(workspace.client.dnd.info({ user: userId }));
      if (outcome.kind === 'done') return endOf(outcome.result, nowMs);
      if (outcome.kind === 'refused' && outcome.retryAfterMs !== undefined && waits < mostWaits) {
        await clock.sleep(outcome.retryAfterMs);
        continue;
      }
      const error = outcome.kind === 'refused' ? outcome.error : outcome.why;
      log.warn({ error, cure: cureOf(error) }, 'Slack does not say whether somebody may be disturbed');
      return undefined;
    }
  };
}

/** The hours that Slack names are the present or the next ones, in seconds, a pause of notifications among them. */
function endOf(told: DndInfoResponse, nowMs: number): number | undefined {
  const { dnd_enabled, next_dnd_start_ts = 0, next_dnd_end_ts = 0 } = told;
  const [fromMs, untilMs] = [next_dnd_start_ts * 1_000, next_dnd_end_ts * 1_000];
  return dnd_enabled && fromMs <= nowMs && nowMs < untilMs ? untilMs : undefined;
}
