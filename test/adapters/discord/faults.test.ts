import { afterEach, describe, expect, test } from 'vitest';
import { h1Answers } from '../../support/conversation.ts';
import {
  type DiscordElevate,
  type DiscordElevateOptions,
  startOnDiscord,
} from '../../support/discord-elevate.ts';
import type { RouteName } from '../../support/discord-server/faults.ts';
import type { SeenMessage } from '../../support/discord-server/reading.ts';
import type { DiscordTalker } from '../../support/discord-talker.ts';
import { createReadModel } from '../../support/read-model.ts';
import { createRecordingLogger, type RecordingLogger } from '../../support/recording-logger.ts';
import { createSpeakingModel } from '../../support/speaking-model.ts';
import { createTestClock, type TestClock } from '../../support/test-clock.ts';

// The eight ways in which bots of this kind fail their users (platform-facts.md §1), through real discord.js.

let elevate: DiscordElevate;
let clock: TestClock;
let log: RecordingLogger;
let ana: DiscordTalker;
const discord = () => elevate.discord;

afterEach(async () => {
  elevate.discord.expectAllUsed();
  await elevate.end();
});

const words = 'Take the first angle. It names the pain, and the second one only names the product.';
const question = '@Marketer which of these two angles?';
const byWebhook: RouteName = 'POST /webhooks/:webhook/:token';
const editByWebhook: RouteName = 'PATCH /webhooks/:webhook/:token/messages/:message';
const post: RouteName = 'POST /channels/:channel/messages';
const readBack: RouteName = 'GET /channels/:channel/messages';

interface BeginOptions extends DiscordElevateOptions {
  says?: string;
  pieces?: number;
  meanwhile?: (piece: number) => Promise<void> | void;
  isShown?: (soFar: string) => boolean;
}

/** Ana in #general, on a clock that goes by itself and can be moved on; a model that waits until its words are read. */
async function begin({ says, pieces, meanwhile, isShown, ...others }: BeginOptions = {}): Promise<void> {
  clock = createTestClock({ running: true });
  log = createRecordingLogger();
  const standsThere = (soFar: string) => said().some(({ text }) => text.includes(soFar.trim()));
  const model =
    says === undefined
      ? undefined
      : createReadModel(says, {
          clock,
          untilShown: (soFar) => discord().until(() => (isShown ?? standsThere)(soFar)),
          ...(pieces === undefined ? {} : { pieces }),
          ...(meanwhile ? { meanwhile } : {}),
        });
  elevate = await startOnDiscord({ clock, log, ...(model ? { model } : {}), ...others });
  ana = elevate.talker('ana', elevate.general);
}

/** What stands in the threads of #general and in Ana's direct messages, of the bot's. */
function said(): SeenMessage[] {
  const places = [elevate.general, ...discord().threadsOf(elevate.general), ana.person.directMessages];
  return places.flatMap((place) => discord().messagesIn(place)).filter(({ isByBot }) => isByBot);
}

const inThreads = () =>
  discord()
    .threadsOf(elevate.general)
    .flatMap((thread) => discord().messagesIn(thread))
    .filter(({ isByBot }) => isByBot);
const inDirectMessages = () =>
  discord()
    .messagesIn(ana.person.directMessages)
    .filter(({ isByBot }) => isByBot);
const calls = (route: RouteName) => discord().requests.filter((request) => request.route === route);

/** One message, whole, that no longer grows. */
function expectSaidOnce(text = words): void {
  expect(inThreads().map((one) => one.text)).toEqual([text]);
  expectEnded();
}

function expectEnded(): void {
  for (const { buttons } of said()) expect(buttons.map(({ label }) => label)).not.toContain('Stop');
}

describe('1. nothing is said twice', () => {
  test.each([byWebhook, editByWebhook])('a growing answer, when the answer to %s is lost', async (route) => {
    await begin({ says: words });
    discord().willLoseResponse(route);
    await ana.says(question);
    expectSaidOnce();
  });

  test('and neither can it be read back at first: nothing is said beside it', async () => {
    await begin({ says: words, isShown: () => calls(readBack).length > 0 });
    discord().willLoseResponse(byWebhook);
    discord().willRefuse(readBack, { status: 502 });
    await ana.says(question);
    expectSaidOnce();
  });

  test('a page of a busy thread does not hide the message', async () => {
    await begin();
    const held = discord().willHoldRequest(byWebhook);
    const asked = ana.says('@Teacher what does ROCKET stand for?');
    await held.reached;
    const [thread = elevate.general] = discord().threadsOf(elevate.general);
    for (let index = 0; index < 120; index += 1) ana.person.says(thread, `number ${index}`);
    held.release();
    await asked;
    const before = inThreads().length;
    discord().willLoseResponse(byWebhook);
    const next = ana.after(() => ana.person.says(thread, `${discord().bot} help`));
    await expect.poll(() => elevate.models.inbox.countDocuments()).toBe(2);
    await next;
    await elevate.settled();
    expect(inThreads().length - before).toBe(1);
  });

  test('a command whose answer to the edit is lost', async () => {
    await begin();
    ana.person.goesTo(elevate.general);
    discord().willLoseResponse(editByWebhook);
    await ana.person.runsCommand('ask', { agent: 'Teacher', text: 'what does ROCKET stand for?' }).message();
    await elevate.settled();
    expect(said()).toHaveLength(1);
  });

  test('a press that Discord tells twice', async () => {
    await begin({ model: createSpeakingModel('1. Out again by nine?') });
    const dm = elevate.talker('ana');
    await dm.says('@Writer H1 please');
    await dm.fillsIn(h1Answers);
    discord().willRepeat('INTERACTION_CREATE');
    await dm.presses('Save');
    expect(await elevate.models.userGeneratedAssets.countDocuments()).toBe(1);
    expect(inDirectMessages().filter(({ text }) => /Saved as a draft/.test(text))).toHaveLength(1);
  });
});

describe('2. nothing is lost', () => {
  test.each(['kept', 'lost'] as const)(
    'the connection drops in the middle of an answer, its session %s, and what comes next is heard',
    async (fate) => {
      await begin({
        says: words,
        meanwhile: (piece) => (piece === 1 ? discord().gateway.drops(fate) : undefined),
      });
      await ana.says(question);
      expectSaidOnce();
      const ben = elevate.talker('ben', elevate.general);
      ben.person.says(elevate.general, `${discord().bot} help`);
      await expect.poll(() => elevate.models.inbox.countDocuments()).toBe(2);
      await elevate.settled();
      expect(inThreads()).toHaveLength(2);
    },
  );

  test('messages that overlap are all answered, in their order', async () => {
    await begin({ says: words });
    const held = discord().willHoldRequest(post);
    const dm = elevate.talker('ana');
    const all = dm.after(async () => {
      dm.person.writesToBot(question);
      await held.reached;
      for (const text of ['list prompts', 'help']) dm.person.writesToBot(text);
      await expect.poll(() => elevate.models.inbox.countDocuments()).toBe(3);
      held.release();
    });
    expect((await all).map(({ text }) => text)).toEqual([
      words,
      expect.stringMatching(/H1/),
      expect.stringMatching(/Mention an agent/),
    ]);
  });
});

describe('3. limits', () => {
  test('40,000 characters arrive in order, in messages that Discord takes, with the buttons at the end', async () => {
    const paragraphs = Array.from(
      { length: 400 },
      (_, index) => `**${index}.** ${'word '.repeat(18).trim()}.`,
    );
    await begin({ model: createSpeakingModel(paragraphs.join('\n\n')), enforcesRates: false });
    const dm = elevate.talker('ana');
    await dm.says('@Writer H1 please');
    const heard = await dm.fillsIn(h1Answers);
    const numbers = [
      ...heard
        .map(({ text }) => text)
        .join('\n')
        .matchAll(/\*\*(\d+)\.\*\*/g),
    ].map(([, number]) => Number(number));
    expect(numbers).toEqual(paragraphs.map((_, index) => index));
    expect(heard.at(-1)?.buttons).toContain('Save all');
    expect(discord().requests.filter(({ status }) => status === 400)).toEqual([]);
    expectEnded();
  });

  test('a table of 300 rows arrives whole', async () => {
    const rows = Array.from({ length: 300 }, (_, index) => `| row ${index} | ${index * 7} |`);
    const table = ['| what | how many |', '| --- | --- |', ...rows].join('\n');
    await begin({ model: createSpeakingModel(table), enforcesRates: false });
    await ana.says(question);
    const all = inThreads()
      .map(({ text }) => text)
      .join('\n');
    for (const index of [0, 150, 299]) expect(all).toMatch(new RegExp(`row ${index}\\s`));
    expect(discord().requests.filter(({ status }) => status === 400)).toEqual([]);
  });
});

describe('4. nothing pings', () => {
  test('whatever a model says, piece by piece', async () => {
    const says = 'Tell them: @everyone and @here, <@1> and <@&2>, \\@everyone and @**every**one now.';
    await begin({ says, pieces: 6, isShown: () => true });
    const role = elevate.guild.role('Everybody', { mentionable: true });
    await ana.says(`${question} for @everyone and ${role}`);
    for (const { pinged } of said()) expect(pinged).toEqual({ everyone: false, users: [], roles: [] });
    const sent = discord().requests.filter(
      ({ body }) => body !== null && typeof body === 'object' && 'content' in body,
    );
    expect(sent.length).toBeGreaterThan(0);
    for (const { body } of sent) expect(body).toMatchObject({ allowed_mentions: { parse: [] } });
  });
});

describe('5. answers that grow', () => {
  test('at most one edit in 1.1 s', async () => {
    await begin({ says: words, pieces: 5 });
    await ana.says(question);
    expectSaidOnce();
    const at = calls(editByWebhook).map(({ atMs }) => atMs);
    expect(at.length).toBeGreaterThan(1);
    // The last one makes it whole, and waits for nobody.
    for (let index = 1; index < at.length - 1; index += 1)
      expect((at[index] ?? 0) - (at[index - 1] ?? 0)).toBeGreaterThanOrEqual(1_100);
  });

  test('somebody deletes what grows: it is said, and not said again', async () => {
    await begin({
      says: words,
      isShown: () => calls(byWebhook).length > 0,
      meanwhile: (piece) => {
        if (piece === 1) discord().willRefuse(editByWebhook, { status: 404, code: 10_008 });
      },
    });
    await ana.says(question);
    expect(calls(byWebhook)).toHaveLength(1);
    expect(inThreads()).toHaveLength(1);
  });

  test('an answer that takes longer than its interaction lives ends in the place', async () => {
    await begin({
      says: words,
      isShown: () => true,
      meanwhile: (piece) => (piece === 1 ? clock.advance(15 * 60_000) : undefined),
    });
    ana.person.goesTo(elevate.general);
    void ana.person.runsCommand('ask', { agent: 'Marketer', text: 'which of these two angles?' });
    await discord().until(() => said().some(({ text }) => text.includes(words)));
    await elevate.settled();
    expect(said().filter(({ text }) => text.includes(words))).toHaveLength(1);
  });
});

describe('6. connections', () => {
  test('Discord asks to reconnect, again and again: one connection is left, and it hears', async () => {
    await begin();
    for (let time = 0; time < 3; time += 1) {
      discord().gateway.asksToReconnect();
      await discord().until(() => discord().gateway.connections() === 0);
      await discord().until(() => discord().gateway.connections() === 1);
    }
    await ana.says('help');
    expect(inThreads()).toHaveLength(1);
    expect(discord().gateway.connections()).toBe(1);
  });
});

describe('7. what Discord does not let us do', () => {
  test.each([
    ['the thread is deleted', 404, 10_003],
    ['it may not write there', 403, 50_013],
    ['it does not see the channel', 403, 50_001],
    ['the thread is locked', 400, 50_083],
  ])('%s: the person gets the answer alone, and whoever runs us the cure', async (_what, status, code) => {
    await begin({ model: createSpeakingModel(words, { pieces: 1 }) });
    // While it grows, and when it is whole.
    for (let time = 1; time <= 2; time += 1) discord().willRefuse(byWebhook, { status, code });
    await ana.says(question);
    expect(inThreads()).toEqual([]);
    expect(inDirectMessages().map(({ text }) => text)).toEqual([
      expect.stringMatching(/^I could not answer where you asked: /),
      `**Marketer**\n${words}`,
    ]);
    const complaints = log.lines.filter(({ level }) => level === 'error');
    expect(complaints.length).toBeGreaterThan(0);
    for (const { fields } of complaints) expect(fields.cure).toEqual(expect.any(String));
  });

  test('the thread is really deleted while it answers', async () => {
    await begin({
      says: words,
      isShown: () => calls(byWebhook).length > 0,
      meanwhile: (piece) => {
        const [thread] = discord().threadsOf(elevate.general);
        if (piece === 1 && thread) discord().deletesThread(thread);
      },
    });
    await ana.says(question);
    expect(discord().threadsOf(elevate.general)).toEqual([]);
    expect(inDirectMessages().map(({ text }) => text)).toEqual([
      expect.stringMatching(/is gone/),
      `**Marketer**\n${words}`,
    ]);
  });

  test('a refused place, and the answer to what went to the person instead is lost', async () => {
    await begin();
    discord().willRefuse(byWebhook, { status: 403, code: 50_013 });
    discord().willLoseResponse(post);
    discord().willLoseResponse(post);
    await ana.says('help');
    expect(inDirectMessages().filter(({ text }) => /Mention an agent/.test(text))).toHaveLength(1);
    expect(inDirectMessages()).toHaveLength(2);
  });

  test('a place that may not be read back ends the doubt instead of waiting for ever', async () => {
    await begin();
    discord().willLoseResponse(byWebhook);
    discord().willRefuse(readBack, { status: 403, code: 50_001 });
    await ana.says('help');
    expect(inThreads()).toHaveLength(1);
    expect(log.lines.find(({ level }) => level === 'error')?.fields.cure).toEqual(expect.any(String));
  });

  test('direct messages are closed, and the place refuses too: given up, with the cure, and nothing held back', async () => {
    await begin();
    ana.person.closesDirectMessages();
    discord().willRefuse(byWebhook, { status: 403, code: 50_013 });
    await ana.says('help');
    expect(said()).toEqual([]);
    await ana.says('help');
    expect(inThreads()).toHaveLength(1);
  });
});

describe('429 and 5xx', () => {
  test.each(['user', 'shared', 'global'] as const)('a limit (%s) is waited out, once', async (scope) => {
    await begin();
    discord().willRateLimit(byWebhook, { retryAfterMs: 1_500, scope });
    await ana.says('help');
    expect(inThreads()).toHaveLength(1);
    const [first, second, ...others] = calls(byWebhook);
    expect(others).toEqual([]);
    expect((second?.atMs ?? 0) - (first?.atMs ?? 0)).toBeGreaterThanOrEqual(1_500);
  });

  test('a growing answer while its edits are limited', async () => {
    await begin({ says: words, isShown: () => calls(byWebhook).length > 0 });
    discord().willRateLimit(editByWebhook, { retryAfterMs: 300, scope: 'user' });
    await ana.says(question);
    expectSaidOnce();
  });

  test.each([500, 502, 503])('a %s may have arrived or not: it is said once', async (status) => {
    await begin();
    discord().willRefuse(byWebhook, { status });
    await ana.says('help');
    expect(inThreads()).toHaveLength(1);
  });
});

describe('8. to whom what is said', () => {
  test('what one person’s Foundation holds and what they typed never stands in the channel', async () => {
    await begin();
    const ben = elevate.talker('ben', elevate.general);
    await ana.says('@Writer H1 please');
    const [thread = elevate.general] = discord().threadsOf(elevate.general);
    await ben.after(() => ben.person.says(thread, `${discord().bot} @Writer H1 please`));
    const secret = 'Poured by moonlight, posted within a day';
    const heard = await ana.fillsIn({ ...h1Answers, 'companyContext.uniqueMechanism': secret });
    expect(heard.map(({ text }) => text).join('\n')).toContain(secret);
    const shown = JSON.stringify([inThreads(), discord().messagesIn(ben.person.directMessages)]);
    for (const typed of [secret, h1Answers.painToTarget, h1Answers.destination])
      expect(shown).not.toContain(typed);
  });

  test('bots and webhooks are never answered', async () => {
    await begin({ privilegedIntents: ['MessageContent'] });
    await ana.says('help');
    const other = discord().user('other', { isBot: true });
    elevate.guild.joins(other);
    const [thread = elevate.general] = discord().threadsOf(elevate.general);
    other.says(thread, `${discord().bot} @Writer H1`);
    other.says(elevate.general, `${discord().bot} help`);
    await ana.says('help');
    expect(await elevate.models.inbox.countDocuments()).toBe(2);
  });
});
