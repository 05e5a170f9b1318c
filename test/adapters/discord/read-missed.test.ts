import { afterEach, expect, test } from 'vitest';
import {
  type DiscordElevate,
  type DiscordElevateOptions,
  startOnDiscord,
} from '../../support/discord-elevate.ts';
import type { Place } from '../../support/discord-server/places.ts';
import type { DiscordTalker } from '../../support/discord-talker.ts';

let elevate: DiscordElevate;
let ana: DiscordTalker;
let ben: DiscordTalker;

afterEach(async () => {
  elevate.discord.expectAllUsed();
  await elevate.end();
});

const mention = () => `${elevate.discord.bot}`;
const thread = () => elevate.discord.threadsOf(elevate.general)[0] ?? elevate.general;
const readsBack = () =>
  elevate.discord.requests.filter(({ route }) => route === 'GET /channels/:channel/messages');
/** What was new to the inbox, in the order in which it came. */
let heard: string[];

/** Ana has asked in #general and in direct messages; Ben in neither. */
async function begin(options: DiscordElevateOptions = {}): Promise<void> {
  heard = [];
  elevate = await startOnDiscord({
    ...options,
    wrapStores: (stores) => ({
      ...stores,
      inbox: {
        ...stores.inbox,
        accept: async (events, nowMs) => {
          const verdicts = await stores.inbox.accept(events, nowMs);
          heard.push(
            ...events
              .filter((_, index) => verdicts[index] === 'kept')
              .map((event) => (event.kind === 'message' ? event.text : event.kind)),
          );
          return verdicts;
        },
      },
    }),
  });
  ana = elevate.talker('ana', elevate.general);
  ben = elevate.talker('ben', elevate.general);
  await ana.says('@Teacher what does ROCKET stand for?');
  await elevate.talker('ana').says('help');
  heard = [];
}

let lounge: Place;

/** In a thread, in its channel, in a channel where nobody has asked yet, and in direct messages. */
function askEverywhere(): void {
  lounge = elevate.guild.channel('lounge');
  ana.person.says(thread(), `${mention()} and what is a hook?`);
  ben.person.says(elevate.general, 'lunch, anybody?');
  ben.person.says(elevate.general, `${mention()} list prompts`);
  ben.person.says(lounge, `${mention()} help`);
  ana.person.writesToBot('list prompts');
}

async function expectEachAnsweredOnce(): Promise<void> {
  await expect.poll(() => heard.length).toBe(4);
  await elevate.settled();
  expect(heard).toEqual([
    '@Elevate and what is a hook?',
    '@Elevate list prompts',
    '@Elevate help',
    'list prompts',
  ]);
  const { discord, general, models } = elevate;
  const places = [general, lounge].flatMap((place) => [place, ...discord.threadsOf(place)]);
  const said = [...places, ana.person.directMessages].flatMap((place) =>
    discord.messagesIn(place).filter(({ isByBot }) => isByBot),
  );
  const answers = await models.outbox.find().lean();
  expect(new Set(answers.map(({ inReplyTo }) => inReplyTo)).size).toBe(6);
  expect(said).toHaveLength(answers.length);
}

test('what was said while a session was lost is read back, oldest first, and answered once', async () => {
  await begin();
  const outage = elevate.discord.gateway.goesDown();
  askEverywhere();
  outage.ends('lost');
  await expectEachAnsweredOnce();
});

test('and so is what was said while the program did not run', async () => {
  await begin();
  await elevate.restart(askEverywhere);
  await expectEachAnsweredOnce();
});

test('a session that is resumed is told by Discord, and reads nothing back', async () => {
  await begin();
  const outage = elevate.discord.gateway.goesDown();
  askEverywhere();
  outage.ends('kept');
  await expectEachAnsweredOnce();
  expect(readsBack()).toEqual([]);
});

test('a busy channel is read page by page, and a rate limit waited for', async () => {
  await begin();
  elevate.discord.willRateLimit('GET /channels/:channel/messages', { retryAfterMs: 200, scope: 'user' });
  await elevate.restart(() => {
    for (let number = 1; number <= 130; number += 1) ben.person.says(elevate.general, `number ${number}`);
    ben.person.says(elevate.general, `${mention()} list prompts`);
  });
  await expect.poll(() => heard).toEqual(['@Elevate list prompts']);
  await elevate.settled();
});

test('a program that has heard nothing yet has missed nothing', async () => {
  elevate = await startOnDiscord();
  ben = elevate.talker('ben', elevate.general);
  await elevate.restart(() => ben.person.says(elevate.general, `${mention()} help`));
  await ben.says('list prompts');
  expect(readsBack()).toEqual([]);
  expect(await elevate.models.inbox.countDocuments()).toBe(1);
});
