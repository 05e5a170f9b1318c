import { createHmac } from 'node:crypto';
import { type Finding, note, ok, toDo } from '../../domain/finding.ts';
import { appScreen } from './app-screens.ts';
import { eventsPath } from './app-surface.ts';

interface RequestUrlSettings {
  signingSecret: string;
  /** Without a slash at its end. */
  publicUrl: string | undefined;
  apiUrl: string | undefined;
  nowMs: () => number;
}

const selfCallMs = 5_000;

/** Whether events can come over HTTP: the secret they are signed with, and the address they are sent to. */
export async function examineRequestUrl(settings: RequestUrlSettings): Promise<Finding[]> {
  const { signingSecret } = settings;
  const secret = /^[0-9a-f]{32}$/.test(signingSecret)
    ? ok('Events over HTTP: SLACK_SIGNING_SECRET looks like one.')
    : toDo(
        'Events over HTTP: SLACK_SIGNING_SECRET is not one, which has 32 digits from 0 to f.',
        `Copy it again: ${appScreen} → App Credentials → Signing Secret → Show.`,
      );
  return [secret, await addressFinding(settings)];
}

async function addressFinding(settings: RequestUrlSettings): Promise<Finding> {
  const { signingSecret, publicUrl, apiUrl, nowMs } = settings;
  if (publicUrl === undefined)
    return toDo(
      'Events over HTTP: PUBLIC_URL is not set, so it is not known where Slack is to send them.',
      'Set PUBLIC_URL to the https:// address of the proxy or tunnel in front of this program, or SLACK_APP_TOKEN to use a socket, which needs none.',
    );
  // Another server than Slack may be on this very machine.
  const isLocal = apiUrl !== undefined && ['127.0.0.1', 'localhost'].includes(new URL(publicUrl).hostname);
  if (!publicUrl.startsWith('https://') && !isLocal)
    return toDo(
      'Events over HTTP: PUBLIC_URL is no https:// address, and Slack sends to no other.',
      'Put a proxy with a certificate in front of this program, and set PUBLIC_URL to its address.',
    );
  const address = `${publicUrl}${eventsPath}`;
  const answer = await callOurselves(address, signingSecret, nowMs());
  switch (answer) {
    case 'answered':
      return ok(`Events over HTTP: ${address} answers as Slack wants it.`);
    case 'unreached':
      return note(
        `Events over HTTP: nothing answers at ${address}: well so while the program does not run. Slack must reach it from outside.`,
      );
    case 401:
      return toDo(
        `Events over HTTP: ${address} turns our signature down.`,
        'Start the program there again with the same SLACK_SIGNING_SECRET; if it has, let the proxy pass the body and the headers X-Slack-Signature and X-Slack-Request-Timestamp as they are.',
      );
  }
  return toDo(
    `Events over HTTP: ${address} does not answer as this program does (${answer}).`,
    `Let the proxy pass ${eventsPath} on to this program (HOST and PORT), without a redirect and without signing in, and set PUBLIC_URL to what stands before ${eventsPath}.`,
  );
}

/** Asks as Slack does before it sends anything. 502 and kin come from a proxy behind which nothing runs. */
async function callOurselves(
  address: string,
  signingSecret: string,
  nowMs: number,
): Promise<'answered' | 'unreached' | number> {
  const challenge = `doctor-${nowMs}`;
  const body = JSON.stringify({ type: 'url_verification', challenge });
  const timestamp = String(Math.floor(nowMs / 1_000));
  const digest = createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex');
  try {
    const response = await fetch(address, {
      method: 'POST',
      redirect: 'manual',
      headers: {
        'content-type': 'application/json',
        'x-slack-request-timestamp': timestamp,
        'x-slack-signature': `v0=${digest}`,
      },
      body,
      signal: AbortSignal.timeout(selfCallMs),
    });
    const said = await response.text();
    if (response.ok && said.includes(challenge)) return 'answered';
    return response.status >= 502 && response.status <= 504 ? 'unreached' : response.status;
  } catch {
    return 'unreached';
  }
}
