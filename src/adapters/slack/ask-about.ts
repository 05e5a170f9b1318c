import type { IncomingForm, IncomingMessage } from '../../domain/incoming.ts';
import type { Form } from '../../domain/reply.ts';
import { systemRoleSchema } from '../../domain/system-role.ts';
import { placeOf } from './slack-ids.ts';

/** Begins the ids of the forms behind "Ask an agent about this": no button of the program's, which begin with a version. */
const aboutMark = 'about:';
/** A form's longest text field. */
const quotedCharacters = 3_000;
const anybody = 'Whoever fits';

export function isAboutForm(formId: string): boolean {
  return formId.startsWith(aboutMark);
}

/** Which agent, what, and about which words; these may be changed before they are sent. */
export function aboutForm({ ts, text }: { ts: string; text: string }): Form {
  const common = { value: '', options: [] };
  return {
    // Each message has its own: what was typed about another one is no draft of this.
    id: `${aboutMark}${ts}`,
    title: 'Ask an agent',
    fields: [
      {
        ...common,
        name: 'agent',
        label: 'Whom do you ask?',
        type: 'choice',
        required: true,
        value: anybody,
        options: [anybody, ...systemRoleSchema.options],
        maxCharacters: 75,
      },
      {
        ...common,
        name: 'question',
        label: 'Your question',
        type: 'text',
        required: true,
        maxCharacters: 2_000,
      },
      {
        ...common,
        name: 'about',
        label: 'About this message',
        type: 'text',
        required: true,
        value: text.slice(0, quotedCharacters),
        maxCharacters: quotedCharacters,
      },
    ],
  };
}

/** The form as a message to the agent. Its answer is for the person alone, in their direct message. */
export function messageAbout({ id, author, position, sentAtMs, values }: IncomingForm): IncomingMessage {
  const [teamId = '', userId = ''] = author.accountId.split(':');
  const { agent = anybody, question = '', about = '' } = values;
  const role = systemRoleSchema.safeParse(agent);
  const quoted = about.split('\n').map((line) => `> ${line}`);
  return {
    kind: 'message',
    id,
    thread: { surface: 'slack', place: placeOf(teamId, userId), root: `about:${id}`, audience: 'direct' },
    author,
    position,
    sentAtMs,
    text: [`${role.success ? `@${role.data} ` : ''}${question}`, 'About this message:', ...quoted].join('\n'),
    addressed: true,
  };
}
