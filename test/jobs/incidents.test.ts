import { expect, test } from 'vitest';
import type { JobMessage } from '../../src/domain/job-message.ts';
import { createIncidents } from '../../src/jobs/incidents.ts';
import { startElevate } from '../support/elevate.ts';
import { createRecordingLogger } from '../support/recording-logger.ts';
import { silentLogger } from '../support/silent-logger.ts';
import { createTestClock } from '../support/test-clock.ts';

const channel = { surface: 'playground', place: '#general' } as const;
const fails = () => Promise.reject(new TypeError('Ana wrote: secret'));

test('a job that fails is told once for each incident, and once more when it works', async () => {
  const clock = createTestClock();
  const told: JobMessage[] = [];
  const incidents = createIncidents({
    channel,
    tell: async (message) => void told.push(message),
    clock,
    log: silentLogger,
  });
  expect(await incidents.watch('digest', async () => 1)).toBe(1);
  for (const _ of [1, 2, 3]) await expect(incidents.watch('digest', fails)).rejects.toThrow(TypeError);
  await expect(incidents.watch('remind', fails)).rejects.toThrow();
  clock.advance(12 * 60_000);
  await incidents.watch('digest', async () => 1);
  await incidents.watch('digest', async () => 1);
  expect(told.map(({ part }) => part.text)).toEqual([
    expect.stringMatching(/^The job “digest” fails \(TypeError\)\./),
    expect.stringMatching(/^The job “remind” fails/),
    'The job “digest” works again, after 12 min.',
  ]);
  expect(JSON.stringify(told)).not.toContain('secret');
  clock.advance(3_600_000);
  await expect(incidents.watch('digest', fails)).rejects.toThrow();
  expect(told).toHaveLength(4);
  expect(new Set(told.map(({ key }) => key)).size).toBe(4);
});

test('an incident that cannot be told hides nothing of the failure', async () => {
  const log = createRecordingLogger();
  const incidents = createIncidents({ channel, tell: fails, clock: createTestClock(), log });
  await expect(incidents.watch('digest', () => Promise.reject(new RangeError('x')))).rejects.toThrow(
    RangeError,
  );
  expect(log.lines).toMatchObject([{ message: 'an incident could not be told' }]);
});

test('two machines tell it once, in the channel', async () => {
  const elevate = await startElevate();
  try {
    const admin = await elevate.person('ana');
    await admin.goesTo('#general');
    const clock = createTestClock();
    const machine = () => createIncidents({ channel, tell: elevate.app.tell, clock, log: silentLogger });
    await Promise.all([machine(), machine()].map((one) => one.watch('digest', fails).catch(() => {})));
    expect(await elevate.models.outbox.countDocuments({ cause: 'job' })).toBe(1);
    await expect
      .poll(() => admin.seen.filter(({ text }) => /The job “digest” fails/.test(text)).length)
      .toBe(1);
  } finally {
    await elevate.end();
  }
});
