import { DiscordAPIError, HTTPError, RateLimitError } from 'discord.js';

/** What became of a call of Discord's REST API. */
export type CallOutcome<Result> =
  | { kind: 'done'; result: Result }
  /** Discord said no, or was never reached: nothing has happened there. `code` is its error code; 0: it gave none. */
  | { kind: 'refused'; code: number; why: string; retryable: boolean; retryAfterMs?: number }
  /** Sent, and the answer was lost: it may have happened. */
  | { kind: 'unknown'; why: string };

/** Where the connection was never made, nothing was sent. */
const neverSent = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** Waits for a call and tells what became of it. Never rejects for what Discord or the network does. */
export async function outcomeOf<Result>(call: Promise<unknown>): Promise<CallOutcome<Result>> {
  try {
    return { kind: 'done', result: (await call) as Result };
  } catch (error) {
    if (error instanceof RateLimitError) {
      const retryAfterMs = Math.max(error.retryAfter, error.sublimitTimeout);
      return { kind: 'refused', code: 0, why: 'rate limited', retryable: true, retryAfterMs };
    }
    if (error instanceof DiscordAPIError) {
      const code = Number(error.code) || 0;
      return { kind: 'refused', code, why: `${code} ${error.message}`, retryable: false };
    }
    if (error instanceof HTTPError) return { kind: 'unknown', why: `status ${error.status}` };
    if (!(error instanceof Error)) throw error;
    const code = codeOf(error);
    return neverSent.has(code)
      ? { kind: 'refused', code: 0, why: code, retryable: true }
      : { kind: 'unknown', why: code };
  }
}

function codeOf(error: Error): string {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    const code: unknown = Reflect.get(at, 'code');
    if (typeof code === 'string') return code;
  }
  return error.name;
}
