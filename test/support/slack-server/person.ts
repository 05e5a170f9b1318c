import { randomUUID } from 'node:crypto';
import type { Backstage } from './backstage.ts';
import type { Outcome } from './deliveries.ts';
import {
  type Action,
  blockAction,
  blockSuggestion,
  type FieldInput,
  filledIn,
  findButton,
  findField,
  globalShortcut,
  interactiveOn,
  isEmpty,
  messageShortcut,
  type Surface,
  slashCommand,
  viewClosed,
  viewSubmission,
} from './interactions.ts';
import { sayThrough } from './response-urls.ts';
import { richTextOf } from './rich-text.ts';
import { isRecord } from './shape-check.ts';
import { mimetypeOf } from './web-api/files.ts';
import { addReaction, removeReaction } from './web-api/reactions.ts';
import { closeViews, pushView, readView, replaceView } from './web-api/views.ts';
import { wireView } from './wire.ts';
import type { Channel, StoredFile, StoredMessage, StoredView, User } from './world.ts';
import {
  channelOf,
  directChannel,
  findMessage,
  nowSeconds,
  nowTs,
  settleStream,
  threadKey,
  userOf,
  workspaceOf,
} from './world.ts';

/** A message, as far as one must know it to point at it. */
export interface MessageRef {
  channelId: string;
  ts: string;
  threadTs?: string;
}

/** What somebody just wrote. */
export interface Said extends MessageRef {
  /** The thread's root: the message itself where it began one. */
  thread: string;
  /** Whether the app acknowledged every event about it, retries included. Waits as long as Slack would. */
  acknowledged: Promise<boolean>;
}

export interface SayOptions {
  /** A root's timestamp, or any message of the thread. */
  thread?: string | MessageRef;
  files?: Array<{ name: string; content: Buffer | string; mimetype?: string }>;
}

/** How the app took a press, a command or a form. */
export interface Answered {
  /** False where a person would see a warning sign: nobody there, no answer within three seconds, or an error. */
  acknowledged: boolean;
  /** Why not. */
  reason?: string;
  /** What came with the acknowledgement. */
  body: unknown;
}

export interface Submitted extends Answered {
  /** What happened to the modal. `failed` where the app did not acknowledge. */
  action: 'closed' | 'errors' | 'update' | 'push' | 'clear' | 'failed';
  /** By block id. */
  errors: Record<string, string>;
}

/**
 * A person in a workspace. What they write arrives as they are given here, in Slack's own notation (`<@U…>`, `&lt;`):
 * clients have made that of what was typed.
 */
export interface Person {
  readonly id: string;
  readonly name: string;
  /** `<@U…>`. */
  readonly mention: string;
  /** The direct messages with the bot. */
  readonly dm: Channel;

  says(channel: Channel | string, text: string, options?: SayOptions): Promise<Said>;
  edits(message: MessageRef, text: string): Promise<void>;
  deletes(message: MessageRef): Promise<void>;
  reacts(message: MessageRef, emoji: string): Promise<void>;
  unreacts(message: MessageRef, emoji: string): Promise<void>;

  /** A button by its words or its action id, on a message (also one for this person alone) or a view. */
  presses(where: MessageRef | StoredView, button: string): Promise<Answered>;
  /** Chooses in a menu, radio group, checkboxes or picker that stands outside an input block. */
  chooses(where: MessageRef | StoredView, field: string, choice: FieldInput): Promise<Answered>;
  /** Types in a field of a view. Sends something only where the block dispatches on each character: once, not per key. */
  types(view: StoredView, field: string, text: string): Promise<Answered | undefined>;
  /** Types into an external select, and gets what the app offers. */
  searches(view: StoredView, field: string, text: string): Promise<Answered>;
  /** Fields by block id, action id or label. Throws where Slack itself would not let the form go. */
  submits(view: StoredView, values?: Record<string, FieldInput>): Promise<Submitted>;
  closes(view: StoredView): Promise<Answered | undefined>;

  runsCommand(command: string, text?: string, options?: { in?: Channel | string }): Promise<Answered>;
  /** On a message, or from the search bar without one. */
  usesShortcut(callbackId: string, message?: MessageRef): Promise<Answered>;
  opensHome(): Promise<void>;
  /** Opens the direct messages: `app_home_opened` with `tab: messages`. */
  opensMessages(): Promise<void>;
  /** Slack's Stop button in a thread where the app is at work. */
  stopsSession(thread: MessageRef): Promise<void>;

  joins(channel: Channel | string): Promise<void>;
  leaves(channel: Channel | string): Promise<void>;
  invitesBot(channel: Channel | string): Promise<void>;
  removesBot(channel: Channel | string): Promise<void>;
}

export function createPerson(backstage: Backstage, userId: string): Person {
  const { world, events, deliveries, changed } = backstage;
  const me = (): User => userOf(world, userId);
  const dm = directChannel(world, me()).channel;
  const { botUserId } = workspaceOf(world, me().workspaceId);

  const channelFrom = (channel: Channel | string) =>
    channelOf(world, typeof channel === 'string' ? channel : channel.id);

  function messageFrom({ channelId, ts }: MessageRef): StoredMessage {
    const message = findMessage(world, channelId, ts);
    if (!message) throw new Error(`There is no message ${ts} in ${channelId}.`);
    return message;
  }

  function surfaceFrom(where: MessageRef | StoredView): Surface {
    if (!('ts' in where)) return { kind: 'view', view: where };
    const message = findMessage(world, where.channelId, where.ts);
    if (message) return { kind: 'message', message };
    const ephemeral = world.ephemerals.find(
      ({ channelId, ts, userId: whose }) =>
        channelId === where.channelId && ts === where.ts && whose === userId,
    );
    if (ephemeral) return { kind: 'ephemeral', message: ephemeral };
    throw new Error(`${me().name} sees no message ${where.ts} in ${where.channelId}.`);
  }

  async function interact(type: string, payload: object): Promise<Answered> {
    return answered(await deliveries.send({ kind: 'interactive', type, payload }));
  }

  async function act(surface: Surface, action: Action): Promise<Answered> {
    return interact('block_actions', blockAction(backstage, me(), surface, action));
  }

  function fill(view: StoredView, field: string, given: FieldInput): Action {
    const { blockId, actionId, element } = findField({ kind: 'view', view }, field);
    const state = filledIn(element, given);
    view.values[blockId] = { ...view.values[blockId], [actionId]: state };
    const { type, ...detail } = state;
    return { blockId, actionId, type, detail };
  }

  function follow(view: StoredView, outcome: Answered): Submitted {
    const answer = isRecord(outcome.body) ? outcome.body : {};
    const end = (action: Submitted['action'], errors = {}): Submitted => ({ ...outcome, action, errors });
    if (!outcome.acknowledged) return end('failed');
    switch (answer.response_action) {
      case 'errors':
        view.errors = isRecord(answer.errors) ? (answer.errors as Record<string, string>) : {};
        for (const blockId of Object.keys(view.errors)) {
          if (!view.blocks.some((one) => one.type === 'input' && one.block_id === blockId)) {
            throw new Error(`The app found fault with "${blockId}", which is no input block of its view.`);
          }
        }
        return end('errors', view.errors);
      case 'update':
        replaceView(world, view, readView(answer.view));
        return end('update');
      case 'push':
        pushView(world, userId, readView(answer.view));
        return end('push');
      case 'clear':
        closeViews(backstage, userId, 'all');
        return end('clear');
      default:
        closeViews(backstage, userId, 'top');
        return end('closed');
    }
  }

  async function memberEvent(
    type: 'member_joined_channel' | 'member_left_channel',
    { who, channel, inviter }: { who: string; channel: Channel; inviter?: string },
  ): Promise<void> {
    const event = {
      user: who,
      channel: channel.id,
      channel_type: channel.kind === 'private' ? 'G' : 'C',
      team: channel.workspaceId,
      event_ts: nowTs(world),
    };
    void events.emit(
      channel.workspaceId,
      type === 'member_left_channel' ? { ...event, type } : { ...event, type, ...(inviter && { inviter }) },
      { channel },
    );
    changed();
  }

  async function opens(tab: 'home' | 'messages'): Promise<void> {
    const home = world.homes.get(userId);
    void events.emit(me().workspaceId, {
      type: 'app_home_opened',
      user: userId,
      channel: dm.id,
      tab,
      event_ts: nowTs(world),
      // The type knows views as the app writes them; Slack sends them as it keeps them.
      ...(tab === 'home' && home && { view: wireView(world, home) as never }),
    });
  }

  return {
    id: userId,
    name: me().name,
    mention: `<@${userId}>`,
    dm,

    says: async (place, text, { thread, files = [] } = {}) => {
      const user = me();
      const channel = channelFrom(place);
      if (user.deleted) throw new Error(`${user.name} has been deactivated and says nothing.`);
      if (channel.isArchived) throw new Error(`#${channel.name} is archived: nobody can write there.`);
      if (!channel.members.has(userId)) {
        if (channel.kind !== 'public') throw new Error(`${user.name} is not in #${channel.name}.`);
        channel.members.add(userId);
      }
      const threadTs = typeof thread === 'string' ? thread : thread && (thread.threadTs ?? thread.ts);
      if (threadTs) messageFrom({ channelId: channel.id, ts: threadTs });
      const message: StoredMessage = {
        channelId: channel.id,
        ts: world.nextTs(channel),
        userId,
        text,
        clientMsgId: randomUUID(),
        files: files.map((file) => keepFile(backstage, user, file)),
        reactions: new Map(),
        ...(threadTs && { threadTs }),
        ...(text && { blocks: [richTextOf(text, world.nextId('b').toLowerCase())] }),
        ...(files.length > 0 && { subtype: 'file_share' as const }),
      };
      channel.messages.push(message);
      const outcomes = events.posted(message);
      changed();
      return {
        channelId: channel.id,
        ts: message.ts,
        ...(threadTs && { threadTs }),
        thread: threadTs ?? message.ts,
        acknowledged: Promise.all(outcomes).then((all) => all.every(({ acknowledged }) => acknowledged)),
      };
    },
    edits: async (ref, text) => {
      const message = messageFrom(ref);
      if (message.userId !== userId) throw new Error(`${me().name} can only edit their own messages.`);
      const before = { ...message };
      Object.assign(message, { text, editedTs: nowTs(world), blocks: [richTextOf(text, world.nextId('b'))] });
      void events.changed(message, before);
      changed();
    },
    deletes: async (ref) => {
      const message = messageFrom(ref);
      const { messages } = channelOf(world, message.channelId);
      messages.splice(messages.indexOf(message), 1);
      void events.deleted(message);
      changed();
    },
    reacts: async (ref, emoji) => {
      addReaction(backstage, messageFrom(ref), emoji, userId);
      changed();
    },
    unreacts: async (ref, emoji) => {
      removeReaction(backstage, messageFrom(ref), emoji, userId);
      changed();
    },

    presses: async (where, button) => {
      const surface = surfaceFrom(where);
      return act(surface, findButton(surface, button));
    },
    chooses: async (where, field, choice) => {
      const surface = surfaceFrom(where);
      if (surface.kind === 'view') return act(surface, fill(surface.view, field, choice));
      const { blockId, actionId, element } = findField(surface, field);
      const { type, ...detail } = filledIn(element, choice);
      return act(surface, { blockId, actionId, type, detail });
    },
    types: async (view, field, text) => {
      const action = fill(view, field, text);
      const { block, element } = findField({ kind: 'view', view }, field);
      const config = isRecord(element.dispatch_action_config) ? element.dispatch_action_config : {};
      const triggers = Array.isArray(config.trigger_actions_on) ? config.trigger_actions_on : [];
      // D: without a configuration it is sent on Enter alone.
      const dispatches = block.dispatch_action === true && triggers.includes('on_character_entered');
      return dispatches ? act({ kind: 'view', view }, action) : undefined;
    },
    searches: async (view, field, value) => {
      const { blockId, actionId } = findField({ kind: 'view', view }, field);
      const payload = blockSuggestion(backstage, me(), view, { blockId, actionId, value });
      return interact('block_suggestion', payload);
    },
    submits: async (view, values = {}) => {
      if (world.modals.get(userId)?.at(-1) !== view)
        throw new Error(`That view is not on top for ${me().name}.`);
      if (view.submit === undefined) throw new Error(`"${view.title}" has no button to send it.`);
      for (const [field, given] of Object.entries(values)) fill(view, field, given);
      refuseIncomplete(view);
      view.errors = {};
      return follow(view, await interact('view_submission', viewSubmission(backstage, me(), view)));
    },
    closes: async (view) => {
      const all = view.clearOnClose;
      const payload = viewClosed(backstage, me(), view, all);
      closeViews(backstage, userId, all ? 'all' : 'top');
      changed();
      return view.notifyOnClose ? interact('view_closed', payload) : undefined;
    },

    runsCommand: async (command, text = '', options = {}) => {
      const channel = options.in ? channelFrom(options.in) : dm;
      const payload = slashCommand(backstage, me(), { command, text, channel });
      const outcome = answered(await deliveries.send({ kind: 'slash_commands', type: command, payload }));
      const said = typeof outcome.body === 'string' ? { text: outcome.body } : outcome.body;
      if (isRecord(said) && (said.text || said.blocks)) {
        const { workspaceId } = me();
        sayThrough(backstage, { channelId: channel.id, userId, workspaceId }, said);
        changed();
      }
      return outcome;
    },
    usesShortcut: async (callbackId, ref) =>
      ref
        ? interact(
            'message_action',
            messageShortcut(backstage, me(), { callbackId, message: messageFrom(ref) }),
          )
        : interact('shortcut', globalShortcut(backstage, me(), callbackId)),
    opensHome: () => opens('home'),
    opensMessages: () => opens('messages'),
    stopsSession: async ({ channelId, ts, threadTs = ts }) => {
      const streams = channelOf(world, channelId).messages.filter(
        (message) =>
          message.threadTs === threadTs &&
          message.stream &&
          settleStream(world, message.stream).state === 'in_progress',
      );
      const session = world.sessions.get(threadKey(channelId, threadTs));
      if (session?.status !== 'processing' && streams.length === 0) {
        throw new Error('There is no Stop button: nothing is streaming, and no session is processing.');
      }
      for (const { stream } of streams) {
        if (stream) Object.assign(stream, { state: 'completed', stoppedByUser: true });
      }
      void events.emit(me().workspaceId, {
        type: 'agent_session_stopped',
        channel: channelId,
        user: userId,
        thread_ts: threadTs,
        streaming_message_ts: streams.map((message) => message.ts),
        event_ts: nowTs(world),
      });
      changed();
    },

    joins: async (place) => {
      const channel = channelFrom(place);
      channel.members.add(userId);
      if (channel.members.has(botUserId))
        await memberEvent('member_joined_channel', { who: userId, channel });
    },
    leaves: async (place) => {
      const channel = channelFrom(place);
      channel.members.delete(userId);
      if (channel.members.has(botUserId)) await memberEvent('member_left_channel', { who: userId, channel });
    },
    invitesBot: async (place) => {
      const channel = channelFrom(place);
      channel.members.add(botUserId);
      await memberEvent('member_joined_channel', { who: botUserId, channel, inviter: userId });
    },
    removesBot: async (place) => {
      const channel = channelFrom(place);
      channel.members.delete(botUserId);
      await memberEvent('member_left_channel', { who: botUserId, channel });
    },
  };
}

function answered(outcome: Outcome): Answered {
  return outcome.acknowledged
    ? { acknowledged: true, body: outcome.body }
    : { acknowledged: false, reason: outcome.reason, body: undefined };
}

/** What Slack's own client sees to before a form goes: required fields, and the lengths that an input asks for. */
function refuseIncomplete(view: StoredView): void {
  for (const { block, blockId, element } of interactiveOn({ kind: 'view', view })) {
    if (block.type !== 'input') continue;
    const state = view.values[blockId]?.[String(element.action_id)];
    const label = isRecord(block.label) ? block.label.text : blockId;
    if (isEmpty(state)) {
      if (block.optional !== true) throw new Error(`Slack does not send the form: "${label}" is required.`);
      continue;
    }
    const length = String(state?.value ?? '').length;
    const { min_length: least, max_length: most } = element;
    if ((typeof least === 'number' && length < least) || (typeof most === 'number' && length > most)) {
      throw new Error(`Slack does not send the form: "${label}" has ${length} characters.`);
    }
  }
}

function keepFile(
  { world }: Backstage,
  user: User,
  {
    name,
    content,
    mimetype = mimetypeOf(name),
  }: { name: string; content: Buffer | string; mimetype?: string },
): StoredFile {
  const bytes = Buffer.from(content);
  const file: StoredFile = {
    id: world.nextId('F'),
    workspaceId: user.workspaceId,
    name,
    title: name,
    mimetype,
    content: bytes,
    declaredBytes: bytes.length,
    userId: user.id,
    createdSeconds: nowSeconds(world),
    completed: true,
  };
  world.files.set(file.id, file);
  return file;
}
