import { setMaxListeners } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { systemClock } from '../../../src/adapters/system/system-clock.ts';
import type { Clock } from '../../../src/ports/clock.ts';
import type { Backstage } from './backstage.ts';
import { createDeliveries, type Transport } from './deliveries.ts';
import { createEvents } from './events.ts';
import { createFaults, type Faults } from './faults.ts';
import { giveFile, takeUpload } from './file-store.ts';
import { createHttpEvents } from './http-events.ts';
import { createPerson, type MessageRef, type Person } from './person.ts';
import { answerResponseUrl } from './response-urls.ts';
import { createSocketMode, type Sockets } from './socket-mode.ts';
import { assistantMethods } from './web-api/assistant.ts';
import { authMethods, createOauthMethods, type Grant } from './web-api/auth.ts';
import { chatMethods } from './web-api/chat.ts';
import { conversationMethods } from './web-api/conversations.ts';
import { fileMethods } from './web-api/files.ts';
import { peopleMethods } from './web-api/people.ts';
import { createRates } from './web-api/rates.ts';
import { reactionMethods } from './web-api/reactions.ts';
import { createWebApi, type RecordedCall } from './web-api/serve.ts';
import { streamMethods } from './web-api/streams.ts';
import { viewMethods } from './web-api/views.ts';
import type {
  AgentSession,
  AppIdentity,
  Channel,
  EphemeralMessage,
  StoredMessage,
  StoredView,
  SuggestedPrompts,
  ThreadStatus,
  User,
  Workspace,
} from './world.ts';
import {
  channelOf,
  createWorld,
  settleStream,
  standingStatus,
  threadKey,
  userOf,
  workspaceOf,
} from './world.ts';

export interface SlackServerOptions {
  /** Drives expiries, waits and rate windows. Real time unless told. */
  clock?: Clock;
  port?: number;
  /** What the bot's token of the first workspace is granted. Everything that this server asks for unless told. */
  scopes?: readonly string[];
  /** Only these subscriptions (`app_mention`, `message.im` …) are delivered. Everything unless told. */
  subscribes?: readonly string[];
  /**
   * Whether a call beyond its method's rate gets 429. Not unless told: with a clock that stands still, the window
   * never moves on.
   */
  enforcesRates?: boolean;
  distribution?: AppIdentity['distribution'];
}

/** Everything a person may be told apart by. */
export type UserOptions = Partial<Omit<User, 'id' | 'workspaceId' | 'name'>> & { workspace?: Workspace };

export interface ChannelOptions {
  kind?: 'public' | 'private';
  topic?: string;
  archived?: boolean;
  isExtShared?: boolean;
  /** The bot is in it unless told. */
  withBot?: boolean;
  members?: readonly Person[];
  workspace?: Workspace;
}

/** Another app's bot. */
export interface OtherBot {
  readonly userId: string;
  readonly botId: string;
  /** As bots post today; `classic` as `subtype: bot_message`, with a name and without a user. */
  says(channel: Channel, text: string, options?: { thread?: string; classic?: boolean }): Promise<MessageRef>;
}

export interface SlackServer {
  /** For Bolt's `slackApiUrl` and our `SLACK_API_URL`. Ends in `/api/`. */
  readonly apiUrl: string;
  /** For an `InstallProvider`'s `authorizationUrl`: lets everybody in at once. */
  readonly authorizationUrl: string;
  readonly botToken: string;
  readonly appToken: string;
  readonly signingSecret: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The first one. */
  readonly team: Workspace;
  /** `<@U…>` of the bot in the first workspace. */
  readonly botMention: string;

  /** The same person for the same name. Options count the first time. */
  user(name: string, options?: UserOptions): Person;
  /** What is kept about a person, to be changed by a test. */
  profileOf(person: Person): User;
  channel(name: string, options?: ChannelOptions): Channel;
  /** Installed with a token unless `installed` is false. */
  workspace(name: string, options?: { installed?: boolean }): Workspace & { botToken: string };
  otherBot(name: string, options?: { workspace?: Workspace }): OtherBot;
  /** A code for `oauth.v2.access`, as after somebody pressed Allow. */
  grant(options?: {
    workspace?: Workspace;
    by?: Person;
    scopes?: readonly string[];
    rotates?: boolean;
    isOrgWide?: boolean;
  }): string;
  /** Takes scopes away from, or adds them to, what a token was granted. */
  setScopes(botToken: string, scopes: readonly string[]): void;
  revoke(botToken: string): Promise<void>;
  uninstall(workspace?: Workspace): Promise<void>;

  /** From now on events go to this address over HTTP, once it has answered `url_verification`. */
  sendEventsTo(requestUrl: string): Promise<void>;
  readonly sockets: Sockets;
  readonly faults: Faults;
  /** Ends every running stream, as the server does after five minutes. */
  expireStreams(): void;

  /** Of a channel, or of one thread with its root, in order. */
  messagesIn(channel: Channel | string, thread?: string): readonly StoredMessage[];
  ephemeralFor(person: Person): readonly EphemeralMessage[];
  /** What stands under a thread at this moment. */
  statusOf(thread: MessageRef): ThreadStatus | undefined;
  sessionOf(thread: MessageRef): AgentSession | undefined;
  /** Of one thread, or of the whole place. */
  suggestedPromptsIn(place: Channel | MessageRef): SuggestedPrompts | undefined;
  /** The modal on top. */
  openView(person: Person): StoredView | undefined;
  homeOf(person: Person): StoredView | undefined;
  /** Every call of the Web API, refused ones included. */
  readonly calls: readonly RecordedCall[];
  callsTo(method: string): readonly RecordedCall[];
  /** Resolves with what `find` gives as soon as it gives something. Looks whenever something has happened here. */
  until<Found>(find: () => Found | undefined | false | null, what?: string): Promise<Found>;

  /** Throws where a scripted fault was never met, or a method was called that is not here. */
  expectAllUsed(): void;
  close(): Promise<void>;
}

/** Every scope that a method here asks for. */
const allScopes = [
  'app_mentions:read',
  'assistant:write',
  'channels:history',
  'channels:join',
  'channels:read',
  'chat:write',
  'chat:write.customize',
  'commands',
  'dnd:read',
  'files:read',
  'files:write',
  'groups:history',
  'groups:read',
  'im:history',
  'im:read',
  'im:write',
  'reactions:read',
  'reactions:write',
  'users:read',
  'users:read.email',
];

/** A Slack on the loopback that a real Bolt app connects to. See the README beside this file. */
export async function startSlackServer({
  clock = systemClock,
  port = 0,
  scopes = allScopes,
  subscribes,
  enforcesRates = false,
  distribution = 'internal',
}: SlackServerOptions = {}): Promise<SlackServer> {
  const app: AppIdentity = {
    id: 'A00000001',
    name: 'Elevate',
    appToken: 'xapp-1-A00000001-1-loopback',
    clientId: '100.200',
    clientSecret: 'loopback-client-secret',
    signingSecret: '0123456789abcdef0123456789abcdef',
    verificationToken: 'loopback-verification',
    distribution,
  };
  const world = createWorld(clock, app);
  const faults = createFaults();
  const complaints: string[] = [];
  const closing = new AbortController();
  // Any number of tests and threads may wait at once.
  setMaxListeners(0, closing.signal);
  const watchers = new Set<() => void>();
  const changed = () => {
    for (const watch of watchers) watch();
  };
  const socketMode = createSocketMode({ clock, appId: app.id, changed });
  let httpEvents: Transport | undefined;
  const deliveries = createDeliveries({ clock, faults, transport: () => httpEvents ?? socketMode, changed });

  const http = createServer((request, response) => {
    route(request, response).catch((error: unknown) => {
      complaints.push(`the loopback Slack itself failed: ${String(error)}`);
      response.destroy();
    });
  });
  // On a busy machine a connection that Node closes by itself meets a request that is on its way.
  http.keepAliveTimeout = 60_000;
  http.on('upgrade', socketMode.upgrade);
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject);
    http.listen(port, '127.0.0.1', resolve);
  });
  const address = http.address();
  if (address === null || typeof address === 'string') throw new Error('The loopback Slack has no port.');
  const host = `127.0.0.1:${address.port}`;
  const baseUrl = `http://${host}`;

  const events = createEvents({
    world,
    baseUrl,
    deliveries,
    subscribes: (subscription) => subscribes?.includes(subscription) ?? true,
  });
  const openSocketUrl = () => socketMode.openUrl(host);
  const backstage: Backstage = { world, baseUrl, deliveries, events, openSocketUrl, changed };
  const grants = new Map<string, Grant>();
  const webApi = createWebApi({
    methods: {
      ...authMethods,
      ...createOauthMethods({ grants, refreshTokens: new Map() }),
      ...chatMethods,
      ...streamMethods,
      ...assistantMethods,
      ...conversationMethods,
      ...peopleMethods,
      ...viewMethods,
      ...fileMethods,
      ...reactionMethods,
    },
    backstage,
    faults,
    rates: enforcesRates ? createRates(clock, world) : undefined,
    complain: (complaint) => complaints.push(complaint),
  });

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '', baseUrl);
    const [, first = '', second = '', third = ''] = pathname.split('/');
    if (first === 'api') return webApi.handle(second, request, response);
    if (first === 'response') {
      const answer = answerResponseUrl(backstage, third, await text(request));
      response.writeHead(answer.status).end(answer.text);
      return;
    }
    if (first === 'upload') return takeUpload(backstage, third, request, response);
    if (first === 'files-pri') {
      giveFile(backstage, second.split('-')[1] ?? '', request, response);
      return;
    }
    if (pathname === '/oauth/v2/authorize') {
      sendBack(searchParams, response);
      return;
    }
    complaints.push(`unplanned request: ${request.method} ${pathname}`);
    response.writeHead(404).end();
  }

  function sendBack(query: URLSearchParams, response: ServerResponse): void {
    const redirectUri = query.get('redirect_uri') ?? '';
    const scope = query.get('scope')?.split(',').filter(Boolean);
    const code = grant({ ...(scope && { scopes: scope }), redirectUri });
    const back = new URL(redirectUri);
    back.searchParams.set('code', code);
    back.searchParams.set('state', query.get('state') ?? '');
    response.writeHead(302, { location: back.href }).end();
  }

  function addWorkspace(name: string, { installed = true } = {}): Workspace & { botToken: string } {
    const id = world.nextId('T');
    const botUserId = world.nextId('U');
    const workspace: Workspace = {
      id,
      name,
      domain: name.toLowerCase().replace(/[^a-z0-9]+/g, '-'),
      botUserId,
      botId: world.nextId('B'),
      installed,
    };
    world.workspaces.set(id, workspace);
    world.users.set(botUserId, {
      ...newUser(botUserId, id, 'elevate'),
      realName: app.name,
      displayName: app.name,
      isBot: true,
    });
    const botToken = world.nextId('xoxb-');
    if (installed) {
      world.tokens.set(botToken, {
        value: botToken,
        kind: 'bot',
        workspaceId: id,
        scopes: new Set(scopes),
        revoked: false,
      });
    }
    return Object.assign(workspace, { botToken });
  }

  function grant({
    workspace = team,
    by,
    scopes: granted = scopes,
    rotates = false,
    isOrgWide = false,
    redirectUri,
  }: Parameters<SlackServer['grant']>[0] & { redirectUri?: string } = {}): string {
    const code = world.nextId('code-');
    grants.set(code, {
      workspaceId: workspace.id,
      userId: by?.id ?? workspace.botUserId,
      scopes: granted,
      rotates,
      isOrgWide,
      issuedAtMs: clock.nowMs(),
      used: false,
      ...(redirectUri && { redirectUri }),
    });
    return code;
  }

  const team = addWorkspace('Elevate');
  world.tokens.set(app.appToken, {
    value: app.appToken,
    kind: 'app',
    workspaceId: team.id,
    scopes: new Set(['connections:write']),
    revoked: false,
  });
  const people = new Map<string, Person>();
  const idOf = (channel: Channel | string) => (typeof channel === 'string' ? channel : channel.id);
  const keyOf = ({ channelId, ts, threadTs = ts }: MessageRef) => threadKey(channelId, threadTs);

  const findChannel = (name: string, workspaceId: string) =>
    [...world.channels.values()].find((one) => one.name === name && one.workspaceId === workspaceId);

  return {
    apiUrl: `${baseUrl}/api/`,
    authorizationUrl: `${baseUrl}/oauth/v2/authorize`,
    botToken: team.botToken,
    appToken: app.appToken,
    signingSecret: app.signingSecret,
    clientId: app.clientId,
    clientSecret: app.clientSecret,
    team,
    botMention: `<@${team.botUserId}>`,

    user: (name, { workspace = team, ...options } = {}) => {
      const key = `${workspace.id} ${name}`;
      const known = people.get(key);
      if (known) return known;
      const id = world.nextId('U');
      world.users.set(id, { ...newUser(id, workspace.id, name), ...options });
      const person = createPerson(backstage, id);
      people.set(key, person);
      return person;
    },
    profileOf: ({ id }) => userOf(world, id),
    channel: (name, { workspace = team, ...options } = {}) => {
      const known = findChannel(name, workspace.id);
      if (known) return known;
      const { kind = 'public', withBot = true, members = [], topic = '' } = options;
      const channel: Channel = {
        id: world.nextId('C'),
        workspaceId: workspace.id,
        name,
        kind,
        topic,
        isArchived: options.archived ?? false,
        isExtShared: options.isExtShared ?? false,
        members: new Set([...members.map(({ id }) => id), ...(withBot ? [workspace.botUserId] : [])]),
        messages: [],
        lastTsMicros: 0,
      };
      world.channels.set(channel.id, channel);
      return channel;
    },
    workspace: addWorkspace,
    otherBot: (name, { workspace = team } = {}) => {
      const userId = world.nextId('U');
      const botId = world.nextId('B');
      const appId = world.nextId('A');
      world.users.set(userId, { ...newUser(userId, workspace.id, name), isBot: true });
      return {
        userId,
        botId,
        says: async (channel, said, { thread, classic = false } = {}) => {
          const message: StoredMessage = {
            channelId: channel.id,
            ts: world.nextTs(channel),
            botId,
            appId,
            text: said,
            files: [],
            reactions: new Map(),
            ...(classic ? { subtype: 'bot_message' as const, username: name } : { userId }),
            ...(thread && { threadTs: thread }),
          };
          channel.messages.push(message);
          void Promise.all(events.posted(message));
          changed();
          return message;
        },
      };
    },
    grant,
    setScopes: (botToken, granted) => {
      const token = world.tokens.get(botToken);
      if (!token) throw new Error('There is no such token here.');
      token.scopes = new Set(granted);
    },
    revoke: async (botToken) => {
      const token = world.tokens.get(botToken);
      if (!token) throw new Error('There is no such token here.');
      token.revoked = true;
      const { botUserId, id } = workspaceOf(world, token.workspaceId);
      void events.emit(id, { type: 'tokens_revoked', tokens: { oauth: [], bot: [botUserId] } });
    },
    uninstall: async (workspace = team) => {
      const { id, botUserId } = workspaceOf(world, workspace.id);
      workspaceOf(world, id).installed = false;
      const afterUninstall = { afterUninstall: true };
      void events.emit(
        id,
        { type: 'tokens_revoked', tokens: { oauth: [], bot: [botUserId] } },
        afterUninstall,
      );
      void events.emit(id, { type: 'app_uninstalled' }, afterUninstall);
    },

    sendEventsTo: async (requestUrl) => {
      const { signingSecret } = app;
      const transport = createHttpEvents({ clock, requestUrl, signingSecret, closing: closing.signal });
      await transport.verifyUrl(world.nextId('challenge'));
      httpEvents = transport;
    },
    sockets: socketMode.sockets,
    faults,
    expireStreams: () => {
      for (const { messages } of world.channels.values()) {
        for (const { stream } of messages) if (stream?.state === 'in_progress') stream.state = 'errored';
      }
      changed();
    },

    messagesIn: (channel, thread) => {
      const { messages } = channelOf(world, idOf(channel));
      for (const { stream } of messages) if (stream) settleStream(world, stream);
      return thread === undefined
        ? messages
        : messages.filter(({ ts, threadTs }) => ts === thread || threadTs === thread);
    },
    ephemeralFor: ({ id }) => world.ephemerals.filter(({ userId }) => userId === id),
    statusOf: (thread) => standingStatus(world, keyOf(thread)),
    sessionOf: (thread) => world.sessions.get(keyOf(thread)),
    suggestedPromptsIn: (place) =>
      world.suggestedPrompts.get('ts' in place ? keyOf(place) : threadKey(place.id, '')),
    openView: ({ id }) => world.modals.get(id)?.at(-1),
    homeOf: ({ id }) => world.homes.get(id),
    get calls() {
      return webApi.calls;
    },
    callsTo: (method) => webApi.calls.filter((call) => call.method === method),
    until: (find, what = 'something') =>
      new Promise((resolve, reject) => {
        const end = (settle: () => void) => {
          watchers.delete(look);
          closing.signal.removeEventListener('abort', giveUp);
          settle();
        };
        const giveUp = () =>
          end(() => reject(new Error(`The loopback Slack closed while waiting for ${what}.`)));
        function look(): void {
          try {
            const found = find();
            if (found !== undefined && found !== false && found !== null) end(() => resolve(found));
          } catch (error) {
            end(() => reject(error));
          }
        }
        watchers.add(look);
        closing.signal.addEventListener('abort', giveUp);
        look();
      }),

    expectAllUsed: () => {
      const problems = [...complaints, ...faults.unused()];
      if (problems.length > 0) throw new Error(`The loopback Slack complains:\n- ${problems.join('\n- ')}`);
    },
    close: async () => {
      closing.abort();
      deliveries.close();
      await socketMode.close();
      const closed = new Promise<void>((resolve) => http.close(() => resolve()));
      http.closeAllConnections();
      await closed;
    },
  };
}

function newUser(id: string, workspaceId: string, name: string): User {
  const capital = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  return {
    id,
    workspaceId,
    name,
    realName: capital,
    displayName: capital,
    email: `${name}@example.com`,
    tz: 'Europe/London',
    tzOffsetSeconds: 0,
    locale: 'en-GB',
    isBot: false,
    deleted: false,
    isRestricted: false,
    isUltraRestricted: false,
    isAdmin: false,
    isOwner: false,
    isStranger: false,
  };
}
