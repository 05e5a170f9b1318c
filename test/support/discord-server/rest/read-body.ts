import type { IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { refusal } from '../discord-error.ts';
import { messageLimits } from '../limits.ts';
import type { UploadedFile } from './route.ts';

export interface ReadBody {
  body: unknown;
  files: UploadedFile[];
}

/** JSON, or a form of `payload_json` and `files[n]`, by its content type. */
export async function readBody(raw: Buffer, contentType: string): Promise<ReadBody> {
  if (raw.byteLength > messageLimits.requestBytes) throw refusal('tooLarge');
  if (!contentType.startsWith('multipart/form-data')) return { body: parseJson(raw.toString()), files: [] };
  const form = await new Response(new Uint8Array(raw), {
    headers: { 'content-type': contentType },
  }).formData();
  const files: UploadedFile[] = [];
  for (const [key, value] of form) {
    const index = /^files\[(\d+)\]$/.exec(key)?.[1];
    if (index === undefined || typeof value === 'string') continue;
    if (value.size > messageLimits.attachmentBytes) throw refusal('tooLarge');
    files.push({
      index: Number(index),
      filename: value.name,
      contentType: value.type || 'application/octet-stream',
      bytes: Buffer.from(await value.arrayBuffer()),
    });
  }
  return { body: parseJson(String(form.get('payload_json') ?? '{}')), files };
}

export function rawBody(incoming: IncomingMessage): Promise<Buffer> {
  return buffer(incoming);
}

function parseJson(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw refusal('invalidJson');
  }
}
