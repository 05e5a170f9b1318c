import { foundationValue } from '../context/context-snapshot.ts';
import type { ReadableFile } from '../domain/attached-file.ts';
import type { AgentCard } from '../domain/catalogue.ts';
import type { ConversationMessage } from '../domain/conversation.ts';
import { foundationFields } from '../domain/foundation-fields.ts';
import type { UserFoundation } from '../domain/user-foundation.ts';
import type { Clock } from '../ports/clock.ts';
import type { Completion, LanguageModel } from '../ports/language-model.ts';
import { askModel } from './ask-model.ts';
import { quoted } from './placeholders.ts';
import { systemMessage, threadAsData } from './render-prompt.ts';
import { runTimeoutMs } from './run-prompt.ts';

/** A question that no prompt covers, answered by the agent from its instructions, the thread and the Foundation. */
export async function answerAsAgent(
  agent: AgentCard,
  question: {
    text: string;
    foundation: UserFoundation;
    thread: ConversationMessage[];
    personId: string;
    /** Passages of the course that bear on it, each with its place. */
    passages: string[];
    /** Text files that came with the question. */
    files: readonly ReadableFile[];
    /** True in a channel: the Foundation may guide the answer and is not repeated in it. */
    othersRead: boolean;
  },
  signal: AbortSignal,
  view: { status(text: string): void; show(textSoFar: string): void },
  deps: { model: LanguageModel; clock: Clock },
): Promise<Completion> {
  view.status(`${agent.name} is thinking…`);
  const parts = [
    foundationAsData(question.foundation),
    question.passages.length > 0
      ? `From the course:\n<data>\n${quoted(question.passages.join('\n\n'))}\n</data>`
      : '',
    threadAsData(question.thread, question.personId),
    ...question.files.map(({ name, text }) => `File ${name}:\n<data>\n${quoted(text)}\n</data>`),
    `What the person asks now:\n<data>\n${quoted(question.text)}\n</data>`,
    question.othersRead
      ? 'Other people read this thread: let the Foundation guide you, but do not repeat what it says.'
      : '',
    `Answer as ${agent.name}. Where you cannot without a fact, ask for that one fact.`,
  ];
  return askModel(
    deps.model,
    {
      messages: [systemMessage(agent), { role: 'user', content: parts.filter(Boolean).join('\n\n') }],
      timeoutMs: runTimeoutMs,
      onText: (textSoFar) => view.show(textSoFar),
    },
    signal,
    deps.clock,
    (afterMs) => view.status(`The model needs a moment; trying again in ${Math.ceil(afterMs / 1_000)} s…`),
  );
}

function foundationAsData(foundation: UserFoundation): string {
  const lines = foundationFields.flatMap((field) => {
    const value = foundationValue(foundation, field.path);
    return value === undefined ? [] : [`${field.label}: ${Array.isArray(value) ? value.join('; ') : value}`];
  });
  return lines.length === 0
    ? 'Their Foundation is still empty.'
    : `Their Foundation:\n<data>\n${quoted(lines.join('\n'))}\n</data>`;
}
