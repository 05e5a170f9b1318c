import { foundationValue } from '../context/context-snapshot.ts';
import { type DateHabits, dayInWords } from '../domain/day-in-words.ts';
import { type FoundationPath, foundationField, foundationFields } from '../domain/foundation-fields.ts';
import type { UserFoundation } from '../domain/user-foundation.ts';

export interface Recalled {
  /** Markdown: each field with what it holds, or "not recorded yet". */
  text: string;
  /** Asked for and empty. */
  empty: FoundationPath[];
}

/** The fields that a question names, by label or by the words people use; longest wording first. */
export function fieldsAskedFor(question: string): FoundationPath[] {
  let rest = ` ${bareWords(question)} `;
  const wordings = foundationFields
    .flatMap((field) =>
      [field.label, ...field.aliases].map((words) => ({ words: bareWords(words), path: field.path })),
    )
    .sort((a, b) => b.words.length - a.words.length);
  const asked: Array<{ at: number; path: FoundationPath }> = [];
  for (const { words, path } of wordings) {
    const at = rest.indexOf(` ${words} `);
    if (at < 0) continue;
    rest = rest.replace(` ${words} `, ` ${'.'.repeat(words.length)} `);
    if (!asked.some((one) => one.path === path)) asked.push({ at, path });
  }
  return asked.sort((a, b) => a.at - b.at).map((one) => one.path);
}

/** Words in lower case, a space between them, whatever else stood there: "add-ons" and "add ons" are the same. */
function bareWords(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\d]+/gu, ' ')
    .trim();
}

/** Whether a question wants everything that is written down. */
export function asksForAll(question: string): boolean {
  return /\b(?:my|the|our|whole|entire) (?:whole |entire )?(?:foundation|avatar|company|market)\b|\beverything\b/i.test(
    question,
  );
}

/** What the Foundation says in these fields, each with the place it stands in and the day it was last changed. */
export function recall(
  foundation: UserFoundation,
  paths: readonly FoundationPath[],
  habits: DateHabits = {},
): Recalled {
  const empty: FoundationPath[] = [];
  const blocks = paths.map((path) => {
    const field = foundationField(path);
    const value = foundationValue(foundation, path);
    const place = `${field.grid} ${field.cell}`;
    if (value === undefined) {
      empty.push(path);
      return `**${field.label}** (${place}): not recorded yet.`;
    }
    return Array.isArray(value)
      ? `**${field.label}** (${place}):\n${value.map((item) => `- ${item}`).join('\n')}`
      : `**${field.label}** (${place}): ${value}`;
  });
  const recorded = empty.length < paths.length;
  const day = dayInWords(foundation.lastUpdatedAt, habits);
  return {
    text: [...blocks, ...(recorded ? [`_From your Foundation, last changed ${day}._`] : [])].join('\n\n'),
    empty,
  };
}

/** The fields that hold something, in the order of the worksheet. */
export function filledFields(foundation: UserFoundation): FoundationPath[] {
  return foundationFields
    .map((field) => field.path)
    .filter((path) => foundationValue(foundation, path) !== undefined);
}

/** Of the minimum that unlocks most prompts, what is still empty. */
export function missingMinimum(foundation: UserFoundation): FoundationPath[] {
  return foundationFields
    .filter((field) => field.required && foundationValue(foundation, field.path) === undefined)
    .map((field) => field.path);
}
