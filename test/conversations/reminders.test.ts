import { beforeEach, expect, test } from 'vitest';
import { remindDue } from '../../src/jobs/remind.ts';
import type { ReminderStore } from '../../src/ports/reminder-store.ts';
import { onEverySurface } from '../support/on-every-surface.ts';
import type { Talker } from '../support/talker.ts';

const hourMs = 3_600_000;

onEverySurface('reminders', (stage) => {
  let ana: Talker;

  beforeEach(async () => {
    await stage.begin();
    ana = await stage.person('ana');
  });

  const runJob = (atMs: number, reminders: ReminderStore = stage.stores.reminders) =>
    remindDue(atMs, { reminders, tell: stage.app.tell });

  /** All that was said of it, once nothing is on its way any more. */
  async function reminded() {
    await expect.poll(() => stage.models.outbox.countDocuments({ state: { $ne: 'delivered' } })).toBe(0);
    const kept = await stage.models.outbox.countDocuments({ 'content.text': /^You asked me to remind you/ });
    const heard = () => ana.sees().filter(({ text }) => text.startsWith('You asked me to remind you'));
    await expect.poll(() => heard().length).toBe(kept);
    return heard();
  }

  async function setOne(): Promise<number> {
    await ana
      .says('@Director remind me in three hours to send the email')
      .getsReply(/^Shall I remind you on/);
    await ana.presses('Remind me').getsReply(/^I will remind you on/);
    const [kept] = await stage.models.reminders.find().lean();
    return kept?.dueAt ?? 0;
  }

  test('without a model, a reminder is read back, set by one press, and said once at its time', async () => {
    await ana
      .says('@Director remind me on Friday at 9 to send the email')
      .getsReply(/Friday.* at 09:00.*send the email$/s);
    expect(await stage.models.reminders.countDocuments()).toBe(0);
    await ana.presses('Remind me').getsReply(/^I will remind you on Friday/);
    await ana.presses('Remind me').getsReply(/^I will remind you on Friday/);
    const [kept, ...more] = await stage.models.reminders.find().lean();
    expect(more).toEqual([]);
    const dueAt = kept?.dueAt ?? 0;
    expect(await runJob(dueAt - 1)).toBe(0);
    // On two machines at once, and again.
    await Promise.all([runJob(dueAt), runJob(dueAt)]);
    await runJob(dueAt + hourMs);
    expect(await reminded()).toMatchObject([{ text: 'You asked me to remind you: send the email' }]);
  });

  test('a job that dies after it has kept the message says it once', async () => {
    const dueAt = await setOne();
    const dying = { ...stage.stores.reminders, said: () => Promise.reject(new Error('dead')) };
    await expect(runJob(dueAt, dying)).rejects.toThrow('dead');
    await runJob(dueAt);
    expect(await reminded()).toHaveLength(1);
  });

  test('it can be taken back, by its person alone', async () => {
    const dueAt = await setOne();
    const [kept] = await stage.models.reminders.find().lean();
    expect(await stage.stores.reminders.forget('ben', kept?._id ?? '')).toBe(false);
    await ana.presses('Forget it').getsReply(/^Forgotten/);
    await runJob(dueAt);
    expect(await reminded()).toEqual([]);
  });

  test('in a channel it is asked and said to its person alone', async () => {
    const ben = await stage.person('ben');
    await ben.goesTo('#general');
    await ana.goesTo('#general');
    const dueAt = await setOne();
    await runJob(dueAt);
    expect(await reminded()).toMatchObject([{ isPrivate: true }]);
    await ben.says('@Elevate help').getsReply(/Mention an agent/);
    expect(JSON.stringify(ben.sees())).not.toContain('send the email');
  });

  test('what cannot be read gets one clear answer; recall of a Foundation is no reminder', async () => {
    await ana.says('remind me to send the email').getsReply(/^When\?/);
    await ana.says('remind me every Monday to check my numbers').getsReply(/once/);
    await ana.says('remind me of my brand voice').getsReply(/Brand voice|not recorded|still empty/i);
  });

  test('Connector answers from the notes and names the place', async () => {
    await ana
      .says('@Connector how do i get emails from my klaviyo pop-up with the right tag')
      .getsReply(/hidden field[\s\S]*[_*]Integration notes, Klaviyo: Get the right tag from a pop-up[_*]/);
  });
});
