import { APIConnectionError, APIConnectionTimeoutError, APIError } from 'openai';
import type { FailureReason } from '../../ports/language-model.ts';

export interface Failure {
  reason: FailureReason;
  retryable: boolean;
  retryAfterMs?: number;
}

/**
 * What a thrown thing means to our caller. Only the kind leaves this adapter, never the message: providers quote the
 * key in it (401) and parts of the prompt (400).
 */
export function classifyFailure(error: unknown, nowMs: number): Failure {
  if (error instanceof APIConnectionTimeoutError) return { reason: 'timed-out', retryable: true };
  if (error instanceof APIConnectionError) return { reason: 'unreachable', retryable: true };
  if (error instanceof APIError) return classifyAnswer(error, nowMs);
  if (error instanceof SyntaxError) return { reason: 'invalid-answer', retryable: true };
  // A connection lost in mid-stream is fetch's "terminated", with the socket's error as its cause. What has no cause
  // happened before anything was sent (a key that no header may hold), and repeating it would not help.
  if (error instanceof Error && error.cause !== undefined) return { reason: 'unreachable', retryable: true };
  return { reason: 'bad-request', retryable: false };
}

/** Azure and its kin answer 400 where OpenAI would stream a refusal. */
export function isContentFilter(error: unknown): boolean {
  return (
    error instanceof APIError &&
    (error.code === 'content_filter' || error.code === 'content_policy_violation')
  );
}

/** True when the server turned the request down because of a parameter that it does not know, and named it. */
export function namesParameter(error: unknown, name: RegExp): boolean {
  if (!(error instanceof APIError) || (error.status !== 400 && error.status !== 422)) return false;
  return name.test(`${error.message} ${error.param ?? ''}`);
}

/**
 * True when the server, or the model on it, turned tools down: "does not support tools" (Ollama), "tools param requires
 * --jinja" (llama.cpp, 500), "No endpoints found that support tool use" (OpenRouter, 404).
 */
export function turnsDownTools(error: unknown): boolean {
  if (!(error instanceof APIError) || ![400, 404, 422, 500, 501].includes(error.status ?? 0)) return false;
  return /\btools?\b|tool[_ ]choice|function[_ ]call/i.test(`${error.message} ${error.param ?? ''}`);
}

function classifyAnswer(error: APIError, nowMs: number): Failure {
  const reason = reasonOf(statusOf(error), error);
  const retryAfterMs = readRetryAfterMs(error.headers, nowMs);
  return {
    reason,
    retryable: isRetryable(reason, error),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
}

/** An error inside a stream comes after "200 OK"; OpenRouter then gives the status as the error's code. */
function statusOf(error: APIError): number {
  if (error.status !== undefined) return error.status;
  const code = Number(error.code);
  return code >= 400 && code < 600 ? code : 500;
}

function reasonOf(status: number, error: APIError): FailureReason {
  if (status === 429 || error.code === 'rate_limit_exceeded') return 'rate-limited';
  if (status === 408) return 'timed-out';
  // 409 is a lock held too long on the provider's side.
  if (status >= 500 || status === 409) return 'server-error';
  // 402: the account has no credit.
  if (status === 401 || status === 402 || status === 403) return 'not-authorised';
  return 'bad-request';
}

function isRetryable(reason: FailureReason, error: APIError): boolean {
  if (reason === 'not-authorised' || reason === 'bad-request') return false;
  // A used-up quota is a 429 too, and no wait of ours refills it.
  return error.code !== 'insufficient_quota' && error.headers?.get('x-should-retry') !== 'false';
}

/** `retry-after-ms` is OpenAI's, finer than the standard's seconds or date. */
function readRetryAfterMs(headers: Headers | undefined, nowMs: number): number | undefined {
  const millis = headers?.get('retry-after-ms');
  if (millis && Number.isFinite(Number(millis))) return Math.max(0, Math.ceil(Number(millis)));
  const after = headers?.get('retry-after');
  if (!after) return undefined;
  const waitMs = Number.isFinite(Number(after)) ? Number(after) * 1000 : Date.parse(after) - nowMs;
  return Number.isFinite(waitMs) ? Math.max(0, Math.ceil(waitMs)) : undefined;
}
