import { afterEach, beforeEach, expect, test } from 'vitest';
import { remindDue } from '../../src/jobs/remind.ts';
import { type Elevate, type Person, startElevate } from '../support/elevate.ts';

const hourMs = 3_600_000;
let elevate: Elevate;
let ana: Person;

beforeEach(async () => {
  elevate = await startElevate();
  ana = await elevate.person('ana');
});
afterEach(() => elevate.end());

function runJob(atMs: number): Promise<number> {
  return remindDue(atMs, { reminders: elevate.stores.reminders, tell: elevate.app.tell });
}

async function reminders() {
  return elevate.models.playgroundMessages.find({ text: /^You asked me to remind you/ }).lean();
}

async function setOne(): Promise<number> {
  await ana.says('@Director remind me in three hours to send the email').getsReply(/^Shall I remind you on/);
  await ana.presses('Remind me').getsReply(/^I will remind you on/);
  const [kept] = await elevate.models.reminders.find().lean();
  return kept?.dueAt ?? 0;
}

test('without a model, a reminder is read back, set by one press, and said once at its time', async () => {
  await ana
    .says('@Director remind me on Friday at 9 to send the email')
    .getsReply(/Friday .* at 09:00 .*send the email$/s);
  expect(await elevate.models.reminders.countDocuments()).toBe(0);
  await ana.presses('Remind me').getsReply(/^I will remind you on Friday/);
  await ana.presses('Remind me').getsReply(/^I will remind you on Friday/);
  const [kept, ...more] = await elevate.models.reminders.find().lean();
  expect(more).toEqual([]);
  const dueAt = kept?.dueAt ?? 0;
  expect(await runJob(dueAt - 1)).toBe(0);
  // On two machines at once, and again.
  await Promise.all([runJob(dueAt), runJob(dueAt)]);
  await runJob(dueAt + hourMs);
  expect(await reminders()).toMatchObject([
    { text: 'You asked me to remind you: send the email', cause: 'job', finished: true },
  ]);
});

test('a job that dies after it has kept the message says it once', async () => {
  const dueAt = await setOne();
  const dying = { ...elevate.stores.reminders, said: () => Promise.reject(new Error('dead')) };
  await expect(remindDue(dueAt, { reminders: dying, tell: elevate.app.tell })).rejects.toThrow('dead');
  await runJob(dueAt);
  expect(await reminders()).toHaveLength(1);
});

test('it can be taken back, by its person alone', async () => {
  const dueAt = await setOne();
  const [kept] = await elevate.models.reminders.find().lean();
  expect(await elevate.stores.reminders.forget('ben', kept?._id ?? '')).toBe(false);
  await ana.presses('Forget it').getsReply(/^Forgotten/);
  await runJob(dueAt);
  expect(await reminders()).toEqual([]);
});

test('in a channel it is asked and said to its person alone', async () => {
  const ben = await elevate.person('ben');
  await ben.goesTo('#general');
  await ana.goesTo('#general');
  const dueAt = await setOne();
  await runJob(dueAt);
  expect(await reminders()).toMatchObject([{ visibleTo: 'ana' }]);
  const others = await elevate.models.playgroundMessages
    .find({ visibleTo: { $ne: 'ana' }, content: { $exists: true } })
    .lean();
  expect(JSON.stringify(others.map(({ content }) => content))).not.toContain('send the email');
});

test('what cannot be read gets one clear answer; recall of a Foundation is no reminder', async () => {
  await ana.says('remind me to send the email').getsReply(/^When\?/);
  await ana.says('remind me every Monday to check my numbers').getsReply(/once/);
  await ana.says('remind me of my brand voice').getsReply(/Brand voice|not recorded|still empty/i);
});

test('Connector answers from the notes and names the place', async () => {
  await ana
    .says('@Connector how do i get emails from my klaviyo pop-up with the right tag')
    .getsReply(/hidden field[\s\S]*_Integration notes, Klaviyo: Get the right tag from a pop-up_/);
});
