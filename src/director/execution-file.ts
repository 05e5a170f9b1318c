import { cleanFileName } from '../domain/file-name.ts';
import type { ReplyFile } from '../domain/reply.ts';
import type { UserPromptExecution } from '../domain/user-prompt-execution.ts';
import { readableValue } from '../playbook/answers/show-answer.ts';

/** From this length on a text is a wall on a phone (course-facts §6.3, no. 12), and may be had as a file. */
const longCharacters = 1_200;

/** What a file of this run would hold: its answer, or the finished prompt; undefined where there is neither. */
function fileText(execution: UserPromptExecution): string | undefined {
  if (execution.status === 'Pending') return execution.renderedPrompt;
  return execution.status === 'Success' ? answerText(execution) : undefined;
}

export function isWorthAFile(execution: UserPromptExecution): boolean {
  return (fileText(execution)?.length ?? 0) > longCharacters;
}

/** The answer of a run, or its finished prompt, as a Markdown file. */
export function executionAsFile(
  execution: UserPromptExecution,
  title: string | undefined,
): ReplyFile | undefined {
  const content = fileText(execution);
  if (content === undefined) return undefined;
  const name = [execution.promptCode, title].filter(Boolean).join(' ');
  const what = execution.status === 'Pending' ? 'The finished prompt' : 'The answer to';
  return {
    name: cleanFileName(`${name.replace(/[/\\]/g, '-')}.md`),
    mediaType: 'text/markdown',
    alt: `${what} ${name}, ${content.length.toLocaleString('en-GB')} characters`,
    content: `${content.trimEnd()}\n`,
    encoding: 'utf-8',
  };
}

/** The answer as text; a value in words, as people read it. */
export function answerText(execution: UserPromptExecution): string {
  return typeof execution.aiResponse === 'string'
    ? execution.aiResponse
    : readableValue(execution.aiResponse);
}
