import type { Cohort } from '../domain/cohort.ts';
import type { FormField } from '../domain/reply.ts';
import { findTimeZone } from '../people/find-time-zone.ts';
import { dayOf, readDay } from './read-day.ts';

/** What stands in the form of a cohort: a new one, or one as it is. */
export interface CohortFormState extends Pick<Cohort, 'name' | 'timeZone' | 'startsAt'> {
  /** As they are called. */
  facilitators: string[];
}

export interface CohortFormReading extends CohortFormState {
  /** What is wrong, by field. */
  errors: Record<string, string>;
}

const nameCharacters = 60;
const mostFacilitators = 10;

export function cohortFields(
  { name, timeZone, startsAt, facilitators }: CohortFormState,
  typed: Record<string, string> = {},
  errors: Record<string, string> = {},
): FormField[] {
  const field = (
    called: string,
    label: string,
    value: string,
    hint: string,
    more: Partial<FormField> = {},
  ): FormField => ({
    name: called,
    label,
    type: 'line',
    required: false,
    value: typed[called] ?? value,
    options: [],
    hint,
    maxCharacters: nameCharacters,
    ...(errors[called] === undefined ? {} : { error: errors[called] }),
    ...more,
  });
  const begins = startsAt === undefined ? '' : dayOf(startsAt, timeZone);
  return [
    field('name', 'What is it called?', name, 'Such as Spring 26.', { required: true }),
    field('startsOn', 'When does it begin?', begins, 'Such as 4 January 2027. Empty: not fixed yet.'),
    field('timeZone', 'Its time zone', timeZone, 'A city will do. Used until somebody’s own is known.', {
      required: true,
    }),
    field('facilitators', 'Who leads it?', facilitators.join('\n'), 'One name a line, as in this chat.', {
      type: 'list',
      maxCharacters: 1_000,
    }),
  ];
}

/** @param others Names of the other running cohorts: two of one name could not be told apart. */
export function readCohortForm(
  values: Record<string, string>,
  others: readonly string[],
  nowMs: number,
): CohortFormReading {
  const typed = (field: string) => (values[field] ?? '').replace(/\s+/g, ' ').trim();
  const errors: Record<string, string> = {};
  const name = typed('name');
  const wrongName = nameError(name, others);
  if (wrongName !== undefined) errors.name = wrongName;
  const zone = findTimeZone(typed('timeZone'));
  if (zone.kind === 'several')
    errors.timeZone = `Which one: ${zone.timeZones.join(', ')}? Write the one you mean.`;
  else if (zone.kind === 'none')
    errors.timeZone = 'I do not know that place. Name the nearest big city, such as Lisbon or New York.';
  const timeZone = zone.kind === 'found' ? zone.timeZone : 'Europe/London';
  const startsAt = typed('startsOn') === '' ? undefined : readDay(typed('startsOn'), nowMs, timeZone);
  if (typed('startsOn') !== '' && startsAt === undefined)
    errors.startsOn = 'I cannot read that day. Write it like 4 January 2027.';
  const facilitators = (values.facilitators ?? '')
    .split(/[\n,]/)
    .map((line) =>
      line
        .replaceAll('\u200d', '')
        .replace(/^[\s@-]+/, '')
        .trim(),
    )
    .filter((line) => line !== '');
  if (facilitators.length > mostFacilitators)
    errors.facilitators = `Those are ${facilitators.length}; a cohort has at most ${mostFacilitators} facilitators.`;
  return { name, timeZone, facilitators, errors, ...(startsAt === undefined ? {} : { startsAt }) };
}

/** What is wrong with a name; undefined where nothing is. */
export function nameError(name: string, others: readonly string[]): string | undefined {
  if (!/[\p{L}\p{N}]/u.test(name)) return 'Please give it a name with at least one letter.';
  if (name.length > nameCharacters) return `That has ${name.length} characters, at most ${nameCharacters}.`;
  if (others.some((other) => other.toLowerCase() === name.toLowerCase()))
    return `There is a cohort of that name already. Choose another name.`;
  return undefined;
}
