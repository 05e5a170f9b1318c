import { DateTime } from 'luxon';
import { describe, expect, test } from 'vitest';
import type { ContactPlan } from '../../src/domain/contact-plan.ts';
import { type PersonSettings, untilTheySaySo } from '../../src/domain/person-settings.ts';
import { type ContactDecision, decideContact } from '../../src/jobs/decide-contact.ts';
import { quietHoursOf } from '../../src/jobs/quiet-hours.ts';
import { planOf } from '../support/contact-values.ts';

const zone = 'Europe/London';
const at = (text: string) => DateTime.fromISO(text, { zone }).toMillis();
const opted = at('2026-11-27T12:00');

function decide(
  now: string,
  values: Partial<ContactPlan> = {},
  settings: PersonSettings = { nudges: 'Weekly' },
  more: { numbersAt?: number; isTheirs?: boolean } = {},
): ContactDecision & { next: string } {
  const plan = planOf('ana', opted, values);
  const quiet = quietHoursOf(settings, zone, more.isTheirs ?? true);
  const decision = decideContact({ plan, settings, quiet, numbersAt: more.numbersAt }, at(now));
  const next = DateTime.fromMillis(decision.plan.nextDueAt, { zone }).toFormat('ccc d LLL HH:mm');
  return { ...decision, next };
}
const sentOn = (kind: 'nudge' | 'numbers', ...days: string[]) =>
  days.map((day) => ({ kind, at: at(`${day}T09:00`), activeAt: opted }));

describe('who is due', () => {
  test('the week’s numbers on Monday at nine, a nudge on Wednesday', () => {
    expect(decide('2026-11-30T08:59')).toMatchObject({ send: undefined, next: 'Mon 30 Nov 09:00' });
    const monday = decide('2026-11-30T09:00');
    expect(monday).toMatchObject({ send: { kind: 'numbers', day: '2026-11-30' }, next: 'Wed 2 Dec 09:00' });
    const wednesday = decideContact(
      {
        plan: monday.plan,
        settings: { nudges: 'Weekly' },
        quiet: quietHoursOf({}, zone, true),
        numbersAt: undefined,
      },
      at('2026-12-02T09:00'),
    );
    expect(wednesday.send).toMatchObject({ kind: 'nudge', day: '2026-12-02' });
  });

  test('twice a week: Tuesday and Thursday', () => {
    const settings: PersonSettings = { nudges: 'Twice a week', numbersRequest: 'Not at all' };
    expect(decide('2026-12-01T09:00', {}, settings)).toMatchObject({
      send: { kind: 'nudge' },
      next: 'Thu 3 Dec 09:00',
    });
  });

  test('nobody who has not chosen, and nobody who chose “only when I ask”', () => {
    for (const settings of [{}, { nudges: 'Only when I ask' }] satisfies PersonSettings[])
      expect(decide('2026-12-02T09:00', {}, settings).send).toBeUndefined();
  });

  test('on the day and hour that they chose', () => {
    const settings: PersonSettings = { nudges: 'Weekly', numbersDay: 'Friday', numbersTime: '10:15' };
    expect(
      decide('2026-12-04T10:15', { settledTo: { nudge: at('2026-12-04T10:00'), numbers: opted } }, settings),
    ).toMatchObject({ send: { kind: 'numbers' } });
  });

  test('not again: what is settled stays so, also where a clock goes back', () => {
    const { plan } = decide('2026-11-30T09:00');
    for (const now of ['2026-11-30T09:00', '2026-11-30T08:00', '2026-11-29T09:00', '2026-11-30T10:59'])
      expect(
        decideContact(
          { plan, settings: { nudges: 'Weekly' }, quiet: quietHoursOf({}, zone, true), numbersAt: undefined },
          at(now),
        ).send,
      ).toBeUndefined();
  });
});

describe('caps', () => {
  test('one a day: who is asked for numbers on a Wednesday is nudged on Thursday', () => {
    const settings: PersonSettings = { nudges: 'Weekly', numbersDay: 'Wednesday' };
    expect(decide('2026-12-02T09:00', {}, settings)).toMatchObject({
      send: { kind: 'numbers' },
      next: 'Thu 3 Dec 09:00',
    });
  });

  test('three a week, all kinds together', () => {
    const sent = [...sentOn('nudge', '2026-11-26', '2026-11-27'), ...sentOn('numbers', '2026-11-28')].map(
      (one) => ({ ...one, activeAt: opted - 1 }),
    );
    expect(
      decide('2026-12-02T09:00', { sent, settledTo: { nudge: opted, numbers: at('2026-12-02T08:00') } }),
    ).toMatchObject({ send: undefined, next: 'Thu 3 Dec 09:00' });
  });

  test('none within 24 hours of activity: it waits for them', () => {
    const values = {
      lastActiveAt: at('2026-12-01T15:00'),
      settledTo: { nudge: opted, numbers: at('2026-12-01T15:00') },
    };
    expect(decide('2026-12-02T09:00', values)).toMatchObject({ send: undefined, next: 'Wed 2 Dec 15:00' });
    expect(decide('2026-12-02T15:00', values).send).toMatchObject({ kind: 'nudge' });
  });

  test('who is here every day is not nudged at all', () => {
    const values = {
      lastActiveAt: at('2026-12-08T20:00'),
      settledTo: { nudge: opted, numbers: at('2026-12-08T20:00') },
    };
    expect(decide('2026-12-08T21:00', values)).toMatchObject({ send: undefined, skipped: 0 });
  });

  test('numbers that were kept over the weekend are not asked for on Monday', () => {
    expect(
      decide('2026-11-30T09:00', {}, undefined, { numbersAt: at('2026-11-28T18:00') }).send,
    ).toBeUndefined();
    expect(
      decide('2026-11-30T09:00', {}, undefined, { numbersAt: at('2026-11-24T18:00') }).send,
    ).toBeDefined();
  });
});

describe('late', () => {
  test.each([
    ['2026-11-30T11:00', 'numbers', 0],
    ['2026-11-30T11:01', undefined, 1],
  ])('at %s', (now, kind, skipped) => {
    const decision = decide(now);
    expect(decision.send?.kind).toBe(kind);
    expect(decision.skipped).toBe(skipped);
  });

  test('counted from the first permitted minute', () => {
    // Asked for at eight, permitted from half past eight on.
    const settings: PersonSettings = { nudges: 'Weekly', numbersTime: '08:00' };
    expect(decide('2026-11-30T10:30', {}, settings).send).toBeDefined();
    expect(decide('2026-11-30T10:31', {}, settings)).toMatchObject({ send: undefined, skipped: 1 });
  });

  test('within two hours, but quiet by then: not sent', () => {
    const settings: PersonSettings = { nudges: 'Weekly', numbersTime: '19:30' };
    expect(decide('2026-11-30T20:15', {}, settings)).toMatchObject({
      send: undefined,
      next: 'Tue 1 Dec 08:30',
    });
    expect(decide('2026-12-01T08:30', {}, settings)).toMatchObject({ send: undefined, skipped: 1 });
  });

  test('of three missed weeks the last appointment alone may still be in time', () => {
    const settings: PersonSettings = { numbersRequest: 'Every week' };
    expect(decide('2026-12-14T09:30', {}, settings)).toMatchObject({
      send: { day: '2026-12-14' },
      skipped: 2,
    });
  });
});

describe('ignored', () => {
  test('two: one a fortnight, and no request beside it', () => {
    const sent = sentOn('nudge', '2026-12-02', '2026-12-09');
    expect(decide('2026-12-14T09:00', { sent }).send).toBeUndefined();
    expect(decide('2026-12-16T09:00', { sent }).send).toBeUndefined();
    const values = { sent, settledTo: { nudge: at('2026-12-17T00:00'), numbers: at('2026-12-22T00:00') } };
    expect(decide('2026-12-23T09:00', values).send).toMatchObject({ kind: 'nudge' });
  });

  test('four: none any more, and that is told', () => {
    const sent = sentOn('nudge', '2026-12-02', '2026-12-09', '2026-12-23', '2027-01-06');
    const values = { sent, settledTo: { nudge: at('2027-01-19T00:00'), numbers: at('2027-01-19T00:00') } };
    expect(decide('2027-01-20T09:00', values)).toMatchObject({ send: undefined, isSilent: true });
    const back = { ...values, lastActiveAt: at('2027-01-10T09:00') };
    expect(decide('2027-01-20T09:00', back)).toMatchObject({ send: { kind: 'nudge' }, isSilent: false });
  });

  test('anything they do begins the count anew', () => {
    const sent = sentOn('nudge', '2026-12-02', '2026-12-09');
    const values = {
      sent,
      lastActiveAt: at('2026-12-10T10:00'),
      settledTo: { nudge: at('2026-12-15T00:00'), numbers: at('2026-12-15T00:00') },
    };
    expect(decide('2026-12-16T09:00', values).send).toMatchObject({ kind: 'nudge' });
  });
});

describe('paused', () => {
  test('until a day: nothing before it, and what fell into it is not told as missed', () => {
    const settings: PersonSettings = { nudges: 'Weekly', pausedUntil: at('2027-01-05T00:00') };
    expect(decide('2026-12-02T09:00', {}, settings)).toMatchObject({
      send: undefined,
      next: 'Tue 5 Jan 00:00',
    });
    expect(decide('2027-01-05T00:00', {}, settings)).toMatchObject({
      send: undefined,
      skipped: 0,
      next: 'Wed 6 Jan 09:00',
    });
  });

  test('until they say so', () => {
    const { send, plan } = decide('2026-12-02T09:00', {}, { nudges: 'Weekly', pausedUntil: untilTheySaySo });
    expect(send).toBeUndefined();
    expect(plan.nextDueAt).toBe(untilTheySaySo);
  });

  test('snoozed for a day: the nudge comes then', () => {
    const until = at('2026-12-03T09:20');
    const settings: PersonSettings = { nudges: 'Weekly', pausedUntil: until };
    const values = {
      snoozedTo: until,
      settledTo: { nudge: at('2026-12-02T09:20'), numbers: at('2026-12-02T09:20') },
    };
    expect(decide('2026-12-03T09:20', values, settings)).toMatchObject({
      send: { kind: 'nudge', day: '2026-12-03' },
    });
  });
});

test('until a zone is known to be theirs, not before ten', () => {
  expect(decide('2026-11-30T09:00', {}, undefined, { isTheirs: false })).toMatchObject({
    send: undefined,
    next: 'Mon 30 Nov 10:00',
  });
});

test('what was late before a platform said not to disturb stays late', () => {
  const plan = planOf('ana', opted);
  const state = {
    plan,
    settings: { nudges: 'Weekly' } as const,
    quiet: quietHoursOf({}, zone, true),
    numbersAt: undefined,
  };
  // Monday's request was not sent on Monday; Wednesday's nudge is held for an hour.
  const held = decideContact(state, at('2026-12-02T09:00'), at('2026-12-02T10:00'));
  expect(held).toMatchObject({ send: undefined, skipped: 1, plan: { nextDueAt: at('2026-12-02T10:00') } });
  const after = decideContact({ ...state, plan: held.plan }, at('2026-12-02T10:00'));
  expect(after).toMatchObject({ send: { kind: 'nudge', day: '2026-12-02' }, skipped: 0 });
});

test('while a platform says not to disturb, it waits, and is not late by that', () => {
  const values = { notBefore: at('2026-11-30T13:00') };
  expect(decide('2026-11-30T09:00', values)).toMatchObject({ send: undefined, next: 'Mon 30 Nov 13:00' });
  expect(decide('2026-11-30T13:00', values).send).toBeDefined();
});
