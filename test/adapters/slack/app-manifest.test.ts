import { readFileSync } from 'node:fs';
import type { AppsManifestCreateArguments } from '@slack/web-api';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { type AppManifest, appManifest, manifestProblems } from '../../../src/adapters/slack/app-manifest.ts';
import { botEvents } from '../../../src/adapters/slack/app-surface.ts';

const written = readFileSync(new URL('../../../slack/manifest.json', import.meta.url), 'utf8');

describe('slack/manifest.json', () => {
  it('is what npm run manifest writes', () => {
    expect(written).toBe(`${JSON.stringify(appManifest(undefined), null, 2)}\n`);
  });

  it('has the fields that the SDK knows', () => {
    const { display_information, features, settings } = appManifest('https://elevate.example.org');
    type Known = AppsManifestCreateArguments['manifest'];
    type KnownSettings = NonNullable<Known['settings']>;
    expectTypeOf(display_information).toExtend<Known['display_information']>();
    expectTypeOf(features).toExtend<NonNullable<Known['features']>>();
    expectTypeOf(settings.interactivity).toExtend<NonNullable<KnownSettings['interactivity']>>();
    expectTypeOf(settings).omit('event_subscriptions').toExtend<KnownSettings>();
  });

  it('names scopes and events as the SDK does, but for the scope of agents', () => {
    const types = (path: string) =>
      readFileSync(new URL(`../../../node_modules/@slack/${path}`, import.meta.url), 'utf8');
    const known = types('web-api/dist/types/request/manifest.d.ts') + types('types/dist/events/agent.d.ts');
    const { settings, oauth_config } = appManifest(undefined);
    const names = [...oauth_config.scopes.bot, ...settings.event_subscriptions.bot_events];
    // docs.slack.dev/ai/developing-agents names it, the SDK's types do not yet.
    expect(names.filter((name) => !known.includes(`'${name}'`))).toEqual(['assistant:write']);
  });
});

it('every event stands in docs/slack.md with what is heard by it', () => {
  const page = readFileSync(new URL('../../../docs/slack.md', import.meta.url), 'utf8');
  const [, section = ''] = page.split('| event | what it hears by it |');
  const [table = ''] = section.split('\n\n');
  const told = [...table.matchAll(/^\| `([\w.]+)` \|/gm)].map(([, event]) => event);
  expect(told).toEqual(botEvents.map(({ event }) => event));
});

describe('appManifest', () => {
  it('by socket names no address', () => {
    expect(JSON.stringify(appManifest(undefined))).not.toContain('://');
    expect(appManifest(undefined).settings.socket_mode_enabled).toBe(true);
  });

  it('over HTTP names the one address three times', () => {
    const { features, settings } = appManifest('https://elevate.example.org/bot');
    const address = 'https://elevate.example.org/bot/slack/events';
    expect(settings.socket_mode_enabled).toBe(false);
    expect(settings.event_subscriptions.request_url).toBe(address);
    expect(settings.interactivity.request_url).toBe(address);
    expect(features.slash_commands.map(({ url }) => url)).toEqual([address]);
  });
});

describe('manifestProblems', () => {
  it('has none with either', () => {
    expect(manifestProblems(appManifest(undefined))).toEqual([]);
    expect(manifestProblems(appManifest('https://elevate.example.org'))).toEqual([]);
  });

  it.each([
    ['display_information.name', 1, 35],
    ['display_information.description', 1, 140],
    ['display_information.long_description', 174, 4_000],
    ['features.agent_view.agent_description', 1, 300],
    ['features.bot_user.display_name', 1, 80],
    ['features.shortcuts.0.name', 1, 24],
    ['features.shortcuts.0.callback_id', 1, 255],
    ['features.shortcuts.0.description', 1, 150],
    ['features.slash_commands.0.description', 1, 2_000],
    ['features.slash_commands.0.usage_hint', 0, 1_000],
  ])('%s: from its least to its most, and not one past either', (path, least, most) => {
    const problemsAt = (length: number) => manifestProblems(changed(path, 'x'.repeat(length)));
    expect([problemsAt(least), problemsAt(most)]).toEqual([[], []]);
    const tooLong = [expect.stringContaining(`has ${most + 1} characters: expected ${least} to ${most}`)];
    expect(problemsAt(most + 1)).toEqual(tooLong);
    if (least > 0) expect(problemsAt(least - 1)).toEqual([expect.stringContaining(`${least} to ${most}`)]);
  });

  it.each([`/${'x'.repeat(31)}`, '/elevate-2'])('%s is a command', (name) => {
    expect(manifestProblems(changed('features.slash_commands.0.command', name))).toEqual([]);
  });

  it.each(['elevate', '/', '/Elevate', '/two words', `/${'x'.repeat(32)}`])('%j is no command', (name) => {
    expect(manifestProblems(changed('features.slash_commands.0.command', name))).toEqual([
      expect.stringContaining('is no command'),
    ]);
  });

  it('too many of a kind, or one of them twice', () => {
    const many = appManifest(undefined);
    many.settings.event_subscriptions.bot_events = Array.from({ length: 101 }, (_, index) => `e${index}`);
    expect(manifestProblems(many)).toEqual([expect.stringContaining('101 events')]);
    const twice = appManifest(undefined);
    twice.oauth_config.scopes.bot.push('commands');
    expect(manifestProblems(twice)).toEqual([expect.stringContaining('listed twice')]);
  });

  it('addresses: https over HTTP, none with a socket', () => {
    expect(manifestProblems(appManifest('http://elevate.example.org'))).toEqual([
      expect.stringContaining('expected an https:// address'),
    ]);
    const both = appManifest('https://elevate.example.org');
    both.settings.socket_mode_enabled = true;
    expect(manifestProblems(both)).toEqual([expect.stringContaining('takes no request URL')]);
  });
});

/** The manifest with one value of it, named by its path, replaced. */
function changed(path: string, value: string): AppManifest {
  const manifest = appManifest(undefined);
  const names = path.split('.');
  const last = names.pop() ?? '';
  const holder = names.reduce<object>((at, name) => Reflect.get(at, name), manifest);
  Reflect.set(holder, last, value);
  return manifest;
}
