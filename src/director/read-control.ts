import type { Incoming } from '../domain/incoming.ts';
import { meansBeQuiet } from '../people/read-nudge-wish.ts';
import { readCommand } from './read-command.ts';
import { readMessage } from './read-message.ts';

/** Whether an event asks the work under way in its thread to stop: it overtakes what queues there. */
export function readsAsStop(event: Incoming): boolean {
  if (event.kind !== 'message') return false;
  const { words } = readMessage(event.text);
  return readCommand(words) === 'stop' || meansBeQuiet(words);
}

/**
 * Whether whoever did this waits for an answer, as far as the words alone tell: only then is it acknowledged at once.
 * A follow-up in a channel's thread is not acknowledged early; whether it is for us is decided with the thread at hand.
 */
export function expectsAnswer(event: Incoming): boolean {
  return (
    event.kind !== 'message' ||
    event.addressed ||
    readMessage(event.text).mentions.some((mention) => mention.kind === 'agent')
  );
}
