import { type OpenPromise, openPromise } from './open-promise.ts';

/** As the route table writes it, such as `POST /channels/:channel/messages`. */
export type RouteName = `${'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'} /${string}`;

export interface RateLimitFault {
  /** Sent in the body as it is, in the header as whole seconds, upwards, like Discord. */
  retryAfterMs: number;
  /** `shared` is the whole service's limit: code 40062. */
  scope?: 'user' | 'global' | 'shared';
}

export interface RefusalFault {
  status: number;
  /** A JSON error code; without one the body is not JSON, as when something before Discord answers. */
  code?: number;
  message?: string;
}

export interface Held {
  /** The request is here. */
  reached: Promise<void>;
  /** Lets it go on. */
  release(): void;
}

export type RestFault =
  | ({ kind: 'rate-limit' } & RateLimitFault)
  | ({ kind: 'refuse' } & RefusalFault)
  | { kind: 'lose-request' }
  | { kind: 'lose-response' }
  | { kind: 'hold-request' | 'hold-response'; reached: OpenPromise<void>; released: OpenPromise<void> };

export type EventFault = { kind: 'repeat' } | { kind: 'drop-before'; session: SessionFate };

/** What becomes of a session whose socket is gone: `kept` is resumed with what was missed, `lost` begins anew without. */
export type SessionFate = 'kept' | 'lost';

interface Planned<Fault> {
  /** A route or an event. */
  at: string;
  fault: Fault;
}

/** What tests wish to go wrong. Each fault is used once, in the order of the script. */
export class Faults {
  readonly #rest: Array<Planned<RestFault>> = [];
  readonly #events: Array<Planned<EventFault>> = [];
  #lateInteractions = 0;
  /** Asked about every call for which nothing is planned. */
  judge: (route: string) => RestFault | undefined = () => undefined;

  add(at: RouteName, fault: RestFault): void {
    this.#rest.push({ at, fault });
  }

  hold(at: RouteName, kind: 'hold-request' | 'hold-response'): Held {
    const reached = openPromise();
    const released = openPromise();
    this.add(at, { kind, reached, released });
    return { reached: reached.promise, release: () => released.resolve() };
  }

  addForEvent(at: string, fault: EventFault): void {
    this.#events.push({ at, fault });
  }

  addLateInteraction(): void {
    this.#lateInteractions += 1;
  }

  takeFor(route: string): RestFault | undefined {
    return takeFirst(this.#rest, route) ?? this.judge(route);
  }

  takeForEvent(event: string): EventFault | undefined {
    return takeFirst(this.#events, event);
  }

  takeLateInteraction(): boolean {
    if (this.#lateInteractions === 0) return false;
    this.#lateInteractions -= 1;
    return true;
  }

  unused(): string[] {
    const planned = [...this.#rest, ...this.#events].map(({ at, fault }) => `${fault.kind} at ${at}`);
    return [...planned, ...Array.from({ length: this.#lateInteractions }, () => 'late interaction')];
  }
}

function takeFirst<Fault>(planned: Array<Planned<Fault>>, at: string): Fault | undefined {
  const index = planned.findIndex((one) => one.at === at);
  return index < 0 ? undefined : planned.splice(index, 1)[0]?.fault;
}
