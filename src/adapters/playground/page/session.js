import { sizeOf } from './files.js';
import {
  handIn,
  listen,
  readCatalogue,
  readFoundation,
  readSaved,
  readThread,
  readThreads,
  readUsed,
  sendInput,
} from './server.js';
import { spokenText } from './spoken-text.js';

/** Who can be somebody here; the playground asks nobody for a password. */
export const people = [
  { id: 'ana', name: 'Ana', about: 'student' },
  { id: 'ben', name: 'Ben', about: 'student' },
  { id: 'fay', name: 'Fay', about: 'facilitator' },
];

const direct = { id: 'dm', name: 'Direct message', about: 'Only you and the agents read this.' };
const general = {
  id: '#general',
  name: 'general',
  about: 'Everybody in the cohort reads this. Mention an agent to get an answer.',
};
export const places = [direct, general];

/** @typedef {import('./server.js').WireMessage} WireMessage */
/** @typedef {import('./server.js').Agent} Agent */
/** @typedef {import('./server.js').Prompt} Prompt */
/** @typedef {import('../protocol.ts').ListedThread} ListedThread */
/** @typedef {import('../protocol.ts').PlaygroundInput} PlaygroundInput */
/** @typedef {import('../../../domain/reply.ts').Form} Form */
/** @typedef {ReturnType<typeof createSession>} Session */

/**
 * A message, and what this tab still does about it: `input` is sent again after a failure.
 * @typedef {WireMessage & {sending?: 'sending' | 'failed' | undefined, input?: PlaygroundInput}} Message
 */

/**
 * A file that goes with the next message, with what becomes of it.
 * @typedef {object} Attachment
 * @property {string} id
 * @property {string} name
 * @property {string} mediaType
 * @property {number} bytes
 * @property {'picture' | 'text' | 'none'} use
 * @property {string} alt what a picture shows, as far as it is said
 */

/** @param {string} id */
export const placeOf = (id) => (id === '#general' ? general : direct);

/** @param {string} id */
export const nameOf = (id) => people.find((person) => person.id === id)?.name ?? id;

const noConnection = 'There is no connection to Elevate just now.';

/** A failure for the person: the browser's own mean that nobody answered. @param {unknown} error @param {string} unanswered */
function reasonOf(error, unanswered) {
  if (error instanceof TypeError) return unanswered;
  return error instanceof Error ? error.message : String(error);
}

/** @param {string} place @param {string} thread */
const keyOf = (place, thread) => `${place}/${thread}`;

/** The tab's own name, so that a reload goes on as the same reader. */
function readerName() {
  const kept = sessionStorage.getItem('elevate:reader');
  const name = kept ?? `page:${crypto.randomUUID()}`;
  sessionStorage.setItem('elevate:reader', name);
  return name;
}

/** Messages that could not be sent yet: a reload of the tab keeps them. @returns {Message[]} */
function readUnsent() {
  try {
    return JSON.parse(sessionStorage.getItem('elevate:unsent') ?? '[]');
  } catch {
    return [];
  }
}

/** @param {Message} message @param {boolean} isUnsent */
function keepUnsent(message, isUnsent) {
  const others = readUnsent().filter((one) => one.id !== message.id);
  sessionStorage.setItem('elevate:unsent', JSON.stringify(isUnsent ? [...others, message] : others));
}

/** Files attached and not sent yet: a reload of the tab keeps them. @returns {Map<string, Attachment[]>} */
function readAttached() {
  try {
    return new Map(JSON.parse(sessionStorage.getItem('elevate:attached') ?? '[]'));
  } catch {
    return new Map();
  }
}

/** What a message of files alone says. @param {Array<{name: string}>} files */
export const namesOf = (files) => files.map(({ name }) => name).join(', ');

/** What the address says: `#/ana/general/<thread>`. */
function readAddress() {
  const [, as = '', place, thread] = location.hash.split('/').map((part) => decodeURIComponent(part));
  return {
    as: people.some((person) => person.id === as) ? as : (sessionStorage.getItem('elevate:as') ?? 'ana'),
    place: place === 'general' ? '#general' : 'dm',
    thread: thread || undefined,
  };
}

/** Everything that the page knows, and everything that a person can do on it. */
export function createSession() {
  /** @type {Set<() => void>} */
  const watchers = new Set();
  const state = {
    ...readAddress(),
    /** @type {string | null} null: the next message roots a new thread */
    thread: null,
    /** @type {'starting' | 'live' | 'lost'} */
    connection: 'starting',
    /** Whether the thread shown has been read. */
    loaded: false,
    /** @type {ListedThread[]} */
    threads: [],
    /** @type {Map<string, Map<string, Message>>} */
    messages: new Map(),
    /** @type {Map<string, string>} */
    statuses: new Map(),
    /** Forms that a button opened, by thread. @type {Map<string, {form: Form, message: Message}>} */
    forms: new Map(),
    /** Ids of forms that were sent from this tab. @type {Set<string>} */
    sentForms: new Set(),
    /** @type {Set<string>} */
    unread: new Set(),
    /** @type {Agent[]} */
    agents: [],
    /** @type {Prompt[]} */
    prompts: [],
    /** Of files in one message, as the server counts them. */
    limits: { files: 5, bytes: 10_485_760 },
    /** What goes with the next message, by thread. @type {Map<string, Attachment[]>} */
    attached: readAttached(),
    /** Why a file was not attached. */
    refusal: '',
    /** @type {import('./server.js').Grid[] | null} */
    foundation: null,
    /** @type {import('./server.js').Saved | null} */
    saved: null,
    /** @type {import('./server.js').Used | null} */
    used: null,
    notice: '',
    /** For those who hear the page: whole messages only. */
    announcement: '',
  };
  const reader = readerName();
  let revision = 0;
  let endListening = () => {};
  /** Rises when somebody else or another place is shown: what was asked for before is then old. */
  let arrival = 0;
  /** Rises when another thread is shown as well. */
  let view = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let panelTimer;

  function changed() {
    for (const watcher of watchers) watcher();
  }

  /** @param {Message} message @param {{isNews: boolean}} how */
  function take(message, { isNews }) {
    const key = keyOf(message.place, message.thread);
    const thread = state.messages.get(key) ?? new Map();
    state.messages.set(key, thread);
    const known = thread.get(message.id);
    if (known && !known.sending && known.cause !== 'update' && message.cause === 'update') return;
    // What was read a moment ago may be older than what has grown since.
    if (
      !isNews &&
      known?.cause === 'update' &&
      message.cause === 'update' &&
      known.text.length > message.text.length
    )
      return;
    thread.set(message.id, { ...message, at: known && !known.sending ? known.at : message.at });
    if (!isNews) return;
    if (message.agent !== null) state.statuses.delete(key);
    listThread(message);
    const shown = message.place === state.place && message.thread === state.thread;
    if (message.cause === 'update') return;
    if (!shown && message.author !== state.as) state.unread.add(key);
    if (message.agent !== null) {
      const words = spokenText(message.blocks).slice(0, 400);
      if (shown) state.announcement = `${nameOfAgent(message.agent)} says: ${words}`;
      refreshPanelSoon();
    }
  }

  /** @param {Message} message */
  function listThread(message) {
    if (message.place !== state.place) return;
    const listed = state.threads.find((one) => one.thread === message.thread);
    const title = message.text
      .replace(/[*_`#>]/g, '')
      .replace(/\s+/g, ' ')
      .trim()
      .slice(0, 60);
    const others = state.threads.filter((one) => one !== listed);
    state.threads = [{ ...(listed ?? { thread: message.thread, title }), at: message.at }, ...others].sort(
      (a, b) => b.at - a.at,
    );
  }

  /** @param {string} role */
  const nameOfAgent = (role) => state.agents.find((agent) => agent.role === role)?.name ?? role;

  /** @param {import('../protocol.ts').PlaygroundEvent} event */
  function onEvent(event) {
    if (event.kind === 'message') take(event.message, { isNews: true });
    else if (event.kind === 'status') state.statuses.set(keyOf(event.place, event.thread), event.text);
    else revision = event.revision;
    changed();
  }

  function startListening() {
    endListening();
    endListening = listen({
      as: state.as,
      reader,
      after: () => revision,
      onEvent,
      onState: (connection) => {
        const wasLost = state.connection === 'lost';
        state.connection = connection;
        if (connection === 'live' && wasLost) void afterInterruption();
        changed();
      },
    });
  }

  /** A server that starts from nothing counts from the beginning: then everything is read afresh. */
  async function afterInterruption() {
    const answer = await readThreads(state.as, state.place).catch(() => undefined);
    if (answer && answer.revision < revision) await enter();
  }

  /** Shows the person and place of the state, and its thread, the newest one, or none. @param {string | null} [thread] */
  async function enter(thread) {
    arrival += 1;
    view += 1;
    const mine = arrival;
    const nothingShownYet = view;
    state.loaded = false;
    state.thread = null;
    state.messages = new Map();
    state.statuses = new Map();
    state.threads = [];
    changed();
    try {
      const listed = await readThreads(state.as, state.place);
      if (arrival !== mine) return;
      state.threads = listed.threads;
      revision = listed.revision;
      startListening();
      // Who has said or opened something meanwhile stays where that is.
      if (view === nothingShownYet)
        await show(thread === undefined ? (listed.threads[0]?.thread ?? null) : thread);
    } catch {
      state.connection = 'lost';
      setTimeout(() => {
        if (arrival === mine) void enter(thread);
      }, 1_000);
    }
    changed();
  }

  /** Shows a thread of the place; null: an empty one, rooted by the next message. @param {string | null} thread */
  async function show(thread) {
    view += 1;
    const mine = view;
    state.thread = thread;
    state.notice = '';
    state.refusal = '';
    state.used = null;
    state.loaded = thread === null;
    remember();
    changed();
    if (thread !== null) {
      state.unread.delete(keyOf(state.place, thread));
      const { messages } = await readThread(state.as, state.place, thread);
      if (view !== mine) return;
      for (const message of messages) take(message, { isNews: false });
      for (const message of readUnsent()) {
        if (message.author !== state.as || message.place !== state.place || message.thread !== thread)
          continue;
        // It had arrived after all, and only the answer was lost.
        if (messages.some((one) => one.id === message.id)) keepUnsent(message, false);
        else take({ ...message, sending: 'failed' }, { isNews: false });
      }
      state.loaded = true;
    }
    refreshPanelSoon();
    changed();
  }

  function remember() {
    sessionStorage.setItem('elevate:as', state.as);
    const parts = [state.as, state.place.replace('#', ''), ...(state.thread === null ? [] : [state.thread])];
    const address = `#/${parts.map(encodeURIComponent).join('/')}`;
    if (address !== location.hash) history.replaceState(null, '', address);
  }

  /** The side panel follows what was said, once for everything that came together. */
  function refreshPanelSoon() {
    clearTimeout(panelTimer);
    panelTimer = setTimeout(() => void refreshPanel(), 60);
  }

  async function refreshPanel() {
    const { as, place, thread } = state;
    const last = api
      .shown()
      .filter((message) => message.run)
      .at(-1);
    const [foundation, saved, used] = await Promise.all([
      readFoundation(as).catch(() => null),
      readSaved(as).catch(() => null),
      last ? readUsed(as, last.id).catch(() => null) : null,
    ]);
    if (as !== state.as) return;
    state.foundation = foundation?.grids ?? state.foundation;
    state.saved = saved ?? state.saved;
    if (place === state.place && thread === state.thread) state.used = used?.used ?? null;
    changed();
  }

  /**
   * Something done in a thread of this place, as whoever is shown.
   * @param {string} thread
   * @param {PlaygroundInput['input']} input
   */
  const sendIn = (thread, input) =>
    sendInput({ id: crypto.randomUUID(), as: state.as, place: state.place, thread, input });

  /** Names a draft and its files: each thread of each person has its own. */
  const draftName = () => `${state.as}:${state.place}:${state.thread ?? 'new'}`;

  /** @param {string} name @param {Attachment[]} files */
  function keepAttached(name, files) {
    state.attached.set(name, files);
    if (files.length === 0) state.attached.delete(name);
    sessionStorage.setItem('elevate:attached', JSON.stringify([...state.attached]));
  }

  /** @param {Message} message */
  async function send(message) {
    if (!message.input) return;
    keepUnsent(message, true);
    let failed = true;
    try {
      const answer = await sendInput(message.input);
      failed = answer.kind === 'sentence';
      if (answer.kind === 'sentence') state.notice = answer.sentence;
    } catch (error) {
      state.notice = reasonOf(error, noConnection);
    }
    if (!failed) keepUnsent(message, false);
    const shown = state.messages.get(keyOf(message.place, message.thread))?.get(message.id);
    if (shown?.sending) shown.sending = failed ? 'failed' : undefined;
    changed();
  }

  const api = {
    state,
    /** @param {() => void} watcher */
    watch(watcher) {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    start() {
      readCatalogue().then(
        ({ agents, prompts, limits }) => {
          state.agents = agents;
          state.limits = limits;
          state.prompts = prompts;
          changed();
        },
        () => {},
      );
      addEventListener('hashchange', () => {
        const { as, place, thread } = readAddress();
        if (as === state.as && place === state.place && thread === (state.thread ?? undefined)) return;
        Object.assign(state, { as, place });
        void enter(thread);
      });
      void enter(readAddress().thread);
    },
    /** The messages of the thread shown, in the order in which they are read. @returns {Message[]} */
    shown() {
      if (state.thread === null) return [];
      const messages = state.messages.get(keyOf(state.place, state.thread));
      return messages ? [...messages.values()].sort((a, b) => a.at - b.at) : [];
    },
    status: () => (state.thread === null ? undefined : state.statuses.get(keyOf(state.place, state.thread))),
    form: () => (state.thread === null ? undefined : state.forms.get(keyOf(state.place, state.thread))),
    /** @param {string} thread */
    isUnread: (thread) => state.unread.has(keyOf(state.place, thread)),
    /** @param {string} as */
    become(as) {
      if (as === state.as) return;
      state.as = as;
      state.foundation = null;
      state.saved = null;
      state.unread = new Set();
      state.forms = new Map();
      void enter();
    },
    /** @param {string} place */
    goTo(place) {
      state.place = place;
      void enter();
    },
    /** @param {string | null} thread */
    open(thread) {
      void show(thread).catch(() => {
        state.notice = 'That conversation could not be read just now.';
        changed();
      });
    },
    /** Says it in the thread shown, or roots a new one with it. @param {string} typed */
    say(typed) {
      const id = crypto.randomUUID();
      const { as, place } = state;
      const files = api.attached();
      keepAttached(draftName(), []);
      state.refusal = '';
      // Files alone are called by their names, as the server calls them.
      const text = typed === '' ? namesOf(files) : typed;
      const thread = state.thread ?? id;
      /** @type {Message} */
      const message = {
        id: `said:playground:${as}:${id}`,
        to: place === 'dm' ? as : place,
        place,
        thread,
        agent: null,
        author: as,
        promptCode: null,
        text,
        blocks: [],
        buttons: [],
        form: null,
        files: files.map(({ id, name, mediaType, bytes, alt }) => ({
          id,
          name,
          mediaType,
          bytes,
          alt: alt.trim() || name,
        })),
        private: false,
        inReplyTo: null,
        cause: 'message',
        at: Math.max(Date.now(), (api.shown().at(-1)?.at ?? 0) + 1),
        run: false,
        sending: 'sending',
        input: {
          id,
          as,
          place,
          thread: state.thread,
          input: { kind: 'message', text, files: files.map(({ id, alt }) => ({ id, alt: alt.trim() })) },
        },
      };
      if (state.thread !== thread) view += 1;
      state.thread = thread;
      state.loaded = true;
      state.notice = '';
      take(message, { isNews: false });
      listThread(message);
      remember();
      changed();
      void send(message);
    },
    /** @param {Message} message */
    sayAgain(message) {
      message.sending = 'sending';
      state.notice = '';
      changed();
      void send(message);
    },
    /** @param {Message} message @param {string} label */
    async press(message, label) {
      const key = keyOf(state.place, message.thread);
      state.notice = '';
      try {
        const answer = await sendIn(message.thread, { kind: 'press', label, message: message.id });
        if (answer.kind === 'sentence') state.notice = answer.sentence;
        if (answer.kind === 'form') {
          state.sentForms.delete(answer.form.id);
          state.forms.set(key, { form: answer.form, message });
        }
      } catch (error) {
        state.notice = reasonOf(error, noConnection);
      }
      changed();
    },
    /**
     * Resolves to the form with what is wrong in it, or to undefined when it was taken.
     * @param {Form} form
     * @param {string} thread
     * @param {Record<string, string>} values
     */
    async sendForm(form, thread, values) {
      const key = keyOf(state.place, thread);
      state.notice = '';
      try {
        const answer = await sendIn(thread, { kind: 'form', formId: form.id, values });
        if (answer.kind === 'form') return answer.form;
        if (answer.kind === 'sentence') {
          state.notice = answer.sentence;
          return form;
        }
        state.sentForms.add(form.id);
        if (state.forms.get(key)?.form.id === form.id) state.forms.delete(key);
        return undefined;
      } catch (error) {
        state.notice = reasonOf(error, `${noConnection} What you typed is kept.`);
        return form;
      } finally {
        changed();
      }
    },
    /** @param {string} thread */
    closeForm(thread) {
      state.forms.delete(keyOf(state.place, thread));
      changed();
    },
    draftName,
    /** @returns {Attachment[]} */
    attached: () => state.attached.get(draftName()) ?? [],
    /** Takes files for the next message; what cannot go is told at once, and the rest goes. @param {File[]} given */
    async attach(given) {
      const name = draftName();
      const { as, limits } = state;
      const refused = [];
      for (const file of given) {
        const attached = state.attached.get(name) ?? [];
        if (attached.length >= limits.files)
          refused.push(`A message takes ${limits.files} files; ${file.name} would be one more.`);
        else if (file.size > limits.bytes)
          refused.push(`${file.name} is too large: a file may have ${sizeOf(limits.bytes)}.`);
        else if (file.size === 0) refused.push(`${file.name} is empty, or a folder.`);
        else {
          const answer = await handIn(as, file).catch(() => undefined);
          if (answer?.kind === 'file')
            keepAttached(name, [
              ...(state.attached.get(name) ?? []),
              { ...answer.file, use: answer.use, alt: '' },
            ]);
          else refused.push(answer?.sentence ?? `${file.name} could not be taken just now. Attach it again.`);
        }
      }
      state.refusal = refused.join(' ');
      changed();
    },
    /** @param {string} id @param {string} alt */
    describe(id, alt) {
      keepAttached(
        draftName(),
        api.attached().map((one) => (one.id === id ? { ...one, alt } : one)),
      );
      changed();
    },
    /** @param {string} id */
    detach(id) {
      state.refusal = '';
      keepAttached(
        draftName(),
        api.attached().filter((one) => one.id !== id),
      );
      changed();
    },
    clearNotice() {
      state.notice = '';
      changed();
    },
  };
  return api;
}
