import { foundationValue, snapshotContext } from '../../context/context-snapshot.ts';
import type { PlaybookPromptFile } from '../../domain/catalogue.ts';
import { foundationFields } from '../../domain/foundation-fields.ts';
import type { UserFoundation } from '../../domain/user-foundation.ts';
import { americanSpellings } from '../uk-spelling.ts';
import { type AnswerFinding, checkAnswer } from './check-answer.ts';
import { leftPlaceholders } from './left-placeholders.ts';
import { missingParts } from './named-parts.ts';
import { readAnswer } from './read-answer.ts';
import { isClaim, type UngroundedNumber, ungroundedNumbers } from './ungrounded-numbers.ts';
import { sourcesOf, sourcesUsed, usesEnough } from './used-sources.ts';
import { forbiddenWords, wordsFound } from './voice-words.ts';

/** What every answer is held against, in the order of the evaluation's table. */
export const answerRules = [
  'limits',
  'format',
  'voice',
  'fields',
  'placeholder',
  'spelling',
  'numbers',
] as const;
export type AnswerRule = (typeof answerRules)[number];

export interface RuleFinding {
  rule: AnswerRule;
  /** What is wrong and where, in words for people. */
  problem: string;
}

/** An answer, and what it was written from. */
export interface AnsweredRun {
  prompt: PlaybookPromptFile;
  foundation: UserFoundation;
  inputs: Record<string, string>;
  answer: string;
}

export interface AnswerJudgement {
  findings: RuleFinding[];
  /** All of them, also those that are no claim and so break nothing. */
  numbers: UngroundedNumber[];
}

/** Holds an answer against all rules. What each sees and does not see: docs/evaluation.md. */
export function judgeAnswer(run: AnsweredRun): AnswerJudgement {
  const { prompt, foundation, inputs } = run;
  const words = prompt.outputType === 'JSON' ? valuesOfJson(run.answer) : run.answer;
  const given = { foundation: valuesOf(foundation), inputs: Object.values(inputs) };
  const numbers = ungroundedNumbers(words, { prompt, ...given });
  const material = [prompt.template, ...given.foundation, ...given.inputs].join('\n');
  return {
    findings: [
      ...shapeFindings(run),
      ...voiceFindings(run),
      ...fieldFindings(run),
      ...leftPlaceholders(run.answer, material).map((mark) => ({
        rule: 'placeholder' as const,
        problem: `${mark} is still to be filled in`,
      })),
      ...americanSpellings(words).map(({ line, word, ukSpelling }) => ({
        rule: 'spelling' as const,
        problem: `line ${line}: ${word}, in the UK ${ukSpelling}`,
      })),
      ...numbers.filter(isClaim).map(({ text, kind, near }) => ({
        rule: 'numbers' as const,
        problem: `${kind} ${text} stands in nothing that was given ("${near}")`,
      })),
    ],
    numbers,
  };
}

/** What cannot be read or is missing is a matter of format, what is too many or too long of limits. */
function shapeFindings({ prompt, answer }: AnsweredRun): RuleFinding[] {
  const read = readAnswer(prompt.outputType, answer);
  const found = checkAnswer(prompt, read);
  const ruleOf = ({ kind }: AnswerFinding): AnswerRule =>
    kind === 'missing' || kind === 'unreadable' ? 'format' : 'limits';
  const findings = found.map((finding) => ({
    rule: ruleOf(finding),
    problem: `${finding.place}: ${finding.value}, expected ${finding.expected}`,
  }));
  if (read.form.kind === 'json' || read.form.kind === 'unreadable') return findings;
  const told = new Set(found.filter(({ kind }) => kind === 'missing').map(({ place }) => place));
  const parts = missingParts(prompt.template, read).filter((name) => !told.has(name));
  return [
    ...findings,
    ...parts.map((name) => ({ rule: 'format' as const, problem: `the part ${name} is missing` })),
  ];
}

function voiceFindings({ prompt, foundation, inputs, answer }: AnsweredRun): RuleFinding[] {
  // What a JSON answer holds is read by a program, and its voice is nobody's.
  if (prompt.outputType === 'JSON') return [];
  const { brandVoiceAdjectives = [], brandVoiceDonts = [] } = foundation.companyContext;
  const forbidden = forbiddenWords(
    { adjectives: brandVoiceAdjectives, donts: brandVoiceDonts },
    prompt.template,
    { inputs: Object.values(inputs), foundation: valuesOf(foundation) },
  );
  return wordsFound(answer, forbidden).map((word) => ({
    rule: 'voice',
    problem: `"${word}" is not how this brand or this prompt speaks`,
  }));
}

function fieldFindings({ prompt, foundation, inputs, answer }: AnsweredRun): RuleFinding[] {
  const { snapshot } = snapshotContext(prompt, foundation);
  const use = sourcesUsed(answer, sourcesOf(prompt, snapshot, inputs));
  if (usesEnough(use)) return [];
  return [
    {
      rule: 'fields',
      problem: `draws on ${use.used.length} of ${use.used.length + use.unused.length} things it was given; nothing of ${use.unused.map(({ name }) => name).join(', ')}`,
    },
  ];
}

function valuesOf(foundation: UserFoundation): string[] {
  const fields = foundationFields.flatMap(({ path }) => foundationValue(foundation, path) ?? []);
  const rivals = (foundation.marketAwareness.competitors ?? []).flatMap((rival) =>
    Object.values(rival).filter((value) => value !== undefined),
  );
  return [...fields, ...rivals];
}

/** The strings of a JSON answer, one a line; of what is no JSON, all of it. */
function valuesOfJson(answer: string): string {
  const strings = answer.match(/(?<=:\s*|\[\s*|,\s*)"(?:[^"\\]|\\.)*"/g) ?? [];
  return strings.length === 0 ? answer : strings.map((text) => text.slice(1, -1)).join('\n');
}
