import type { Reply } from '../domain/reply.ts';
import type { SystemRole } from '../domain/system-role.ts';
import { say } from './reply-parts.ts';
import type { Turn } from './turn.ts';

type Options = NonNullable<Parameters<typeof say>[2]>;

/** What is for them alone. A message in a channel gets a note in the thread besides; a press or a form does not. */
export function privateReply(agent: SystemRole, text: string, turn: Turn, options: Options = {}): Reply {
  if (!turn.inChannel) return [say(agent, text, options)];
  const own = say(agent, text, { part: 'private', ...options, audience: 'person' });
  return turn.incoming.kind === 'message'
    ? [say(agent, 'That is for you alone, so I have answered you privately.'), own]
    : [own];
}
