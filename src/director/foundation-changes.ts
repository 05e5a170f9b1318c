import { type FoundationPath, foundationField, isFoundationPath } from '../domain/foundation-fields.ts';
import type { FoundationVersion } from '../domain/foundation-version.ts';
import type { Reply } from '../domain/reply.ts';
import { stableId } from '../domain/stable-id.ts';
import type { Competitor } from '../domain/user-foundation.ts';
import { changeLines } from '../foundation/changes-in-words.ts';
import { countGrids, unlocks } from '../foundation/completeness.ts';
import {
  type FieldValue,
  fieldValue,
  includesValue,
  joinValues,
  valueText,
} from '../foundation/field-value.ts';
import { readFoundationField } from '../foundation/foundation-form.ts';
import { nextToAsk } from '../foundation/interview-order.ts';
import { indexOfItem, readListEdit } from '../foundation/read-list-edit.ts';
import { readSince } from '../foundation/read-since.ts';
import { plainNames } from '../playbook/run-plan.ts';
import { sentenceFor } from '../sentences/failure-sentences.ts';
import { privateReply } from './private-reply.ts';
import { readMessage } from './read-message.ts';
import { button } from './reply-parts.ts';
import { type Turn, timeZoneOf } from './turn.ts';

/** Looked through for the last change, and for those since a day. */
const versionsRead = 100;
/** Shown at once. */
const linesShown = 12;
const unlocksShown = 4;
const codesShown = 3;

/** "what changed since May": each change with its day, how it came and what it replaced, newest first. */
export async function showChanges(text: string, turn: Turn): Promise<Reply> {
  const timeZone = await timeZoneOf(turn);
  const nowMs = turn.deps.clock.nowMs();
  const { words } = readMessage(text);
  const since = readSince(words, nowMs, timeZone);
  const isDated = /\bsince\b/i.test(words);
  if (isDated && since === undefined)
    return privateReply(
      'Sage',
      'Since when? A month or a day will do, such as “what changed since May”.',
      turn,
    );
  const versions = await turn.deps.foundations.versions(turn.person.userId, versionsRead);
  const lines = versions
    .filter(({ changedAt }) => changedAt >= (since ?? 0))
    .flatMap((version) => changeLines(version, { timeZone }));
  if (lines.length === 0)
    return privateReply('Sage', 'Nothing in your Foundation has changed since then.', turn);
  const left = lines.length - linesShown;
  const more = left > 0 ? `\nand ${left} earlier. A later day shows fewer.` : '\nThat is all.';
  return privateReply('Sage', `${lines.slice(0, linesShown).join('\n')}${more}`, turn, {
    buttons: undoable(versions) ? [button('Undo the last', 'undo', 'last')] : [],
  });
}

/** "undo": the last change of their own that still stands, to be confirmed once. */
export async function askUndo(turn: Turn): Promise<Reply> {
  const version = undoable(await turn.deps.foundations.versions(turn.person.userId, versionsRead));
  if (!version) return privateReply('Sage', 'There is no change of yours left to take back.', turn);
  const timeZone = await timeZoneOf(turn);
  const text = `The last change:\n${changeLines(version, { timeZone }).join('\n')}\n\nShall I put back what stood there before?`;
  return privateReply('Sage', text, turn, { buttons: [button('Put it back', 'undo', version._id)] });
}

/** Put it back was pressed. Twice it changes nothing more. */
export async function undoChange(id: string, turn: Turn): Promise<Reply> {
  if (id === 'last') return askUndo(turn);
  const { foundations, clock } = turn.deps;
  const versions = await foundations.versions(turn.person.userId, versionsRead);
  const version = versions.find(({ _id }) => _id === id);
  if (!version) return privateReply('Sage', sentenceFor({ kind: 'not-yours' }), turn);
  const { changedPaths } = await foundations.undo(turn.person.userId, version, clock.nowMs());
  const timeZone = await timeZoneOf(turn);
  const text =
    changedPaths.length === 0
      ? 'It has been changed again since, so I left it as it is. “what changed” shows how.'
      : `Put back:\n${version.changes
          .filter(({ path }) => changedPaths.includes(path))
          .flatMap(({ path, before, after }) =>
            changeLines(
              { ...version, changes: [{ path, before: after, after: before }], source: 'undo' },
              { timeZone },
            ),
          )
          .join('\n')}`;
  return privateReply('Sage', text, turn);
}

function undoable(versions: FoundationVersion[]): FoundationVersion | undefined {
  const undone = new Set(versions.map(({ undoes }) => undoes));
  return versions.find(({ _id, source }) => source !== 'undo' && source !== 'merge' && !undone.has(_id));
}

/** "add a pain: …", "change the first goal to …", and "remove the second pain", which asks once. */
export async function editList(text: string, turn: Turn): Promise<Reply> {
  const edit = readListEdit(readMessage(text).words);
  if (!edit)
    return privateReply('Sage', sentenceFor({ kind: 'not-built-yet', what: 'read that change' }), turn);
  const { path } = edit;
  const { label } = foundationField(path);
  const there = itemsOf(fieldValue(await turn.deps.foundations.read(turn.person.userId), path));
  if (edit.kind === 'add') {
    const reading = readFoundationField(path, edit.text);
    if (reading.kind === 'wrong') return privateReply('Sage', reading.error, turn);
    const before = there.length === 0 ? undefined : asValue(there);
    if (includesValue(before, reading.change.after))
      return privateReply('Sage', `${label}: that stands there already.\n${numbered(there)}`, turn);
    return keepItems(path, joinValues(before, reading.change.after), turn);
  }
  const index = indexOfItem(there.map(shown), edit.which);
  const item = index === undefined ? undefined : there[index];
  if (item === undefined) {
    const now = there.length === 0 ? 'nothing is written down there yet.' : `which one?\n${numbered(there)}`;
    return privateReply('Sage', `${label}: ${now}`, turn);
  }
  if (edit.kind === 'replace') {
    const reading = readFoundationField(path, edit.text);
    if (reading.kind === 'wrong') return privateReply('Sage', reading.error, turn);
    const added = itemsOf(reading.change.after);
    return keepItems(path, asValue(there.flatMap((one) => (one === item ? added : [one]))), turn);
  }
  const requestId = stableId('removal', turn.incoming.id);
  await turn.deps.pending.put({
    _id: requestId,
    userId: turn.person.userId,
    text,
    cell: { path, value: shown(item), wish: 'remove' },
    createdAt: turn.incoming.sentAtMs,
  });
  return privateReply('Sage', `Shall I remove this from ${label}?\n\n> ${shown(item)}`, turn, {
    buttons: [button('Remove it', 'remove', requestId)],
  });
}

/** Remove it was pressed. That item goes, wherever it stands by now; pressed again there is nothing to remove. */
export async function removeItem(requestId: string, turn: Turn): Promise<Reply> {
  const request = await turn.deps.pending.get(turn.person.userId, requestId);
  const cell = request?.cell;
  const edit = cell?.wish === 'remove' ? cell : undefined;
  const path = edit?.path;
  if (!edit || path === undefined || !isFoundationPath(path))
    return privateReply('Sage', sentenceFor({ kind: 'not-yours' }), turn);
  const there = itemsOf(fieldValue(await turn.deps.foundations.read(turn.person.userId), path));
  if (!there.some((item) => shown(item) === edit.value))
    return privateReply('Sage', `${foundationField(path).label}: that is gone already.`, turn);
  return keepItems(path, asValue(there.filter((item) => shown(item) !== edit.value)), turn);
}

async function keepItems(path: FoundationPath, after: FieldValue, turn: Turn): Promise<Reply> {
  const { foundations, clock } = turn.deps;
  const { label } = foundationField(path);
  // What is typed into a form and what is said have the same limits; an emptied list has none.
  const reading = after.length === 0 ? undefined : readFoundationField(path, valueText(after));
  if (reading?.kind === 'wrong') return privateReply('Sage', `${reading.error} I wrote nothing.`, turn);
  const { foundation } = await foundations.change(
    turn.person.userId,
    turn.incoming.id,
    [{ path, after }],
    'typed',
    clock.nowMs(),
  );
  const now = itemsOf(fieldValue(foundation, path));
  const text = now.length === 0 ? `${label}: nothing is left there.` : `${label} now:\n${numbered(now)}`;
  return privateReply('Sage', text, turn, { buttons: [button('Undo the last', 'undo', 'last')] });
}

/** "what's missing": grid by grid, and what filling it would make runnable. */
export async function showMissing(turn: Turn): Promise<Reply> {
  const foundation = await turn.deps.foundations.read(turn.person.userId);
  const grids = countGrids(foundation).filter(({ grid }) => grid !== 'Alignment');
  const { runnable, of, byField } = unlocks(foundation, [...turn.deps.catalogue.prompts.values()]);
  const gridLines = grids.map(
    ({ grid, filled, of: all, requiredMissing }) =>
      `- ${grid}: ${filled} of ${all}${requiredMissing.length > 0 ? `. First: ${plainNames(requiredMissing)}` : ''}`,
  );
  const unlockLines = byField.slice(0, unlocksShown).map(({ path, opens, waiting }) => {
    const some = opens.slice(0, codesShown).join(', ');
    const what =
      opens.length === 0
        ? `${waiting} prompts wait for it and for more`
        : `${opens.length} more ${opens.length === 1 ? 'prompt' : 'prompts'} (${some}${opens.length > codesShown ? ', …' : ''})`;
    return `- ${foundationField(path).label}: ${what}`;
  });
  const others = byField.length - unlockLines.length;
  const text = [
    `**Your Foundation, grid by grid**\n${gridLines.join('\n')}`,
    byField.length === 0
      ? `All ${of} prompts have what they need.`
      : `**What this unlocks** (${runnable} of ${of} prompts have what they need now)\n${unlockLines.join('\n')}${others > 0 ? `\nand ${others} more fields.` : ''}`,
  ].join('\n\n');
  return privateReply('Sage', text, turn, {
    buttons: [
      ...(nextToAsk(foundation, []) === undefined ? [] : [button('Go on with Sage', 'interview', 'on')]),
      ...grids.map(({ grid }) => button(`${grid} form`, 'foundation', grid.toLowerCase())),
      button('Check it (F11)', 'run', 'F11'),
    ],
  });
}

type Item = string | Competitor;

function itemsOf(value: FieldValue | undefined): Item[] {
  return value === undefined || typeof value === 'string' ? [] : [...value];
}

/** A field's items are all of one kind. */
function asValue(items: Item[]): FieldValue {
  const rivals = items.filter((item): item is Competitor => typeof item === 'object');
  return rivals.length > 0 ? rivals : items.filter((item): item is string => typeof item === 'string');
}

function shown(item: Item): string {
  return typeof item === 'string' ? item : `${item.name}: ${item.weakness}`;
}

function numbered(items: Item[]): string {
  return items.map((item, index) => `${index + 1}. ${shown(item)}`).join('\n');
}
