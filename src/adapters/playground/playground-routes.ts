import { z } from 'zod';
import type { AttachedFile } from '../../domain/attached-file.ts';
import type { Incoming } from '../../domain/incoming.ts';
import type { ShownFile } from '../../domain/playground-file.ts';
import type { PlaygroundMessage } from '../../domain/playground-message.ts';
import type { Form } from '../../domain/reply.ts';
import type { ThreadRef } from '../../domain/thread-ref.ts';
import type { Clock } from '../../ports/clock.ts';
import type { HttpAnswer, HttpRequest, HttpRoute } from '../../ports/http-route.ts';
import { everyone, type PlaygroundStore } from '../../ports/playground-store.ts';
import { sentenceFor } from '../../sentences/failure-sentences.ts';
import { eventIdOf, parseInput, threadOf } from './parse-input.ts';
import type { PlaygroundFiles } from './playground-files.ts';
import { type PlaygroundPlatform, writtenId } from './playground-platform.ts';
import {
  type InputAnswer,
  type PlaygroundEvent,
  type PlaygroundInput,
  playgroundInputSchema,
  playgroundNameSchema,
  playgroundPlaceSchema,
} from './protocol.ts';
import { wireMessage } from './wire-message.ts';

type Interaction = Extract<Incoming, { kind: 'press' | 'form' }>;

/** What the playground needs of the program; the root hands it over. */
export interface PlaygroundProgram {
  receive(event: Incoming): Promise<'kept' | 'known'>;
  answerNow(
    event: Interaction,
  ): Promise<{ kind: 'form'; form: Form } | { kind: 'sentence'; sentence: string } | { kind: 'queued' }>;
  isSettled(eventId: string): Promise<boolean>;
  onProgress(callback: (eventId: string) => void): () => void;
}

export interface PlaygroundDeps {
  program: PlaygroundProgram;
  platform: PlaygroundPlatform;
  store: PlaygroundStore;
  files: PlaygroundFiles;
  clock: Clock;
  /** See helloSchema. */
  storeName: string;
}

/** A wait for an event's end is answered after this long at the latest; the client asks again. */
const settledWaitMs = 20_000;
/** What another process says here is noticed by looking this often; our own at once. */
const lookAgainMs = 500;
/** How many of the newest messages are searched for a button or a form. */
const searched = 100;

export function playgroundRoutes(deps: PlaygroundDeps): HttpRoute[] {
  const { program, platform, store, clock } = deps;

  async function takeInput(request: HttpRequest): Promise<HttpAnswer> {
    const checked = playgroundInputSchema.safeParse(request.body);
    if (!checked.success) return problem(checked.error);
    const input = checked.data;
    try {
      return {
        kind: 'json',
        status: 200,
        body: await (input.input.kind === 'message'
          ? takeMessage(input, input.input.text, input.input.files ?? [])
          : takeInteraction(input)),
      };
    } catch {
      return {
        kind: 'json',
        status: 503,
        body: { kind: 'sentence', sentence: 'The store does not answer; nothing was kept. Send it again.' },
      };
    }
  }

  async function takeMessage(
    input: PlaygroundInput,
    typed: string,
    named: Array<{ id: string; alt: string }>,
  ): Promise<InputAnswer> {
    const thread = threadOf(input);
    const sent = await deps.files.takeFor(writtenId(eventIdOf(input)), input.as, named);
    if (!sent)
      return { kind: 'sentence', sentence: 'A file of this message is no longer here. Attach it again.' };
    // Files alone are called by their names, so that lists and models have words for them.
    const text = typed.trim() === '' ? sent.map(({ name }) => name).join(', ') : typed;
    const files = sent.length > 0 ? { files: sent } : {};
    const event = parseInput(input, thread, { kind: 'message', text, ...files }, clock.nowMs());
    await program.receive(event);
    await platform.showWritten({
      id: event.id,
      thread,
      accountId: input.as,
      text,
      files: sent.map(shownFile),
    });
    return { kind: 'queued', id: event.id, thread: thread.root };
  }

  async function takeInteraction(input: PlaygroundInput): Promise<InputAnswer> {
    const found = await findInteraction(input);
    if (found.kind === 'sentence') return found;
    const event = parseInput(input, found.thread, found.what, clock.nowMs()) as Interaction;
    const answer = await program.answerNow(event);
    if (answer.kind === 'form') return { ...answer, thread: found.thread.root };
    if (answer.kind === 'sentence') return answer;
    await program.receive(event);
    return { kind: 'queued', id: event.id, thread: found.thread.root };
  }

  /** The button or the form that is meant: the newest that this person can see. */
  async function findInteraction(input: PlaygroundInput): Promise<
    | { kind: 'sentence'; sentence: string }
    | {
        kind: 'found';
        thread: ThreadRef;
        what:
          | { kind: 'press'; buttonId: string; label: string }
          | { kind: 'form'; formId: string; values: Record<string, string> };
      }
  > {
    const pressedIn = input.input.kind === 'press' ? input.input.message : undefined;
    const meant = pressedIn === undefined ? undefined : await store.get(pressedIn, input.as);
    const newest = pressedIn === undefined ? await store.latest(input.as, searched) : meant ? [meant] : [];
    if (input.input.kind === 'press') {
      const wanted = input.input.label.trim().toLowerCase();
      for (const message of newest) {
        const button = message.content?.buttons.find((candidate) => candidate.label.toLowerCase() === wanted);
        if (button)
          return {
            kind: 'found',
            thread: message.thread,
            what: { kind: 'press', buttonId: button.id, label: button.label },
          };
      }
      const labels =
        newest.find((message) => message.content && message.content.buttons.length > 0)?.content?.buttons ??
        [];
      const there = labels.length > 0 ? ` There is: ${labels.map((button) => button.label).join(', ')}.` : '';
      return { kind: 'sentence', sentence: `I see no button "${input.input.label}".${there}` };
    }
    if (input.input.kind !== 'form')
      return { kind: 'sentence', sentence: sentenceFor({ kind: 'outdated-button' }) };
    const { formId, values } = input.input;
    const shown = newest.find(
      (message) => message.content?.form && (formId === null || message.content.form.id === formId),
    );
    if (!shown?.content?.form && formId === null)
      return { kind: 'sentence', sentence: 'There is no form to send.' };
    const thread = shown?.thread ?? threadOf(input);
    return {
      kind: 'found',
      thread,
      what: { kind: 'form', formId: formId ?? shown?.content?.form?.id ?? '', values },
    };
  }

  async function settled(request: HttpRequest): Promise<HttpAnswer> {
    const id = request.params.id ?? '';
    const until = clock.nowMs() + settledWaitMs;
    const wake = new Waker((callback) =>
      program.onProgress((eventId) => {
        if (eventId === id) callback();
      }),
    );
    try {
      for (;;) {
        const turn = wake.next(clock);
        if (await program.isSettled(id))
          return { kind: 'json', status: 200, body: { settled: true, revision: await store.lastRevision() } };
        if (clock.nowMs() >= until)
          return { kind: 'json', status: 200, body: { settled: false, revision: 0 } };
        await turn;
      }
    } finally {
      wake.end();
    }
  }

  async function events(request: HttpRequest): Promise<HttpAnswer> {
    const query = z
      .strictObject({
        as: z.union([playgroundNameSchema, z.literal('all')]),
        reader: z.string().min(1).max(64),
        after: z.coerce.number().optional(),
      })
      .safeParse(request.query);
    if (!query.success) return problem(query.error);
    const { as, reader, after } = query.data;
    return {
      kind: 'events',
      run: (send, signal) => stream(as === 'all' ? undefined : as, reader, after, send, signal),
    };
  }

  async function stream(
    visibleTo: string | undefined,
    reader: string,
    after: number | undefined,
    send: (event: PlaygroundEvent) => void,
    signal: AbortSignal,
  ): Promise<void> {
    const sees = (message: { visibleTo: string }) =>
      visibleTo === undefined || message.visibleTo === everyone || message.visibleTo === visibleTo;
    /** Kept by this process and not looked at yet, in the order of the revisions. */
    let fresh: PlaygroundMessage[] = [];
    const wake = new Waker((callback) =>
      platform.onSignal((notice) => {
        if (notice.kind === 'kept') {
          fresh.push(notice.message);
          callback();
        } else if (notice.kind === 'growing' && sees(notice.message))
          send({ kind: 'message', message: wireMessage(notice.message) });
        else if (notice.kind === 'status' && (visibleTo === undefined || notice.accountId === visibleTo)) {
          const place = notice.thread.audience === 'direct' ? 'dm' : notice.thread.place;
          send({
            kind: 'status',
            to: notice.accountId,
            place,
            thread: notice.thread.root,
            text: notice.text,
          });
        }
      }),
    );
    const leave = () => wake.skip();
    signal.addEventListener('abort', leave, { once: true });

    async function show(news: PlaygroundMessage[]): Promise<void> {
      for (const message of news) send({ kind: 'message', message: wireMessage(message) });
      const last = news.at(-1)?.revision;
      // Of what this reader does not see nothing is kept: to read past it once more shows nothing twice.
      if (last !== undefined) await store.setSeen(reader, last);
    }

    /** A new reader sees what is said from now on: kept at once, or what is said during a restart would be missed. */
    async function begin(): Promise<number> {
      const last = await store.lastRevision();
      await store.setSeen(reader, last);
      return last;
    }

    try {
      let told: number | undefined;
      let seen = after ?? (await store.seen(reader)) ?? (await begin());
      let looksInStore = true;
      while (!signal.aborted) {
        const turn = wake.next(clock);
        const upTo: number = looksInStore ? await store.lastRevision() : seen;
        looksInStore = upTo > seen;
        if (looksInStore) {
          const news = await store.since(seen, visibleTo, 200);
          seen = news.at(-1)?.revision ?? upTo;
          await show(news);
          looksInStore = news.length > 0;
        }
        const next = fresh.filter((message) => message.revision > seen);
        fresh = [];
        // Without a gap nobody else has written in between, and the store needs not be asked.
        const isWhole = next.every((message, index) => message.revision === seen + 1 + index);
        if (isWhole) {
          seen = next.at(-1)?.revision ?? seen;
          await show(next.filter(sees));
        } else looksInStore = true;
        if (seen !== told) send({ kind: 'up-to', revision: seen });
        told = seen;
        if (looksInStore || fresh.length > 0) wake.skip();
        else looksInStore = (await turn) === 'time';
      }
    } finally {
      signal.removeEventListener('abort', leave);
      wake.end();
    }
  }

  async function latestThread(request: HttpRequest): Promise<HttpAnswer> {
    const query = z
      .strictObject({ as: playgroundNameSchema, place: playgroundPlaceSchema })
      .safeParse(request.query);
    if (!query.success) return problem(query.error);
    const { place } = threadOf({ ...query.data, thread: null, id: '' });
    const newest: PlaygroundMessage | undefined = (await store.latest(query.data.as, searched)).find(
      (message) => message.thread.place === place && message.visibleTo === query.data.as,
    );
    return { kind: 'json', status: 200, body: { thread: newest?.thread.root ?? null } };
  }

  return [
    {
      method: 'GET',
      path: '/playground/hello',
      handle: async () => ({
        kind: 'json',
        status: 200,
        body: { product: 'elevate', store: deps.storeName },
      }),
    },
    { method: 'POST', path: '/playground/inputs', handle: takeInput },
    { method: 'GET', path: '/playground/settled/:id', handle: settled },
    { method: 'GET', path: '/playground/events', handle: events },
    { method: 'GET', path: '/playground/latest-thread', handle: latestThread },
  ];
}

/** A person's file as the playground shows it: a picture without words of its own is called by its name. */
function shownFile({ id, name, mediaType, bytes, alt }: AttachedFile): ShownFile {
  return { id, name, mediaType, bytes, alt: alt ?? name };
}

function problem(error: z.ZodError): HttpAnswer {
  const lines = error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
  return { kind: 'json', status: 400, body: { kind: 'sentence', sentence: lines.join('; ') } };
}

/** Turns "something happened" into promises, so that a loop can wait for the next happening without missing one. */
class Waker {
  readonly #unsubscribe: () => void;
  #sleeping = new AbortController();

  constructor(subscribe: (callback: () => void) => () => void) {
    this.#unsubscribe = subscribe(() => this.skip());
  }

  /** Resolves at the next happening, or when it is `time` to look again. */
  async next(clock: Clock): Promise<'happening' | 'time'> {
    const sleeping = new AbortController();
    this.#sleeping = sleeping;
    await clock.sleep(lookAgainMs, sleeping.signal);
    return sleeping.signal.aborted ? 'happening' : 'time';
  }

  /** Ends the wait: its outcome no longer matters, or something happened. */
  skip(): void {
    // Of a reason of its own an exception is made, with its stack: dear for something that happens at every message.
    this.#sleeping.abort('happening');
  }

  end(): void {
    this.#unsubscribe();
    this.skip();
  }
}
