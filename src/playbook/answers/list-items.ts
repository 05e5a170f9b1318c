import { bareText, isGapLine } from './measure.ts';
import { type Outline, type OutlineItem, type Passage, passage, topItems } from './outline.ts';

/** One thing of a list, that can be kept by itself. */
export interface ListItem {
  /** Counted through the answer from 1. */
  position: number;
  /** The heading it stands under; undefined where there is none. */
  group: string | undefined;
  /** Its first lines, or the heading of its block. */
  lead: Passage;
  /** Its words as they are kept: without its number, and without marks around the whole. */
  text: string;
}

/**
 * The items of a list, however it is set: numbered; as blocks with numbered headings; bulleted; as blocks of any heading;
 * one a line. What stands around them (a preamble, a closing line, what is missing) is none of them.
 */
export function listItemsOf(outline: Outline): ListItem[] {
  const found =
    [
      () => linesWithMark(outline, true),
      () => blocks(outline, true),
      () => linesWithMark(outline, false),
      () => blocks(outline, false),
      () => bareLines(outline),
    ]
      .map((read) => read())
      .find((items) => items.length > 0) ?? [];
  return found
    .filter(({ text }) => !isGapLine(text) && bareText(text) !== '')
    .map((item, index) => ({ position: index + 1, ...item }));
}

type Found = Omit<ListItem, 'position'>;

function linesWithMark(outline: Outline, numbered: boolean): Found[] {
  const fits = ({ number }: OutlineItem) => (number !== undefined) === numbered;
  const stretches = stretchesOf(outline);
  return stretches.flatMap(({ group, stretch }) =>
    topItems(outline, stretch)
      .filter(fits)
      .map(({ lead, whole }) => ({ group, lead, text: keptText(whole.text) })),
  );
}

/** What stands before the first heading, then what stands under each, the headings below it left to themselves. */
function stretchesOf({ text, sections }: Outline): Array<{ group: string | undefined; stretch: Passage }> {
  const first = passage(text, 0, sections[0]?.start ?? text.length);
  return [
    { group: undefined, stretch: first },
    ...sections.map(({ heading, body }, index) => ({
      group: heading.text,
      stretch: passage(text, body.start, Math.min(body.end, sections[index + 1]?.start ?? text.length)),
    })),
  ];
}

const headingNumber = /^(?:\d{1,3}[.):]\s*|[\p{L}-]+ \d{1,3}\s*[:.–-]\s*)/u;

function blocks(outline: Outline, numbered: boolean): Found[] {
  const found = outline.sections.filter(({ heading }) => !numbered || headingNumber.test(heading.text));
  if (found.length < 2) return [];
  return found.map(({ heading, body }) => {
    const mark = headingNumber.exec(heading.text)?.[0].length ?? 0;
    const title = heading.text.slice(mark).trim();
    return {
      group: undefined,
      lead: { text: title, start: heading.start + mark, end: heading.start + heading.text.length },
      text: keptText([title, withoutGapLines(body.text)].filter(Boolean).join('\n')),
    };
  });
}

/** Several lines and nothing else, as some models answer "one a line": a line that ends in a colon only leads to them. */
function bareLines({ text }: Outline): Found[] {
  let start = 0;
  const lines = text.split('\n').flatMap((line) => {
    const at = start;
    start += line.length + 1;
    return line.trim() === '' ? [] : [passage(text, at, at + line.length)];
  });
  const items = lines.filter((line) => !line.text.endsWith(':'));
  return items.length < 2
    ? []
    : items.map((line) => ({ group: undefined, lead: line, text: keptText(line.text) }));
}

function withoutGapLines(text: string): string {
  return text
    .split('\n')
    .filter((line) => !isGapLine(line))
    .join('\n')
    .trim();
}

/** Lines at the left margin; marks of emphasis and quotation marks around one line whole are no part of its words. */
function keptText(text: string): string {
  const lines = text.split('\n').map((line) => line.trimEnd());
  const indent = Math.min(
    ...lines
      .slice(1)
      .filter(Boolean)
      .map((line) => line.search(/\S/)),
  );
  const flush = lines
    .map((line, index) => (index === 0 ? line.trim() : line.slice(indent)))
    .join('\n')
    .trim();
  if (flush.includes('\n')) return flush;
  const wrapped = /^(\*\*|\*|_|`|"|“)([^*_`"“”]+)(\*\*|\*|_|`|"|”)$/.exec(flush);
  return wrapped?.[2]?.trim() ?? flush;
}
