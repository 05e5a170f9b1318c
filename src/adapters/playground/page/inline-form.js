import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { html } from './html.js';

/** @typedef {import('../../../domain/reply.ts').Form} Form */
/** @typedef {import('../../../domain/reply.ts').FormField} FormField */
/** @typedef {{currentTarget: HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement}} Typed */

/** @param {Form} form */
const keyOf = (form) => `elevate:form:${form.id}`;

/** What was typed before a reload, over what the form came with. @param {Form} form @returns {Record<string, string>} */
function typedBefore(form) {
  const given = Object.fromEntries(form.fields.map((field) => [field.name, field.value]));
  try {
    return { ...given, ...JSON.parse(sessionStorage.getItem(keyOf(form)) ?? '{}') };
  } catch {
    return given;
  }
}

/**
 * A form in the thread: its errors stand beside their fields, and what was typed stays.
 * @param {{session: import('./session.js').Session, form: Form, thread: string, onClose?: () => void,
 *   focusFirst?: boolean}} props
 */
export function InlineForm({ session, form: given, thread, onClose, focusFirst }) {
  const [form, setForm] = useState(given);
  const [values, setValues] = useState(() => typedBefore(given));
  const [sending, setSending] = useState(false);
  const [failures, setFailures] = useState(0);
  const element = useRef(/** @type {HTMLFormElement | null} */ (null));
  /** @param {string} which */
  const focusOn = (which) =>
    /** @type {HTMLElement | null | undefined} */ (element.current?.querySelector(which))?.focus();
  const id = useId();

  useEffect(() => {
    if (focusFirst) focusOn('input, textarea, select');
  }, []);
  // As the errors are shown, not after: by then the person may write elsewhere.
  useLayoutEffect(() => {
    if (failures > 0 && isHere()) focusOn('[aria-invalid="true"]');
  }, [failures]);

  /** Whether the person is still at this form, or nowhere. */
  function isHere() {
    return document.activeElement === document.body || element.current?.contains(document.activeElement);
  }

  /** @param {string} name @param {string} value */
  function type(name, value) {
    const next = { ...values, [name]: value };
    setValues(next);
    sessionStorage.setItem(keyOf(given), JSON.stringify(next));
  }

  /** @param {Event} event */
  async function submit(event) {
    event.preventDefault();
    if (sending) return;
    setSending(true);
    const wrong = await session.sendForm(given, thread, values);
    setSending(false);
    if (wrong === undefined) {
      sessionStorage.removeItem(keyOf(given));
      if (isHere()) document.getElementById('composer')?.focus();
      return;
    }
    setForm(wrong);
    setFailures(failures + 1);
  }

  const errors = form.fields.filter((field) => field.error);
  return html`<form class="form" ref=${element} onSubmit=${submit} novalidate aria-labelledby=${`${id}-title`}>
    <h3 id=${`${id}-title`}>${form.title}</h3>
    ${
      errors.length > 0 &&
      html`<p class="form-errors" role="alert">${errors.length === 1 ? 'One answer needs another look.' : `${errors.length} answers need another look.`}</p>`
    }
    ${form.fields.some((field) => field.required) && html`<p class="legend"><span class="must" aria-hidden="true">*</span> is needed</p>`}
    ${form.fields.map(
      (
        field,
      ) => html`<${Field} key=${field.name} field=${field} id=${`${id}-${field.name.replace(/\W/g, '-')}`} value=${values[field.name] ?? ''}
        type=${(/** @type {string} */ value) => type(field.name, value)} />`,
    )}
    <div class="form-end">
      <button type="submit" class="button primary" aria-disabled=${sending}>${sending ? 'Sending…' : 'Send'}</button>
      ${onClose && html`<button type="button" class="button" onClick=${onClose}>Close</button>`}
    </div>
  </form>`;
}

/** @param {{field: FormField, id: string, value: string, type: (value: string) => void}} props */
function Field({ field, id, value, type }) {
  const described =
    [field.hint && `${id}-hint`, field.error && `${id}-error`].filter(Boolean).join(' ') || undefined;
  const common = {
    id,
    name: field.name,
    'aria-invalid': field.error ? 'true' : undefined,
    'aria-describedby': described,
    'aria-required': field.required,
    maxlength: field.maxCharacters,
    onInput: (/** @type {Typed} */ event) => type(event.currentTarget.value),
  };
  const asRadios = field.type === 'choice' && field.options.length <= 5;
  const label = html`${field.label}${field.required && html`<span class="must" aria-hidden="true"> *</span>`}`;
  const after = html`
    ${field.hint && html`<p class="hint" id=${`${id}-hint`}>${field.hint}</p>`}
    ${field.error && html`<p class="error" id=${`${id}-error`}>${field.error}</p>`}
  `;
  if (asRadios)
    return html`<fieldset class="field" aria-describedby=${described} aria-required=${field.required || undefined} role="radiogroup"
      aria-invalid=${field.error ? 'true' : undefined}>
      <legend>${label}</legend>
      <div class="choices">
        ${field.options.map(
          (
            option,
          ) => html`<label class="choice"><input type="radio" name=${field.name} value=${option} checked=${option === value}
            onChange=${() => type(option)} />${option}</label>`,
        )}
      </div>
      ${after}
    </fieldset>`;

  if (field.type === 'checks') {
    const ticked = value.split('\n').filter((item) => item !== '');
    /** @param {string} option */
    const toggle = (option) => {
      const next = ticked.includes(option) ? ticked.filter((item) => item !== option) : [...ticked, option];
      type(field.options.filter((item) => next.includes(item)).join('\n'));
    };
    return html`<fieldset class="field" aria-describedby=${described} aria-invalid=${field.error ? 'true' : undefined}>
      <legend>${label}</legend>
      <div class="choices">
        ${field.options.map(
          (
            option,
          ) => html`<label class="choice"><input type="checkbox" name=${field.name} value=${option} checked=${ticked.includes(option)}
            onChange=${() => toggle(option)} />${option}</label>`,
        )}
      </div>
      ${after}
    </fieldset>`;
  }

  const isList = field.type === 'list';
  /** @param {string} option */
  const suggest = (option) => {
    const items = value.split('\n').filter((item) => item.trim() !== '');
    type(isList ? (items.includes(option) ? value : [...items, option].join('\n')) : option);
    document.getElementById(id)?.focus();
  };
  return html`<div class="field">
    <label for=${id}>${label}</label>
    ${
      field.type === 'choice'
        ? html`<select ...${common} maxlength=${undefined} onChange=${common.onInput}>
            <option value="" selected=${value === ''}>Choose one</option>
            ${field.options.map((option) => html`<option value=${option} selected=${option === value}>${option}</option>`)}
          </select>`
        : field.type === 'line'
          ? html`<input type="text" autocomplete="off" ...${common} value=${value} />`
          : html`<textarea rows=${Math.min(10, Math.max(isList ? 3 : 2, value.split('\n').length + (isList ? 1 : 0)))} ...${common} value=${value}></textarea>`
    }
    ${
      field.type !== 'choice' &&
      field.options.length > 0 &&
      html`<div class="suggestions" role="group" aria-label=${`Suggestions for ${field.label}`}>
        ${field.options.map((option) => html`<button type="button" class="suggestion" onClick=${() => suggest(option)}>${option}</button>`)}
      </div>`
    }
    ${after}
  </div>`;
}
