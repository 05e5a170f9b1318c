import {
  ApplicationCommandType,
  Locale,
  ApplicationCommandOptionType as Option,
} from 'discord-api-types/v10';
import { commandLimits } from '../limits.ts';
import { FormCheck, type FormPath, isObject, type JsonObject } from './form-check.ts';

/** The docs' own pattern, its length aside; upper case is refused besides. */
const slashName = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]+$/u;

const withChoices: readonly unknown[] = [Option.String, Option.Integer, Option.Number];
const locales: readonly string[] = Object.values(Locale);

/** Every command of one request; an array's faults are named by their index. Refuses with 50035. */
export function checkCommandBodies(bodies: unknown[], { isBulk }: { isBulk: boolean }): void {
  const form = new FormCheck();
  const known = new Set<string>();
  for (const [index, body] of bodies.entries()) {
    const path = isBulk ? [index] : [];
    const command = form.object(path, body);
    const type = command.type ?? ApplicationCommandType.ChatInput;
    checkCommand(form, path, command, type);
    const key = `${String(type)}:${String(command.name)}`;
    if (known.has(key)) {
      const message = 'Application command names must be unique';
      form.fail([...path, 'name'], 'APPLICATION_COMMANDS_DUPLICATE_NAME', message);
    }
    known.add(key);
  }
  form.refuseIfWrong();
}

function checkCommand(form: FormCheck, path: FormPath, command: JsonObject, type: unknown): void {
  if (type === ApplicationCommandType.ChatInput) {
    checkSlashName(form, [...path, 'name'], command.name);
    const max = commandLimits.descriptionCharacters;
    form.text([...path, 'description'], command.description, { min: 1, max });
    checkOptions(form, path, command.options);
  } else {
    form.choice([...path, 'type'], type, [ApplicationCommandType.User, ApplicationCommandType.Message]);
    form.text([...path, 'name'], command.name, { min: 1, max: commandLimits.nameCharacters });
    if (command.description) {
      const message = 'Context menu commands cannot have description';
      form.fail([...path, 'description'], 'APPLICATION_COMMANDS_CONTEXT_MENU_DESCRIPTION', message);
    }
  }
  checkLocalizations(form, path, command);
  if (charactersOf(command) > commandLimits.charactersInAll) {
    const message = `Command exceeds maximum size (${commandLimits.charactersInAll})`;
    form.fail(path, 'APPLICATION_COMMAND_TOO_LARGE', message);
  }
}

function checkSlashName(form: FormCheck, path: FormPath, value: unknown): void {
  const name = form.text(path, value, { min: 1, max: commandLimits.nameCharacters });
  if (name !== undefined && (!slashName.test(name) || name !== name.toLowerCase())) {
    form.fail(path, 'APPLICATION_COMMAND_INVALID_NAME', 'Command name is invalid');
  }
}

function checkLocalizations(form: FormCheck, path: FormPath, holder: JsonObject): void {
  const fields = {
    name_localizations: commandLimits.nameCharacters,
    description_localizations: commandLimits.descriptionCharacters,
  };
  for (const [key, max] of Object.entries(fields)) {
    const texts = holder[key];
    if (texts === undefined || texts === null) continue;
    for (const [locale, text] of Object.entries(form.object([...path, key], texts))) {
      if (!locales.includes(locale)) form.choice([...path, key, locale], locale, locales);
      form.text([...path, key, locale], text, { min: 1, max, optional: true });
    }
  }
}

function checkOptions(form: FormCheck, path: FormPath, value: unknown): void {
  const at = [...path, 'options'];
  const known = new Set<unknown>();
  let sawOptional = false;
  const options = form.list(at, value, { max: commandLimits.options, optional: true });
  for (const [index, item] of options.entries()) {
    const here = [...at, index];
    const option = form.object(here, item);
    checkSlashName(form, [...here, 'name'], option.name);
    form.text([...here, 'description'], option.description, {
      min: 1,
      max: commandLimits.descriptionCharacters,
    });
    form.integer([...here, 'type'], option.type, { min: 1, max: 11 });
    checkLocalizations(form, here, option);
    if (known.has(option.name)) {
      const message = 'Option names must be unique';
      form.fail([...here, 'name'], 'APPLICATION_COMMAND_OPTIONS_NAME_INVALID', message);
    }
    known.add(option.name);
    if (option.type === Option.Subcommand || option.type === Option.SubcommandGroup) {
      checkOptions(form, here, option.options);
      continue;
    }
    if (option.required && sawOptional) {
      const message = 'Required options must be placed before non-required options';
      form.fail(here, 'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID', message);
    }
    sawOptional ||= !option.required;
    checkChoices(form, here, option);
  }
}

function checkChoices(form: FormCheck, path: FormPath, option: JsonObject): void {
  const at = [...path, 'choices'];
  const choices = form.list(at, option.choices, { max: commandLimits.choices, optional: true });
  const isChoosable = withChoices.includes(option.type);
  if ((choices.length > 0 || option.autocomplete) && !isChoosable) {
    form.fail(at, 'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID', 'Options of this type have no choices');
  }
  if (choices.length > 0 && option.autocomplete) {
    const message = 'autocomplete may not be set to true if choices are present';
    form.fail(at, 'APPLICATION_COMMAND_AUTOCOMPLETE_NO_CHOICES', message);
  }
  const max = commandLimits.choiceCharacters;
  for (const [index, item] of choices.entries()) {
    const choice = form.object([...at, index], item);
    form.text([...at, index, 'name'], choice.name, { min: 1, max });
    if (option.type === Option.String) form.text([...at, index, 'value'], choice.value, { min: 1, max });
  }
}

/** Names, descriptions and values together; of a localised text only the longest wording counts. */
function charactersOf(holder: JsonObject): number {
  const longest = (key: string) => {
    const localized = holder[`${key}_localizations`];
    const wordings = [holder[key], ...(isObject(localized) ? Object.values(localized) : [])];
    return Math.max(0, ...wordings.map((text) => (typeof text === 'string' ? text.length : 0)));
  };
  const value = typeof holder.value === 'string' ? holder.value.length : 0;
  const parts = [holder.options, holder.choices].flatMap((list) => (Array.isArray(list) ? list : []));
  const nested = parts.filter(isObject).reduce((sum, part) => sum + charactersOf(part), 0);
  return longest('name') + longest('description') + value + nested;
}
