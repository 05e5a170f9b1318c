import { sectionsOf } from '../../domain/sections.ts';

/** Phrases that fit any shop, and so sound like none: no voice of the course has room for them. */
const wornOut = [
  'a seamless',
  'cutting-edge',
  'delve into',
  'elevate your',
  'game-changer',
  'game-changing',
  'goes the extra mile',
  "in today's fast-paced",
  "in today's world",
  'look no further',
  'nestled in',
  'one-stop shop',
  'take your experience',
  'the next level',
  'treat yourself',
  'unleash',
  'unlock the',
  'unlock a',
  'unlock your',
  'you deserve',
];

/** What a voice word asks for, told by what it rules out. Words that are not here rule out nothing that code can see. */
const ruledOutBy: Record<string, string[]> = {
  calm: ['act now', "don't miss out", 'hurry', 'last chance'],
  candid: ['due to unforeseen circumstances', 'industry-leading'],
  exact: ['a great deal more', 'and much more', 'countless', 'tons of'],
  honest: ['industry-leading', 'unbeatable', 'world-class'],
  plain: ['artisanal', 'bespoke', 'curated', 'holistic', 'leverage', 'revolutionary', 'synergy', 'utilise'],
  unhurried: ['act now', "don't miss out", 'hurry', 'last chance'],
  warm: ['dear customer', 'to whom it may concern', 'valued customer'],
};

export interface Voice {
  /** As stored: `brandVoiceAdjectives`. */
  adjectives: readonly string[];
  /** As stored: `brandVoiceDonts`. */
  donts: readonly string[];
}

/** What was there before the answer: people keep the words they chose themselves. */
export interface Given {
  inputs: readonly string[];
  foundation: readonly string[];
}

/**
 * What an answer may not say: the brand's own words to avoid, what its voice words rule out, and the words that the
 * prompt's constraints name. Of these, what the person used in an input stays allowed, and with "unless" in the
 * constraint what stands in the Foundation, too.
 */
export function forbiddenWords(voice: Voice, template: string, given: Given): string[] {
  const asked = voice.adjectives.map((word) => word.trim().toLowerCase());
  const inputs = given.inputs.join('\n');
  const everything = [inputs, ...given.foundation].join('\n');
  const ofPrompt = constraintsOf(template).flatMap((line) => {
    const named = wordsOfConstraint(line);
    const used = new Set(wordsFound(/ unless /.test(line) ? everything : inputs, named));
    return named.filter((word) => !used.has(word));
  });
  const words = [
    ...voice.donts.flatMap(wordsToAvoid),
    ...asked.flatMap((word) => ruledOutBy[word] ?? []),
    ...ofPrompt,
    ...wornOut,
  ];
  return [...new Set(words.map((word) => straight(word).toLowerCase()))].filter((word) => word.length > 2);
}

/** Those of the words that stand in an answer, outside quotation marks: what somebody else said stays as it is. */
export function wordsFound(answer: string, words: readonly string[]): string[] {
  const own = straight(answer)
    .split('\n')
    // An example of what the brand would not say.
    .filter((line) => !/^\W*(?:we )?never say\b/i.test(line.trim()))
    .map((line) => line.replace(/"[^"]*"/g, ' '))
    .join('\n')
    .toLowerCase();
  return words.filter((word) => wordPattern(word).test(own));
}

function wordPattern(word: string): RegExp {
  const escaped = word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?<![\\p{L}\\d-])${escaped}(?![\\p{L}\\d-])`, 'u');
}

/** `Never "life-changing"` avoids what it quotes; `no countdown timers` what follows. */
function wordsToAvoid(dont: string): string[] {
  const quoted = quotedIn(dont);
  if (quoted.length > 0) return quoted;
  return dont
    .replace(/^\s*(?:we )?(?:never|no|not|avoid|don't)(?: (?:say|write|use|the words?))?\s+/i, '')
    .split(/[,;]/)
    .map((word) => word.trim())
    .filter((word) => word !== '');
}

/** Those of the lines "- Do not …", "- No …" below the format that are about words. */
function constraintsOf(template: string): string[] {
  const tone = sectionsOf(template).get('TONE & FORMAT') ?? '';
  const aboutWords = /^- (?:(?:do not|never) (?:say|use|write)|no|avoid|leave out)\b/i;
  return tone.split('\n').filter((line) => aboutWords.test(line));
}

/**
 * `- No "submit" or "click here"` quotes its words, `- Do not use superlatives: best, ultimate` lists them. What goes on
 * in dots is a pattern, and what follows "as if" an idea.
 */
function wordsOfConstraint(line: string): string[] {
  const sentence = line.split(/ as if |: nothing like /i)[0] ?? '';
  const quoted = quotedIn(sentence).filter((words) => !/…|\.\.\./.test(words));
  const listed = /^- do not use [a-z ]+: ([^".]+)\.?$/i.exec(sentence)?.[1]?.split(/,| or /) ?? [];
  return [...quoted, ...listed]
    .map((words) =>
      words
        .trim()
        .replace(/[.,?]$/, '')
        .toLowerCase(),
    )
    .filter((words) => /\p{L}{2}|\d/u.test(words) && !/^was £/.test(words));
}

function quotedIn(text: string): string[] {
  return [...straight(text).matchAll(/"([^"]+)"/g)].map(([, words = '']) => words.trim());
}

function straight(text: string): string {
  return text.replace(/[“”]/g, '"').replace(/[‘’]/g, "'");
}
