import { z } from 'zod';
import { dayInWords } from '../../domain/day-in-words.ts';
import { foundationField, foundationFields, isFoundationPath } from '../../domain/foundation-fields.ts';
import { howInWords } from '../../foundation/changes-in-words.ts';
import { filledFields, recall } from '../../foundation/recall.ts';
import { plainNames } from '../run-plan.ts';
import { defineTool, result } from './tool.ts';

const groups = ['companyContext', 'marketAwareness', 'customerAvatar'] as const;

export const getFoundation = defineTool({
  name: 'getFoundation',
  description:
    "Reads this person's Foundation: what they have written down about company, market and customer, each with its place, and what is still empty. Without a group: all of it.",
  parameters: z.strictObject({ group: z.enum(groups).optional() }),
  status: 'Looking at the Foundation…',
  isPrivate: true,
  run: async ({ group }, { userId, deps }) => {
    const foundation = await deps.foundations.read(userId);
    const wanted = foundationFields
      .map(({ path }) => path)
      .filter((path) => group === undefined || path.startsWith(`${group}.`));
    const filled = filledFields(foundation).filter((path) => wanted.includes(path));
    const empty = wanted.filter((path) => !filled.includes(path));
    const gaps = empty.length > 0 ? `Not recorded yet: ${plainNames(empty)}.` : 'Nothing is empty.';
    return result(filled.length === 0 ? gaps : `${recall(foundation, filled).text}\n\n${gaps}`);
  },
});

const mostVersions = 20;

export const diffFoundationVersions = defineTool({
  name: 'diffFoundationVersions',
  description:
    "Reads how this person's Foundation has changed, newest first: each change with its day, what it said before and after. Give a dotted field such as companyContext.uniqueMechanism, or an ISO date to begin with, to see less.",
  parameters: z.strictObject({
    field: z.string().refine(isFoundationPath, 'is no Foundation field').optional(),
    since: z.iso.date().optional(),
  }),
  status: 'Comparing versions of the Foundation…',
  isPrivate: true,
  run: async ({ field, since }, { userId, timeZone, deps }) => {
    const versions = await deps.foundations.versions(userId, mostVersions);
    const sinceMs = since === undefined ? 0 : Date.parse(since);
    const lines = versions
      .filter(({ changedAt }) => changedAt >= sinceMs)
      .flatMap(({ changedAt, changes, source }) =>
        changes
          .filter(({ path }) => field === undefined || path === field)
          .map(({ path, before, after }) => {
            const name = isFoundationPath(path) ? foundationField(path).label : path;
            return `${dayInWords(changedAt, { timeZone })}, ${howInWords(source)}: ${name}, from ${inWords(before)} to ${inWords(after)}`;
          }),
      );
    return result(lines.length > 0 ? lines.join('\n') : 'No changes are recorded.');
  },
});

function inWords(value: unknown): string {
  if (value === undefined || value === null) return '(empty)';
  return typeof value === 'string' ? `"${value}"` : JSON.stringify(value);
}
