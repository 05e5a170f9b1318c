import { html } from './html.js';
import { people, places } from './session.js';

/**
 * Who one is, where, and in which conversation.
 * @param {{session: import('./session.js').Session, open: boolean, hidden: boolean, drawer: boolean,
 *   close: () => void}} props
 */
export function Sidebar({ session, open, hidden, drawer, close }) {
  const { state } = session;
  /** @param {() => void} action */
  const pick = (action) => () => {
    action();
    if (drawer) close();
  };
  return html`<nav id="sidebar" class=${`sidebar ${open ? 'open' : ''}`} inert=${hidden} aria-label="People and conversations">
    <div class="brand">
      <img src="/page/icon.svg" alt="" width="28" height="28" />
      <strong>Elevate</strong>
      ${drawer && html`<button type="button" class="icon close" aria-label="Close" onClick=${close}>×</button>`}
    </div>
    <fieldset class="people">
      <legend>You are</legend>
      ${people.map(
        (person) => html`<label class="person">
          <input type="radio" name="person" value=${person.id} checked=${person.id === state.as}
            onChange=${() => session.become(person.id)} />
          <span class=${`initial of-${person.id}`} aria-hidden="true">${person.name[0]}</span>
          <span class="person-words">${person.name}<small>${person.about}</small></span>
        </label>`,
      )}
    </fieldset>
    <h2>Places</h2>
    <ul class="plain">
      ${places.map(
        (
          place,
        ) => html`<li><button type="button" class="row" aria-current=${place.id === state.place ? 'page' : undefined}
          onClick=${pick(() => session.goTo(place.id))}>
          <span class="sign" aria-hidden="true">${place.id === 'dm' ? '✉' : '#'}</span>${place.name}</button></li>`,
      )}
    </ul>
    <div class="heading-row">
      <h2 id="conversations">Conversations</h2>
    </div>
    <button type="button" class="new" onClick=${pick(() => {
      session.open(null);
      document.getElementById('composer')?.focus();
    })}><span aria-hidden="true">+</span> New conversation</button>
    <ul class="plain threads" aria-labelledby="conversations">
      ${state.threads.map(
        (one) => html`<li key=${one.thread}><button type="button" class="row"
          aria-current=${one.thread === state.thread ? 'true' : undefined}
          onClick=${pick(() => session.open(one.thread))}>
          <span class="thread-title">${one.title}</span>
          ${session.isUnread(one.thread) && html`<span class="dot"><span class="unseen">New</span></span>`}
        </button></li>`,
      )}
    </ul>
  </nav>`;
}
