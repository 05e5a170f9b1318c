import type { MethodCall } from './web-api/method.ts';

export interface FaultOptions {
  /** Only for calls that fit. Faults are used in the order in which they were scripted. */
  when?: (call: MethodCall) => boolean;
  /** How often. Once unless told. */
  times?: number;
}

/** A call that waits. What it asks for has not been done yet. */
export interface HeldCall {
  /** The call is here. */
  reached: Promise<void>;
  /** Lets it go on. */
  release(): void;
}

/** What goes wrong with one call of the Web API. */
export type MethodFault =
  | { kind: 'rate-limit'; retryAfterSeconds: number }
  | { kind: 'error'; error: string; needed?: string }
  | { kind: 'http-status'; status: number }
  | { kind: 'drop-request' }
  | { kind: 'lose-response' }
  | { kind: 'cut-response' }
  | { kind: 'hold'; arrived: () => void; released: Promise<void> };

/** What goes wrong with one delivery to the app. */
export type DeliveryFault =
  | { kind: 'duplicate' }
  | { kind: 'as-retry'; attempt: number; reason: string }
  | { kind: 'signature'; how: SignatureFault };

export type SignatureFault = 'wrong' | 'stale' | 'empty-secret' | 'missing';

export interface Faults {
  /** HTTP 429 with `retry-after`. Nothing is done. */
  rateLimit(method: string, options?: FaultOptions & { retryAfterSeconds?: number }): void;
  /** `{ok: false, error}`. Nothing is done. */
  fail(method: string, error: string, options?: FaultOptions & { needed?: string }): void;
  /** An answer that is not Slack's, as a proxy or a bad day gives. Nothing is done. */
  httpStatus(method: string, status: number, options?: FaultOptions): void;
  /** The connection ends before anything is done. */
  dropRequest(method: string, options?: FaultOptions): void;
  /** It is done, and the connection ends before the answer. The case in which a client cannot know. */
  loseResponse(method: string, options?: FaultOptions): void;
  /** It is done, and the connection ends in the middle of the answer. */
  cutResponse(method: string, options?: FaultOptions): void;
  /** The call waits until the test lets it go. */
  hold(method: string, options?: FaultOptions): HeldCall;
  /** `chat.startStream` is refused, as for an app that may not stream. */
  refuseStreaming(error?: string, options?: FaultOptions): void;

  /** The event, or the interaction or command of that type, arrives twice, with one `event_id`. */
  duplicate(type: string): void;
  /** The first copy to arrive says that it is a retry: the real first one was lost on the way. */
  deliverAsRetry(type: string, options?: { attempt?: number; reason?: string }): void;
  /** HTTP only: the next delivery of that type carries a signature that must not be believed. */
  sign(type: string, how: SignatureFault): void;

  /** What was scripted and never met. */
  unused(): string[];
}

export interface FaultScript extends Faults {
  takeForCall(call: MethodCall): MethodFault | undefined;
  takeForDelivery(type: string): DeliveryFault[];
}

interface Scripted<Kind> {
  title: string;
  timesLeft: number;
  fault: Kind;
}

export function createFaults(): FaultScript {
  const forCalls: Array<Scripted<MethodFault> & { method: string; when: (call: MethodCall) => boolean }> = [];
  const forDeliveries: Array<Scripted<DeliveryFault> & { type: string }> = [];

  const onCall = (
    method: string,
    fault: MethodFault,
    { when = () => true, times = 1 }: FaultOptions = {},
  ) => {
    forCalls.push({ title: `${fault.kind} for ${method}`, method, fault, when, timesLeft: times });
  };
  const onDelivery = (type: string, fault: DeliveryFault) => {
    forDeliveries.push({ title: `${fault.kind} for ${type}`, type, fault, timesLeft: 1 });
  };

  return {
    rateLimit: (method, { retryAfterSeconds = 1, ...options } = {}) =>
      onCall(method, { kind: 'rate-limit', retryAfterSeconds }, options),
    fail: (method, error, { needed, ...options } = {}) =>
      onCall(method, { kind: 'error', error, ...(needed && { needed }) }, options),
    httpStatus: (method, status, options) => onCall(method, { kind: 'http-status', status }, options),
    dropRequest: (method, options) => onCall(method, { kind: 'drop-request' }, options),
    loseResponse: (method, options) => onCall(method, { kind: 'lose-response' }, options),
    cutResponse: (method, options) => onCall(method, { kind: 'cut-response' }, options),
    hold: (method, options) => {
      const reached = openPromise();
      const released = openPromise();
      onCall(method, { kind: 'hold', arrived: reached.resolve, released: released.promise }, options);
      return { reached: reached.promise, release: released.resolve };
    },
    refuseStreaming: (error = 'method_not_supported_for_channel_type', options) =>
      onCall('chat.startStream', { kind: 'error', error }, options),

    duplicate: (type) => onDelivery(type, { kind: 'duplicate' }),
    deliverAsRetry: (type, { attempt = 1, reason = 'http_timeout' } = {}) =>
      onDelivery(type, { kind: 'as-retry', attempt, reason }),
    sign: (type, how) => onDelivery(type, { kind: 'signature', how }),

    unused: () =>
      [...forCalls, ...forDeliveries]
        .filter(({ timesLeft }) => timesLeft > 0)
        .map(({ title }) => `unused fault: ${title}`),

    takeForCall: (call) => {
      const scripted = forCalls.find(
        ({ method, timesLeft, when }) => method === call.method && timesLeft > 0 && when(call),
      );
      if (!scripted) return undefined;
      scripted.timesLeft -= 1;
      return scripted.fault;
    },
    takeForDelivery: (type) => {
      const taken = forDeliveries.filter((one) => one.type === type && one.timesLeft > 0);
      // One of each kind: a second `duplicate` is for the next event of that type.
      const firstOfKind = taken.filter(
        (one, index) => taken.findIndex(({ fault }) => fault.kind === one.fault.kind) === index,
      );
      for (const one of firstOfKind) one.timesLeft -= 1;
      return firstOfKind.map(({ fault }) => fault);
    },
  };
}

function openPromise(): { promise: Promise<void>; resolve: () => void } {
  let resolve = () => {};
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
