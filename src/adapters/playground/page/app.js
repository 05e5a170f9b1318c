import { useEffect, useRef, useState } from 'preact/hooks';
import { Composer } from './composer.js';
import { html } from './html.js';
import { MessageList } from './message-list.js';
import { nameOf, placeOf } from './session.js';
import { SidePanel } from './side-panel.js';
import { Sidebar } from './sidebar.js';
import { Welcome } from './welcome.js';

/** @typedef {import('./session.js').Session} Session */

/** Whether the window is at most that wide. @param {string} query */
function useMedia(query) {
  const [matches, setMatches] = useState(() => matchMedia(query).matches);
  useEffect(() => {
    const media = matchMedia(query);
    const follow = () => setMatches(media.matches);
    media.addEventListener('change', follow);
    return () => media.removeEventListener('change', follow);
  }, [query]);
  return matches;
}

/** @param {{session: Session}} props */
export function App({ session }) {
  const [, setTurn] = useState(0);
  useEffect(() => {
    let waiting = 0;
    // Everything that changes within a frame is painted once.
    const paint = () => {
      cancelAnimationFrame(waiting);
      waiting = requestAnimationFrame(() => setTurn((turn) => turn + 1));
    };
    // A tab in the background gets no frames: it is painted when it is seen again.
    return session.watch(() => (document.hidden ? setTurn((turn) => turn + 1) : paint()));
  }, [session]);

  const [drawer, setDrawer] = useState('');
  const opener = useRef(/** @type {HTMLElement | null} */ (null));
  const narrow = useMedia('(max-width: 760px)');
  const noPanel = useMedia('(max-width: 1120px)');
  const { state } = session;
  const place = placeOf(state.place);
  const shown = session.shown();
  const status = session.status();
  const busy = status !== undefined || shown.some((message) => message.cause === 'update');
  const title = state.threads.find((one) => one.thread === state.thread)?.title ?? 'New conversation';

  useEffect(() => {
    document.title = `${state.unread.size > 0 ? `(${state.unread.size}) ` : ''}${nameOf(state.as)} · Elevate`;
  });

  /** @param {string} name @param {{currentTarget: HTMLElement}} event */
  function open(name, event) {
    opener.current = event.currentTarget;
    setDrawer(name);
  }
  function close() {
    setDrawer('');
  }
  useEffect(() => {
    if (drawer === '') {
      // Only now the chat can be reached again, and with it the button that opened the drawer.
      opener.current?.focus();
      opener.current = null;
      return undefined;
    }
    /** @type {HTMLElement | null} */ (document.querySelector(`#${drawer} .close`))?.focus();
    /** @param {KeyboardEvent} event */
    const onKey = (event) => {
      if (event.key === 'Escape') close();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [drawer]);

  const sideOpen = drawer === 'sidebar';
  const panelOpen = drawer === 'panel';
  return html`
    <div class="frame">
      <${Sidebar} session=${session} open=${sideOpen} hidden=${narrow && !sideOpen} drawer=${narrow} close=${close} />
      <main class="chat" inert=${drawer !== ''}>
        <header class="bar">
          ${
            narrow &&
            html`<button type="button" class="icon" aria-label="People and conversations" aria-expanded=${sideOpen}
              onClick=${(/** @type {{currentTarget: HTMLElement}} */ event) => open('sidebar', event)}><${MenuIcon} /></button>`
          }
          <div class="bar-words">
            <h1>${title}</h1>
            <p><span class="where">${place.id === 'dm' ? place.name : place.id}</span><span class="about">${place.about}</span></p>
          </div>
          ${
            noPanel &&
            html`<button type="button" class="quiet" aria-expanded=${panelOpen}
              onClick=${(/** @type {{currentTarget: HTMLElement}} */ event) => open('panel', event)}>Foundation</button>`
          }
        </header>
        ${
          state.connection === 'lost' &&
          html`<p class="banner" role="status">The connection to Elevate was lost. Trying again; nothing you wrote is lost.</p>`
        }
        ${
          state.loaded && shown.length === 0
            ? html`<${Welcome} session=${session} />`
            : html`<${MessageList} session=${session} shown=${shown} status=${status} />`
        }
        ${
          state.notice !== '' &&
          html`<div class="notice" role="alert"><p>${state.notice}</p>
            <button type="button" class="icon" aria-label="Close this note" onClick=${session.clearNotice}>×</button></div>`
        }
        <${Composer} session=${session} busy=${busy} key=${`${state.as} ${state.place} ${state.thread ?? 'new'}`} />
        <p class="unseen" role="status" aria-live="polite" id="announcements">${state.announcement}</p>
      </main>
      <${SidePanel} session=${session} open=${panelOpen} hidden=${noPanel && !panelOpen} drawer=${noPanel} close=${close} />
      ${drawer !== '' && html`<div class="backdrop" onClick=${close}></div>`}
    </div>
  `;
}

const MenuIcon = () => html`<svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
  <path d="M3 5.5h14M3 10h14M3 14.5h9" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" />
</svg>`;
