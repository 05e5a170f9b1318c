import PQueue from 'p-queue';

/** At most three runs of one person at a time; their fourth waits and they are told. */
export const runsAtOnce = 3;

export interface RunSlots {
  /** Runs `work` when the person has a slot free, and calls `onWait` once if it must wait first. */
  run<Result>(userId: string, onWait: () => void, work: () => Promise<Result>): Promise<Result>;
}

export function createRunSlots(): RunSlots {
  const queues = new Map<string, PQueue>();
  return {
    run: async (userId, onWait, work) => {
      const queue = queues.get(userId) ?? new PQueue({ concurrency: runsAtOnce });
      queues.set(userId, queue);
      if (queue.pending >= runsAtOnce) onWait();
      try {
        return await queue.add(work);
      } finally {
        if (queue.pending === 0 && queue.size === 0) queues.delete(userId);
      }
    },
  };
}
