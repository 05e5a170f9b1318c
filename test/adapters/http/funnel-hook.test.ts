import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { funnelHookRoutes } from '../../../src/adapters/http/funnel-hook-routes.ts';
import { stableId } from '../../../src/domain/stable-id.ts';
import { answerHook } from '../../../src/funnel/answer-hook.ts';
import type { HttpAnswer } from '../../../src/ports/http-route.ts';
import { type Elevate, type Person, startElevate } from '../../support/elevate.ts';
import { createTestClock } from '../../support/test-clock.ts';

const run = promisify(execFile);
let elevate: Elevate;
let ana: Person;
let name: string;
let people = 0;

beforeAll(async () => {
  // Thursday of ISO week 48.
  elevate = await startElevate({
    clock: createTestClock({ startMs: Date.UTC(2026, 10, 26, 9), running: true }),
  });
});
afterAll(() => elevate.end());
beforeEach(async () => {
  people += 1;
  name = `hook${people}`;
  ana = await elevate.person(name);
});

const userId = () => stableId('user', 'playground', name);
const kept = () =>
  elevate.models.userFunnelSnapshots.find({ userId: userId() }).sort({ snapshotDate: 1 }).lean();

async function newHook(words = 'new webhook'): Promise<string> {
  await ana.says(words).getsReply(/I show it once/);
  const { text } = await ana.presses('Show the address');
  const address = /http:\S+\/hooks\/funnel\/\S+/.exec(text)?.[0];
  if (address === undefined) throw new Error(`No address in: ${text}`);
  return address;
}

/** What matters of an answer; everything else as it came. */
const answerSchema = z.looseObject({
  errors: z.array(z.looseObject({ field: z.string() })).optional(),
  sentence: z.string().optional(),
});

async function post(address: string, body: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return {
    status: response.status,
    headers: response.headers,
    body: answerSchema.parse(await response.json()),
  };
}

describe('a hook', () => {
  test('takes numbers by their field names, and the same period again changes the one snapshot', async () => {
    const hook = await newHook();
    const first = await post(hook, {
      period: '2026-W47',
      hook_AvgCTR: 1.4,
      attract_LeadsTotal: '60',
      notes: null,
    });
    expect(first).toMatchObject({
      status: 200,
      body: { kept: true, period: '2026-W47', snapshotDate: '2026-11-22', warnings: [] },
    });
    await post(hook, { period: '2026-W47', hook_AvgCTR: 1.6 });
    await post(hook, { period: '2026-W47', hook_AvgCTR: 1.4 });
    await post(hook, { date: '2026-11-20', gift_CPL: 3.2 });
    expect(await kept()).toMatchObject([
      { periodKey: '2026-W47', hook_AvgCTR: 1.4, attract_LeadsTotal: 60, gift_CPL: 3.2, source: 'hook' },
    ]);
    const unusual = await post(hook, { hook_AvgCTR: 34 });
    expect(unusual.body).toMatchObject({
      period: '2026-W48',
      warnings: [expect.stringContaining('unusual')],
    });
    await ana.says('my numbers for last week').getsReply(/Click-through rate: 1\.4%/);
  });

  test('ends a week by the clock of its owner: the zone they chose, else the one their platform tells', async () => {
    const hook = await newHook();
    const zoneOf = async (period: string) => {
      await post(hook, { period, hook_AvgCTR: 1.4 });
      return (await kept()).find(({ periodKey }) => periodKey === period)?.timeZone;
    };
    expect(await zoneOf('2026-W44')).toBe('Europe/London');
    const told = { surface: 'playground' as const, accountId: name, name, timeZone: 'Pacific/Auckland' };
    await elevate.stores.people.recognise(told, 1);
    expect(await zoneOf('2026-W45')).toBe('Pacific/Auckland');
    await ana.says('ctr 1.4%, 60 leads').getsReply(/Week 48/);
    await ana.presses('Keep').getsReply(/^Kept for week 48/);
    expect((await kept()).at(-1)).toMatchObject({ periodKey: '2026-W48', timeZone: 'Pacific/Auckland' });
    await elevate.stores.settings.write('person', userId(), 'timeZone', 'America/Lima', 1);
    expect(await zoneOf('2026-W46')).toBe('America/Lima');
  });

  test('is shown once and kept nowhere', async () => {
    const token = (await newHook()).split('/').at(-1) ?? '';
    expect(token).toMatch(/^[\w-]{32}$/);
    const collections = await elevate.connection.listCollections();
    expect(collections.length).toBeGreaterThan(5);
    for (const { name: table } of collections) {
      const rows = JSON.stringify(await elevate.connection.collection(table).find().toArray());
      expect(rows.includes(token), table).toBe(false);
    }
  });

  test('ends by a new one and by “revoke my hook”, for its owner alone', async () => {
    const first = await newHook();
    const second = await newHook();
    expect((await post(first, { hook_AvgCTR: 1 })).status).toBe(404);
    const owner = ana;
    ana = await elevate.person(`${name}-other`);
    await ana.says('revoke my hook').getsReply(/You have no hook/);
    expect((await post(second, { hook_AvgCTR: 1 })).status).toBe(200);
    await owner.says('revoke my hook').getsReply(/Revoked/);
    expect((await post(second, { hook_AvgCTR: 2 })).body).toEqual({
      kept: false,
      errors: [{ field: 'token', value: null, expected: 'a hook that exists and was not revoked' }],
    });
    expect(await kept()).toMatchObject([{ hook_AvgCTR: 1 }]);
  });

  test('names what is wrong by field, value and what is expected, and then keeps nothing', async () => {
    const hook = await newHook();
    const wrong = async (body: unknown) => (await post(hook, body)).body.errors;
    expect(await wrong({ hook_AvgCTR: 140, gift_CPL: 3 })).toEqual([
      { field: 'hook_AvgCTR', value: 140, expected: 'a number (per cent from 0 to 100: 2.1 means 2.1 %)' },
    ]);
    expect(await wrong({ ctr: 1.4, userId: 'x' })).toMatchObject([
      { field: 'ctr' },
      { field: 'userId', value: 'x' },
    ]);
    expect(await wrong({ attract_LeadsTotal: 1.5 })).toMatchObject([{ expected: 'a whole number' }]);
    expect(await wrong({ hook_AvgCTR: '1,4' })).toMatchObject([{ field: 'hook_AvgCTR', value: '1,4' }]);
    expect(await wrong({ educate_CSAT_NPS: 42 })).toMatchObject([{ field: 'educate_CSAT_NPS' }]);
    expect(await wrong({ period: '2030-W01', hook_AvgCTR: 1 })).toMatchObject([
      { field: 'period', value: '2030-W01' },
    ]);
    expect(await wrong({ date: 'soon', hook_AvgCTR: 1 })).toMatchObject([{ field: 'date' }]);
    expect(await wrong({ currency: 'pounds', hook_AvgCTR: 1 })).toMatchObject([{ field: 'currency' }]);
    expect(await wrong({ email: 'a@b.c', hook_AvgCTR: 1 })).toMatchObject([{ field: 'email' }]);
    expect(await wrong({})).toMatchObject([{ field: 'body' }]);
    expect(await wrong([1])).toMatchObject([{ field: 'body' }]);
    expect(await wrong({ hook_AvgCTR: { $gt: 0 } })).toMatchObject([{ field: 'hook_AvgCTR' }]);
    expect((await post(hook, '{"hook_AvgCTR":')).body.sentence).toMatch(/not valid JSON/);
    expect(
      (await post(hook, 'hook_AvgCTR=1', { 'content-type': 'application/x-www-form-urlencoded' })).status,
    ).toBe(415);
    expect((await post(hook, { notes: 'x'.repeat(65 * 1024) })).status).toBe(413);
    expect(await kept()).toEqual([]);
    await elevate.stores.settings.write('person', userId(), 'currency', 'EUR', 1);
    expect(await wrong({ gift_CPL: 3, currency: 'GBP' })).toMatchObject([
      { field: 'currency', value: 'GBP' },
    ]);
  });

  test('does not know a token that nobody was given, and takes no flood', async () => {
    expect((await post(`${elevate.url}/hooks/funnel/guessed`, { hook_AvgCTR: 1 })).status).toBe(404);
    const hook = await newHook();
    const answers = await Promise.all(Array.from({ length: 70 }, () => post(hook, { hook_AvgCTR: 1.4 })));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(60);
    const refused = answers.find(({ status }) => status === 429);
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(refused?.body.errors).toMatchObject([{ field: 'request' }]);
    expect(await kept()).toHaveLength(1);
    // Another's is as open as ever.
    expect((await post(`${elevate.url}/hooks/funnel/other`, {})).status).toBe(404);
  });

  test('takes so many a minute over all processes', async () => {
    const hook = await newHook();
    const token = hook.split('/').at(-1) ?? '';
    const processClock = createTestClock({ startMs: Date.UTC(2026, 10, 26, 9, 0, 20) });
    const calls = async (howMany: number, minutesBehind = 0) => {
      // Each with a count of its own, as in a process of its own.
      const clock = { ...processClock, nowMs: () => processClock.nowMs() - minutesBehind * 60_000 };
      const [route] = funnelHookRoutes((...call) => answerHook(...call, { ...elevate.stores, clock }));
      if (!route || !('handle' in route)) throw new Error('No route.');
      const request = { params: { token }, query: {}, body: { hook_AvgCTR: 1.4 } };
      return Promise.all(Array.from({ length: howMany }, () => route.handle(request)));
    };
    const taken = (answers: HttpAnswer[]) => answers.filter((one) => 'status' in one && one.status === 200);
    const both = (await Promise.all([calls(40), calls(40)])).flat();
    expect(taken(both)).toHaveLength(60);
    expect(both.find((one) => 'status' in one && one.status === 429)).toMatchObject({
      headers: { 'retry-after': '40' },
    });
    // A clock that is behind opens nothing again.
    expect(taken(await calls(3, 1))).toEqual([]);
    processClock.advance(40_000);
    expect(taken(await calls(3))).toHaveLength(3);
  });

  test('of an organization takes the numbers of its members, each named by e-mail', async () => {
    await ana.says('new webhook for my organization').getsReply(/You own no organization/);
    const org = `org-${name}`;
    await elevate.models.organizations.create({ _id: org, name: 'Candle Co', ownerId: userId() });
    const memberId = `member-${name}`;
    await elevate.models.persons.create({
      _id: `p-${name}`,
      userId: memberId,
      name: 'Ben',
      email: 'ben@shop.uk',
      organizationId: org,
    });
    const hook = await newHook('new webhook for my organization');
    expect((await post(hook, { hook_AvgCTR: 1 })).body.errors).toMatchObject([{ field: 'email' }]);
    expect((await post(hook, { hook_AvgCTR: 1, email: 'eve@shop.uk' })).status).toBe(400);
    expect((await post(hook, { hook_AvgCTR: 1, email: 'Ben@shop.uk' })).status).toBe(200);
    expect(await kept()).toEqual([]);
    expect(await elevate.models.userFunnelSnapshots.countDocuments({ userId: memberId })).toBe(1);
    await ana.says('revoke my hook').getsReply(/Revoked/);
    expect((await post(hook, { hook_AvgCTR: 1, email: 'ben@shop.uk' })).status).toBe(404);
  });

  test('is called as docs/hooks.md prints it, and answers so', async () => {
    const doc = readFileSync(new URL('../../../docs/hooks.md', import.meta.url), 'utf8');
    const [command = '', answer = ''] = ['sh', 'json'].map(
      (kind) => new RegExp(`\`\`\`${kind}\\n([\\s\\S]*?)\`\`\``).exec(doc)?.[1] ?? '',
    );
    const hook = await newHook();
    const { stdout } = await run('bash', ['-c', command], { env: { ...process.env, HOOK: hook } });
    expect(JSON.parse(stdout)).toEqual(JSON.parse(answer));
    for (const field of Object.keys((await kept())[0] ?? {}).filter(
      (key) => /_|ROI/.test(key) && key !== '_id',
    ))
      expect(doc).toContain(`\`${field}\``);
  });
});
