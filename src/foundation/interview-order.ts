import { type FoundationPath, foundationField, foundationFields } from '../domain/foundation-fields.ts';
import type { UserFoundation } from '../domain/user-foundation.ts';
import { fieldValue } from './field-value.ts';

/**
 * What an interview asks, in this order: what most prompts need, then the rest, both as the worksheet has them (course-facts
 * 2.4). The blueprint is no question: F10 writes it from the others.
 */
export const interviewOrder: readonly FoundationPath[] = [
  ...foundationFields.filter(({ required }) => required),
  ...foundationFields.filter(({ required, cell }) => !required && cell !== 'all'),
].map(({ path }) => path);

/** The next field to ask for: empty, and not passed. Undefined where there is none. */
export function nextToAsk(foundation: UserFoundation, passed: readonly string[]): FoundationPath | undefined {
  return interviewOrder.find((path) => fieldValue(foundation, path) === undefined && !passed.includes(path));
}

/** The question as an interviewer puts it, and how far they are. */
export function questionText(path: FoundationPath, foundation: UserFoundation): string {
  const { label, question, hint, kind, grid, cell, required } = foundationField(path);
  const place = cell === 'more' ? grid : `${grid} ${cell}`;
  const list = kind === 'text' ? '' : ' One a line.';
  const shape = kind === 'competitors' ? ' Each as “Name: weak point”.' : '';
  return [
    `**${label}** (${place}${required ? `, ${countOf(path, foundation)}` : ''})`,
    `${question}${list}${shape}`,
    `_For example: ${hint}_`,
  ].join('\n');
}

function countOf(path: FoundationPath, foundation: UserFoundation): string {
  const minimum = foundationFields.filter(({ required }) => required);
  const others = minimum.filter((field) => field.path !== path);
  const filled = others.filter((field) => fieldValue(foundation, field.path) !== undefined);
  return `${filled.length + 1} of the ${minimum.length} that most prompts need`;
}
