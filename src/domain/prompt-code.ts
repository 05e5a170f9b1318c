import type { ElevateStep } from './elevate-step.ts';

/** Prefixes of playbook codes and the step each stands for. Cross-step prompts are stored under the step named here. */
export const codePrefixes = {
  F: 'Foundation',
  H: 'Hook',
  G: 'Gift',
  I: 'Identify',
  E: 'Engage',
  S: 'Sell',
  N: 'Nurture',
  U: 'Upsell',
  ED: 'Educate',
  SH: 'Share',
  GC: 'Sell',
  RW: 'Foundation',
  OP: 'Foundation',
} as const satisfies Record<string, ElevateStep>;
export type CodePrefix = keyof typeof codePrefixes;

/** The sources' own codes of the three pillar syntheses. */
const codeAliases: Record<string, string> = { FC1: 'F7', FM1: 'F8', FC3: 'F9' };

/** What people type before the number instead of the prefix (course-facts §3.1). */
const prefixAliases: Record<string, CodePrefix> = {
  FOUNDATION: 'F',
  HOOK: 'H',
  GIFT: 'G',
  ID: 'I',
  IDENT: 'I',
  IDENTIFY: 'I',
  ENG: 'E',
  ENGAGE: 'E',
  SELL: 'S',
  NUR: 'N',
  NURTURE: 'N',
  UP: 'U',
  UPSELL: 'U',
  EDU: 'ED',
  EDUC: 'ED',
  EDUCATE: 'ED',
  SHR: 'SH',
  SHARE: 'SH',
  REWRITE: 'RW',
};

export type CodeReading =
  | { kind: 'code'; code: string; prefix: CodePrefix }
  /** "l1" or "|1": most likely I1, but a guess: ask. */
  | { kind: 'unsure'; code: string; prefix: CodePrefix };

const codeShape = /^(ED|SH|GC|RW|OP|FC|FM|[FHGIESNU])0*([1-9]\d?)$/;
const aliasShape = /^([A-Z]{2,10})0*([1-9]\d?)$/;

/**
 * Reads one playbook code as people type it: "s 2", "S-2", "#S2", "prompt s2", "EDU1". Whether a prompt of that code
 * exists is the catalogue's to say.
 */
export function parsePromptCode(text: string): CodeReading | undefined {
  const bare = text
    .trim()
    .toUpperCase()
    .replace(/^PROMPT\b/, '')
    .replace(/[\s#-]/g, '');
  const direct = codeShape.exec(bare);
  if (direct) {
    const code = codeAliases[bare.replace(/^([A-Z]+)0+/, '$1')] ?? `${direct[1]}${direct[2]}`;
    const prefix = prefixOf(code);
    return prefix ? { kind: 'code', code, prefix } : undefined;
  }
  const alias = aliasShape.exec(bare);
  const prefix = alias?.[1] ? prefixAliases[alias[1]] : undefined;
  if (alias && prefix) return { kind: 'code', code: `${prefix}${alias[2]}`, prefix };
  const slip = /^[L|]0*([1-9]\d?)$/.exec(bare);
  if (slip) return { kind: 'unsure', code: `I${slip[1]}`, prefix: 'I' };
  return undefined;
}

/** The prefix of a code in canonical form, such as "ED" of "ED2"; undefined for FC and FM numbers without an alias. */
function prefixOf(code: string): CodePrefix | undefined {
  const letters = /^[A-Z]+/.exec(code)?.[0];
  return letters !== undefined && letters in codePrefixes ? (letters as CodePrefix) : undefined;
}

/** After "run", "prompt", "do" or "#" a code may have a space in it: "run s 2". */
const introduced =
  /(?:\b(?<intro>run|prompt|do)(?:\s*:\s*|\s+)|#\s*)(?<letters>[a-z|]{1,10})(?<gap>\s?-?\s?)(?<digits>\d{1,3})(?![\p{L}\d_%/|]|\s%|[.,-]\d)/giu;
/** Elsewhere letters and number stand together or have a hyphen between. Prices, web addresses, table cells are none. */
const bare =
  /(?<![\p{L}\d_@£$€/.:<|'’-])(?<letters>[a-z]{1,10})-?(?<digits>\d{1,3})(?![\p{L}\d_%/|-]|\s%|[.,]\d)/giu;

/** Codes inside a longer message, in order, each once. The whole message is read more freely than a part of it. */
export function findPromptCodes(text: string): CodeReading[] {
  const whole = parsePromptCode(text);
  if (whole) return [whole];
  const matches = [introduced, bare].flatMap((pattern) => [...text.matchAll(pattern)]);
  const found: CodeReading[] = [];
  for (const match of matches.sort((one, other) => one.index - other.index)) {
    const { intro = '', letters = '', gap = '', digits = '' } = match.groups ?? {};
    const rest = text.slice(match.index + match[0].length);
    if (isOrdinary(intro.toLowerCase(), letters.toUpperCase(), gap) || isOtherName(letters, digits, rest))
      continue;
    if (intro === '' && !match[0].startsWith('#') && isHeading(letters, digits, text)) continue;
    const reading = parsePromptCode(`${letters}${digits}`);
    if (reading && !found.some((other) => other.code === reading.code)) found.push(reading);
  }
  return found;
}

/** Words and a number that happen to stand side by side: "how do i 2 emails", "we do sell 3 sizes", "run up 5 ads". */
function isOrdinary(intro: string, letters: string, gap: string): boolean {
  if (!/\s/.test(gap)) return false;
  if (letters === 'UP') return true;
  if (intro === 'do' && (letters === 'I' || letters === 'U')) return true;
  return letters in prefixAliases && intro !== 'run' && intro !== 'prompt';
}

/** "title tag and h1 for my gift page" is about a page's headings; "run h1 for my title tag" still runs H1. */
function isHeading(letters: string, digits: string, text: string): boolean {
  return (
    /^h$/i.test(letters) &&
    /^[1-6]$/.test(digits) &&
    /\b(?:title tags?|page titles?|meta|alt texts?|image descriptions?|headings?|html|seo|snippets?)\b|\b(?:an|my|our|page'?s?|one|two|single|second) h[1-6]\b(?! (?:prompt|code|run))/i.test(
      text,
    )
  );
}

/** Of the shape of a code and something else: the `h1` of a web page, the first half of a British postcode. */
function isOtherName(letters: string, digits: string, rest: string): boolean {
  if (/^h$/i.test(letters) && /^[1-6]$/.test(digits) && /^\s+(?:tag|heading|header)s?\b/i.test(rest))
    return true;
  // Postcodes never use C, I, K, M, O or V there, so "S2 3kg" is none; "S2 2nd version" is none either.
  return /^\s(?!1st|2nd|3rd|\dth)\d[abd-hjlnp-uw-z]{2}\b/i.test(rest);
}
