import type { Backstage } from '../backstage.ts';
import type { Tier } from '../limits.ts';
import type { Token, Workspace } from '../world.ts';
import { workspaceOf } from '../world.ts';
import type { Arguments } from './arguments.ts';

/** One call of the Web API, as it came. */
export interface MethodCall {
  method: string;
  args: Arguments;
  token: Token | undefined;
  /** From an `Authorization: Basic` header; `oauth.v2.access` takes them so. */
  client?: { id: string; secret: string };
}

/** Slack's `{ok: false, error}`. Expected, and therefore never logged. */
export class SlackRefusal extends Error {
  readonly error: string;
  readonly extra: Record<string, unknown>;

  constructor(error: string, extra: Record<string, unknown> = {}, messages: readonly string[] = []) {
    super([error, ...messages].join(': '));
    this.error = error;
    this.extra = extra;
  }
}

export function refuse(error: string, ...messages: string[]): never {
  throw new SlackRefusal(
    error,
    messages.length > 0
      ? { response_metadata: { messages: messages.map((message) => `[ERROR] ${message}`) } }
      : {},
    messages,
  );
}

export interface Method<Answer extends object = object> {
  /** Which kind of token it takes. */
  token: 'bot' | 'app' | 'none';
  /** Needed whatever the arguments are. */
  scopes: readonly string[];
  tier: Tier;
  run(call: MethodCall, backstage: Backstage): Answer;
}

export function requireScope(call: MethodCall, scope: string): void {
  const provided = call.token?.scopes ?? new Set<string>();
  if (provided.has(scope)) return;
  throw new SlackRefusal('missing_scope', { needed: scope, provided: [...provided].join(',') });
}

/** The workspace of the caller's token. */
export function workspaceOfCall(call: MethodCall, { world }: Backstage): Workspace {
  if (!call.token) refuse('not_authed');
  return workspaceOf(world, call.token.workspaceId);
}
