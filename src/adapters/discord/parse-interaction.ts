import {
  type APIApplicationCommandAutocompleteInteraction,
  type APIApplicationCommandInteraction,
  type APIInteraction,
  type APIMessage,
  type APIMessageComponentInteraction,
  type APIModalSubmitInteraction,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ComponentType,
  InteractionType,
} from 'discord-api-types/v10';
import type { IncomingForm, IncomingMessage, IncomingPress } from '../../domain/incoming.ts';
import type { ThreadRef } from '../../domain/thread-ref.ts';
import { type AboutMessage, aboutText, isAboutForm } from './ask-about-message.ts';
import {
  type AskOption,
  askCommandName,
  isAskOption,
  isPrivateCommand,
  setupCommandName,
} from './commands.ts';
import { authorOf } from './discord-author.ts';
import { type DiscordPlace, threadAt } from './discord-place.ts';
import { type DiscordSelf, roleName } from './discord-self.ts';
import { type FormPage, parseFormId } from './form-id.ts';
import { buttonsIn } from './in-components.ts';
import { placeOf, type Reach, reachOf, rootOfMessage } from './interaction-place.ts';
import { readContent } from './read-content.ts';
import { type FileInForm, filesInForm, readFormValues } from './read-form-values.ts';
import { isRolesButton, mayMakeRoles } from './setup-roles.ts';
import { madeAtMs, positionOf } from './snowflake.ts';
import { type KeptValue, keptIn } from './typed-values.ts';

/** Everything that an interaction can be to us. */
export type DiscordInteraction = { reach: Reach } & (
  | { kind: 'message'; event: IncomingMessage; isPrivate: boolean }
  /** `page` and `kept` matter where the press opens a form: which part of it, and what was typed before. */
  | { kind: 'press'; event: IncomingPress; page: FormPage; kept: KeptValue[] }
  /** The event has the values of this page; those of earlier ones are in `kept`. Files stand in the place of texts. */
  | { kind: 'form'; event: IncomingForm; page: FormPage; kept: KeptValue[]; files: FileInForm[] }
  /** Wants suggestions for an option while it is typed; `agent` is what that option holds already. */
  | { kind: 'choices'; option: AskOption; typed: string; agent: string | undefined }
  /** About roles for the agents: what would be done, or, confirmed, that it be done. */
  | { kind: 'setup-roles'; guildId: string; isAllowed: boolean; isConfirmed: boolean }
  /** Wants the form of ask-about-message.ts. Its modal belongs to `thread`. */
  | { kind: 'about-message'; about: AboutMessage; thread: ThreadRef }
);

/**
 * An interaction in the program's own words. Nothing for what we have never offered.
 *
 * @param known The place, where the caller knows more of it than the interaction tells (the root of a command's thread).
 */
export function parseInteraction(
  interaction: APIInteraction,
  self: DiscordSelf,
  known?: DiscordPlace,
): DiscordInteraction | undefined {
  const place = known ?? placeOf(interaction);
  if (!place) return undefined;
  const reach = reachOf(interaction);
  switch (interaction.type) {
    case InteractionType.ApplicationCommand:
      return commandAs(interaction, self, place, reach);
    case InteractionType.ApplicationCommandAutocomplete:
      return choicesFor(interaction, reach);
    case InteractionType.MessageComponent:
      return pressAs(interaction, place, reach);
    case InteractionType.ModalSubmit:
      return formAs(interaction, place, reach);
    default:
      return undefined;
  }
}

/** Undefined without an account: then there is nobody to answer. */
function commonOf(interaction: APIInteraction, thread: ThreadRef) {
  const user = interaction.member?.user ?? interaction.user;
  return (
    user && {
      id: `discord:${interaction.id}`,
      thread,
      author: authorOf(user, interaction.member),
      position: positionOf(interaction.id),
      sentAtMs: madeAtMs(interaction.id),
    }
  );
}

function commandAs(
  interaction: APIApplicationCommandInteraction,
  self: DiscordSelf,
  place: DiscordPlace,
  reach: Reach,
): DiscordInteraction | undefined {
  const { data } = interaction;
  // A command has no message: in a channel the interaction itself begins the thread.
  const thread = threadAt(place, interaction.id);
  if (data.type === ApplicationCommandType.Message) {
    const target = data.resolved.messages[data.target_id];
    const about = target && { messageId: target.id, text: wordsOf(target.content, self, target) };
    return about && { kind: 'about-message', reach, about, thread: threadAt(place, target.id) };
  }
  const common = commonOf(interaction, thread);
  if (!common || data.type !== ApplicationCommandType.ChatInput) return undefined;
  if (data.name === setupCommandName) return setupOf(interaction, reach, false);
  const options = stringsOf(data.options ?? []);
  const text = wordsOf(
    data.name === askCommandName ? askText(options) : commandText(data.name, options),
    self,
  );
  const isPrivate = isPrivateCommand(data.name);
  return { kind: 'message', reach, isPrivate, event: { kind: 'message', ...common, text, addressed: true } };
}

function setupOf(
  { guild_id: guildId, member }: APIInteraction,
  reach: Reach,
  isConfirmed: boolean,
): DiscordInteraction | undefined {
  if (guildId === undefined || !member) return undefined;
  return { kind: 'setup-roles', reach, guildId, isAllowed: mayMakeRoles(member.permissions), isConfirmed };
}

type Options = ReadonlyMap<string, string>;

/** "@Writer H1 about sour coffee": as if it had been said. */
function askText(options: Options): string {
  const { agent, prompt, text } = Object.fromEntries(options);
  const mention = agent && `@${agent.replace(/^@/, '')}`;
  return [mention, prompt, text].filter((word) => word?.trim()).join(' ');
}

/** "/help" as "help". */
function commandText(name: string, options: Options): string {
  return [name, ...options.values()].join(' ');
}

function stringsOf(options: ReadonlyArray<{ name: string; type: number; value?: unknown }>): Options {
  const strings = options.flatMap(
    ({ name, type, value }): Array<[string, string]> =>
      type === ApplicationCommandOptionType.String && typeof value === 'string' ? [[name, value]] : [],
  );
  return new Map(strings);
}

function wordsOf(content: string, self: DiscordSelf, message?: APIMessage): string {
  return readContent(content, {
    user: (id) =>
      id === self.botUserId
        ? 'Elevate'
        : message?.mentions.find((mentioned) => mentioned.id === id)?.username,
    role: (id) => roleName(id, self),
    channel: (id) => self.channelNames?.get(id),
  });
}

function choicesFor(
  { data }: APIApplicationCommandAutocompleteInteraction,
  reach: Reach,
): DiscordInteraction | undefined {
  const focused = data.options?.find((option) => 'focused' in option && option.focused === true);
  if (!focused || !isAskOption(focused.name) || focused.type !== ApplicationCommandOptionType.String)
    return undefined;
  const agent = stringsOf(data.options ?? []).get('agent');
  return { kind: 'choices', reach, option: focused.name, typed: focused.value, agent };
}

function pressAs(
  interaction: APIMessageComponentInteraction,
  place: DiscordPlace,
  reach: Reach,
): DiscordInteraction | undefined {
  const { data, message } = interaction;
  if (data.component_type !== ComponentType.Button) return undefined;
  if (isRolesButton(data.custom_id)) return setupOf(interaction, reach, true);
  const { formId, page, root } = parseFormId(data.custom_id);
  const common = commonOf(interaction, threadAt(place, root ?? rootOfMessage(message)));
  const label = labelOf(message, data.custom_id) ?? data.custom_id;
  return (
    common && {
      kind: 'press',
      reach,
      event: { kind: 'press', ...common, buttonId: formId, label },
      page,
      kept: keptIn(message),
    }
  );
}

function labelOf(message: APIMessage, customId: string): string | undefined {
  return buttonsIn(message).find(({ id, label }) => id === customId && label !== '')?.label;
}

function formAs(
  interaction: APIModalSubmitInteraction,
  place: DiscordPlace,
  reach: Reach,
): DiscordInteraction | undefined {
  const { data, message } = interaction;
  const { formId, page, root } = parseFormId(data.custom_id);
  const beginsAt = root ?? (message ? rootOfMessage(message) : interaction.id);
  const common = commonOf(interaction, threadAt(place, beginsAt));
  if (!common) return undefined;
  const values = readFormValues(data);
  if (isAboutForm(formId)) {
    const event: IncomingMessage = { kind: 'message', ...common, text: aboutText(values), addressed: true };
    return { kind: 'message', reach, isPrivate: false, event };
  }
  return {
    kind: 'form',
    reach,
    event: { kind: 'form', ...common, formId, values },
    page,
    kept: keptIn(message),
    files: filesInForm(data),
  };
}
