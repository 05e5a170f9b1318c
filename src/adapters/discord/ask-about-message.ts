import type { Form } from '../../domain/reply.ts';
import { systemRoleSchema } from '../../domain/system-role.ts';
import { modalLimits } from './discord-limits.ts';

/** Somebody else's message (or their own) that a person wants to ask about, from its context menu. */
export interface AboutMessage {
  messageId: string;
  /** Its words, as readContent gives them. */
  text: string;
}

const idPrefix = '1:about:';

export function isAboutForm(formId: string): boolean {
  return formId.startsWith(idPrefix);
}

/**
 * Asks which agent, and what. The message comes along in a field of its own: a person may cut it down to what they mean,
 * and nothing has to be kept or read back.
 */
export function aboutForm({ messageId, text }: AboutMessage): Form {
  const field = { required: true, value: '', options: [], maxCharacters: 1_000 };
  return {
    id: idPrefix + messageId,
    title: 'Ask an agent about this',
    fields: [
      { ...field, name: 'question', label: 'What would you like to know?', type: 'text' },
      {
        ...field,
        name: 'agent',
        label: 'Who should answer?',
        type: 'choice',
        required: false,
        options: [...systemRoleSchema.options],
        hint: 'Leave it open, and the Director decides.',
        maxCharacters: 20,
      },
      {
        ...field,
        name: 'about',
        label: 'The message',
        required: false,
        type: 'text',
        value: text.slice(0, modalLimits.textCharacters),
        maxCharacters: modalLimits.textCharacters,
      },
    ],
  };
}

/** What was asked, as if it had been said. Who is named in the message that it is about is not called by that. */
export function aboutText(values: Record<string, string>): string {
  const { agent = '', question = '', about = '' } = values;
  const quoted = about.replace(/(^|[\s(])@(?=\p{L})/gu, '$1').trim();
  const asked = `${agent === '' ? '' : `@${agent} `}${question.trim()}`;
  return quoted === '' ? asked : `${asked}\n\nAbout this message:\n${quoted}`;
}
