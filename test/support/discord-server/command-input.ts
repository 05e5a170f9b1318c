import {
  type APIApplicationCommand,
  type APIApplicationCommandInteractionDataBasicOption,
  type APIApplicationCommandInteractionDataOption,
  type APIApplicationCommandOption,
  ApplicationCommandType,
  ApplicationCommandOptionType as Option,
} from 'discord-api-types/v10';
import type { World } from './world.ts';

export type CommandValues = Record<string, string | number | boolean>;

interface Typed {
  /** With its sub-command after a space: `numbers add`. */
  name: string;
  values: CommandValues;
  /** Of the option that the person is typing in, for autocomplete. */
  focused?: string;
  guildId: string | undefined;
}

/** What the command box sends; throws where it would not let the person send it. */
export function commandInput(world: World, { name, values, focused, guildId }: Typed) {
  const [first = '', ...path] = name.split(' ');
  const command = registered(world, ApplicationCommandType.ChatInput, first, guildId);
  let definitions: APIApplicationCommandOption[] = command.options ?? [];
  const stepTypes: Array<Option.Subcommand | Option.SubcommandGroup> = [];
  for (const step of path) {
    const found = definitions.find((option) => option.name === step);
    if (found?.type !== Option.Subcommand && found?.type !== Option.SubcommandGroup) {
      throw new Error(`/${first} has no sub-command "${step}".`);
    }
    stepTypes.push(found.type);
    definitions = found.options ?? [];
  }
  let options = givenOptions(
    name,
    definitions,
    values,
    focused,
  ) as APIApplicationCommandInteractionDataOption[];
  for (const [index, step] of [...path.entries()].reverse()) {
    options = [{ type: stepTypes[index], name: step, options } as APIApplicationCommandInteractionDataOption];
  }
  return {
    id: command.id,
    name: command.name,
    type: ApplicationCommandType.ChatInput as const,
    options,
    ...(command.guild_id && { guild_id: command.guild_id }),
  };
}

/** The one registered for the guild, or globally. */
export function registered(
  world: World,
  type: ApplicationCommandType,
  name: string,
  guildId: string | undefined,
): APIApplicationCommand {
  const all = [...world.commands.values()].filter((command) => command.type === type);
  const here = all.filter((command) => command.guild_id === undefined || command.guild_id === guildId);
  const command = here.find((one) => one.name === name);
  if (command) return command;
  const known = here.map((one) => one.name).join(', ') || 'none';
  throw new Error(`There is no command "${name}" here. Registered: ${known}.`);
}

function givenOptions(
  name: string,
  definitions: APIApplicationCommandOption[],
  values: CommandValues,
  focused: string | undefined,
): APIApplicationCommandInteractionDataBasicOption[] {
  const unknown = Object.keys(values).find((key) => !definitions.some((option) => option.name === key));
  if (unknown !== undefined) {
    const known = definitions.map((option) => option.name).join(', ');
    throw new Error(`/${name} has no option "${unknown}". It has: ${known}.`);
  }
  return definitions.flatMap((definition) => {
    const value = values[definition.name];
    if (value === undefined) {
      const isMissing = 'required' in definition && definition.required === true && focused === undefined;
      if (isMissing) throw new Error(`/${name} needs "${definition.name}".`);
      return [];
    }
    if (focused === undefined) checkValue(name, definition, value);
    const option = { name: definition.name, type: definition.type, value };
    const isFocused = definition.name === focused && { focused: true };
    return [{ ...option, ...isFocused } as APIApplicationCommandInteractionDataBasicOption];
  });
}

function checkValue(name: string, definition: APIApplicationCommandOption, value: unknown): void {
  const choices = 'choices' in definition ? definition.choices : undefined;
  if (choices && choices.length > 0 && !choices.some((choice) => choice.value === value)) {
    const known = choices.map((choice) => choice.value).join(', ');
    throw new Error(`/${name} ${definition.name}: "${String(value)}" is no choice. Choices: ${known}.`);
  }
  const length = typeof value === 'string' ? value.length : 0;
  const most = 'max_length' in definition ? (definition.max_length ?? 6_000) : 6_000;
  if (length > most) throw new Error(`/${name} ${definition.name}: ${length} characters, at most ${most}.`);
}
