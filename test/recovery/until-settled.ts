import type { StoreModels } from '../../src/adapters/mongo/store-models.ts';
import type { App } from '../../src/app.ts';
import type { Incoming } from '../../src/domain/incoming.ts';

/** Resolves when everything that the events caused was worked and said. */
export async function untilSettled(events: Incoming[], app: App, models: StoreModels): Promise<void> {
  const ids = events.map(({ id }) => id);
  let progress: () => void = () => {};
  const end = app.onProgress(() => progress());
  for (;;) {
    const next = new Promise<void>((resolve) => {
      progress = resolve;
    });
    const worked = await models.inbox.countDocuments({ _id: { $in: ids }, state: { $ne: 'waiting' } });
    const unsaid = await models.outbox.countDocuments({
      inReplyTo: { $in: ids },
      state: { $nin: ['delivered', 'failed'] },
    });
    if (worked === ids.length && unsaid === 0) break;
    await next;
  }
  end();
}
