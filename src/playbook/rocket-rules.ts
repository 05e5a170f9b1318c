import type { PlaybookPromptFile } from '../domain/catalogue.ts';
import type { ReportProblem } from './report-problem.ts';

/** A template's parts, in the order of the letters. */
export const rocketHeadings = [
  'ROLE',
  'OBJECTIVE',
  'CONTEXT',
  'KEY INSTRUCTIONS',
  'EXAMPLES',
  'TONE & FORMAT',
];

interface Parts {
  inputs: PlaybookPromptFile['inputs'];
  prior: readonly string[];
  declaresVoice: boolean;
  context: string;
  instructions: string;
  examples: string;
  tone: string;
}

const voicePath = 'companyContext.brandVoiceAdjectives';

/**
 * The course's rules for a good template, as far as code can tell; UK spelling is checked for whole files. What is not
 * met is named with its cure. Format: docs/content.md.
 */
export function checkRocketRules(
  prompt: Pick<PlaybookPromptFile, 'inputs' | 'requiredContext' | 'optionalContext' | 'prior'>,
  sections: ReadonlyMap<string, string>,
  problem: ReportProblem,
): void {
  const parts: Parts = {
    inputs: prompt.inputs,
    prior: prompt.prior ?? [],
    declaresVoice: [...prompt.requiredContext, ...prompt.optionalContext].includes(voicePath),
    context: sections.get('CONTEXT') ?? '',
    instructions: sections.get('KEY INSTRUCTIONS') ?? '',
    examples: sections.get('EXAMPLES') ?? '',
    tone: sections.get('TONE & FORMAT') ?? '',
  };
  for (const check of [
    contextHasItsLines,
    targetIsRepeated,
    pastesStandAlone,
    instructionsAreCountable,
    examplesAreInvented,
    toneNamesTheVoice,
    formatIsNamed,
    constraintsAreFewAndNegative,
    endsOnGroundingAndDraft,
  ]) {
    check(parts, problem);
  }
}

const contextLabels = ['Framework Step', 'Company', 'Market', 'Customer', 'Situation'];

/** Rule 1: five labelled lines, of which Market may be absent. That only declared paths appear is the placeholders' check. */
function contextHasItsLines({ context }: Parts, problem: ReportProblem): void {
  const labels = [...context.matchAll(/^- ([A-Z][A-Za-z ]*):(?= *\S)/gm)].map((match) => match[1] ?? '');
  const expected = contextLabels.filter((label) => label !== 'Market' || labels.includes(label));
  if (labels.join('|') === expected.join('|')) return;
  problem(
    `CONTEXT has the lines ${labels.join(', ') || 'of no label'}; expected "- Framework Step: …", "- Company: …", "- Market: …" (may be left out), "- Customer: …", "- Situation: …" in this order`,
  );
}

/**
 * Rule 2: what the run is about stands in CONTEXT and again in an instruction. It is whatever CONTEXT puts in quotation
 * marks, and every line that must be answered. Text of many lines cannot be repeated inside a sentence; a prompt that
 * has neither repeats one value of its context.
 */
function targetIsRepeated({ inputs, context, instructions }: Parts, problem: ReportProblem): void {
  const known = pathsOf(context);
  const repeated = pathsOf(instructions);
  const quoted = [...context.matchAll(/"\{\{([^{}#/]+)\}\}"/g)].map((match) => match[1] ?? '');
  for (const path of new Set(quoted)) {
    if (!repeated.has(path)) {
      problem(
        `"{{${path}}}" is quoted in CONTEXT, so it is what the run is about; repeat {{${path}}} in an instruction, or take the quotation marks away`,
      );
    }
  }
  const answers = inputs.filter((input) => input.required && input.type === 'line');
  for (const { name } of answers) {
    const path = `input.${name}`;
    if (quoted.includes(path)) continue;
    for (const [part, paths] of [
      ['CONTEXT', known],
      ['KEY INSTRUCTIONS', repeated],
    ] as const) {
      if (!paths.has(path))
        problem(`${path} must be answered and ${part} does not use it; it belongs in both`);
    }
  }
  if (quoted.length > 0 || answers.length > 0 || inputs.some((input) => input.type === 'text')) return;
  if (![...known].some((path) => repeated.has(path))) {
    problem(
      'no value of CONTEXT stands again in KEY INSTRUCTIONS; repeat the pain, goal, feature or objection that the run is about',
    );
  }
}

/** What people paste or saved is quoted line by line when it is filled in, which would tear a sentence apart. */
function pastesStandAlone(parts: Parts, problem: ReportProblem): void {
  const lines = [parts.context, parts.instructions, parts.examples, parts.tone].join('\n').split('\n');
  const isTorn = (placeholder: string) =>
    lines.some((line) => line.includes(placeholder) && line.trim() !== placeholder);
  for (const { name } of parts.inputs.filter((input) => input.type === 'text')) {
    if (isTorn(`{{input.${name}}}`))
      problem(
        `{{input.${name}}} may have many lines: let it stand alone on its line, or make the input a line`,
      );
  }
  for (const code of parts.prior) {
    if (isTorn(`{{prior.${code}}}`))
      problem(`{{prior.${code}}} may have many lines: let it stand alone on its line`);
  }
}

const instructionCounts = { least: 5, most: 9 };

/** A figure, a name or wording that is fixed, or a word that draws a line: something a reader could find unmet. */
const checkable =
  /\d|"[^"]+"|`[^`]+`|\[NEEDS|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|once|twice|half|single|both|each|every|all|any|none|nothing|no|not|never|only|alone|exactly|must|may|without|unless|instead|same|different|differ|first|last|least|most|out|before|after|end|start|begin|close)\b/i;

/** Rule 3: numbered from 1, few enough to be followed, and each such that somebody could say whether it was kept. */
function instructionsAreCountable({ instructions }: Parts, problem: ReportProblem): void {
  const items = instructions
    .split(/^(?=\d+\. )/m)
    .map((item) => item.trim())
    .filter((item) => item !== '');
  const numbers = items.map((item) => Number(/^(\d+)\. /.exec(item)?.[1]));
  if (numbers.some((number, index) => number !== index + 1)) {
    problem(
      'KEY INSTRUCTIONS are not numbered 1, 2, 3 …; begin each with its number, and nothing before them',
    );
    return;
  }
  if (items.length < instructionCounts.least || items.length > instructionCounts.most) {
    problem(
      `KEY INSTRUCTIONS has ${items.length}; ${instructionCounts.least} to ${instructionCounts.most} are followed best: join what belongs together, or add what is missing`,
    );
  }
  for (const [index, item] of items.entries()) {
    if (!checkable.test(item.replace(/^\d+\. /, '').replace(/\{\{[^{}]*\}\}/g, '')))
      problem(
        `instruction ${index + 1} says nothing that can be checked; add a number, a length, a must or a must not`,
      );
  }
}

/** Brands that a writer might reach for; "V60" and "AeroPress" are brewers that the running example owns. */
const realBrands =
  /\b(?:Adidas|Aldi|Allbirds|Amazon|ASOS|Bialetti|Casper|Coca-Cola|Costa|Disney|Dyson|Etsy|Glossier|Gymshark|IKEA|iPhone|Lego|Lidl|L'Oréal|Lululemon|Lush|McDonald's|Nescafé|Nespresso|Netflix|Nike|Patagonia|Pepsi|Pret|Sainsbury's|Sephora|Shein|Starbucks|Tesco|Tesla|Uber|Waitrose|Zara)\b/;

/** Every example is the invented roaster's, so that no model repeats a real shop's words. */
function examplesAreInvented({ examples }: Parts, problem: ReportProblem): void {
  if (!/\bHarbour Lane\b/.test(examples))
    problem('EXAMPLES does not name Harbour Lane Coffee; take the sample from the invented roaster');
  const brand = realBrands.exec(examples)?.[0];
  if (brand !== undefined) problem(`EXAMPLES names ${brand}; only Harbour Lane Coffee may stand there`);
}

/** Rules 4 and 9. */
function toneNamesTheVoice({ declaresVoice, tone }: Parts, problem: ReportProblem): void {
  if (declaresVoice && !tone.includes(`{{${voicePath}}}`))
    problem(
      `TONE & FORMAT does not repeat {{${voicePath}}}, which the prompt declares; name the voice there`,
    );
  if (/\bfriendly\b/i.test(tone))
    problem('TONE & FORMAT says "friendly", which every brand claims; say what the writing does instead');
  if (!tone.includes('UK English')) problem('TONE & FORMAT does not ask for UK English; add it to the tone');
}

/** Rule 5. */
function formatIsNamed({ tone }: Parts, problem: ReportProblem): void {
  const count = [...tone.matchAll(/^Format: \S/gm)].length;
  if (count !== 1) {
    problem(
      `TONE & FORMAT has ${count === 0 ? 'no line' : `${count} lines`} "Format: …"; one line names the layout, so that code can split the answer`,
    );
  }
}

const negative = /^- (?:(?:Do not|Never|No|Avoid|Leave out)\b|[A-Z][a-z]+ no\b)/;

/** Rule 6. */
function constraintsAreFewAndNegative({ tone }: Parts, problem: ReportProblem): void {
  const constraints = tone.split('\n').filter((line) => line.startsWith('- '));
  if (constraints.length < 2 || constraints.length > 4)
    problem(`TONE & FORMAT has ${constraints.length} constraints ("- Do not …"); 2 to 4 are kept best`);
  for (const line of constraints) {
    if (!negative.test(line))
      problem(
        `"${line.slice(0, 40)}" says what to do; constraints begin "- Do not", "- Never" or "- No", and the rest is an instruction`,
      );
  }
}

/** What models invent when it is missing. Naming three kinds keeps the line about this task without leaving it vague. */
const inventedKinds: Record<string, RegExp> = {
  prices: /\b(?:prices?|costs?|charges?|amounts?|savings?)\b/i,
  policies: /\b(?:polic(?:y|ies)|terms?|refunds?|conditions?)\b/i,
  figures: /\b(?:figures?|statistics?|numbers?|counts?|rates?|tests?|results?)\b/i,
  reviews: /\b(?:reviews?|testimonials?|quot(?:es?|ed|ations?)|praise|opinions?|words|saying|voices?)\b/i,
  guarantees: /\bguarantees?\b/i,
};
const fewestKinds = 3;

/** Rules 7 and 8: after the constraints come the grounding line and the one that calls the result a draft. */
function endsOnGroundingAndDraft({ tone }: Parts, problem: ReportProblem): void {
  const lines = tone.split('\n').filter((line) => line.trim() !== '');
  const closing = lines.slice(lines.findLastIndex((line) => line.startsWith('- ')) + 1);
  const grounding = closing.find((line) => line.includes('[NEEDS:'));
  if (grounding === undefined) {
    problem(
      'no grounding line after the constraints; say that only the supplied context counts and that a missing fact is written [NEEDS: …]',
    );
  } else {
    const named = Object.keys(inventedKinds).filter((kind) => inventedKinds[kind]?.test(grounding));
    if (named.length < fewestKinds) {
      problem(
        `the grounding line names ${named.join(' and ') || 'nothing'} as not to be invented; name at least ${fewestKinds} of ${Object.keys(inventedKinds).join(', ')}`,
      );
    }
  }
  if (!/\bdrafts?\b/i.test(closing.at(-1) ?? ''))
    problem('the last line does not call the result a draft; say who checks and approves it');
}

function pathsOf(text: string): Set<string> {
  return new Set([...text.matchAll(/\{\{([^{}#/]+)\}\}/g)].map((match) => match[1]?.trim() ?? ''));
}
