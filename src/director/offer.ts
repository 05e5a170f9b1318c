import type { Button } from '../domain/reply.ts';
import { stableId } from '../domain/stable-id.ts';
import type { Intent } from './intent.ts';
import { button } from './reply-parts.ts';
import type { Turn } from './turn.ts';

/** Buttons for what a message may also mean. Pressing one passes on the words that were first used. */
export async function offerButtons(offered: Intent[], text: string, turn: Turn): Promise<Button[]> {
  if (offered.length === 0) return [];
  const requestId = stableId('request', turn.incoming.id);
  await turn.deps.pending.put({
    _id: requestId,
    userId: turn.person.userId,
    text,
    ...(turn.files.length > 0 ? { files: [...turn.files] } : {}),
    createdAt: turn.incoming.sentAtMs,
  });
  return offered.map((intent) =>
    button(labelOf(intent, turn), 'pick', `${requestId}~${intent.promptCode ?? intent.agent}`),
  );
}

function labelOf(intent: Intent, turn: Turn): string {
  const prompt = intent.promptCode === null ? undefined : turn.deps.catalogue.prompts.get(intent.promptCode);
  const agent = turn.deps.catalogue.agents.get(intent.agent);
  return (prompt ? `${prompt.promptCode} ${prompt.title}` : `Ask ${agent?.name ?? intent.agent}`).slice(
    0,
    75,
  );
}
