import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Backstage } from '../backstage.ts';
import type { FaultScript } from '../faults.ts';
import type { Token } from '../world.ts';
import { workspaceOf } from '../world.ts';
import { readArguments } from './arguments.ts';
import { type Method, type MethodCall, requireScope, SlackRefusal } from './method.ts';
import type { Rates } from './rates.ts';

/** A call as a test reads it afterwards. */
export interface RecordedCall {
  method: string;
  /** With what came as JSON in a string taken apart. */
  args: Record<string, unknown>;
  /** `ok`, Slack's error code, `http 503`, or `dropped`; undefined while it is being answered. */
  answer: string | undefined;
  atMs: number;
}

export interface WebApi {
  readonly calls: readonly RecordedCall[];
  handle(method: string, request: IncomingMessage, response: ServerResponse): Promise<void>;
}

export function createWebApi({
  methods,
  backstage,
  faults,
  rates,
  complain,
}: {
  methods: Record<string, Method>;
  backstage: Backstage;
  faults: FaultScript;
  /** Where undefined, no rate is enforced. */
  rates: Rates | undefined;
  complain: (complaint: string) => void;
}): WebApi {
  const calls: RecordedCall[] = [];

  async function handle(name: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const raw = readBody(await text(request), request.headers['content-type'] ?? '');
    const bearer = request.headers.authorization?.match(/^Bearer (.+)$/)?.[1];
    const given = bearer ?? (typeof raw.token === 'string' ? raw.token : undefined);
    const token = given === undefined ? undefined : backstage.world.tokens.get(given);
    const client = readBasic(request.headers.authorization);
    const call: MethodCall = { method: name, args: readArguments(raw), token, ...(client && { client }) };
    const recorded: RecordedCall = {
      method: name,
      args: decoded(raw),
      answer: undefined,
      atMs: backstage.world.clock.nowMs(),
    };
    calls.push(recorded);

    const answer = (body: Record<string, unknown>, status = 200, headers: Record<string, string> = {}) => {
      recorded.answer = body.ok === true ? 'ok' : String(body.error);
      const scopes = [...(token?.scopes ?? [])].join(',');
      response.writeHead(status, {
        'content-type': 'application/json; charset=utf-8',
        'x-oauth-scopes': scopes,
        'x-accepted-oauth-scopes': (methods[name]?.scopes ?? []).join(','),
        ...headers,
      });
      response.end(JSON.stringify(body));
    };
    const drop = (why: string) => {
      recorded.answer = why;
      response.destroy();
    };
    const limit = (seconds: number) =>
      answer({ ok: false, error: 'ratelimited' }, 429, { 'retry-after': String(seconds) });

    response.once('close', backstage.changed);
    const fault = faults.takeForCall(call);
    if (fault?.kind === 'hold') {
      fault.arrived();
      await fault.released;
    }
    if (fault?.kind === 'rate-limit') return limit(fault.retryAfterSeconds);
    if (fault?.kind === 'error') {
      const { error, needed } = fault;
      return answer({ ok: false, error, ...(needed && { needed, provided: '' }) });
    }
    if (fault?.kind === 'http-status') {
      recorded.answer = `http ${fault.status}`;
      response.writeHead(fault.status, { 'content-type': 'text/html' });
      response.end('<html>Something went wrong</html>');
      return;
    }
    if (fault?.kind === 'drop-request') return drop('dropped before it was done');

    try {
      const method = methods[name];
      if (!method) {
        complain(`unknown method: ${name}`);
        throw new SlackRefusal('unknown_method');
      }
      checkToken(method, given, token);
      for (const scope of method.scopes) requireScope(call, scope);
      const seconds = rates?.secondsToWait(call, method);
      if (seconds !== undefined) return limit(seconds);
      const result = await method.run(call, backstage);
      if (fault?.kind === 'lose-response') return drop('done, and the answer was lost');
      if (fault?.kind === 'cut-response') {
        response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': 100 });
        response.write('{"ok":true,', () => drop('done, and the answer broke off'));
        return;
      }
      answer({ ok: true, ...result });
    } catch (error) {
      if (error instanceof SlackRefusal) return answer({ ok: false, error: error.error, ...error.extra });
      complain(`${name} failed inside the loopback Slack: ${error instanceof Error ? error.stack : error}`);
      answer({ ok: false, error: 'internal_error' });
    } finally {
      backstage.changed();
    }
  }

  function checkToken(method: Method, given: string | undefined, token: Token | undefined): void {
    if (method.token === 'none') return;
    if (given === undefined) throw new SlackRefusal('not_authed');
    if (!token) throw new SlackRefusal('invalid_auth');
    if (token.revoked) throw new SlackRefusal('token_revoked');
    if (token.expiresAtMs !== undefined && backstage.world.clock.nowMs() >= token.expiresAtMs) {
      throw new SlackRefusal('token_expired');
    }
    if (token.kind !== method.token) throw new SlackRefusal('not_allowed_token_type');
    if (token.kind === 'bot' && !workspaceOf(backstage.world, token.workspaceId).installed) {
      throw new SlackRefusal('account_inactive');
    }
  }

  return { calls, handle };
}

function readBody(body: string, contentType: string): Record<string, unknown> {
  if (!contentType.startsWith('application/json')) return Object.fromEntries(new URLSearchParams(body));
  try {
    return JSON.parse(body) as Record<string, unknown>;
  } catch {
    return {};
  }
}

function readBasic(header: string | undefined): { id: string; secret: string } | undefined {
  const encoded = header?.match(/^Basic (.+)$/)?.[1];
  if (!encoded) return undefined;
  const [id = '', secret = ''] = Buffer.from(encoded, 'base64').toString().split(':');
  return { id, secret };
}

function decoded(raw: Record<string, unknown>): Record<string, unknown> {
  const one = (value: unknown): unknown => {
    if (typeof value !== 'string' || !/^[[{]/.test(value)) return value;
    try {
      return JSON.parse(value);
    } catch {
      return value;
    }
  };
  return Object.fromEntries(
    Object.entries(raw)
      .filter(([name]) => name !== 'token')
      .map(([name, value]) => [name, one(value)]),
  );
}
