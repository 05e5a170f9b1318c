import { createInterface, type Interface } from 'node:readline/promises';
import type { Form } from '../../../domain/reply.ts';
import { startChatSession } from './chat-session.ts';
import type { PlaygroundClient } from './playground-client.ts';
import { agentText, jsonLine, plainLines, settledText } from './show-message.ts';

interface TerminalOptions {
  client: PlaygroundClient;
  as: string;
  /** Width of the terminal. */
  columns: number;
  runJobsAt: ((atMs: number) => Promise<void>) | undefined;
}

/** Reads lines one after the other: each is answered before the next is read. */
export async function runScripted(
  options: TerminalOptions & { input: NodeJS.ReadableStream; json: boolean; write(line: string): void },
): Promise<void> {
  const { json, write, columns, client } = options;
  const session = await startChatSession({
    ...options,
    sees: json ? 'everything' : 'own',
    readerOf: (as) => (json ? 'json' : `terminal:${as}`),
    onMessage: (message) => {
      if (json) write(jsonLine(message));
      else if (message.cause !== 'update')
        write(plainLines(message, columns, (file) => client.addressOf(file, options.as)));
    },
    onStatus: () => {},
  });
  let number = 0;
  // Made only now: an interface drops the lines that arrive before somebody iterates it.
  for await (const line of createInterface({ input: options.input, crlfDelay: Number.POSITIVE_INFINITY })) {
    number++;
    await session.take(line);
    if (json) write(JSON.stringify({ done: number }));
  }
  // What was attached last was meant to be sent: there is no next message.
  if (session.hasFiles()) await session.take('');
  await session.end();
}

/** A person at the keyboard: what grows is shown growing, a form is asked field by field. */
export async function runInteractive(
  options: TerminalOptions & { terminal: Interface; write(text: string): void },
): Promise<void> {
  const { terminal, write, columns, client } = options;
  /** What of a growing message is on the screen already. */
  let growing: { id: string; text: string } | undefined;
  const session = await startChatSession({
    ...options,
    sees: 'own',
    readerOf: (as) => `terminal:${as}`,
    onMessage: (message) => {
      if (message.cause === 'update') {
        if (growing?.id !== message.id) {
          write(`\r\u001b[K${message.agent ?? ''} · ${message.promptCode ?? ''}\n`);
          growing = { id: message.id, text: '' };
        }
        const settled = settledText(message.blocks, columns);
        if (!settled.startsWith(growing.text)) return;
        write(settled.slice(growing.text.length));
        growing.text = settled;
      } else if (growing?.id === message.id && agentText(message.blocks, columns).startsWith(growing.text)) {
        const buttons = message.buttons.map((button) => `[${button.label}]`).join(' ');
        const rest = agentText(message.blocks, columns).slice(growing.text.length);
        write(`${rest}\n${buttons ? `${buttons}\n` : ''}\n`);
        growing = undefined;
      } else {
        const lines = plainLines(message, columns, (file) => client.addressOf(file, session.as()));
        write(`\r\u001b[K${lines}\n`);
      }
    },
    onStatus: (text) => write(`\r\u001b[K\u001b[2m${text}\u001b[0m`),
  });
  write(
    `Chatting as ${options.as}. A line that begins with ! is a command: !press LABEL, !form, !file PATH, !as, !in, !new. Ctrl-D ends.\n`,
  );
  let ended = false;
  terminal.once('close', () => {
    ended = true;
  });
  while (!ended) {
    const line = await ask(terminal, `${session.as()}> `);
    if (line === undefined) break;
    if (line.trim() === '' && !session.hasFiles()) continue;
    if (line.trim() === '!form') {
      const form = session.openForm();
      const values = form ? await fillIn(form, terminal) : undefined;
      if (values) await session.take(`!form ${JSON.stringify(values)}`);
      else write('There is no form to fill in.\n');
      continue;
    }
    await session.take(line);
    if (session.openForm()) write('Type !form to fill it in.\n');
  }
  await session.end();
}

/** What people answer in a line or two; longer texts are pasted, and have lines of their own. */
const oneLineCharacters = 2_000;

async function fillIn(form: Form, terminal: Interface): Promise<Record<string, string> | undefined> {
  const values: Record<string, string> = {};
  for (const field of form.fields) {
    const options = field.options.length > 0 ? ` (${field.options.join(' | ')})` : '';
    const kept = field.value ? ` [${field.value}]` : '';
    const long = field.type === 'text' && field.maxCharacters > oneLineCharacters;
    const how = long
      ? ' (end with a line that holds only a dot)'
      : field.type === 'list'
        ? ' (several: separate with ;)'
        : '';
    const answer = await ask(
      terminal,
      `${field.label}${options}${kept}${field.required ? '' : ' (optional)'}${how}: `,
    );
    if (answer === undefined) return undefined;
    let text = answer;
    while (long && text.trim() !== '.' && !text.endsWith('\n.')) {
      const more = await ask(terminal, '  ');
      if (more === undefined) return undefined;
      text += `\n${more}`;
    }
    text = text.replace(/(^|\n)\.$/, '').trim();
    if (text !== '') values[field.name] = text;
  }
  return values;
}

/** Undefined when the terminal was closed. */
function ask(terminal: Interface, prompt: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const closed = () => resolve(undefined);
    terminal.once('close', closed);
    terminal.question(prompt).then(
      (line) => {
        terminal.off('close', closed);
        resolve(line);
      },
      () => resolve(undefined),
    );
  });
}
