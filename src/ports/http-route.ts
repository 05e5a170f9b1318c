/** What a surface may ask of the one HTTP server; only adapters/http knows the framework. */
export interface HttpRequest {
  params: Record<string, string>;
  query: Record<string, string>;
  /** Parsed JSON, unchecked; undefined where there is none. */
  body: unknown;
}

export type HttpAnswer =
  | { kind: 'json'; status: number; body: unknown }
  | { kind: 'text'; status: number; text: string }
  /** A file. Whoever fetched it may keep it for `maxAgeSeconds` without asking again. */
  | { kind: 'bytes'; status: number; body: Uint8Array; contentType: string; maxAgeSeconds: number }
  /** Server-sent events: `run` sends until `signal` aborts (the client left, or the program ends). */
  | { kind: 'events'; run(send: (event: unknown) => void, signal: AbortSignal): Promise<void> };

export interface HttpRoute {
  method: 'GET' | 'POST';
  /** Path with `:name` parameters. */
  path: string;
  /**
   * Also answered under names that are not this machine's, such as that of a proxy in front of a loopback address: holds
   * nothing that a page of another site may not see.
   */
  anyName?: boolean;
  handle(request: HttpRequest): Promise<HttpAnswer>;
}
