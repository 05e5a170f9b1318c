import type { Connection } from 'mongoose';
import { expect } from 'vitest';
import { createChartPainter } from '../../src/adapters/chart/chart-painter.ts';
import { type Discord, openDiscord } from '../../src/adapters/discord/open-discord.ts';
import { buildModels } from '../../src/adapters/mongo/build-models.ts';
import { ensureIndexes } from '../../src/adapters/mongo/ensure-indexes.ts';
import { createMongoSettingStore } from '../../src/adapters/mongo/mongo-setting-store.ts';
import type { StoreModels } from '../../src/adapters/mongo/store-models.ts';
import { systemClock } from '../../src/adapters/system/system-clock.ts';
import { type App, createApp, type Stores } from '../../src/app.ts';
import { discordProgram, mongoStores } from '../../src/compose.ts';
import type { Catalogue } from '../../src/domain/catalogue.ts';
import type { ModelPrice } from '../../src/domain/model-price.ts';
import { allTables } from '../../src/domain/tables.ts';
import { loadCatalogue } from '../../src/load-catalogue.ts';
import type { ChatPlatform } from '../../src/ports/chat-platform.ts';
import type { Clock } from '../../src/ports/clock.ts';
import type { LanguageModel } from '../../src/ports/language-model.ts';
import type { Logger } from '../../src/ports/logger.ts';
import { closeDatabase, openDatabase } from './database.ts';
import {
  type DiscordServer,
  type DiscordServerOptions,
  startDiscordServer,
} from './discord-server/discord-server.ts';
import type { Person } from './discord-server/person.ts';
import type { Guild, Place } from './discord-server/places.ts';
import { createDiscordTalker, type DiscordTalker } from './discord-talker.ts';
import { silentLogger } from './silent-logger.ts';

export interface DiscordElevateOptions extends Omit<DiscordServerOptions, 'clock'> {
  model?: LanguageModel;
  modelPrices?: ModelPrice[];
  catalogue?: Catalogue;
  clock?: Clock;
  log?: Logger;
  publicUrl?: string;
  wrapStores?: (stores: Stores) => Stores;
  /** As the program does; tests are about something else, unless told. */
  welcomes?: boolean;
  /** What an earlier program has left: its Discord and its store. `end` of the last one closes them. */
  after?: DiscordElevate;
  /** A program that speaks elsewhere already: it speaks here too, on its store, and whoever started it ends it. */
  beside?: Pick<DiscordElevate, 'app' | 'connection' | 'models'>;
  /** Works what it is told and looks for nothing else, so that it leaves alone what others have left. */
  looksAround?: boolean;
  /** The store as this program sees it. */
  wrapModels?: (models: StoreModels) => StoreModels;
  /** Since when something may have been missed; the last message of a conversation unless told. */
  missedSinceMs?: number;
}

export interface DiscordElevate {
  discord: DiscordServer;
  guild: Guild;
  general: Place;
  app: App;
  /** The side that speaks, to be asked by itself. */
  platform: ChatPlatform;
  connection: Connection;
  models: StoreModels;
  stores: Stores;
  /** By name; all are in the server. */
  people: Map<string, Person>;
  /** In their direct messages, or in a channel where they mention the bot. `general` is what they call so. */
  talker(name: string, place?: Place, general?: () => Place): DiscordTalker;
  /** Known under another name than the account's. Before anything else is done with them. */
  joins(name: string, displayName: string): void;
  /** Resolves when everything that has been kept is worked and said. */
  settled(): Promise<void>;
  /** Ends the program and begins it anew on the same store; people and their messages stay, and go on `meanwhile`. */
  restart(meanwhile?: () => unknown): Promise<void>;
  /** Closes its connections, as the death of a process does, and waits for nothing else. */
  abandon(): Promise<void>;
  /** Ends the program alone: its Discord and its store stay, for one that comes `after` it. */
  leave(): Promise<void>;
  end(): Promise<void>;
}

const catalogue = loadCatalogue();

/** The whole program, with real discord.js, on the loopback Discord. */
export async function startOnDiscord(options: DiscordElevateOptions = {}): Promise<DiscordElevate> {
  const { after, beside } = options;
  const earlier = after ?? beside;
  const connection = earlier?.connection ?? (await openDatabase());
  const models = earlier?.models ?? buildModels(connection, allTables);
  if (!earlier) await ensureIndexes(connection, allTables);
  const clock = options.clock ?? systemClock;
  const discord = after?.discord ?? (await startDiscordServer({ ...options, clock }));
  const guild = after?.guild ?? discord.guild('Cohort 7');
  const general = after?.general ?? guild.channel('general');
  const plain = mongoStores(options.wrapModels?.(models) ?? models);
  const stores = options.wrapStores?.(plain) ?? plain;
  const content = options.catalogue ?? (await catalogue);
  const people = after?.people ?? new Map<string, Person>();

  const newApp = () =>
    createApp({
      catalogue: content,
      stores,
      model: options.model,
      welcomes: options.welcomes,
      painter: createChartPainter(),
      modelPrices: options.modelPrices ?? [],
      clock,
      log: options.log ?? silentLogger,
      holder: after ? 'after' : 'test',
      // Whoever was here before is gone.
      isAlive: () => false,
    });

  async function begin(): Promise<{ app: App; surface: Discord }> {
    const app = beside?.app ?? newApp();
    const settings = createMongoSettingStore(models);
    const surface = await openDiscord({
      program: discordProgram(app, content),
      commands: {
        read: async (id) => (await settings.read('workspace', id, 'discordCommands')) as string | undefined,
        write: (id, hash) => settings.write('workspace', id, 'discordCommands', hash, clock.nowMs()),
      },
      token: discord.token,
      apiUrl: discord.apiUrl,
      publicUrl: options.publicUrl,
      activeThreads: async () => {
        if (options.looksAround === false) return [];
        const active = await stores.conversations.activeSince('discord', 0, 100);
        return active.map(({ place, audience, lastMessageAt }) => ({
          place,
          isDirect: audience === 'direct',
          lastMessageAtMs: options.missedSinceMs ?? lastMessageAt,
        }));
      },
      clock,
      log: options.log ?? silentLogger,
    });
    app.addPlatform(surface.platform);
    if (options.looksAround !== false && !beside) await app.start();
    await surface.start();
    await discord.untilConnected();
    return { app, surface };
  }
  let running = await begin();

  async function stop(): Promise<void> {
    await running.surface.stop();
    if (!beside) await running.app.stop(2_000);
  }

  const settled = async () => {
    await expect
      .poll(
        async () =>
          (await models.inbox.countDocuments({ state: 'waiting' })) +
          (await models.outbox.countDocuments({ state: { $in: ['growing', 'waiting', 'unknown'] } })),
        { timeout: 60_000, interval: 20 },
      )
      .toBe(0);
  };

  function personNamed(name: string, displayName?: string): Person {
    const known = people.get(name);
    if (known) return known;
    const person = discord.user(name, displayName === undefined ? {} : { displayName });
    guild.joins(person);
    people.set(name, person);
    return person;
  }

  return {
    discord,
    guild,
    general,
    get app() {
      return running.app;
    },
    get platform() {
      return running.surface.platform;
    },
    connection,
    models,
    stores,
    people,
    settled,
    abandon: () => running.surface.stop(),
    leave: stop,
    talker: (name, place, here = () => general) => {
      const person = personNamed(name);
      return createDiscordTalker({
        discord,
        app: () => running.app,
        models,
        person,
        witness: personNamed('witness'),
        place: place ?? person.directMessages,
        mentionsAlways: place !== undefined,
        general: here,
      });
    },
    joins: (name, displayName) => void personNamed(name, displayName),
    restart: async (meanwhile) => {
      await stop();
      await meanwhile?.();
      running = await begin();
    },
    end: async () => {
      await stop();
      await discord.close();
      if (!beside) await closeDatabase(connection);
    },
  };
}
