import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Installation, InstallProvider, type OrgInstallation } from '@slack/oauth';
import { WebAPIPlatformError } from '@slack/web-api';
import type { Clock } from '../../ports/clock.ts';
import type { RawHttpRoute } from '../../ports/http-route.ts';
import type { Logger } from '../../ports/logger.ts';
import type { InstalledWorkspace, SlackInstallationStore } from '../../ports/slack-installation-store.ts';
import { outcomeOf } from './call-outcome.ts';
import { sendPage } from './install-page.ts';
import { botScopes } from './scopes.ts';
import { slackLogger } from './slack-logger.ts';
import { clientOptions, slackClient } from './workspaces.ts';

export interface InstallOptions {
  clientId: string;
  clientSecret: string;
  /** Signs the state that a visit takes to Slack and back. */
  stateSecret: string;
  /** Where browsers reach the routes, without a slash at its end. */
  publicUrl: string;
  apiUrl: string | undefined;
  store: Pick<SlackInstallationStore, 'put'>;
  /** Its tokens are new. */
  onInstalled(teamId: string): void;
  clock: Clock;
  log: Logger;
}

const installPath = '/slack/install';
const redirectPath = '/slack/oauth_redirect';
/** One visit to Slack's page. */
const stateLifeSeconds = 600;

export function installUrlOf(publicUrl: string): string {
  return publicUrl + installPath;
}

interface Failure {
  status: number;
  sentence: string;
  /** For the log, where whoever runs the program has something to mend. */
  cure?: string;
}

const startAgain = 'Please start again.';
const ourFault: Failure = {
  status: 500,
  sentence: `Something went wrong on our side, and Elevate was not installed. ${startAgain}`,
};
const otherVisit: Failure = {
  status: 400,
  sentence: `This page belongs to another visit, or it was left open for more than ten minutes. ${startAgain}`,
};
const oldCode: Failure = {
  status: 400,
  sentence: `Slack's permission was used already, or it is too old. ${startAgain}`,
};
const badSettings = (cure: string): Failure => ({
  status: 500,
  sentence: 'Slack does not accept the settings of this app. Please tell whoever runs Elevate.',
  cure,
});

/** By the codes of @slack/oauth, and Slack's own. */
const failures: Record<string, Failure> = {
  slack_oauth_missing_state: otherVisit,
  slack_oauth_invalid_state: otherVisit,
  slack_oauth_missing_code: {
    status: 400,
    sentence: `Slack sent no permission, so Elevate was not installed. ${startAgain}`,
  },
  slack_oauth_installer_authorization_error: {
    status: 400,
    sentence: 'You did not allow it, so Elevate was not installed.',
  },
  invalid_code: oldCode,
  code_already_used: oldCode,
  code_expired: oldCode,
  invalid_client_id: badSettings('SLACK_CLIENT_ID is no good: copy it again from Basic Information'),
  bad_client_secret: badSettings('SLACK_CLIENT_SECRET is no good: copy it again from Basic Information'),
  bad_redirect_uri: badSettings(
    `PUBLIC_URL and the redirect URLs of OAuth & Permissions differ: add PUBLIC_URL${redirectPath} there`,
  ),
};

/** Where a workspace installs the app: to Slack's page and back, by its own @slack/oauth. */
export function installRoutes(options: InstallOptions): RawHttpRoute[] {
  const { publicUrl, apiUrl, store, clock, log } = options;
  const provider = new InstallProvider({
    clientId: options.clientId,
    clientSecret: options.clientSecret,
    stateSecret: options.stateSecret,
    stateCookieExpirationSeconds: stateLifeSeconds,
    directInstall: true,
    installUrlOptions: { scopes: botScopes.map(({ scope }) => scope), redirectUri: publicUrl + redirectPath },
    // Beside the API, wherever that is.
    ...(apiUrl === undefined ? {} : { authorizationUrl: new URL('../oauth/v2/authorize', apiUrl).href }),
    clientOptions: clientOptions(apiUrl, log),
    // What failed is told below, once.
    logger: { ...slackLogger(log), error: () => {} },
    installationStore: {
      storeInstallation: async (installation) => {
        const workspace = installedWorkspace(installation, clock.nowMs());
        if (!workspace) throw new Error('Slack named no workspace, or no bot, of an installation.');
        await store.put(workspace);
        options.onInstalled(workspace.teamId);
      },
      fetchInstallation: async () => {
        throw new Error('Tokens are read by many-workspaces.ts.');
      },
    },
  });
  const again = { label: 'Install Elevate', href: installUrlOf(publicUrl) };

  function fail(error: unknown, response: ServerResponse): void {
    const code = codeOf(error);
    const failure = failures[code] ?? ourFault;
    const { status, sentence, cure } = failure;
    if (status < 500) log.warn({ error: code }, 'the app was not installed');
    else log.error(failure === ourFault ? { error } : { error: code, cure }, 'the app was not installed');
    if (response.headersSent) response.end();
    else sendPage(response, status, { title: 'Not installed', words: [sentence], link: again });
  }

  /** An organisation as a whole has one token for many workspaces, which nothing here is made for. */
  async function refuseOrganisation(
    installation: Installation | OrgInstallation,
    response: ServerResponse,
  ): Promise<boolean> {
    if (!installation.isEnterpriseInstall && installation.team) return true;
    await outcomeOf(slackClient(installation.bot?.token, apiUrl, log).auth.revoke());
    log.warn(
      { enterprise: installation.enterprise?.id },
      'an installation for a whole organisation was refused',
    );
    sendPage(response, 400, {
      title: 'Not installed',
      words: [
        'Elevate is installed in one workspace at a time, not in a whole organisation. Please start again, and choose a workspace on Slack’s page.',
      ],
      link: again,
    });
    return false;
  }

  const redirected = (request: IncomingMessage, response: ServerResponse) =>
    provider.handleCallback(request, response, {
      afterInstallation: (installation) => refuseOrganisation(installation, response),
      success: (installation) => {
        const { team } = installation;
        log.info({ workspace: team?.id }, 'the app was installed');
        sendPage(response, 200, {
          title: `Elevate is installed in ${team?.name ?? 'your workspace'}`,
          words: [
            'Open Slack and write “hi” to Elevate in a direct message: it says what it can do for you.',
            'To use it with others, invite it to a channel: /invite @Elevate.',
            'You may close this page.',
          ],
        });
      },
      failure: (error) => fail(error, response),
    });

  const route = (
    path: string,
    handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
  ): RawHttpRoute => ({
    method: 'GET',
    path,
    anyName: true,
    handleRaw: (request, response) =>
      void handle(request, response).catch((error: unknown) => fail(error, response)),
  });
  return [
    route(installPath, (request, response) => provider.handleInstallPath(request, response)),
    route(redirectPath, redirected),
  ];
}

function installedWorkspace(
  { team, bot, user, appId, isEnterpriseInstall }: Installation | OrgInstallation,
  nowMs: number,
): InstalledWorkspace | undefined {
  if (isEnterpriseInstall || !team || bot?.id === undefined) return undefined;
  const { refreshToken, expiresAt: expiresAtSeconds } = bot;
  return {
    teamId: team.id,
    ...(team.name === undefined ? {} : { teamName: team.name }),
    appId: appId ?? '',
    botId: bot.id,
    botUserId: bot.userId,
    scopes: bot.scopes,
    installedBy: user.id,
    installedAtMs: nowMs,
    tokens: {
      botToken: bot.token,
      ...(refreshToken === undefined || expiresAtSeconds === undefined
        ? {}
        : { rotation: { refreshToken, expiresAtMs: expiresAtSeconds * 1_000 } }),
    },
  };
}

/** Slack's own code where Slack refused, else that of the package. */
function codeOf(error: unknown): string {
  if (error instanceof WebAPIPlatformError) return error.data.error;
  return String(Reflect.get(Object(error), 'code'));
}
