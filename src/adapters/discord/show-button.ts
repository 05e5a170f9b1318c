import type { Button } from '../../domain/reply.ts';

const idPrefix = '1:show:';

/** Stands in the thread where a direct message could not be sent: shows, to its owner alone, what an event led to. */
export function showButton(eventId: string): Button {
  return { id: idPrefix + eventId, label: 'Show me privately' };
}

/** The event that such a button is about. */
export function shownEvent(buttonId: string): string | undefined {
  return buttonId.startsWith(idPrefix) ? buttonId.slice(idPrefix.length) : undefined;
}
