import type { JobMessage } from '../domain/job-message.ts';
import type { Reminder } from '../domain/reminder.ts';
import type { ReminderStore } from '../ports/reminder-store.ts';

/** Read at once; more come at the next read. */
const readAtOnce = 200;

/** Hands every reminder that is due to `tell`. Run twice, or on two machines, each is said once. */
export async function remindDue(
  nowMs: number,
  deps: { reminders: ReminderStore; tell(message: JobMessage): Promise<void> },
): Promise<number> {
  let count = 0;
  for (;;) {
    const due = await deps.reminders.due(nowMs, readAtOnce);
    for (const reminder of due) {
      await deps.tell(messageOf(reminder));
      // After it is kept: dying in between says nothing twice, for the key is known then.
      await deps.reminders.said(reminder._id);
    }
    count += due.length;
    if (due.length < readAtOnce) return count;
  }
}

function messageOf({ _id, thread, accountId, personId, text }: Reminder): JobMessage {
  return {
    key: `reminder:${_id}`,
    thread,
    accountId,
    personId,
    part: {
      part: 'reminder',
      audience: thread.audience === 'channel' ? 'person' : 'thread',
      agent: 'Director',
      text: `You asked me to remind you: ${text}`,
      buttons: [],
    },
  };
}
