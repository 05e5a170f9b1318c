import { createHash } from 'node:crypto';

/**
 * A short id that depends on nothing but `parts`: 22 characters of base64url, 132 bits. What is made for a message
 * gets its id from the message's, so that a second attempt finds the first one's work instead of adding to it.
 */
export function stableId(...parts: string[]): string {
  return createHash('sha256').update(parts.join('\u0000')).digest('base64url').slice(0, 22);
}
