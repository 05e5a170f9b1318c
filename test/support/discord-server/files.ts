import type { APIAttachment } from 'discord-api-types/v10';
import type { World } from './world.ts';

/** Bytes that people can fetch again, and how the message names them. */
export function storeFile(
  world: World,
  channelId: string,
  file: { filename: string; contentType: string; bytes: Buffer; description?: string },
): APIAttachment {
  const id = world.nextId();
  world.files.set(id, { id, filename: file.filename, contentType: file.contentType, bytes: file.bytes });
  const url = `${world.origin}/attachments/${channelId}/${id}/${encodeURIComponent(file.filename)}`;
  return {
    id,
    filename: file.filename,
    size: file.bytes.byteLength,
    content_type: file.contentType,
    url,
    proxy_url: url,
    ...(file.description && { description: file.description }),
  };
}
