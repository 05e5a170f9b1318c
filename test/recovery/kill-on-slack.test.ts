import { afterEach, expect, test } from 'vitest';
import { h1Answers } from '../support/conversation.ts';
import { type Death, type Life, mortalModels } from '../support/mortal-models.ts';
import { type SlackElevate, startOnSlack } from '../support/slack-elevate.ts';
import type { SlackTalker } from '../support/slack-talker.ts';
import { wordsOfMessage } from '../support/slack-words.ts';
import { createSpeakingModel } from '../support/speaking-model.ts';
import { createTestClock, type TestClock } from '../support/test-clock.ts';

/** One turn, interrupted everywhere. Each case has a person of its own, in their direct messages. */
interface Turn {
  title: string;
  /** Leads somebody to where it begins. */
  prepare?(talker: SlackTalker): Promise<unknown>;
  does(talker: SlackTalker): Promise<unknown>;
  /** Whether Slack sends it again where nobody acknowledged it. A press is not: the person sees a sign, and presses again. */
  isResent: boolean;
}

/** Dies at a step of the store, or at a call of the Web API; `after` it was done, or `before`. */
type Place = { at: 'step' | 'call' } & { number: number; when: Death['when'] };

const words = {
  before: '1. Out again by nine?',
  first: 'The first attempt says this, in several pieces.',
  second: 'Another one has quite other words.',
};
const writing = [
  'chat.postMessage',
  'chat.update',
  'chat.startStream',
  'chat.appendStream',
  'chat.stopStream',
];
/** Longer than a lease and than a deliverer's claim. */
const laterMs = 65_000;

let clock: TestClock;
let last: SlackElevate;

afterEach(async () => {
  await last.end();
}, 60_000);

const plain: Turn = {
  title: 'a plain reply',
  does: ({ person }) => person.says(person.dm, 'hi, just joined, I sell candles, want more sales'),
  isResent: true,
};
const grows: Turn = {
  title: 'an answer that grows',
  does: ({ person }) => person.says(person.dm, '@Marketer which of these two angles?'),
  isResent: true,
};
const saves: Turn = {
  title: 'a press on Save',
  prepare: async (talker) => {
    await talker.says('@Writer H1 please');
    await talker.fillsIn(h1Answers);
  },
  does: async ({ person }) => {
    const answer = last.slack
      .messagesIn(person.dm)
      .findLast(({ blocks }) => JSON.stringify(blocks ?? []).includes('"Save"'));
    if (!answer) throw new Error(`${person.name} sees no button to save.`);
    await person.presses(answer, 'Save');
  },
  isResent: false,
};

/** All of them are called Ana, so that all of them are told the same. */
function called(name: string): SlackTalker {
  last.slack.user(name, { displayName: 'Ana', realName: 'Ana' });
  return last.talker(name);
}

/** What somebody sees of the program, with one whole answer as good as another. */
function seenBy(name: string): string[] {
  const { slack } = last;
  return slack
    .messagesIn(slack.user(name).dm)
    .filter(({ botId }) => botId !== undefined)
    .map((message) => {
      const { stream, metadata } = message;
      const grows = stream?.state === 'in_progress' || metadata?.event_payload.growing === true;
      const said = wordsOfMessage(message);
      return `${said === words.second ? words.first : said}${grows ? ' …and still grows' : ''}`;
    });
}

/** Runs the turn until it is over or the program dies there. */
async function interrupt(
  turn: Turn,
  name: string,
  place: Place | undefined,
): Promise<{ life: Life; calls: number }> {
  const death = place?.at === 'step' ? { step: place.number, when: place.when } : undefined;
  let mortal: ReturnType<typeof mortalModels> | undefined;
  let calls = 0;
  const before = last;
  last = await startOnSlack({
    clock,
    after: before,
    looksAround: false,
    wrapModels: (models) => {
      mortal = mortalModels(models, { death });
      return mortal.models;
    },
    model: createSpeakingModel(words.first, {
      pieces: 3,
      betweenPieces: async () => {
        await life.quiet();
        if (life.isDead) await new Promise(() => {});
        clock.advance(1_100);
        await life.quiet();
      },
    }),
  });
  const life = (mortal as ReturnType<typeof mortalModels>).life;
  const ends = new AbortController();
  for (const method of writing) {
    // Counts each; and the dead say nothing.
    last.slack.faults.loseResponse(method, {
      when: () =>
        !ends.signal.aborted &&
        !life.isDead &&
        ++calls === place?.number &&
        place.at === 'call' &&
        place.when === 'after' &&
        die(),
    });
    last.slack.faults.dropRequest(method, {
      times: 100,
      when: () =>
        !ends.signal.aborted &&
        (life.isDead || (calls === place?.number && place.at === 'call' && place.when === 'before' && die())),
    });
  }
  function die(): true {
    life.die();
    return true;
  }
  const talker = called(name);
  void turn.does(talker).catch(() => {});
  await Promise.race([life.died, turnOver(name)]);
  await life.quiet();
  await last.slack.until(() =>
    last.slack.calls.every(({ method, answer }) => !writing.includes(method) || answer !== undefined),
  );
  await life.quiet();
  ends.abort();
  await last.abandon();
  return { life, calls };
}

async function eventsOf(name: string): Promise<number> {
  const accountId = `${last.slack.team.id}:${last.slack.user(name).id}`;
  return last.models.inbox.countDocuments({ 'incoming.author.accountId': accountId });
}

async function turnOver(name: string): Promise<void> {
  const { models, slack } = last;
  const accountId = `${slack.team.id}:${slack.user(name).id}`;
  const before = await models.inbox.countDocuments({
    'incoming.author.accountId': accountId,
    state: { $ne: 'waiting' },
  });
  await expect
    .poll(
      async () => [
        (await models.inbox.countDocuments({
          'incoming.author.accountId': accountId,
          state: { $ne: 'waiting' },
        })) > before,
        await models.outbox.countDocuments({ accountId, state: { $ne: 'delivered' } }),
      ],
      { timeout: 20_000 },
    )
    .toEqual([true, 0]);
}

for (const turn of [plain, grows, saves]) {
  test(`killed on Slack between any two steps: ${turn.title}`, { timeout: 240_000 }, async () => {
    clock = createTestClock({ running: true });
    last = await startOnSlack({ clock, model: createSpeakingModel(words.before) });
    const lead = async (name: string) => {
      const talker = called(name);
      await turn.prepare?.(talker);
    };
    await lead('whole');
    await last.leave();
    const prepared = seenBy('whole').length;
    const whole = await interrupt(turn, 'whole', undefined);
    const expected = seenBy('whole');
    expect(expected.length).toBeGreaterThan(prepared);
    expect(expected.join('\n')).not.toMatch(/still grows/);

    const places: Place[] = [
      ...Array.from(
        { length: whole.life.steps },
        (_, index): Place => ({ at: 'step', number: index + 1, when: 'after' }),
      ),
      ...Array.from({ length: whole.calls }, (_, index): Place[] => [
        { at: 'call', number: index + 1, when: 'before' },
        { at: 'call', number: index + 1, when: 'after' },
      ]).flat(),
    ];
    const nameOf = ({ at, number, when }: Place) => `${at}-${number}-${when}`;
    if (turn.prepare) {
      last = await startOnSlack({ clock, after: last, model: createSpeakingModel(words.before) });
      for (const place of places) await lead(nameOf(place));
      await last.leave();
    }
    const eventsBefore = (await eventsOf('whole')) - 1;
    let killed = 0;
    for (const place of places) if ((await interrupt(turn, nameOf(place), place)).life.isDead) killed += 1;
    // A step more or less, by chance: then the last one is never taken.
    expect(killed).toBeGreaterThan(places.length - 5);

    clock.advance(laterMs);
    last = await startOnSlack({ clock, after: last, model: createSpeakingModel(words.second) });
    for (const place of places) {
      const name = nameOf(place);
      if (!turn.isResent && (await eventsOf(name)) === eventsBefore) await turn.does(last.talker(name));
    }
    for (const place of places) {
      await expect
        .poll(
          () => {
            clock.advance(5_000);
            return seenBy(nameOf(place));
          },
          { message: `killed at ${nameOf(place)}`, timeout: 20_000 },
        )
        .toEqual(expected);
    }
    await last.settled();
    // Once more, when everything has come to rest.
    for (const place of places)
      expect.soft(seenBy(nameOf(place)), `killed at ${nameOf(place)}`).toEqual(expected);
    await last.leave();
  });
}
