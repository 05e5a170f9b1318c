import { type Quantity, quantityAt, tidy } from './read-quantity.ts';

/** What a report says in the place of a number: one number, or several that make one. */
export interface Amount extends Quantity {
  /** The middle of "1.8–2.2%". */
  range?: { from: number; to: number };
  /** "12 of 400": the value is still the first of the two. */
  outOf?: number;
  /** "from 1.1 to 1.6", "46 → 53": the value is the latest. */
  before?: number;
  /** "4:1", "12/400" as they stand, for questions. */
  written: string;
}

const between = /between /uy;
const and = /\s?(?:and|&|to|-|–)\s?/uy;
const from =
  /(?:(?:went|gone|going|moved|up|down|rose|risen|fell|fallen|dropped|grew|increased|climbed|slipped|improved)(?: up| down)? )?from /uy;
const to = /,?\s?(?:to|->|→|=>|–|-)\s?/uy;
const arrow = /\s?(?:-+>|→|=+>|➜|➡️?)\s?/uy;
const tightRange = /\s?[-–]\s?|\sto\s/uy;
const outOf =
  /\s?\/\s?|\s(?:out )?(?:of|from|in)\s(?:(?:our|the|my|all|those|these|about|around)\s){0,2}|\sout of\s/uy;
const toOne = /\s?:\s?1(?![\d:]|[.,]\d)|\s?(?:to|for)\s(?:every\s)?£?(?:1|one)(?![\d%\p{L}]|[.,]\d)/uy;

/** The amount that begins at `at`; lower case expected. */
export function amountAt(text: string, at: number): Amount | undefined {
  return betweenAt(text, at) ?? fromToAt(text, at) ?? composedAt(text, at);
}

function betweenAt(text: string, at: number): Amount | undefined {
  const begin = match(between, text, at);
  const low = begin && quantityAt(text, begin.end);
  const joint = low && match(and, text, low.end);
  const high = joint && quantityAt(text, joint.end);
  return low && high ? rangeOf(low, high, text, at) : undefined;
}

function fromToAt(text: string, at: number): Amount | undefined {
  const begin = match(from, text, at);
  const first = begin && quantityAt(text, begin.end);
  const joint = first && match(to, text, first.end);
  const last = joint && quantityAt(text, joint.end);
  return first && last ? latestOf(first, last, text, at) : undefined;
}

function composedAt(text: string, at: number): Amount | undefined {
  const first = quantityAt(text, at);
  if (!first) return undefined;
  const written = (end: number) => text.slice(at, end);
  const one = match(toOne, text, first.end);
  if (one) return { ...first, unit: 'ratio', end: one.end, written: written(one.end) };

  const become = match(arrow, text, first.end);
  const latest = become && quantityAt(text, become.end);
  if (latest && !isChain(first, latest, text)) return latestOf(first, latest, text, at);

  const over = match(outOf, text, first.end);
  const whole = over && quantityAt(text, over.end);
  if (
    whole &&
    first.unit === 'plain' &&
    whole.unit === 'plain' &&
    whole.value > 0 &&
    first.value <= whole.value &&
    !whole.dash
  ) {
    return { ...first, outOf: whole.value, end: whole.end, written: written(whole.end) };
  }
  const dash = match(tightRange, text, first.end);
  const high = dash && !first.bound ? quantityAt(text, dash.end) : undefined;
  // "2.1 - 22 opt ins" is no range: its second number belongs to what follows.
  if (
    high &&
    first.value < high.value &&
    high.value <= first.value * 4 &&
    !/^\s?[\p{L}]{2}/u.test(text.slice(high.end))
  ) {
    return rangeOf(first, high, text, at);
  }
  return { ...first, written: written(first.end) };
}

/** "£60 → 20 leads": money that turned into something else, not a number that changed. */
function isChain(first: Quantity, next: Quantity, text: string): boolean {
  return first.unit === 'money' && next.unit === 'plain' && /^\s?\p{L}{2}/u.test(text.slice(next.end));
}

function rangeOf(low: Quantity, high: Quantity, text: string, at: number): Amount {
  return {
    ...high,
    ...(low.currency === undefined ? {} : { currency: low.currency }),
    unit: high.unit === 'plain' ? low.unit : high.unit,
    value: tidy((low.value + high.value) / 2),
    range: { from: low.value, to: high.value },
    approximate: low.approximate || high.approximate,
    bound: false,
    dash: false,
    written: text.slice(at, high.end),
  };
}

function latestOf(first: Quantity, last: Quantity, text: string, at: number): Amount {
  return {
    ...last,
    unit: last.unit === 'plain' ? first.unit : last.unit,
    ...((last.currency ?? first.currency) ? { currency: last.currency ?? first.currency } : {}),
    before: first.value,
    bound: false,
    dash: false,
    written: text.slice(at, last.end),
  } as Amount;
}

function match(pattern: RegExp, text: string, at: number): { end: number } | undefined {
  pattern.lastIndex = at;
  const found = pattern.exec(text);
  return found ? { end: at + found[0].length } : undefined;
}
