import type { Connection } from 'mongoose';
import { createChartPainter } from '../../src/adapters/chart/chart-painter.ts';
import { avatarRoutes } from '../../src/adapters/http/avatar-routes.ts';
import { funnelHookRoutes } from '../../src/adapters/http/funnel-hook-routes.ts';
import { type HttpServer, startHttpServer } from '../../src/adapters/http/http-server.ts';
import { buildModels } from '../../src/adapters/mongo/build-models.ts';
import { ensureIndexes } from '../../src/adapters/mongo/ensure-indexes.ts';
import { createMongoPlaygroundFileStore } from '../../src/adapters/mongo/mongo-playground-file-store.ts';
import { createMongoPlaygroundStore } from '../../src/adapters/mongo/mongo-playground-store.ts';
import type { StoreModels } from '../../src/adapters/mongo/store-models.ts';
import { pageDataRoutes } from '../../src/adapters/playground/page-data-routes.ts';
import { pageRoutes } from '../../src/adapters/playground/page-routes.ts';
import { createPlaygroundFiles } from '../../src/adapters/playground/playground-files.ts';
import { createPlaygroundPlatform } from '../../src/adapters/playground/playground-platform.ts';
import { playgroundRoutes } from '../../src/adapters/playground/playground-routes.ts';
import type { WireMessage } from '../../src/adapters/playground/protocol.ts';
import { type ChatSession, startChatSession } from '../../src/adapters/playground/terminal/chat-session.ts';
import { createPlaygroundClient } from '../../src/adapters/playground/terminal/playground-client.ts';
import { systemClock } from '../../src/adapters/system/system-clock.ts';
import { type App, createApp, type Stores } from '../../src/app.ts';
import { mongoStores, playgroundReads } from '../../src/compose.ts';
import type { AdminMark } from '../../src/domain/admin.ts';
import type { Catalogue } from '../../src/domain/catalogue.ts';
import type { ModelPrice } from '../../src/domain/model-price.ts';
import type { Budgets } from '../../src/domain/model-usage.ts';
import { allTables } from '../../src/domain/tables.ts';
import { answerHook } from '../../src/funnel/answer-hook.ts';
import { loadAvatars, loadCatalogue } from '../../src/load-catalogue.ts';
import type { Clock } from '../../src/ports/clock.ts';
import type { LanguageModel } from '../../src/ports/language-model.ts';
import type { PageReader } from '../../src/ports/page-reader.ts';
import type { WebSearch } from '../../src/ports/web-search.ts';
import { closeDatabase, openDatabase } from './database.ts';
import { silentLogger } from './silent-logger.ts';

let catalogue: Promise<Catalogue> | undefined;

/** The real content, read once for all tests of a file. */
function realCatalogue(): Promise<Catalogue> {
  catalogue ??= loadCatalogue();
  return catalogue;
}

export interface ElevateOptions {
  model?: LanguageModel;
  pages?: PageReader;
  search?: WebSearch;
  modelPrices?: ModelPrice[];
  budgets?: Budgets;
  admins?: AdminMark[];
  clock?: Clock;
  catalogue?: Catalogue;
  /** An open database to go on with, as after a restart; without it a fresh one. */
  connection?: Connection;
  /** Puts something between the program and its stores. */
  /** Serves the page too. */
  page?: boolean;
  /** As after a restart; without it any free one. */
  port?: number;
  wrapStores?: (stores: Stores) => Stores;
  /** As the program does; tests are about something else, unless told. */
  welcomes?: boolean;
}

/** The whole program on a real store, with the real playground on loopback; no process of its own. */
export interface Elevate {
  app: App;
  stores: Stores;
  models: StoreModels;
  connection: Connection;
  url: string;
  /** Somebody at a terminal, in a direct message. */
  person(name: string): Promise<Person>;
  /** Ends the program and keeps the database. */
  stop(): Promise<void>;
  /** Ends everything. */
  end(): Promise<void>;
}

/** What was said because of one thing that a person did. */
export interface Heard {
  /** Everything that anybody saw, growing messages left out. */
  messages: WireMessage[];
  /** The texts together. */
  text: string;
}

export interface Person {
  says(text: string): Exchange;
  presses(label: string): Exchange;
  /** Attaches a file of this machine to what is said next. */
  attaches(path: string): Exchange;
  fillsIn(values: Record<string, string | string[]>): Exchange;
  /** Goes to another place: `#general` or `dm`. */
  goesTo(place: string): Promise<void>;
  /** Leaves the thread: what is said next roots a new one. */
  leavesThread(): Promise<void>;
  /** Everything that this person has seen, growing messages included. */
  seen: WireMessage[];
  /** What was shown to them of what is going on. */
  statuses: string[];
  leave(): Promise<void>;
}

/** Something a person did; awaited, it gives what they heard. */
export interface Exchange extends PromiseLike<Heard> {
  /** The first message that matches; fails with all that was said when none does. */
  getsReply(pattern: RegExp): Promise<WireMessage>;
  getsNoReply(): Promise<void>;
}

export async function startElevate(options: ElevateOptions = {}): Promise<Elevate> {
  const connection = options.connection ?? (await openDatabase());
  const models = buildModels(connection, allTables);
  if (!options.connection) await ensureIndexes(connection, allTables);
  const clock = options.clock ?? systemClock;
  const plain = mongoStores(models);
  const stores = options.wrapStores?.(plain) ?? plain;
  const read = options.catalogue ?? (await realCatalogue());
  let url = '';
  const app = createApp({
    catalogue: read,
    stores,
    model: options.model,
    welcomes: options.welcomes,
    pages: options.pages,
    search: options.search,
    painter: createChartPainter(),
    modelPrices: options.modelPrices ?? [],
    ...(options.budgets ? { budgets: options.budgets } : {}),
    admins: options.admins ?? [],
    clock,
    log: silentLogger,
    holder: 'test',
    isAlive: () => true,
    baseUrl: () => url,
  });
  const playground = createMongoPlaygroundStore(models);
  const fileStore = createMongoPlaygroundFileStore(models);
  const platform = createPlaygroundPlatform(playground, fileStore, clock);
  const files = createPlaygroundFiles({ store: fileStore, messages: playground, clock });
  app.addPlatform(platform);
  const server: HttpServer = await startHttpServer({
    host: '127.0.0.1',
    port: options.port ?? 0,
    routes: [
      ...playgroundRoutes({
        program: app,
        platform,
        store: playground,
        files,
        clock: systemClock,
        storeName: 'test',
      }),
      ...files.routes,
      ...funnelHookRoutes((token, body) => answerHook(token, body, { ...stores, clock })),
      ...(options.page
        ? [
            ...pageDataRoutes({ store: playground, platform, reads: playgroundReads(plain, read) }),
            ...(await pageRoutes()),
            ...avatarRoutes(await loadAvatars()),
          ]
        : []),
    ],
    log: silentLogger,
  });
  url = server.url;
  await app.start();
  const people: Person[] = [];
  let stopped = false;
  const stop = async () => {
    if (stopped) return;
    stopped = true;
    await Promise.all(people.map((person) => person.leave()));
    await server.stop();
    await app.stop(100);
  };
  return {
    app,
    stores: plain,
    models,
    connection,
    url: server.url,
    person: async (name) => {
      const person = await enter(name, server.url);
      people.push(person);
      return person;
    },
    stop,
    end: async () => {
      await stop();
      await closeDatabase(connection);
    },
  };
}

async function enter(name: string, url: string): Promise<Person> {
  const seen: WireMessage[] = [];
  const statuses: string[] = [];
  const session: ChatSession = await startChatSession({
    client: createPlaygroundClient(url, systemClock, () => {}),
    as: name,
    sees: 'own',
    readerOf: () => `test:${name}:${seen.length}`,
    onMessage: (message) => void seen.push(message),
    onStatus: (text) => void statuses.push(text),
    runJobsAt: undefined,
  });

  function does(line: string): Exchange {
    const heard = (async (): Promise<Heard> => {
      const before = seen.length;
      await session.take(line);
      const messages = seen.slice(before).filter((message) => message.cause !== 'update');
      return { messages, text: messages.map((message) => message.text).join('\n---\n') };
    })();
    return {
      // biome-ignore lint/suspicious/noThenProperty: an exchange is awaited like the promise it stands for
      then: (onHeard, onFailed) => heard.then(onHeard, onFailed),
      getsReply: async (pattern) => {
        const { messages, text } = await heard;
        const match = messages.find((message) => pattern.test(message.text));
        if (!match)
          throw new Error(
            `${name} wrote "${line.slice(0, 80)}" and expected ${pattern}, but got:\n${text || '(nothing)'}`,
          );
        return match;
      },
      getsNoReply: async () => {
        const { text, messages } = await heard;
        if (messages.length > 0)
          throw new Error(`${name} wrote "${line.slice(0, 80)}" and expected no reply, but got:\n${text}`);
      },
    };
  }

  return {
    says: does,
    attaches: (path) => does(`!file ${path}`),
    presses: (label) => does(`!press ${label}`),
    fillsIn: (values) => does(`!form ${JSON.stringify(values)}`),
    goesTo: (place) => session.take(`!in ${place}`),
    leavesThread: () => session.take('!new'),
    seen,
    statuses,
    leave: () => session.end(),
  };
}
