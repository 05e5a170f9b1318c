import { isReadable } from '../domain/attached-file.ts';
import type { IncomingMessage } from '../domain/incoming.ts';
import type { Reply } from '../domain/reply.ts';
import { valuesOf } from '../funnel/draft-report.ts';
import { habitsOf } from '../funnel/habits-of.ts';
import { readCsv } from '../funnel/read-csv.ts';
import { valueLabel } from '../funnel/show-values.ts';
import { bringsFilesAlone } from './file-turn.ts';
import { alone, putCard, readingContext } from './numbers-turn.ts';
import { say } from './reply-parts.ts';
import type { Turn } from './turn.ts';

/** As many periods as one file may bring, and some before them. */
const mostCompared = 208;

/** A table of numbers that comes by itself or is called that: a card for all its periods. Undefined for any other file. */
export async function takeCsv(message: IncomingMessage, turn: Turn): Promise<Reply | undefined> {
  const [file, ...more] = turn.files.filter(isReadable);
  const isTable = file !== undefined && /^text\/(?:csv|tab-separated-values)$/.test(file.mediaType);
  const isMeant = bringsFilesAlone(message) || /\b(?:numbers|figures|stats|metrics)\b/i.test(message.text);
  if (!file || !isTable || more.length > 0 || !isMeant) return undefined;
  const { deps, person } = turn;
  const habits = await habitsOf(person.userId, deps);
  const nowMs = deps.clock.nowMs();
  const reading = readCsv(file.text, readingContext(habits, nowMs), nowMs, habits.timeZone);
  if (!reading) return undefined;
  const lead = [
    `${file.name}: ${reading.mapped.map(({ heading, name }) => `“${heading}” as ${valueLabel(name).toLowerCase()}`).join(', ')}.`,
    ...(reading.ignored.length > 0 ? [`Not used: ${reading.ignored.join(', ')}.`] : []),
    ...(file.cut ? ['The file is long: I have read its beginning and its end.'] : []),
    ...reading.problems,
  ].join('\n');
  if (reading.entries.length === 0)
    return alone(turn, say('Director', lead), 'I have looked at your table and tell you privately.');
  const kept = await deps.snapshots.newest(person.userId, mostCompared);
  return putCard(
    {
      entries: reading.entries.map(({ period, values }) => ({
        period,
        values,
        removed: [],
        workedOut: [],
        approximate: [],
        guessed: [],
        notes: [],
        before: valuesOf(kept.find(({ periodKey }) => periodKey === period.key)),
      })),
      currency: habits.currency ?? 'GBP',
      questions: [],
      unplaced: [],
      timesAsked: 0,
      source: 'file',
      lead,
    },
    turn,
    undefined,
  );
}
