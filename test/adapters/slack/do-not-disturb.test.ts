import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createDoNotDisturb } from '../../../src/adapters/slack/do-not-disturb.ts';
import { singleWorkspace, slackClient } from '../../../src/adapters/slack/workspaces.ts';
import { unaskedJob } from '../../../src/compose.ts';
import { momentOf } from '../../../src/jobs/local-clock.ts';
import { spreadMs } from '../../../src/jobs/spread.ts';
import { createRecordingLogger, type RecordingLogger } from '../../support/recording-logger.ts';
import { silentLogger } from '../../support/silent-logger.ts';
import { type SlackElevate, startOnSlack } from '../../support/slack-elevate.ts';
import { createTestClock, type TestClock } from '../../support/test-clock.ts';

/** A Tuesday, at noon in London. */
const noon = Date.UTC(2026, 10, 24, 12);
const hourMs = 3_600_000;

let elevate: SlackElevate;
let clock: TestClock;
let log: RecordingLogger;
let ask: (nowMs?: number) => Promise<number | undefined>;

beforeEach(async () => {
  clock = createTestClock({ startMs: noon, running: true });
  elevate = await startOnSlack({ clock });
  log = createRecordingLogger();
  const workspaces = await singleWorkspace(
    slackClient(elevate.slack.botToken, elevate.slack.apiUrl, silentLogger),
  );
  const notDisturbedUntil = createDoNotDisturb(workspaces, clock, log);
  ask = (nowMs = noon) =>
    notDisturbedUntil(`${elevate.slack.team.id}:${elevate.slack.user('ana').id}`, nowMs);
});

afterEach(async () => {
  elevate.slack.expectAllUsed();
  await elevate.end();
});

const ana = () => elevate.slack.profileOf(elevate.slack.user('ana'));

describe('until when Slack says that somebody is not to be disturbed', () => {
  test('no hours set, hours to come, hours that have begun, hours that are over', async () => {
    expect(await ask()).toBeUndefined();
    ana().doNotDisturb = { fromMs: noon + hourMs, untilMs: noon + 2 * hourMs };
    expect(await ask()).toBeUndefined();
    expect(await ask(noon + hourMs)).toBe(noon + 2 * hourMs);
    expect(await ask(noon + 2 * hourMs)).toBeUndefined();
  });

  test('a wait that Slack names is waited for; what it refuses for good holds nothing back', async () => {
    ana().doNotDisturb = { fromMs: noon, untilMs: noon + hourMs };
    elevate.slack.faults.rateLimit('dnd.info', { retryAfterSeconds: 30 });
    const answer = ask();
    await expect.poll(() => elevate.slack.callsTo('dnd.info').length).toBe(1);
    clock.advance(30_000);
    expect(await answer).toBe(noon + hourMs);
    elevate.slack.faults.loseResponse('dnd.info');
    expect(await ask()).toBeUndefined();
    elevate.slack.faults.fail('dnd.info', 'missing_scope');
    expect(await ask()).toBeUndefined();
    expect(log.lines).toMatchObject([
      { level: 'warn', message: 'Slack does not say whether somebody may be disturbed' },
      { level: 'warn', fields: { error: 'missing_scope', cure: expect.stringContaining('npm run doctor') } },
    ]);
  });
});

test('a nudge waits until they may be disturbed again, and comes then, once', async () => {
  const person = elevate.talker('ana');
  await person.says('hello');
  const userId =
    (await elevate.stores.people.userIdOf('slack', `${elevate.slack.team.id}:${person.person.id}`)) ?? '';
  await elevate.stores.settings.write('person', userId, 'timeZone', 'Europe/London', noon);
  await person.says('settings');
  await person.presses('Change reminders');
  await person.fillsIn({ nudges: 'Weekly' });
  const runAt = (atMs: number) => unaskedJob(elevate.app, elevate.stores, silentLogger)(atMs, spreadMs);
  const said = () => elevate.models.outbox.countDocuments({ cause: 'job', 'content.text': /Where you are/ });

  // Wednesday of the week after.
  const at = momentOf('2026-12-02', '09:00', 'Europe/London');
  ana().doNotDisturb = { fromMs: at - hourMs, untilMs: at + hourMs };
  expect(await runAt(at)).toMatchObject({ sent: 0 });
  expect(await runAt(at + hourMs - 10 * 60_000)).toMatchObject({ sent: 0 });
  expect(await said()).toBe(0);
  expect(await runAt(at + hourMs)).toMatchObject({ sent: 1 });
  expect(await runAt(at + hourMs + 60_000)).toMatchObject({ sent: 0 });
  expect(await said()).toBe(1);
});
