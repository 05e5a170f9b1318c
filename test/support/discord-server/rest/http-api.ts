import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { DiscordError, refusal } from '../discord-error.ts';
import type { Faults, RateLimitFault, RestFault } from '../faults.ts';
import { createRateLimiter, type RateVerdict } from '../rate-limits.ts';
import type { World } from '../world.ts';
import { rawBody, readBody } from './read-body.ts';
import type { RestAnswer, Route } from './route.ts';

/** A call that the bot made, and what it got. */
export interface SeenRequest {
  /** As in the route table. */
  route: string;
  /** With the ids, without the query. */
  path: string;
  body: unknown;
  /** Of an answer that was lost on the way, the one that was lost. Undefined where there was none. */
  status: number | undefined;
  /** Answered, or lost. */
  isOver: boolean;
  atMs: number;
}

interface ApiOptions {
  world: World;
  faults: Faults;
  routes: readonly Route[];
  enforcesRates: boolean;
  requests: SeenRequest[];
  complaints: string[];
}

interface Matched {
  route: Route;
  params: Record<string, string>;
}

const prefix = '/api/v10';

export function createApi(options: ApiOptions): RequestListener {
  const { world, faults, routes, requests, complaints } = options;
  const limiter = createRateLimiter(() => world.clock.nowMs());

  return (incoming, response) => {
    serve(incoming, response).catch((error: unknown) => {
      complaints.push(`the server itself failed at ${incoming.method} ${incoming.url}: ${String(error)}`);
      response.destroy();
    });
  };

  async function serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const raw = await rawBody(incoming);
    const url = new URL(incoming.url ?? '/', world.origin);
    if (url.pathname.startsWith('/attachments/')) return sendFile(world, url.pathname, response);
    const matched = match(routes, incoming.method ?? 'GET', url.pathname);
    if (!matched) {
      complaints.push(`no such route: ${incoming.method} ${url.pathname}`);
      return send(response, refusalAnswer(refusal('notFound')));
    }
    const { route } = matched;
    const request: SeenRequest = {
      route: route.name,
      path: url.pathname.slice(prefix.length),
      body: undefined,
      status: undefined,
      isOver: false,
      atMs: world.clock.nowMs(),
    };
    requests.push(request);
    response.once('close', () => {
      request.isOver = true;
      world.changed();
    });
    const fault = faults.takeFor(route.name);
    if (fault && (await playBefore(fault, response))) return;
    const rate = rateOf(matched);
    const answer = rate.refused
      ? tooMany({ retryAfterMs: rate.refused.retryAfterMs, scope: rate.refused.isGlobal ? 'global' : 'user' })
      : await carryOut(matched, url, incoming, raw, request);
    request.status = answer.status;
    if (fault?.kind === 'lose-response') response.destroy();
    else {
      if (fault?.kind === 'hold-response') await hold(fault);
      send(response, answer, rate.headers);
    }
    world.changed();
  }

  function rateOf({ route, params }: Matched): RateVerdict {
    if (!options.enforcesRates) return { headers: {} };
    const major =
      params.channel ?? params.guild ?? (params.webhook && `${params.webhook}/${params.token}`) ?? '';
    return limiter.take(route.name, major, { countsGlobally: !route.isOutsideGlobalLimit });
  }

  async function carryOut(
    { route, params }: Matched,
    url: URL,
    incoming: IncomingMessage,
    raw: Buffer,
    request: SeenRequest,
  ): Promise<RestAnswer> {
    try {
      if (!route.isOpen && incoming.headers.authorization !== `Bot ${world.token}`)
        throw refusal('unauthorized');
      const read = await readBody(raw, incoming.headers['content-type'] ?? '');
      request.body = read.body;
      return route.handle({ params, query: url.searchParams, ...read });
    } catch (error) {
      if (error instanceof DiscordError) return refusalAnswer(error);
      throw error;
    }
  }
}

/** Whether the fault has already answered in its own way. */
async function playBefore(fault: RestFault, response: ServerResponse): Promise<boolean> {
  switch (fault.kind) {
    case 'rate-limit':
      send(response, tooMany(fault));
      return true;
    case 'refuse': {
      const { status, code, message = `Scripted refusal ${status}` } = fault;
      send(
        response,
        code === undefined ? { status } : refusalAnswer(new DiscordError(status, code, message)),
      );
      return true;
    }
    case 'lose-request':
      response.destroy();
      return true;
    case 'hold-request':
      await hold(fault);
      return false;
    default:
      return false;
  }
}

function hold(fault: Extract<RestFault, { reached: unknown }>): Promise<void> {
  fault.reached.resolve();
  return fault.released.promise;
}

function tooMany({
  retryAfterMs,
  scope = 'user',
}: RateLimitFault): RestAnswer & { headers: Record<string, string> } {
  const isGlobal = scope === 'global';
  return {
    status: 429,
    body: {
      message: scope === 'shared' ? 'The resource is being rate limited.' : 'You are being rate limited.',
      retry_after: retryAfterMs / 1_000,
      global: isGlobal,
      // Discord's code for a limit on what is shared with others; the others come without one.
      ...(scope === 'shared' && { code: 40_062 }),
    },
    headers: {
      'Retry-After': String(Math.ceil(retryAfterMs / 1_000)),
      'X-RateLimit-Scope': scope,
      ...(isGlobal && { 'X-RateLimit-Global': 'true' }),
    },
  };
}

function refusalAnswer(error: DiscordError): RestAnswer {
  return { status: error.status, body: error.toJSON() };
}

function send(
  response: ServerResponse,
  answer: RestAnswer & { headers?: Record<string, string> },
  headers: Record<string, string> = {},
): void {
  const type = answer.body === undefined ? {} : { 'content-type': 'application/json' };
  response.writeHead(answer.status, { ...type, ...headers, ...answer.headers });
  response.end(answer.body === undefined ? undefined : JSON.stringify(answer.body));
}

function sendFile(world: World, path: string, response: ServerResponse): void {
  const file = world.files.get(path.split('/')[3] ?? '');
  if (!file) {
    send(response, { status: 404 });
    return;
  }
  response.writeHead(200, { 'content-type': file.contentType, 'content-length': file.bytes.byteLength });
  response.end(file.bytes);
}

function match(routes: readonly Route[], method: string, path: string): Matched | undefined {
  if (!path.startsWith(`${prefix}/`)) return undefined;
  const steps = path.slice(prefix.length).split('/');
  for (const route of routes) {
    const [routeMethod, pattern = ''] = route.name.split(' ');
    const params = routeMethod === method ? matchSteps(pattern.split('/'), steps) : undefined;
    if (params) return { route, params };
  }
  return undefined;
}

function matchSteps(pattern: string[], steps: string[]): Record<string, string> | undefined {
  if (pattern.length !== steps.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of pattern.entries()) {
    // discord.js writes `%40original`.
    const step = decodeURIComponent(steps[index] ?? '');
    if (part.startsWith(':')) params[part.slice(1)] = step;
    else if (part !== step) return undefined;
  }
  return params;
}
