import { appWords, botEvents, eventsPath, messageShortcut, slashCommand } from './app-surface.ts';
import { botScopes } from './scopes.ts';

/** The fields of Slack's app manifest that this app uses (docs.slack.dev/reference/app-manifest). */
export interface AppManifest {
  display_information: { name: string; description: string; long_description: string };
  features: {
    agent_view: { agent_description: string };
    app_home: {
      home_tab_enabled: boolean;
      messages_tab_enabled: boolean;
      messages_tab_read_only_enabled: boolean;
    };
    bot_user: { display_name: string; always_online: boolean };
    shortcuts: Array<{ type: 'message'; name: string; callback_id: string; description: string }>;
    slash_commands: Array<{
      command: string;
      description: string;
      usage_hint: string;
      should_escape: boolean;
      url?: string;
    }>;
  };
  oauth_config: { scopes: { bot: string[] } };
  settings: {
    event_subscriptions: { bot_events: string[]; request_url?: string };
    interactivity: { is_enabled: boolean; request_url?: string };
    org_deploy_enabled: boolean;
    socket_mode_enabled: boolean;
    token_rotation_enabled: boolean;
  };
}

/**
 * The app as Slack is told of it.
 *
 * @param publicUrl Where Slack sends events over HTTP, without a slash at its end; undefined for Socket Mode.
 */
export function appManifest(publicUrl: string | undefined): AppManifest {
  const { name, description, longDescription, agentDescription } = appWords;
  const address = publicUrl === undefined ? undefined : `${publicUrl}${eventsPath}`;
  const requestUrl = address === undefined ? {} : { request_url: address };
  return {
    display_information: { name, description, long_description: longDescription },
    features: {
      agent_view: { agent_description: agentDescription },
      app_home: {
        home_tab_enabled: true,
        messages_tab_enabled: true,
        messages_tab_read_only_enabled: false,
      },
      bot_user: { display_name: name, always_online: true },
      shortcuts: [{ ...messageShortcut }],
      slash_commands: [
        // Escaped: people come as `<@U…>`, as in messages.
        { ...slashCommand, should_escape: true, ...(address === undefined ? {} : { url: address }) },
      ],
    },
    oauth_config: { scopes: { bot: botScopes.map(({ scope }) => scope) } },
    settings: {
      event_subscriptions: { ...requestUrl, bot_events: botEvents.map(({ event }) => event) },
      interactivity: { is_enabled: true, ...requestUrl },
      org_deploy_enabled: false,
      socket_mode_enabled: publicUrl === undefined,
      // A token in the environment must not end after 12 h.
      token_rotation_enabled: false,
    },
  };
}

/**
 * What Slack would turn down, in sentences. Numbers: the types of @slack/web-api's `apps.manifest.*`, but for 174
 * (docs.slack.dev/reference/app-manifest) and the 24 of a shortcut's name (its form in the app's settings).
 */
export function manifestProblems({
  display_information: shown,
  features,
  settings,
  oauth_config,
}: AppManifest): string[] {
  const problems: string[] = [];
  const length = (what: string, text: string, least: number, most: number) => {
    if (text.length < least || text.length > most)
      problems.push(`${what} has ${text.length} characters: expected ${least} to ${most}.`);
  };
  const count = (what: string, items: string[], most: number) => {
    if (items.length > most) problems.push(`There are ${items.length} ${what}: expected at most ${most}.`);
    if (new Set(items).size < items.length) problems.push(`Of the ${what} one is listed twice.`);
  };
  length('display_information.name', shown.name, 1, 35);
  length('display_information.description', shown.description, 1, 140);
  length('display_information.long_description', shown.long_description, 174, 4_000);
  length('features.agent_view.agent_description', features.agent_view.agent_description, 1, 300);
  length('features.bot_user.display_name', features.bot_user.display_name, 1, 80);
  count(
    'shortcuts',
    features.shortcuts.map(({ callback_id }) => callback_id),
    10,
  );
  for (const { name, callback_id, description } of features.shortcuts) {
    length(`The name of shortcut ${callback_id}`, name, 1, 24);
    length('A callback_id', callback_id, 1, 255);
    length(`The description of shortcut ${callback_id}`, description, 1, 150);
  }
  count(
    'slash commands',
    features.slash_commands.map(({ command }) => command),
    50,
  );
  for (const { command, description, usage_hint } of features.slash_commands) {
    if (!/^\/[a-z0-9_-]{1,31}$/.test(command))
      problems.push(`${command} is no command: expected / and up to 31 small letters, digits, - or _.`);
    length(`The description of ${command}`, description, 1, 2_000);
    length(`The usage hint of ${command}`, usage_hint, 0, 1_000);
  }
  count('scopes', oauth_config.scopes.bot, 255);
  count('events', settings.event_subscriptions.bot_events, 100);
  const addresses = [
    settings.event_subscriptions.request_url,
    settings.interactivity.request_url,
    ...features.slash_commands.map(({ url }) => url),
  ];
  for (const address of new Set(addresses)) {
    if (settings.socket_mode_enabled ? address !== undefined : !address?.startsWith('https://'))
      problems.push(
        settings.socket_mode_enabled
          ? `Socket Mode takes no request URL, and there is ${address}.`
          : `${address ?? 'A request URL that is missing'} is not what Slack sends to: expected an https:// address.`,
      );
  }
  return problems;
}
