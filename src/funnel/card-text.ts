import type { FunnelDraft, FunnelDraftEntry } from '../domain/funnel-draft.ts';
import { periodLabel } from './period.ts';
import { capital } from './settle-figure.ts';
import { givenValues, isValueName, shownValue, type ValueName, valueLabel } from './show-values.ts';

/** More periods than this are not shown one by one: a file of a year is a wall on a phone. */
const mostShown = 3;

export function hasValues({ entries }: Pick<FunnelDraft, 'entries'>): boolean {
  return entries.some(({ values, removed }) => Object.keys(values).length > 0 || removed.length > 0);
}

/** The preview: what was read for which period, what changes, what is open. Nothing of it is kept yet. */
export function cardText(draft: FunnelDraft): string {
  const { entries, questions } = draft;
  const shown = entries.length > mostShown ? [...entries.slice(0, 1), ...entries.slice(-1)] : entries;
  const blocks = shown.map((entry) => entryText(entry, draft));
  if (entries.length > mostShown) blocks.splice(1, 0, `… and ${entries.length - 2} periods between them …`);
  const asks = questions.length === 0 ? [] : [questions.map((one) => `- ${one}`).join('\n')];
  const left =
    questions.length === 0 && draft.unplaced.length > 0
      ? [`Left out: ${draft.unplaced.map((one) => `“${one}”`).join(', ')}, which I could not place.`]
      : [];
  const end = hasValues(draft)
    ? asks.length > 0
      ? 'Answer here, or press Keep for what is right as it is. Nothing is kept before.'
      : 'Nothing is kept until you press Keep.'
    : 'Nothing to keep yet. Answer here, or fill in the form.';
  return [...(draft.lead === undefined ? [] : [draft.lead]), ...blocks, ...left, ...asks, end].join('\n\n');
}

function entryText(entry: FunnelDraftEntry, { currency }: Pick<FunnelDraft, 'currency'>): string {
  const lines = givenValues(entry.values).map(({ name, value }) => {
    const marks = marksOf(entry, name);
    return `- ${valueLabel(name)}: ${changeText(entry, name, value, currency)}${marks === '' ? '' : ` (${marks})`}`;
  });
  const gone = entry.removed
    .filter(isValueName)
    .filter((name) => entry.values[name] === undefined)
    .map((name) => `- ${valueLabel(name)}: taken out`);
  // A paragraph of its own: right below a list it would belong to the last item.
  const notes = entry.notes.length === 0 ? [] : [`\nNoted beside them: ${entry.notes.join('; ')}.`];
  return [`**${capital(periodLabel(entry.period))}**`, ...lines, ...gone, ...notes].join('\n');
}

/** "4.1% → 1.4%" where something else is kept, "1.4%" where nothing or the same is. */
function changeText(entry: FunnelDraftEntry, name: ValueName, value: number, currency: string): string {
  const before = entry.before[name];
  const now = shownValue(name, value, currency, entry.scoreKind);
  if (before === undefined || before === value) return now;
  return `${shownValue(name, before, currency, entry.scoreKind)} → ${now}`;
}

function marksOf(entry: FunnelDraftEntry, name: ValueName): string {
  const sum = entry.workedOut.find(({ metric }) => metric === name)?.sum;
  return [
    ...(sum === undefined ? [] : [`worked out: ${sum}`]),
    ...(entry.approximate.includes(name) ? ['about'] : []),
    ...(entry.guessed.includes(name) ? ['my guess'] : []),
  ].join(', ');
}

/** What stands once it is kept. */
export function keptText(draft: FunnelDraft): string {
  const { entries, currency } = draft;
  if (entries.length > mostShown) {
    const labels = [entries[0], entries.at(-1)].flatMap((entry) =>
      entry ? [periodLabel(entry.period)] : [],
    );
    return `Kept: ${entries.length} periods, from ${labels.join(' to ')}.`;
  }
  return entries
    .map((entry) => {
      const values = givenValues(entry.values).map(
        ({ name, value }) => `${valueLabel(name).toLowerCase()} ${changeText(entry, name, value, currency)}`,
      );
      const gone = entry.removed
        .filter(isValueName)
        .filter((name) => entry.values[name] === undefined)
        .map((name) => `${valueLabel(name).toLowerCase()} taken out`);
      return `Kept for ${periodLabel(entry.period)}: ${[...values, ...gone].join(', ')}.`;
    })
    .join('\n');
}
