import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Attachments } from './attachments.js';
import { Avatar } from './avatar.js';
import { html } from './html.js';
import { findSuggestions } from './suggestions.js';

/** @typedef {import('./suggestions.js').Option} Option */

/**
 * Where the person writes. A draft stays until it is sent, also when the page is closed.
 * @param {{session: import('./session.js').Session, busy: boolean}} props
 */
export function Composer({ session, busy }) {
  const { state } = session;
  const draftKey = `elevate:draft:${session.draftName()}`;
  const attached = session.attached();
  const [text, setText] = useState(() => localStorage.getItem(draftKey) ?? '');
  const [caret, setCaret] = useState(text.length);
  const [active, setActive] = useState(0);
  const [closedFor, setClosedFor] = useState('');
  const area = useRef(/** @type {HTMLTextAreaElement | null} */ (null));
  const picker = useRef(/** @type {HTMLInputElement | null} */ (null));
  const putCaretAt = useRef(-1);
  const isDraggedOver = useDroppedFiles((files) => attach(files));

  const found = useMemo(
    () => findSuggestions(text, caret, state.agents, state.prompts),
    [text, caret, state.agents, state.prompts],
  );
  const open = found.options.length > 0 && closedFor !== found.token;
  const chosen = open ? Math.min(active, found.options.length - 1) : -1;
  // A code in the middle of a sentence is only offered: Enter still sends, until an arrow key has chosen.
  const isChosen = chosen >= 0 && !(found.kind === 'code' && active < 0);

  useLayoutEffect(() => {
    const { current } = area;
    if (!current) return;
    current.style.height = 'auto';
    current.style.height = `${Math.min(current.scrollHeight + 2, 220)}px`;
    if (putCaretAt.current >= 0) {
      current.setSelectionRange(putCaretAt.current, putCaretAt.current);
      putCaretAt.current = -1;
    }
  }, [text]);

  /** @param {string} next @param {number} at */
  function write(next, at) {
    setText(next);
    setCaret(at);
    const { kind, token } = findSuggestions(next, at, state.agents, state.prompts);
    setActive(kind === 'code' ? -1 : 0);
    if (token !== closedFor) setClosedFor('');
    if (next === '') localStorage.removeItem(draftKey);
    else localStorage.setItem(draftKey, next);
  }

  /** @param {Option | undefined} option */
  function take(option) {
    if (!option) return;
    const before = text.slice(0, found.start);
    const rest = text.slice(caret).replace(/^\s+/, '');
    const next = `${before}${option.insert} ${rest}`;
    putCaretAt.current = before.length + option.insert.length + 1;
    write(next, putCaretAt.current);
    area.current?.focus();
  }

  function send() {
    const said = text.trim();
    if (said === '' && attached.length === 0) return;
    write('', 0);
    session.say(said);
  }

  /** @param {FileList | null | undefined} files */
  function attach(files) {
    if (!files || files.length === 0) return;
    void session.attach([...files]);
    area.current?.focus();
  }

  /** @param {ClipboardEvent} event */
  function onPaste(event) {
    const files = event.clipboardData?.files;
    if (!files || files.length === 0) return;
    event.preventDefault();
    attach(files);
  }

  /** @param {KeyboardEvent} event */
  function onKeyDown(event) {
    if (event.isComposing) return;
    if (open) {
      const count = found.options.length;
      if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
        event.preventDefault();
        const step = event.key === 'ArrowDown' ? 1 : -1;
        setActive(isChosen ? (chosen + step + count) % count : step > 0 ? 0 : count - 1);
        return;
      }
      if (event.key === 'Escape') {
        event.preventDefault();
        event.stopPropagation();
        setClosedFor(found.token);
        return;
      }
      if (
        (event.key === 'Enter' && !event.shiftKey && isChosen) ||
        (event.key === 'Tab' && !event.shiftKey && isChosen)
      ) {
        event.preventDefault();
        take(found.options[chosen]);
        return;
      }
    }
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      send();
    }
  }

  /** @param {{currentTarget: HTMLTextAreaElement}} event */
  const follow = (event) => setCaret(event.currentTarget.selectionStart);
  return html`<form class="composer" onSubmit=${(/** @type {Event} */ event) => {
    event.preventDefault();
    send();
  }}>
    <div class="composer-column">
      ${
        open &&
        html`<ul class="menu" id="suggestions" role="listbox" aria-label=${found.kind === 'agent' ? 'Agents' : 'Prompts'}>
          ${found.options.map(
            (
              option,
              index,
            ) => html`<li id=${`suggestion-${index}`} key=${option.insert} role="option" aria-selected=${isChosen && index === chosen}
              onMouseDown=${(/** @type {Event} */ event) => {
                event.preventDefault();
                take(option);
              }} ref=${(/** @type {HTMLElement | null} */ element) => isChosen && index === chosen && element?.scrollIntoView({ block: 'nearest' })}>
              <span class="option-mark" aria-hidden="true">${option.agent ? html`<${Avatar} agent=${option.agent} small=${true} />` : option.mark}</span>
              <span class="option-name">${option.name}</span>
              <span class="option-about">${option.about}</span>
            </li>`,
          )}
        </ul>`
      }
      ${state.refusal !== '' && html`<p class="refusal" role="alert">${state.refusal}</p>`}
      <div class=${`composer-box ${isDraggedOver ? 'dragged-over' : ''}`}>
        <${Attachments} attached=${attached} as=${state.as} describe=${session.describe} remove=${(
          /** @type {string} */ id,
        ) => {
          session.detach(id);
          area.current?.focus();
        }} />
        <input type="file" multiple hidden ref=${picker} data-files onChange=${(
          /** @type {{currentTarget: HTMLInputElement}} */ event,
        ) => {
          attach(event.currentTarget.files);
          event.currentTarget.value = '';
        }} />
        <button type="button" class="icon attach" aria-label="Attach files" title="Attach files" onClick=${() => picker.current?.click()}><${ClipIcon} /></button>
        <textarea id="composer" ref=${area} rows="1" value=${text} maxlength="40000"
          placeholder=${state.place === 'dm' ? 'Write to Elevate, or @ an agent' : 'Write to #general, or @ an agent'}
          aria-label=${state.place === 'dm' ? 'Your message' : 'Your message to #general'}
          role=${open ? 'combobox' : undefined} aria-expanded=${open ? 'true' : undefined} aria-autocomplete="list" aria-haspopup="listbox" aria-controls=${open ? 'suggestions' : undefined}
          aria-activedescendant=${isChosen ? `suggestion-${chosen}` : undefined} aria-describedby="composer-keys"
          onInput=${(/** @type {{currentTarget: HTMLTextAreaElement}} */ event) => write(event.currentTarget.value, event.currentTarget.selectionStart)}
          onKeyDown=${onKeyDown} onPaste=${onPaste} onKeyUp=${follow} onClick=${follow} onBlur=${() => setClosedFor(found.token)}></textarea>
        ${busy && html`<button type="button" class="stop" onClick=${() => session.say('stop')}><span aria-hidden="true" class="square"></span>Stop</button>`}
        <button type="submit" class="send" aria-label="Send" aria-disabled=${text.trim() === '' && attached.length === 0}><${SendIcon} /></button>
      </div>
      <p class="keys" id="composer-keys"><kbd>@</kbd> an agent <span>·</span> <kbd>/</kbd> a prompt <span>·</span> <kbd>Enter</kbd> sends <span>·</span> <kbd>Shift</kbd> + <kbd>Enter</kbd> a new line</p>
      <p class="unseen" role="status">${open ? `${found.options.length} suggestions. Arrow keys choose, Enter takes.` : ''}</p>
    </div>
  </form>`;
}

/**
 * Files dropped anywhere on the page are for the message being written; without this the browser would open them.
 * @param {(files: FileList | undefined) => void} take
 */
function useDroppedFiles(take) {
  const [isOver, setOver] = useState(false);
  const taking = useRef(take);
  taking.current = take;
  useEffect(() => {
    /** @param {DragEvent} event */
    const hasFiles = (event) => event.dataTransfer?.types.includes('Files') === true;
    /** @param {DragEvent} event */
    const over = (event) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(true);
    };
    /** @param {DragEvent} event */
    const leave = (event) => {
      // Between two elements of the page it goes on.
      if (event.relatedTarget === null) setOver(false);
    };
    /** @param {DragEvent} event */
    const drop = (event) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(false);
      taking.current(event.dataTransfer?.files);
    };
    addEventListener('dragover', over);
    addEventListener('dragleave', leave);
    addEventListener('drop', drop);
    return () => {
      removeEventListener('dragover', over);
      removeEventListener('dragleave', leave);
      removeEventListener('drop', drop);
    };
  }, []);
  return isOver;
}

const ClipIcon = () => html`<svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
  <path d="M15.6 9.4 10 15a3.6 3.6 0 0 1-5.1-5.1l6-6a2.4 2.4 0 0 1 3.4 3.4l-5.9 5.9a1.2 1.2 0 0 1-1.7-1.7l5.4-5.4" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" />
</svg>`;

const SendIcon = () => html`<svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
  <path d="M10 16V4.5M5 9l5-5 5 5" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" />
</svg>`;
