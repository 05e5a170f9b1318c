import {
  type APIApplicationCommand,
  type APIApplicationCommandOptionChoice,
  type APIMessage,
  type APIMessageInteractionMetadata,
  type APIModalInteractionResponseCallbackData,
  type APIOverwrite,
  type APIRole,
  type APIUser,
  ApplicationFlags,
  type ChannelType,
  type GatewayDispatchPayload,
  type InteractionResponseType,
  type InteractionType,
  type Locale,
} from 'discord-api-types/v10';
import type { Clock } from '../../../src/ports/clock.ts';

/** A gateway event before a session gives it a number. */
export type WorldEvent = GatewayDispatchPayload extends infer Payload
  ? Payload extends { t: infer Type; d: infer Data }
    ? { t: Type; d: Data }
    : never
  : never;

export interface UserRecord {
  user: APIUser;
  locale: Locale;
  /** As after "no direct messages from server members": 50007 for the bot. */
  dmsClosed: boolean;
  /** The channel with the bot, once there is one. */
  dmChannelId?: string;
}

export interface MemberRecord {
  userId: string;
  nick: string | null;
  roles: string[];
  joinedAt: string;
}

export interface GuildRecord {
  id: string;
  name: string;
  ownerId: string;
  preferredLocale: Locale;
  /** False where the bot is there only through a user's own installation. */
  hasBot: boolean;
  roles: Map<string, APIRole>;
  members: Map<string, MemberRecord>;
}

export interface ThreadRecord {
  parentId: string;
  ownerId: string;
  archived: boolean;
  locked: boolean;
  autoArchiveMinutes: 60 | 1_440 | 4_320 | 10_080;
  changedAt: string;
  memberIds: Set<string>;
  appliedTags: string[];
}

export interface StoredMessage {
  message: APIMessage;
  /** Whom it made a device ring for. Edits never do (discordjs/discord.js discussion #9483). */
  pinged: Pinged;
  /** Set on private answers: the only person who sees it. */
  ephemeralFor?: string;
  /** Of the webhook or interaction that may read and change it. */
  senderToken?: string;
  /** As a webhook asked for it; on the wire it would be a hash. */
  avatarUrl?: string;
  sentMs: number;
}

export interface Pinged {
  everyone: boolean;
  users: string[];
  roles: string[];
}

export interface ChannelRecord {
  id: string;
  type: ChannelType;
  name: string;
  guildId?: string;
  overwrites: APIOverwrite[];
  /** Of a direct message: the person, not the bot. */
  recipientId?: string;
  thread?: ThreadRecord;
  messages: Map<string, StoredMessage>;
  /** When the bot was last seen typing here. */
  typingMs?: number;
}

export interface WebhookRecord {
  id: string;
  token: string;
  channelId: string;
  name: string;
  creatorId: string;
}

export interface StoredFile {
  id: string;
  filename: string;
  contentType: string;
  bytes: Buffer;
}

/** What the person sees first of an answer to what they did. */
export type FirstAnswer =
  | { kind: 'message'; message: APIMessage; isPrivate: boolean }
  | { kind: 'waiting'; isPrivate: boolean }
  | { kind: 'nothing-yet' }
  | { kind: 'updated'; message: APIMessage }
  | { kind: 'choices'; choices: APIApplicationCommandOptionChoice[] }
  | { kind: 'form'; form: ShownForm };

export interface ShownForm {
  data: APIModalInteractionResponseCallbackData;
  userId: string;
  channelId: string;
  /** The message whose button opened it. */
  messageId?: string;
  /** What a message that answers it names as its cause. */
  openedBy?: APIMessageInteractionMetadata;
}

export interface InteractionRecord {
  id: string;
  token: string;
  type: InteractionType;
  userId: string;
  channelId: string;
  guildId?: string;
  createdMs: number;
  /** As if its three seconds were over. */
  isLate: boolean;
  isOnlyUserInstalled: boolean;
  messageId?: string;
  answeredWith?: InteractionResponseType;
  /** Whether what was deferred becomes private. */
  isPrivate: boolean;
  originalId?: string;
  followUps: number;
  metadata: APIMessageInteractionMetadata;
  settle(answer: FirstAnswer): void;
  fail(why: Error): void;
}

export interface World {
  readonly clock: Clock;
  /** Without a path. Known once the server listens. */
  origin: string;
  readonly token: string;
  readonly application: { id: string; ownerId: string; name: string; flags: ApplicationFlags };
  readonly bot: APIUser;
  readonly users: Map<string, UserRecord>;
  readonly guilds: Map<string, GuildRecord>;
  readonly channels: Map<string, ChannelRecord>;
  readonly webhooks: Map<string, WebhookRecord>;
  readonly commands: Map<string, APIApplicationCommand>;
  /** Day and scope → creations. */
  readonly commandCreations: Map<string, number>;
  /** By token. */
  readonly interactions: Map<string, InteractionRecord>;
  /** The form that each person has open, the last one shown. */
  readonly forms: Map<string, ShownForm>;
  /** What the bot's nonces stand for. */
  readonly nonces: Map<string, { channelId: string; messageId: string; sentMs: number }>;
  readonly files: Map<string, StoredFile>;
  nextId(): string;
  now(): string;
  publish(event: WorldEvent): void;
  /** Something that a test may wait for is different. */
  changed(): void;
  onEvent(listener: (event: WorldEvent) => void): void;
  onChange(listener: () => void): () => void;
}

interface WorldOptions {
  clock: Clock;
  token: string;
  applicationFlags: ApplicationFlags;
  botName: string;
}

const discordEpochMs = 1_420_070_400_000;

export function createWorld({ clock, token, applicationFlags, botName }: WorldOptions): World {
  let lastId = 0n;
  const eventListeners = new Set<(event: WorldEvent) => void>();
  const changeListeners = new Set<() => void>();

  /** A snowflake: time first, and always above the last, also where the clock stands still or goes back. */
  const nextId = () => {
    const fromClock = BigInt(Math.max(0, Math.floor(clock.nowMs()) - discordEpochMs)) << 22n;
    lastId = fromClock > lastId ? fromClock : lastId + 1n;
    return String(lastId);
  };
  const changed = () => {
    for (const listener of [...changeListeners]) listener();
  };

  const ownerId = nextId();
  const application = { id: nextId(), ownerId, name: botName, flags: applicationFlags };
  const bot: APIUser = {
    // A bot made since 2016 has its application's id.
    id: application.id,
    username: botName,
    global_name: null,
    discriminator: '0',
    avatar: null,
    bot: true,
  };

  return {
    clock,
    origin: '',
    token,
    application,
    bot,
    users: new Map(),
    guilds: new Map(),
    channels: new Map(),
    webhooks: new Map(),
    commands: new Map(),
    commandCreations: new Map(),
    interactions: new Map(),
    forms: new Map(),
    nonces: new Map(),
    files: new Map(),
    nextId,
    now: () => new Date(clock.nowMs()).toISOString(),
    publish: (event) => {
      for (const listener of eventListeners) listener(event);
      changed();
    },
    changed,
    onEvent: (listener) => void eventListeners.add(listener),
    onChange: (listener) => {
      changeListeners.add(listener);
      return () => void changeListeners.delete(listener);
    },
  };
}

export function userOf(world: World, id: string): APIUser | undefined {
  return id === world.bot.id ? world.bot : world.users.get(id)?.user;
}

/** Whether the message content intent is switched on for the application: REST asks this, the gateway each session. */
export function hasContentIntent(world: World): boolean {
  const { GatewayMessageContent, GatewayMessageContentLimited } = ApplicationFlags;
  return (world.application.flags & (GatewayMessageContent | GatewayMessageContentLimited)) !== 0;
}
