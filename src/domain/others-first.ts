/**
 * Which of the threads that wait are to be taken now, where another process is to take some of them first: only it can
 * answer an interaction that it has heard. What is still waiting after `waitMs` it has left, or it has died.
 */
export function createOthersFirst(
  isOthers: (threadKey: string) => boolean,
  waitMs: number,
): (threadKeys: string[], nowMs: number) => string[] {
  let waitingSinceMs = new Map<string, number>();
  return (threadKeys, nowMs) => {
    const before = waitingSinceMs;
    waitingSinceMs = new Map(
      threadKeys.filter(isOthers).map((threadKey) => [threadKey, before.get(threadKey) ?? nowMs]),
    );
    return threadKeys.filter(
      (threadKey) => nowMs - (waitingSinceMs.get(threadKey) ?? Number.NEGATIVE_INFINITY) >= waitMs,
    );
  };
}
