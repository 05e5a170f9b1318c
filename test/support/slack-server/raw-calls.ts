import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach } from 'vitest';
import { createTestClock, type TestClock } from '../test-clock.ts';
import { type SlackServer, type SlackServerOptions, startSlackServer } from './slack-server.ts';

/** For this server's own tests: no SDK in between. */
export interface RawAnswer {
  status: number;
  headers: Headers;
  ok: boolean;
  error?: string;
  [name: string]: unknown;
}

export type RawCall = (method: string, args?: object, token?: string) => Promise<RawAnswer>;

const running: Array<() => Promise<void>> = [];

afterEach(async () => {
  for (const close of running.splice(0).reverse()) await close();
});

/** A server on a clock that stands still, closed after the test. */
export async function startRaw(options: SlackServerOptions = {}): Promise<{
  slack: SlackServer;
  clock: TestClock;
  /** Every wait that the server began, in milliseconds. */
  sleeps: readonly number[];
  call: RawCall;
}> {
  const still = createTestClock();
  const sleeps: number[] = [];
  const clock: TestClock = {
    ...still,
    sleep: (ms, signal) => {
      sleeps.push(ms);
      return still.sleep(ms, signal);
    },
  };
  const slack = await startSlackServer({ clock, ...options });
  running.push(() => slack.close());
  const call: RawCall = async (method, args = {}, token = slack.botToken) => {
    const response = await fetch(`${slack.apiUrl}${method}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify(args),
    });
    const body = (await response.json()) as { ok: boolean; error?: string };
    return { ...body, status: response.status, headers: response.headers };
  };
  return { slack, clock, sleeps, call };
}

export interface Received {
  headers: IncomingHttpHeaders;
  rawBody: string;
  /** The payload, out of whichever form it came in. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look at payloads field by field
  payload: any;
}

export interface RecordingApp {
  url: string;
  received: Received[];
  /** By `event_callback`'s event type, interaction type or command. */
  ofType(type: string): Received[];
  /** What it answers from now on. 200 and nothing unless told. */
  answers(answer: {
    status?: number;
    body?: unknown;
    headers?: Record<string, string>;
    never?: boolean;
  }): void;
}

/** The least app there is: takes what comes over HTTP and writes it down. */
export async function startRecordingApp(slack: SlackServer): Promise<RecordingApp> {
  const received: Received[] = [];
  let answer: Parameters<RecordingApp['answers']>[0] = {};
  const http = createServer(async (request, response) => {
    const rawBody = await text(request);
    const isForm = request.headers['content-type'] === 'application/x-www-form-urlencoded';
    const fields = Object.fromEntries(new URLSearchParams(rawBody));
    const payload = isForm ? (fields.payload ? JSON.parse(fields.payload) : fields) : JSON.parse(rawBody);
    if (payload.type === 'url_verification') {
      response.end(payload.challenge);
      return;
    }
    received.push({ headers: request.headers, rawBody, payload });
    if (answer.never) return;
    response.writeHead(answer.status ?? 200, { 'content-type': 'application/json', ...answer.headers });
    response.end(answer.body === undefined ? '' : JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  running.push(async () => {
    http.closeAllConnections();
    await new Promise<void>((resolve) => http.close(() => resolve()));
  });
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}/slack/events`;
  await slack.sendEventsTo(url);
  return {
    url,
    received,
    ofType: (type) =>
      received.filter(({ payload }) => [payload.event?.type, payload.type, payload.command].includes(type)),
    answers: (given) => {
      answer = given;
    },
  };
}
