import type { IncomingMessage, ServerResponse } from 'node:http';

/** What a surface may ask of the one HTTP server; only adapters/http knows the framework. */
export interface HttpRequest {
  params: Record<string, string>;
  query: Record<string, string>;
  /** Parsed JSON, unchecked; undefined where there is none. A Uint8Array for a route that `takesBytes`. */
  body: unknown;
}

export type HttpAnswer =
  | { kind: 'json'; status: number; body: unknown }
  | { kind: 'text'; status: number; text: string }
  /** Anything else, such as a page or its parts, with headers of its own. */
  | {
      kind: 'content';
      status: number;
      contentType: string;
      body: string | Uint8Array;
      headers: Record<string, string>;
    }
  /** Server-sent events: `run` sends until `signal` aborts (the client left, or the program ends). */
  | { kind: 'events'; run(send: (event: unknown) => void, signal: AbortSignal): Promise<void> };

interface RouteAddress {
  method: 'GET' | 'POST';
  /** Path with `:name` parameters. */
  path: string;
  /**
   * Also answered under names that are not this machine's, such as that of a proxy in front of a loopback address: holds
   * nothing that a page of another site may not see.
   */
  anyName?: boolean;
}

/** Answered by a library that brings its own reading and writing of HTTP, such as one that checks signatures. */
export interface RawHttpRoute extends RouteAddress {
  /** The body has not been read. */
  handleRaw(request: IncomingMessage, response: ServerResponse): void;
}

export interface AnsweredHttpRoute extends RouteAddress {
  /** The largest body that is read, where the server's own limit is too much. */
  bodyBytes?: number;
  /** Takes bytes as they are (`application/octet-stream`) in place of JSON, at most so many. */
  takesBytes?: number;
  handle(request: HttpRequest): Promise<HttpAnswer>;
}

export type HttpRoute = AnsweredHttpRoute | RawHttpRoute;
