import type { APIApplicationCommandOptionChoice } from 'discord-api-types/v10';
import { shorten } from '../../markdown/shorten.ts';
import { commandLimits } from './discord-limits.ts';

export interface Choice {
  /** What is put in when it is chosen, such as "H1". */
  value: string;
  /** What people read, such as "H1 · Three headlines". */
  name: string;
}

/**
 * What to suggest while an option is typed: what begins like it before what holds it, each group in the order given, at
 * most 25.
 */
export function renderChoices(
  typed: string,
  choices: readonly Choice[],
): APIApplicationCommandOptionChoice<string>[] {
  const wanted = typed.trim().replace(/^@/, '').toLowerCase();
  const begins = ({ value, name }: Choice) =>
    [value, name].some((text) => text.toLowerCase().startsWith(wanted));
  const holds = (choice: Choice) => !begins(choice) && choice.name.toLowerCase().includes(wanted);
  return [...choices.filter(begins), ...choices.filter(holds)]
    .filter(({ value }) => value.length <= commandLimits.choiceCharacters)
    .slice(0, commandLimits.choices)
    .map(({ value, name }) => ({ value, name: shorten(name, commandLimits.choiceCharacters) }));
}
