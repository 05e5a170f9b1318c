import { createServer } from 'node:http';
import { ApplicationFlags, type Locale, MessageType } from 'discord-api-types/v10';
import { systemClock } from '../../../src/adapters/system/system-clock.ts';
import type { Clock } from '../../../src/ports/clock.ts';
import {
  Faults,
  type Held,
  type RateLimitFault,
  type RefusalFault,
  type RouteName,
  type SessionFate,
} from './faults.ts';
import { type Gateway, startGateway } from './gateway.ts';
import { createPerson, type Person } from './person.ts';
import { createGuild, type Guild, type GuildOptions, type Place, type Thread } from './places.ts';
import { type SeenMessage, seenMessage } from './reading.ts';
import { createApi, type SeenRequest } from './rest/http-api.ts';
import { allRoutes } from './rest/routes.ts';
import { changeThread, deleteThread } from './threads.ts';
import { untilTrue } from './until.ts';
import { createWorld, type ShownForm, type UserRecord, type World } from './world.ts';

type PrivilegedIntent = 'GuildMembers' | 'GuildPresences' | 'MessageContent';

export interface DiscordServerOptions {
  /** For interaction lives, nonces, rate windows and snowflakes. The system's unless told. */
  clock?: Clock;
  /** Switched on for the application: asking for another one closes with 4014. None unless told. */
  privilegedIntents?: PrivilegedIntent[];
  /** Off for conversations under a clock that stands still, where no window would ever end. */
  enforcesRates?: boolean;
  /** What `GET /gateway/bot` recommends. */
  shards?: number;
  botName?: string;
}

export interface DiscordServer {
  /** For discord.js's `rest.api`, without the version. */
  readonly apiUrl: string;
  readonly token: string;
  readonly bot: { readonly id: string; readonly mention: string; toString(): string };
  /** Every call that the bot made, in the order of their arrival. */
  readonly requests: readonly SeenRequest[];
  readonly gateway: {
    connections(): number;
    /** Cuts every socket; the sessions live on (`kept`) or are forgotten (`lost`). */
    drops(fate: SessionFate): void;
    /** Cuts every socket and keeps those that come back waiting until `ends`. */
    goesDown(): { ends(fate: SessionFate): void };
    asksToReconnect(): void;
  };

  user(name: string, options?: { displayName?: string; locale?: Locale; isBot?: boolean }): Person;
  guild(name: string, options?: GuildOptions): Guild;

  /** What everybody there sees, oldest first; private answers and Discord's own notices left out. */
  messagesIn(place: Place): SeenMessage[];
  /** The private answers that this person sees, oldest first. */
  ephemeralFor(person: Person): SeenMessage[];
  /** The form that this person has open. */
  modalOf(person: Person): ShownForm | undefined;
  /** What somebody did last that wants an answer: for tests that answer by hand. */
  lastInteraction(): { id: string; token: string };
  threadsOf(place: Place): Thread[];
  /** Of a thread, as a moderator would do it. */
  changesThread(thread: Thread, changes: { archived?: boolean; locked?: boolean; name?: string }): void;
  /** With all that was said in it, as a moderator would do it. */
  deletesThread(thread: Thread): void;
  /** When the bot was last seen typing there. */
  typingMs(place: Place): number | undefined;
  /** The commands registered, for all guilds or one. */
  commandsIn(guild?: Guild): string[];
  webhooksIn(place: Place): string[];
  removesWebhooksIn(place: Place): void;

  /** What `look` gives as soon as that is something. Looks after every change; fails with what was said last. */
  until<T>(look: () => T | undefined | null | false): Promise<T>;
  /** The newest message of the bot, or of a webhook, in that place that matches. */
  untilSaidIn(place: Place, pattern: RegExp): Promise<SeenMessage>;
  untilConnected(): Promise<void>;

  willRateLimit(route: RouteName, fault: RateLimitFault): void;
  willRefuse(route: RouteName, fault: RefusalFault): void;
  /** From now on each call is judged as it arrives: the connection may break before it is done, or after. */
  judgesCalls(judge: (route: string) => 'lose-request' | 'lose-response' | undefined): void;
  /** The connection breaks before anything is done. */
  willLoseRequest(route: RouteName): void;
  /** It is done, and the connection breaks before the answer. */
  willLoseResponse(route: RouteName): void;
  willHoldRequest(route: RouteName): Held;
  /** It is done, and the answer waits. */
  willHoldResponse(route: RouteName): Held;
  /** The next event of that name comes twice, with the same number, as a replay does. */
  willRepeat(event: string): void;
  /** The socket is cut on the way of the next event of that name. */
  willDropBefore(event: string, fate: SessionFate): void;
  /** Whatever the bot answers to the next interaction comes too late: 10062. */
  willBeLate(): void;
  /** Throws where a fault was not used, a route was asked for that is not there, or the server itself failed. */
  expectAllUsed(): void;
  close(): Promise<void>;
}

const intentFlags: Readonly<Record<PrivilegedIntent, ApplicationFlags>> = {
  GuildMembers: ApplicationFlags.GatewayGuildMembersLimited,
  GuildPresences: ApplicationFlags.GatewayPresenceLimited,
  MessageContent: ApplicationFlags.GatewayMessageContentLimited,
};

/** A Discord on the loopback that a real discord.js logs in to, and people to talk to it. See README.md. */
export async function startDiscordServer(options: DiscordServerOptions = {}): Promise<DiscordServer> {
  const { clock = systemClock, privilegedIntents = [], enforcesRates = true, shards = 1 } = options;
  const applicationFlags = privilegedIntents.reduce<number>((all, name) => all | intentFlags[name], 0);
  const token = 'loopback.discord.token';
  const world = createWorld({ clock, token, applicationFlags, botName: options.botName ?? 'Elevate' });
  const faults = new Faults();
  const requests: SeenRequest[] = [];
  const complaints: string[] = [];

  // As long as Discord keeps connections: with Node's 5 s a call of a busy machine meets one that is just being closed.
  const http = createServer({ keepAliveTimeout: 120_000 });
  const gateway = startGateway({ http, world, faults, shards });
  const routes = allRoutes(world, gateway);
  http.on('request', createApi({ world, faults, routes, enforcesRates, requests, complaints }));
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject);
    http.listen(0, '127.0.0.1', resolve);
  });
  const address = http.address();
  if (address === null || typeof address === 'string') throw new Error('The loopback Discord has no port.');
  world.origin = `http://127.0.0.1:${address.port}`;

  const known = (route: RouteName): RouteName => {
    if (routes.some(({ name }) => name === route)) return route;
    throw new Error(`There is no route ${route}. They are written as in rest/*-routes.ts.`);
  };
  const mention = `<@${world.bot.id}>`;

  return {
    apiUrl: `${world.origin}/api`,
    token,
    bot: { id: world.bot.id, mention, toString: () => mention },
    requests,
    gateway: gatewaySide(gateway),

    user: (name, userOptions = {}) => createPerson(world, faults, addUser(world, name, userOptions)),
    guild: (name, guildOptions = {}) => createGuild(world, name, guildOptions),
    ...readingSide(world),

    willRateLimit: (route, fault) => faults.add(known(route), { kind: 'rate-limit', ...fault }),
    willRefuse: (route, fault) => faults.add(known(route), { kind: 'refuse', ...fault }),
    judgesCalls: (judge) => {
      faults.judge = (route) => {
        const kind = judge(route);
        return kind && { kind };
      };
    },
    willLoseRequest: (route) => faults.add(known(route), { kind: 'lose-request' }),
    willLoseResponse: (route) => faults.add(known(route), { kind: 'lose-response' }),
    willHoldRequest: (route) => faults.hold(known(route), 'hold-request'),
    willHoldResponse: (route) => faults.hold(known(route), 'hold-response'),
    willRepeat: (event) => faults.addForEvent(event, { kind: 'repeat' }),
    willDropBefore: (event, session) => faults.addForEvent(event, { kind: 'drop-before', session }),
    willBeLate: () => faults.addLateInteraction(),

    untilConnected: async () => {
      await untilTrue(world, 'Waiting for the bot to connect', () => gateway.connections() > 0);
    },
    expectAllUsed() {
      const problems = [...complaints, ...faults.unused().map((title) => `unused fault: ${title}`)];
      if (problems.length > 0) throw new Error(`The loopback Discord complains:\n- ${problems.join('\n- ')}`);
    },
    close() {
      for (const interaction of world.interactions.values()) {
        interaction.fail(new Error('The loopback Discord was closed before this interaction was answered.'));
      }
      gateway.close();
      const closed = new Promise<void>((resolve) => http.close(() => resolve()));
      http.closeAllConnections();
      return closed;
    },
  };
}

function addUser(
  world: World,
  name: string,
  { displayName, locale, isBot = false }: { displayName?: string; locale?: Locale; isBot?: boolean },
): UserRecord {
  const record: UserRecord = {
    user: {
      id: world.nextId(),
      username: name,
      global_name: displayName ?? name,
      discriminator: '0',
      avatar: null,
      ...(isBot && { bot: true }),
    },
    locale: locale ?? ('en-GB' as Locale),
    dmsClosed: false,
  };
  world.users.set(record.user.id, record);
  return record;
}

function gatewaySide(gateway: Gateway): DiscordServer['gateway'] {
  return {
    connections: gateway.connections,
    drops: gateway.drop,
    goesDown: () => ({ ends: gateway.goDown().end }),
    asksToReconnect: gateway.askToReconnect,
  };
}

function readingSide(world: World) {
  const channelOf = (place: { id: string }) => {
    const channel = world.channels.get(place.id);
    if (!channel) throw new Error(`There is no channel ${place.id}.`);
    return channel;
  };
  const messagesIn = (place: Place) =>
    [...channelOf(place).messages.values()]
      .filter(
        ({ ephemeralFor, message }) => !ephemeralFor && message.type !== MessageType.ThreadStarterMessage,
      )
      .map((stored) => seenMessage(world, stored));
  const until = <T>(look: () => T | undefined | null | false) => untilTrue(world, 'Waiting', look);
  return {
    messagesIn,
    until,
    untilSaidIn: (place: Place, pattern: RegExp) =>
      untilTrue(world, `Waiting for ${pattern} in #${place.name}`, () =>
        messagesIn(place).findLast((message) => message.isByBot && pattern.test(message.text)),
      ),
    ephemeralFor: (person: Person) =>
      [...world.channels.values()]
        .flatMap((channel) => [...channel.messages.values()])
        .filter((stored) => stored.ephemeralFor === person.id)
        .map((stored) => seenMessage(world, stored)),
    modalOf: (person: Person) => world.forms.get(person.id),
    lastInteraction: () => {
      const last = [...world.interactions.values()].at(-1);
      if (!last) throw new Error('Nobody has done anything that wants an answer.');
      return { id: last.id, token: last.token };
    },
    threadsOf: (place: Place) =>
      [...world.channels.values()]
        .filter((channel) => channel.thread?.parentId === place.id)
        .map(({ id, name }) => ({ id, name })),
    changesThread: (thread: Thread, changes: { archived?: boolean; locked?: boolean; name?: string }) =>
      changeThread(world, channelOf(thread), changes),
    deletesThread: (thread: Thread) => deleteThread(world, channelOf(thread)),
    typingMs: (place: Place) => channelOf(place).typingMs,
    commandsIn: (guild?: Guild) =>
      [...world.commands.values()].filter(({ guild_id }) => guild_id === guild?.id).map(({ name }) => name),
    webhooksIn: (place: Place) =>
      [...world.webhooks.values()].filter(({ channelId }) => channelId === place.id).map(({ name }) => name),
    removesWebhooksIn: (place: Place) => {
      for (const webhook of [...world.webhooks.values()]) {
        if (webhook.channelId === place.id) world.webhooks.delete(webhook.id);
      }
    },
  };
}
