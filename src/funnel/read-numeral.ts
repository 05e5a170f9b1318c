/** A number as digits stand for it. */
export interface Numeral {
  value: number;
  end: number;
  /** "1.240": 1.24 in London, 1,240 in Berlin. Whoever knows the metric decides, or asks. */
  thousandsPoint: boolean;
  /** As many digits as stand behind its decimal mark. */
  decimals: number;
}

const digits = /\d[\d.,'’\u00a0\u202f]*\d|\d|[.,]\d+/uy;

const spaced = /(?<![\d.,] ?)[1-9]\d{0,2}(?: \d{3})+(?![\d.,%]| ?\d| ?%)/uy;

/**
 * Digits with their separators (course-facts 5.4): a comma with one or two digits behind it is a decimal comma, with
 * exactly three a thousands comma; of two kinds of mark the last is the decimal mark. Nothing where they make no number.
 */
export function numeralAt(text: string, at: number): Numeral | undefined {
  // "2 400": a space parts thousands where nothing but one group of three follows.
  spaced.lastIndex = at;
  const groups = spaced.exec(text)?.[0];
  if (groups !== undefined) return { ...whole(groups.replaceAll(' ', '')), end: at + groups.length };
  digits.lastIndex = at;
  const match = digits.exec(text);
  // "ROI,62%" out of a spreadsheet: a comma behind a word parts, and is no decimal mark.
  if (!match || (match[0].startsWith(',') && /\p{L}/u.test(text.charAt(at - 1)))) return undefined;
  // "2.1,22" and "3,": what does not go on as a number ends at its last mark.
  for (let raw = match[0]; raw !== ''; raw = raw.replace(/[.,'’\u00a0\u202f]?\d*$/u, '')) {
    const read = readDigits(raw);
    if (read) return { ...read, end: at + raw.length };
  }
  return undefined;
}

function readDigits(raw: string): Omit<Numeral, 'end'> | undefined {
  const plain = raw.replace(/['’\u00a0\u202f](?=\d{3}(?:\D|$))/gu, '');
  if (/^\d+$/.test(plain)) return whole(plain);
  if (/^[.,]\d+$/.test(plain)) return decimal('0', plain.slice(1));
  const grouped = /^(\d{1,3}(?:([.,])\d{3})(?:\2\d{3})*)(?:([.,])(\d+))?$/.exec(plain);
  if (grouped) {
    const [, groups = '', mark = '', decimalMark, fraction = ''] = grouped;
    const bare = groups.replaceAll(mark, '');
    const isOneGroup = groups.indexOf(mark) === groups.lastIndexOf(mark);
    if (decimalMark !== undefined && decimalMark !== mark) return decimal(bare, fraction);
    if (decimalMark === undefined && !(isOneGroup && groups.startsWith('0'))) {
      if (isOneGroup && mark === '.') return { ...decimal(...split(groups, '.')), thousandsPoint: true };
      return whole(bare);
    }
  }
  const simple = /^(\d+)[.,](\d+)$/.exec(plain);
  return simple ? decimal(simple[1] ?? '', simple[2] ?? '') : undefined;
}

function split(groups: string, mark: string): [string, string] {
  const [before = '', behind = ''] = groups.split(mark);
  return [before, behind];
}

function whole(text: string): Omit<Numeral, 'end'> {
  return { value: Number(text), thousandsPoint: false, decimals: 0 };
}

function decimal(before: string, behind: string): Omit<Numeral, 'end'> {
  return { value: Number(`${before}.${behind}`), thousandsPoint: false, decimals: behind.length };
}
