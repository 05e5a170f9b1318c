import type { types } from '@slack/bolt';
import type { Clock } from '../../../src/ports/clock.ts';
import { limits } from './limits.ts';

/** What this Slack knows. Plain data: who may see or change what is decided in `web-api/`. */
export interface World {
  readonly clock: Clock;
  readonly app: AppIdentity;
  readonly workspaces: Map<string, Workspace>;
  readonly tokens: Map<string, Token>;
  readonly users: Map<string, User>;
  readonly channels: Map<string, Channel>;
  readonly ephemerals: EphemeralMessage[];
  readonly files: Map<string, StoredFile>;
  readonly triggers: Map<string, Trigger>;
  readonly responseUrls: Map<string, ResponseUrl>;
  /** The modals a user has open, the lowest first. */
  readonly modals: Map<string, StoredView[]>;
  readonly homes: Map<string, StoredView>;
  readonly statuses: Map<string, ThreadStatus>;
  readonly sessions: Map<string, AgentSession>;
  readonly suggestedPrompts: Map<string, SuggestedPrompts>;
  /** Unique, and the same in every run. */
  nextId(prefix: string): string;
  /** Larger than every timestamp that this channel has had. */
  nextTs(channel: Channel): string;
}

export interface AppIdentity {
  id: string;
  name: string;
  appToken: string;
  clientId: string;
  clientSecret: string;
  signingSecret: string;
  /** Sent in payloads, checked by nobody since signatures. */
  verificationToken: string;
  /** `commercial` is held to 15 objects a page and, where rates are enforced, to one history request a minute. */
  distribution: 'internal' | 'commercial';
}

export interface Workspace {
  id: string;
  name: string;
  domain: string;
  botUserId: string;
  botId: string;
  installed: boolean;
}

export interface Token {
  value: string;
  kind: 'bot' | 'app';
  workspaceId: string;
  scopes: ReadonlySet<string>;
  expiresAtMs?: number;
  revoked: boolean;
}

export interface User {
  id: string;
  workspaceId: string;
  name: string;
  realName: string;
  displayName: string;
  email?: string;
  tz: string;
  tzOffsetSeconds: number;
  locale: string;
  isBot: boolean;
  deleted: boolean;
  isRestricted: boolean;
  isUltraRestricted: boolean;
  isAdmin: boolean;
  isOwner: boolean;
  /** Of another organisation, seen through Slack Connect. */
  isStranger: boolean;
  imageUrl?: string;
  /** Hours in which they are not to be disturbed, the next or present ones. */
  doNotDisturb?: { fromMs: number; untilMs: number };
}

export type ChannelKind = 'public' | 'private' | 'im';

export interface Channel {
  id: string;
  workspaceId: string;
  name: string;
  kind: ChannelKind;
  /** Of an `im`: who talks to the bot there. */
  userId?: string;
  topic: string;
  isArchived: boolean;
  isExtShared: boolean;
  members: Set<string>;
  messages: StoredMessage[];
  lastTsMicros: number;
}

export type AnyBlock = types.AnyBlock;

export interface Metadata {
  event_type: string;
  event_payload: Record<string, unknown>;
}

export interface StoredMessage {
  channelId: string;
  ts: string;
  threadTs?: string;
  userId?: string;
  botId?: string;
  appId?: string;
  subtype?: 'file_share' | 'bot_message' | 'thread_broadcast';
  text: string;
  blocks?: AnyBlock[];
  attachments?: unknown[];
  metadata?: Metadata;
  username?: string;
  iconEmoji?: string;
  iconUrl?: string;
  editedTs?: string;
  /** Given by a person's own client. */
  clientMsgId?: string;
  files: StoredFile[];
  reactions: Map<string, string[]>;
  stream?: StreamState;
}

export interface StreamState {
  state: 'in_progress' | 'completed' | 'errored';
  startedAtMs: number;
  /** The first content decides, and the other kind is refused from then on. */
  mode?: 'text' | 'chunks';
  recipientUserId?: string;
  stoppedByUser: boolean;
  parts: StreamPart[];
}

export type StreamPart =
  | { kind: 'text'; text: string }
  | { kind: 'blocks'; blocks: AnyBlock[] }
  | { kind: 'task'; id: string; title: string; status: string; details: string; output: string };

export interface EphemeralMessage {
  channelId: string;
  userId: string;
  ts: string;
  threadTs?: string;
  text: string;
  blocks?: AnyBlock[];
  username?: string;
}

export interface StoredFile {
  id: string;
  workspaceId: string;
  name: string;
  title: string;
  mimetype: string;
  altText?: string;
  content?: Buffer;
  declaredBytes: number;
  userId: string;
  createdSeconds: number;
  completed: boolean;
}

export interface Trigger {
  id: string;
  workspaceId: string;
  userId: string;
  issuedAtMs: number;
  exchanged: boolean;
}

export interface ResponseUrl {
  id: string;
  workspaceId: string;
  channelId: string;
  userId: string;
  issuedAtMs: number;
  uses: number;
  /** The message whose button was pressed; `replace_original` is about this one. */
  message?: { ts: string; ephemeral: boolean };
}

export interface FieldState {
  type: string;
  [name: string]: unknown;
}

export type ViewValues = Record<string, Record<string, FieldState>>;

export interface StoredView {
  id: string;
  workspaceId: string;
  userId: string;
  type: 'modal' | 'home';
  hash: string;
  rootId: string;
  previousId: string | null;
  callbackId: string;
  externalId: string;
  privateMetadata: string;
  clearOnClose: boolean;
  notifyOnClose: boolean;
  title?: string;
  submit?: string;
  close?: string;
  blocks: AnyBlock[];
  values: ViewValues;
  /** What the app said is wrong with the fields, by block id. */
  errors: Record<string, string>;
}

export interface ThreadStatus {
  status: string;
  loadingMessages: string[];
  setAtMs: number;
  username?: string;
}

export interface AgentSession {
  channelId: string;
  threadTs: string;
  status: 'active' | 'processing' | 'suspended' | 'closed';
  title: string;
}

export interface SuggestedPrompts {
  title: string;
  prompts: Array<{ title: string; message: string }>;
}

export function createWorld(clock: Clock, app: AppIdentity): World {
  const counters = new Map<string, number>();
  return {
    clock,
    app,
    workspaces: new Map(),
    tokens: new Map(),
    users: new Map(),
    channels: new Map(),
    ephemerals: [],
    files: new Map(),
    triggers: new Map(),
    responseUrls: new Map(),
    modals: new Map(),
    homes: new Map(),
    statuses: new Map(),
    sessions: new Map(),
    suggestedPrompts: new Map(),
    nextId: (prefix) => {
      const count = (counters.get(prefix) ?? 0) + 1;
      counters.set(prefix, count);
      return `${prefix}${String(count).padStart(8, '0')}`;
    },
    nextTs: (channel) => {
      const micros = Math.max(clock.nowMs() * 1000, channel.lastTsMicros + 1);
      channel.lastTsMicros = micros;
      return tsOf(micros);
    },
  };
}

function tsOf(micros: number): string {
  return `${Math.floor(micros / 1_000_000)}.${String(micros % 1_000_000).padStart(6, '0')}`;
}

export function nowTs(world: World): string {
  return tsOf(world.clock.nowMs() * 1000);
}

export function nowSeconds(world: World): number {
  return Math.floor(world.clock.nowMs() / 1000);
}

export function threadKey(channelId: string, threadTs: string): string {
  return `${channelId}:${threadTs}`;
}

export function findMessage(world: World, channelId: string, ts: string): StoredMessage | undefined {
  return world.channels.get(channelId)?.messages.find((message) => message.ts === ts);
}

export function workspaceOf(world: World, id: string): Workspace {
  const workspace = world.workspaces.get(id);
  if (!workspace) throw new Error(`There is no workspace ${id} here.`);
  return workspace;
}

export function channelOf(world: World, id: string): Channel {
  const channel = world.channels.get(id);
  if (!channel) throw new Error(`There is no channel ${id} here.`);
  return channel;
}

export function userOf(world: World, id: string): User {
  const user = world.users.get(id);
  if (!user) throw new Error(`There is no user ${id} here.`);
  return user;
}

/** The direct messages between a person and the bot, opened when they are first needed. */
export function directChannel(world: World, user: User): { channel: Channel; isNew: boolean } {
  for (const channel of world.channels.values()) {
    if (channel.kind === 'im' && channel.userId === user.id) return { channel, isNew: false };
  }
  const workspace = workspaceOf(world, user.workspaceId);
  const channel: Channel = {
    id: world.nextId('D'),
    workspaceId: user.workspaceId,
    name: 'directmessage',
    kind: 'im',
    userId: user.id,
    topic: '',
    isArchived: false,
    isExtShared: false,
    members: new Set([user.id, workspace.botUserId]),
    messages: [],
    lastTsMicros: 0,
  };
  world.channels.set(channel.id, channel);
  return { channel, isNew: true };
}

export function giveTrigger(world: World, user: User): string {
  const number = world.nextId('');
  const id = `${number}.${user.workspaceId.length}${number}.${Buffer.from(number).toString('hex')}`;
  world.triggers.set(id, {
    id,
    workspaceId: user.workspaceId,
    userId: user.id,
    issuedAtMs: world.clock.nowMs(),
    exchanged: false,
  });
  return id;
}

/** Slack takes a status away by itself: after two minutes, or when the app posts in the thread. */
export function standingStatus(world: World, key: string): ThreadStatus | undefined {
  const status = world.statuses.get(key);
  if (!status) return undefined;
  if (world.clock.nowMs() - status.setAtMs < limits.assistant.statusLifeMs) return status;
  world.statuses.delete(key);
  return undefined;
}

/** A stream that has run out ends by itself, whoever looks first. */
export function settleStream(world: World, stream: StreamState): StreamState {
  const ranOut = world.clock.nowMs() - stream.startedAtMs >= limits.stream.lifeMs;
  if (stream.state === 'in_progress' && ranOut) stream.state = 'errored';
  return stream;
}
