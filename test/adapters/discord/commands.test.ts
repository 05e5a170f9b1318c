import { describe, expect, test } from 'vitest';
import { commandsHash, discordCommands } from '../../../src/adapters/discord/commands.ts';
import { commandLimits } from '../../../src/adapters/discord/discord-limits.ts';
import { renderChoices } from '../../../src/adapters/discord/render-choices.ts';

/** The longest of a text and its translations, which is what Discord counts. */
const longest = (...texts: Array<string | null | undefined>) =>
  Math.max(0, ...texts.map((text) => text?.length ?? 0));

describe('the commands', () => {
  test.each(discordCommands)('$name is within what Discord takes', (command) => {
    const options = 'options' in command ? (command.options ?? []) : [];
    expect(options.length).toBeLessThanOrEqual(commandLimits.options);
    let characters = 0;
    for (const one of [command, ...options]) {
      const name = longest(one.name, ...Object.values(one.name_localizations ?? {}));
      expect(name).toBeGreaterThanOrEqual(1);
      expect(name).toBeLessThanOrEqual(commandLimits.nameCharacters);
      characters += name;
      if (!('description' in one)) continue;
      const description = longest(one.description, ...Object.values(one.description_localizations ?? {}));
      expect(description).toBeGreaterThanOrEqual(1);
      expect(description).toBeLessThanOrEqual(commandLimits.descriptionCharacters);
      characters += description;
      // Names of slash commands and options: application-commands, "Application Command Naming".
      expect(one.name).toMatch(/^[-_'\p{L}\p{N}]{1,32}$/u);
      expect(one.name).toBe(one.name.toLowerCase());
    }
    expect(characters).toBeLessThanOrEqual(commandLimits.allCharacters);
  });

  test('each has its words in en-GB, and is there for servers and for people', () => {
    for (const command of discordCommands) {
      expect(command.name_localizations).toEqual({ 'en-GB': command.name });
      // Preparing a server is for those who run one.
      expect(command).toMatchObject(
        command.name === 'setup'
          ? { integration_types: [0], contexts: [0], default_member_permissions: String(1 << 28) }
          : { integration_types: [0, 1], contexts: [0, 1, 2] },
      );
    }
  });

  test('required options stand before the others', () => {
    for (const command of discordCommands) {
      const required = ('options' in command ? (command.options ?? []) : []).map(
        (option) => option.required === true,
      );
      expect(required).toEqual(required.toSorted((one, other) => Number(other) - Number(one)));
    }
  });
});

describe('commandsHash', () => {
  test('is the same for the same commands, whatever the order of their keys', () => {
    const turned = JSON.parse(JSON.stringify(discordCommands), (_, value) =>
      value !== null && typeof value === 'object' && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).reverse())
        : value,
    );
    expect(JSON.stringify(turned)).not.toBe(JSON.stringify(discordCommands));
    expect(commandsHash(turned)).toBe(commandsHash(discordCommands));
  });

  test('is another for any other word', () => {
    const [first, ...rest] = discordCommands;
    if (!first) throw new Error('There are commands.');
    expect(commandsHash([{ ...first, name: 'asks' }, ...rest])).not.toBe(commandsHash(discordCommands));
    expect(commandsHash([...rest, first])).not.toBe(commandsHash(discordCommands));
  });
});

describe('renderChoices', () => {
  const choices = [
    { value: 'S2', name: 'S2 · Hooks for a sales page' },
    { value: 'H1', name: 'H1 · Headlines' },
    { value: 'H12', name: 'H12 · Hooks' },
  ];

  test('what begins like it comes first, then what holds it', () => {
    const values = (typed: string) => renderChoices(typed, choices).map(({ value }) => value);
    expect(values('')).toEqual(['S2', 'H1', 'H12']);
    expect(values('h1')).toEqual(['H1', 'H12']);
    expect(values(' @H')).toEqual(['H1', 'H12', 'S2']);
    expect(values('hook')).toEqual(['S2', 'H12']);
    expect(values('zebra')).toEqual([]);
  });

  test('at most 25, of at most 100 characters', () => {
    const many = (count: number, characters: number) =>
      renderChoices(
        '',
        Array.from({ length: count }, (_, index) => ({ value: `H${index}`, name: 'x'.repeat(characters) })),
      );
    expect([many(25, 1).length, many(26, 1).length]).toEqual([25, 25]);
    expect([many(1, 100)[0]?.name.length, many(1, 101)[0]?.name]).toEqual([100, `${'x'.repeat(99)}…`]);
    expect(renderChoices('', [{ value: 'x'.repeat(101), name: 'too long to be put in' }])).toEqual([]);
  });
});
