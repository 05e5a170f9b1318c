import type { IncomingMessage } from '../domain/incoming.ts';
import type { Button, Reply } from '../domain/reply.ts';
import { filledFields, missingMinimum } from '../foundation/recall.ts';
import { plainNames } from '../playbook/run-plan.ts';
import { foundationForm } from './foundation-turn.ts';
import { firstRunsOf } from './prompt-list.ts';
import { isAssent } from './read-assent.ts';
import { soundsDistressed } from './read-distress.ts';
import { readMessage } from './read-message.ts';
import { button, say } from './reply-parts.ts';
import type { Turn } from './turn.ts';

const thanks =
  /^\W*(?:ok(?:ay)?|great|perfect|brilliant|lovely|cool|nice)?\W*(?:many )?(?:thanks|thank you|thx|ta|cheers|brilliant|perfect|great stuff)\b/i;

/** Greetings, thanks and wishes too vague for an agent: one question, and the first step as a button. */
export async function makeSmallTalk(message: IncomingMessage, turn: Turn): Promise<Reply> {
  const { words } = readMessage(message.text);
  const name = turn.person.name.split(' ')[0] ?? turn.person.name;
  if (soundsDistressed(words))
    return [say('Director', kindWords(name), { audience: turn.inChannel ? 'person' : 'thread' })];
  if (thanks.test(words)) return [say('Director', 'You are welcome. I am here when the next step is due.')];
  const foundation = await turn.deps.foundations.read(turn.person.userId);
  const open = missingMinimum(foundation);
  if (open.length === 0) {
    const text = `Hello ${name}. What would you like to have finished this week?`;
    return [say('Director', text, { buttons: firstRunsOf('Hook', turn) })];
  }
  const form = foundationForm(foundation);
  if (turn.conversation?.owningAgent === 'Director' && isAssent(words) && form && !turn.inChannel) {
    const text = 'Then let us write it down. What you leave empty can wait.';
    return [say('Director', text, { form, buttons: [startButton(false)] })];
  }
  const isNewcomer = filledFields(foundation).length === 0;
  const text = isNewcomer
    ? `Hello ${name}, good to have you here. Every good answer starts with your own business on paper: seven short answers, about five minutes. Shall we begin there?`
    : `Hello ${name}. Your Foundation still lacks ${turn.inChannel ? 'a few answers' : plainNames(open)}. Shall we fill that first?`;
  return [
    say('Director', text, {
      buttons: [
        startButton(isNewcomer),
        button('Start with Sage', 'interview', 'on'),
        ...(isNewcomer ? [] : firstRunsOf('Hook', turn)),
      ],
    }),
  ];
}

function startButton(isNewcomer: boolean): Button {
  return button(isNewcomer ? 'Start my Foundation' : 'Go on with my Foundation', 'foundation', 'minimum');
}

function kindWords(name: string): string {
  return `${name}, that sounds heavy, and the course can wait. Please talk to somebody today: a person close to you, your facilitator, or the Samaritans, free and at any hour on 116 123 (UK and Ireland). If you are in danger, call 999 or 112 now.`;
}
