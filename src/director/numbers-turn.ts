import type { FunnelDraft } from '../domain/funnel-draft.ts';
import type { IncomingMessage } from '../domain/incoming.ts';
import type { Reply, ReplyPart } from '../domain/reply.ts';
import { stableId } from '../domain/stable-id.ts';
import { threadKeyOf } from '../domain/thread-ref.ts';
import type { FunnelPeriod } from '../domain/user-funnel-snapshot.ts';
import { cardText, hasValues } from '../funnel/card-text.ts';
import { type CardContent, draftReport, type KeptNumbers } from '../funnel/draft-report.ts';
import { habitsOf, type NumberHabits } from '../funnel/habits-of.ts';
import { type MetricName, metricNames } from '../funnel/metrics.ts';
import { type FunnelReading, parseFunnelReport, type ReadingContext } from '../funnel/parse-funnel-report.ts';
import { currentWeek, localNow, periodInWords } from '../funnel/period.ts';
import { guessUnplaced } from './guess-unplaced.ts';
import { isAssent } from './read-assent.ts';
import { readMessage } from './read-message.ts';
import { button, say } from './reply-parts.ts';
import type { DirectorDeps, Turn } from './turn.ts';

/** A card is answered within a day; what comes later is a report of its own. */
const cardOpenMs = 24 * 60 * 60 * 1_000;
/** A correction without a card is about what was kept this recently. */
const correctedWithinMs = 7 * 24 * 60 * 60 * 1_000;

export function readingContext(habits: NumberHabits, nowMs: number): ReadingContext {
  return {
    monthNow: localNow(nowMs, habits.timeZone).month,
    ...(habits.currency === undefined ? {} : { currency: habits.currency }),
  };
}

export async function keptFor(
  userId: string,
  period: FunnelPeriod,
  deps: Pick<DirectorDeps, 'snapshots'>,
): Promise<KeptNumbers> {
  const [existing, [previous]] = await Promise.all([
    deps.snapshots.ofPeriod(userId, period.key),
    deps.snapshots.newestBefore(userId, period.endsAtMs, 1),
  ]);
  return { existing, previous };
}

/** A message that reports numbers: the card, or why there is none. */
export async function takeReport(message: IncomingMessage, turn: Turn): Promise<Reply> {
  return (await cardFor(message, turn)) ?? [say('Director', unreadable)];
}

const unreadable =
  'I could not find a number that I know in that. Write it like “ctr 1.4%, opt-in 22%, 60 leads”, or say “weekly numbers” for a form.';

/** The card that a report leads to; undefined where there is nothing in it to keep or to ask. */
async function cardFor(message: IncomingMessage, turn: Turn): Promise<Reply | undefined> {
  const { deps, person } = turn;
  const { userId } = person;
  const id = stableId('funnel draft', message.id);
  const known = await deps.funnelDrafts.get(userId, id);
  if (known) return showCard(known, turn);
  const { words } = readMessage(message.text);
  const nowMs = deps.clock.nowMs();
  const habits = await habitsOf(userId, deps);
  const context = readingContext(habits, nowMs);
  const open = await openCard(turn);
  const reading = readAnswer(words, context, open);
  const period = await periodOf(reading, words, habits, open, turn);
  const kept = await keptFor(userId, period, deps);
  const content = draftReport(reading, words, period, kept, open);
  if (!hasValues(content) && content.questions.length === 0 && reading.unplaced.length === 0)
    return undefined;
  const guessed = await guessUnplaced(content, words, context, turn);
  return putCard({ ...guessed, source: 'chat' }, turn, open);
}

/** Keeps a card, ends the one that it goes on from, and shows it. */
export async function putCard(
  content: CardContent & Pick<FunnelDraft, 'source'> & { lead?: string },
  turn: Turn,
  open: FunnelDraft | undefined,
): Promise<Reply> {
  const draft = await turn.deps.funnelDrafts.put({
    ...content,
    _id: stableId('funnel draft', turn.incoming.id),
    userId: turn.person.userId,
    threadKey: threadKeyOf(turn.incoming.thread),
    causedBy: turn.incoming.id,
    state: 'open',
    ...(open === undefined ? {} : { replaces: open._id }),
    createdAt: turn.deps.clock.nowMs(),
  });
  return showCard(draft, turn);
}

async function showCard(draft: FunnelDraft, turn: Turn): Promise<Reply> {
  if (draft.replaces !== undefined)
    await turn.deps.funnelDrafts.close(draft.userId, draft.replaces, 'replaced');
  return alone(
    turn,
    say('Director', cardText(draft), {
      isCard: true,
      buttons: [
        ...(hasValues(draft) ? [button('Keep', 'keep', draft._id)] : []),
        button(hasValues(draft) ? 'Change' : 'Fill in', 'change', draft._id),
        button('Not now', 'drop', draft._id),
      ],
    }),
    'I have read your numbers. They are yours alone, so I show them to you privately.',
  );
}

/** Numbers are for one person: in a channel they go there, with a line in the thread. */
export function alone(turn: Turn, part: ReplyPart, note?: string): Reply {
  if (!turn.inChannel) return [part];
  const own: ReplyPart = { ...part, audience: 'person', part: note === undefined ? part.part : 'private' };
  return note === undefined ? [own] : [say('Director', note), own];
}

function openCard(turn: Turn): Promise<FunnelDraft | undefined> {
  const { deps, incoming, person } = turn;
  return deps.funnelDrafts.openIn(
    person.userId,
    threadKeyOf(incoming.thread),
    deps.clock.nowMs() - cardOpenMs,
  );
}

/** What a message says, where a card has asked: a bare number is what it asked for, a bare name the number's. */
function readAnswer(words: string, context: ReadingContext, open: FunnelDraft | undefined): FunnelReading {
  const asked = metricNames.find((name): name is MetricName => name === open?.asked);
  const reading = parseFunnelReport(words, asked === undefined ? context : { ...context, asked });
  const [alone, ...more] = open?.unplaced ?? [];
  const isAnswered = Object.keys(reading.values).length > 0 || reading.unplaced.length > 0;
  if (isAnswered || alone === undefined || more.length > 0) return reading;
  const named = parseFunnelReport(`${words} ${alone}`, context);
  return Object.keys(named.values).length > 0 ? named : reading;
}

/** Which period a report is about: the one it names, that of the card or week it corrects, else the current week. */
async function periodOf(
  reading: FunnelReading,
  words: string,
  habits: NumberHabits,
  open: FunnelDraft | undefined,
  turn: Turn,
): Promise<FunnelPeriod> {
  const nowMs = turn.deps.clock.nowMs();
  const named = periodInWords(words, reading.timePeriod, nowMs, habits.timeZone);
  if (named) return named;
  const [entry, ...more] = open?.entries ?? [];
  if (entry && more.length === 0) return entry.period;
  const week = currentWeek(nowMs, habits.timeZone);
  if (!reading.isCorrection) return week;
  const [newest] = await turn.deps.snapshots.newest(turn.person.userId, 1);
  const isRecent = newest?.lastUpdatedAt !== undefined && newest.lastUpdatedAt > nowMs - correctedWithinMs;
  return isRecent && newest.periodKey !== undefined
    ? {
        key: newest.periodKey,
        timePeriod: newest.timePeriod,
        endsAtMs: newest.snapshotDate,
        timeZone: newest.timeZone ?? habits.timeZone,
      }
    : week;
}

/** What may answer a card: short, and a number, a name for one, a correction, or assent. */
const longestAnswer = 160;
const keepWords =
  /^\W*(?:yes,? |ok,? |please )*(?:keep|save|store)(?: it| them| that| this| these| all)?(?: please| pls)?\W*$/i;

/**
 * A message under an open card: an answer to its question, a correction, "keep it". Undefined where no card is open or the
 * message is about something else.
 */
export async function answerToCard(message: IncomingMessage, turn: Turn): Promise<AnswerToCard | undefined> {
  const { mentions, words } = readMessage(message.text);
  const forOthers = mentions.some((mention) => mention.kind !== 'agent' || mention.role !== 'Director');
  if (forOthers && mentions.some(({ kind }) => kind !== 'bot')) return undefined;
  if (words === '' || words.length > longestAnswer || words.includes('?') || (message.files?.length ?? 0) > 0)
    return undefined;
  // Most messages of a thread cannot answer a card: they cost no look at one.
  if (turn.conversation === undefined || !(/\d/.test(words) || words.split(/\s+/).length <= 5))
    return undefined;
  const open = await openCard(turn);
  if (!open) return undefined;
  if (keepWords.test(words) || (isAssent(words) && (await isLastSaid(open, turn)))) {
    return { kind: 'keep', draftId: open._id };
  }
  const habits = await habitsOf(turn.person.userId, turn.deps);
  const reading = readAnswer(words, readingContext(habits, turn.deps.clock.nowMs()), open);
  const isAnswer =
    Object.keys(reading.values).length > 0 || reading.sameAsBefore || reading.revenue !== undefined;
  if (!isAnswer || !staysWithNumbers(words, reading)) return undefined;
  const reply = await cardFor(message, turn);
  return reply && { kind: 'card', reply };
}

export type AnswerToCard = { kind: 'keep'; draftId: string } | { kind: 'card'; reply: Reply };

/** "write 3 emails for 60 leads" names a metric and is no answer: more words than numbers need. */
function staysWithNumbers(words: string, reading: FunnelReading): boolean {
  const said = Object.keys(reading.values).length;
  return reading.isCorrection || words.split(/\s+/).length <= 6 + 4 * said;
}

async function isLastSaid(open: FunnelDraft, turn: Turn): Promise<boolean> {
  const { deps, incoming, person } = turn;
  const [last] = await deps.conversations.recent(threadKeyOf(incoming.thread), person.personId, 1);
  return last?._id.startsWith(`reply:${open.causedBy}:`) ?? false;
}
