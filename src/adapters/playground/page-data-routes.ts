import { z } from 'zod';
import { fileBytesLimit, mostFiles } from '../../domain/attached-file.ts';
import type { PlaygroundMessage } from '../../domain/playground-message.ts';
import type { HttpAnswer, HttpRequest, HttpRoute } from '../../ports/http-route.ts';
import type { PlaygroundStore } from '../../ports/playground-store.ts';
import { threadOf } from './parse-input.ts';
import type { PlaygroundPlatform } from './playground-platform.ts';
import { type ListedThread, playgroundNameSchema, playgroundPlaceSchema } from './protocol.ts';
import { wireMessage } from './wire-message.ts';

interface ReadField {
  label: string;
  value: string | string[] | null;
}

/** What the page shows beside the chat; the root hands it over, for the adapter knows no store but its own. */
export interface PageReads {
  /** `picture` is its address on this server; where there is none, the emoji stands in. */
  agents: Array<{ role: string; name: string; emoji: string; description: string; picture?: string }>;
  prompts: Array<{ code: string; title: string; owner: string }>;
  /** What the person has written down, grid by grid. */
  readFoundation(
    as: string,
  ): Promise<Array<{ name: string; fields: Array<ReadField & { question: string; required: boolean }> }>>;
  /** The newest of their saved work that is not archived; `more` where there is more than that. */
  readSaved(
    as: string,
  ): Promise<{ saved: Array<{ name: string; kind: string; status: string }>; more: boolean }>;
  /** What a run of the person used; undefined for another person's as for none. */
  readRun(
    as: string,
    executionId: string,
  ): Promise<
    | { promptCode: string; title: string; model: string | null; inputs: ReadField[]; fields: ReadField[] }
    | undefined
  >;
}

export interface PageDataDeps {
  store: PlaygroundStore;
  platform: Pick<PlaygroundPlatform, 'asGrown'>;
  reads: PageReads;
}

/** A thread's newest messages; whoever wants older ones asks in the thread. */
const messagesShown = 300;
/** How many of a place's newest messages its list of threads is made of. */
const messagesListed = 600;
const threadsListed = 40;
const titleCharacters = 60;

/** What the page reads beside the events: everything as one person may see it. */
export function pageDataRoutes({ store, platform, reads }: PageDataDeps): HttpRoute[] {
  const asOnly = z.strictObject({ as: playgroundNameSchema });
  const inPlace = asOnly.extend({ place: playgroundPlaceSchema });
  const inThread = inPlace.extend({ thread: z.string().min(1).max(200) });
  const ofMessage = asOnly.extend({ message: z.string().min(1).max(400) });

  return [
    get('/playground/catalogue', z.strictObject({}), async () => ({
      agents: reads.agents,
      prompts: reads.prompts,
      limits: { files: mostFiles, bytes: fileBytesLimit },
    })),
    get('/playground/threads', inPlace, async ({ as, place }) => {
      // Read first: what changes meanwhile comes once more by the events, and is missed by nobody.
      const revision = await store.lastRevision();
      const { place: stored } = threadOf({ as, place, thread: null, id: '-' });
      return { threads: listThreads(await store.inPlace(stored, as, messagesListed)), revision };
    }),
    get('/playground/thread', inThread, async ({ as, place, thread }) => {
      const revision = await store.lastRevision();
      const { place: stored } = threadOf({ as, place, thread, id: '-' });
      const messages = await store.inThread(stored, thread, as, messagesShown);
      return { messages: messages.map((message) => wireMessage(platform.asGrown(message))), revision };
    }),
    get('/playground/foundation', asOnly, async ({ as }) => ({ grids: await reads.readFoundation(as) })),
    get('/playground/saved', asOnly, ({ as }) => reads.readSaved(as)),
    get('/playground/used', ofMessage, async ({ as, message }) => {
      const executionId = (await store.get(message, as))?.content?.executionId;
      return { used: (executionId !== undefined && (await reads.readRun(as, executionId))) || null };
    }),
  ];
}

/** The threads, the one with the newest message first. */
function listThreads(newestFirst: PlaygroundMessage[]): ListedThread[] {
  const threads = new Map<string, ListedThread>();
  for (const message of newestFirst) {
    const known = threads.get(message.thread.root);
    const listed = known ?? { thread: message.thread.root, title: '', at: message.postedAt };
    // The last to give the title is the first that was said.
    if (message.authorAccountId !== undefined || listed.title === '') listed.title = titleOf(message.text);
    listed.at = Math.max(listed.at, message.postedAt);
    threads.set(message.thread.root, listed);
  }
  return [...threads.values()].sort((a, b) => b.at - a.at).slice(0, threadsListed);
}

function titleOf(text: string): string {
  const line = text
    .replace(/[*_`#>]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  return line.length > titleCharacters ? `${line.slice(0, titleCharacters - 1).trimEnd()}…` : line;
}

function get<Query>(
  path: string,
  query: z.ZodType<Query>,
  read: (query: Query) => Promise<unknown>,
): HttpRoute {
  return {
    method: 'GET',
    path,
    handle: async (request: HttpRequest): Promise<HttpAnswer> => {
      const checked = query.safeParse(request.query);
      if (checked.success) return { kind: 'json', status: 200, body: await read(checked.data) };
      const lines = checked.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
      return { kind: 'json', status: 400, body: { kind: 'sentence', sentence: lines.join('; ') } };
    },
  };
}
