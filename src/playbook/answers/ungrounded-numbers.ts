import type { PlaybookPromptFile } from '../../domain/catalogue.ts';
import { sectionsOf } from '../../domain/sections.ts';
import { addDerivedNumbers } from './derived-numbers.ts';
import { createKnownNumbers, type FoundNumber, numbersIn, withWordsAsFigures } from './numbers-in-text.ts';

/** A number of an answer that nothing it was given holds. `count` alone is no claim: "3 bags", "day 5". */
export interface UngroundedNumber {
  /** As written, such as "£12.99" or "83%". */
  text: string;
  kind: 'price' | 'statistic' | 'term' | 'count';
  /** The words around it, for people. */
  near: string;
}

/** What an answer may take its numbers from. */
export interface NumberSources {
  prompt: Pick<PlaybookPromptFile, 'outputType' | 'template'>;
  /** Every value of the Foundation. */
  foundation: readonly string[];
  /** What the person answered. */
  inputs: readonly string[];
}

/**
 * The numbers of an answer that stand neither in the Foundation nor in the inputs nor in the template, and that do not
 * follow from those by a sum that is shown or by plain arithmetic in one line.
 */
export function ungroundedNumbers(
  answer: string,
  { prompt, foundation, inputs }: NumberSources,
): UngroundedNumber[] {
  const template = instructionsOf(prompt.template);
  const known = createKnownNumbers();
  for (const text of [...foundation, ...inputs, template]) known.add(numbersIn(withWordsAsFigures(text)));
  // A report counts what it was given: "2 of 12" of twelve lines.
  const lines = inputs.map((text) => String(linesOf(text)));
  for (const count of lines) known.add(numbersIn(count));
  addDerivedNumbers(answer, known, { inputs, template });
  const written = numbersIn(answer)
    .filter((number) => !number.isOrdinal && !known.has(number))
    .map(
      (number): UngroundedNumber => ({
        text: number.text,
        kind: kindOf(number, prompt.outputType),
        near: number.near,
      }),
    );
  return [...written, ...spokenStatistics(answer, [...foundation, ...inputs], lines)];
}

function linesOf(text: string): number {
  return text.split('\n').filter((line) => line.trim() !== '').length;
}

/** Prices, statistics and terms are claims: with no source they are invented. */
export function isClaim({ kind }: UngroundedNumber): boolean {
  return kind !== 'count';
}

/** The figures of a template that an answer may take over: the example's are another shop's, and limits measure words. */
function instructionsOf(template: string): string {
  const examples = sectionsOf(template).get('EXAMPLES') ?? '';
  return template
    .replace(examples, ' ')
    .replace(/\b\d+(?: (?:to|or) \d+)? (?:characters|sentences|words)\b/g, ' ');
}

/** A plan sets its own days and delays; what buyers read promises them. */
const plannedTypes: ReadonlySet<PlaybookPromptFile['outputType']> = new Set([
  'Plan',
  'Outline',
  'Table',
  'Report',
  'Summary',
]);
const ofPeople =
  /^\W*(?:[\p{L}-]+ )?(?:brewers|buyers|customers|drinkers|members|owners|people|readers|respondents|reviews|shoppers|shops|stars|studies|subscribers|tasters|users)\b/iu;
/** How long a text or a moment is: no claim about the shop. */
const ofMeasure = /^[-\s](?:characters?|minutes?|questions?|seconds?|words?)\b/i;
const ofTime = /^[-\s]?(?:working )?(?:hours?|days?|weeks?|months?|years?)\b/i;

function kindOf(number: FoundNumber, outputType: PlaybookPromptFile['outputType']): UngroundedNumber['kind'] {
  if (number.isMoney) return 'price';
  if (number.isPercent || number.isTimes || number.decimals > 0 || ofPeople.test(number.after))
    return 'statistic';
  if (ofMeasure.test(number.after) || number.isOperand) return 'count';
  if (ofTime.test(number.after) && !plannedTypes.has(outputType)) return 'term';
  // Nobody counts that far in passing: such a number says that somebody has measured.
  return number.value >= 32 ? 'statistic' : 'count';
}

const few = '(?:two|three|four|five|six|seven|eight|nine|ten|\\d{1,3})';
const spokenPatterns = [
  new RegExp(`\\b${few} (?:out of|in every) (?:every )?${few}\\b`, 'gi'),
  new RegExp(`\\b${few} (?:of|in) ${few} (?:brewers|buyers|customers|drinkers|people|shoppers)\\b`, 'gi'),
  /\b(?:dozens|hundreds|thousands|millions) of (?:\p{L}+ )?(?:brewers|buyers|customers|people|readers|shops)\b/giu,
];

/** "Nine out of ten customers" is a statistic, too. */
function spokenStatistics(
  answer: string,
  material: readonly string[],
  totals: readonly string[],
): UngroundedNumber[] {
  const given = material.join('\n').toLowerCase();
  return spokenPatterns
    .flatMap((pattern) => [...answer.matchAll(pattern)])
    .filter(([words]) => !given.includes(words.toLowerCase().trim()))
    .filter(([words]) => !totals.some((total) => words.includes(` of ${total} `)))
    .map(([words]) => ({ text: words.trim(), kind: 'statistic', near: words.trim() }));
}
