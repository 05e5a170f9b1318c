import { formatButtonId } from '../domain/button-id.ts';
import type { HumanQuestion } from '../domain/human-question.ts';
import type { IncomingForm } from '../domain/incoming.ts';
import type { Form, Reply, ReplyPart } from '../domain/reply.ts';
import { stableId } from '../domain/stable-id.ts';
import { sentenceFor } from '../sentences/failure-sentences.ts';
import { privateReply } from './private-reply.ts';
import { button, say } from './reply-parts.ts';
import { noteAct } from './staff.ts';
import type { DirectorDeps, Turn } from './turn.ts';

const fieldName = 'words';
const mostCharacters = 1_500;
const newQuestion = 'new';

/** "can I talk to a human": who leads them gets what they write, and nothing else of theirs. */
export async function offerHuman(turn: Turn): Promise<Reply> {
  const leaders = await turn.deps.staff.leadersOf(turn.person.personId);
  const reached = leaders.filter(({ reach }) => reach !== undefined);
  if (reached.length === 0) {
    const names = leaders.map(({ name }) => name).join(' and ');
    return privateReply(
      'Director',
      names === ''
        ? 'There is no facilitator here yet whom I could ask for you.'
        : `I cannot reach ${names} yet, for they have not written to me. Ask in your cohort’s channel.`,
      turn,
    );
  }
  const names = reached.map(({ name }) => name).join(' and ');
  return privateReply(
    'Director',
    `I pass your question on to ${names}, who get what you write in the form and nothing else of yours. The answer comes here, with their name.`,
    turn,
    { buttons: [button('Ask a human', 'human', newQuestion)] },
  );
}

/** The form of a question, and of its answer. */
export function humanForm(verb: 'human' | 'reply', id: string, typed = '', error?: string): Form {
  const asks = verb === 'human';
  return {
    id: formatButtonId(verb, id),
    title: asks ? 'Ask a human' : 'Your answer',
    fields: [
      {
        name: fieldName,
        label: asks ? 'What would you like to ask?' : 'What do you answer?',
        type: 'text',
        required: true,
        value: typed,
        options: [],
        hint: asks ? 'Say what a stranger needs to help you.' : 'It goes out under your name.',
        maxCharacters: mostCharacters,
        ...(error === undefined ? {} : { error }),
      },
    ],
  };
}

export function wrongHumanForm(
  verb: 'human' | 'reply',
  id: string,
  values: Record<string, string>,
): Form | undefined {
  const typed = (values[fieldName] ?? '').trim();
  if (typed === '') return humanForm(verb, id, typed, 'It is still empty. A sentence will do.');
  return typed.length > mostCharacters
    ? humanForm(verb, id, typed, `That has ${typed.length} characters, at most ${mostCharacters}.`)
    : undefined;
}

export async function takeHumanForm(
  verb: 'human' | 'reply',
  id: string,
  form: IncomingForm,
  turn: Turn,
): Promise<Reply> {
  const words = (form.values[fieldName] ?? '').trim().slice(0, mostCharacters);
  if (words === '') return privateReply('Director', sentenceFor({ kind: 'empty-message' }), turn);
  return verb === 'human' ? ask(words, turn) : answer(id, words, turn);
}

async function ask(text: string, turn: Turn): Promise<Reply> {
  const { deps, incoming, person } = turn;
  const leaders = (await deps.staff.leadersOf(person.personId)).filter(({ reach }) => reach !== undefined);
  if (leaders.length === 0) return offerHuman(turn);
  await deps.humanQuestions.ask({
    _id: stableId('human question', incoming.id),
    personId: person.personId,
    userId: person.userId,
    reach: { thread: incoming.thread, accountId: incoming.author.accountId },
    text,
    leaderPersonIds: leaders.map(({ personId }) => personId),
    state: 'asked',
    askedAt: deps.clock.nowMs(),
  });
  const names = leaders.map(({ name }) => name).join(' and ');
  return privateReply('Director', `On its way to ${names}. The answer comes here.`, turn);
}

async function answer(id: string, words: string, turn: Turn): Promise<Reply> {
  const { deps, person } = turn;
  const question = await deps.humanQuestions.get(id);
  if (!question?.leaderPersonIds.includes(person.personId))
    return privateReply('Director', sentenceFor({ kind: 'not-yours' }), turn);
  const name = (await deps.staff.byPerson(person.personId))?.name ?? person.name;
  await noteAct('answer a question', turn, { subjectPersonId: question.personId });
  const answeredByPersonId = person.personId;
  const answeredAt = deps.clock.nowMs();
  const changes = {
    state: 'answered',
    answer: words,
    answeredByPersonId,
    answeredByName: name,
    answeredAt,
  } as const;
  // Not passed on yet, as the sender sees it, where the job is about to note that it was.
  const isFirst =
    (await deps.humanQuestions.change(id, 'passed', changes)) ||
    (await deps.humanQuestions.change(id, 'asked', changes));
  if (isFirst) return privateReply('Director', 'Thank you. It goes out under your name.', turn);
  const now = await deps.humanQuestions.get(id);
  // The same form worked once more, after a crash.
  const isSame = now?.answer === words && now.answeredByPersonId === person.personId;
  return privateReply(
    'Director',
    isSame
      ? 'Thank you. It goes out under your name.'
      : `${now?.answeredByName ?? 'Somebody'} has answered it already: ${now?.answer ?? ''}`,
    turn,
  );
}

/** Whether somebody may open the form of an answer. */
export async function mayAnswer(
  id: string,
  userId: string,
  deps: Pick<DirectorDeps, 'humanQuestions' | 'people'>,
): Promise<boolean> {
  const [question, person] = await Promise.all([deps.humanQuestions.get(id), deps.people.ofUser(userId)]);
  return person !== undefined && question?.leaderPersonIds.includes(person._id) === true;
}

/** What those who lead get. */
export function questionWords({ _id, text }: HumanQuestion, name: string): ReplyPart {
  return say('Director', `**${name} asks a human:**\n\n${quoted(text)}`, {
    part: 'question',
    buttons: [button('Answer', 'reply', _id)],
  });
}

/** What whoever asked gets: a person's words, with their name. */
export function answerWords({
  text,
  answer: words = '',
  answeredByName = 'Your facilitator',
}: HumanQuestion): ReplyPart {
  return say('Director', `**${answeredByName} answers:**\n\n${words}\n\n_You asked:_\n${quoted(text)}`, {
    part: 'answer',
  });
}

function quoted(text: string): string {
  return text
    .split('\n')
    .map((line) => `> ${line}`)
    .join('\n');
}
