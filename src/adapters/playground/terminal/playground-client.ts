import type { z } from 'zod';
import type { Clock } from '../../../ports/clock.ts';
import {
  type FileAnswer,
  fileAnswerSchema,
  helloSchema,
  type InputAnswer,
  inputAnswerSchema,
  latestThreadSchema,
  type PlaygroundEvent,
  type PlaygroundInput,
  playgroundEventSchema,
  settledSchema,
} from '../protocol.ts';

/** A program that restarts is waited for this long. */
const patienceMs = 60_000;
const retryMs = 300;

/** The terminal's side of the playground's protocol. Outlives a restart of the program: nothing is sent twice or lost. */
export interface PlaygroundClient {
  send(input: PlaygroundInput): Promise<InputAnswer>;
  /** Hands a file in, to be named in a message. */
  handIn(as: string, id: string, name: string, content: Uint8Array<ArrayBuffer>): Promise<FileAnswer>;
  /** Where that person's browser finds a file. */
  addressOf(fileId: string, as: string): string;
  /** Resolves when everything that the event caused has been worked and said; with the revision of that moment. */
  settled(eventId: string): Promise<number>;
  latestThread(as: string, place: string): Promise<string | null>;
  /** Calls back for each event from where this reader last was, until `signal` aborts. Reconnects by itself. */
  listen(
    reader: string,
    as: string,
    onEvent: (event: PlaygroundEvent) => void,
    signal: AbortSignal,
  ): Promise<void>;
}

/** The playground at `url` if it serves the same store; undefined where nothing, or something else, answers. */
export async function findPlayground(url: string, store: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/playground/hello`, { signal: AbortSignal.timeout(1_000) });
    const hello = helloSchema.safeParse(await response.json());
    return hello.success && hello.data.store === store;
  } catch {
    return false;
  }
}

export function createPlaygroundClient(url: string, clock: Clock, onWaiting: () => void): PlaygroundClient {
  /** Repeats until the program answers: it may be restarting, or its store may. */
  async function ask<Schema extends z.ZodType>(
    schema: Schema,
    path: string,
    init: RequestInit = {},
  ): Promise<z.infer<Schema>> {
    const until = clock.nowMs() + patienceMs;
    for (let told = false; ; ) {
      try {
        const response = await fetch(`${url}${path}`, init);
        if (response.status < 500) return schema.parse(await response.json());
      } catch (error) {
        if (!(error instanceof TypeError)) throw error;
      }
      if (clock.nowMs() >= until)
        throw new Error(`The program at ${url} does not answer. Start it with npm start and try again.`);
      if (!told) onWaiting();
      told = true;
      await clock.sleep(retryMs);
    }
  }

  return {
    send: (input) =>
      ask(inputAnswerSchema, '/playground/inputs', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(input),
      }),
    handIn: (as, id, name, content) =>
      ask(fileAnswerSchema, `/playground/files?${new URLSearchParams({ as, id, name })}`, {
        method: 'POST',
        headers: { 'content-type': 'application/octet-stream' },
        body: content,
      }),
    addressOf: (fileId, as) => `${url}/playground/files/${fileId}?${new URLSearchParams({ as })}`,
    settled: async (eventId) => {
      for (;;) {
        const answer = await ask(settledSchema, `/playground/settled/${encodeURIComponent(eventId)}`);
        if (answer.settled) return answer.revision;
      }
    },
    latestThread: async (as, place) =>
      (await ask(latestThreadSchema, `/playground/latest-thread?${new URLSearchParams({ as, place })}`))
        .thread,
    listen: async (reader, as, onEvent, signal) => {
      let seen: number | undefined;
      while (!signal.aborted) {
        try {
          const query = new URLSearchParams({
            as,
            reader,
            ...(seen === undefined ? {} : { after: String(seen) }),
          });
          const response = await fetch(`${url}/playground/events?${query}`, { signal });
          for await (const event of readEvents(response)) {
            if (event.kind === 'up-to') seen = event.revision;
            onEvent(event);
          }
        } catch {
          // The program is away or restarting; what it said meanwhile is read from `seen` on.
        }
        if (!signal.aborted) await clock.sleep(retryMs, signal);
      }
    },
  };
}

/** Server-sent events, each a line `data: {…}`. */
async function* readEvents(response: Response): AsyncGenerator<PlaygroundEvent> {
  if (!response.ok || !response.body) return;
  let rest = '';
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (!line.startsWith('data: ')) continue;
      const event = playgroundEventSchema.safeParse(JSON.parse(line.slice('data: '.length)));
      if (event.success) yield event.data;
    }
  }
}
