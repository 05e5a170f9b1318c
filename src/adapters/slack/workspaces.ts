import { WebClient, type WebClientOptions } from '@slack/web-api';
import type { Logger } from '../../ports/logger.ts';
import { outcomeOf } from './call-outcome.ts';
import type { SlackSelf } from './slack-ids.ts';
import { slackLogger } from './slack-logger.ts';

/** One workspace in which the app is installed. */
export interface Workspace {
  teamId: string;
  self: SlackSelf;
  client: WebClient;
}

export interface Workspaces {
  /** Undefined where the app is not installed, or not any more. */
  of(teamId: string): Promise<Workspace | undefined>;
  /** The app was removed then, or its token revoked: unless it has been installed again since, nothing of it is kept. */
  forget(teamId: string, removedAtMs: number): Promise<void>;
}

/** A call is given up after this long: without a limit it would wait for ever and never be unknown. */
const callTimeoutMs = 10_000;

/** Repeats nothing by itself: after a lost answer its ten tries would say things twice (openclaw #22780). */
export function clientOptions(apiUrl: string | undefined, log: Logger): WebClientOptions {
  return {
    ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: callTimeoutMs,
    logger: slackLogger(log),
  };
}

/** Without a token: for calls that need none, such as those of OAuth. */
export function slackClient(
  token: string | undefined,
  apiUrl: string | undefined,
  log: Logger,
  options: Pick<WebClientOptions, 'fetch'> = {},
): WebClient {
  return new WebClient(token, { ...clientOptions(apiUrl, log), ...options });
}

/** The workspace of the token in the environment. Rejects with a sentence where Slack does not let it in. */
export async function singleWorkspace(client: WebClient): Promise<Workspaces & { team: Workspace }> {
  const { team_id: teamId, user_id: botUserId, bot_id: botId } = await answerOf(client.auth.test());
  if (teamId === undefined || botUserId === undefined || botId === undefined)
    throw new Error('Slack does not say whose token this is: expected that of a bot.');
  const { bot } = await answerOf(client.bots.info({ bot: botId, team_id: teamId }));
  const team = { teamId, client, self: { botUserId, botId, appId: bot?.app_id ?? '' } };
  let isInstalled = true;
  return {
    team,
    of: async (id) => (isInstalled && id === teamId ? team : undefined),
    forget: async (id) => {
      if (id === teamId) isInstalled = false;
    },
  };
}

async function answerOf<Answer>(call: Promise<Answer>): Promise<Answer> {
  const outcome = await outcomeOf(call);
  if (outcome.kind === 'done') return outcome.result;
  const why = outcome.kind === 'unknown' ? outcome.why : outcome.error;
  throw new Error(`Slack does not let us in (${why}). npm run doctor says what to do about it.`);
}
