import type { APIAttachment } from 'discord-api-types/v10';
import { type AttachedFile, describeFile, fileBytesLimit, mostFiles } from '../../domain/attached-file.ts';
import type { Logger } from '../../ports/logger.ts';

/** Where Discord keeps what people send. Whatever else an address may say is not fetched. */
const discordHosts = ['cdn.discordapp.com', 'media.discordapp.net'];
const fetchMs = 8_000;

/** What a message's attachments are, and what can be read of them. */
export type ReadAttachments = (attachments: readonly APIAttachment[]) => Promise<AttachedFile[]>;

/**
 * At most five, of 10 MiB each. One that cannot be fetched, or is larger, is kept by its name alone: whoever answers says
 * that it could not be read. Never rejects.
 *
 * @param apiUrl Another server than Discord's keeps its files itself.
 */
export function createReadAttachments(apiUrl: string | undefined, log: Logger): ReadAttachments {
  const ownHost = apiUrl === undefined ? undefined : new URL(apiUrl).host;

  function mayFetch({ host, protocol }: URL): boolean {
    return host === ownHost || (protocol === 'https:' && discordHosts.includes(host));
  }

  async function read({ id, filename, url, size, description }: APIAttachment): Promise<AttachedFile> {
    const unread = { ...describeFile(id, filename, new Uint8Array([0])), bytes: size };
    if (size > fileBytesLimit) return unread;
    try {
      const address = new URL(url);
      if (!mayFetch(address)) throw new Error(`${address.host} is none of Discord's`);
      const answer = await fetch(address, { signal: AbortSignal.timeout(fetchMs), redirect: 'error' });
      if (!answer.ok) throw new Error(`status ${answer.status}`);
      const content = new Uint8Array(await answer.arrayBuffer());
      return describeFile(id, filename, content, description);
    } catch (error) {
      log.warn({ attachment: id, error }, 'an attachment of Discord could not be fetched');
      return unread;
    }
  }

  return (attachments) => Promise.all(attachments.slice(0, mostFiles).map(read));
}
