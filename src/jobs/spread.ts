import { createHash } from 'node:crypto';

/** Sends to a cohort go out over five minutes. */
export const spreadMs = 300_000;

/** How much later than the others somebody gets theirs: always the same for one person. */
export function spreadOf(userId: string): number {
  return createHash('sha256').update(userId).digest().readUInt32BE(0) % spreadMs;
}
