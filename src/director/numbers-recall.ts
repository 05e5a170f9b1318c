import type { Command } from '../domain/director-task.ts';
import type { Reply } from '../domain/reply.ts';
import type { FunnelPeriod, UserFunnelSnapshot } from '../domain/user-funnel-snapshot.ts';
import { habitsOf } from '../funnel/habits-of.ts';
import { numbersFile } from '../funnel/numbers-file.ts';
import { currentWeek, periodInWords, periodLabel } from '../funnel/period.ts';
import {
  labelOf,
  metricsAskedFor,
  tellMetric,
  tellSnapshot,
  tellStretch,
  weeksWithin,
} from '../funnel/recall-numbers.ts';
import { openNumbersForm } from './numbers-press.ts';
import { asksForTrend, showTrend } from './numbers-show.ts';
import { alone } from './numbers-turn.ts';
import { button, say } from './reply-parts.ts';
import type { Turn } from './turn.ts';

/** Two years of weeks. */
const mostRecalled = 104;
const privateNote = 'Your numbers are yours alone: I have sent them to you privately.';
const nothingYet =
  'You have kept no numbers yet. Send them as they come, like “ctr 1.4%, opt-in 22%, 60 leads”, or use the form.';

export type NumberCommand = Extract<
  Command,
  'metric' | 'my-numbers' | 'weekly-numbers' | 'delete-numbers' | 'export-numbers'
>;

export function isNumberCommand(command: Command): command is NumberCommand {
  return ['metric', 'my-numbers', 'weekly-numbers', 'delete-numbers', 'export-numbers'].includes(command);
}

/** What somebody asks of their own kept numbers; told to them alone. */
export async function answerNumberCommand(command: NumberCommand, words: string, turn: Turn): Promise<Reply> {
  switch (command) {
    case 'metric':
      return tellMetrics(words, turn);
    case 'my-numbers':
      return tellPeriod(words, turn);
    case 'weekly-numbers':
      return offerForm(turn);
    case 'delete-numbers':
      return askToDelete(words, turn);
    case 'export-numbers':
      return sendFile(turn);
  }
}

async function tellMetrics(words: string, turn: Turn): Promise<Reply> {
  const names = metricsAskedFor(words);
  const shown = asksForTrend(words) ? await showTrend(names, turn) : undefined;
  if (shown) return alone(turn, say('Director', shown.text, shown), privateNote);
  const newest = await turn.deps.snapshots.newest(turn.person.userId, mostRecalled);
  const text =
    names.length === 0
      ? newest[0]
        ? tellSnapshot(newest[0])
        : nothingYet
      : names.map((name) => tellMetric(name, newest)).join('\n');
  return alone(turn, say('Director', text), privateNote);
}

async function tellPeriod(words: string, turn: Turn): Promise<Reply> {
  const newest = await turn.deps.snapshots.newest(turn.person.userId, mostRecalled);
  const [last] = newest;
  if (!last) return alone(turn, say('Director', nothingYet, { buttons: [formButton] }), privateNote);
  const period = await periodNamed(words, turn);
  if (!period)
    return alone(turn, say('Director', tellSnapshot(last), { buttons: changeButtons(last) }), privateNote);
  const own = newest.find(({ periodKey }) => periodKey === period.key);
  const weeks = weeksWithin(period, newest);
  const text = [
    ...(own ? [tellSnapshot(own)] : []),
    ...(weeks.length > 0 ? [tellStretch(period, weeks)] : []),
    ...(own || weeks.length > 0
      ? []
      : [`I have no numbers of yours for ${periodLabel(period)}. The last ones are for ${labelOf(last)}.`]),
  ].join('\n\n');
  return alone(turn, say('Director', text, { buttons: own ? changeButtons(own) : [] }), privateNote);
}

const formButton = button('Weekly numbers', 'numbers', 'week');

function changeButtons({ periodKey }: UserFunnelSnapshot) {
  return [...(periodKey === undefined ? [] : [button('Change', 'numbers', periodKey)]), formButton];
}

async function offerForm(turn: Turn): Promise<Reply> {
  const { deps, person } = turn;
  const { timeZone } = await habitsOf(person.userId, deps);
  const label = periodLabel(currentWeek(deps.clock.nowMs(), timeZone));
  const opened = await openNumbersForm('numbers', 'week', person.userId, deps);
  const text = `Your numbers for ${label}. What you had last time stands in the form; change what is new, empty what you do not know. Or just write them here.`;
  return alone(
    turn,
    say('Director', text, {
      buttons: [button('Fill in', 'numbers', 'week')],
      ...(opened.kind === 'form' ? { form: opened.form } : {}),
    }),
    'Let us do your numbers privately: I have sent you the form.',
  );
}

/** Asks once; only its button deletes. */
async function askToDelete(words: string, turn: Turn): Promise<Reply> {
  const { snapshots } = turn.deps;
  const [last] = await snapshots.newest(turn.person.userId, 1);
  if (!last)
    return alone(
      turn,
      say('Director', 'You have kept no numbers, so there is nothing to delete.'),
      privateNote,
    );
  const period = await periodNamed(words, turn);
  const meant = period ? await snapshots.ofPeriod(turn.person.userId, period.key) : last;
  if (!meant) {
    const text = `I have no numbers of yours for ${period ? periodLabel(period) : 'then'}, so there is nothing to delete. The last ones are for ${labelOf(last)}.`;
    return alone(turn, say('Director', text), privateNote);
  }
  const text = `${tellSnapshot(meant)}\n\nDelete these for good?${period ? '' : ' For another period, say “delete my numbers for May”.'}`;
  return alone(
    turn,
    say('Director', text, { buttons: [button('Delete them', 'erase', meant._id)] }),
    privateNote,
  );
}

async function sendFile(turn: Turn): Promise<Reply> {
  const newest = await turn.deps.snapshots.newest(turn.person.userId, mostRecalled);
  if (newest.length === 0)
    return alone(turn, say('Director', nothingYet, { buttons: [formButton] }), privateNote);
  const file = numbersFile(newest);
  const periods = newest.length === 1 ? 'one period' : `${newest.length} periods`;
  const cut =
    newest.length === mostRecalled ? ' Those are the newest; older ones are kept and not in it.' : '';
  return alone(
    turn,
    say('Director', `Your numbers as a file for a spreadsheet: ${periods}.${cut}`, { files: [file] }),
    privateNote,
  );
}

async function periodNamed(words: string, turn: Turn): Promise<FunnelPeriod | undefined> {
  const { timeZone } = await habitsOf(turn.person.userId, turn.deps);
  return periodInWords(words, undefined, turn.deps.clock.nowMs(), timeZone);
}
