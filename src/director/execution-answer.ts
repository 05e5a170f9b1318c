import type { PlaybookPromptFile } from '../domain/catalogue.ts';
import type { UserPromptExecution } from '../domain/user-prompt-execution.ts';
import type { ListItem } from '../playbook/answers/list-items.ts';
import { type Proposal, proposalsOf } from '../playbook/answers/proposals.ts';
import { readAnswer } from '../playbook/answers/read-answer.ts';
import { type ShownAnswer, showAnswer } from '../playbook/answers/show-answer.ts';
import { isClaim, ungroundedNumbers } from '../playbook/answers/ungrounded-numbers.ts';

/** The answer as it came; a value as the JSON it was. */
function responseText({ aiResponse }: UserPromptExecution): string {
  return typeof aiResponse === 'string' ? aiResponse : JSON.stringify(aiResponse ?? '');
}

export function shownAnswerOf(execution: UserPromptExecution, prompt: PlaybookPromptFile): ShownAnswer {
  return showAnswer(prompt, responseText(execution));
}

/** What can be kept one by one; empty where the answer is kept as a whole. */
export function itemsToSave(
  execution: UserPromptExecution,
  prompt: PlaybookPromptFile | undefined,
): ListItem[] {
  if (prompt?.outputType !== 'List' || execution.status !== 'Success') return [];
  const { form } = readAnswer('List', responseText(execution));
  return form.kind === 'list' && form.items.length >= 2 ? form.items : [];
}

export function proposalsOfExecution(execution: UserPromptExecution, prompt: PlaybookPromptFile): Proposal[] {
  if (execution.status !== 'Success' || !prompt.writes) return [];
  return proposalsOf(prompt, readAnswer(prompt.outputType, responseText(execution)));
}

/** As many as a phone shows in a line or two. */
const mostFigures = 5;

/** Prices, shares and terms of an answer that stand in nothing its person gave: each once, in the answer's order. */
function inventedFigures(
  execution: UserPromptExecution,
  prompt: PlaybookPromptFile,
  heard: readonly string[],
): string[] {
  const given = Object.values(Object(execution.inputContextSnapshot)).flat().map(String);
  const inputs = [...Object.values(execution.inputs ?? {}), execution.requestText ?? '', ...heard];
  const claims = ungroundedNumbers(responseText(execution), { prompt, foundation: given, inputs }).filter(
    isClaim,
  );
  return [...new Set(claims.map(({ text }) => text))];
}

/**
 * What people read below an answer, to themselves: what is missing, which figures they never gave, and what is not as it
 * was asked for. `heard` is what they said before in the thread, as the model was given it.
 */
export function underAnswer(
  execution: UserPromptExecution,
  prompt: PlaybookPromptFile,
  heard: readonly string[],
): string[] {
  const { questions, remarks } = shownAnswerOf(execution, prompt);
  const figures = inventedFigures(execution, prompt, heard);
  const more = figures.length > mostFigures ? ` and ${figures.length - mostFigures} more` : '';
  const open = questions.map((question) => `- ${question}`);
  return [
    ...(open.length > 0
      ? [`Still open, and marked in the answer; please fill in before you use it:\n${open.join('\n')}`]
      : []),
    ...(figures.length > 0
      ? [
          `Not from your words, so check before you use it: ${figures.slice(0, mostFigures).join(', ')}${more}.`,
        ]
      : []),
    ...(remarks.length > 0
      ? [`Not quite as asked for:\n${remarks.map((remark) => `- ${remark}`).join('\n')}`]
      : []),
  ];
}
