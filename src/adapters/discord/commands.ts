import {
  type APIApplicationCommand,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  Locale,
  PermissionFlagsBits,
  type RESTPutAPIApplicationCommandsJSONBody,
} from 'discord-api-types/v10';
import { stableId } from '../../domain/stable-id.ts';

export const askCommandName = 'ask';
export const setupCommandName = 'setup';

/** Whoever runs one is answered to them alone: what they hold belongs to one person, or is nobody else's business. */
export function isPrivateCommand(name: string): boolean {
  return ['help', 'assets', 'cohort', 'announce'].includes(name);
}

const askOptions = {
  agent: 'Who should answer, such as Writer. Without one the Director decides.',
  prompt: 'A prompt of the playbook, such as H1',
  text: 'What you would like, in your own words',
};
/** Those of `/ask` that are suggested while they are typed. */
export type AskOption = 'agent' | 'prompt';

export function isAskOption(name: string): name is AskOption {
  return name === 'agent' || name === 'prompt';
}

/** A server installs us for all, a person for themselves; either way in servers, with us, and with others. */
const everywhere = {
  integration_types: [ApplicationIntegrationType.GuildInstall, ApplicationIntegrationType.UserInstall],
  contexts: [
    InteractionContextType.Guild,
    InteractionContextType.BotDM,
    InteractionContextType.PrivateChannel,
  ],
};

/** British English is what we write; Discord falls back to the plain field for everybody else. */
function inBritishEnglish(text: string) {
  return { [Locale.EnglishGB]: text };
}

function named(name: string) {
  return { name, name_localizations: inBritishEnglish(name) };
}

function described(description: string) {
  return { description, description_localizations: inBritishEnglish(description) };
}

function textOption(name: keyof typeof askOptions, maxCharacters: number) {
  return {
    type: ApplicationCommandOptionType.String as const,
    ...named(name),
    ...described(askOptions[name]),
    required: false,
    max_length: maxCharacters,
  };
}

/** What is to be done, in words. */
function wordsOption(description: string) {
  return {
    type: ApplicationCommandOptionType.String as const,
    ...named('text'),
    ...described(description),
    required: false,
    max_length: 2_000,
  };
}

/**
 * What people find under "/" and in the menu of a message.
 */
export const discordCommands: RESTPutAPIApplicationCommandsJSONBody = [
  {
    type: ApplicationCommandType.ChatInput,
    ...named(askCommandName),
    ...described('Ask an agent, or run a prompt of the playbook'),
    ...everywhere,
    options: [
      { ...textOption('agent', 100), autocomplete: true },
      { ...textOption('prompt', 100), autocomplete: true },
      // Discord's own most for an option.
      textOption('text', 6_000),
    ],
  },
  {
    type: ApplicationCommandType.ChatInput,
    ...named('help'),
    ...described('What I can do, and how to ask for it'),
    ...everywhere,
  },
  {
    type: ApplicationCommandType.ChatInput,
    ...named('assets'),
    ...described('Your saved work and drafts, shown to you alone'),
    ...everywhere,
  },
  {
    type: ApplicationCommandType.ChatInput,
    ...named('cohort'),
    ...described('For facilitators: cohorts, their people and channels; “join” and a code comes in'),
    ...everywhere,
    options: [wordsOption('Such as: create Spring 27, invite Spring 27, connect, join K7QM-4XPD')],
  },
  {
    type: ApplicationCommandType.ChatInput,
    ...named('announce'),
    ...described('For facilitators: post a lesson or your own words to a cohort’s channels'),
    ...everywhere,
    options: [wordsOption('Such as: module 3 next Friday 9am')],
  },
  {
    type: ApplicationCommandType.ChatInput,
    ...named(setupCommandName),
    ...described('For administrators: prepare this server'),
    integration_types: [ApplicationIntegrationType.GuildInstall],
    contexts: [InteractionContextType.Guild],
    default_member_permissions: String(PermissionFlagsBits.ManageRoles),
    options: [
      {
        type: ApplicationCommandOptionType.Subcommand,
        ...named('roles'),
        ...described('A role for each agent, so that it can be mentioned by name'),
      },
    ],
  },
  { type: ApplicationCommandType.Message, ...named('Ask an agent about this'), ...everywhere },
];

/**
 * Changes when anything in the commands does, the order of their keys apart: they are registered only then, for an
 * application may create 200 a day.
 */
export function commandsHash(commands: RESTPutAPIApplicationCommandsJSONBody): string {
  return stableId(JSON.stringify(commands, (_, value) => (isRecord(value) ? inOrder(value) : value)));
}

export interface CommandsCompared {
  /** By name. */
  missing: string[];
  /** There, and not as this version has them. */
  outdated: string[];
  /** There, and not of this version. */
  left: string[];
}

/** What is registered with Discord against what this version has, each command by the hash of its content. */
export function compareCommands(registered: readonly APIApplicationCommand[]): CommandsCompared {
  const isSame = (one: { type?: number | undefined; name: string }, other: { type?: number; name: string }) =>
    one.type === other.type && one.name === other.name;
  const found = discordCommands.map((ours) => ({
    ours,
    theirs: registered.find((one) => isSame(ours, one)),
  }));
  return {
    missing: found.filter(({ theirs }) => !theirs).map(({ ours }) => ours.name),
    outdated: found
      .filter(({ ours, theirs }) => theirs && contentHash(ours) !== contentHash(asFarAs(ours, theirs)))
      .map(({ ours }) => ours.name),
    left: registered
      .filter((one) => !discordCommands.some((ours) => isSame(ours, one)))
      .map(({ name }) => name),
  };
}

/** Whether all stands as this version has it. */
export function isUpToDate({ missing, outdated, left }: CommandsCompared): boolean {
  return missing.length + outdated.length + left.length === 0;
}

/** Of what Discord keeps, the keys that we give: it adds its own, such as ids and versions. */
function asFarAs(ours: unknown, theirs: unknown): unknown {
  if (Array.isArray(ours) && Array.isArray(theirs))
    return theirs.map((one, index) => (index < ours.length ? asFarAs(ours[index], one) : one));
  if (!isRecord(ours) || !isRecord(theirs)) return theirs;
  return Object.fromEntries(Object.keys(ours).map((key) => [key, asFarAs(ours[key], theirs[key])]));
}

/** Discord leaves out what is false, and keeps sets of numbers in an order of its own. */
function contentHash(command: unknown): string {
  const content = JSON.stringify(command, (_, value) => {
    if (value === false || value === null) return undefined;
    if (Array.isArray(value) && value.every((one) => typeof one === 'number')) return value.toSorted();
    return isRecord(value) ? inOrder(value) : value;
  });
  return stableId(content);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function inOrder(record: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).sort(([one], [other]) => (one < other ? -1 : 1)));
}
