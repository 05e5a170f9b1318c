import { createHmac } from 'node:crypto';
import type { Clock } from '../../../src/ports/clock.ts';
import type { AttemptOptions, Outcome, Outgoing, Transport } from './deliveries.ts';
import type { SignatureFault } from './faults.ts';
import { limits } from './limits.ts';
import { isRecord } from './shape-check.ts';

/** Slack over HTTP: what it posts to the app's request URL, signed. */
export function createHttpEvents({
  clock,
  requestUrl,
  signingSecret,
  closing,
}: {
  clock: Clock;
  requestUrl: string;
  signingSecret: string;
  closing: AbortSignal;
}): Transport & { verifyUrl(challenge: string): Promise<void> } {
  async function post(
    body: string,
    contentType: string,
    { retry, signature }: AttemptOptions,
  ): Promise<Outcome> {
    const answered = new AbortController();
    const gaveUp = new AbortController();
    const tooLate = clock.sleep(limits.delivery.ackMs, answered.signal).then((): Outcome => {
      gaveUp.abort();
      return { acknowledged: false, reason: 'http_timeout' };
    });
    const answer = fetch(requestUrl, {
      method: 'POST',
      headers: {
        'content-type': contentType,
        'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
        ...signatureHeaders(body, signingSecret, signature),
        ...(retry && {
          'x-slack-retry-num': String(retry.attempt),
          'x-slack-retry-reason': retry.reason,
        }),
      },
      body,
      redirect: 'manual',
      signal: AbortSignal.any([gaveUp.signal, closing]),
    })
      .then(readAnswer)
      .catch((): Outcome => ({ acknowledged: false, reason: 'connection_failed' }));
    const outcome = await Promise.race([answer, tooLate]);
    answered.abort();
    return outcome;
  }

  return {
    attempt: (outgoing, options) => {
      const { body, contentType } = bodyOf(outgoing);
      return post(body, contentType, options);
    },
    reachable: () => Promise.resolve(),
    verifyUrl: async (challenge) => {
      const body = JSON.stringify({ type: 'url_verification', token: 'loopback', challenge });
      const outcome = await post(body, 'application/json', {});
      if (!outcome.acknowledged) throw new Error(`${requestUrl} was not verified: ${outcome.reason}.`);
      // As text, or as JSON, as Bolt does.
      const echoed = isRecord(outcome.body) ? outcome.body.challenge : outcome.body;
      if (echoed !== challenge) {
        throw new Error(`${requestUrl} did not answer Slack's url_verification with its challenge.`);
      }
    },
  };
}

/** Events are JSON; what people do is a form, as the content type that Bolt compares to the letter. */
function bodyOf({ kind, payload }: Outgoing): { body: string; contentType: string } {
  const form = 'application/x-www-form-urlencoded';
  if (kind === 'events_api') return { body: JSON.stringify(payload), contentType: 'application/json' };
  if (kind === 'interactive') {
    return { body: new URLSearchParams({ payload: JSON.stringify(payload) }).toString(), contentType: form };
  }
  const fields = new URLSearchParams();
  for (const [name, value] of Object.entries(payload)) fields.set(name, String(value));
  return { body: fields.toString(), contentType: form };
}

async function readAnswer(response: Response): Promise<Outcome> {
  const text = await response.text();
  if (response.status === 200) {
    const isJson = response.headers.get('content-type')?.includes('json') ?? false;
    return { acknowledged: true, body: isJson && text ? JSON.parse(text) : text || undefined };
  }
  const noRetry = response.headers.get('x-slack-no-retry') === '1';
  return { acknowledged: false, reason: 'http_error', ...(noRetry && { noRetry }) };
}

/** One second more than Bolt lets pass (5 min, `verify-request.js`), and one for the request's own way. */
const staleBySeconds = 5 * 60 + 2;

function signatureHeaders(
  body: string,
  signingSecret: string,
  fault?: SignatureFault,
): Record<string, string> {
  if (fault === 'missing') return {};
  // Real time, whatever the test's clock says: Bolt compares with the system's.
  const timestamp = Math.floor(Date.now() / 1000) - (fault === 'stale' ? staleBySeconds : 0);
  const secret = fault === 'empty-secret' ? '' : signingSecret;
  const digest = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
  const wrong = `${digest.startsWith('0') ? '1' : '0'}${digest.slice(1)}`;
  return {
    'x-slack-request-timestamp': String(timestamp),
    'x-slack-signature': `v0=${fault === 'wrong' ? wrong : digest}`,
  };
}
