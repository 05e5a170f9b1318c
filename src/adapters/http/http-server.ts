import Fastify, { type RouteOptions } from 'fastify';
import type { AnsweredHttpRoute, HttpAnswer, HttpRoute } from '../../ports/http-route.ts';
import type { Logger } from '../../ports/logger.ts';

export interface HttpServerOptions {
  host: string;
  /** 0: any free port. */
  port: number;
  routes: HttpRoute[];
  log: Logger;
}

export interface HttpServer {
  /** Such as `http://127.0.0.1:3000`. */
  url: string;
  stop(): Promise<void>;
}

/** A message of 40,000 characters, four bytes each, with room for its envelope. */
const bodyBytes = 512 * 1024;

class PortInUseError extends Error {
  constructor(port: number) {
    super(
      `PORT is ${port}, which another program uses. Expected a free port: stop that program, or set PORT to another, such as ${port + 1}.`,
    );
    this.name = 'PortInUseError';
  }
}

/** The one HTTP server of the program; surfaces hand it their routes. */
export async function startHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const server = Fastify({ bodyLimit: bodyBytes, forceCloseConnections: true });
  const ending = new AbortController();
  /** Event streams under way: they read the store, so it must not be closed before they have ended. */
  const streams = new Set<Promise<void>>();
  const loopback = ['127.0.0.1', '[::1]', 'localhost'];
  const onLoopback = loopback.includes(options.host) || options.host === '::1';

  const underAnyName = new Set(options.routes.filter(({ anyName }) => anyName).map(({ path }) => path));
  // A page of another site may send its visitors' browsers to a loopback address; their Host header gives it away.
  server.addHook('onRequest', async (request, reply) => {
    const name = (request.headers.host ?? '').replace(/:\d+$/, '');
    if (onLoopback && !loopback.includes(name) && !underAnyName.has(request.routeOptions.url ?? ''))
      await reply.code(421).send({ sentence: 'Not served under this name.' });
  });
  // What a person wrote is never taken for a page or a script, whatever it looks like.
  server.addHook('onSend', async (_request, reply) => void reply.header('x-content-type-options', 'nosniff'));
  // Only JSON is read: what a plain form of another page can send is refused.
  server.removeContentTypeParser('text/plain');

  const routed = (route: AnsweredHttpRoute): RouteOptions => ({
    method: route.method,
    url: route.path,
    ...(route.bodyBytes === undefined ? {} : { bodyLimit: route.bodyBytes }),
    handler: async (request, reply) => {
      const answer: HttpAnswer = await route.handle({
        params: request.params as Record<string, string>,
        query: request.query as Record<string, string>,
        body: request.body,
      });
      if (answer.kind === 'json') return reply.code(answer.status).send(answer.body);
      if (answer.kind === 'text')
        return reply.code(answer.status).type('text/plain; charset=utf-8').send(answer.text);
      if (answer.kind === 'content')
        return reply
          .code(answer.status)
          .headers(answer.headers)
          .type(answer.contentType)
          .send(typeof answer.body === 'string' ? answer.body : Buffer.from(answer.body));
      const left = new AbortController();
      request.raw.once('close', () => left.abort());
      reply.hijack();
      reply.raw.writeHead(200, {
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        connection: 'keep-alive',
      });
      reply.raw.write(': hello\n\n');
      const running = answer
        .run(
          (event) => void reply.raw.write(`data: ${JSON.stringify(event)}\n\n`),
          AbortSignal.any([left.signal, ending.signal]),
        )
        .catch((error: unknown) =>
          options.log.warn({ error, path: route.path }, 'an event stream ended early'),
        );
      streams.add(running);
      await running;
      streams.delete(running);
      reply.raw.end();
      return reply;
    },
  });
  for (const route of options.routes) {
    if ('handleRaw' in route) {
      server.register(async (scope) => {
        scope.removeAllContentTypeParsers();
        scope.addContentTypeParser('*', (_request: unknown, _body: unknown, done: (error: null) => void) =>
          done(null),
        );
        scope.route({
          method: route.method,
          url: route.path,
          handler: (request, reply) => {
            reply.hijack();
            try {
              route.handleRaw(request.raw, reply.raw);
            } catch (error) {
              options.log.error({ error, path: route.path }, 'a request failed');
              if (!reply.raw.headersSent) reply.raw.writeHead(500).end();
            }
          },
        });
      });
      continue;
    }
    const { takesBytes } = route;
    if (takesBytes === undefined) server.route(routed(route));
    else
      server.register(async (scope) => {
        scope.removeAllContentTypeParsers();
        scope.addContentTypeParser(
          'application/octet-stream',
          { parseAs: 'buffer' },
          async (_request: unknown, body: Buffer) => body,
        );
        scope.route({ ...routed(route), bodyLimit: takesBytes });
      });
  }
  server.setErrorHandler(async (error: Error & { statusCode?: number }, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) options.log.error({ error, path: request.routeOptions.url }, 'a request failed');
    const sentence =
      status === 413
        ? 'That is too large to take at once.'
        : status >= 500
          ? 'Something went wrong on our side.'
          : status === 415
            ? 'Send JSON, with content-type application/json.'
            : 'That request cannot be read: it is not valid JSON.';
    await reply.code(status).send({ kind: 'sentence', sentence });
  });

  let listening: string;
  try {
    listening = await server.listen({ host: options.host, port: options.port });
  } catch (error) {
    if (Reflect.get(error as object, 'code') === 'EADDRINUSE') throw new PortInUseError(options.port);
    throw error;
  }
  const { port } = new URL(listening);
  return {
    url: `http://${options.host.includes(':') ? `[${options.host}]` : options.host}:${port}`,
    stop: async () => {
      ending.abort();
      await Promise.all(streams);
      await server.close();
    },
  };
}
