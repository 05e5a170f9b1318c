import type { PlaybookPromptFile } from '../domain/catalogue.ts';
import type { UserPromptExecution } from '../domain/user-prompt-execution.ts';
import type { ListItem } from '../playbook/answers/list-items.ts';
import { type Proposal, proposalsOf } from '../playbook/answers/proposals.ts';
import { readAnswer } from '../playbook/answers/read-answer.ts';
import { type ShownAnswer, showAnswer } from '../playbook/answers/show-answer.ts';

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

/** What people read below an answer: what is missing, then what is not as it was asked for. */
export function underAnswer({ questions, remarks }: ShownAnswer): string[] {
  const open = questions.map((question) => `- ${question}`);
  return [
    ...(open.length > 0
      ? [`Still open, and marked in the answer; please fill in before you use it:\n${open.join('\n')}`]
      : []),
    ...(remarks.length > 0
      ? [`Not quite as asked for:\n${remarks.map((remark) => `- ${remark}`).join('\n')}`]
      : []),
  ];
}
