import type { Incoming } from '../domain/incoming.ts';
import { readCommand } from './read-command.ts';
import { readMessage } from './read-message.ts';

/** Whether an event asks the work under way in its thread to stop: it overtakes what queues there. */
export function readsAsStop(event: Incoming): boolean {
  return event.kind === 'message' && readCommand(readMessage(event.text).words) === 'stop';
}
