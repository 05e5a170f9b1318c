import type { ModuleFile } from '../domain/catalogue.ts';
import { csvCell } from '../domain/csv-cell.ts';
import type { CohortHealth, Stuck } from './cohort-health.ts';

const mostPeople = 10;
const mostPrompts = 5;

/** A cohort's health in words for a phone; all of it stands in the file. */
export function tellHealth(name: string, health: CohortHealth, modules: readonly ModuleFile[]): string {
  const { people, stuck, withoutNumbers, figures } = health;
  const lines = [
    `**${name}**: ${people === 1 ? 'one person' : `${people} people`}`,
    '',
    stuck.length === 0 ? 'Nobody is stuck.' : `**Stuck (${stuck.length})**`,
    ...stuck.slice(0, mostPeople).map((one) => `- ${one.name}: ${one.why.map(inWords).join('; ')}`),
    ...(stuck.length > mostPeople ? [`- and ${stuck.length - mostPeople} more: see the file`] : []),
    '',
    withoutNumbers.length === 0
      ? 'Everybody sent numbers within a week.'
      : `**No numbers for a week (${withoutNumbers.length} of ${people})**: ${listed(withoutNumbers.map((one) => one.name))}`,
  ];
  if (!figures) return [...lines, '', 'Figures of the whole cohort come with its fifth member.'].join('\n');
  const finished = modules.flatMap(({ moduleNumber, step }) => {
    const count = figures.finished.get(`module:${moduleNumber}`);
    return count === undefined ? [] : [`${step} ${count}`];
  });
  const prompts = figures.prompts
    .slice(0, mostPrompts)
    .map(
      ({ promptCode, runs, retries }) =>
        `${promptCode} ${runs}${retries > 0 ? ` (${retries} tried again)` : ''}`,
    );
  return [
    ...lines,
    '',
    `**Finished**: ${finished.length === 0 ? 'no module yet' : finished.join(', ')}`,
    `**Prompts this week**: ${prompts.length === 0 ? 'none' : prompts.join(', ')}`,
  ].join('\n');
}

function inWords(why: Stuck): string {
  switch (why.kind) {
    case 'silent':
      return `silent for ${why.days} days`;
    case 'failed':
      return `${why.times} failed runs of ${why.promptCode}`;
    case 'waiting':
      return `${why.promptCode} has waited ${why.days} days for what only they can fill in`;
  }
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, mostPeople).join(', ');
  return names.length > mostPeople ? `${shown} and ${names.length - mostPeople} more` : shown;
}

/** One line for each who is stuck or sent no numbers, for spreadsheets. */
export function healthAsCsv({ stuck, withoutNumbers }: CohortHealth): string {
  // Two people may have one name.
  const people = new Map([...stuck, ...withoutNumbers].map(({ personId, name }) => [personId, name]));
  const rows = [...people].map(([personId, name]) => {
    const why = stuck.find((one) => one.personId === personId)?.why ?? [];
    const isSilent = withoutNumbers.some((one) => one.personId === personId);
    return [name, why.map(inWords).join('; '), isSilent ? 'no' : 'yes'];
  });
  return [['Name', 'Stuck', 'Numbers within a week'], ...rows]
    .map((row) => `${row.map(csvCell).join(',')}\r\n`)
    .join('');
}
