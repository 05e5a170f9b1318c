import { readdirSync, readFileSync } from 'node:fs';
import { WebClient } from '@slack/web-api';
import { describe, expect, it } from 'vitest';
import { botEvents, messageShortcut, slashCommand } from '../../../src/adapters/slack/app-surface.ts';
import { botScopes } from '../../../src/adapters/slack/scopes.ts';

/**
 * What each method of the Web API asks of a bot's token, by its page on docs.slack.dev. Where it goes by the kind of the
 * conversation: the kinds in which this bot is.
 */
const scopesOfMethods: Record<string, string[]> = {
  'agents.sessions.setStatus': ['chat:write'],
  'assistant.threads.setStatus': ['chat:write'],
  'assistant.threads.setSuggestedPrompts': ['assistant:write'],
  'assistant.threads.setTitle': ['assistant:write'],
  'auth.test': [],
  'bots.info': ['users:read'],
  'chat.appendStream': ['chat:write'],
  'chat.postEphemeral': ['chat:write'],
  'chat.postMessage': ['chat:write'],
  'chat.startStream': ['chat:write'],
  'chat.stopStream': ['chat:write'],
  'chat.update': ['chat:write'],
  'conversations.history': ['channels:history', 'groups:history', 'im:history'],
  'conversations.open': ['im:write'],
  'conversations.replies': ['channels:history', 'groups:history', 'im:history'],
  'dnd.info': ['dnd:read'],
  'files.completeUploadExternal': ['files:write'],
  'files.getUploadURLExternal': ['files:write'],
  'files.info': ['files:read'],
  'users.conversations': ['channels:read', 'groups:read'],
  'users.info': ['users:read'],
  'views.open': [],
  'views.publish': [],
};

/** What is no method of its own, and how the source gives away that it is used. */
const scopesOfFields: Array<{ scope: string; field: RegExp }> = [
  { scope: 'chat:write.customize', field: /\busername: role\b/ },
  { scope: 'users:read.email', field: /\bemail\b.*= user\?\.profile/ },
];

/** With the app's own token, which has no scopes of a bot. */
const ofTheApp = ['apps.connections.open'];

const folder = new URL('../../../src/adapters/slack/', import.meta.url);
const sources = readdirSync(folder).map((name) => readFileSync(new URL(name, folder), 'utf8'));
const methods = methodsIn(sources.join('\n'));
const granted = botScopes.map(({ scope }) => scope);

function methodsIn(source: string): string[] {
  const calls = source.matchAll(/\b[cC]lient\s*((?:\.\s*\w+\s*)+)\(/g);
  const named = [...calls].map(([, path = '']) => path.replace(/\s/g, '').slice(1));
  const byName = [...source.matchAll(/\.apiCall\(\s*['"`]([\w.]+)/g)].map(([, name = '']) => name);
  return [...new Set([...named.filter((name) => name !== 'apiCall'), ...byName])].toSorted();
}

describe('the scopes of the bot', () => {
  it('methods are found in whatever way they are called', () => {
    const source = "client.auth.test(); workspace.client\n  .chat.update({}); client.apiCall('views.push')";
    expect(methodsIn(source)).toEqual(['auth.test', 'chat.update', 'views.push']);
    expect(methods.length).toBeGreaterThan(12);
  });

  it('every method that the code calls is one of Slack, and its scopes are known here', () => {
    const client = new WebClient();
    for (const name of methods) {
      const method = name.split('.').reduce<unknown>((at, part) => Reflect.get(at as object, part), client);
      expect([name, typeof method]).toEqual([name, 'function']);
    }
    const known = [...Object.keys(scopesOfMethods), ...ofTheApp];
    expect(methods.filter((name) => !known.includes(name))).toEqual([]);
    expect(known.filter((name) => !methods.includes(name))).toEqual([]);
  });

  it('are what its methods, fields, events and commands need: no less and no more', () => {
    const needed = [
      ...Object.values(scopesOfMethods).flat(),
      ...scopesOfFields
        .filter(({ field }) => sources.some((source) => field.test(source)))
        .map(({ scope }) => scope),
      ...botEvents.flatMap(({ scope }) => scope ?? []),
      ...(slashCommand.command && messageShortcut.callback_id ? ['commands'] : []),
    ];
    expect(granted).toEqual([...new Set(needed)].toSorted());
  });

  it('each stands in docs/slack.md with what it is for', () => {
    const page = readFileSync(new URL('../../../docs/slack.md', import.meta.url), 'utf8');
    const rows = [...page.matchAll(/^\| `([\w.]+:[\w.]+|commands)` \| (.+) \|$/gm)].map(([, scope, why]) => ({
      scope,
      why,
    }));
    expect(rows).toEqual(botScopes);
  });

  it('each says what it is for', () => {
    for (const { scope, why } of botScopes) expect([scope, why.length > 15]).toEqual([scope, true]);
  });
});

describe('the events of the bot', () => {
  it('are those that the code reads', () => {
    const read = sources.flatMap((source) =>
      [...source.matchAll(/(?:case|event\.type [!=]==) '(app_\w+|tokens_revoked|agent_\w+|message)'/g)].map(
        ([, name]) => name,
      ),
    );
    const subscribed = botEvents.map(({ event }) => event.split('.')[0]);
    expect([...new Set(subscribed)].toSorted()).toEqual([...new Set(read)].toSorted());
  });
});
