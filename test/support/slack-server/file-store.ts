import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { Backstage } from './backstage.ts';

/** Takes the bytes of an upload, raw or as a form, as `files.getUploadURLExternal` promised. */
export async function takeUpload(
  { world, changed }: Backstage,
  fileId: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const file = world.files.get(fileId);
  if (request.method !== 'POST') {
    response.writeHead(405).end('Method not allowed');
    return;
  }
  const body = await buffer(request);
  if (!file || file.completed) {
    response.writeHead(404).end('File not found');
    return;
  }
  file.content = await contentOf(body, request.headers['content-type'] ?? '');
  changed();
  response.writeHead(200).end(`OK - ${file.content.length}`);
}

/** The SDK posts a form with one part (`filesUploadV2`); curl and our own code post the bytes. */
async function contentOf(body: Buffer, contentType: string): Promise<Buffer> {
  if (!contentType.startsWith('multipart/form-data')) return body;
  const form = await new Response(new Uint8Array(body), {
    headers: { 'content-type': contentType },
  }).formData();
  for (const part of form.values()) {
    if (typeof part !== 'string') return Buffer.from(await part.arrayBuffer());
  }
  return Buffer.alloc(0);
}

/** Without the right token Slack answers its sign-in page, with 200: a program that does not look saves that. */
export function giveFile(
  { world }: Backstage,
  fileId: string,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const token = world.tokens.get(request.headers.authorization?.replace('Bearer ', '') ?? '');
  const file = world.files.get(fileId);
  const mayRead = token && !token.revoked && token.scopes.has('files:read');
  if (!mayRead || file?.workspaceId !== token.workspaceId) {
    response
      .writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
      .end('<!DOCTYPE html><title>Sign in</title>');
    return;
  }
  response.writeHead(200, { 'content-type': file.mimetype }).end(file.content ?? Buffer.alloc(0));
}
