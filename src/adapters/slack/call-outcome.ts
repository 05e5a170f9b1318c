import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api';

/** What became of a call of the Web API. */
export type CallOutcome<Result> =
  | { kind: 'done'; result: Result }
  /** Slack said no, or was never reached: nothing has happened there. `error` is its code. */
  | { kind: 'refused'; error: string; retryable: boolean; retryAfterMs?: number }
  /** Sent, and the answer was lost: it may have happened. */
  | { kind: 'unknown'; why: string };

/** Slack's own faults, of which its pages say that part of the work may have been done. */
const unsureErrors = new Set(['internal_error', 'fatal_error', 'request_timeout', 'service_unavailable']);
/** Where the connection was never made, nothing was sent. */
const neverSent = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

/** Waits for a call and tells what became of it. Never rejects. */
export async function outcomeOf<Result>(call: Promise<Result>): Promise<CallOutcome<Result>> {
  try {
    return { kind: 'done', result: await call };
  } catch (error) {
    if (error instanceof WebAPIRateLimitedError) {
      const retryAfterMs = error.retryAfter * 1_000;
      return { kind: 'refused', error: 'ratelimited', retryable: true, retryAfterMs };
    }
    if (error instanceof WebAPIPlatformError) {
      const code = error.data.error;
      // What is no code is a page that somebody between Slack and us has sent.
      return unsureErrors.has(code) || !/^[\w.:-]+$/.test(code)
        ? { kind: 'unknown', why: code.slice(0, 100) }
        : { kind: 'refused', error: code, retryable: false };
    }
    if (error instanceof WebAPIHTTPError) {
      return error.statusCode >= 500
        ? { kind: 'unknown', why: `status ${error.statusCode}` }
        : { kind: 'refused', error: `status ${error.statusCode}`, retryable: false };
    }
    if (error instanceof WebAPIRequestError) {
      const code = codeOf(error.original);
      return neverSent.has(code)
        ? { kind: 'refused', error: code, retryable: true }
        : { kind: 'unknown', why: code };
    }
    // An answer that broke off: the client passes on whatever reading it led to.
    return { kind: 'unknown', why: codeOf(error) };
  }
}

/** fetch says "fetch failed"; why stands in its cause. */
function codeOf(error: unknown): string {
  for (let at = error; at instanceof Error; at = at.cause) {
    const code: unknown = Reflect.get(at, 'code');
    if (typeof code === 'string') return code;
  }
  return error instanceof Error ? error.name : 'lost';
}
