import type { Reply } from '../domain/reply.ts';
import type { SystemRole } from '../domain/system-role.ts';
import { say } from './reply-parts.ts';
import type { Turn } from './turn.ts';

/** Said for one person: in a channel the thread gets a note, and they get the words. */
export function toThemAlone(
  agent: SystemRole,
  turn: Turn,
  text: string,
  buttons: Reply[number]['buttons'],
): Reply {
  if (!turn.inChannel) return [say(agent, text, { buttons })];
  return [
    say(agent, 'That is yours alone, so I have answered you privately.'),
    say(agent, text, { part: 'private', audience: 'person', buttons }),
  ];
}
