import { beforeEach, expect, test } from 'vitest';
import type { JobMessage } from '../../src/domain/job-message.ts';
import type { OfficeHour, OfficeHourGuest } from '../../src/domain/office-hour.ts';
import type { PersonSettings } from '../../src/domain/person-settings.ts';
import { type OfficeHourDeps, officeHoursDue } from '../../src/jobs/office-hours.ts';
import { officeHourOf } from '../support/cohort-values.ts';

/** A Friday afternoon in London, early on Saturday in Sydney. */
const startsAt = Date.parse('2026-12-04T15:00:00Z');
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

let hour: OfficeHour;
let told: Map<string, JobMessage>;
let settings: Record<string, PersonSettings>;
let deps: OfficeHourDeps;

const guest = (name: string, isGoing: boolean): OfficeHourGuest => ({
  _id: `o1|${name}`,
  officeHourId: 'o1',
  personId: name,
  userId: name,
  isGoing,
  reach: {
    thread: { surface: 'playground', place: '#general', root: 'r', audience: 'channel' },
    accountId: name,
  },
});

beforeEach(() => {
  hour = officeHourOf({ state: 'open', startsAt });
  told = new Map();
  settings = {};
  deps = {
    officeHours: {
      due: async (untilMs) =>
        hour.state === 'cancelling' ||
        (hour.state === 'open' && hour.reminded !== 'hour' && hour.startsAt <= untilMs)
          ? [hour]
          : [],
      guests: async () => [guest('ana', true), guest('syd', true), guest('ben', false)],
      change: async ({ reminded }, changes) => {
        if (hour.reminded !== reminded) return false;
        hour = { ...hour, ...changes };
        return true;
      },
    },
    settingsOf: async (userId) => settings[userId] ?? {},
    zoneOf: async ({ personId }) => ({
      timeZone: personId === 'syd' ? 'Australia/Sydney' : 'Europe/London',
      isTheirs: true,
    }),
    wordsFor: (news, _hour, timeZone) => ({
      part: 'office-hour',
      audience: 'thread',
      agent: 'Director',
      text: `${news} ${timeZone}`,
      buttons: [],
    }),
    tell: async (message) => void told.set(message.key, message),
  };
});

const keys = () => [...told.keys()].map((key) => key.replace('office-hour:o1:', ''));

test('a day before in nobody’s night; an hour before to all who come, for they chose that hour', async () => {
  await officeHoursDue(startsAt - dayMs, deps);
  // Two in the morning in Sydney.
  expect(keys()).toEqual(['day:ana']);
  await officeHoursDue(startsAt - hourMs, deps);
  expect(keys()).toEqual(['day:ana', 'hour:ana', 'hour:syd', 'questions']);
  expect(
    [...told.values()].every(({ part, key }) => key.endsWith('questions') || part.audience === 'person'),
  ).toBe(true);
  await officeHoursDue(startsAt - 1, deps);
  expect(told.size).toBe(4);
});

test('by whoever has none before: said late it is one reminder, not two', async () => {
  await officeHoursDue(startsAt - 2 * hourMs, deps);
  expect(told.size).toBe(0);
  await officeHoursDue(startsAt - hourMs / 2, deps);
  expect(keys()).toEqual(['hour:ana', 'hour:syd', 'questions']);
});

test('whoever wants nothing unasked is not reminded, and is told all the same that it does not take place', async () => {
  settings = { ana: { pausedUntil: startsAt + dayMs } };
  await officeHoursDue(startsAt - hourMs, deps);
  expect(keys()).toEqual(['hour:syd', 'questions']);
  hour = { ...hour, state: 'cancelling', reminded: 'none' };
  await officeHoursDue(startsAt - hourMs, deps);
  expect(keys().slice(2)).toEqual(['cancelled:ana', 'cancelled:syd']);
  expect(hour.state).toBe('cancelled');
});
