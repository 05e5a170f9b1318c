import { type App, SocketModeReceiver } from '@slack/bolt';
import type { Clock } from '../../ports/clock.ts';
import type { Logger } from '../../ports/logger.ts';
import { slackLogger } from './slack-logger.ts';

export interface LastingSocketOptions {
  appToken: string;
  apiUrl: string | undefined;
  /** A connection that answers no ping for this long is dead, whatever it looks like. */
  pingTimeoutMs?: number | undefined;
  clock: Clock;
  log: Logger;
}

/** Before the first, second, … further attempt. The first comes at once: what Slack sends meanwhile waits a minute. */
const waitsMs = [0, 1_000, 2_000, 5_000, 15_000, 30_000];
/** A connection that held this long was a good one: the next failure is the first again. */
const lastsMs = 10_000;
const callTimeoutMs = 10_000;

/**
 * A Socket Mode connection that is opened again whenever it ends, never two at a time. Not the SDK's own reconnecting: it
 * waits five seconds even where Slack asked for a new connection, and rejects where nobody can catch it.
 */
export function openLastingSocket(target: App, options: LastingSocketOptions) {
  const { appToken, apiUrl, pingTimeoutMs = 15_000, clock, log } = options;
  const receiver = new SocketModeReceiver({
    appToken,
    logger: slackLogger(log),
    clientPingTimeout: pingTimeoutMs,
    autoReconnectEnabled: false,
    installerOptions: {
      clientOptions: {
        ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
        retryConfig: { retries: 0 },
        rejectRateLimitedCalls: true,
        timeout: callTimeoutMs,
      },
    },
    // Not acknowledged: Slack sends it again, over the next connection if need be.
    processEventErrorHandler: async () => false,
  });
  receiver.init(target);
  const stopping = new AbortController();
  let keeping: Promise<void> | undefined;

  /** Resolves once connected, with what resolves once that connection has ended. */
  async function connect(): Promise<{ ended: Promise<void> }> {
    const { client: socket } = receiver;
    const ended = new Promise<void>((resolve) => socket.once('disconnected', () => resolve()));
    await receiver.start();
    return { ended };
  }

  async function keepOpen(first: { ended: Promise<void> }): Promise<void> {
    let connection: { ended: Promise<void> } | undefined = first;
    let failures = 0;
    while (!stopping.signal.aborted) {
      const sinceMs = clock.nowMs();
      await connection?.ended;
      failures = connection && clock.nowMs() - sinceMs >= lastsMs ? 0 : failures + 1;
      const waitMs = waitsMs[Math.min(Math.max(failures - 1, 0), waitsMs.length - 1)] ?? 0;
      if (waitMs > 0) await clock.sleep(waitMs, stopping.signal);
      if (stopping.signal.aborted) return;
      connection = await connect().catch((error: unknown) => {
        log.error({ error }, 'Slack’s socket could not be opened; SLACK_APP_TOKEN may have been revoked');
        return undefined;
      });
    }
    // Opened while the program was ending.
    await receiver.stop();
    await connection?.ended;
  }

  return {
    /** Rejects where the first connection cannot be made: then it is the configuration that is wrong. */
    start: async () => {
      keeping = keepOpen(await connect());
    },
    stop: async () => {
      stopping.abort();
      await receiver.stop();
      await keeping;
    },
  };
}
