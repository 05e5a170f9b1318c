import { REST } from 'discord.js';

/** A call is given up after this long. */
const callTimeoutMs = 10_000;

/** Repeats nothing and waits for nothing by itself: what to do next is decided with the outbox at hand. */
export function restFor(token: string, apiUrl: string | undefined): REST {
  return new REST({
    ...(apiUrl === undefined ? {} : { api: apiUrl }),
    retries: 0,
    timeout: callTimeoutMs,
    rejectOnRateLimit: () => true,
  }).setToken(token);
}
