import PQueue from 'p-queue';

/** At most three runs of one person at a time; their fourth waits and they are told. */
const runsAtOnce = 3;

export interface RunSlots {
  /**
   * Runs `work` when the person has a slot free, and calls `onWait` once if it must wait first, with how many of theirs wait
   * before it. When `signal` aborts
   * during the wait, `work` is begun at once, to end by itself.
   */
  run<Result>(
    userId: string,
    onWait: (waitingBefore: number) => void,
    work: () => Promise<Result>,
    signal?: AbortSignal,
  ): Promise<Result>;
}

export function createRunSlots(): RunSlots {
  const queues = new Map<string, PQueue>();
  return {
    run: async <Result>(
      userId: string,
      onWait: (waitingBefore: number) => void,
      work: () => Promise<Result>,
      signal = new AbortController().signal,
    ) => {
      const queue = queues.get(userId) ?? new PQueue({ concurrency: runsAtOnce });
      queues.set(userId, queue);
      if (queue.pending >= runsAtOnce) onWait(queue.size);
      let running: Promise<Result> | undefined;
      const begin = () => {
        running ??= work();
        return running;
      };
      try {
        return await Promise.race([queue.add(begin), whenAborted(signal).then(begin)]);
      } finally {
        if (queue.pending === 0 && queue.size === 0) queues.delete(userId);
      }
    },
  };
}

function whenAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
