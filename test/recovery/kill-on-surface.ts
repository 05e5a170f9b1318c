import { afterEach, expect, test } from 'vitest';
import type { StoreModels } from '../../src/adapters/mongo/store-models.ts';
import type { LanguageModel } from '../../src/ports/language-model.ts';
import { type Death, type Life, mortalModels } from '../support/mortal-models.ts';
import { createSpeakingModel } from '../support/speaking-model.ts';
import { createTestClock, type TestClock } from '../support/test-clock.ts';

/** The program on a surface, as far as it is killed there. */
interface Running {
  models: StoreModels;
  settled(): Promise<void>;
  /** Dies. */
  abandon(): Promise<void>;
  leave(): Promise<void>;
  end(): Promise<void>;
}

interface StartOptions<Program> {
  clock: TestClock;
  model: LanguageModel;
  after?: Program;
  looksAround?: boolean;
  wrapModels?: (models: StoreModels) => StoreModels;
  /** When the first of those who are killed was begun with. */
  missedSinceMs?: number;
}

/** What becomes of a call that writes: it is lost before it is done, or its answer after. */
export type Verdict = 'lose-request' | 'lose-response' | undefined;

export interface KillableSurface<Program extends Running> {
  start(options: StartOptions<Program>): Promise<Program>;
  /** From now on, about each call that writes; the result ends that. */
  judgeWrites(program: Program, judge: () => Verdict): () => void;
  /** Resolves when each call that writes has its answer, or none will come. */
  untilAnswered(program: Program): Promise<unknown>;
  accountOf(program: Program, name: string): string;
  /** What somebody sees of the program, each message with ` …and still grows` where it does. */
  seenBy(program: Program, name: string): string[];
}

/** One turn, interrupted everywhere. Each case has a person of its own; all are called Ana, so that all are told the same. */
export interface Turn<Program> {
  title: string;
  /** Leads somebody to where it begins. */
  prepare?(program: Program, name: string): Promise<unknown>;
  does(program: Program, name: string): Promise<unknown>;
  /** Whether the surface tells of it again where nobody kept it. A press it does not: the person presses again. */
  isResent: boolean;
}

/** Dies at a step of the store, or at a call that writes; `after` it was done, or `before`. */
type Place = { at: 'step' | 'call' } & { number: number; when: Death['when'] };

const words = {
  before: '1. Out again by nine?',
  first: 'The first attempt says this, in several pieces.',
  second: 'Another one has quite other words.',
};
/** Longer than a lease and than a deliverer's claim. */
const laterMs = 65_000;

/** Kills the program between any two steps of each turn: nothing is lost, nothing is said twice. */
export function killBetweenSteps<Program extends Running>(
  where: string,
  surface: KillableSurface<Program>,
  turns: Array<Turn<Program>>,
): void {
  let clock: TestClock;
  let last: Program;

  afterEach(async () => {
    await last.end();
  }, 60_000);

  /** With one whole answer as good as another. */
  const seenBy = (name: string) =>
    surface.seenBy(last, name).map((text) => text.replaceAll(words.second, words.first));

  /** Runs the turn until it is over or the program dies there. */
  async function interrupt(
    turn: Turn<Program>,
    name: string,
    place: Place | undefined,
  ): Promise<{ life: Life; calls: number }> {
    const death = place?.at === 'step' ? { step: place.number, when: place.when } : undefined;
    let mortal: ReturnType<typeof mortalModels> | undefined;
    let calls = 0;
    last = await surface.start({
      clock,
      after: last,
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
    const endJudging = surface.judgeWrites(last, () => {
      // The dead say nothing.
      if (life.isDead) return 'lose-request';
      calls += 1;
      if (place?.at !== 'call' || calls !== place.number) return undefined;
      life.die();
      return place.when === 'before' ? 'lose-request' : 'lose-response';
    });
    void turn.does(last, name).catch(() => {});
    await Promise.race([life.died, turnOver(name)]);
    await life.quiet();
    await surface.untilAnswered(last);
    await life.quiet();
    endJudging();
    await last.abandon();
    return { life, calls };
  }

  async function eventsOf(name: string): Promise<number> {
    return last.models.inbox.countDocuments({ 'incoming.author.accountId': surface.accountOf(last, name) });
  }

  async function turnOver(name: string): Promise<void> {
    const accountId = surface.accountOf(last, name);
    const worked = () =>
      last.models.inbox.countDocuments({
        'incoming.author.accountId': accountId,
        state: { $ne: 'waiting' },
      });
    const unsaid = () => last.models.outbox.countDocuments({ accountId, state: { $ne: 'delivered' } });
    const before = await worked();
    await expect
      .poll(async () => [(await worked()) > before, await unsaid()], { timeout: 60_000 })
      .toEqual([true, 0]);
  }

  for (const turn of turns) {
    test(`killed on ${where} between any two steps: ${turn.title}`, { timeout: 480_000 }, async () => {
      clock = createTestClock({ running: true });
      const startMs = clock.nowMs();
      last = await surface.start({ clock, model: createSpeakingModel(words.before) });
      await turn.prepare?.(last, 'whole');
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
      const { prepare } = turn;
      if (prepare) {
        last = await surface.start({ clock, after: last, model: createSpeakingModel(words.before) });
        for (const place of places) await prepare(last, nameOf(place));
        await last.leave();
      }
      const eventsBefore = (await eventsOf('whole')) - 1;
      let killed = 0;
      for (const place of places) if ((await interrupt(turn, nameOf(place), place)).life.isDead) killed += 1;
      // A step more or less, by chance: then the last one is never taken.
      expect(killed).toBeGreaterThan(places.length - 5);

      clock.advance(laterMs);
      const model = createSpeakingModel(words.second);
      last = await surface.start({ clock, after: last, model, missedSinceMs: startMs });
      for (const place of places) {
        const name = nameOf(place);
        if (!turn.isResent && (await eventsOf(name)) === eventsBefore) await turn.does(last, name);
      }
      for (const place of places) {
        await expect
          .poll(
            () => {
              // Not faster than the store: a lease that runs out while it is renewed is lost.
              clock.advance(1_000);
              return seenBy(nameOf(place));
            },
            { message: `killed at ${nameOf(place)}`, timeout: 300_000, interval: 250 },
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
}
