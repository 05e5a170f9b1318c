import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Avatar } from './avatar.js';
import { copyText, renderBlocks } from './blocks.js';
import { Files } from './files.js';
import { html } from './html.js';
import { InlineForm } from './inline-form.js';
import { nameOf, namesOf } from './session.js';

/** @typedef {import('./session.js').Session} Session */
/** @typedef {import('./session.js').Message} Message */

/** @param {number} at */
const timeOf = (at) => new Date(at).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
/** @param {number} at */
const dayOf = (at) =>
  new Date(at).toLocaleDateString('en-GB', { weekday: 'long', day: 'numeric', month: 'long' });

/**
 * A thread from its first word to its last, kept at its end unless the person reads further up.
 * @param {{session: Session, shown: Message[], status: string | undefined}} props
 */
export function MessageList({ session, shown, status }) {
  const { state } = session;
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  const atEnd = useRef(true);
  const [behind, setBehind] = useState(false);
  const opened = session.form();
  const newest = shown.at(-1);
  const mark = `${newest?.id} ${newest?.text.length} ${newest?.cause} ${status} ${opened?.form.id}`;

  useEffect(() => {
    atEnd.current = true;
  }, [state.thread, state.as, opened?.form.id]);
  // What the person wrote themselves is always shown to them.
  useLayoutEffect(() => {
    if (newest?.sending) atEnd.current = true;
    if (atEnd.current && box.current) showEnd(box.current);
    else setBehind(true);
  }, [mark, state.loaded]);

  // A keyboard that slides in, or a composer that grows, leaves the end in sight.
  useEffect(() => {
    const watcher = new ResizeObserver(() => {
      if (atEnd.current && box.current) showEnd(box.current);
    });
    if (box.current) watcher.observe(box.current);
    return () => watcher.disconnect();
  }, []);

  function onScroll() {
    if (!box.current) return;
    const { scrollTop, scrollHeight, clientHeight } = box.current;
    atEnd.current = scrollHeight - scrollTop - clientHeight < 48;
    if (atEnd.current) setBehind(false);
  }
  function toEnd() {
    box.current?.scrollTo({ top: box.current.scrollHeight, behavior: 'smooth' });
  }

  const lastOfAgents = shown.findLast((message) => message.agent !== null);
  const growing = shown.some((message) => message.cause === 'update');
  return html`<div class="scroll-frame">
    <div class="scroll" ref=${box} onScroll=${onScroll} tabindex="0" role="log" aria-live="off" aria-label="Messages"
      aria-busy=${growing}>
      <div class="column">
        ${!state.loaded && html`<p class="loading">Reading the conversation…</p>`}
        ${shown.map((message, index) => {
          const before = shown[index - 1];
          const newDay = before === undefined || dayOf(before.at) !== dayOf(message.at);
          return html`<${Message} key=${message.id} message=${message} session=${session} newDay=${newDay} follows=${!newDay && isOneTurn(before, message)}
            agent=${state.agents.find((one) => one.role === message.agent)} isLast=${message === lastOfAgents} />`;
        })}
        ${
          opened &&
          html`<div class="form-card" key=${opened.form.id}><${InlineForm} session=${session} form=${opened.form}
            thread=${opened.message.thread} onClose=${() => session.closeForm(opened.message.thread)} focusFirst=${true} /></div>`
        }
        ${status !== undefined && html`<p class="status" role="status"><span class="pulse" aria-hidden="true"></span>${status}</p>`}
      </div>
    </div>
    ${behind && html`<button type="button" class="to-end" onClick=${toEnd}>New below <span aria-hidden="true">↓</span></button>`}
  </div>`;
}

/**
 * Two messages of one agent for one thing said: the second needs no name again.
 * @param {Message | undefined} before
 * @param {Message} message
 */
function isOneTurn(before, message) {
  return (
    before !== undefined &&
    message.agent !== null &&
    !message.private &&
    !before.private &&
    before.agent === message.agent &&
    before.promptCode === message.promptCode &&
    before.inReplyTo === message.inReplyTo
  );
}

/**
 * @param {{message: Message, session: Session, agent: import('./session.js').Agent | undefined, newDay: boolean,
 *   follows: boolean, isLast: boolean}} props
 */
function Message({ message, session, agent, newDay, follows, isLast }) {
  const { state } = session;
  const mine = message.author === state.as;
  const grows = message.cause === 'update';
  const body = useMemo(
    () =>
      message.agent !== null
        ? renderBlocks(message.blocks)
        : // Files alone say their names themselves.
          message.files.length > 0 && message.text === namesOf(message.files)
          ? null
          : html`<p class="as-typed">${message.text}</p>`,
    [message.text, message.agent, message.blocks, message.files],
  );
  const name = message.agent === null ? nameOf(message.author ?? '') : (agent?.name ?? message.agent);
  const files = html`<${Files} files=${message.files} as=${state.as} />`;
  const time = html`<time datetime=${new Date(message.at).toISOString()}>${timeOf(message.at)}</time>`;
  const day = newDay && html`<p class="day"><span>${dayOf(message.at)}</span></p>`;

  if (mine)
    return html`${day}<article class="message mine" aria-label=${`You at ${timeOf(message.at)}`}>
      ${body && html`<div class="bubble">${body}</div>`}
      ${files}
      <p class="meta">${
        message.sending === 'failed'
          ? html`<span class="failed">Not sent.</span> <button type="button" class="link" onClick=${() => session.sayAgain(message)}>Send again</button>`
          : message.sending === 'sending'
            ? 'Sending…'
            : time
      }</p>
    </article>`;

  const reopens = message.buttons.some((button) => button.label === 'Fill in');
  const showsForm = message.form && (isLast || !reopens) && !state.sentForms.has(message.form.id);
  return html`${day}<article class=${`message ${message.private ? 'private' : ''} ${follows ? 'follows' : ''}`} aria-label=${`${name} at ${timeOf(message.at)}`}
    aria-busy=${grows}>
    ${
      message.agent === null
        ? html`<span class=${`initial of-${message.author}`} aria-hidden="true">${name[0]}</span>`
        : html`<${Avatar} agent=${agent} />`
    }
    <div class="said">
      <header class="said-by"><strong>${name}</strong>${message.promptCode && html`<span class="code">${message.promptCode}</span>`}${time}</header>
      ${message.private && html`<p class="only-you"><${EyeIcon} />Only you see this</p>`}
      <div class=${`words ${grows ? 'growing' : ''}`}>${body}</div>
      ${files}
      ${showsForm && html`<div class="form-card"><${InlineForm} session=${session} form=${message.form} thread=${message.thread} /></div>`}
      ${message.form && state.sentForms.has(message.form.id) && html`<p class="sent-form">✓ Sent</p>`}
      ${
        !grows &&
        message.agent !== null &&
        html`<div class="buttons">
          ${message.buttons
            .filter((button) => !(showsForm && button.label === 'Fill in'))
            .map(
              (button) =>
                html`<${Press} key=${button.label} session=${session} message=${message} label=${button.label} />`,
            )}
          ${message.text.length > 280 && html`<button type="button" class="link copy-all" onClick=${(/** @type {{currentTarget: HTMLElement}} */ event) => copyText(event.currentTarget, message.text)}>Copy</button>`}
        </div>`
      }
    </div>
  </article>`;
}

/** @param {{session: Session, message: Message, label: string}} props */
function Press({ session, message, label }) {
  const [pressing, setPressing] = useState(false);
  async function press() {
    if (pressing) return;
    setPressing(true);
    await session.press(message, label);
    setPressing(false);
  }
  return html`<button type="button" class="button" aria-disabled=${pressing} onClick=${press}>${label}</button>`;
}

const EyeIcon =
  () => html`<svg viewBox="0 0 20 20" width="16" height="16" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="1.6">
  <rect x="4" y="9" width="12" height="8" rx="2" /><path d="M6.5 9V6.5a3.5 3.5 0 0 1 7 0V9" />
</svg>`;

/**
 * The end in sight; but of a form that is taller than the view the beginning, with the words that say what it is for.
 * @param {HTMLElement} box
 */
function showEnd(box) {
  const last = [...box.querySelectorAll('article')].at(-1);
  const begins = last?.querySelector('form') && last.offsetHeight > box.clientHeight ? last : undefined;
  box.scrollTop = begins ? begins.offsetTop - box.offsetTop : box.scrollHeight;
}
