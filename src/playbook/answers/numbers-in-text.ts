/** A number as it stands in a text. */
export interface FoundNumber {
  /** As written, with its sign of currency or per cent. */
  text: string;
  value: number;
  decimals: number;
  isMoney: boolean;
  isPercent: boolean;
  /** "3.5 times", "4×". */
  isTimes: boolean;
  /** It only counts what is listed: "3." before an item, "Email 2", the first cell of a row. */
  isOrdinal: boolean;
  /** It multiplies or divides another, as the 100 of a percentage does. */
  isOperand: boolean;
  /** What follows, up to the end of its line. */
  after: string;
  near: string;
}

const written =
  /(?<![\p{L}\d_./@#-]|[\p{L}\d]-)(?:([£$€])\s?)?(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(\s?%|×| ?(?:pounds|euros?|pence|quid|p)\b)?/gu;
/** Codes, ids and addresses hold figures that count nothing. */
const addresses = /https?:\S+|\S+@\S+|\w+_\w+|\/\w+/g;
const numbering = /^\s*(?:[-*•]\s+|#{1,6}\s+)?(?:\|\s*)?$/;
const naming =
  /\b(?:angle|audience|bottleneck|chapter|concept|email|field|figure|frame|friction|headline|item|launch post|no\.|option|pain|goal|positive|post|question|reply|row|section|step|stage|turn|variant|version)s?\s*$|→ (?:turn )?$/i;

/** Every number written in figures, in its order. */
export function numbersIn(text: string): FoundNumber[] {
  return text.split('\n').flatMap((line) => {
    if (!/\d/.test(line)) return [];
    const own = /[:/@_]/.test(line) ? line.replace(addresses, (address) => ' '.repeat(address.length)) : line;
    return [...own.matchAll(written)].map((match): FoundNumber => {
      const [whole, currency, figure = '', fraction = '', unit = ''] = match;
      const before = own.slice(0, match.index);
      const after = own.slice(match.index + whole.length);
      return {
        text: whole.trim(),
        value: Number(`${figure.replaceAll(',', '')}${fraction}`),
        decimals: Math.max(0, fraction.length - 1),
        isMoney: currency !== undefined || /pounds|euros?|pence|quid|p$/.test(unit),
        // "10 to 30%" are two shares.
        isPercent: unit.includes('%') || /^ ?(?:to|–|and) ?\d+(?:\.\d+)? ?%/.test(after),
        isTimes: unit === '×' || /^ times (?:faster|better|more|as)/.test(after),
        isOrdinal:
          (/^\d{1,2}$/.test(whole.trim()) && (isNumbering(before, after) || naming.test(before))) ||
          isOwnLength(line, match),
        isOperand: /[×÷]\s*$/.test(before),
        after,
        near: line.trim().slice(Math.max(0, match.index - 40), match.index + whole.length + 40),
      };
    });
  });
}

const smallNumbers = new Map(
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty'
    .split(' ')
    .map((word, figure) => [word, String(figure)]),
);
const smallNumber = new RegExp(`\\b(?:${[...smallNumbers.keys()].join('|')})\\b`, 'gi');

/** Words count as figures in what was given: "three brewers" is grounds for "3 brewers". */
export function withWordsAsFigures(text: string): string {
  return text.replace(smallNumber, (word) => smallNumbers.get(word.toLowerCase()) ?? word);
}

/** Numbers that an answer may use. An amount is grounds for an amount, a share for a share. */
export interface KnownNumbers {
  has(number: FoundNumber): boolean;
  add(numbers: readonly FoundNumber[]): void;
  size(): number;
}

export function createKnownNumbers(): KnownNumbers {
  const keys = new Set<string>();
  return {
    has: (number) => keysOf(number).some((key) => keys.has(key)),
    add: (numbers) => {
      for (const number of numbers) for (const key of keysOf(number)) keys.add(key);
    },
    size: () => keys.size,
  };
}

/** People type prices without their sign, so an amount with pence also counts bare. */
function keysOf({ value, decimals, isMoney, isPercent, isTimes }: FoundNumber): string[] {
  const figure = String(Math.round(value * 1e9) / 1e9);
  if (isPercent) return [`${figure}%`];
  if (isTimes) return [`${figure}×`];
  if (isMoney) return decimals === 2 ? [`money ${figure}`, `pence ${figure}`] : [`money ${figure}`];
  return decimals === 2 ? [figure, `pence ${figure}`] : [figure];
}

function isNumbering(before: string, after: string): boolean {
  return numbering.test(before) && (/^[.):]/.test(after) || (before.includes('|') && /^\s*\|/.test(after)));
}

/** "(59)" at the end of a line that has so many characters: a count of its own length, as some prompts ask for. */
function isOwnLength(line: string, match: RegExpExecArray): boolean {
  const said = /^(?:\d{1,2}\.\s+)?(.*?)\s*\((\d{1,3})\)\s*$/.exec(line);
  const atEnd = match.index > line.length - 6;
  return atEnd && said !== null && Math.abs((said[1] ?? '').length - Number(said[2])) <= 2;
}
