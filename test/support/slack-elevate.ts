import type { AnyBlock, KnownBlock } from '@slack/types';
import type { Connection } from 'mongoose';
import { expect } from 'vitest';
import { createChartPainter } from '../../src/adapters/chart/chart-painter.ts';
import { startHttpServer } from '../../src/adapters/http/http-server.ts';
import { buildModels } from '../../src/adapters/mongo/build-models.ts';
import { ensureIndexes } from '../../src/adapters/mongo/ensure-indexes.ts';
import type { StoreModels } from '../../src/adapters/mongo/store-models.ts';
import type { SlackAnswers } from '../../src/adapters/slack/admission.ts';
import { botEvents } from '../../src/adapters/slack/app-surface.ts';
import { readBlockId } from '../../src/adapters/slack/form-inputs.ts';
import { openSlack } from '../../src/adapters/slack/open-slack.ts';
import { botScopes } from '../../src/adapters/slack/scopes.ts';
import { singleWorkspace, slackClient } from '../../src/adapters/slack/workspaces.ts';
import { systemClock } from '../../src/adapters/system/system-clock.ts';
import { type App, createApp, type Stores } from '../../src/app.ts';
import { mongoStores, slackParts } from '../../src/compose.ts';
import { allTables } from '../../src/domain/tables.ts';
import { loadCatalogue } from '../../src/load-catalogue.ts';
import type { Clock } from '../../src/ports/clock.ts';
import type { LanguageModel } from '../../src/ports/language-model.ts';
import type { Logger } from '../../src/ports/logger.ts';
import { closeDatabase, openDatabase } from './database.ts';
import { silentLogger } from './silent-logger.ts';
import type { MessageRef, Person } from './slack-server/person.ts';
import { type SlackServer, startSlackServer } from './slack-server/slack-server.ts';
import type { Channel, EphemeralMessage, StoredMessage, StoredView } from './slack-server/world.ts';
import type { HeardMessage, Talker } from './talker.ts';

export interface SlackElevateOptions {
  model?: LanguageModel;
  clock?: Clock;
  transport?: 'socket' | 'http';
  wrapStores?: (stores: Stores) => Stores;
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

/** Somebody in a place of Slack. */
export interface SlackTalker extends Talker {
  person: Person;
  place: Channel;
  /** The thread that they write in; undefined roots a new one with the next message. */
  thread: string | undefined;
  view(): StoredView;
}

export interface SlackElevate {
  slack: SlackServer;
  app: App;
  connection: Connection;
  models: StoreModels;
  stores: Stores;
  /** In their direct messages, or in a channel where they have to mention the bot. */
  talker(name: string, place?: Channel): SlackTalker;
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
    catalogue: await catalogue,
    stores,
    model: options.model,
    painter: createChartPainter(),
    modelPrices: [],
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
        { timeout: 20_000 },
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
    talker: (name, place) => createTalker(slack, slack.user(name), place ?? slack.user(name).dm, settled),
    end: async () => {
      await leave();
      await slack.close();
      await closeDatabase(connection);
    },
  };
}

type Seen = { at: MessageRef; blocks: AnyBlock[]; text: string; agent: string; isPrivate: boolean };

function createTalker(
  slack: SlackServer,
  person: Person,
  place: Channel,
  settled: () => Promise<void>,
): SlackTalker {
  /** Everything of the bot's that this person can see, in order. */
  const seen = (): Seen[] => {
    const inChannel =
      place.id === person.dm.id ? [] : slack.messagesIn(person.dm).map((one) => seenOf(one, true));
    const own = slack.ephemeralFor(person).map((one) => seenOf(one, true));
    return [...slack.messagesIn(place).map((one) => seenOf(one, false)), ...inChannel, ...own]
      .filter((one): one is Seen => one !== undefined)
      .sort((one, other) => Number(one.at.ts) - Number(other.at.ts));
  };
  const key = ({ at }: Seen) => `${at.channelId}/${at.ts}`;

  async function after(act: () => Promise<unknown>): Promise<HeardMessage[]> {
    const before = new Set(seen().map(key));
    await act();
    await settled();
    return seen()
      .filter((one) => !before.has(key(one)))
      .map(({ agent, text, blocks, isPrivate }) => ({ agent, text, buttons: labelsOf(blocks), isPrivate }));
  }

  async function press(label: string): Promise<void> {
    const where = seen().findLast(({ blocks }) => labelsOf(blocks).includes(label));
    if (!where) throw new Error(`${person.name} sees no button "${label}".`);
    const answered = await person.presses(where.at, label);
    if (!answered.acknowledged) throw new Error(`"${label}" was not acknowledged: ${answered.reason}`);
  }

  const talker: SlackTalker = {
    person,
    place,
    thread: undefined,
    view: () => {
      const view = slack.openView(person);
      if (!view) throw new Error(`${person.name} sees no form.`);
      return view;
    },
    says: (text) =>
      after(async () => {
        const said = await person.says(
          place,
          text,
          talker.thread === undefined ? {} : { thread: talker.thread },
        );
        talker.thread = said.thread;
        if (!(await said.acknowledged)) throw new Error(`"${text}" was not acknowledged.`);
      }),
    presses: (label) => after(() => press(label)),
    fillsIn: (values) =>
      after(async () => {
        if (!slack.openView(person)) await press(openingLabel(seen()));
        const view = await slack.until(() => slack.openView(person), 'the form');
        await person.submits(view, asInputs(view, values));
      }),
    fieldErrors: () =>
      Object.fromEntries(
        Object.entries(talker.view().errors).map(([blockId, error]) => [
          readBlockId(blockId)?.field ?? blockId,
          error,
        ]),
      ),
  };
  return talker;
}

/** The words on the newest button that opens a form. */
function openingLabel(seen: Seen[]): string {
  const opening = ['Fill in', 'Paste the answer', 'Start my Foundation', 'Go on with my Foundation'];
  const label = seen
    .toReversed()
    .flatMap(({ blocks }) => labelsOf(blocks))
    .find((one) => opening.includes(one));
  if (label === undefined) throw new Error('There is no button that opens a form.');
  return label;
}

/** Names of fields become blocks; what the form has by itself is left as it stands. */
function asInputs(view: StoredView, values: Record<string, string | string[]>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([field, value]) => {
      const block = view.blocks.find(({ block_id = '' }) => {
        const name = readBlockId(block_id);
        return name?.field === field && name.kind === 'text' && name.number === 1;
      });
      return block?.block_id === undefined
        ? []
        : [[block.block_id, Array.isArray(value) ? value.join('\n') : value]];
    }),
  );
}

function seenOf(message: StoredMessage | EphemeralMessage, isPrivate: boolean): Seen | undefined {
  const byBot = 'botId' in message ? message.botId !== undefined : !('reactions' in message);
  if (!byBot) return undefined;
  const { channelId, ts, threadTs, text, blocks = [], username } = message;
  const shown = blocks.map((block) => wordsOf(block as KnownBlock)).join('');
  return {
    at: { channelId, ts, ...(threadTs === undefined ? {} : { threadTs }) },
    blocks,
    text: shown.trim() === '' ? text : shown.trim(),
    agent: username ?? 'Elevate',
    isPrivate,
  };
}

function wordsOf(block: KnownBlock): string {
  if (block.type === 'markdown') return `${block.text}\n`;
  if (block.type === 'section') return `${block.text?.text ?? ''}\n`;
  return '';
}

function labelsOf(blocks: AnyBlock[]): string[] {
  return (blocks as KnownBlock[]).flatMap((block) =>
    block.type === 'actions'
      ? block.elements.flatMap((element) => (element.type === 'button' ? [element.text.text] : []))
      : [],
  );
}
