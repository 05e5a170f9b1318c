import type { UserPromptExecution } from '../domain/user-prompt-execution.ts';
import type { Turn } from './turn.ts';

/** How far back in a thread "save that" may mean. */
const savableMessages = 30;

/** The person's last execution that this thread shows and that has an answer. */
export async function lastAnswer(turn: Turn): Promise<UserPromptExecution | undefined> {
  const { conversations, executions } = turn.deps;
  if (!turn.conversation) return undefined;
  const recent = await conversations.recent(turn.conversation._id, turn.person.personId, savableMessages);
  const ids = [...new Set(recent.reverse().flatMap((message) => message.executionId ?? []))];
  for (const id of ids) {
    const execution = await executions.get(turn.person.userId, id);
    if (execution?.status === 'Success') return execution;
  }
  return undefined;
}
