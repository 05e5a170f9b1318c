import { inboxTable } from '../../domain/inbox-entry.ts';
import { outboxTable } from '../../domain/outbox-entry.ts';
import type { Backlog } from '../../ports/telemetry.ts';
import type { StoreModels } from './store-models.ts';
import { storedTable } from './stored-table.ts';

const open = ['waiting', 'growing', 'unknown'] as const;

/** What waits, by the indexes on the state: of millions of finished entries none is looked at. */
export async function readBacklog(
  models: Pick<StoreModels, 'inbox' | 'outbox'>,
  nowMs: number,
): Promise<Backlog> {
  const inbox = storedTable(inboxTable, models.inbox);
  const outbox = storedTable(outboxTable, models.outbox);
  const dueFirst = { sort: { nextAttemptAt: 1 } } as const;
  const [waiting, asked, states, said] = await Promise.all([
    inbox.count({ state: 'waiting' }),
    inbox.first({ state: 'waiting' }, dueFirst),
    outbox.countBy('state', { state: { $in: [...open] } }),
    outbox.first({ state: 'waiting' }, dueFirst),
  ]);
  const ageMs = (sinceMs: number | undefined) => (sinceMs === undefined ? 0 : Math.max(0, nowMs - sinceMs));
  return {
    inbox: { waiting, oldestAgeMs: ageMs(asked?.receivedAt) },
    outbox: {
      states: Object.fromEntries(open.map((state) => [state, states.get(state) ?? 0])),
      oldestAgeMs: ageMs(said?.createdAt),
    },
  };
}
