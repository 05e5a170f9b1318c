import type { AuthTestResponse, WebClient } from '@slack/web-api';
import { type Finding, note, ok, toDo } from '../../domain/finding.ts';
import type { Logger } from '../../ports/logger.ts';
import type { SlackAnswers } from './admission.ts';
import { appScreen, apps, botScreen } from './app-screens.ts';
import { type CallOutcome, outcomeOf } from './call-outcome.ts';
import { examineRequestUrl } from './examine-request-url.ts';
import type { SlackTransport } from './open-slack.ts';
import { botScopes } from './scopes.ts';
import { slackClient } from './workspaces.ts';

export interface ExaminedSlack {
  botToken: string;
  transport: SlackTransport;
  apiUrl: string | undefined;
  publicUrl: string | undefined;
  answers: SlackAnswers;
  nowMs: () => number;
  log: Logger;
}

/** Signatures are good for 5 min, and a message whose delivery is unknown is looked for 1 min around its time. */
const tolerableSkewMs = 60_000;
/** The longest list that Slack gives at once. Of more than that, only that there are more is told. */
const mostChannels = 999;
const channelsShown = 5;

/** Everything that can be seen of the app in Slack with the settings' tokens. Changes nothing there. */
export async function examineSlack(slack: ExaminedSlack): Promise<Finding[]> {
  const clock = watchClock(slack.nowMs);
  const client = slackClient(slack.botToken, slack.apiUrl, slack.log, { fetch: clock.fetch });
  const tested = await outcomeOf(client.auth.test());
  if (tested.kind !== 'done')
    return [unknownBot(tested, slack), note('Nothing else of Slack was looked at: it takes that token.')];
  const { result } = tested;
  const granted = result.response_metadata?.scopes;
  const appId = await appIdOf(client, result);
  return [
    ok(`Slack: ${result.user ?? 'the bot'} of the workspace ${result.team ?? result.team_id}.`),
    ...scopeFindings(granted),
    clockFinding(clock.aheadMs()),
    ...(slack.transport.kind === 'socket'
      ? [await socketFinding(slack.transport.appToken, appId, slack)]
      : await examineRequestUrl({ ...slack, signingSecret: slack.transport.signingSecret })),
    ...(await channelFindings(client, slack, granted)),
    note(
      `Slack does not tell a bot its app's events, command, shortcut and tabs. In doubt compare ${apps} → App Manifest with slack/manifest.json.`,
    ),
  ];
}

function unknownBot(outcome: Exclude<CallOutcome<unknown>, { kind: 'done' }>, slack: ExaminedSlack): Finding {
  const why = outcome.kind === 'unknown' ? outcome.why : outcome.error;
  const server = slack.apiUrl === undefined ? 'slack.com' : slack.apiUrl;
  switch (why) {
    case 'invalid_auth':
    case 'not_authed':
    case 'not_allowed_token_type':
      return toDo(
        `Slack does not know SLACK_BOT_TOKEN (${why}).`,
        `Copy it again, whole: ${botScreen} → Bot User OAuth Token.`,
      );
    case 'account_inactive':
    case 'token_revoked':
    case 'token_expired':
      return toDo(
        `SLACK_BOT_TOKEN was good once and is no more (${why}).`,
        `Install the app again and copy the new token: ${apps} → Install App → Install to Workspace.`,
      );
    case 'ratelimited':
      return toDo('Slack was asked too often for now (ratelimited).', 'Wait a minute and run this again.');
  }
  return toDo(
    `Slack (${server}) could not be asked: ${why}.`,
    slack.apiUrl === undefined
      ? 'Let this machine reach https://slack.com (firewall, proxy), look at https://slack-status.com, and run this again.'
      : 'Start the server in SLACK_API_URL, or remove that setting to use Slack itself.',
  );
}

/** Undefined where a scope is missing for asking, which is told by itself. */
async function appIdOf(client: WebClient, tested: AuthTestResponse): Promise<string | undefined> {
  if (tested.app_id !== undefined || tested.bot_id === undefined) return tested.app_id;
  const outcome = await outcomeOf(client.bots.info({ bot: tested.bot_id }));
  return outcome.kind === 'done' ? outcome.result.bot?.app_id : undefined;
}

function scopeFindings(granted: string[] | undefined): Finding[] {
  if (granted === undefined) return [note('Scopes: not compared; Slack does not tell those of this token.')];
  const missing = botScopes.filter(({ scope }) => !granted.includes(scope));
  const spare = granted.filter((scope) => scope !== '' && !botScopes.some((one) => one.scope === scope));
  return [
    ...(missing.length === 0 ? [ok(`Scopes: all ${botScopes.length} are granted.`)] : []),
    ...missing.map(({ scope, why }) =>
      toDo(
        `The scope ${scope} is missing, by which the bot ${why}.`,
        `${botScreen} → Scopes → Bot Token Scopes → Add an OAuth Scope → ${scope}; then "Reinstall to Workspace" on the same page, and copy the token once more if it has changed.`,
      ),
    ),
    ...(spare.length === 0
      ? []
      : [note(`Scopes that nothing here uses: ${spare.join(', ')}. They may go: ${botScreen} → Scopes.`)]),
  ];
}

function clockFinding(aheadMs: number | undefined): Finding {
  if (aheadMs === undefined) return note('Clock: not compared; Slack does not tell its time.');
  const seconds = Math.round(Math.abs(aheadMs) / 1_000);
  const apart = `${seconds} s ${aheadMs < 0 ? 'behind' : 'ahead of'} Slack's`;
  if (Math.abs(aheadMs) <= tolerableSkewMs) return ok(`Clock: ours is ${apart}.`);
  return toDo(
    `Clock: ours is ${apart}.`,
    'Set this machine by a time server (Linux: timedatectl set-ntp true): a request signed more than 5 minutes ago is refused, so with such a clock every event is.',
  );
}

/** An address for a socket is asked for and left alone: a socket of ours would be handed events of the program's. */
async function socketFinding(
  appToken: string,
  appId: string | undefined,
  { apiUrl, log }: ExaminedSlack,
): Promise<Finding> {
  const tokenScreen = `${appScreen} → App-Level Tokens`;
  // `xapp-1-<app>-…`
  const [, ofApp] = /^xapp-\d+-(A[A-Z0-9]+)-/.exec(appToken) ?? [];
  if (ofApp !== undefined && appId !== undefined && ofApp !== appId)
    return toDo(
      `SLACK_APP_TOKEN is of the app ${ofApp}, and SLACK_BOT_TOKEN of ${appId}.`,
      `Take both tokens from one app: https://api.slack.com/apps/${appId}/general → App-Level Tokens.`,
    );
  const client = slackClient(appToken, apiUrl, log);
  const opened = await outcomeOf(client.apps.connections.open());
  if (opened.kind === 'done') return ok('Socket Mode: Slack lets us open a socket.');
  const why = opened.kind === 'unknown' ? opened.why : opened.error;
  switch (why) {
    case 'invalid_auth':
    case 'not_authed':
    case 'not_allowed_token_type':
    case 'token_revoked':
    case 'account_inactive':
      return toDo(
        `Socket Mode: Slack does not take SLACK_APP_TOKEN (${why}).`,
        `Copy it again, or generate one with the scope connections:write: ${tokenScreen}.`,
      );
    case 'missing_scope':
    case 'no_permission':
      return toDo(
        'Socket Mode: SLACK_APP_TOKEN lacks the scope connections:write.',
        `Generate another with it, for a scope cannot be added to one: ${tokenScreen} → Generate Token and Scopes.`,
      );
  }
  return toDo(
    `Socket Mode: no socket could be opened (${why}).`,
    `See that it is on (${apps} → Socket Mode → Enable Socket Mode), and run this again.`,
  );
}

/** Nothing of this hinders the bot as a whole: it tells why it is silent in one channel. */
async function channelFindings(
  client: WebClient,
  { answers }: ExaminedSlack,
  granted: string[] | undefined,
): Promise<Finding[]> {
  if (granted && !['channels:read', 'groups:read'].every((scope) => granted.includes(scope)))
    return [note('Channels: not looked at, for want of the scopes named above.')];
  const outcome = await outcomeOf(
    client.users.conversations({ types: 'public_channel,private_channel', limit: mostChannels }),
  );
  if (outcome.kind !== 'done') {
    const why = outcome.kind === 'unknown' ? outcome.why : outcome.error;
    return [note(`Channels: Slack did not list them (${why}).`)];
  }
  const channels = outcome.result.channels ?? [];
  const more = outcome.result.response_metadata?.next_cursor ? 'more than ' : '';
  if (channels.length === 0)
    return [
      note('Channels: the bot is in none yet. In one, type /invite @Elevate; direct messages need none.'),
    ];
  const archived = channels.filter(({ is_archived }) => is_archived).map(({ name }) => `#${name}`);
  const shared = channels
    .filter(({ is_ext_shared, is_archived }) => is_ext_shared && !is_archived)
    .map(({ name }) => `#${name}`);
  return [
    ok(`Channels: the bot is in ${more}${channels.length}.`),
    ...(archived.length === 0
      ? []
      : [
          note(
            `Archived, so nobody is answered there: ${listed(archived)}. Whoever needs one unarchives it.`,
          ),
        ]),
    ...(shared.length === 0
      ? []
      : [
          note(
            answers.sharedChannels
              ? answers.outsiders
                ? `Shared with other organisations, whose people are answered too: ${listed(shared)}. SLACK_OUTSIDERS=off ends that.`
                : `Shared with other organisations: only the workspace's own people are answered there: ${listed(shared)}. SLACK_OUTSIDERS=on answers the others too.`
              : `Shared with other organisations, so nobody is answered there: ${listed(shared)}. SLACK_SHARED_CHANNELS=on allows it.`,
          ),
        ]),
  ];
}

function listed(names: string[]): string {
  const shown = names.slice(0, channelsShown).join(', ');
  return names.length > channelsShown ? `${shown} and ${names.length - channelsShown} more` : shown;
}

/** How far our clock is ahead of Slack's, by the Date header of the newest answer, which is cut to whole seconds. */
function watchClock(nowMs: () => number) {
  let aheadMs: number | undefined;
  const watched: typeof fetch = async (input, init) => {
    const sentAtMs = nowMs();
    const response = await fetch(input, init);
    const theirsMs = Date.parse(response.headers.get('date') ?? '');
    // Half the way there and back, and half a second that the header leaves out.
    if (!Number.isNaN(theirsMs)) aheadMs = (sentAtMs + nowMs()) / 2 - (theirsMs + 500);
    return response;
  };
  return { fetch: watched, aheadMs: () => aheadMs };
}
