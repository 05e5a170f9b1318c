/** One piece of a ROCKET template. */
export type TemplatePiece =
  | { kind: 'text'; text: string }
  | { kind: 'value'; path: string; index: number | undefined }
  | { kind: 'if'; path: string; pieces: TemplatePiece[] };

export type TemplateReading =
  | { kind: 'template'; pieces: TemplatePiece[] }
  /** The template is malformed; each problem names the placeholder as it was written. */
  | { kind: 'problems'; problems: string[] };

const placeholderPattern = /\{\{([^{}]*)\}\}/g;
const valueShape = /^([A-Za-z][A-Za-z0-9]*(?:\.[A-Za-z][A-Za-z0-9]*)*)(?:\[(\d{1,2})\])?$/;

/**
 * Reads `{{path}}`, `{{path[0]}}` and `{{#if path}}…{{/if}}`. Values are put in later, into the pieces: what a person
 * wrote is never read as a template, whatever it holds.
 */
export function readTemplate(template: string): TemplateReading {
  const problems: string[] = [];
  const top: TemplatePiece[] = [];
  let open: { kind: 'if'; path: string; pieces: TemplatePiece[] } | undefined;
  let from = 0;
  const add = (piece: TemplatePiece) => (open ? open.pieces : top).push(piece);

  for (const match of template.matchAll(placeholderPattern)) {
    const before = template.slice(from, match.index);
    if (before !== '') add({ kind: 'text', text: before });
    from = match.index + match[0].length;
    const inside = (match[1] ?? '').trim();
    const condition = /^#if\s+(.+)$/.exec(inside)?.[1];
    if (condition !== undefined) {
      if (open) problems.push(`${match[0]} stands inside {{#if ${open.path}}}: conditions do not nest`);
      else if (!valueShape.test(condition)) problems.push(`${match[0]} names no path`);
      else {
        open = { kind: 'if', path: condition, pieces: [] };
        top.push(open);
      }
    } else if (inside === '/if') {
      if (!open) problems.push('{{/if}} closes nothing');
      open = undefined;
    } else {
      const value = valueShape.exec(inside);
      if (value?.[1] === undefined) problems.push(`${match[0]} is no placeholder`);
      else
        add({ kind: 'value', path: value[1], index: value[2] === undefined ? undefined : Number(value[2]) });
    }
  }
  const rest = template.slice(from);
  if (rest !== '') add({ kind: 'text', text: rest });
  if (open) problems.push(`{{#if ${open.path}}} is not closed`);
  for (const piece of allTexts(top)) {
    const stray = /\{\{|\}\}/.exec(piece);
    if (stray)
      problems.push(
        `a stray ${stray[0]} near "${piece.slice(Math.max(0, stray.index - 20), stray.index + 22).trim()}"`,
      );
  }
  return problems.length > 0 ? { kind: 'problems', problems } : { kind: 'template', pieces: top };
}

function allTexts(pieces: TemplatePiece[]): string[] {
  return pieces.flatMap((piece) =>
    piece.kind === 'text' ? [piece.text] : piece.kind === 'if' ? allTexts(piece.pieces) : [],
  );
}

/** Every path that the template names, with the condition it stands under, if any. */
export function pathsIn(
  pieces: TemplatePiece[],
  under?: string,
): Array<{ path: string; under: string | undefined }> {
  return pieces.flatMap((piece) => {
    if (piece.kind === 'value') return [{ path: piece.path, under }];
    if (piece.kind === 'if')
      return [{ path: piece.path, under: piece.path }, ...pathsIn(piece.pieces, piece.path)];
    return [];
  });
}

/** What a path stands for: nothing, one text, or a list. */
export type PlaceholderValue = string | string[] | undefined;

export type Filling =
  | { kind: 'filled'; text: string }
  /** Values that the template needs and that are not there: such a text never reaches a model. */
  | { kind: 'unfilled'; paths: string[] };

/**
 * Puts values into the template, once: a value that holds `{{…}}` stays as it is. A value of several lines, or one
 * that stands at the start of a line, is quoted, so that a heading in it cannot pass for one of the template's.
 */
export function fillTemplate(pieces: TemplatePiece[], lookUp: (path: string) => PlaceholderValue): Filling {
  const unfilled: string[] = [];
  let text = '';
  const fill = (some: TemplatePiece[]): void => {
    for (const piece of some) {
      if (piece.kind === 'text') text += piece.text;
      else if (piece.kind === 'if') {
        if (!isEmpty(lookUp(piece.path))) fill(piece.pieces);
      } else {
        const value = pick(lookUp(piece.path), piece.index);
        if (isEmpty(value))
          unfilled.push(piece.index === undefined ? piece.path : `${piece.path}[${piece.index}]`);
        else text += asData(value, /(?:^|\n)[ \t]*$/.test(text));
      }
    }
  };
  fill(pieces);
  // Dropped conditions leave trailing blanks and runs of empty lines.
  const tidy = text
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  return unfilled.length > 0 ? { kind: 'unfilled', paths: unfilled } : { kind: 'filled', text: tidy };
}

function pick(value: PlaceholderValue, index: number | undefined): PlaceholderValue {
  if (index === undefined) return value;
  return Array.isArray(value) ? value[index] : index === 0 ? value : undefined;
}

function isEmpty(value: PlaceholderValue): value is undefined {
  if (value === undefined) return true;
  return Array.isArray(value) ? value.every((item) => item.trim() === '') : value.trim() === '';
}

/** One line stays in its sentence; several, or one that would begin a line, become a quotation. */
function asData(value: string | string[], startsLine: boolean): string {
  const text = (
    Array.isArray(value)
      ? value
          .map(oneLine)
          .filter((item) => item !== '')
          .join('; ')
      : value.replace(lineBreak, '\n')
  ).trim();
  if (startsLine) return quoted(text);
  return text.includes('\n') ? `\n${quoted(text)}\n` : text;
}

/** Whatever some reader takes for the end of a line. */
const lineBreak = /\r\n?|[\n\v\f\u0085\u2028\u2029]/g;

function oneLine(text: string): string {
  return text.replace(/[\s\u0085]+/g, ' ').trim();
}

/** Marks text that is data: every line begins with `> `, so none of them can be a heading or an instruction list. */
export function quoted(text: string): string {
  return text
    .replace(lineBreak, '\n')
    .split('\n')
    .map((line) => `> ${line}`.trimEnd())
    .join('\n');
}
