import { randomUUID } from 'node:crypto';
import { mostFiles } from '../../../domain/attached-file.ts';
import { describeSize } from '../../../domain/file-kind.ts';
import type { Form } from '../../../domain/reply.ts';
import { plainBlocks } from '../../../markdown/parse-markdown.ts';
import { sentenceFor } from '../../../sentences/failure-sentences.ts';
import type { PlaygroundEvent, PlaygroundInput, WireMessage } from '../protocol.ts';
import type { PlaygroundClient } from './playground-client.ts';
import { readLine } from './read-line.ts';
import { readSentFile } from './read-sent-file.ts';

export interface SessionOptions {
  client: PlaygroundClient;
  as: string;
  /** Everybody's messages (`--json`), or only those that `as` may see. */
  sees: 'everything' | 'own';
  /** Names this reader in the program, so that a restart goes on where it was; whoever reads their own has one each. */
  readerOf(as: string): string;
  onMessage(message: WireMessage): void;
  onStatus(text: string): void;
  /** Runs what became due at that time; undefined where another process runs the program. */
  runJobsAt: ((atMs: number) => Promise<void>) | undefined;
}

/** One person at a time at a terminal, as a client of the playground. */
export interface ChatSession {
  /** Does what the line says and resolves when everything it caused has been shown. */
  take(line: string): Promise<void>;
  /** The form that waits to be sent, if the last thing shown had one. */
  openForm(): Form | undefined;
  as(): string;
  /** Whether files wait for the next message. An empty line sends them alone. */
  hasFiles(): boolean;
  end(): Promise<void>;
}

export async function startChatSession(options: SessionOptions): Promise<ChatSession> {
  const { client } = options;
  let as = options.as;
  let place = 'dm';
  let form: { id: string; form: Form; as: string } | undefined;
  /** The thread that each person is in, by place. */
  const threads = new Map<string, string | null>();
  /** Files that each person has attached and not sent. */
  const attached = new Map<string, Array<{ id: string; alt: string }>>();
  let shownUpTo = -1;
  let waiting: Array<{ revision: number; resolve: () => void }> = [];

  let hearing = new AbortController();
  let listening: Promise<void> = Promise.resolve();

  /** Listens for whoever is at the terminal now. */
  async function hear(): Promise<void> {
    hearing.abort();
    await listening;
    hearing = new AbortController();
    shownUpTo = -1;
    const whose = options.sees === 'everything' ? 'all' : as;
    listening = client.listen(options.readerOf(as), whose, onEvent, hearing.signal);
    // The first "up to" says that this reader stands where it left off: nothing said from now on is missed.
    await shown(0);
  }

  function onEvent(event: PlaygroundEvent): void {
    if (event.kind === 'status') {
      if (event.to === as) options.onStatus(event.text);
    } else if (event.kind === 'message') {
      const { message } = event;
      if (message.agent === null) return;
      if (message.form && message.to === as) form = { id: message.form.id, form: message.form, as };
      options.onMessage(message);
    } else {
      shownUpTo = event.revision;
      for (const one of waiting.filter((item) => item.revision <= shownUpTo)) one.resolve();
      waiting = waiting.filter((item) => item.revision > shownUpTo);
    }
  }

  const shown = (revision: number) =>
    new Promise<void>((resolve) => {
      if (revision <= shownUpTo) resolve();
      else waiting.push({ revision, resolve });
    });

  await hear();

  const threadKey = () => `${as} ${place}`;
  async function currentThread(): Promise<string | null> {
    const known = threads.get(threadKey());
    if (known !== undefined) return known;
    const latest = place === 'dm' ? await client.latestThread(as, place) : null;
    threads.set(threadKey(), latest);
    return latest;
  }

  /** Something that the terminal itself says, in the shape of every other message. */
  function say(text: string, thread: string | null, shownForm?: Form): void {
    options.onMessage({
      id: randomUUID(),
      to: as,
      place,
      thread: thread ?? '',
      agent: 'Director',
      author: null,
      promptCode: null,
      text,
      blocks: plainBlocks(text),
      buttons: [],
      form: shownForm ?? null,
      files: [],
      private: place !== 'dm',
      inReplyTo: null,
      cause: 'message',
      at: Date.now(),
      run: false,
    });
  }

  async function send(input: PlaygroundInput['input']): Promise<void> {
    const thread = await currentThread();
    const answer = await client.send({ id: randomUUID(), as, place, thread, input });
    if (answer.kind === 'sentence') {
      say(answer.sentence, thread);
      return;
    }
    threads.set(threadKey(), answer.thread);
    if (answer.kind === 'form') {
      form = { id: answer.form.id, form: answer.form, as };
      const errors = answer.form.fields.flatMap((field) => field.error ?? []);
      say(
        errors.length > 0 ? sentenceFor({ kind: 'wrong-form', errors }) : answer.form.title,
        answer.thread,
        answer.form,
      );
      return;
    }
    if (input.kind === 'form') form = undefined;
    await shown(await client.settled(answer.id));
  }

  async function sendMessage(text: string): Promise<void> {
    const files = attached.get(as) ?? [];
    attached.delete(as);
    await send({ kind: 'message', text, ...(files.length > 0 ? { files } : {}) });
  }

  async function attach(path: string, alt: string): Promise<void> {
    const waiting = attached.get(as) ?? [];
    const thread = await currentThread();
    if (waiting.length === mostFiles)
      return say(
        `${mostFiles} files are attached already, the most for one message. Send them first.`,
        thread,
      );
    const read = await readSentFile(path);
    if (read.kind === 'sentence') return say(read.sentence, thread);
    const answer = await client.handIn(as, randomUUID(), read.name, read.content);
    if (answer.kind === 'sentence') return say(answer.sentence, thread);
    const { file, use } = answer;
    attached.set(as, [...waiting, { id: file.id, alt }]);
    const kind = {
      picture: 'a picture',
      text: 'read as text',
      none: 'kept, but I cannot read that kind yet',
    }[use];
    say(
      `Attached: ${file.name}, ${describeSize(file.bytes)}, ${kind}. It goes with your next message; an empty line sends it alone.`,
      thread,
    );
  }

  async function sendForm(values: Record<string, string>): Promise<void> {
    const open = form?.as === as ? form : undefined;
    const names = open?.form.fields.map((field) => field.name) ?? [];
    const unknown = open ? Object.keys(values).filter((name) => !names.includes(name)) : [];
    if (unknown.length > 0) {
      say(
        `The form has no field ${unknown.map((name) => `"${name}"`).join(', ')}. It has: ${names.join(', ')}.`,
        await currentThread(),
        open?.form,
      );
      return;
    }
    // What was typed before and stands in the form is kept; what is sent now comes over it.
    const kept = Object.fromEntries(open?.form.fields.map((field) => [field.name, field.value]) ?? []);
    await send({ kind: 'form', formId: open?.id ?? null, values: { ...kept, ...values } });
  }

  return {
    take: async (text) => {
      const line = readLine(text);
      switch (line.kind) {
        case 'message':
          return sendMessage(line.text);
        case 'press':
          return send({ kind: 'press', label: line.label });
        case 'form':
          return sendForm(line.values);
        case 'as':
          if (line.name === as) return;
          as = line.name;
          // Who sees everything hears this person already.
          return options.sees === 'everything' ? undefined : hear();
        case 'in':
          place = line.place;
          return;
        case 'new':
          threads.set(threadKey(), null);
          return;
        case 'file':
          return attach(line.path, line.alt);
        case 'at':
          if (!options.runJobsAt)
            return say(
              '!at works only where this terminal runs the program itself; stop npm start first.',
              await currentThread(),
            );
          return options.runJobsAt(line.atMs);
        case 'unreadable':
          return say(line.sentence, await currentThread());
      }
    },
    openForm: () => (form?.as === as ? form.form : undefined),
    as: () => as,
    hasFiles: () => attached.has(as),
    end: async () => {
      hearing.abort();
      await listening;
    },
  };
}
