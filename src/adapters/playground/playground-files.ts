import { z } from 'zod';
import { type AttachedFile, describeFile, fileBytesLimit, isReadable } from '../../domain/attached-file.ts';
import { isPicture } from '../../domain/file-kind.ts';
import type { PlaygroundFile } from '../../domain/playground-file.ts';
import { stableId } from '../../domain/stable-id.ts';
import type { Clock } from '../../ports/clock.ts';
import type { HttpAnswer, HttpRequest, HttpRoute } from '../../ports/http-route.ts';
import type { PlaygroundFileStore } from '../../ports/playground-file-store.ts';
import type { PlaygroundStore } from '../../ports/playground-store.ts';
import { type FileAnswer, playgroundNameSchema } from './protocol.ts';

export interface PlaygroundFiles {
  /** `POST /playground/files` hands a file in, `GET /playground/files/:id` gives it to whoever may see its message. */
  routes: HttpRoute[];
  /**
   * The person's files as their message carries them, and from now on that message's. Undefined where one is not there,
   * is somebody else's, or went with another message.
   */
  takeFor(
    messageId: string,
    as: string,
    named: Array<{ id: string; alt: string }>,
  ): Promise<AttachedFile[] | undefined>;
}

interface PlaygroundFilesDeps {
  store: PlaygroundFileStore;
  messages: Pick<PlaygroundStore, 'get'>;
  clock: Clock;
}

const handedInSchema = z.strictObject({
  /** Made by the client: handed in again after a lost answer, it is kept once. */
  id: z.string().min(8).max(64),
  as: playgroundNameSchema,
  name: z.string().min(1).max(1_000),
});

const readSchema = z.strictObject({ as: playgroundNameSchema, download: z.literal('1').optional() });

const notThere = sentence(404, 'There is no such file for you; files are kept for 30 days.');

export function createPlaygroundFiles({ store, messages, clock }: PlaygroundFilesDeps): PlaygroundFiles {
  async function handIn({ query, body }: HttpRequest): Promise<HttpAnswer> {
    const checked = handedInSchema.safeParse(query);
    if (!checked.success) return sentence(400, 'A file comes with an id, a name, and whose it is.');
    if (!(body instanceof Uint8Array) || body.byteLength === 0)
      return sentence(400, 'That file is empty, so there is nothing to send.');
    const { as, id, name } = checked.data;
    const file = describeFile(stableId('playground-file', as, id), name, body);
    await store.put({
      _id: file.id,
      accountId: as,
      name: file.name,
      mediaType: file.mediaType,
      bytes: file.bytes,
      content: Buffer.from(body).toString('base64'),
      storedAt: clock.nowMs(),
    });
    const answer: FileAnswer = {
      kind: 'file',
      file: { id: file.id, name: file.name, mediaType: file.mediaType, bytes: file.bytes },
      use: isPicture(file.mediaType) ? 'picture' : isReadable(file) ? 'text' : 'none',
    };
    return { kind: 'json', status: 200, body: answer };
  }

  async function read({ params, query }: HttpRequest): Promise<HttpAnswer> {
    const checked = readSchema.safeParse(query);
    if (!checked.success) return sentence(400, 'A file is read as somebody: add ?as= and a name.');
    const { as, download } = checked.data;
    const file = await store.get(params.id ?? '');
    if (!file || !(await maySee(file, as))) return notThere;
    // Only a picture is shown where it stands: whatever else a file holds, no browser runs it as this site's.
    const inline = isPicture(file.mediaType) && download === undefined;
    return {
      kind: 'content',
      status: 200,
      contentType: isPicture(file.mediaType) ? file.mediaType : 'application/octet-stream',
      body: Buffer.from(file.content, 'base64'),
      headers: {
        'content-disposition': disposition(inline ? 'inline' : 'attachment', file.name),
        'content-security-policy': "sandbox; default-src 'none'",
        'cross-origin-resource-policy': 'same-origin',
        'x-content-type-options': 'nosniff',
        // Its address never holds anything else; others on this machine have no business with it.
        'cache-control': 'private, max-age=86400, immutable',
      },
    };
  }

  async function maySee(file: PlaygroundFile, as: string): Promise<boolean> {
    if (file.accountId === as) return true;
    return file.messageId !== undefined && (await messages.get(file.messageId, as)) !== undefined;
  }

  return {
    routes: [
      { method: 'POST', path: '/playground/files', takesBytes: fileBytesLimit, handle: handIn },
      { method: 'GET', path: '/playground/files/:id', handle: read },
    ],
    takeFor: async (messageId, as, named) => {
      const taken: AttachedFile[] = [];
      for (const { id, alt } of named) {
        const file = (await store.attach(id, as, messageId)) ? await store.get(id) : undefined;
        if (!file) return undefined;
        taken.push(describeFile(id, file.name, Buffer.from(file.content, 'base64'), alt));
      }
      return taken;
    },
  };
}

/** Names in any script, for every browser: the encoded one counts, the plain one is for those who cannot read it. */
function disposition(kind: 'inline' | 'attachment', name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16)}`,
  );
  return `${kind}; filename="${plain}"; filename*=UTF-8''${encoded}`;
}

function sentence(status: number, text: string): HttpAnswer {
  return { kind: 'json', status, body: { kind: 'sentence', sentence: text } };
}
