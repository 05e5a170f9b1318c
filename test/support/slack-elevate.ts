import type { Connection } from 'mongoose';
import { expect } from 'vitest';
import { createChartPainter } from '../../src/adapters/chart/chart-painter.ts';
import { startHttpServer } from '../../src/adapters/http/http-server.ts';
import { buildModels } from '../../src/adapters/mongo/build-models.ts';
import { ensureIndexes } from '../../src/adapters/mongo/ensure-indexes.ts';
import type { StoreModels } from '../../src/adapters/mongo/store-models.ts';
import type { SlackAnswers } from '../../src/adapters/slack/admission.ts';
import { botEvents } from '../../src/adapters/slack/app-surface.ts';
import { openSlack } from '../../src/adapters/slack/open-slack.ts';
import { botScopes } from '../../src/adapters/slack/scopes.ts';
import { singleWorkspace, slackClient } from '../../src/adapters/slack/workspaces.ts';
import { systemClock } from '../../src/adapters/system/system-clock.ts';
import { type App, createApp, type Stores } from '../../src/app.ts';
import { mongoStores, slackParts } from '../../src/compose.ts';
import type { Catalogue } from '../../src/domain/catalogue.ts';
import type { ModelPrice } from '../../src/domain/model-price.ts';
import { allTables } from '../../src/domain/tables.ts';
import { loadCatalogue } from '../../src/load-catalogue.ts';
import type { Clock } from '../../src/ports/clock.ts';
import type { LanguageModel } from '../../src/ports/language-model.ts';
import type { Logger } from '../../src/ports/logger.ts';
import { closeDatabase, openDatabase } from './database.ts';
import { silentLogger } from './silent-logger.ts';
import { type SlackServer, startSlackServer } from './slack-server/slack-server.ts';
import type { Channel } from './slack-server/world.ts';
import { createSlackTalker, type SlackTalker } from './slack-talker.ts';

export interface SlackElevateOptions {
  model?: LanguageModel;
  modelPrices?: ModelPrice[];
  catalogue?: Catalogue;
  clock?: Clock;
  transport?: 'socket' | 'http';
  wrapStores?: (stores: Stores) => Stores;
  /** As the program does; tests are about something else, unless told. */
  welcomes?: boolean;
  answers?: Partial<SlackAnswers>;
  log?: Logger;
  /** How long a dead socket may go unnoticed: real time. */
  pingTimeoutMs?: number;
  /** What an earlier program has left: its Slack and its store. `end` of the last one closes them. */
  after?: SlackElevate;
  /** Works what it is told and looks for nothing else, so that it leaves alone what others have left. */
  looksAround?: boolean;
  /** The store as this program sees it. */
  wrapModels?: (models: StoreModels) => StoreModels;
}

export interface SlackElevate {
  slack: SlackServer;
  app: App;
  connection: Connection;
  models: StoreModels;
  stores: Stores;
  /** In their direct messages, or in a channel. `general` is what they call so: #general unless told. */
  talker(name: string, place?: Channel, general?: () => Channel): SlackTalker;
  /** Resolves when everything that has been kept is worked and said. */
  settled(): Promise<void>;
  /** Closes its connections, as the death of a process does, and waits for nothing else. */
  abandon(): Promise<void>;
  /** Ends the program alone: its Slack and its store stay, for one that comes `after` it. */
  leave(): Promise<void>;
  end(): Promise<void>;
}

const catalogue = loadCatalogue();

/** The whole program, with real Bolt, on the loopback Slack. */
export async function startOnSlack(options: SlackElevateOptions = {}): Promise<SlackElevate> {
  const { log = silentLogger, after } = options;
  const connection = after?.connection ?? (await openDatabase());
  const models = after?.models ?? buildModels(connection, allTables);
  if (!after) await ensureIndexes(connection, allTables);
  const clock = options.clock ?? systemClock;
  // As the manifest says: a scope or an event that is not in it shows here.
  const slack =
    after?.slack ??
    (await startSlackServer({
      clock,
      scopes: botScopes.map(({ scope }) => scope),
      subscribes: botEvents.map(({ event }) => event),
    }));
  const seen = options.wrapModels?.(models) ?? models;
  const plain = mongoStores(seen);
  const stores = options.wrapStores?.(plain) ?? plain;
  const app = createApp({
    catalogue: options.catalogue ?? (await catalogue),
    stores,
    model: options.model,
    welcomes: options.welcomes,
    painter: createChartPainter(),
    modelPrices: options.modelPrices ?? [],
    clock,
    log,
    holder: after ? 'after' : 'test',
    // Whoever was here before is gone.
    isAlive: (holder) => holder === (after ? 'after' : 'test'),
  });
  const surface = openSlack({
    ...slackParts(app, seen, clock),
    workspaces: await singleWorkspace(slackClient(slack.botToken, slack.apiUrl, log)),
    transport:
      options.transport === 'http'
        ? { kind: 'http', signingSecret: slack.signingSecret }
        : {
            kind: 'socket',
            appToken: slack.appToken,
            ...(options.pingTimeoutMs === undefined ? {} : { pingTimeoutMs: options.pingTimeoutMs }),
          },
    apiUrl: slack.apiUrl,
    publicUrl: undefined,
    answers: { sharedChannels: false, outsiders: false, guests: true, ...options.answers },
    clock,
    log,
  });
  app.addPlatform(surface.platform);
  const server = await startHttpServer({
    host: '127.0.0.1',
    port: 0,
    routes: surface.routes,
    log,
  });
  if (options.looksAround !== false) await app.start();
  await surface.start();
  if (options.transport === 'http') await slack.sendEventsTo(`${server.url}/slack/events`);

  const settled = async () => {
    await expect
      .poll(
        async () =>
          (await models.inbox.countDocuments({ state: 'waiting' })) +
          (await models.outbox.countDocuments({ state: { $in: ['growing', 'waiting', 'unknown'] } })),
        { timeout: 60_000 },
      )
      .toBe(0);
  };

  const leave = async () => {
    await surface.stop();
    await app.stop(2_000);
    await server.stop();
  };
  return {
    slack,
    app,
    connection,
    abandon: async () => {
      await surface.stop();
      await server.stop();
    },
    leave,
    models,
    stores,
    settled,
    talker: (name, place, general = () => slack.channel('general')) => {
      const person = slack.user(name);
      return createSlackTalker({ slack, app, models, person, place: place ?? person.dm, general });
    },
    end: async () => {
      await leave();
      await slack.close();
      await closeDatabase(connection);
    },
  };
}
