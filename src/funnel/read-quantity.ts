import { numberWordsAt } from './number-words.ts';
import { numeralAt } from './read-numeral.ts';

/** One number with its unit, as it was written. */
export interface Quantity {
  value: number;
  end: number;
  unit: 'plain' | 'percent' | 'money' | 'ratio';
  /** ISO 4217, of money whose currency was said. */
  currency?: string;
  decimals: number;
  thousandsPoint: boolean;
  /** "about 45", "~2", "45ish". */
  approximate: boolean;
  /** "<1%", "under 5", "at least 3": no number yet. */
  bound: boolean;
  /** "-5", "minus 5": a sign, or a dash behind a label. */
  dash: boolean;
  /** "twenty two": words, which prose is full of. */
  inWords: boolean;
}

const approximately =
  /(?:~|≈|approx\.|c\.|ca\.|(?:about|around|roughly|approx(?:imately)?|circa|nearly|almost|just (?:over|under|about|shy of)|maybe|probably|like|somewhere around|around about|give or take)(?!\p{L}))\s*/uy;
// The head of an arrow ("-> 20", "=> 20") is no sign of more.
const bounded =
  /(?:(?<![-=])[<>≤≥]=?|(?:under|less than|fewer than|below|not (?:even|quite)|over|more than|above|at least|at most|max(?:imum)?|min(?:imum)?)(?!\p{L}))\s*/uy;
const currencySign = /(us\$|a\$|c\$|[£$€]|gbp|eur|usd)\s?/uy;
const currencyAfter =
  /\s?(?:(gbp|eur|usd|aud|cad)(?![\p{L}\d])|(£|€|\$)(?!\s?\d)|(quid|pounds?(?: sterling)?)(?!\p{L})|(euros?)(?!\p{L})|(dollars?|bucks?)(?!\p{L})|(p|pence)(?![\p{L}\d])|(cents?)(?!\p{L}))/uy;
const multiplier = /(?:\s?(thousand|million)(?!\p{L})|([km])(?![\p{L}\d]))/uy;
const percentAfter =
  /\s?(?:%|percent(?!\p{L})|per cent(?!\p{L})|pct(?!\p{L})|pc(?!\p{L})|prozent(?!\p{L}))/uy;
const timesAfter = /\s?(?:[x×](?![\p{L}\d])|times(?!\p{L}))/uy;
const ishAfter = /(?:[\s-]?ish(?!\p{L})|\s(?:or so|give or take|approx(?:\.|imately)?|roughly)(?!\p{L}))/uy;
const sign = /(?:[-−–+]|minus )(?=\s?(?:[£$€]\s?)?[.,]?\d)/uy;

const symbols: Record<string, string> = {
  '£': 'GBP',
  gbp: 'GBP',
  '€': 'EUR',
  eur: 'EUR',
  $: 'USD',
  usd: 'USD',
  us$: 'USD',
  a$: 'AUD',
  aud: 'AUD',
  c$: 'CAD',
  cad: 'CAD',
};

/** The number that begins at `at`, with everything before and behind it that belongs to it; lower case expected. */
export function quantityAt(text: string, at: number): Quantity | undefined {
  const read = new Reading(text, at);
  let approximate = false;
  let bound = false;
  for (;;) {
    if (read.take(approximately)) approximate = true;
    else if (read.take(bounded)) bound = true;
    else break;
  }
  const dash = read.take(sign);
  const currencyBefore = read.take(currencySign)?.[1];
  const numeral = numeralAt(text, read.at);
  const number = numeral ?? numberWordsAt(text, read.at);
  if (!number) return undefined;
  const quantity: Quantity = {
    value: number.value,
    end: number.end,
    unit: 'plain',
    decimals: numeral?.decimals ?? 0,
    thousandsPoint: numeral?.thousandsPoint ?? false,
    approximate,
    bound,
    dash: dash !== undefined && dash[0] !== '+',
    inWords: numeral === undefined,
  };
  read.at = number.end;
  const times = numeral && read.take(multiplier);
  if (times) {
    quantity.value = tidy(quantity.value * (times[1] === 'million' || times[2] === 'm' ? 1_000_000 : 1_000));
    quantity.thousandsPoint = false;
    quantity.decimals = 0;
  }
  if (currencyBefore !== undefined) {
    quantity.unit = 'money';
    quantity.currency = symbols[currencyBefore] ?? 'GBP';
    // "£3.20p" and "£45 GBP" say it twice.
    read.take(currencyAfter);
  } else readUnit(read, quantity);
  if (read.take(ishAfter)) quantity.approximate = true;
  // "45ish quid".
  if (quantity.unit === 'plain' && quantity.approximate) readUnit(read, quantity);
  // "10x10", "3rd", "24h": a letter that goes on makes it no number of ours.
  if (/^[\p{L}\d]/u.test(text.slice(read.at, read.at + 1)) && quantity.unit === 'plain') return undefined;
  quantity.end = read.at;
  return quantity;
}

function readUnit(read: Reading, quantity: Quantity): void {
  if (read.take(percentAfter)) {
    quantity.unit = 'percent';
    return;
  }
  if (read.take(timesAfter)) {
    quantity.unit = 'ratio';
    return;
  }
  const [found, code, symbol, pounds, euros, dollars, pence, cents] = read.take(currencyAfter) ?? [];
  if (found === undefined) return;
  quantity.unit = 'money';
  if (pence !== undefined) Object.assign(quantity, { currency: 'GBP', value: tidy(quantity.value / 100) });
  else if (cents !== undefined) quantity.value = tidy(quantity.value / 100);
  else if (pounds !== undefined) quantity.currency = 'GBP';
  else if (euros !== undefined) quantity.currency = 'EUR';
  else if (dollars !== undefined) quantity.currency = 'USD';
  else quantity.currency = symbols[code ?? symbol ?? ''] ?? (code ?? '').toUpperCase();
}

/** 1.2 × 1,000 is 1,200, whatever binary fractions make of it. */
export function tidy(value: number): number {
  return Number(value.toPrecision(12));
}

class Reading {
  readonly text: string;
  at: number;
  constructor(text: string, at: number) {
    this.text = text;
    this.at = at;
  }
  take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.text);
    if (!match) return undefined;
    this.at += match[0].length;
    return match;
  }
}
