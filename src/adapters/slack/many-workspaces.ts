import { randomUUID } from 'node:crypto';
import type { WebClient } from '@slack/web-api';
import type { Clock } from '../../ports/clock.ts';
import type { Logger } from '../../ports/logger.ts';
import type {
  SlackInstallationStore,
  SlackTokens,
  StoredWorkspace,
} from '../../ports/slack-installation-store.ts';
import { outcomeOf } from './call-outcome.ts';
import { slackClient, type Workspace, type Workspaces } from './workspaces.ts';

export interface ManyWorkspacesOptions {
  store: SlackInstallationStore;
  clientId: string;
  clientSecret: string;
  /** Where a workspace installs the app again. */
  installUrl: string;
  apiUrl: string | undefined;
  clock: Clock;
  log: Logger;
}

export interface ManyWorkspaces extends Workspaces {
  /** It was installed a moment ago: what is remembered of it is old. */
  renew(teamId: string): void;
  /** Resolves when every refresh under way has ended and what it brought is kept. Call it while the store is open. */
  close(): Promise<void>;
}

/** A token with less life than this is refreshed: Slack's last 12 h. */
const refreshAheadMs = 30 * 60_000;
/** What another process has changed is noticed after this long. */
const rememberedMs = 60_000;
/** After a refresh that failed, a token that still lives is used for this long before the next. */
const retryMs = 15_000;
/** Longer than the call of the Web API (10 s) and the write after it. */
const leaseMs = 20_000;
const pollMs = 100;
const keepAgainMs = 1_000;
const mostRemembered = 2_000;

/** `untilMs`: remembered so long; 0: not at all. */
interface Found {
  workspace: Workspace | undefined;
  untilMs: number;
}

/** What became of a refresh; `changed`: look again at what is stored. */
type Refreshed = { kind: 'fresh'; tokens: SlackTokens } | { kind: 'changed' } | { kind: 'failed' };

/**
 * The workspaces that have installed the app by OAuth. Tokens that rotate are refreshed before they end, by one process
 * at a time: Slack takes a refresh token once. Whoever is not that one waits and goes on with what it brought.
 *
 * One thing cannot be undone: Slack has answered, and the process dies before the new tokens are kept. Between the two
 * stands a single write, to a row that was written just before (the lease), repeated until it succeeds; a stop of the
 * program waits for it. Should it happen all the same, or should the answer itself be lost, Slack says
 * `invalid_refresh_token` from then on: the log names the workspace and the cure, to install the app again.
 */
export function manyWorkspaces(options: ManyWorkspacesOptions): ManyWorkspaces {
  const { store, clientId, clientSecret, installUrl, apiUrl, clock, log } = options;
  const remembered = new Map<string, Found>();
  const lookUps = new Map<string, Promise<Found>>();
  const ending = new AbortController();
  const oauth = slackClient(undefined, apiUrl, log);
  const cure = `install the app again: ${installUrl}`;

  async function find(teamId: string): Promise<Found> {
    const waitsUntilMs = clock.nowMs() + leaseMs;
    for (;;) {
      const read = await store.read(teamId);
      if (read === undefined) return { workspace: undefined, untilMs: 0 };
      if (read.kind !== 'found') {
        const why =
          read.kind === 'other-key'
            ? 'a workspace was installed with another ENCRYPTION_KEY: set that one again, or install again'
            : 'the kept tokens of a workspace are damaged: install again';
        log.error({ workspace: teamId, cure }, why);
        return { workspace: undefined, untilMs: clock.nowMs() + rememberedMs };
      }
      const { workspace } = read;
      const { rotation } = workspace.tokens;
      if (!rotation || !isDue(rotation.expiresAtMs)) return found(workspace, workspace.tokens);
      if (workspace.refreshRefused) return withoutRefresh(workspace, rotation.expiresAtMs);

      const lease = { token: randomUUID(), untilMs: clock.nowMs() + leaseMs };
      if (await store.leaseRefresh(workspace, lease, clock.nowMs())) {
        const refreshed = await refresh(workspace, rotation.refreshToken, lease.token);
        if (refreshed.kind === 'fresh') return found(workspace, refreshed.tokens);
        if (refreshed.kind === 'failed') return untilNextTry(workspace, rotation.expiresAtMs);
      } else if (clock.nowMs() > waitsUntilMs) {
        return untilNextTry(workspace, rotation.expiresAtMs);
      } else {
        await clock.sleep(pollMs, ending.signal);
        if (ending.signal.aborted) return untilNextTry(workspace, rotation.expiresAtMs);
      }
    }
  }

  async function refresh(
    workspace: StoredWorkspace,
    refreshToken: string,
    leaseToken: string,
  ): Promise<Refreshed> {
    const askedAtMs = clock.nowMs();
    const outcome = await outcomeOf(
      oauth.oauth.v2.access({
        client_id: clientId,
        client_secret: clientSecret,
        grant_type: 'refresh_token',
        refresh_token: refreshToken,
      }),
    );
    const { teamId } = workspace;
    if (outcome.kind === 'done') {
      const { access_token: botToken, refresh_token: next, expires_in: lifeSeconds } = outcome.result;
      if (botToken !== undefined && next !== undefined && lifeSeconds !== undefined) {
        const expiresAtMs = askedAtMs + lifeSeconds * 1_000;
        return keep(workspace, { botToken, rotation: { refreshToken: next, expiresAtMs } });
      }
      log.error({ workspace: teamId, cure }, 'Slack answered a refresh of tokens without tokens');
    } else if (outcome.kind === 'refused' && outcome.error === 'invalid_refresh_token') {
      await store.noteRefused(workspace, leaseToken);
      return { kind: 'changed' };
    } else {
      const error = outcome.kind === 'refused' ? outcome.error : outcome.why;
      log.error({ workspace: teamId, error }, 'the token of a workspace could not be refreshed: tried again');
    }
    await store.releaseRefresh(workspace, leaseToken);
    return { kind: 'failed' };
  }

  /** For as long as it takes: nobody else has these tokens, nor can get them. */
  async function keep(from: StoredWorkspace, tokens: SlackTokens): Promise<Refreshed> {
    for (;;) {
      const isLast = ending.signal.aborted;
      try {
        const isKept = await store.keepRefreshed(from, tokens);
        return isKept ? { kind: 'fresh', tokens } : { kind: 'changed' };
      } catch (error) {
        const { teamId } = from;
        if (isLast) {
          log.error({ workspace: teamId, error, cure }, 'the new tokens of a workspace are lost');
          throw error;
        }
        log.error(
          { workspace: teamId, error },
          'the new tokens of a workspace could not be kept: tried again',
        );
        await clock.sleep(keepAgainMs, ending.signal);
      }
    }
  }

  function found(stored: StoredWorkspace, { botToken, rotation }: SlackTokens): Found {
    const { teamId, appId, botId, botUserId } = stored;
    const client: WebClient = slackClient(botToken, apiUrl, log);
    const dueMs = rotation ? rotation.expiresAtMs - refreshAheadMs : Number.POSITIVE_INFINITY;
    return {
      workspace: { teamId, client, self: { appId, botId, botUserId } },
      untilMs: Math.min(clock.nowMs() + rememberedMs, dueMs),
    };
  }

  /** Slack takes the refresh token no more: what is left of the token's life is used, and then it is over. */
  function withoutRefresh(stored: StoredWorkspace, expiresAtMs: number): Found {
    const hasEnded = clock.nowMs() >= expiresAtMs;
    log.error(
      { workspace: stored.teamId, error: 'invalid_refresh_token', endsAtMs: expiresAtMs, cure },
      hasEnded
        ? 'the refresh token of a workspace was used up, and its token has ended: nobody is answered there'
        : 'the refresh token of a workspace was used up: it is served until its token ends',
    );
    const untilMs = clock.nowMs() + rememberedMs;
    if (hasEnded) return { workspace: undefined, untilMs };
    return { ...found(stored, stored.tokens), untilMs: Math.min(untilMs, expiresAtMs) };
  }

  /** Rejects where the token has ended, so that what wants it is tried again too. */
  function untilNextTry(stored: StoredWorkspace, expiresAtMs: number): Found {
    if (clock.nowMs() >= expiresAtMs)
      throw new Error(`The token of workspace ${stored.teamId} has ended and could not be refreshed yet.`);
    return { ...found(stored, stored.tokens), untilMs: Math.min(clock.nowMs() + retryMs, expiresAtMs) };
  }

  const isDue = (expiresAtMs: number) => expiresAtMs - clock.nowMs() <= refreshAheadMs;

  function drop(teamId: string): void {
    remembered.delete(teamId);
    lookUps.delete(teamId);
  }

  return {
    async of(teamId) {
      const known = remembered.get(teamId);
      if (known && clock.nowMs() < known.untilMs) return known.workspace;
      const lookUp = lookUps.get(teamId) ?? find(teamId);
      lookUps.set(teamId, lookUp);
      try {
        const result = await lookUp;
        // Unless it was installed or removed meanwhile.
        if (lookUps.get(teamId) === lookUp && result.untilMs > 0) {
          if (remembered.size >= mostRemembered) remembered.clear();
          remembered.set(teamId, result);
        }
        return result.workspace;
      } finally {
        if (lookUps.get(teamId) === lookUp) lookUps.delete(teamId);
      }
    },

    async forget(teamId, removedAtMs) {
      await store.forget(teamId, removedAtMs);
      drop(teamId);
    },

    renew: drop,

    async close() {
      ending.abort();
      await Promise.allSettled(lookUps.values());
    },
  };
}
