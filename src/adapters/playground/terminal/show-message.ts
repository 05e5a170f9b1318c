import type { Form } from '../../../domain/reply.ts';
import type { WireMessage } from '../protocol.ts';

/** One line of `--json`: the fields of design.md §2, nothing else. */
export function jsonLine(message: WireMessage): string {
  return JSON.stringify({
    to: message.to,
    place: message.place,
    thread: message.thread,
    agent: message.agent,
    promptCode: message.promptCode,
    text: message.text,
    buttons: message.buttons,
    form: message.form ? jsonForm(message.form) : null,
    files: message.files,
    private: message.private,
    inReplyTo: message.inReplyTo,
    cause: message.cause,
  });
}

function jsonForm(form: Form) {
  return {
    title: form.title,
    fields: form.fields.map((field) => ({
      name: field.name,
      label: field.label,
      type: field.type,
      required: field.required,
      value: field.value,
      options: field.options,
      error: field.error ?? null,
    })),
  };
}

/** A message for a person at a terminal. */
export function plainLines(message: WireMessage): string {
  const head = [
    message.agent ?? message.author ?? '',
    message.promptCode,
    message.place === 'dm' ? undefined : message.place,
    message.private ? `only ${message.to} sees this` : undefined,
  ]
    .filter(Boolean)
    .join(' · ');
  const parts = [head, printable(message.text)];
  if (message.form) parts.push(plainForm(message.form));
  if (message.buttons.length > 0) parts.push(message.buttons.map((button) => `[${button.label}]`).join(' '));
  return `${parts.join('\n')}\n`;
}

function plainForm(form: Form): string {
  const lines = form.fields.map((field) => {
    const marks = [
      field.required ? '' : 'optional',
      field.options.length > 0 ? field.options.join(' | ') : '',
    ]
      .filter(Boolean)
      .join('; ');
    const hint = field.hint ? `\n      ${field.hint}` : '';
    const error = field.error ? `\n    ! ${field.error}` : '';
    return `  - ${field.label}${marks ? ` (${marks})` : ''}${hint}${error}`;
  });
  return `${form.title}\n${lines.join('\n')}`;
}

/** Text of people and models cannot move the cursor or repaint the screen: control characters are left out. */
function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: removing them is the point
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '');
}
