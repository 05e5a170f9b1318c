import type { StoreModels } from '../../src/adapters/mongo/store-models.ts';
import type { App, Stores } from '../../src/app.ts';
import type { Catalogue } from '../../src/domain/catalogue.ts';
import type { Author } from '../../src/domain/incoming.ts';
import type { ModelPrice } from '../../src/domain/model-price.ts';
import type { Clock } from '../../src/ports/clock.ts';
import type { LanguageModel } from '../../src/ports/language-model.ts';
import { startOnDiscord } from './discord-elevate.ts';
import { startElevate } from './elevate.ts';
import { createPlaygroundTalker } from './playground-talker.ts';
import { startOnSlack } from './slack-elevate.ts';
import type { SurfaceName } from './surface-differences.ts';
import type { Talker } from './talker.ts';

export interface SurfaceProgramOptions {
  model?: LanguageModel;
  modelPrices?: ModelPrice[];
  catalogue?: Catalogue;
  clock?: Clock;
  wrapStores?: (stores: Stores) => Stores;
  welcomes?: boolean;
}

/** The program on one surface, for one test after the other. */
export interface SurfaceProgram {
  app: App;
  models: StoreModels;
  stores: Stores;
  /** Empties the store of what people did. From now on people and channels are new ones, under the same names. */
  beginAnew(): Promise<void>;
  /** Somebody at a screen of theirs, in direct messages. */
  person(name: string): Promise<Talker>;
  authorOf(name: string): Author;
  /** Nothing is under way. */
  isAtRest(): Promise<boolean>;
  end(): Promise<void>;
}

export async function startOnSurface(
  surface: SurfaceName,
  options: SurfaceProgramOptions,
): Promise<SurfaceProgram> {
  switch (surface) {
    case 'the playground':
      return onPlayground(options);
    case 'Slack by sockets':
      return onSlack({ ...options, transport: 'socket' });
    case 'Slack over HTTP':
      return onSlack({ ...options, transport: 'http' });
    case 'Discord':
      return onDiscord(options);
  }
}

async function onPlayground(options: SurfaceProgramOptions): Promise<SurfaceProgram> {
  const elevate = await startElevate(options);
  return {
    ...common(elevate),
    beginAnew: () => forget(elevate.models),
    person: async (name) =>
      createPlaygroundTalker(await elevate.person(name), async (id) => {
        const response = await fetch(`${elevate.url}/playground/files/${id}?as=${name}`);
        return Buffer.from(await response.arrayBuffer());
      }),
    authorOf: (name) => ({ surface: 'playground', accountId: name, name: shownName(name) }),
    end: elevate.end,
  };
}

async function onSlack(
  options: SurfaceProgramOptions & { transport: 'socket' | 'http' },
): Promise<SurfaceProgram> {
  const elevate = await startOnSlack(options);
  const { slack } = elevate;
  let round = 0;
  const known = (name: string) => {
    const [displayName, login] = [shownName(name), `${name}-${round}`];
    return { login, person: slack.user(login, { displayName, realName: displayName }) };
  };
  return {
    ...common(elevate),
    beginAnew: async () => {
      round += 1;
      await forget(elevate.models);
    },
    person: async (name) =>
      elevate.talker(known(name).login, undefined, () => slack.channel(`general-${round}`)),
    authorOf: (name) => {
      const { id, dm } = known(name).person;
      return { surface: 'slack', accountId: `${dm.workspaceId}:${id}`, name: shownName(name) };
    },
    end: async () => {
      await elevate.end();
      slack.expectAllUsed();
    },
  };
}

async function onDiscord(options: SurfaceProgramOptions): Promise<SurfaceProgram> {
  const elevate = await startOnDiscord({ ...options, privilegedIntents: ['MessageContent'] });
  let round = 0;
  let general = elevate.general;
  const known = (name: string) => {
    const login = `${name}-${round}`;
    elevate.joins(login, shownName(name));
    return login;
  };
  return {
    ...common(elevate),
    beginAnew: async () => {
      round += 1;
      general = elevate.guild.channel(`general-${round}`);
      await forget(elevate.models);
    },
    person: async (name) => elevate.talker(known(name), undefined, () => general),
    authorOf: (name) => {
      const { person } = elevate.talker(known(name));
      return { surface: 'discord', accountId: person.id, name: shownName(name) };
    },
    end: async () => {
      await elevate.end();
      elevate.discord.expectAllUsed();
    },
  };
}

function common({ app, models, stores }: { app: App; models: StoreModels; stores: Stores }) {
  const isAtRest = async () =>
    (await models.inbox.countDocuments({ state: 'waiting' })) +
      (await models.outbox.countDocuments({ state: { $in: ['growing', 'waiting', 'unknown'] } })) ===
    0;
  return { app, models, stores, isAtRest };
}

function shownName(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** What people did, and who they are. The catalogue's projection stays. */
async function forget(models: StoreModels): Promise<void> {
  const {
    agents: _agents,
    playbookPrompts: _prompts,
    courseModules: _modules,
    settings,
    ...peoples
  } = models;
  // What is remembered of a workspace stays; what a person chose goes with them.
  await settings.collection.deleteMany({ scope: 'person' });
  await Promise.all(Object.values(peoples).map(({ collection }) => collection.deleteMany({})));
}
