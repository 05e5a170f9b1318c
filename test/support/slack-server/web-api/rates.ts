import type { Clock } from '../../../../src/ports/clock.ts';
import { type RateRule, rateRule } from '../limits.ts';
import type { World } from '../world.ts';
import type { Method, MethodCall } from './method.ts';

/** Counts calls over a window that slides with the clock. */
export interface Rates {
  /** Seconds to wait, rounded up as `retry-after` is, or undefined where the call may go on (and then counts). */
  secondsToWait(call: MethodCall, method: Method): number | undefined;
}

/** P: for apps under the newer limit, reading a conversation back. */
const restricted: RateRule = { calls: 1, windowMs: 60_000 };
const restrictedMethods = new Set(['conversations.history', 'conversations.replies']);

export function createRates(clock: Clock, world: World): Rates {
  const calls = new Map<string, number[]>();
  return {
    secondsToWait: (call, { tier }) => {
      const underNewLimit = world.app.distribution === 'commercial' && restrictedMethods.has(call.method);
      const rule = underNewLimit ? restricted : rateRule(tier);
      const place = rule.per === 'channel' ? call.args.text('channel') : '';
      const key = `${call.token?.workspaceId ?? ''} ${call.method} ${place}`;
      const nowMs = clock.nowMs();
      const recent = (calls.get(key) ?? []).filter((atMs) => nowMs - atMs < rule.windowMs);
      const [oldest] = recent;
      calls.set(key, recent);
      if (oldest !== undefined && recent.length >= rule.calls) {
        return Math.max(1, Math.ceil((oldest + rule.windowMs - nowMs) / 1000));
      }
      recent.push(nowMs);
      return undefined;
    },
  };
}
