import type { IncomingMessage, IncomingPress } from '../../domain/incoming.ts';
import type { Button } from '../../domain/reply.ts';
import { stableId } from '../../domain/stable-id.ts';

const idPrefix = '1:stop:';

/**
 * On every message while it grows: ends the work, and carries the entry's key, so that a message whose id was never heard
 * of is found again and made whole.
 */
export function stopButton(entryId: string): Button {
  return { id: idPrefix + stableId(entryId), label: 'Stop' };
}

/** A press of it says what a person may type. */
export function stopOfPress({
  buttonId,
  label: _label,
  ...press
}: IncomingPress): IncomingMessage | undefined {
  if (!buttonId.startsWith(idPrefix)) return undefined;
  return { ...press, kind: 'message', text: 'stop', addressed: true };
}
