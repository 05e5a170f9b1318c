import { expect } from 'vitest';
import { createChartPainter } from '../../src/adapters/chart/chart-painter.ts';
import { parseInputName } from '../../src/adapters/discord/form-inputs.ts';
import { type Discord, openDiscord } from '../../src/adapters/discord/open-discord.ts';
import { buildModels } from '../../src/adapters/mongo/build-models.ts';
import { ensureIndexes } from '../../src/adapters/mongo/ensure-indexes.ts';
import { createMongoSettingStore } from '../../src/adapters/mongo/mongo-setting-store.ts';
import type { StoreModels } from '../../src/adapters/mongo/store-models.ts';
import { systemClock } from '../../src/adapters/system/system-clock.ts';
import { type App, createApp, type Stores } from '../../src/app.ts';
import { discordProgram, mongoStores } from '../../src/compose.ts';
import { allTables } from '../../src/domain/tables.ts';
import { loadCatalogue } from '../../src/load-catalogue.ts';
import type { ChatPlatform } from '../../src/ports/chat-platform.ts';
import type { Clock } from '../../src/ports/clock.ts';
import type { LanguageModel } from '../../src/ports/language-model.ts';
import type { Logger } from '../../src/ports/logger.ts';
import { openDatabase } from './database.ts';
import {
  type DiscordServer,
  type DiscordServerOptions,
  startDiscordServer,
} from './discord-server/discord-server.ts';
import type { Person } from './discord-server/person.ts';
import type { Guild, Place } from './discord-server/places.ts';
import type { SeenMessage } from './discord-server/reading.ts';
import type { ShownForm } from './discord-server/world.ts';
import { silentLogger } from './silent-logger.ts';
import type { HeardMessage, Talker } from './talker.ts';

export interface DiscordElevateOptions extends Omit<DiscordServerOptions, 'clock'> {
  model?: LanguageModel;
  clock?: Clock;
  log?: Logger;
  publicUrl?: string;
  wrapStores?: (stores: Stores) => Stores;
}

/** Somebody in a place of Discord. */
export interface DiscordTalker extends Talker {
  person: Person;
  place: Place;
  /** Everything of the bot's that they can see, in order. */
  seen(): SeenMessage[];
  /** The newest message that shows a button of that label. */
  messageWith(label: string): SeenMessage;
  /** What was said to them, for this many messages, in answer to what they do. */
  after(act: () => unknown): Promise<HeardMessage[]>;
}

export interface DiscordElevate {
  discord: DiscordServer;
  guild: Guild;
  general: Place;
  app: App;
  /** The side that speaks, to be asked by itself. */
  platform: ChatPlatform;
  models: StoreModels;
  stores: Stores;
  /** In their direct messages, or in a channel where they have to mention the bot. */
  talker(name: string, place?: Place): DiscordTalker;
  /** Resolves when everything that has been kept is worked and said. */
  settled(): Promise<void>;
  /** Ends the program and begins it anew on the same store; people and their messages stay, and go on `meanwhile`. */
  restart(meanwhile?: () => unknown): Promise<void>;
  end(): Promise<void>;
}

const catalogue = loadCatalogue();

/** The whole program, with real discord.js, on the loopback Discord. */
export async function startOnDiscord(options: DiscordElevateOptions = {}): Promise<DiscordElevate> {
  const connection = await openDatabase();
  const models = buildModels(connection, allTables);
  await ensureIndexes(connection, allTables);
  const clock = options.clock ?? systemClock;
  const discord = await startDiscordServer({ ...options, clock });
  const guild = discord.guild('Cohort 7');
  const general = guild.channel('general');
  const plain = mongoStores(models);
  const stores = options.wrapStores?.(plain) ?? plain;
  const people = new Map<string, Person>();

  async function begin(): Promise<{ app: App; surface: Discord }> {
    const app = createApp({
      catalogue: await catalogue,
      stores,
      model: options.model,
      painter: createChartPainter(),
      modelPrices: [],
      clock,
      log: options.log ?? silentLogger,
      holder: 'test',
      isAlive: () => false,
    });
    const settings = createMongoSettingStore(models);
    const surface = await openDiscord({
      program: discordProgram(app, await catalogue),
      commands: {
        read: async (id) => (await settings.read('workspace', id, 'discordCommands')) as string | undefined,
        write: (id, hash) => settings.write('workspace', id, 'discordCommands', hash, clock.nowMs()),
      },
      token: discord.token,
      apiUrl: discord.apiUrl,
      publicUrl: options.publicUrl,
      activeThreads: async () => {
        const active = await stores.conversations.activeSince('discord', 0, 100);
        return active.map(({ place, audience, lastMessageAt }) => ({
          place,
          isDirect: audience === 'direct',
          lastMessageAtMs: lastMessageAt,
        }));
      },
      clock,
      log: options.log ?? silentLogger,
    });
    app.addPlatform(surface.platform);
    await app.start();
    await surface.start();
    await discord.untilConnected();
    return { app, surface };
  }
  let running = await begin();

  async function stop(): Promise<void> {
    await running.surface.stop();
    await running.app.stop(2_000);
  }

  const settled = async () => {
    await expect
      .poll(
        async () =>
          (await models.inbox.countDocuments({ state: 'waiting' })) +
          (await models.outbox.countDocuments({ state: { $in: ['growing', 'waiting', 'unknown'] } })),
        { timeout: 20_000, interval: 20 },
      )
      .toBe(0);
  };

  function personNamed(name: string): Person {
    const known = people.get(name);
    if (known) return known;
    const person = discord.user(name);
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
    models,
    stores,
    settled,
    talker: (name, place) => {
      const person = personNamed(name);
      return createTalker(discord, models, person, place ?? person.directMessages, settled);
    },
    restart: async (meanwhile) => {
      await stop();
      await meanwhile?.();
      running = await begin();
    },
    end: async () => {
      await stop();
      await discord.close();
      await connection.close();
    },
  };
}

function createTalker(
  discord: DiscordServer,
  models: StoreModels,
  person: Person,
  place: Place,
  settled: () => Promise<void>,
): DiscordTalker {
  const isDirect = place.id === person.directMessages.id;
  let form: ShownForm | undefined;
  /** By the labels under which people know them. */
  const fieldNames = new Map<string, string>();

  const places = () => (isDirect ? [place] : [place, ...discord.threadsOf(place), person.directMessages]);
  const seen = (): SeenMessage[] =>
    [...places().flatMap((one) => discord.messagesIn(one)), ...discord.ephemeralFor(person)]
      .filter(({ isByBot }) => isByBot)
      .sort((one, other) => (BigInt(one.id) < BigInt(other.id) ? -1 : 1));
  const asHeard = ({ author, text, buttons, isPrivate, channelId, raw }: SeenMessage): HeardMessage => {
    // Where no webhook speaks, the agent is named in the first line.
    const [, named, rest] = /^\*\*(\w+)\*\*\n([\s\S]*)$/.exec(text) ?? [];
    const isWebhook = raw.webhook_id !== undefined && raw.webhook_id !== raw.application_id;
    return {
      agent: isWebhook ? author : (named ?? author),
      text: isWebhook ? text : (rest ?? text),
      buttons: buttons.map(({ label }) => label),
      isPrivate: isPrivate || (!isDirect && channelId === person.directMessages.id),
    };
  };
  /** Private answers are edited in place, so a message is told by what it shows, too. */
  const key = ({ id, text }: SeenMessage) => `${id} ${text}`;

  async function after(act: () => unknown): Promise<HeardMessage[]> {
    const before = new Set(seen().map(key));
    await act();
    await settled();
    return seen()
      .filter((one) => !before.has(key(one)))
      .map(asHeard);
  }

  function messageWith(label: string): SeenMessage {
    const found = seen().findLast(({ buttons }) => buttons.some((button) => button.label === label));
    if (!found) throw new Error(`${person.name} sees no button "${label}".`);
    return found;
  }

  /** Kept, as the program tells: Discord itself does not acknowledge a message. */
  async function say(text: string): Promise<void> {
    const said = person.says(place, isDirect ? text : `${discord.bot} ${text}`);
    await expect
      .poll(() => models.inbox.countDocuments({ _id: `discord:${said.id}` }), {
        timeout: 10_000,
        interval: 10,
      })
      .toBe(1);
  }

  /** Every page, one after the other. */
  async function fillIn(values: Record<string, string | string[]>): Promise<void> {
    form ??= await person.presses(newestOpening(), labelOfOpening(newestOpening())).form();
    for (;;) {
      const current = form;
      form = undefined;
      for (const [label, field] of fieldsOf(current)) fieldNames.set(label, field);
      const answer = await person.submits(current, asInputs(current, values)).answer();
      if (answer.kind !== 'message' && answer.kind !== 'updated') return;
      const next = messageOf(answer.message.id);
      const goOn = next?.buttons.find(({ label }) => label.startsWith('Go on to page'));
      if (!next || !goOn) return;
      form = await person.presses(next, goOn.label).form();
    }
  }

  const messageOf = (id: string) => seen().find((one) => one.id === id);
  const opening = [
    'Fill in',
    'Paste the answer',
    'Start my Foundation',
    'Go on with my Foundation',
    'Open it again',
  ];
  const newestOpening = () => {
    const found = seen().findLast(({ buttons }) => buttons.some(({ label }) => opening.includes(label)));
    if (!found) throw new Error('There is no button that opens a form.');
    return found;
  };
  const labelOfOpening = ({ buttons }: SeenMessage) =>
    buttons.find(({ label }) => opening.includes(label))?.label ?? '';

  return {
    person,
    place,
    seen,
    messageWith,
    after,
    says: (text) => after(() => say(text)),
    presses: (label) =>
      after(async () => {
        const answer = await person.presses(messageWith(label), label).answer();
        if (answer.kind === 'form') form = answer.form;
      }),
    fillsIn: (values) => after(() => fillIn(values)),
    fieldErrors: () => errorsIn(seen().at(-1)?.text ?? '', fieldNames),
  };
}

/** Names of fields become inputs; what the form has by itself is left as it stands. */
function asInputs(form: ShownForm, values: Record<string, string | string[]>): Record<string, string> {
  const inputs = form.data.components.flatMap((top) =>
    'component' in top && 'custom_id' in top.component ? [top.component.custom_id] : [],
  );
  return Object.fromEntries(
    inputs.flatMap((customId) => {
      const name = parseInputName(customId);
      const value = name && values[name.field];
      if (value === undefined || name?.kind !== 'text' || name.number !== 1) return [];
      return [[customId, Array.isArray(value) ? value.join('\n') : value]];
    }),
  );
}

function fieldsOf(form: ShownForm): Array<[label: string, field: string]> {
  return form.data.components.flatMap((top): Array<[string, string]> => {
    if (!('component' in top) || !('custom_id' in top.component)) return [];
    const name = parseInputName(top.component.custom_id);
    return name ? [[top.label, name.field]] : [];
  });
}

/** "- **Label** what is wrong", by the names of the fields. */
function errorsIn(text: string, fieldNames: ReadonlyMap<string, string>): Record<string, string> {
  const lines = [...text.matchAll(/^- \*\*(.+?)\*\* (.+)$/gm)];
  return Object.fromEntries(
    lines.map(([, label = '', error = '']) => [fieldNames.get(label) ?? label, error]),
  );
}
