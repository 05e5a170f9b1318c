import { belongings, type CollectionName, nobody } from '../domain/belonging.ts';
import { parseButtonId } from '../domain/button-id.ts';
import type { Incoming } from '../domain/incoming.ts';
import type { Reply } from '../domain/reply.ts';
import { surfaceNames, threadKeyOf } from '../domain/thread-ref.ts';
import { eraseAll, erasureIdOf } from '../people/erase-all.ts';
import { exportArchive } from '../people/export-archive.ts';
import type { RowCounts } from '../ports/own-data-store.ts';
import { button, say } from './reply-parts.ts';
import type { Turn } from './turn.ts';

/** Discord takes 10 MB; base64 adds a third on the way. */
const archiveCharacters = 10_000_000;

/** Everything that is kept of the person, as one archive for them alone. */
export async function exportData(turn: Turn): Promise<Reply> {
  const { ownData, clock } = turn.deps;
  const rows = await ownData.read(await ownData.whose(turn.person));
  const file = exportArchive(rows, turn.person.name, clock.nowMs());
  if (file.content.length > archiveCharacters)
    return privately(turn, 'Your data is too much for one file here. Ask whoever runs this bot for it.');
  const counts = Object.fromEntries(rows.map(({ collection, theirs }) => [collection, theirs.length]));
  const text = `Here is all that I keep about you: ${inWords(counts)}. One JSON file for each collection, your saved assets as Markdown besides.`;
  return privately(turn, text, [], [file]);
}

/** The one question before everything goes. Only its button deletes. */
export async function askToDelete(turn: Turn): Promise<Reply> {
  const { ownData } = turn.deps;
  const whose = await ownData.whose(turn.person);
  const surfaces = whose.accounts.map(({ surface }) => surfaceNames[surface]);
  const text = [
    '**Delete all your data?** There is no way back.',
    `**What goes**, on ${listed([...new Set(surfaces)])}: ${inWords(await ownData.count(whose))}, and what stands behind them. Work that is under way for you ends.`,
    '**What stays**: how many rows were deleted, without your name; and what was said on Slack or Discord itself, which only you can delete there.',
  ].join('\n\n');
  return privately(turn, text, [
    button('Delete all my data', 'wipe', erasureIdOf(whose)),
    button('Export my data first', 'mydata', 'all'),
    button('Keep everything', 'leave', 'all'),
  ]);
}

/** The deletion that a press confirms, if that is what it does. */
export function erasureConfirmedBy(incoming: Incoming): string | undefined {
  if (incoming.kind !== 'press') return undefined;
  const id = parseButtonId(incoming.buttonId);
  return id.kind === 'known' && id.verb === 'wipe' ? id.id : undefined;
}

/** The button of that question. Pressed again, or by somebody else, it deletes nothing. */
export async function deleteData(id: string, turn: Turn): Promise<Reply> {
  const { ownData, erasures } = turn.deps;
  const trace = { eventId: turn.incoming.id, threadKey: threadKeyOf(turn.incoming.thread) };
  const known = await erasures.get(id);
  const whose = known?.whose ?? (await ownData.whose(turn.person));
  if (known && !known.whose && turn.person.personId === nobody)
    return privately(turn, 'That is done: nothing of yours is here any more.');
  if (known?.state === 'over' || erasureIdOf(whose) !== id)
    return privately(
      turn,
      'That button is out of date: nothing was deleted. Say "delete all my data" to be asked anew.',
    );
  const erasure = await eraseAll(whose, trace, turn.work.lost, turn.deps);
  if (!erasure) return [];
  const rows = Object.values(erasure.counts).reduce((sum, count) => sum + count, 0);
  const surfaces = [...new Set(whose.accounts.map(({ surface }) => surfaceNames[surface]))];
  return privately(
    turn,
    `**Deleted**, on ${listed(surfaces)}: ${inWords(erasure.counts)}; ${rows} rows in all. This receipt is not kept either. If you write again, we meet for the first time.`,
  );
}

export function keepEverything(turn: Turn): Reply {
  return privately(turn, 'Nothing was deleted.');
}

/** "1 Foundation, 3 saved assets", by what people call them. */
function inWords(counts: RowCounts): string {
  const words = Object.entries(counts).flatMap(([name, count]) => {
    const called = belongings[name as CollectionName].called;
    return called && count > 0 ? [`${count} ${called[count === 1 ? 0 : 1]}`] : [];
  });
  return words.length > 0 ? listed(words) : 'your name and your account';
}

function listed(words: string[]): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

function privately(
  turn: Turn,
  text: string,
  buttons: Reply[number]['buttons'] = [],
  files?: Reply[number]['files'],
): Reply {
  return [
    say('Director', text, {
      audience: turn.inChannel ? 'person' : 'thread',
      buttons,
      ...(files ? { files } : {}),
    }),
  ];
}
