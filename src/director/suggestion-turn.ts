import type { Button, Moment, Reply } from '../domain/reply.ts';
import { stableId } from '../domain/stable-id.ts';
import type { Suggestion } from '../domain/suggestion.ts';
import type { SystemRole } from '../domain/system-role.ts';
import { threadKeyOf } from '../domain/thread-ref.ts';
import { readReminder } from '../playbook/read-reminder.ts';
import { momentInWords, timeInWords } from '../playbook/read-time.ts';
import { sentenceFor } from '../sentences/failure-sentences.ts';
import { button, say } from './reply-parts.ts';
import { type Turn, timeZoneOf } from './turn.ts';

/** Keeps what is suggested until its person agrees, and gives the button that asks them. */
export async function suggestionButton(
  agent: SystemRole,
  suggestion: Suggestion,
  turn: Turn,
): Promise<Button> {
  // By what it says: a second attempt, whose model may suggest something else, leaves the first one's button working.
  const requestId = stableId('suggestion', turn.incoming.id, JSON.stringify(suggestion));
  await turn.deps.pending.put({
    _id: requestId,
    userId: turn.person.userId,
    text: '',
    agentRole: agent,
    suggestion,
    createdAt: turn.incoming.sentAtMs,
  });
  const label =
    suggestion.kind === 'asset'
      ? `Save as ${suggestion.assetType}`
      : `Remind me on ${timeInWords(suggestion.dueAt, suggestion.timeZone)}`;
  return button(label.slice(0, 75), 'agree', requestId);
}

/** "Remind me on Friday at 9 to send the email": read back with its day and hour, and set once they agree. */
export async function suggestReminder(words: string, turn: Turn): Promise<Reply> {
  const timeZone = await timeZoneOf(turn);
  const wish = readReminder(words, turn.incoming.sentAtMs, timeZone);
  if (wish.kind !== 'reminder')
    return alone(turn, 'Director', sentenceFor({ kind: 'reminder-unread', why: wish.kind }));
  const { text, dueAt } = wish;
  const agree = await suggestionButton('Director', { kind: 'reminder', text, dueAt, timeZone }, turn);
  const due = momentInWords(dueAt, timeZone);
  return alone(
    turn,
    'Director',
    `Shall I remind you on ${due.words}? It would say: ${text}`,
    [{ ...agree, label: 'Remind me' }],
    [due],
  );
}

/** The person agrees: done once, however often they press. */
export async function agree(requestId: string, turn: Turn): Promise<Reply> {
  const { pending, executions, reminders, clock } = turn.deps;
  const request = await pending.get(turn.person.userId, requestId);
  const suggestion = request?.suggestion;
  if (!request || !suggestion) return alone(turn, 'Director', sentenceFor({ kind: 'not-yours' }));
  const agent = request.agentRole ?? 'Director';
  const now = clock.nowMs();
  if (suggestion.kind === 'asset') {
    const { assetType, title, elevateStep, content } = suggestion;
    await executions.saveAsset({
      _id: stableId('asset', requestId),
      userId: turn.person.userId,
      elevateStep,
      assetType,
      title,
      content,
      status: 'Draft',
      createdAt: now,
      lastUpdatedAt: now,
      threadKey: threadKeyOf(turn.incoming.thread),
      openedAt: turn.incoming.sentAtMs,
    });
    return alone(turn, agent, `Saved as a draft: **${assetType}**, "${title}".`);
  }
  if (suggestion.dueAt <= now)
    return alone(turn, 'Director', sentenceFor({ kind: 'reminder-unread', why: 'out-of-range' }));
  const reminderId = stableId('reminder', requestId);
  await reminders.put({
    _id: reminderId,
    userId: turn.person.userId,
    personId: turn.person.personId,
    accountId: turn.person.accountId,
    thread: turn.incoming.thread,
    text: suggestion.text,
    dueAt: suggestion.dueAt,
    state: 'waiting',
    createdAt: now,
  });
  const due = momentInWords(suggestion.dueAt, suggestion.timeZone);
  return alone(
    turn,
    'Director',
    `I will remind you on ${due.words}.`,
    [button('Forget it', 'forget', reminderId)],
    [due],
  );
}

export async function forgetReminder(reminderId: string, turn: Turn): Promise<Reply> {
  const isForgotten = await turn.deps.reminders.forget(turn.person.userId, reminderId);
  return alone(
    turn,
    'Director',
    isForgotten ? 'Forgotten: I will not remind you of that.' : sentenceFor({ kind: 'reminder-gone' }),
  );
}

function alone(
  turn: Turn,
  agent: SystemRole,
  text: string,
  buttons: Button[] = [],
  moments?: Moment[],
): Reply {
  const audience = turn.inChannel ? 'person' : 'thread';
  return [say(agent, text, { audience, buttons, ...(moments ? { moments } : {}) })];
}
