import type { Clock } from '../../../src/ports/clock.ts';
import type { FaultScript, SignatureFault } from './faults.ts';
import { limits } from './limits.ts';

/** Something that Slack tells the app. */
export interface Outgoing {
  kind: 'events_api' | 'interactive' | 'slash_commands';
  /** Of the event or interaction, or the command's name: what faults are scripted for. */
  type: string;
  payload: object;
}

export interface AttemptOptions {
  retry?: { attempt: number; reason: string };
  signature?: SignatureFault;
}

export type Outcome =
  | { acknowledged: true; body: unknown }
  | { acknowledged: false; reason: string; noRetry?: boolean };

/** One way to the app. */
export interface Transport {
  /** Resolves when the app has answered, or three seconds are over. Never rejects. */
  attempt(outgoing: Outgoing, options: AttemptOptions): Promise<Outcome>;
  /** Resolves as soon as an attempt has somewhere to go. */
  reachable(): Promise<void>;
}

export interface Deliveries {
  /** Events are tried again as Slack does; a person's press or command is not, the person sees that it failed. */
  send(outgoing: Outgoing): Promise<Outcome>;
  /** Ends every wait. */
  close(): void;
}

export function createDeliveries({
  clock,
  faults,
  transport,
  changed,
}: {
  clock: Clock;
  faults: FaultScript;
  /** Asked for each attempt: a test may change from sockets to HTTP. */
  transport: () => Transport;
  changed: () => void;
}): Deliveries {
  const closing = new AbortController();
  const closed = new Promise<void>((resolve) => closing.signal.addEventListener('abort', () => resolve()));
  const { retryAfterMs } = limits.delivery;

  async function deliver(outgoing: Outgoing, first: AttemptOptions): Promise<Outcome> {
    let options = first;
    for (let attempt = 0; ; attempt += 1) {
      const outcome = await transport().attempt(outgoing, options);
      const gapMs = retryAfterMs[attempt];
      if (outcome.acknowledged || outcome.noRetry || gapMs === undefined) return outcome;
      if (outgoing.kind !== 'events_api' || closing.signal.aborted) return outcome;
      if (gapMs > 0) await clock.sleep(gapMs, closing.signal);
      await Promise.race([transport().reachable(), closed]);
      if (closing.signal.aborted) return outcome;
      options = { retry: { attempt: (options.retry?.attempt ?? 0) + 1, reason: outcome.reason } };
    }
  }

  return {
    send: async (outgoing) => {
      const scripted = faults.takeForDelivery(outgoing.type);
      const first: AttemptOptions = {};
      for (const fault of scripted) {
        if (fault.kind === 'as-retry') first.retry = { attempt: fault.attempt, reason: fault.reason };
        if (fault.kind === 'signature') first.signature = fault.how;
      }
      const copies = scripted.some(({ kind }) => kind === 'duplicate') ? 2 : 1;
      const outcomes = await Promise.all(Array.from({ length: copies }, () => deliver(outgoing, first)));
      changed();
      return outcomes[0] ?? { acknowledged: false, reason: 'unknown_error' };
    },
    close: () => closing.abort(),
  };
}
