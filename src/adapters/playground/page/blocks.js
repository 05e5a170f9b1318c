import { html } from './html.js';

/** @typedef {import('../../../markdown/blocks.ts').Block} Block */
/** @typedef {import('../../../markdown/blocks.ts').Inline} Inline */
/** @typedef {import('./html.js').Shown} Shown */

/**
 * What an agent says as nodes of the page. The server has parsed it (src/markdown/blocks.ts): every string here is text
 * to be shown as it stands, and nothing makes markup out of one.
 * @param {Block[]} blocks
 * @returns {Shown[]}
 */
export function renderBlocks(blocks) {
  return blocks.map(block);
}

/** @param {Block} one @returns {Shown} */
function block(one) {
  switch (one.kind) {
    case 'paragraph':
      return html`<p>${inline(one.children)}</p>`;
    case 'heading':
      return html`<p class="md-heading" role="heading" aria-level=${Math.min(6, one.level + 2)}>${inline(one.children)}</p>`;
    case 'list': {
      const items = one.items.map(listItem);
      return one.start === null ? html`<ul>${items}</ul>` : html`<ol start=${one.start}>${items}</ol>`;
    }
    case 'quote':
      return html`<blockquote>${renderBlocks(one.blocks)}</blockquote>`;
    case 'code':
      return html`<${Code} text=${one.text} />`;
    case 'table':
      return html`<div class="md-table" tabindex="0" role="region" aria-label="Table">
        <table>
          <thead><tr>${one.header.map((cell) => html`<th scope="col">${inline(cell)}</th>`)}</tr></thead>
          <tbody>${one.rows.map((row) => html`<tr>${row.map((cell) => html`<td>${inline(cell)}</td>`)}</tr>`)}</tbody>
        </table>
      </div>`;
    default:
      return html`<hr />`;
  }
}

/**
 * The first paragraph of an item stands beside its mark, without a paragraph's distance.
 * @param {import('../../../markdown/blocks.ts').ListItem} item
 * @returns {Shown}
 */
function listItem({ checked, blocks }) {
  const [first, ...rest] = blocks;
  const mark = checked === null ? '' : checked ? '☑ ' : '☐ ';
  return first?.kind === 'paragraph'
    ? html`<li>${mark}${inline(first.children)}${renderBlocks(rest)}</li>`
    : html`<li>${mark}${renderBlocks(blocks)}</li>`;
}

/** @param {Inline[]} children @returns {Array<Shown | string>} */
function inline(children) {
  return children.flatMap((/** @returns {Shown | Array<Shown | string>} */ one) => {
    switch (one.kind) {
      case 'text':
        return withNames(one.text);
      case 'strong':
        return html`<strong>${inline(one.children)}</strong>`;
      case 'emphasis':
        return html`<em>${inline(one.children)}</em>`;
      case 'delete':
        return html`<s>${inline(one.children)}</s>`;
      case 'code':
        return html`<code>${one.text}</code>`;
      case 'link':
        return html`<a href=${one.url} target="_blank" rel="noopener noreferrer">${inline(one.children)}</a>`;
      default:
        return html`<br />`;
    }
  });
}

/** Agents' names stand out, as they do where people write them. @param {string} text */
function withNames(text) {
  return text
    .split(/(?<![\w@])(@\u200d?[A-Z]\w+)/)
    .map((part, index) => (index % 2 === 1 ? html`<span class="mention">${part}</span>` : part))
    .filter((part) => part !== '');
}

/** @param {{text: string}} props */
function Code({ text }) {
  /** @param {{currentTarget: HTMLElement}} event */
  const copy = (event) => copyText(event.currentTarget, text);
  return html`<div class="md-code">
    <pre tabindex="0" role="region" aria-label="Text to copy"><code>${text}</code></pre>
    <button type="button" class="copy" onClick=${copy}>Copy</button>
  </div>`;
}

/** Copies, and says so on the button itself. @param {HTMLElement} button @param {string} text */
export async function copyText(button, text) {
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = 'Copied';
  } catch {
    button.textContent = 'Select and copy by hand';
  }
}
