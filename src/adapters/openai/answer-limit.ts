import type { Clock } from '../../ports/clock.ts';

interface AnswerLimit {
  /** Aborts when the time is up or the caller stops, whichever comes first. */
  signal: AbortSignal;
  /** What ended the answer early, if anything did. Unchanged after `release`. */
  endedBy(): 'timed-out' | 'stopped' | undefined;
  /** Lets go of the timer and of the caller's signal, which may outlive this answer by hours. */
  release(): void;
}

/** Bounds a whole answer, streaming and fall-backs included: the client's own time-out ends at the first byte. */
export function limitAnswer(timeoutMs: number, callerSignal: AbortSignal, clock: Clock): AnswerLimit {
  const aborting = new AbortController();
  const released = new AbortController();
  let cause: 'timed-out' | 'stopped' | undefined;

  const end = (why: 'timed-out' | 'stopped') => {
    if (cause !== undefined || released.signal.aborted) return;
    cause = why;
    aborting.abort();
  };
  const stop = () => end('stopped');

  callerSignal.addEventListener('abort', stop, { once: true });
  if (callerSignal.aborted) stop();
  void clock.sleep(timeoutMs, released.signal).then(() => end('timed-out'));

  return {
    signal: aborting.signal,
    endedBy: () => cause,
    release() {
      released.abort();
      callerSignal.removeEventListener('abort', stop);
    },
  };
}
