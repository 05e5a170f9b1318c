import { afterAll, afterEach, beforeEach, describe, test } from 'vitest';
import type { StoreModels } from '../../src/adapters/mongo/store-models.ts';
import type { App, Stores } from '../../src/app.ts';
import type { Catalogue } from '../../src/domain/catalogue.ts';
import type { Author } from '../../src/domain/incoming.ts';
import type { ModelPrice } from '../../src/domain/model-price.ts';
import type { Clock } from '../../src/ports/clock.ts';
import type { LanguageModel } from '../../src/ports/language-model.ts';
import { fillFoundationOf, modelOn } from './conversation.ts';
import { type ScriptedModelServer, startScriptedModel } from './scripted-model-server.ts';
import { type Difference, differences, type SurfaceName, surfaceNames } from './surface-differences.ts';
import { type SurfaceProgram, startOnSurface } from './surface-program.ts';
import type { Talker } from './talker.ts';
import type { TestClock } from './test-clock.ts';

export interface StageOptions {
  /** Whether a model is set: the scripted one, which `stage.model` speaks for. */
  model?: boolean;
  /** What the program is given instead. It then starts for this test alone, which takes a second or two. */
  own?: { catalogue?: Catalogue; clock?: Clock; wrapStores?: (stores: Stores) => Stores; welcomes?: boolean };
}

/** Where one test is played: the program on one surface, with a store in which nobody has done anything yet. */
export interface Stage {
  readonly surface: SurfaceName;
  /** Begins the test's program. Without a model unless told. */
  begin(options?: StageOptions): Promise<void>;
  /** Somebody new, in direct messages. Of the same name: the same person again, at another of their screens. */
  person(name: string): Promise<Talker>;
  /** Writes what F3 needs into somebody's Foundation: F3 asks nothing else, so it runs at once. */
  fillFoundation(name: string, mechanism: string): Promise<void>;
  /** What the model will say; new with each test. */
  readonly model: ScriptedModelServer;
  /** The one that the file gave. */
  readonly clock: TestClock;
  readonly app: App;
  readonly models: StoreModels;
  readonly stores: Stores;
  /** The account that somebody has there. */
  authorOf(name: string): Author;
  /** `test`; nothing on a surface that the difference touches (`surface-differences.ts` says why): in CI no test may be skipped. */
  unless(difference: Difference): (title: string, run: () => Promise<void>, timeoutMs?: number) => void;
}

/** One hundredth for each output token. */
const modelPrices: ModelPrice[] = [
  { model: 'scripted', inputPerMillion: 0, outputPerMillion: 10_000, cachedPerMillion: 0 },
];

export interface SurfaceSettings {
  title: string;
  /** Slack in both its transports: for the main job. Sockets stand for both unless told. */
  overHttpToo?: boolean;
  /** For all programs of a surface: each surface has its own, which goes on from test to test. */
  clock?: () => TestClock;
}

/**
 * The same conversations on each surface. A program is started once a surface (twice where some have a model); its store
 * is emptied before each test, and people and channels are new ones.
 */
export function onEverySurface(given: string | SurfaceSettings, conversations: (stage: Stage) => void): void {
  const {
    title,
    overHttpToo = false,
    clock,
  }: SurfaceSettings = typeof given === 'string' ? { title: given } : given;
  const surfaces = surfaceNames.filter((name) => overHttpToo || name !== 'Slack over HTTP');
  describe.each(surfaces)(`${title} on %s`, (surface) => conversations(stageOn(surface, clock?.())));
}

function stageOn(surface: SurfaceName, clock: TestClock | undefined): Stage {
  const shared = new Map<'model' | 'none', SurfaceProgram>();
  let own: SurfaceProgram | undefined;
  let current: SurfaceProgram | undefined;
  let server: ScriptedModelServer | undefined;
  let real: LanguageModel | undefined;

  /** Speaks for whatever the test's model is. */
  const model: LanguageModel = {
    name: 'scripted',
    complete: (request, signal) => {
      if (!real) throw new Error('The test is over.');
      return real.complete(request, signal);
    },
  };

  const there = () => {
    if (!current) throw new Error('The test has not begun: await stage.begin().');
    return current;
  };
  const scripted = () => {
    if (!server) throw new Error('There is no model between tests.');
    return server;
  };

  beforeEach(async () => {
    server = await startScriptedModel();
  });
  afterEach(async ({ task }) => {
    const failed = task.result?.state === 'fail';
    const isAtRest = current !== undefined && (await current.isAtRest());
    await own?.end();
    if (own === undefined && current && (failed || !isAtRest)) {
      // What goes on would go on in the next test.
      for (const [key, program] of shared) if (program === current) shared.delete(key);
      await current.end();
    }
    own = undefined;
    current = undefined;
    if (!failed) {
      server?.expectAllUsed();
    }
    await server?.close();
  });
  afterAll(async () => {
    for (const program of shared.values()) await program.end();
  });

  return {
    surface,
    begin: async ({ model: withModel = false, own: given } = {}) => {
      real = withModel ? modelOn(scripted(), given?.clock ?? clock) : undefined;
      const options = { modelPrices, ...(withModel ? { model } : {}), ...(clock ? { clock } : {}) };
      if (given) {
        own = await startOnSurface(surface, { ...options, ...given });
        current = own;
      } else {
        const key = withModel ? 'model' : 'none';
        const program = shared.get(key) ?? (await startOnSurface(surface, options));
        shared.set(key, program);
        current = program;
      }
      await current.beginAnew();
    },
    person: (name) => there().person(name),
    fillFoundation: (name, mechanism) => fillFoundationOf(there().stores, there().authorOf(name), mechanism),
    get model() {
      return scripted();
    },
    get clock() {
      if (!clock) throw new Error('This file has given no clock.');
      return clock;
    },
    get app() {
      return there().app;
    },
    get models() {
      return there().models;
    },
    get stores() {
      return there().stores;
    },
    authorOf: (name) => there().authorOf(name),
    unless: (difference) => (title, run, timeoutMs) => {
      if (differences[difference][surface] === undefined) test(title, run, timeoutMs);
    },
  };
}
