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

/**
 * Codes inside a longer message, in order. Only shapes that are no ordinary words: letters and number together
 * ("h1", "#S2", "EDU1"), with a hyphen ("s-2"), or with a space after "run", "prompt" or "#", or as the whole message.
 */
export function findPromptCodes(text: string): CodeReading[] {
  const whole = parsePromptCode(text);
  if (whole) return [whole];
  const found: CodeReading[] = [];
  const pattern =
    /(?:\b(?:run|prompt|do)\s+|#\s*)([a-z]{1,10}\s?-?\s?\d{1,3})(?![\w%.,]*\d|%)|(?<![\w@£$€/.:-])([a-z|]{1,10}-?\d{1,3})(?![\w%/-])(?![.,]\d)/gi;
  for (const match of text.matchAll(pattern)) {
    const reading = parsePromptCode(match[1] ?? match[2] ?? '');
    if (reading && !found.some((other) => other.code === reading.code)) found.push(reading);
  }
  return found;
}
