import { html } from './html.js';

/** The three grids of the worksheet, also while they are empty: what fills each. @type {Record<string, string>} */
const howFilled = {
  Company: 'Filled by your first seven answers: say hi to begin. Prompts ask for the rest when they need it.',
  Market: 'Rivals, trends and channels: filled when a prompt first needs them, so it can wait.',
  Customer: 'Filled by your first seven answers. Prompts ask for the rest when they need it.',
};

/**
 * What Elevate knows of the person's business, and what the last run made of it.
 * @param {{session: import('./session.js').Session, open: boolean, hidden: boolean, drawer: boolean,
 *   close: () => void}} props
 */
export function SidePanel({ session, open, hidden, drawer, close }) {
  const { foundation, saved, used } = session.state;
  const grids = foundation ?? [];
  const essentials = grids.flatMap((grid) => grid.fields).filter((field) => field.required);
  const known = essentials.filter((field) => field.value !== null).length;
  return html`<aside id="panel" class=${`panel ${open ? 'open' : ''}`} inert=${hidden} aria-label="Your Foundation">
    <div class="panel-head">
      <h2>Your Foundation</h2>
      ${drawer && html`<button type="button" class="icon close" aria-label="Close" onClick=${close}>×</button>`}
    </div>
    ${
      foundation &&
      html`<p class="muted">${
        known === 0
          ? 'Nothing is written down yet. Elevate asks for what it needs, once.'
          : `${known} of ${essentials.length} essentials written down.`
      }</p>
      <progress max=${Math.max(1, essentials.length)} value=${known} aria-label="Essentials written down"></progress>`
    }
    ${
      used &&
      html`<section class="used">
        <h3>Used for ${used.promptCode}, ${used.title}</h3>
        <dl>${[...used.inputs, ...used.fields].map((field) => html`<dt>${field.label}</dt><dd><${Value} value=${field.value} /></dd>`)}</dl>
        ${used.fields.length + used.inputs.length === 0 && html`<p class="muted">Nothing of your Foundation.</p>`}
        ${used.model && html`<p class="muted">Written by ${used.model}.</p>`}
      </section>`
    }
    ${grids.map((grid) => {
      const filled = grid.fields.filter((field) => field.value !== null);
      const missing = grid.fields.filter((field) => field.value === null && field.required);
      const how = howFilled[grid.name];
      if (filled.length === 0 && how === undefined) return null;
      return html`<details class="grid" key=${grid.name} open=${filled.length > 0 || known === 0}>
        <summary>${grid.name}<small>${filled.length} of ${grid.fields.length}</small></summary>
        ${filled.length === 0 && html`<p class="missing">${how}</p>`}
        <dl>${filled.map((field) => html`<dt>${field.label}</dt><dd><${Value} value=${field.value} /></dd>`)}</dl>
        ${missing.length > 0 && html`<p class="missing">Still open: ${missing.map((field) => field.label).join(', ')}.</p>`}
      </details>`;
    })}
    ${
      saved &&
      saved.saved.length > 0 &&
      html`<details class="grid saved" open>
        <summary>Saved work<small>${saved.more ? `newest ${saved.saved.length}` : saved.saved.length}</small></summary>
        <dl>${saved.saved.map((one) => html`<dt>${one.kind} · ${one.status}</dt><dd>${one.name}</dd>`)}</dl>
        <p class="muted">Say “my assets” to open one.</p>
      </details>`
    }
  </aside>`;
}

/** @param {{value: string | string[] | null}} props */
function Value({ value }) {
  return Array.isArray(value) ? html`<ul>${value.map((item) => html`<li>${item}</li>`)}</ul>` : value;
}
