import { setTimeout as delay } from 'node:timers/promises';

/**
 * A start that waits for something, such as a store that does not answer, is not waited for longer: a start takes 2 s,
 * on a busy machine several times that, and Docker kills 10 s after it has asked.
 */
const startGraceMs = 8_000;

/**
 * Stops what is starting or running and ends the process, on SIGTERM, SIGINT or SIGHUP (its terminal was
 * closed). Call it before the first wait: a signal without a handler of ours ends the process at once and
 * leaves the embedded store running. A second signal changes nothing, for npm passes each Ctrl-C on
 * although the terminal has sent it too.
 *
 * Returns the same end, for a program that ends by itself.
 */
export function endOnSignals(
  starting: Promise<{ stop(): Promise<void> } | undefined>,
  exitCodes: Record<'SIGTERM' | 'SIGINT' | 'SIGHUP', number>,
): (exitCode: number) => Promise<void> {
  let ending = false;
  const end = async (exitCode: number) => {
    if (ending) return;
    ending = true;
    // Why a start failed is told by whoever began it.
    const started = await Promise.race([
      starting.catch(() => undefined),
      delay(startGraceMs, undefined, { ref: false }),
    ]);
    await started?.stop();
    process.exit(exitCode);
  };
  for (const [signal, exitCode] of Object.entries(exitCodes)) process.on(signal, () => void end(exitCode));
  return end;
}
