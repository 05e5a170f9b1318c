import type { Reply } from '../domain/reply.ts';
import { say } from './reply-parts.ts';
import type { Turn } from './turn.ts';

/** Recalled for one person: in a channel the thread gets a note, and they get the words. */
export function toThemAlone(turn: Turn, text: string, buttons: Reply[number]['buttons']): Reply {
  if (!turn.inChannel) return [say('Sage', text, { buttons })];
  return [
    say('Sage', 'That is yours alone, so I have answered you privately.'),
    say('Sage', text, { part: 'private', audience: 'person', buttons }),
  ];
}
