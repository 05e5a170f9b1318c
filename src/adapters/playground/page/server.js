/** The few things that the page asks of the program. Each rejects with a sentence for the person. */

/**
 * @param {string} path
 * @param {Record<string, string>} query
 */
async function read(path, query) {
  const answer = await fetch(`${path}?${new URLSearchParams(query)}`);
  if (!answer.ok) throw new Error('That could not be read just now.');
  return answer.json();
}

export const readCatalogue = () => read('/playground/catalogue', {});

/** @param {string} as @param {string} place */
export const readThreads = (as, place) => read('/playground/threads', { as, place });

/** @param {string} as @param {string} place @param {string} thread */
export const readThread = (as, place, thread) => read('/playground/thread', { as, place, thread });

/** @param {string} as */
export const readFoundation = (as) => read('/playground/foundation', { as });

/** @param {string} as @param {string} message */
export const readUsed = (as, message) => read('/playground/used', { as, message });

/**
 * Sent again under the same id it is kept once, so a lost answer is no reason to worry.
 * @param {{id: string, as: string, place: string, thread: string | null, input: object}} input
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

/**
 * Listens to everything that `as` may see, from the revision after `after`, and goes on after every interruption.
 * @param {{as: string, reader: string, after: () => number, onEvent: (event: any) => void,
 *   onState: (state: 'live' | 'lost') => void}} options
 * @returns {() => void} ends it
 */
export function listen({ as, reader, after, onEvent, onState }) {
  let ended = false;
  let tries = 0;
  let timer = 0;
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
