import type { OutboxEntry } from '../../domain/outbox-entry.ts';
import type { Clock } from '../../ports/clock.ts';
import type { InteractionRef } from './discord-api.ts';

/** Discord forgets a token after 15 minutes; what is on its way then would be lost. */
const tokenMs = 14.5 * 60_000;

/** An interaction that can still be answered. */
export interface OpenAnswer {
  interaction: InteractionRef;
  /** All that it leads to is said to one person alone, by its answer and by what follows on it. */
  isAlone: boolean;
  /** Whether Discord took the acknowledgement: before that it takes nothing else. */
  ready: Promise<boolean>;
  /** "Elevate is thinking…" waits to be filled in. */
  isDeferred: boolean;
  /** The entry that fills it in, so that a repeat fills in the same. */
  filledBy?: string;
  untilMs: number;
}

/**
 * Interactions that wait for their answer, by the event that they were. Kept by this process alone: after a restart what
 * they led to is said in the place, or by direct message.
 */
export interface OpenAnswers {
  /** Call before the event is kept. The result tells whether Discord took the acknowledgement. */
  expect(
    eventId: string,
    answer: Pick<OpenAnswer, 'interaction' | 'isAlone' | 'isDeferred'>,
  ): (isAcknowledged: boolean) => void;
  of(entry: Pick<OutboxEntry, 'inReplyTo'>): OpenAnswer | undefined;
}

export function createOpenAnswers(clock: Clock): OpenAnswers {
  const open = new Map<string, OpenAnswer>();
  return {
    expect: (eventId, answer) => {
      // The gateway may replay an interaction: its first answer stands.
      if (open.has(eventId)) return () => {};
      const now = clock.nowMs();
      // In the order in which they came, so the first that is not over ends it.
      for (const [id, { untilMs }] of open) {
        if (untilMs > now) break;
        open.delete(id);
      }
      let settle: (isAcknowledged: boolean) => void = () => {};
      const ready = new Promise<boolean>((resolve) => {
        settle = resolve;
      });
      open.set(eventId, { ...answer, ready, untilMs: now + tokenMs });
      return settle;
    },
    of: ({ inReplyTo }) => {
      const answer = inReplyTo === undefined ? undefined : open.get(inReplyTo);
      return answer && answer.untilMs > clock.nowMs() ? answer : undefined;
    },
  };
}
