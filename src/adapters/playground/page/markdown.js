import { html } from './html.js';

/**
 * Agents' Markdown as nodes of the page. Text stays text: nothing here makes markup out of a string, and a link leads
 * to http, https or mail only.
 * @param {string} text
 * @param {{grows?: boolean}} [options] of a text that still grows, what is bold is so before its end has arrived
 */
export function renderMarkdown(text, { grows = false } = {}) {
  const isOpen = grows && (text.slice(text.lastIndexOf('\n') + 1).split('**').length - 1) % 2 === 1;
  return blocksOf(
    `${text.replace(/\*+$/, isOpen ? '' : '$&')}${isOpen ? '**' : ''}`.replace(/\r\n?/g, '\n').split('\n'),
  );
}

const listItem = /^(\s*)([-*+•]|\d{1,3}[.)])\s+(.*)$/;
const heading = /^(#{1,6})\s+(.+?)\s*#*$/;
const rule = /^\s*([-*_])(?:\s*\1){2,}\s*$/;

/** @param {string[]} lines */
function blocksOf(lines) {
  const blocks = [];
  let at = 0;
  while (at < lines.length) {
    const line = lines[at];
    if (line.trim() === '') {
      at += 1;
      continue;
    }
    const fence = /^\s*(`{3,}|~{3,})\s*([\w-]*)/.exec(line);
    if (fence) {
      const code = [];
      at += 1;
      while (at < lines.length && !lines[at].trim().startsWith(fence[1])) {
        code.push(lines[at]);
        at += 1;
      }
      at += 1;
      blocks.push(html`<${Code} text=${code.join('\n')} />`);
      continue;
    }
    const head = heading.exec(line);
    if (head) {
      blocks.push(html`<p class="md-heading" role="heading" aria-level=${Math.min(6, head[1].length + 2)}>
        ${inline(head[2])}
      </p>`);
      at += 1;
      continue;
    }
    if (rule.test(line)) {
      blocks.push(html`<hr />`);
      at += 1;
      continue;
    }
    if (/^\s*>/.test(line)) {
      const quoted = [];
      while (at < lines.length && /^\s*>/.test(lines[at])) {
        quoted.push(lines[at].replace(/^\s*>\s?/, ''));
        at += 1;
      }
      blocks.push(html`<blockquote>${blocksOf(quoted)}</blockquote>`);
      continue;
    }
    if (line.includes('|') && /^\s*\|?\s*:?-{2,}[-:|\s]*$/.test(lines[at + 1] ?? '')) {
      const rows = [];
      const head = cellsOf(line);
      at += 2;
      while (at < lines.length && lines[at].includes('|')) {
        rows.push(cellsOf(lines[at]));
        at += 1;
      }
      blocks.push(html`<div class="md-table" tabindex="0" role="region" aria-label="Table">
        <table>
          <thead><tr>${head.map((cell) => html`<th scope="col">${inline(cell)}</th>`)}</tr></thead>
          <tbody>${rows.map((row) => html`<tr>${row.map((cell) => html`<td>${inline(cell)}</td>`)}</tr>`)}</tbody>
        </table>
      </div>`);
      continue;
    }
    if (listItem.test(line)) {
      const taken = [];
      while (at < lines.length) {
        const next = lines[at];
        const goesOn =
          listItem.test(next) ||
          (/^\s{2,}\S/.test(next) && taken.length > 0) ||
          (next.trim() === '' && /^\s*([-*+•]|\d{1,3}[.)])\s|^\s{2,}\S/.test(lines[at + 1] ?? ''));
        if (!goesOn) break;
        taken.push(next);
        at += 1;
      }
      blocks.push(listOf(taken));
      continue;
    }
    const paragraph = [];
    while (
      at < lines.length &&
      lines[at].trim() !== '' &&
      !/^\s*(```|~~~|>)/.test(lines[at]) &&
      !heading.test(lines[at]) &&
      !(paragraph.length > 0 && listItem.test(lines[at]))
    ) {
      paragraph.push(lines[at].trim());
      at += 1;
    }
    blocks.push(html`<p>${lineByLine(paragraph)}</p>`);
  }
  return blocks;
}

/** @param {string[]} lines */
function listOf(lines) {
  const first = listItem.exec(lines[0]);
  const indent = first[1].length;
  const ordered = /\d/.test(first[2]);
  const items = [];
  for (const line of lines) {
    const item = listItem.exec(line);
    if (item && item[1].length <= indent) items.push([item[3]]);
    else items.at(-1).push(line.replace(/^\s{2,4}/, ''));
  }
  const body = items.map((item) => {
    const [text, ...rest] = item;
    return html`<li>${inline(text)}${rest.some((line) => line.trim() !== '') && blocksOf(rest)}</li>`;
  });
  return ordered ? html`<ol start=${Number.parseInt(first[2], 10)}>${body}</ol>` : html`<ul>${body}</ul>`;
}

const cellsOf = (line) =>
  line
    .trim()
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((cell) => cell.trim());

const lineByLine = (lines) =>
  lines.flatMap((line, index) => (index === 0 ? inline(line) : [html`<br />`, ...inline(line)]));

const spans = [
  [/`([^`]+)`/, (match) => html`<code>${match[1]}</code>`],
  [/\*\*(?=\S)(.+?\S?)\*\*/, (match) => html`<strong>${inline(match[1])}</strong>`],
  [/__(?=\S)(.+?\S?)__(?!\w)/, (match) => html`<strong>${inline(match[1])}</strong>`],
  [/~~(?=\S)(.+?)~~/, (match) => html`<s>${inline(match[1])}</s>`],
  [/\*(?=[^\s*])([^*]*[^\s*])\*/, (match) => html`<em>${inline(match[1])}</em>`],
  [/(?<![\w_])_(?=[^\s_])([^_]*[^\s_])_(?![\w_])/, (match) => html`<em>${inline(match[1])}</em>`],
  [/\[([^\]]+)\]\(((?:https?:\/\/|mailto:)[^\s)]+)\)/, (match) => link(match[2], inline(match[1]))],
  [/https?:\/\/[^\s<>()]+[^\s<>().,;:!?'"]/, (match) => link(match[0], match[0])],
  [/(?<![\w@])@[A-Z]\w+/, (match) => html`<span class="mention">${match[0]}</span>`],
];

const link = (address, text) =>
  html`<a href=${address} target="_blank" rel="noopener noreferrer">${text}</a>`;

/** @param {string} text @returns {any[]} */
function inline(text) {
  let first;
  for (const [pattern, build] of spans) {
    const match = pattern.exec(text);
    if (match && (first === undefined || match.index < first.match.index)) first = { match, build };
  }
  if (!first) return [text];
  const { match, build } = first;
  const before = text.slice(0, match.index);
  return [
    ...(before ? [before] : []),
    build(match),
    ...inline(text.slice(match.index + match[0].length)),
  ].filter((part) => part !== '');
}

function Code({ text }) {
  const copy = (event) => copyText(event.currentTarget, text);
  return html`<div class="md-code">
    <pre tabindex="0" role="region" aria-label="Text to copy"><code>${text}</code></pre>
    <button type="button" class="copy" onClick=${copy}>Copy</button>
  </div>`;
}

/** Copies, and says so on the button itself. */
export async function copyText(button, text) {
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = 'Copied';
  } catch {
    button.textContent = 'Select and copy by hand';
  }
}
