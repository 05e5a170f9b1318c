import { openPromise } from './open-promise.ts';
import type { World } from './world.ts';

/** Real time, whatever the test's clock says: a condition that is not met is an error with a name, not a hung test. */
const patienceMs = 10_000;

/** What `look` gives as soon as that is something; it looks again after every change, and never in between. */
export function untilTrue<T>(
  world: World,
  what: string,
  look: () => T | undefined | null | false,
): Promise<T> {
  const { promise, resolve, reject } = openPromise<T>();
  const attempt = () => {
    try {
      const seen = look();
      if (seen !== undefined && seen !== null && seen !== false) finish(() => resolve(seen));
    } catch (error) {
      finish(() => reject(error instanceof Error ? error : new Error(String(error))));
    }
  };
  const stop = world.onChange(attempt);
  const timer = setTimeout(() => {
    finish(() =>
      reject(new Error(`${what}, in vain for ${patienceMs} ms. What was said last:\n${lastWords(world)}`)),
    );
  }, patienceMs);
  const finish = (settle: () => void) => {
    stop();
    clearTimeout(timer);
    settle();
  };
  attempt();
  return promise;
}

function lastWords(world: World): string {
  const all = [...world.channels.values()].flatMap((channel) =>
    [...channel.messages.values()].map(({ message }) => ({ channel, message })),
  );
  const lines = all.slice(-10).map(({ channel, message }) => {
    return `#${channel.name || 'direct message'} ${message.author.username}: ${message.content.slice(0, 120)}`;
  });
  return lines.join('\n') || '(nothing)';
}
