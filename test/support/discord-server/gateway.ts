import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import {
  type APIGatewayBotInfo,
  type APIMessage,
  ApplicationFlags,
  GatewayCloseCodes,
  GatewayDispatchEvents,
  GatewayOpcodes,
  GatewayIntentBits as Intent,
} from 'discord-api-types/v10';
import { type WebSocket, WebSocketServer } from 'ws';
import { isObject, type JsonObject } from './checks/form-check.ts';
import type { Faults, SessionFate } from './faults.ts';
import { intentFor, isVisible, shardFor } from './gateway-audience.ts';
import { gatewayLimits } from './limits.ts';
import { guildCreateView, memberView, needsContentIntent, withoutContent } from './views.ts';
import type { World, WorldEvent } from './world.ts';

export interface Gateway {
  url(): string;
  /** For `GET /gateway/bot`. */
  information(): APIGatewayBotInfo;
  /** Sockets that have identified or resumed. */
  connections(): number;
  drop(fate: SessionFate): void;
  /** Drops every socket and says hello to none before `end`. */
  goDown(): { end(fate: SessionFate): void };
  /** Op 7. */
  askToReconnect(): void;
  close(): void;
}

interface Session {
  id: string;
  shard: readonly [id: number, count: number];
  intents: number;
  sequence: number;
  /** What the client has not yet said to have seen, to be said again on resume. */
  unseen: Array<{ sequence: number; frame: string }>;
  socket: WebSocket | undefined;
}

interface GatewayOptions {
  http: Server;
  world: World;
  faults: Faults;
  shards: number;
}

const heartbeatIntervalMs = 41_250;
const dayMs = 24 * 60 * 60_000;

const privileged: ReadonlyArray<readonly [intent: Intent, needed: ApplicationFlags]> = [
  [Intent.GuildMembers, ApplicationFlags.GatewayGuildMembers | ApplicationFlags.GatewayGuildMembersLimited],
  [Intent.GuildPresences, ApplicationFlags.GatewayPresence | ApplicationFlags.GatewayPresenceLimited],
  [
    Intent.MessageContent,
    ApplicationFlags.GatewayMessageContent | ApplicationFlags.GatewayMessageContentLimited,
  ],
];
const everyIntent = Object.values(Intent).reduce<number>(
  (all, bit) => (typeof bit === 'number' ? all | bit : all),
  0,
);

/** Sessions over WebSocket: what a session misses while its socket is gone waits for its resume. */
export function startGateway({ http, world, faults, shards }: GatewayOptions): Gateway {
  const sessions = new Map<string, Session>();
  const sockets = new Set<WebSocket>();
  let withheldHellos: Array<() => void> | undefined;
  let identifies = { day: 0, used: 0 };

  const server = new WebSocketServer({ server: http });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.terminate());
    const hello = () => {
      send(socket, { op: GatewayOpcodes.Hello, d: { heartbeat_interval: heartbeatIntervalMs, _trace: [] } });
    };
    if (withheldHellos) withheldHellos.push(hello);
    else hello();
    converse(socket);
  });

  function converse(socket: WebSocket): void {
    let session: Session | undefined;
    let minute = { startMs: world.clock.nowMs(), sends: 0 };

    const refuse = (code: GatewayCloseCodes, why: string) => socket.close(code, why);
    const invalidSession = () => send(socket, { op: GatewayOpcodes.InvalidSession, d: false });

    const identify = (d: JsonObject) => {
      if (session) return refuse(GatewayCloseCodes.AlreadyAuthenticated, 'Already authenticated.');
      if (d.token !== world.token)
        return refuse(GatewayCloseCodes.AuthenticationFailed, 'Authentication failed.');
      const intents = Number(d.intents);
      if (!Number.isInteger(intents) || (intents & ~everyIntent) !== 0) {
        return refuse(GatewayCloseCodes.InvalidIntents, 'Invalid intent(s).');
      }
      const disallowed = privileged.some(
        ([intent, needed]) => (intents & intent) !== 0 && (world.application.flags & needed) === 0,
      );
      if (disallowed) return refuse(GatewayCloseCodes.DisallowedIntents, 'Disallowed intent(s).');
      const shard = readShard(d.shard);
      if (!shard) return refuse(GatewayCloseCodes.InvalidShard, 'Invalid shard.');
      const today = Math.floor(world.clock.nowMs() / dayMs);
      identifies = { day: today, used: identifies.day === today ? identifies.used + 1 : 1 };
      session = { id: randomUUID(), shard, intents, sequence: 0, unseen: [], socket };
      sessions.set(session.id, session);
      greet(session);
    };

    const resume = (d: JsonObject) => {
      if (session) return refuse(GatewayCloseCodes.AlreadyAuthenticated, 'Already authenticated.');
      if (d.token !== world.token)
        return refuse(GatewayCloseCodes.AuthenticationFailed, 'Authentication failed.');
      const known = sessions.get(String(d.session_id));
      if (!known) return invalidSession();
      const sequence = Number(d.seq);
      if (sequence > known.sequence) return refuse(GatewayCloseCodes.InvalidSeq, 'Invalid seq.');
      known.socket?.terminate();
      known.socket = socket;
      session = known;
      forgetSeen(known, sequence);
      for (const { frame } of known.unseen) socket.send(frame);
      dispatch(known, GatewayDispatchEvents.Resumed, { _trace: [] });
      world.changed();
    };

    socket.on('message', (raw) => {
      const now = world.clock.nowMs();
      if (now - minute.startMs >= 60_000) minute = { startMs: now, sends: 0 };
      minute.sends += 1;
      if (minute.sends > gatewayLimits.sendsPerMinute)
        return refuse(GatewayCloseCodes.RateLimited, 'Rate limited.');
      const payload = parse(String(raw));
      if (!payload) return refuse(GatewayCloseCodes.DecodeError, 'Error while decoding payload.');
      const d = isObject(payload.d) ? payload.d : {};
      switch (payload.op) {
        case GatewayOpcodes.Heartbeat:
          if (session && typeof payload.d === 'number') forgetSeen(session, payload.d);
          return send(socket, { op: GatewayOpcodes.HeartbeatAck });
        case GatewayOpcodes.Identify:
          return identify(d);
        case GatewayOpcodes.Resume:
          return resume(d);
        case GatewayOpcodes.PresenceUpdate:
          if (!session) return refuse(GatewayCloseCodes.NotAuthenticated, 'Not authenticated.');
          return;
        case GatewayOpcodes.RequestGuildMembers:
          if (!session) return refuse(GatewayCloseCodes.NotAuthenticated, 'Not authenticated.');
          return sendMembers(session, d);
        default:
          return refuse(GatewayCloseCodes.UnknownOpcode, 'Unknown opcode.');
      }
    });

    socket.on('close', (code) => {
      sockets.delete(socket);
      if (session?.socket !== socket) return;
      session.socket = undefined;
      // A client that says good-bye in these words ends its session (docs).
      if (code === 1_000 || code === 1_001) sessions.delete(session.id);
      world.changed();
    });
  }

  function greet(session: Session): void {
    const guilds = [...world.guilds.values()].filter(
      (guild) => guild.hasBot && shardFor(guild.id, session.shard[1]) === session.shard[0],
    );
    dispatch(session, GatewayDispatchEvents.Ready, {
      v: 10,
      user: { ...world.bot, verified: true, mfa_enabled: false, flags: 0 },
      guilds: guilds.map(({ id }) => ({ id, unavailable: true })),
      session_id: session.id,
      resume_gateway_url: url(),
      shard: session.shard,
      application: { id: world.application.id, flags: world.application.flags },
    });
    if (session.intents & Intent.Guilds) {
      for (const guild of guilds) {
        dispatch(session, GatewayDispatchEvents.GuildCreate, guildCreateView(world, guild));
      }
    }
    world.changed();
  }

  function sendMembers(session: Session, d: JsonObject): void {
    const guild = world.guilds.get(String(d.guild_id));
    if (!guild) return;
    const asked = d.user_ids === undefined ? undefined : [d.user_ids].flat().map(String);
    const members = [...guild.members.values()].filter(({ userId }) => asked?.includes(userId) ?? true);
    dispatch(session, GatewayDispatchEvents.GuildMembersChunk, {
      guild_id: guild.id,
      members: members.map((member) => memberView(world, member)),
      chunk_index: 0,
      chunk_count: 1,
      not_found: asked?.filter((id) => !guild.members.has(id)) ?? [],
      ...(d.nonce !== undefined && { nonce: d.nonce }),
    });
  }

  world.onEvent((event) => {
    const listening = [...sessions.values()].filter((session) => hears(session, event));
    if (listening.length === 0) return;
    const fault = faults.takeForEvent(event.t);
    if (fault?.kind === 'drop-before') {
      // What is kept is kept with the event that was lost on the way.
      for (const session of listening) session.socket?.terminate();
      for (const session of listening) session.socket = undefined;
      if (fault.session === 'lost') for (const session of listening) sessions.delete(session.id);
    }
    for (const session of listening) {
      const frame = dispatch(session, event.t, seenBy(session, event));
      if (fault?.kind === 'repeat') session.socket?.send(frame);
    }
  });

  function hears(session: Session, event: WorldEvent): boolean {
    const { guildId, channel } = audienceOf(event);
    if (shardFor(guildId, session.shard[1]) !== session.shard[0]) return false;
    const needed = intentFor(event.t, { isInGuild: guildId !== undefined });
    if (needed !== undefined && (session.intents & needed) === 0) return false;
    return needed === undefined || isVisible(world, guildId, channel);
  }

  function audienceOf({ t, d }: WorldEvent) {
    const fields = d as { id?: string; guild_id?: string; channel_id?: string };
    const isGuild = t === GatewayDispatchEvents.GuildCreate || t === GatewayDispatchEvents.GuildDelete;
    const channelId = fields.channel_id ?? (isGuild ? undefined : fields.id);
    return {
      guildId: isGuild ? fields.id : fields.guild_id,
      channel: channelId === undefined ? undefined : world.channels.get(channelId),
    };
  }

  function seenBy(session: Session, { t, d }: WorldEvent): unknown {
    const isMessage = t === GatewayDispatchEvents.MessageCreate || t === GatewayDispatchEvents.MessageUpdate;
    if (!isMessage || session.intents & Intent.MessageContent) return d;
    const message = d as APIMessage;
    const channel = world.channels.get(message.channel_id);
    return channel && needsContentIntent(world, channel, message) ? withoutContent(message) : message;
  }

  function dispatch(session: Session, t: string, d: unknown): string {
    session.sequence += 1;
    const frame = JSON.stringify({ op: GatewayOpcodes.Dispatch, s: session.sequence, t, d });
    session.unseen.push({ sequence: session.sequence, frame });
    session.socket?.send(frame);
    return frame;
  }

  function url(): string {
    return world.origin.replace('http:', 'ws:');
  }

  function drop(fate: SessionFate): void {
    if (fate === 'lost') sessions.clear();
    for (const session of sessions.values()) session.socket = undefined;
    for (const socket of sockets) socket.terminate();
    sockets.clear();
  }

  return {
    url,
    information: () => {
      const isToday = identifies.day === Math.floor(world.clock.nowMs() / dayMs);
      return {
        url: url(),
        shards,
        session_start_limit: {
          total: gatewayLimits.identifiesPerDay,
          remaining: gatewayLimits.identifiesPerDay - (isToday ? identifies.used : 0),
          reset_after: dayMs - (world.clock.nowMs() % dayMs),
          max_concurrency: 1,
        },
      };
    },
    connections: () => [...sessions.values()].filter((session) => session.socket !== undefined).length,
    drop,
    goDown() {
      withheldHellos = [];
      drop('kept');
      return {
        end(fate) {
          if (fate === 'lost') sessions.clear();
          const hellos = withheldHellos ?? [];
          withheldHellos = undefined;
          for (const hello of hellos) hello();
        },
      };
    },
    askToReconnect() {
      for (const session of sessions.values()) {
        if (session.socket) send(session.socket, { op: GatewayOpcodes.Reconnect, d: null });
      }
    },
    close() {
      for (const socket of sockets) socket.terminate();
      server.close();
    },
  };
}

function forgetSeen(session: Session, sequence: number): void {
  session.unseen = session.unseen.filter((one) => one.sequence > sequence);
}

function send(socket: WebSocket, payload: object): void {
  socket.send(JSON.stringify(payload));
}

function parse(text: string): JsonObject | undefined {
  try {
    const payload: unknown = JSON.parse(text);
    return isObject(payload) ? payload : undefined;
  } catch {
    return undefined;
  }
}

function readShard(value: unknown): [number, number] | undefined {
  if (value === undefined) return [0, 1];
  if (!Array.isArray(value)) return undefined;
  const [id, count] = value.map(Number);
  const isOne = id !== undefined && count !== undefined && id >= 0 && id < count;
  return isOne ? [id, count] : undefined;
}
