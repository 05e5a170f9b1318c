/** The few things that the page asks of the program. Each rejects with a sentence for the person. */

/** @typedef {import('../protocol.ts').WireMessage} WireMessage */
/** @typedef {import('../page-data-routes.ts').PageReads} PageReads */
/** @typedef {PageReads['agents'][number]} Agent */
/** @typedef {PageReads['prompts'][number]} Prompt */
/** @typedef {Awaited<ReturnType<PageReads['readFoundation']>>[number]} Grid */
/** @typedef {Awaited<ReturnType<PageReads['readSaved']>>} Saved */
/** @typedef {NonNullable<Awaited<ReturnType<PageReads['readRun']>>>} Used */

/**
 * @param {string} path
 * @param {Record<string, string>} query
 * @returns {Promise<any>} what the route gives: each reader below says what that is
 */
async function read(path, query) {
  const answer = await fetch(`${path}?${new URLSearchParams(query)}`);
  if (!answer.ok) throw new Error('That could not be read just now.');
  return answer.json();
}

/** @returns {Promise<{agents: Agent[], prompts: Prompt[], limits: {files: number, bytes: number}}>} */
export const readCatalogue = () => read('/playground/catalogue', {});

/**
 * @param {string} as
 * @param {string} place
 * @returns {Promise<{threads: import('../protocol.ts').ListedThread[], revision: number}>}
 */
export const readThreads = (as, place) => read('/playground/threads', { as, place });

/**
 * @param {string} as
 * @param {string} place
 * @param {string} thread
 * @returns {Promise<{messages: WireMessage[], revision: number}>}
 */
export const readThread = (as, place, thread) => read('/playground/thread', { as, place, thread });

/** @param {string} as @returns {Promise<{grids: Grid[]}>} */
export const readFoundation = (as) => read('/playground/foundation', { as });

/** @param {string} as @returns {Promise<import('./server.js').Saved>} */
export const readSaved = (as) => read('/playground/saved', { as });

/** @param {string} as @param {string} message @returns {Promise<{used: Used | null}>} */
export const readUsed = (as, message) => read('/playground/used', { as, message });

/**
 * Sent again under the same id it is kept once, so a lost answer is no reason to worry.
 * @param {import('../protocol.ts').PlaygroundInput} input
 * @returns {Promise<import('../protocol.ts').InputAnswer>}
 */
export async function sendInput(input) {
  const answer = await fetch('/playground/inputs', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(input),
  });
  const body = await answer.json();
  if (!answer.ok) throw new Error(body.sentence ?? 'That could not be sent just now.');
  return body;
}

/** Where a browser of that person finds a file. @param {string} id @param {string} as */
export const fileAddress = (id, as) =>
  `/playground/files/${encodeURIComponent(id)}?${new URLSearchParams({ as })}`;

/**
 * Hands a file in, to be named in a message.
 * @param {string} as
 * @param {File} file
 * @returns {Promise<import('../protocol.ts').FileAnswer>}
 */
export async function handIn(as, file) {
  const query = new URLSearchParams({ as, id: crypto.randomUUID(), name: file.name });
  const answer = await fetch(`/playground/files?${query}`, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: file,
  });
  return answer.json();
}

/**
 * Listens to everything that `as` may see, from the revision after `after`, and goes on after every interruption.
 * @param {{as: string, reader: string, after: () => number, onEvent: (event: import('../protocol.ts').PlaygroundEvent) => void,
 *   onState: (state: 'live' | 'lost') => void}} options
 * @returns {() => void} ends it
 */
export function listen({ as, reader, after, onEvent, onState }) {
  let ended = false;
  let tries = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  /** @type {EventSource | undefined} */
  let source;

  function open() {
    clearTimeout(timer);
    source?.close();
    if (ended) return;
    source = new EventSource(
      `/playground/events?${new URLSearchParams({ as, reader, after: String(after()) })}`,
    );
    source.onopen = () => {
      tries = 0;
      onState('live');
    };
    source.onmessage = ({ data }) => onEvent(JSON.parse(data));
    // The browser's own reconnection would ask for the same `after` again: ours goes on from the last revision.
    source.onerror = () => {
      source?.close();
      if (ended) return;
      onState('lost');
      timer = setTimeout(open, Math.min(5_000, 250 * 2 ** tries));
      tries += 1;
    };
  }

  const again = () => open();
  addEventListener('online', again);
  open();
  return () => {
    ended = true;
    clearTimeout(timer);
    removeEventListener('online', again);
    source?.close();
  };
}
