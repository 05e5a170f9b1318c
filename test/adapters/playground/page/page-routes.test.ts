import { afterEach, beforeEach, expect, test } from 'vitest';
import { fillFoundation } from '../../../support/conversation.ts';
import { type Elevate, startElevate } from '../../../support/elevate.ts';

let elevate: Elevate;

beforeEach(async () => {
  elevate = await startElevate({ page: true });
});
afterEach(() => elevate.end());

const get = (path: string) => fetch(`${elevate.url}${path}`);

async function read(path: string, query: Record<string, string>) {
  const answer = await get(`${path}?${new URLSearchParams(query)}`);
  // biome-ignore lint/suspicious/noExplicitAny: of an answer each test says what it expects
  const body: any = await answer.json();
  return { status: answer.status, body };
}

test('the page and everything it needs comes from here, under a strict policy', async () => {
  const page = await get('/');
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
  const policy = page.headers.get('content-security-policy');
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self';");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(page.headers.get('x-content-type-options')).toBe('nosniff');
  const text = await page.text();
  expect(text).not.toMatch(/https?:\/\/|<script>|style=| on\w+=/);

  // Every module that is reached from the page is served, and nothing else is asked for.
  const waiting = [...text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path = '']) => path);
  const seen = new Map<string, string | null>();
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (seen.has(path)) continue;
    const answer = await get(path);
    expect([path, answer.status]).toEqual([path, 200]);
    seen.set(path, answer.headers.get('cache-control'));
    const imported = [...(await answer.text()).matchAll(/from\s*['"]([^'"\s]+)['"]/g)];
    if (path.endsWith('.js'))
      for (const [, name = ''] of imported) waiting.push(new URL(name, `http://x${path}`).pathname);
  }
  const libraries = [...seen.keys()].filter((path) => path.startsWith('/page/lib/'));
  expect(libraries.map((path) => path.replace(/-\d.*/, '')).sort()).toEqual([
    '/page/lib/htm',
    '/page/lib/preact',
    '/page/lib/preact-hooks',
  ]);
  for (const path of libraries) expect(seen.get(path)).toMatch(/immutable/);
  expect((await get('/page/../compose.ts')).status).toBe(404);
});

test('threads and their messages are given to those who may see them', async () => {
  const ana = await elevate.person('ana');
  await ana.says('hi, I **sell** candles');
  const { body } = await read('/playground/threads', { as: 'ana', place: 'dm' });
  expect(body.threads).toMatchObject([{ title: 'hi, I sell candles' }]);
  const [{ thread }] = body.threads;
  const own = await read('/playground/thread', { as: 'ana', place: 'dm', thread });
  expect(own.body.messages.map((message: { author: string | null }) => message.author)).toEqual([
    'ana',
    null,
  ]);
  expect((await read('/playground/thread', { as: 'ben', place: 'dm', thread })).body.messages).toEqual([]);
  expect((await read('/playground/threads', { as: 'ben', place: 'dm' })).body.threads).toEqual([]);
});

test('a private answer in a channel is in nobody else’s thread', async () => {
  await fillFoundation(elevate, 'ana', 'Poured on Tuesdays');
  const ana = await elevate.person('ana');
  await ana.goesTo('#general');
  const answer = await ana.says('@Sage what are my pains?').getsReply(/a pain of ana/);
  const inThread = { place: '#general', thread: answer.thread };
  const texts = async (as: string) =>
    JSON.stringify((await read('/playground/thread', { as, ...inThread })).body.messages);
  expect(await texts('ana')).toMatch(/a pain of ana/);
  expect(await texts('ben')).toMatch(/what are my pains/);
  expect(await texts('ben')).not.toMatch(/a pain of ana/);
});

test('the Foundation and what a run used are their owner’s', async () => {
  await fillFoundation(elevate, 'ana', 'Poured on Tuesdays');
  const ana = await elevate.person('ana');
  await ana.says('@Writer F3');
  const run = ana.seen.find((message) => message.run);
  const used = await read('/playground/used', { as: 'ana', message: run?.id ?? '' });
  expect(used.body.used).toMatchObject({ promptCode: 'F3' });
  expect(used.body.used.fields).toContainEqual({ label: 'Unique mechanism', value: 'Poured on Tuesdays' });
  expect((await read('/playground/used', { as: 'ben', message: run?.id ?? '' })).body).toEqual({
    used: null,
  });
  expect(JSON.stringify((await read('/playground/foundation', { as: 'ana' })).body)).toMatch(/on Tuesdays/);
  const bens = await read('/playground/foundation', { as: 'ben' });
  expect(JSON.stringify(bens.body)).not.toMatch(/Tuesdays/);
  // To look is not to arrive.
  expect(await elevate.models.accounts.countDocuments({ accountId: 'ben' })).toBe(0);
});

test('a button of an older message is that message’s', async () => {
  const ana = await elevate.person('ana');
  await ana.says('@Writer H1 please');
  const first = ana.seen.find((message) => message.buttons.some((button) => button.label === 'Fill in'));
  await ana.leavesThread();
  await ana.says('@Writer F3');
  const press = async (as: string): Promise<{ form?: { title: string } }> => {
    const answer = await fetch(`${elevate.url}/playground/inputs`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        id: crypto.randomUUID(),
        as,
        place: 'dm',
        thread: null,
        input: { kind: 'press', label: 'Fill in', message: first?.id },
      }),
    });
    return (await answer.json()) as { form?: { title: string } };
  };
  const opened = await press('ana');
  expect(opened).toMatchObject({ kind: 'form', thread: first?.thread });
  expect(opened.form?.title).toMatch(/^H1/);
  expect(await press('ben')).toMatchObject({ kind: 'sentence' });
});

test('what is asked wrongly is refused with a sentence', async () => {
  for (const [path, query] of [
    ['/playground/threads', { as: 'all', place: 'dm' }],
    ['/playground/threads', { as: 'ana', place: 'dm:ben' }],
    ['/playground/thread', { as: 'ana', place: 'dm' }],
    ['/playground/foundation', { as: 'everyone' }],
    ['/playground/used', { as: 'ana', message: 'x', more: 'y' }],
  ] as const) {
    const { status, body } = await read(path, query);
    expect([path, status]).toEqual([path, 400]);
    expect(body.sentence).toMatch(/\w/);
  }
});
