import { describeSize } from '../../../domain/file-kind.ts';
import type { Form } from '../../../domain/reply.ts';
import type { Block } from '../../../markdown/blocks.ts';
import { toPlainText } from '../../../markdown/to-plain-text.ts';
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
    files: message.files.map(({ name, alt, bytes }) => ({ name, alt, bytes })),
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

/** A message for a person at a terminal of so many columns. `addressOf` is where a file of that id is found. */
export function plainLines(
  message: WireMessage,
  columns: number,
  addressOf: (fileId: string) => string,
): string {
  const head = [
    message.agent ?? message.author ?? '',
    message.promptCode,
    message.place === 'dm' ? undefined : message.place,
    message.private ? `only ${message.to} sees this` : undefined,
  ]
    .filter(Boolean)
    .join(' · ');
  const text = message.agent === null ? printable(message.text) : agentText(message.blocks, columns);
  const parts = [head, text];
  for (const { id, name, bytes, alt } of message.files) {
    parts.push(printable(`[file] ${name}, ${describeSize(bytes)}${alt === name ? '' : ` (${alt})`}`));
    parts.push(`       ${addressOf(id)}`);
  }
  if (message.form) parts.push(plainForm(message.form));
  if (message.buttons.length > 0) parts.push(message.buttons.map((button) => `[${button.label}]`).join(' '));
  return `${parts.join('\n')}\n`;
}

/** What an agent says, without marks; code stands between fences, so that a finished prompt can be copied whole. */
export function agentText(blocks: Block[], columns: number): string {
  return printable(toPlainText(blocks, { width: columns, fences: true }));
}

/**
 * What of a growing text can be written to a screen that takes nothing back: everything but what may still turn out
 * to be something else, such as the last word, a mark not closed yet, a table, code.
 */
export function settledText(blocks: Block[], columns: number): string {
  const earlier = blocks.slice(0, -1);
  const last = blocks.at(-1);
  if (last?.kind === 'list') {
    const items = last.items.slice(0, -1);
    return agentText(items.length > 0 ? [...earlier, { ...last, items }] : earlier, columns);
  }
  if (last?.kind !== 'paragraph') return agentText(earlier, columns);
  const text = agentText(blocks, columns);
  const before = earlier.length === 0 ? 0 : agentText(earlier, columns).length;
  const certain = /^[^*_~`[\]<>|!&\\:=#+-]*(?=\s)/.exec(text.slice(before).trimStart())?.[0].trimEnd() ?? '';
  return certain === ''
    ? text.slice(0, before)
    : text.slice(0, text.indexOf(certain, before) + certain.length);
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
