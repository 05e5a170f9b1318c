import { Parser } from 'htmlparser2';

export interface PageText {
  title: string;
  /** A blank line between blocks. */
  text: string;
  /** As they stand in the page. */
  links: string[];
}

/** What nobody reads. */
const unread = new Set([
  'script',
  'style',
  'noscript',
  'template',
  'svg',
  'iframe',
  'object',
  'select',
  'textarea',
  'head',
]);
const blocks = new Set(
  'address article aside blockquote br dd details div dl dt figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tr ul'.split(
    ' ',
  ),
);
const cells = new Set(['td', 'th']);

/** The words of an HTML page, in the order in which they stand there. */
export function pageText(html: string): PageText {
  let title = '';
  let text = '';
  const links = new Set<string>();
  const open: string[] = [];
  let inTitle = false;
  const parser = new Parser({
    onopentag: (name, attributes) => {
      if (name === 'title') inTitle = true;
      if (unread.has(name)) open.push(name);
      if (blocks.has(name)) text += '\n\n';
      if (cells.has(name)) text += ' | ';
      if (name === 'a' && attributes.href && open.length === 0) links.add(attributes.href);
    },
    ontext: (words) => {
      if (inTitle) title += words;
      else if (open.length === 0) text += words;
    },
    onclosetag: (name) => {
      if (name === 'title') inTitle = false;
      if (open.at(-1) === name) open.pop();
      // A page that leaves one open has its words in the body all the same.
      if (name === 'head') open.length = 0;
      if (blocks.has(name)) text += '\n\n';
    },
  });
  parser.end(html);
  return { title: oneLine(title), text: tidy(text), links: [...links] };
}

export function tidy(text: string): string {
  return text
    .split(/\r?\n\s*\r?\n/)
    .map(oneLine)
    .filter((block) => block !== '')
    .join('\n\n');
}

function oneLine(text: string): string {
  return text.replace(/[\s\u00a0]+/g, ' ').trim();
}
