import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createMongoPlaygroundFileStore } from '../../../src/adapters/mongo/mongo-playground-file-store.ts';
import { type Elevate, startElevate } from '../../support/elevate.ts';
import { fileBeginnings, redPixel } from '../../support/file-beginnings.ts';

let elevate: Elevate;

beforeEach(async () => {
  elevate = await startElevate();
});
afterEach(() => elevate.end());

const html = new TextEncoder().encode('<script>alert(1)</script>');

async function handIn(as: string, name: string, content: Uint8Array, id: string = crypto.randomUUID()) {
  const answer = await fetch(`${elevate.url}/playground/files?${new URLSearchParams({ as, id, name })}`, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: new Uint8Array(content),
  });
  // biome-ignore lint/suspicious/noExplicitAny: of an answer each test says what it expects
  const body: any = await answer.json();
  return { status: answer.status, body, id: body.file?.id as string };
}

async function says(as: string, place: string, files: Array<{ id: string; alt: string }>, text = 'here') {
  const answer = await fetch(`${elevate.url}/playground/inputs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      id: crypto.randomUUID(),
      as,
      place,
      thread: null,
      input: { kind: 'message', text, files },
    }),
  });
  return (await answer.json()) as { kind: string; sentence?: string };
}

const read = (id: string, as: string, query = '') =>
  fetch(`${elevate.url}/playground/files/${id}?as=${as}${query}`);

describe('handing a file in', () => {
  test('says what it is, by its bytes', async () => {
    expect((await handIn('ana', '../cup.txt', redPixel)).body).toEqual({
      kind: 'file',
      file: { id: expect.any(String), name: 'cup.txt', mediaType: 'image/png', bytes: redPixel.length },
      use: 'picture',
    });
    expect((await handIn('ana', 'notes.md', html)).body).toMatchObject({ use: 'text' });
    expect((await handIn('ana', 'page.html', html)).body).toMatchObject({ use: 'none' });
  });

  test('is done once under one id, by each for themselves', async () => {
    const id = crypto.randomUUID();
    const first = await handIn('ana', 'one.txt', html, id);
    expect((await handIn('ana', 'one.txt', html, id)).id).toBe(first.id);
    expect((await handIn('ben', 'one.txt', html, id)).id).not.toBe(first.id);
    expect(await elevate.models.playgroundFiles.countDocuments()).toBe(2);
  });

  test('takes 10 MiB and not a byte more, as bytes and not otherwise', async () => {
    const largest = new Uint8Array(10 * 1024 * 1024);
    const taken = await handIn('ana', 'a.bin', largest);
    expect(taken.status).toBe(200);
    const back = Buffer.from(await (await read(taken.id, 'ana')).arrayBuffer());
    expect(back.equals(largest)).toBe(true);
    const refused = await handIn('ana', 'a.bin', new Uint8Array(10 * 1024 * 1024 + 1));
    expect([refused.status, refused.body.kind]).toEqual([413, 'sentence']);
    expect((await handIn('ana', 'a.bin', new Uint8Array(0))).body.sentence).toMatch(/empty/);
    const address = `${elevate.url}/playground/files?as=ana&id=12345678&name=a`;
    for (const type of ['text/plain', 'application/json', 'multipart/form-data; boundary=x']) {
      const answer = await fetch(address, { method: 'POST', headers: { 'content-type': type }, body: '{}' });
      expect([type, answer.status]).toEqual([type, 415]);
    }
    const inputs = await fetch(`${elevate.url}/playground/inputs`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ id: 'x'.repeat(600_000) }),
    });
    expect(inputs.status).toBe(413);
  });
});

describe('reading a file', () => {
  test('is for its owner, and for whoever may see its message', async () => {
    const [unsent, direct, shared] = await Promise.all(
      ['unsent.png', 'direct.png', 'shared.png'].map(
        async (name) => (await handIn('ana', name, redPixel)).id,
      ),
    );
    if (!unsent || !direct || !shared) throw new Error('a file was not taken');
    await says('ana', 'dm', [{ id: direct, alt: '' }]);
    await says('ana', '#general', [{ id: shared, alt: '' }]);
    const statuses = async (id: string) => [(await read(id, 'ana')).status, (await read(id, 'ben')).status];
    expect(await statuses(unsent)).toEqual([200, 404]);
    expect(await statuses(direct)).toEqual([200, 404]);
    expect(await statuses(shared)).toEqual([200, 200]);
    expect((await read('nothing', 'ana')).status).toBe(404);
    expect((await read(shared, 'everyone')).status).toBe(400);
  });

  test('shows pictures where they stand and saves everything else, and nothing runs as this site', async () => {
    const picture = await handIn('ana', 'Größe "1".png', redPixel);
    const shown = await read(picture.id, 'ana');
    expect(Object.fromEntries(shown.headers)).toMatchObject({
      'content-type': 'image/png',
      'content-disposition': `inline; filename="Gr__e _1_.png"; filename*=UTF-8''Gr%C3%B6%C3%9Fe%20_1_.png`,
      'content-security-policy': "sandbox; default-src 'none'",
      'x-content-type-options': 'nosniff',
    });
    expect((await read(picture.id, 'ana', '&download=1')).headers.get('content-disposition')).toMatch(
      /^attachment/,
    );
    for (const [name, content] of [
      ['page.html', html],
      ['notes.txt', html],
      ['brief.pdf', fileBeginnings['application/pdf']],
    ] as const) {
      const { headers } = await read((await handIn('ana', name, content)).id, 'ana');
      expect(headers.get('content-type')).toBe('application/octet-stream');
      expect(headers.get('content-disposition')).toBe(
        `attachment; filename="${name}"; filename*=UTF-8''${name}`,
      );
    }
  });
});

describe('sending files', () => {
  test('nobody sends another’s file, nor one twice, nor six', async () => {
    const { id } = await handIn('ana', 'notes.txt', html);
    expect((await says('ben', '#general', [{ id, alt: '' }])).sentence).toMatch(/no longer here/);
    expect((await says('ana', 'dm', [{ id, alt: '' }])).kind).toBe('queued');
    expect((await says('ana', '#general', [{ id, alt: '' }])).sentence).toMatch(/Attach it again/);
    const six = Array.from({ length: 6 }, () => ({ id, alt: '' }));
    expect((await says('ana', 'dm', six)).kind).toBe('sentence');
    expect((await read(id, 'ben')).status).toBe(404);
  });

  test('sent again after a lost answer it is one message with its file', async () => {
    const { id } = await handIn('ana', 'cup.png', redPixel);
    const input = {
      id: crypto.randomUUID(),
      as: 'ana',
      place: 'dm',
      thread: null,
      input: { kind: 'message', text: '', files: [{ id, alt: 'a blue cup' }] },
    };
    for (let times = 0; times < 2; times++) {
      const answer = await fetch(`${elevate.url}/playground/inputs`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(input),
      });
      expect(await answer.json()).toMatchObject({ kind: 'queued' });
    }
    const said = await elevate.models.playgroundMessages.find({ authorAccountId: 'ana' }).lean();
    expect(said).toMatchObject([
      { text: 'cup.png', files: [{ id, name: 'cup.png', alt: 'a blue cup', bytes: redPixel.length }] },
    ]);
  });

  test('files are swept by age', async () => {
    const { id } = await handIn('ana', 'notes.txt', html);
    await elevate.models.playgroundFiles.updateOne({ _id: id }, { $set: { storedAt: 1_000 } });
    const { id: younger } = await handIn('ana', 'notes.txt', html);
    expect(await createMongoPlaygroundFileStore(elevate.models).sweep(1_001)).toBe(1);
    expect((await read(id, 'ana')).status).toBe(404);
    expect((await read(younger, 'ana')).status).toBe(200);
  });
});
