import { type FoundationPath, isFoundationPath } from '../domain/foundation-fields.ts';
import type { FoundationInterview } from '../domain/foundation-interview.ts';
import type { IncomingMessage } from '../domain/incoming.ts';
import { findPromptCodes } from '../domain/prompt-code.ts';
import type { Reply } from '../domain/reply.ts';
import { stableId } from '../domain/stable-id.ts';
import { threadKeyOf } from '../domain/thread-ref.ts';
import { readFoundationField } from '../foundation/foundation-form.ts';
import { questionText } from '../foundation/interview-order.ts';
import { readInterviewWords } from '../foundation/read-answer-to-question.ts';
import { filledFields } from '../foundation/recall.ts';
import { askNext, noteInterview, passAndAsk, questionButtons, readInterview } from './interview-question.ts';
import { keepWords, showWords } from './proposal-turn.ts';
import { isCourtesy, isFirstHello } from './read-courtesy.ts';
import { soundsDistressed } from './read-distress.ts';
import { readMessage } from './read-message.ts';
import { say } from './reply-parts.ts';
import type { Route } from './route.ts';
import { tidyAnswer } from './tidy-answer.ts';
import type { Turn } from './turn.ts';

/** Somebody who has asked this many other things since the question is left alone until they come back to it. */
const mostAsides = 3;
/** A question of last month is not what a message is about. */
const listensMs = 7 * 86_400_000;
/** Longest wish that is about the course; what is longer and has such a word in it is an answer. */
const longestCourseWish = 60;

/** Begins or goes on where they were; `passed` asks again what they had passed. In a channel it goes on with them alone. */
export async function interview(turn: Turn, which: 'on' | 'passed' = 'on'): Promise<Reply> {
  const { deps, person } = turn;
  const [before, foundation] = await Promise.all([readInterview(turn), deps.foundations.read(person.userId)]);
  const isNew = before === undefined && filledFields(foundation).length === 0;
  const waiting = before?.answerId;
  if (which === 'on' && waiting !== undefined && before?.asked !== undefined) {
    const shown = await showWords(waiting, turn);
    if (shown) {
      await noteInterview({ ...before, ...placeOf(turn), asides: 0, askedAt: deps.clock.nowMs() }, turn);
      return moved([shown], turn);
    }
  }
  const lead = isNew
    ? 'I ask one thing at a time, and you answer as you would tell a friend. You see each answer before I keep it. “skip” passes a question, “stop” pauses, and “interview me” goes on from there, wherever you are.'
    : 'We go on where we were.';
  return moved([await askNext(lead, turn, 'answer', which === 'passed' ? [] : undefined)], turn);
}

/** In a channel the thread is told where the interview goes on. */
function moved(parts: Reply, turn: Turn): Reply {
  if (!turn.inChannel || turn.incoming.kind !== 'message') return parts;
  return [
    say(
      'Sage',
      'Your Foundation is yours alone, so we talk about it in a direct message. I have written to you there.',
    ),
    ...parts.map((part) => ({ ...part, part: 'private' })),
  ];
}

/** Skip was pressed under a question. Pressed again, it shows what is asked now. */
export async function passQuestion(path: string, turn: Turn): Promise<Reply> {
  return [await passAndAsk(path, turn)];
}

/** The interview rests until they come back to it. */
export async function restInterview(turn: Turn): Promise<Reply> {
  const state = await readInterview(turn);
  if (state) await noteInterview({ ...state, asides: mostAsides }, turn);
  return [
    say(
      'Sage',
      'We stop here. What is written down stays; “interview me” goes on from this question, on any of your screens.',
      {
        audience: turn.inChannel ? 'person' : 'thread',
      },
    ),
  ];
}

/**
 * A message under a question of the interview: an answer, shown as it would be kept, or “skip”, “stop”, “keep”. Undefined
 * where no question waits here, or where the message is about something else.
 */
export async function answerToInterview(
  message: IncomingMessage,
  route: Route,
  state: WaitingQuestion,
  turn: Turn,
): Promise<Reply | undefined> {
  const { asked } = state;
  if (isAside(message, route, asked)) return undefined;
  const { words } = readMessage(message.text);
  const said = readInterviewWords(words, asked);
  // Worked once more, after a death: “skip” was about the question before.
  if (said === 'pass' && state.movedBy === message.id) return [await askNext('', turn)];
  if (said === 'pass') return [await passAndAsk(asked, turn)];
  if (said === 'rest') return restInterview(turn);
  if (said === 'keep')
    return (
      (state.answerId === undefined ? undefined : await keepWords(state.answerId, turn)) ?? [
        await askNext('', turn),
      ]
    );
  return takeAnswer(asked, words, state, turn);
}

/** After something else was answered: the question that still waits, until they have plainly turned to other things. */
export async function afterAside(message: IncomingMessage, route: Route, turn: Turn): Promise<Reply> {
  // Read anew: what was answered meanwhile may have moved it.
  const state =
    route.kind === 'command' && isInterview(route.command) ? undefined : await questionWaiting(turn);
  if (!state) return [];
  if (soundsDistressed(readMessage(message.text).words)) return [];
  const asides = state.asides + 1;
  await noteInterview({ ...state, asides }, turn);
  if (asides >= mostAsides) {
    const text = 'I leave your Foundation for now. “interview me” goes on from where we were.';
    return [say('Sage', text, { part: 'interview' })];
  }
  const shown = state.answerId === undefined ? undefined : await showWords(state.answerId, turn, 'interview');
  if (shown) return [shown];
  const foundation = await turn.deps.foundations.read(turn.person.userId);
  const text = `Back to your Foundation, when you like.\n\n${questionText(state.asked, foundation)}`;
  return [say('Sage', text, { part: 'interview', buttons: questionButtons(state.asked) })];
}

function isInterview(command: string): boolean {
  return command === 'interview' || command === 'interview-passed';
}

async function takeAnswer(
  path: FoundationPath,
  words: string,
  state: FoundationInterview,
  turn: Turn,
): Promise<Reply | undefined> {
  const { deps, incoming, person } = turn;
  const answerId = stableId('interview', incoming.id);
  if (!(await deps.pending.get(person.userId, answerId))) {
    const tidied = await tidyAnswer(path, words, turn);
    if (tidied === 'no answer') return undefined;
    const reading = readFoundationField(path, tidied);
    if (reading.kind === 'wrong') return [say('Sage', reading.error, { buttons: questionButtons(path) })];
    await deps.pending.put({
      _id: answerId,
      userId: person.userId,
      text: words,
      cell: { path, value: tidied, wish: 'keep' },
      createdAt: incoming.sentAtMs,
    });
  }
  await noteInterview({ ...state, ...placeOf(turn), answerId, asides: 0, askedAt: deps.clock.nowMs() }, turn);
  const shown = await showWords(answerId, turn);
  return shown && [shown];
}

function placeOf(turn: Turn): Pick<FoundationInterview, 'threadKey'> {
  return turn.inChannel ? {} : { threadKey: threadKeyOf(turn.incoming.thread) };
}

/** An interview whose question waits for an answer. */
export type WaitingQuestion = FoundationInterview & { asked: FoundationPath };

/** The question that waits for what is said here. Where a channel was left for direct messages, any of those will do. */
export async function questionWaiting(turn: Turn): Promise<WaitingQuestion | undefined> {
  if (turn.inChannel || turn.work.hasStopped) return undefined;
  const state = await readInterview(turn);
  if (!state || state.asides >= mostAsides) return undefined;
  const { asked } = state;
  if (asked === undefined || !isFoundationPath(asked)) return undefined;
  if (turn.deps.clock.nowMs() - state.askedAt > listensMs) return undefined;
  const isHere = state.threadKey === undefined || state.threadKey === threadKeyOf(turn.incoming.thread);
  return isHere ? { ...state, asked } : undefined;
}

/** Whether it is something else that they want: an agent or a prompt by name, a command, something of the course, a file. */
function isAside(message: IncomingMessage, route: Route, asked: string): boolean {
  const { mentions, words } = readMessage(message.text);
  if ((message.files?.length ?? 0) > 0 || words === '' || soundsDistressed(words)) return true;
  if (mentions.some((mention) => mention.kind === 'agent' && mention.role !== 'Sage')) return true;
  const said = readInterviewWords(words, asked);
  if (said === 'other') return true;
  if (said !== 'answer') return false;
  switch (route.kind) {
    case 'command':
    case 'numbers':
      return true;
    case 'course':
      return words.length <= longestCourseWish;
    case 'run':
    case 'unknown-code':
    case 'unsure-code':
      return findPromptCodes(words).length > 0;
    default:
      return isCourtesy(words) || isFirstHello(words);
  }
}
