import {
  type APIApplicationCommandOptionChoice,
  ApplicationCommandType,
  ChannelType,
  ComponentType,
  GatewayDispatchEvents,
  InteractionType,
  MessageFlags,
  PermissionFlagsBits,
} from 'discord-api-types/v10';
import { type CommandValues, commandInput, registered } from './command-input.ts';
import { directMessagesWith } from './direct-messages.ts';
import type { Faults } from './faults.ts';
import { storeFile } from './files.ts';
import { type FormValues, type GivenFile, submissionOf } from './form-submission.ts';
import { openInteraction } from './interactions.ts';
import { deleteMessage, editMessage, postMessage } from './messages.ts';
import { permissionsIn } from './permissions.ts';
import type { Place, Thread } from './places.ts';
import { changeReaction } from './reactions.ts';
import { type SeenMessage, seenMessage } from './reading.ts';
import { createThread } from './threads.ts';
import { untilTrue } from './until.ts';
import type { ChannelRecord, FirstAnswer, ShownForm, StoredMessage, UserRecord, World } from './world.ts';

/** Something a person did that the bot has to answer. Begun when the method returns; nothing has to be awaited. */
export interface Deed {
  /** The first answer. Fails where it comes after three seconds. */
  answer(): Promise<FirstAnswer>;
  /** The first answer that can be read: said at once, deferred and filled in, or the message that was updated. */
  message(): Promise<SeenMessage>;
  /** The form that was opened. */
  form(): Promise<ShownForm>;
}

export interface Person {
  readonly id: string;
  readonly name: string;
  /** `<@id>`; also what `${person}` gives. */
  readonly mention: string;
  /** Between this person and the bot. */
  readonly directMessages: Place;
  toString(): string;
  /** Where what they do takes place from now on. In direct messages until told. */
  goesTo(place: Place): void;
  says(place: Place, text: string, options?: { replyTo?: SeenMessage; files?: GivenFile[] }): SeenMessage;
  /** The same in direct messages. */
  writesToBot(text: string, options?: { files?: GivenFile[] }): SeenMessage;
  edits(message: SeenMessage, text: string): void;
  deletes(message: SeenMessage): void;
  reacts(message: SeenMessage, emoji: string): void;
  startsThread(place: Place, name: string, from?: SeenMessage): Thread;
  /** In a forum: a thread with its first message. */
  posts(forum: Place, title: string, text: string): Thread;
  presses(message: SeenMessage, label: string): Deed;
  /** By labels or values, in the message's only select or the one of that custom id. */
  chooses(message: SeenMessage, options: string | string[], customId?: string): Deed;
  runsCommand(name: string, values?: CommandValues): Deed;
  /** What is suggested while `typed` stands in that option; `values` are the options filled in before. */
  asksChoices(
    name: string,
    option: string,
    typed: string,
    values?: CommandValues,
  ): Promise<APIApplicationCommandOptionChoice[]>;
  usesContextMenu(name: string, message: SeenMessage): Deed;
  submits(form: ShownForm, values: FormValues): Deed;
  closesDirectMessages(): void;
  opensDirectMessages(): void;
}

export function createPerson(world: World, faults: Faults, record: UserRecord): Person {
  const { user } = record;
  const mention = `<@${user.id}>`;
  let whereabouts: string | undefined;

  const directMessages: Place = {
    get id() {
      return directMessagesWith(world, user.id).id;
    },
    name: `direct messages of ${user.username}`,
  };

  const channelOf = (place: { id: string }): ChannelRecord => {
    const channel = world.channels.get(place.id);
    if (!channel) throw new Error(`There is no channel ${place.id}.`);
    return channel;
  };
  const here = () => channelOf(whereabouts === undefined ? directMessages : { id: whereabouts });

  const mustBeAble = (channel: ChannelRecord, right: bigint, what: string) => {
    if ((permissionsIn(world, channel, user.id) & right) !== 0n) return;
    throw new Error(
      `${user.username} may not ${what} #${channel.name}: make them a member, or give the right.`,
    );
  };

  const say = (
    place: Place,
    text: string,
    { replyTo, files = [] }: { replyTo?: SeenMessage; files?: GivenFile[] },
  ) => {
    const channel = channelOf(place);
    mustBeAble(
      channel,
      channel.thread ? PermissionFlagsBits.SendMessagesInThreads : PermissionFlagsBits.SendMessages,
      'write in',
    );
    const attachments = files.map(({ name: filename, bytes, contentType = 'text/plain' }) =>
      storeFile(world, channel.id, { filename, bytes, contentType }),
    );
    const repliesTo = replyTo && find(replyTo).message;
    const stored = postMessage(world, channel, {
      author: user,
      content: text,
      attachments,
      ...(repliesTo && { repliesTo }),
    });
    return seenMessage(world, stored);
  };

  const find = (message: SeenMessage): StoredMessage => {
    const stored = channelOf({ id: message.channelId }).messages.get(message.id);
    if (!stored) throw new Error(`"${message.text.slice(0, 60)}" is not there any more.`);
    if (stored.ephemeralFor && stored.ephemeralFor !== user.id) {
      throw new Error(`${user.username} does not see "${message.text.slice(0, 60)}": it is private.`);
    }
    return stored;
  };

  const does = (
    type: Exclude<InteractionType, InteractionType.Ping>,
    channel: ChannelRecord,
    data: object,
    messageId?: string,
    openedBy?: ShownForm['openedBy'],
  ): Deed => {
    mustBeAble(channel, PermissionFlagsBits.ViewChannel, 'see');
    const { record: interaction, firstAnswer } = openInteraction(world, {
      type,
      userId: user.id,
      channel,
      data,
      isLate: faults.takeLateInteraction(),
      ...(messageId && { messageId }),
      ...(openedBy && { openedBy }),
    });
    return {
      answer: () => firstAnswer,
      async form() {
        const answer = await firstAnswer;
        if (answer.kind === 'form') return answer.form;
        throw new Error(`${user.username} expected a form and got: ${describe(answer)}.`);
      },
      async message() {
        const answer = await firstAnswer;
        if (answer.kind === 'form' || answer.kind === 'choices') {
          throw new Error(`${user.username} expected a message and got: ${describe(answer)}.`);
        }
        return untilTrue(world, `${user.username} waits for the deferred answer`, () => {
          const stored = channel.messages.get(interaction.originalId ?? '');
          if (!stored || (stored.message.flags ?? 0) & MessageFlags.Loading) return undefined;
          // An update that was deferred shows in the same message, by its edit.
          const isUnchanged = answer.kind === 'nothing-yet' && stored.message.edited_timestamp === null;
          return isUnchanged ? undefined : seenMessage(world, stored);
        });
      },
    };
  };

  const setDirectMessages = (dmsClosed: boolean) => {
    record.dmsClosed = dmsClosed;
  };

  return {
    id: user.id,
    name: user.username,
    mention,
    directMessages,
    toString: () => mention,
    goesTo(place) {
      whereabouts = place.id;
    },
    says: (place, text, options = {}) => say(place, text, options),
    writesToBot: (text, options = {}) => say(directMessages, text, options),
    edits(message, text) {
      editMessage(world, channelOf({ id: message.channelId }), find(message), { content: text });
    },
    deletes(message) {
      deleteMessage(world, channelOf({ id: message.channelId }), find(message));
    },
    reacts(message, emoji) {
      changeReaction(world, channelOf({ id: message.channelId }), find(message).message, {
        userId: user.id,
        emoji,
        t: GatewayDispatchEvents.MessageReactionAdd,
      });
    },
    startsThread(place, name, from) {
      const thread = createThread(world, channelOf(place), {
        name,
        ownerId: user.id,
        ...(from && { from: find(from) }),
      });
      return { id: thread.id, name };
    },
    posts(forum, title, text) {
      const parent = channelOf(forum);
      if (parent.type !== ChannelType.GuildForum) throw new Error(`${forum.name} is no forum.`);
      const thread = createThread(world, parent, { name: title, ownerId: user.id });
      postMessage(world, thread, { author: user, content: text });
      return { id: thread.id, name: title };
    },
    presses(message, label) {
      const { buttons } = seenMessage(world, find(message));
      const button = buttons.find((one) => one.label === label && one.customId !== undefined);
      if (!button || button.isDisabled) {
        const labels = buttons.map((one) => `${one.label}${one.isDisabled ? ' (disabled)' : ''}`).join(', ');
        throw new Error(`${user.username} cannot press "${label}". There is: ${labels || 'no button'}.`);
      }
      const data = { component_type: ComponentType.Button, custom_id: button.customId };
      return does(InteractionType.MessageComponent, channelOf({ id: message.channelId }), data, message.id);
    },
    chooses(message, wanted, customId) {
      const { selects } = seenMessage(world, find(message));
      const select = selects.find((one) => customId === undefined || one.customId === customId);
      if (!select) throw new Error(`There is no select ${customId ?? ''} in "${message.text.slice(0, 60)}".`);
      const values = [wanted].flat().map((choice) => {
        const option = select.options.find((one) => one.label === choice || one.value === choice);
        if (option || select.type !== ComponentType.StringSelect) return option?.value ?? choice;
        throw new Error(
          `No option "${choice}". There is: ${select.options.map((one) => one.label).join(', ')}.`,
        );
      });
      const data = { component_type: select.type, custom_id: select.customId, values };
      return does(InteractionType.MessageComponent, channelOf({ id: message.channelId }), data, message.id);
    },
    runsCommand(name, values = {}) {
      const channel = here();
      const data = commandInput(world, { name, values, guildId: channel.guildId });
      return does(InteractionType.ApplicationCommand, channel, data);
    },
    async asksChoices(name, option, typed, values = {}) {
      const channel = here();
      const data = commandInput(world, {
        name,
        values: { ...values, [option]: typed },
        focused: option,
        guildId: channel.guildId,
      });
      const answer = await does(InteractionType.ApplicationCommandAutocomplete, channel, data).answer();
      return answer.kind === 'choices' ? answer.choices : [];
    },
    usesContextMenu(name, message) {
      const channel = channelOf({ id: message.channelId });
      const target = find(message).message;
      const command = registered(world, ApplicationCommandType.Message, name, channel.guildId);
      const data = {
        id: command.id,
        name,
        type: ApplicationCommandType.Message,
        target_id: message.id,
        resolved: { messages: { [message.id]: target } },
      };
      return does(InteractionType.ApplicationCommand, channel, data);
    },
    submits(form, values) {
      if (form.userId !== user.id) throw new Error(`${user.username} does not see "${form.data.title}".`);
      world.forms.delete(user.id);
      const data = submissionOf(world, form, values);
      const channel = channelOf({ id: form.channelId });
      return does(InteractionType.ModalSubmit, channel, data, form.messageId, form.openedBy);
    },
    closesDirectMessages: () => setDirectMessages(true),
    opensDirectMessages: () => setDirectMessages(false),
  };
}

function describe(answer: FirstAnswer): string {
  return answer.kind === 'message' ? `the message "${answer.message.content.slice(0, 80)}"` : answer.kind;
}
