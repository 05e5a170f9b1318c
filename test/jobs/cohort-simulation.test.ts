import { describe, expect, test } from 'vitest';
import type { ContactPlan } from '../../src/domain/contact-plan.ts';
import type { PersonSettings } from '../../src/domain/person-settings.ts';
import { untilTheySaySo } from '../../src/domain/person-settings.ts';
import { contactDue } from '../../src/jobs/contact-due.ts';
import { planOf, plansInMemory } from '../support/contact-values.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const zones = ['Europe/London', 'America/New_York', 'Australia/Sydney', 'Asia/Kolkata'];

interface Student {
  userId: string;
  zone: string;
  /** How likely they do something on a day. */
  diligence: number;
  settings: PersonSettings;
  /** When they say stop, if they do. */
  stopsAt: number | undefined;
}

interface Said {
  key: string;
  userId: string;
  atMs: number;
  lastActiveAt: number;
}

/** The same numbers each time. */
function lottery(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

function cohort(startMs: number, weeks: number): Student[] {
  const draw = lottery(7);
  return Array.from({ length: 200 }, (_, index) => ({
    userId: `u${index}`,
    zone: zones[index % zones.length] ?? 'Europe/London',
    diligence: draw() ** 2,
    settings: {
      nudges: (['Weekly', 'Twice a week', 'Twice a week', 'Only when I ask'] as const)[
        Math.floor(draw() * 4)
      ],
      ...(index % 7 === 0 ? { numbersDay: 'Thursday' as const, numbersTime: '19:58' } : {}),
      ...(index % 11 === 0 ? { quietFrom: '18:30', quietTo: '10:15' } : {}),
    },
    stopsAt: draw() < 0.2 ? startMs + draw() * weeks * 7 * dayMs : undefined,
  }));
}

/** What a student's clocks show, told by the platform's own calendar and not by ours. */
function clocks(atMs: number, timeZone: string) {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(atMs);
  const of = (type: string) => parts.find((part) => part.type === type)?.value ?? '';
  return {
    weekday: of('weekday'),
    day: `${of('year')}-${of('month')}-${of('day')}`,
    time: `${of('hour')}:${of('minute')}`,
  };
}

/** Weeks, minute by minute where something is due; two processes tick each time. */
async function simulate(startMs: number, weeks: number) {
  const students = cohort(startMs, weeks);
  const byId = new Map(students.map((student) => [student.userId, student]));
  const rows = new Map<string, ContactPlan>(students.map(({ userId }) => [userId, planOf(userId, startMs)]));
  const plans = plansInMemory(rows);
  const said: Said[] = [];
  const kept = new Set<string>();
  const silent = new Set<string>();
  let late = 0;
  let nowMs = startMs;
  const deps = {
    plans,
    settings: {
      readAll: async (_scope: string, userId: string) => {
        const student = byId.get(userId);
        const stopped = student?.stopsAt !== undefined && student.stopsAt <= nowMs;
        const chosen = { ...student?.settings, ...(stopped ? { pausedUntil: untilTheySaySo } : {}) };
        return new Map<string, unknown>(Object.entries(chosen));
      },
    },
    snapshots: { newest: async () => [] },
    zoneOf: async ({ userId }: ContactPlan) => ({
      timeZone: byId.get(userId)?.zone ?? '',
      isTheirs: true,
    }),
    wordsFor: async () => ({
      part: 'answer',
      audience: 'thread' as const,
      agent: 'Director' as const,
      text: 'x',
      buttons: [],
    }),
    notDisturbedUntil: async () => undefined,
    tell: async ({ key, personId }: { key: string; personId: string }) => {
      // As the outbox: a key is kept once.
      if (kept.has(key)) return;
      kept.add(key);
      const userId = personId.slice(2);
      said.push({ key, userId, atMs: nowMs, lastActiveAt: rows.get(userId)?.lastActiveAt ?? 0 });
    },
    tellOfSilence: async ({ userId }: ContactPlan) => void silent.add(userId),
    tellOfLate: async (those: readonly ContactPlan[]) => {
      late += those.length;
    },
  };
  const draw = lottery(11);
  const endMs = startMs + weeks * 7 * dayMs;
  const activity = students
    .flatMap(({ userId, diligence }) =>
      Array.from({ length: weeks * 7 }, (_, day) => ({
        userId,
        day,
        isActive: draw() < diligence,
        hour: draw(),
      })),
    )
    .filter(({ isActive }) => isActive)
    .map(({ userId, day, hour }) => ({ userId, atMs: startMs + day * dayMs + hour * dayMs }))
    .sort((one, other) => one.atMs - other.atMs);
  while (nowMs < endMs) {
    const nextDue = Math.min(...[...rows.values()].map(({ nextDueAt }) => nextDueAt));
    // The tick is each minute: those without anything due are left out.
    nowMs = Math.max(nowMs + minuteMs, Math.ceil(nextDue / minuteMs) * minuteMs);
    for (let first = activity[0]; first && first.atMs <= nowMs; first = activity[0]) {
      activity.shift();
      const plan = rows.get(first.userId);
      if (plan) rows.set(first.userId, { ...plan, lastActiveAt: first.atMs });
    }
    await Promise.all([contactDue(nowMs, deps), contactDue(nowMs, deps)]);
    // A clock that goes back for a moment.
    if (nowMs % (61 * minuteMs) === 0) await contactDue(nowMs - 3 * hourMs, deps);
  }
  return { students: byId, said, silent, late };
}

describe.each([
  ['in autumn', Date.UTC(2026, 8, 21, 0), 10],
  ['in spring', Date.UTC(2027, 2, 8, 0), 4],
])('200 students, four zones, over the clock changes %s', (_season, startMs, weeks) => {
  const running = simulate(startMs, weeks);
  const studentOf = async (userId: string) => {
    const student = (await running).students.get(userId);
    if (!student) throw new Error(userId);
    return student;
  };

  test('something is said, nothing twice, nothing late', async () => {
    const { said, late } = await running;
    expect(said.length).toBeGreaterThan(700);
    expect(new Set(said.map(({ key }) => key)).size).toBe(said.length);
    expect(late).toBe(0);
  });

  test('none in quiet hours, none at weekends', async () => {
    for (const { userId, atMs } of (await running).said) {
      const { zone, settings } = await studentOf(userId);
      const { weekday, time } = clocks(atMs, zone);
      const from = settings.quietFrom ?? '20:00';
      const to = settings.quietTo ?? '08:30';
      expect(['Sat', 'Sun'], `${userId} ${time}`).not.toContain(weekday);
      expect(time >= to && time < from, `${userId} at ${time} ${zone}`).toBe(true);
    }
  });

  test('at most one a day and three in any seven days, all kinds together', async () => {
    const { said, students } = await running;
    for (const { userId, zone } of students.values()) {
      const days = said
        .filter((one) => one.userId === userId)
        .map(({ atMs }) => Date.parse(clocks(atMs, zone).day));
      expect(new Set(days).size, userId).toBe(days.length);
      for (const day of days)
        expect(days.filter((other) => other <= day && other > day - 7 * dayMs).length).toBeLessThanOrEqual(3);
    }
  });

  test('no nudge within 24 hours of activity', async () => {
    for (const { key, atMs, lastActiveAt } of (await running).said)
      if (key.startsWith('nudge:')) expect(atMs - lastActiveAt, key).toBeGreaterThanOrEqual(24 * hourMs);
  });

  test('none to those who opted out, from that moment on', async () => {
    for (const { userId, atMs } of (await running).said) {
      const { settings, stopsAt } = await studentOf(userId);
      expect(settings.nudges).not.toBe('Only when I ask');
      if (stopsAt !== undefined) expect(atMs, userId).toBeLessThan(stopsAt);
    }
  });

  test('who answers nothing hears less, then nothing, and their facilitator is told', async () => {
    const { said, students, silent } = await running;
    const mute = [...students.values()].filter(
      ({ diligence, settings, stopsAt }) =>
        diligence < 0.0005 && settings.nudges !== 'Only when I ask' && stopsAt === undefined,
    );
    expect(mute.length).toBeGreaterThan(0);
    for (const { userId } of mute) {
      const nudges = said.filter((one) => one.key.startsWith(`nudge:${userId}:`));
      expect(nudges.length).toBeLessThanOrEqual(4);
      const [, second, third] = nudges;
      if (second && third) expect(third.atMs - second.atMs).toBeGreaterThanOrEqual(12.9 * dayMs);
      if (nudges.length === 4) expect(silent).toContain(userId);
    }
  });

  test('sends to one zone at one hour are spread over five minutes', async () => {
    const { said, students } = await running;
    const minutes = said
      .filter(({ userId }) => students.get(userId)?.zone === 'Europe/London')
      .map(({ atMs }) => clocks(atMs, 'Europe/London').time)
      .filter((time) => time.startsWith('09:0'));
    expect(new Set(minutes).size).toBeGreaterThanOrEqual(5);
    expect(minutes.every((time) => time <= '09:05')).toBe(true);
  });
});
