import { afterEach, describe, expect, test } from 'vitest';
import type { Stores } from '../../../src/app.ts';
import type { LanguageModel } from '../../../src/ports/language-model.ts';
import type { Logger } from '../../../src/ports/logger.ts';
import { h1Answers } from '../../support/conversation.ts';
import { type SlackElevate, type SlackElevateOptions, startOnSlack } from '../../support/slack-elevate.ts';
import { modelReadOnSlack, type ReadOptions } from '../../support/slack-growth.ts';
import type { Said } from '../../support/slack-server/person.ts';
import type { Channel, StoredMessage } from '../../support/slack-server/world.ts';
import { wordsOfMessage } from '../../support/slack-words.ts';
import { createSpeakingModel } from '../../support/speaking-model.ts';
import { createTestClock, type TestClock } from '../../support/test-clock.ts';

let elevate: SlackElevate;
let clock: TestClock;
/** What was slept for on that clock, milliseconds, in order. */
let sleeps: number[];
const slack = () => elevate.slack;

afterEach(async () => {
  elevate.slack.expectAllUsed();
  await elevate.end();
});

const words = 'Take the first angle. It names the pain, and the second one only names the product.';

/** The program on a clock that goes by itself and can be moved on. */
async function begin(options: SlackElevateOptions & { reading?: Partial<ReadOptions>; says?: string } = {}) {
  const running = createTestClock({ running: true });
  sleeps = [];
  clock = {
    ...running,
    sleep: (ms, signal) => {
      sleeps.push(ms);
      return running.sleep(ms, signal);
    },
  };
  const { reading, says, ...others } = options;
  const model = reading || says ? modelReadOnSlack(says ?? words, { slack, clock, ...reading }) : undefined;
  elevate = await startOnSlack({ clock, ...(model ? { model } : {}), ...others });
  return elevate;
}

const question = () => `${slack().botMention} @Marketer which of these two angles?`;

/** Says it in #general as ana, and resolves when everything is said. */
async function asksInGeneral(text = question()): Promise<{ general: Channel; said: Said }> {
  const general = slack().channel('general');
  const said = await slack().user('ana').says(general, text);
  expect(await said.acknowledged).toBe(true);
  await elevate.settled();
  return { general, said };
}

function botsWords(channel: Channel, thread?: string): StoredMessage[] {
  return slack()
    .messagesIn(channel, thread)
    .filter(({ botId }) => botId !== undefined);
}

/** One message, whole, that no longer grows. */
function expectSaidOnce(channel: Channel, thread: string, text = words): void {
  const messages = botsWords(channel, thread);
  expect(messages.map(wordsOfMessage)).toEqual([text]);
  expectEnded(messages);
}

function expectEnded(messages: StoredMessage[]): void {
  for (const { stream, metadata } of messages) {
    expect(stream?.state).not.toBe('in_progress');
    expect(metadata?.event_payload).not.toHaveProperty('growing');
  }
}

/** For a model whose words are shown otherwise than it says them: each of its pieces leads to a call. */
function sentEach(): () => boolean {
  let seen = 0;
  return () => {
    const { length } = slack().calls.filter(
      ({ method, answer }) => /^chat\./.test(method) && answer === 'ok',
    );
    const isMore = length > seen;
    seen = length;
    return isMore;
  };
}

function recordingLogger() {
  const lines: Array<{ level: string; fields: Record<string, unknown>; message: string }> = [];
  const at = (level: string) => (fields: Record<string, unknown>, message: string) =>
    void lines.push({ level, fields, message });
  const log: Logger = { debug: () => {}, info: () => {}, warn: at('warn'), error: at('error') };
  return { log, lines };
}

describe('1. nothing is said twice', () => {
  test.each(['socket', 'http'] as const)(
    'a mention and its twin, each delivered twice and as a retry, is one: %s',
    async (transport) => {
      await begin({ transport });
      slack().faults.duplicate('app_mention');
      slack().faults.duplicate('message');
      slack().faults.deliverAsRetry('message');
      const { general, said } = await asksInGeneral(`${slack().botMention} help`);
      expect(botsWords(general, said.thread)).toHaveLength(1);
    },
  );

  test.each(['loseResponse', 'cutResponse'] as const)(
    'a plain message whose answer is lost: %s',
    async (how) => {
      await begin();
      slack().faults[how]('chat.postMessage');
      const { general, said } = await asksInGeneral(`${slack().botMention} help`);
      expect(botsWords(general, said.thread)).toHaveLength(1);
    },
  );

  test('and the thread cannot be read back at first', async () => {
    await begin();
    slack().faults.loseResponse('chat.postMessage');
    slack().faults.fail('conversations.replies', 'internal_error');
    const { general, said } = await asksInGeneral(`${slack().botMention} help`);
    expect(botsWords(general, said.thread)).toHaveLength(1);
  });

  test.each(['chat.startStream', 'chat.appendStream', 'chat.stopStream'])(
    'a growing answer, when the answer to %s is lost',
    async (method) => {
      await begin({ reading: {} });
      slack().faults.loseResponse(method);
      const { general, said } = await asksInGeneral();
      expectSaidOnce(general, said.thread);
    },
  );

  test('and neither can it be read back at first: nothing is opened beside it', async () => {
    const meanwhile = async () => {
      for (let round = 0; round < 10; round += 1) {
        clock.advance(1_100);
        await elevate.models.inbox.countDocuments();
      }
    };
    await begin({
      reading: { isShown: () => slack().callsTo('conversations.replies').length > 0, meanwhile },
    });
    slack().faults.loseResponse('chat.startStream');
    slack().faults.fail('conversations.replies', 'internal_error');
    const { general, said } = await asksInGeneral();
    expectSaidOnce(general, said.thread);
    expect(slack().callsTo('chat.startStream')).toHaveLength(1);
  });

  test('an end of its stream that never arrived is sent once more', async () => {
    await begin({ reading: {} });
    slack().faults.loseResponse('chat.appendStream');
    slack().faults.dropRequest('chat.stopStream');
    const { general, said } = await asksInGeneral();
    expectSaidOnce(general, said.thread);
  });

  test('the same where it grows by edits', async () => {
    await begin({ reading: {} });
    slack().faults.refuseStreaming();
    slack().faults.loseResponse('chat.postMessage');
    slack().faults.loseResponse('chat.update', { times: 2 });
    const { general, said } = await asksInGeneral();
    expectSaidOnce(general, said.thread);
  });

  test('a sentence to one person alone, in their direct message', async () => {
    await begin();
    const ana = slack().user('ana');
    slack().faults.loseResponse('chat.postMessage', { when: ({ args }) => args.text('channel') === ana.id });
    await asksInGeneral(`${slack().botMention} @Writer H1 please`);
    expect(botsWords(ana.dm).map(wordsOfMessage)).toEqual([
      expect.stringMatching(/needs from your Foundation/),
    ]);
  });

  test('a page of a busy thread does not hide the message', async () => {
    await begin();
    const general = slack().channel('general');
    const held = slack().faults.hold('users.info');
    const said = await slack().user('ana').says(general, `${slack().botMention} help`);
    await held.reached;
    const noise = slack().otherBot('noise');
    for (let index = 0; index < 120; index += 1)
      await noise.says(general, `build ${index} is green`, { thread: said.thread });
    slack().faults.loseResponse('chat.postMessage');
    held.release();
    await elevate.settled();
    expect(botsWords(general, said.thread).filter(({ botId }) => botId !== noise.botId)).toHaveLength(1);
  });
});

describe('2. nothing is lost', () => {
  test.each(['socket', 'http'] as const)(
    'the store is away when a message arrives: %s',
    async (transport) => {
      let isAway = true;
      const wrapStores = (stores: Stores): Stores => ({
        ...stores,
        inbox: {
          ...stores.inbox,
          accept: async (...args) => {
            if (!isAway) return stores.inbox.accept(...args);
            throw new Error('the store is away');
          },
        },
      });
      const { lines, log } = recordingLogger();
      await begin({ transport, wrapStores, log });
      const general = slack().channel('general');
      const minuteMs = 60_000;
      const sleptBefore = sleeps.filter((ms) => ms === minuteMs).length;
      const said = await slack().user('ana').says(general, `${slack().botMention} help`);
      // Both the mention and its twin, at once and again at once: then Slack waits for a minute with each.
      await expect
        .poll(() => lines.filter(({ message }) => /could not be taken/.test(message)).length)
        .toBeGreaterThan(1);
      await expect.poll(() => sleeps.filter((ms) => ms === minuteMs).length).toBe(sleptBefore + 2);
      isAway = false;
      // Once: time that goes on while an attempt is on its way would end it as too late.
      clock.advance(minuteMs);
      expect(await said.acknowledged).toBe(true);
      await elevate.settled();
      expect(botsWords(general, said.thread)).toHaveLength(1);
    },
  );

  test.each([
    ['is refreshed', () => slack().sockets.refresh()],
    ['is warned', () => slack().sockets.refresh('warning')],
    ['drops', () => slack().sockets.drop()],
  ])('the socket %s in the middle of an answer, and the next message comes at once', async (_what, fault) => {
    await begin({ reading: { meanwhile: (piece) => (piece === 1 ? fault() : undefined) } });
    const { general, said } = await asksInGeneral();
    expectSaidOnce(general, said.thread);
    const next = await slack().user('ana').says(general, `${slack().botMention} help`);
    expect(await next.acknowledged).toBe(true);
    await elevate.settled();
    expect(botsWords(general, next.thread)).toHaveLength(1);
    expect(slack().sockets.count).toBe(1);
  });

  test('a message that comes while there is no socket is delivered over the next one', async () => {
    await begin();
    slack().sockets.drop();
    const { general, said } = await asksInGeneral(`${slack().botMention} help`);
    expect(botsWords(general, said.thread)).toHaveLength(1);
  });

  test('messages of one thread that overlap are all answered, in their order', async () => {
    await begin({ reading: {} });
    const ana = slack().user('ana');
    const first = await ana.says(ana.dm, '@Marketer which of these two angles?');
    const held = slack().faults.hold('chat.startStream');
    await held.reached;
    for (const text of ['list prompts', 'help', 'where am I'])
      await ana.says(ana.dm, text, { thread: first.thread });
    held.release();
    await expect.poll(() => elevate.models.inbox.countDocuments()).toBe(4);
    await elevate.settled();
    const said = botsWords(ana.dm, first.thread).map(wordsOfMessage);
    expect(said[0]).toBe(words);
    expect(said[1]).toMatch(/H1/);
    expect(said[2]).toMatch(/Mention an agent/);
    const order = await elevate.models.outbox.find().sort({ finishedAt: 1 }).lean();
    expect(order.map(({ position }) => position)).toEqual(order.map(({ position }) => position).toSorted());
  });
});

describe('3. limits', () => {
  test('40,000 characters arrive in order, in messages that Slack takes, with the buttons at the end', async () => {
    const paragraphs = Array.from(
      { length: 400 },
      (_, index) => `**${index}.** ${'word '.repeat(18).trim()}.`,
    );
    const long = paragraphs.join('\n\n');
    expect(long.length).toBeGreaterThan(38_000);
    await begin();
    await elevate.leave();
    elevate = await startOnSlack({ clock, after: elevate, model: createSpeakingModel(long) });
    const ana = elevate.talker('ana');
    await ana.says('@Writer H1 please');
    const heard = await ana.fillsIn(h1Answers);
    const answer = heard.filter(({ text }) => /\bword word\b/.test(text));
    expect(answer.length).toBeGreaterThan(3);
    const numbers = [
      ...answer
        .map(({ text }) => text)
        .join('\n')
        .matchAll(/\*\*(\d+)\.\*\*/g),
    ].map(([, n]) => Number(n));
    expect(numbers).toEqual(paragraphs.map((_, index) => index));
    for (const one of heard.slice(0, -1)) expect(one.buttons).toEqual([]);
    expect(heard.at(-1)?.buttons).toContain('Save all');
    expect(slack().calls.filter(({ answer: code = '' }) => /too_long|invalid/.test(code))).toEqual([]);
    expectEnded(botsWords(ana.place));
  });

  test('sixty short lines grow within what a message takes', async () => {
    const says = Array.from({ length: 60 }, (_, index) => `Line ${index}.`).join('\n\n');
    await begin({ says, reading: { pieces: 2, isShown: sentEach() } });
    slack().faults.refuseStreaming();
    const { general, said } = await asksInGeneral();
    const messages = botsWords(general, said.thread);
    expect(messages.map(wordsOfMessage).join('\n\n')).toBe(says);
    expect(messages.length).toBeGreaterThan(1);
    expect(slack().calls.filter(({ answer: code = '' }) => /too_long|invalid/.test(code))).toEqual([]);
    expectEnded(messages);
  });

  test('a table of 300 rows arrives whole', async () => {
    const rows = Array.from({ length: 300 }, (_, index) => `| row ${index} | ${index * 7} |`);
    await begin();
    await elevate.leave();
    const table = ['| what | how many |', '| --- | --- |', ...rows].join('\n');
    elevate = await startOnSlack({ clock, after: elevate, model: createSpeakingModel(table) });
    const ana = elevate.talker('ana');
    await ana.says('@Marketer which of these two angles?');
    const all = JSON.stringify(botsWords(ana.place).map(({ blocks }) => blocks));
    for (const index of [0, 150, 299]) expect(all).toContain(`row ${index}`);
    expectEnded(botsWords(ana.place));
  });

  test('a table too wide to be Slack’s own is put in words, however it grew', async () => {
    const row = (cell: (column: number) => string) =>
      `| ${Array.from({ length: 21 }, (_, column) => cell(column)).join(' | ')} |`;
    const rows = Array.from({ length: 9 }, (_, index) => row((column) => `${index}-${column}`));
    const says = [row((column) => `c${column}`), row(() => '---'), ...rows].join('\n');
    await begin({
      says,
      reading: { pieces: 3, isShown: () => botsWords(slack().channel('general')).length > 0 },
    });
    const { general, said } = await asksInGeneral();
    const messages = botsWords(general, said.thread);
    const text = messages.map(wordsOfMessage).join('\n');
    expect(text).not.toContain('|');
    for (const cell of ['c0: 0-0', 'c20: 4-20', 'c20: 8-20']) expect(text.split(cell)).toHaveLength(2);
    expectEnded(messages);
  });

  test('a table that grows ends as Slack’s own', async () => {
    const says = 'Both of them:\n\n| angle | clicks |\n| --- | --- |\n| pain | 7 |\n| product | 2 |';
    await begin({
      says,
      reading: { pieces: 4, isShown: () => slack().callsTo('chat.startStream').length > 0 },
    });
    const { general, said } = await asksInGeneral();
    const messages = botsWords(general, said.thread);
    expect(messages.map(({ blocks = [] }) => blocks.map(({ type }) => type))).toEqual([
      ['markdown', 'table'],
    ]);
    expectEnded(messages);
  });
});

describe('4. nothing pings', () => {
  const nasty = [
    '<!channel>',
    '<!here|here>',
    '@everyone',
    '@channel',
    '<@U00000002>',
    '<#C00000001>',
    '&lt;!channel&gt;',
    '\\@everyone',
    '@**every**one',
    '`<!everyone>`',
  ];
  const pings = /<!(?:channel|here|everyone)|<@U0|<#C0|@(?:everyone|channel|here)(?![\p{L}\p{N}_])/iu;

  test('whatever a model says, piece by piece', async () => {
    await begin({
      says: `Tell them: ${nasty.join(' and ')} now.`,
      reading: { pieces: 8, isShown: sentEach() },
    });
    const { general, said } = await asksInGeneral();
    expect(botsWords(general, said.thread)).toHaveLength(1);
    expectEnded(botsWords(general, said.thread));
    const sent = JSON.stringify(
      slack()
        .calls.filter(({ method }) => method.startsWith('chat.'))
        .map(({ args }) => args),
    );
    expect(sent).not.toMatch(pings);
    // Visible all the same.
    expect(sent).toMatch(/@\u200deveryone/);
  });

  test('nor what a platform’s parser would make of escapes, entities and styles', async () => {
    const says = 'Tell them: &lt;!channel&gt; and @**every**one, and then go home.';
    await begin({ says, reading: { pieces: 4, isShown: sentEach() } });
    const { general, said } = await asksInGeneral();
    const messages = botsWords(general, said.thread);
    expect(messages).toHaveLength(1);
    expectEnded(messages);
    expect(messages.map(wordsOfMessage).join()).not.toMatch(
      /&lt;!channel|<!channel|\\@everyone|@everyone|@\*\*every/,
    );
  });

  test('whatever a person says that is said back', async () => {
    await begin();
    const ana = elevate.talker('ana', slack().channel('general'));
    for (const text of [nasty.join(' and '), ...nasty.slice(0, 2)]) {
      ana.thread = undefined;
      await ana.says(`${slack().botMention} @Writer H1 for ${text}`);
      ana.thread = undefined;
      await ana.says(`${slack().botMention} @${text} what now`);
    }
    const sent = JSON.stringify(
      slack()
        .calls.filter(({ method }) => method.startsWith('chat.'))
        .map(({ args }) => args),
    );
    expect(sent).not.toMatch(pings);
  });
});

describe('5. streams', () => {
  test('one that expires in the middle goes on by edits, whole', async () => {
    await begin({
      reading: { meanwhile: (piece) => (piece === 1 ? slack().expireStreams() : undefined) },
    });
    const { general, said } = await asksInGeneral();
    expectSaidOnce(general, said.thread);
    expect(slack().callsTo('chat.update').length).toBeGreaterThan(0);
  });

  test('one goes on by edits before Slack would end it', async () => {
    await begin({
      reading: { meanwhile: (piece) => (piece === 1 ? clock.advance(4.5 * 60_000) : undefined) },
    });
    const { general, said } = await asksInGeneral();
    expectSaidOnce(general, said.thread);
    expect(slack().calls.filter(({ answer }) => answer === 'message_not_in_streaming_state')).toEqual([]);
  });

  test('where they are refused, a message grows by edits, and the next one does not ask again', async () => {
    await begin({ reading: {} });
    slack().faults.refuseStreaming();
    const { general, said } = await asksInGeneral();
    expectSaidOnce(general, said.thread);
    await asksInGeneral();
    expect(slack().callsTo('chat.startStream')).toHaveLength(1);
    expect(slack().callsTo('chat.stopStream')).toHaveLength(0);
  });

  test('above fifteen a minute, messages grow by edits', async () => {
    await begin();
    await elevate.leave();
    elevate = await startOnSlack({
      clock: createTestClock({ startMs: clock.nowMs() }),
      after: elevate,
      model: createSpeakingModel('All the same.'),
    });
    const general = slack().channel('general');
    const asked = await Promise.all(
      Array.from({ length: 20 }, async (_, index) =>
        slack().user(`person${index}`).says(general, question()),
      ),
    );
    await Promise.all(asked.map(({ acknowledged }) => acknowledged));
    await elevate.settled();
    for (const { thread } of asked) expectSaidOnce(general, thread, 'All the same.');
    expect(slack().callsTo('chat.startStream')).toHaveLength(15);
    expect(slack().callsTo('chat.stopStream')).toHaveLength(15);
  });

  test('the Stop button keeps what was written and ends the model’s work', async () => {
    let wasAborted = false;
    const model: LanguageModel = {
      name: 'endless',
      complete: (request, signal) =>
        new Promise((resolve) => {
          request.onText?.('Take the first angle.');
          signal.addEventListener('abort', () => {
            wasAborted = true;
            resolve({
              kind: 'failed',
              reason: 'stopped',
              retryable: false,
              partialText: 'Take the first angle.',
              durationMs: 1,
            });
          });
        }),
    };
    await begin({ model });
    const ana = slack().user('ana');
    const said = await ana.says(ana.dm, '@Marketer which of these two angles?');
    await slack().until(() => slack().callsTo('chat.startStream')[0]?.answer === 'ok', 'a stream');
    await ana.stopsSession({ channelId: ana.dm.id, ts: said.ts, threadTs: said.thread });
    await expect.poll(() => elevate.models.inbox.countDocuments()).toBe(2);
    await elevate.settled();
    expect(wasAborted).toBe(true);
    const heard = botsWords(ana.dm, said.thread).map(wordsOfMessage);
    expect(heard.filter((text) => text.includes('Take the first angle.'))).toHaveLength(1);
    expect(heard.join('\n')).toMatch(/Stopped\. What was written so far is kept/);
    // Slack leaves that to us.
    await expect.poll(() => slack().sessionOf(said)?.status).toBe('active');
    expectEnded(botsWords(ana.dm, said.thread));
  });
});

describe('6. sockets', () => {
  test('a connection that has gone silent is noticed and replaced, and none is left open', async () => {
    await begin({ pingTimeoutMs: 300 });
    expect(slack().sockets.count).toBe(1);
    slack().sockets.freeze();
    await slack().until(() => slack().callsTo('apps.connections.open').length === 2, 'another connection');
    await slack().until(() => slack().sockets.count === 1, 'the dead one to be gone');
    const { general, said } = await asksInGeneral(`${slack().botMention} help`);
    expect(botsWords(general, said.thread)).toHaveLength(1);
  });

  test('a new connection that is refused is tried for again, with longer and longer waits', async () => {
    const { lines, log } = recordingLogger();
    await begin({ log });
    slack().faults.fail('apps.connections.open', 'internal_error', { times: 2 });
    slack().faults.httpStatus('apps.connections.open', 503);
    slack().sockets.drop();
    const attempts = () =>
      slack()
        .callsTo('apps.connections.open')
        .filter(({ answer }) => answer !== undefined);
    for (const tried of [2, 3, 4, 5]) {
      await slack().until(() => attempts().length >= tried, `attempt ${tried}`);
      await expect
        .poll(() => lines.filter(({ message }) => /could not be opened/.test(message)).length)
        .toBeGreaterThanOrEqual(Math.min(tried - 1, 3));
      clock.advance(30_000);
    }
    await slack().until(() => slack().sockets.count === 1, 'a connection');
    const at = slack()
      .callsTo('apps.connections.open')
      .map(({ atMs }) => atMs);
    expect((at[2] ?? 0) - (at[1] ?? 0)).toBeGreaterThanOrEqual(1_000);
    expect((at[3] ?? 0) - (at[2] ?? 0)).toBeGreaterThanOrEqual(2_000);
    const { general, said } = await asksInGeneral(`${slack().botMention} help`);
    expect(botsWords(general, said.thread)).toHaveLength(1);
    expect(slack().sockets.count).toBe(1);
  });

  test('many refreshes leave one connection', async () => {
    await begin();
    for (let time = 2; time <= 5; time += 1) {
      clock.advance(60_000);
      slack().sockets.refresh();
      await slack().until(() => slack().callsTo('apps.connections.open').length >= time);
      await slack().until(() => slack().sockets.count === 1);
    }
    await elevate.leave();
    await slack().until(() => slack().sockets.count === 0, 'the last socket to be gone');
  });
});

describe('7. what Slack does not let us do', () => {
  const refused = ['is_archived', 'not_in_channel', 'restricted_action'];
  test.each(refused)(
    '%s: the person gets the answer alone, and whoever runs us one line with the cure',
    async (error) => {
      const { lines, log } = recordingLogger();
      await begin({ log, reading: { isShown: () => true } });
      const general = slack().channel('general');
      const inChannel = {
        when: ({ args }: { args: { text(name: string): string | undefined } }) =>
          args.text('channel') === general.id,
      };
      slack().faults.fail('chat.startStream', error, inChannel);
      slack().faults.fail('chat.postMessage', error, { ...inChannel, times: 2 });
      await asksInGeneral();
      const ana = slack().user('ana');
      expect(botsWords(general)).toEqual([]);
      const [alone, ...others] = botsWords(ana.dm);
      expect(others).toEqual([]);
      expect(wordsOfMessage(alone as StoredMessage)).toBe(words);
      expect(JSON.stringify(alone?.blocks)).toMatch(/I could not answer where you asked/);
      const complaints = lines.filter(({ level, fields }) => level === 'error' && fields.error === error);
      expect(complaints.length).toBeLessThanOrEqual(2);
      for (const { fields } of complaints) expect(fields.cure).toEqual(expect.any(String));
      expect(await elevate.models.outbox.countDocuments({ state: 'delivered' })).toBe(1);
    },
  );

  test('a refused channel, and the answer to the message that went to the person instead is lost', async () => {
    await begin();
    const general = slack().channel('general');
    slack().faults.fail('chat.postMessage', 'is_archived', {
      when: ({ args }) => args.text('channel') === general.id,
    });
    slack().faults.loseResponse('chat.postMessage');
    await asksInGeneral(`${slack().botMention} help`);
    expect(botsWords(general)).toEqual([]);
    expect(botsWords(slack().user('ana').dm)).toHaveLength(1);
  });

  test.each(['public', 'private'] as const)('removed from a %s channel while it answers', async (kind) => {
    await begin({
      reading: {
        isShown: () =>
          slack().calls.some(({ method, answer }) => method === 'chat.postMessage' && answer !== undefined),
      },
    });
    const ana = slack().user('ana');
    const channel = slack().channel('team', { kind, members: [ana] });
    const held = slack().faults.hold('chat.startStream');
    const said = await ana.says(channel, question());
    await held.reached;
    await ana.removesBot(channel);
    held.release();
    expect(await said.acknowledged).toBe(true);
    await elevate.settled();
    expect(botsWords(channel)).toEqual([]);
    expect(botsWords(ana.dm).map(wordsOfMessage)).toEqual([words]);
  });

  test('streams stay allowed where it was the channel that refused one', async () => {
    let begun = 1;
    await begin({ reading: { isShown: () => slack().callsTo('chat.startStream').length >= begun } });
    slack().faults.fail('chat.startStream', 'is_archived');
    slack().faults.fail('chat.postMessage', 'is_archived', { times: 2 });
    await asksInGeneral();
    begun = 2;
    const ana = elevate.talker('ana');
    expect(await ana.says('@Marketer which of these two angles?')).toMatchObject([{ text: words }]);
  });

  test('a missing scope is said once, and holds back nothing that comes after', async () => {
    const { lines, log } = recordingLogger();
    await begin({ log });
    const ana = elevate.talker('ana');
    slack().faults.fail('chat.postMessage', 'missing_scope', { needed: 'chat:write' });
    expect(await ana.says('help')).toEqual([]);
    expect(slack().callsTo('chat.postMessage')).toHaveLength(1);
    const [complaint, ...others] = lines.filter(({ fields }) => fields.error === 'missing_scope');
    expect(others).toEqual([]);
    expect(complaint?.fields.cure).toMatch(/npm run doctor/);
    expect(await ana.says('help')).toHaveLength(1);
  });

  test('a thread that may not be read back ends the doubt instead of waiting for ever', async () => {
    const { lines, log } = recordingLogger();
    await begin({ log });
    slack().faults.loseResponse('chat.postMessage');
    slack().faults.fail('conversations.replies', 'missing_scope', { needed: 'channels:history' });
    const { general, said } = await asksInGeneral(`${slack().botMention} help`);
    expect(botsWords(general, said.thread)).toHaveLength(1);
    expect(lines.find(({ fields }) => fields.error === 'missing_scope')?.fields.cure).toMatch(
      /npm run doctor/,
    );
  });

  test('retry-after is waited for, and then it is said once', async () => {
    await begin();
    slack().faults.rateLimit('chat.postMessage', { retryAfterSeconds: 30 });
    const general = slack().channel('general');
    const said = await slack().user('ana').says(general, `${slack().botMention} help`);
    await expect.poll(() => elevate.models.outbox.countDocuments({ nextAttemptAt: { $gt: 0 } })).toBe(1);
    clock.advance(25_000);
    clock.advance(6_000);
    await elevate.settled();
    const [first, second, ...others] = slack().callsTo('chat.postMessage');
    expect(others).toEqual([]);
    expect((second?.atMs ?? 0) - (first?.atMs ?? 0)).toBeGreaterThanOrEqual(30_000);
    expect(botsWords(general, said.thread)).toHaveLength(1);
  });

  test.each(['chat.startStream', 'chat.appendStream', 'chat.stopStream'])(
    'a growing answer while %s is limited',
    async (method) => {
      await begin({ reading: { meanwhile: () => clock.advance(3_000) } });
      slack().faults.rateLimit(method, { retryAfterSeconds: 3 });
      const { general, said } = await asksInGeneral();
      expectSaidOnce(general, said.thread);
    },
  );

  test('an edit that finds its stream still open waits and comes again', async () => {
    await begin({ reading: {} });
    slack().faults.loseResponse('chat.appendStream');
    slack().faults.rateLimit('chat.stopStream', { retryAfterSeconds: 1, times: 2 });
    const { general, said } = await asksInGeneral();
    expectSaidOnce(general, said.thread);
    expect(slack().calls.filter(({ answer }) => answer === 'streaming_state_conflict')).toEqual([]);
  });
});

describe('8. to whom what is said', () => {
  test('what one person’s Foundation holds and what they typed never stands in the channel', async () => {
    await begin();
    const general = slack().channel('general');
    const ana = elevate.talker('ana', general);
    const ben = elevate.talker('ben', general);
    await ana.says(`${slack().botMention} @Writer H1 please`);
    ben.thread = ana.thread;
    await ben.says(`${slack().botMention} @Writer H1 please`);
    const secret = 'Poured by moonlight, posted within a day';
    const heard = await ana.fillsIn({ ...h1Answers, 'companyContext.uniqueMechanism': secret });
    expect(heard.map(({ text }) => text).join('\n')).toContain(secret);
    const inChannel = JSON.stringify(slack().messagesIn(general));
    for (const typed of [secret, h1Answers.painToTarget, h1Answers.destination])
      expect(inChannel).not.toContain(typed);
    expect(JSON.stringify(slack().messagesIn(ben.person.dm))).not.toContain(secret);
    expect(botsWords(ana.person.dm).map(wordsOfMessage).join('\n')).toContain(secret);
    // Each got what is theirs, in their own direct messages.
    expect(botsWords(ben.person.dm).map(wordsOfMessage)).toEqual([
      expect.stringMatching(/needs from your Foundation/),
    ]);
  });

  test('other bots are never answered, in whichever way they post', async () => {
    await begin();
    const general = slack().channel('general');
    const ana = elevate.talker('ana', general);
    await ana.says(`${slack().botMention} hi, just joined, I sell candles`);
    const other = slack().otherBot('other');
    await other.says(general, `${slack().botMention} @Writer H1`, { thread: ana.thread as string });
    await other.says(general, `${slack().botMention} @Writer H1`, { classic: true });
    await ana.says('help');
    const asked = await elevate.models.inbox.find().lean();
    expect(new Set(asked.map(({ incoming }) => incoming.author.accountId))).toEqual(
      new Set([`${slack().team.id}:${ana.person.id}`]),
    );
  });

  test('a shared channel gets no answer but one sentence for whoever asked; a setting allows it', async () => {
    await begin();
    const shared = slack().channel('shared', { isExtShared: true });
    const ana = slack().user('ana');
    slack().faults.duplicate('app_mention');
    expect(await (await ana.says(shared, `${slack().botMention} help`)).acknowledged).toBe(true);
    await slack().until(() => slack().ephemeralFor(ana).length === 1, 'the sentence');
    expect(slack().ephemeralFor(ana)[0]?.text).toMatch(/SLACK_SHARED_CHANNELS/);
    await elevate.leave();
    expect(slack().ephemeralFor(ana)).toHaveLength(1);
    expect(botsWords(shared)).toEqual([]);
    elevate = await startOnSlack({ clock, after: elevate, answers: { sharedChannels: true } });
    const said = await ana.says(shared, `${slack().botMention} help`);
    await said.acknowledged;
    await elevate.settled();
    expect(botsWords(shared, said.thread)).toHaveLength(1);
  });

  test('a thread left by 🔕 is quiet until somebody mentions us', async () => {
    await begin();
    const general = slack().channel('general');
    const ana = elevate.talker('ana', general);
    await ana.says('@Writer H1 please');
    expect(botsWords(general, ana.thread).length).toBeGreaterThan(0);
    await ana.says(':no_bell:');
    expect(await ana.says('list prompts')).toEqual([]);
    expect((await ana.says(`${slack().botMention} help`)).length).toBeGreaterThan(0);
  });
});

describe('forms, commands and the places beside', () => {
  async function openForm() {
    const ana = elevate.talker('ana');
    await ana.says('@Writer H1 please');
    const asked = botsWords(ana.place).at(-1) as StoredMessage;
    await ana.person.presses(asked, 'Fill in');
    const view = await slack().until(() => slack().openView(ana.person), 'the form');
    return { ana, asked, view };
  }
  const mechanism = 'text|1|companyContext.uniqueMechanism';
  const blockOf = (view: { blocks: Array<{ block_id?: string }> }, name: string) =>
    view.blocks.find(({ block_id = '' }) => block_id.includes(name))?.block_id ?? mechanism;

  test('a form that is closed keeps what was typed, the last word of it, for the next time', async () => {
    await begin();
    const { ana, asked, view } = await openForm();
    const block = blockOf(view, 'uniqueMechanism');
    await Promise.all(['P', 'Po', 'Poured on Tuesdays'].map((typed) => ana.person.types(view, block, typed)));
    await ana.person.closes(view);
    await ana.person.presses(asked, 'Fill in');
    const again = await slack().until(() => slack().openView(ana.person), 'the form once more');
    expect(JSON.stringify(again.blocks.find(({ block_id }) => block_id === block))).toContain(
      'Poured on Tuesdays',
    );
  });

  test('a wrong value is named at its field, and what was typed stays', async () => {
    await begin();
    const ana = elevate.talker('ana');
    await ana.says('@Writer H1 please');
    await ana.fillsIn({ ...h1Answers, destination: ' \n ' });
    expect(ana.fieldErrors()).toEqual({ destination: expect.stringMatching(/\w/) });
    expect(JSON.stringify(ana.view().values)).toContain(h1Answers.painToTarget);
    expect(await ana.fillsIn({ destination: h1Answers.destination })).not.toEqual([]);
  });

  test('whether an answer helped can be said by a button under it, as often as one likes', async () => {
    await begin({ model: createSpeakingModel('1. Out again by nine?') });
    const ana = elevate.talker('ana');
    await ana.says('@Writer H1 please');
    await ana.fillsIn(h1Answers);
    const rated = botsWords(ana.place).find(({ blocks }) =>
      JSON.stringify(blocks).includes('feedback_buttons'),
    );
    for (let time = 1; time <= 2; time += 1) {
      expect(await ana.person.presses(rated as StoredMessage, '👍')).toMatchObject({ acknowledged: true });
      await elevate.settled();
    }
    expect(botsWords(ana.place).map(wordsOfMessage).join('\n')).not.toMatch(/another version|went wrong/);
  });

  test('a person who is looked up slowly still gets their form in time', async () => {
    await begin();
    const ana = elevate.talker('ana');
    await ana.says('@Writer H1 please');
    clock.advance(25 * 60 * 60_000);
    const held = slack().faults.hold('users.info');
    await ana.person.presses(botsWords(ana.place).at(-1) as StoredMessage, 'Fill in').catch(() => {});
    await slack().until(() => slack().openView(ana.person), 'the form');
    const next = ana.says('help');
    await held.reached;
    held.release();
    await next;
  });

  test('a trigger that has expired leaves a sentence, and the button still works', async () => {
    await begin();
    const ana = elevate.talker('ana');
    await ana.says('@Writer H1 please');
    const asked = botsWords(ana.place).at(-1) as StoredMessage;
    slack().faults.fail('views.open', 'expired_trigger_id');
    await ana.person.presses(asked, 'Fill in');
    await slack().until(
      () => botsWords(ana.place).some((one) => /press once more/.test(wordsOfMessage(one))),
      'the sentence',
    );
    await ana.person.presses(asked, 'Fill in');
    await slack().until(() => slack().openView(ana.person), 'the form');
  });

  test('from App Home the sentence reaches the person as well', async () => {
    await begin();
    const ana = slack().user('ana');
    await ana.opensHome();
    const home = await slack().until(() => slack().homeOf(ana), 'App Home');
    expect(JSON.stringify(home.blocks)).toMatch(
      /Your Foundation.*Good next steps.*Your drafts and saved work/s,
    );
    slack().faults.fail('views.open', 'expired_trigger_id');
    await ana.presses(home, 'Start my Foundation');
    await slack().until(
      () => botsWords(ana.dm).some((one) => /press once more/.test(wordsOfMessage(one))),
      'the sentence',
    );
  });

  test('opening the messages suggests at most four next steps', async () => {
    await begin();
    const ana = slack().user('ana');
    await ana.opensMessages();
    const { prompts } = await slack().until(() => slack().suggestedPromptsIn(ana.dm), 'suggestions');
    expect(prompts.length).toBeGreaterThan(0);
    expect(prompts.length).toBeLessThanOrEqual(4);
  });

  test.each(['', 'help'])('/elevate %s is answered to the person alone', async (text) => {
    await begin();
    const general = slack().channel('general');
    const ana = slack().user('ana');
    await ana.joins(general);
    expect((await ana.runsCommand('/elevate', text, { in: general })).acknowledged).toBe(true);
    await elevate.settled();
    expect(botsWords(general)).toEqual([]);
    expect(botsWords(ana.dm).map(wordsOfMessage)).toEqual([expect.stringMatching(/Mention an agent/)]);
  });

  test('“Ask an agent about this” keeps a draft for each message, and drops it when it is sent', async () => {
    await begin();
    const general = slack().channel('general');
    const ana = slack().user('ana');
    const [first, second] = [
      await ana.says(general, 'Our candles tunnel.'),
      await ana.says(general, 'Our scent fades.'),
    ];
    const ask = async (about: Said) => {
      await ana.usesShortcut('ask_about', about);
      return slack().until(() => slack().openView(ana), 'the form');
    };
    const view = await ask(first);
    await ana.types(view, blockOf(view, 'question'), 'What first?');
    await ana.closes(view);
    const other = await ask(second);
    expect(JSON.stringify(other.blocks)).toContain('Our scent fades.');
    expect(JSON.stringify(other.blocks)).not.toMatch(/tunnel|What first/);
    await ana.closes(other);
    const again = await ask(first);
    expect(JSON.stringify(again.blocks)).toContain('What first?');
    await ana.submits(again, { [blockOf(again, 'question')]: 'list prompts' });
    await elevate.settled();
    expect(botsWords(general)).toEqual([]);
    expect(botsWords(ana.dm).length).toBeGreaterThan(0);
    expect(JSON.stringify((await ask(first)).blocks)).not.toMatch(/What first|list prompts/);
  });
});
