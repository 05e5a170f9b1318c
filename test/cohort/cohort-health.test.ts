import { describe, expect, test } from 'vitest';
import { healthOf, type Stuck } from '../../src/cohort/cohort-health.ts';
import { readCohortWish } from '../../src/cohort/read-cohort-wish.ts';
import { healthAsCsv, tellHealth } from '../../src/cohort/tell-health.ts';
import type { MemberFacts } from '../../src/ports/cohort-health-store.ts';

const dayMs = 86_400_000;
const now = Date.UTC(2026, 11, 1);
const member = (fields: Partial<MemberFacts> = {}): MemberFacts => ({
  personId: 'ana',
  name: 'Ana',
  lastActiveAt: now - dayMs,
  finishedModules: [],
  runs: [],
  waiting: undefined,
  numbersAt: now - dayMs,
  ...fields,
});
const run = (promptCode: string, daysAgo: number, failed = false, isRetry = false) => ({
  promptCode,
  at: now - daysAgo * dayMs,
  failed,
  isRetry,
});
const whyOf = (fields: Partial<MemberFacts>, startedAt = now - 60 * dayMs): Stuck[] =>
  healthOf([member(fields)], now, startedAt).stuck.flatMap(({ why }) => why);

describe('who is stuck', () => {
  test('silent for seven days, not for less, and not before a cohort is a week old', () => {
    expect(whyOf({ lastActiveAt: now - 7 * dayMs })).toEqual([{ kind: 'silent', days: 7 }]);
    expect(whyOf({ lastActiveAt: now - 7 * dayMs + 1 })).toEqual([]);
    expect(whyOf({ lastActiveAt: now - 30 * dayMs }, now - 6 * dayMs)).toEqual([]);
    expect(whyOf({ lastActiveAt: undefined }, now - 8 * dayMs)).toEqual([{ kind: 'silent', days: 8 }]);
  });

  test('three failed runs of one prompt in a row, until one succeeds', () => {
    const failed = [1, 2, 3].map((days) => run('H1', days, true));
    expect(whyOf({ runs: failed })).toEqual([{ kind: 'failed', promptCode: 'H1', times: 3 }]);
    expect(whyOf({ runs: failed.slice(1) })).toEqual([]);
    expect(whyOf({ runs: [run('H1', 0), ...failed] })).toEqual([]);
    expect(whyOf({ runs: [run('H1', 1, true), run('G3', 2, true), run('H2', 3, true)] })).toEqual([]);
  });

  test('a form that has waited for two days, unless it was run after all', () => {
    const waiting = { promptCode: 'H1', since: now - 2 * dayMs };
    expect(whyOf({ waiting })).toEqual([{ kind: 'waiting', promptCode: 'H1', days: 2 }]);
    expect(whyOf({ waiting: { ...waiting, since: now - dayMs } })).toEqual([]);
    expect(whyOf({ waiting, runs: [run('H1', 1)] })).toEqual([]);
  });
});

describe('figures of a cohort', () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, index) =>
      member({
        personId: `p${index}`,
        finishedModules: index < 3 ? ['module:0', 'module:1'] : ['module:0'],
        runs: [run('H1', 1, false, index === 0), run('G3', 8)],
      }),
    );

  test('need five people; then modules finished, and the prompts of the week with those tried again', () => {
    expect(healthOf(many(4), now, 0).figures).toBeUndefined();
    expect(healthOf(many(5), now, 0).figures).toEqual({
      finished: new Map([
        ['module:0', 5],
        ['module:1', 3],
      ]),
      prompts: [{ promptCode: 'H1', runs: 5, retries: 1 }],
    });
  });

  test('a list ends on a phone, and the file has everybody, two of one name, and no formula', () => {
    const silent = Array.from({ length: 12 }, (_, index) =>
      member({ personId: `p${index}`, name: index < 2 ? '=HYPERLINK("x")' : `P${index}`, lastActiveAt: 0 }),
    );
    const health = healthOf(silent, now, 0);
    const told = tellHealth('Spring 27', health, []);
    expect(told).toContain('**Stuck (12)**');
    expect(told).toContain('- and 2 more: see the file');
    const lines = healthAsCsv(health).trim().split('\r\n');
    expect(lines).toHaveLength(13);
    expect(lines[1]).toMatch(/^"'=HYPERLINK/);
  });
});

test.each([
  ['who is stuck', ''],
  ['Who’s stuck in Spring 27?', 'Spring 27'],
  ['cohort health', ''],
  ['how is the cohort doing?', ''],
  ['cohort stuck Spring 27', 'Spring 27'],
  ['show me the cohort health for Spring 27', 'Spring 27'],
])('“%s” asks for it', (text, cohort) => {
  expect(readCohortWish(text)).toEqual({ kind: 'health', cohort });
});

test.each([
  'I am stuck',
  'who is my ideal customer',
  'how is a cohort analysis done',
  'health claims for tea',
])('“%s” does not', (text) => {
  expect(readCohortWish(text)).toBeUndefined();
});
