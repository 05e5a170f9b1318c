import { nudgeChoices } from '../domain/person-settings.ts';
import type { Reply } from '../domain/reply.ts';
import { filledFields } from '../foundation/recall.ts';
import { stateOf } from './profile-turn.ts';
import { soundsDistressed } from './read-distress.ts';
import { readMessage } from './read-message.ts';
import { button, say } from './reply-parts.ts';
import type { Turn } from './turn.ts';

/**
 * What somebody should know of us, once: behind the answer to the first thing they did, and for them alone. Not to
 * somebody who has worse on their mind.
 */
export async function welcome(turn: Turn): Promise<Reply> {
  const { incoming, person, deps } = turn;
  if (incoming.kind === 'message' && soundsDistressed(readMessage(incoming.text).words)) return [];
  const now = deps.clock.nowMs();
  const first = await deps.settings.writeFirst('person', person.userId, 'welcomed', incoming.id, now);
  // Of two first messages at once one brings it, and that one again if it is worked again.
  if (first !== incoming.id) return [];
  const [{ settings, platformTimeZone }, foundation] = await Promise.all([
    stateOf(person.userId, deps),
    deps.foundations.read(person.userId),
  ]);
  const zone = settings.timeZone ?? platformTimeZone;
  const text = [
    'As we have only just met, three things to know:',
    '- **What I keep**: what you write to me, your Foundation, drafts, progress and numbers. They are for you and your facilitators; I do not repeat them where others read.',
    zone === undefined
      ? '- **Your time zone**: I do not know it yet. “My profile” takes a city.'
      : `- **Your time zone**: ${zone}, as your chat says. “My profile” changes it.`,
    '- **Reminders**: none, unless you want them. How often may I write first?',
  ].join('\n');
  const isNew = filledFields(foundation).length === 0;
  return [
    say('Director', text, {
      part: 'welcome',
      audience: turn.inChannel ? 'person' : 'thread',
      buttons: [
        ...(isNew
          ? [
              button('Start with Sage', 'interview', 'on'),
              button('Start my Foundation', 'foundation', 'minimum'),
            ]
          : []),
        ...nudgeChoices.map((choice, position) => button(choice, 'nudge', String(position))),
        button('My profile', 'profile', 'profile'),
      ],
    }),
  ];
}
