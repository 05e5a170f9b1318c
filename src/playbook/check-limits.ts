import type { AnswerLimit, AnswerWrite, Range } from '../domain/answer-limits.ts';
import type { PlaybookPromptFile } from '../domain/catalogue.ts';
import { foundationField, isFoundationPath } from '../domain/foundation-fields.ts';
import { placeDivider, wholePlaces } from './answers/places.ts';
import { checkFoundationPath } from './check-foundation-path.ts';
import type { ReportProblem } from './report-problem.ts';

type DeclaredPrompt = Pick<PlaybookPromptFile, 'promptCode' | 'outputType' | 'limits' | 'writes'>;

/**
 * Limits that code holds answers against must be the ones that the template asks for: each names a place that the
 * template has, and no figure that it does not say.
 */
export function checkLimits(prompt: DeclaredPrompt, template: string, problem: ReportProblem): void {
  const limits = prompt.limits ?? [];
  const figures = figuresIn(template);
  for (const [index, limit] of limits.entries()) {
    const say = (what: string) => problem(`limits, "${limit.in}": ${what}`);
    const ranges = rangesOf(limit);
    if (ranges.length === 0) say('limits nothing; add one of count, items, characters, words, sentences');
    checkPlace(limit.in, template, prompt, say);
    for (const figure of ranges.flatMap(({ least, most }) => [least, most])) {
      // One subject under the label "Subject" needs no figure of its own.
      if (figure !== undefined && figure !== 1 && !figures.has(figure))
        say(`${figure} stands nowhere in the template; say there what the answer is held against`);
    }
    if (limits.findIndex((other) => isSameMeasure(other, limit)) !== index) say('is limited twice');
  }
  checkWrites(prompt, template, problem);
}

function rangesOf({ count, items, characters, words, sentences }: AnswerLimit): Range[] {
  return [count, items, characters, words, sentences].filter((range) => range !== undefined);
}

/** Two rules may look at one place, if one counts its items or they look at different parts. */
function isSameMeasure(one: AnswerLimit, other: AnswerLimit): boolean {
  const measure = ({ in: place, after, before, items }: AnswerLimit) =>
    [place, after, before, items === undefined].join('\n');
  return measure(one) === measure(other);
}

function checkPlace(
  name: string,
  template: string,
  { outputType }: DeclaredPrompt,
  say: (what: string) => void,
): void {
  for (const part of name.split(placeDivider)) {
    if (wholePlaces.some((place) => place === part)) {
      if (part === 'items' && outputType === 'Table') say('a table has rows, not items');
      continue;
    }
    const words = outputType === 'JSON' ? part.split('.') : [part.replace(/\*/g, '').trim()];
    const missing = words.find((word) => !hasWords(template, word));
    if (missing !== undefined)
      say(`"${missing}" is no heading, label, column or key in the template; write it as the template does`);
  }
}

function hasWords(template: string, words: string): boolean {
  const escaped = words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?<![\\p{L}\\d])${escaped}(?![\\p{L}\\d])`, 'u').test(template);
}

const numberWords = 'one two three four five six seven eight nine ten eleven twelve thirteen'.split(' ');

function figuresIn(template: string): Set<number> {
  const digits = [...template.matchAll(/\d+/g)].map(([figure]) => Number(figure));
  const words = numberWords.flatMap((word, index) =>
    new RegExp(`\\b${word}\\b`, 'i').test(template) ? [index + 1] : [],
  );
  return new Set([...digits, ...words]);
}

function checkWrites(prompt: DeclaredPrompt, template: string, problem: ReportProblem): void {
  const { outputType, writes, promptCode } = prompt;
  if (outputType === 'JSON' && !writes) {
    problem('outputType is JSON and nothing says which fields it holds; add writes');
  }
  if (!writes) return;
  if (!/^F(?:[1-9]|10)$/.test(promptCode))
    problem('writes is for the Foundation prompts F1 to F10; remove it');
  for (const [index, write] of writes.entries()) {
    checkFoundationPath(write.path, 'writes', problem);
    if (writes.findIndex(({ path }) => path === write.path) !== index)
      problem(`writes "${write.path}" stands there twice`);
    checkSource(write, prompt, template, (what) => problem(`writes "${write.path}": ${what}`));
  }
  const groups = new Set(writes.map(({ path }) => path.split('.')[0]));
  if (outputType === 'JSON' && groups.size > 1)
    problem(`writes holds fields of ${[...groups].join(' and ')}; a JSON answer has one group`);
}

function checkSource(
  write: AnswerWrite,
  prompt: DeclaredPrompt,
  template: string,
  say: (what: string) => void,
): void {
  if (prompt.outputType !== 'JSON') {
    if (write.from === undefined) say('lacks from, the place of its value in the answer');
    else checkPlace(write.from, template, prompt, say);
  } else {
    if (write.from !== undefined) say('has from; in a JSON answer the path is the place');
    const field = write.path.split('.')[1] ?? write.path;
    if (!hasWords(template, field)) say(`the template does not ask for \`${field}\``);
  }
  if (write.each && isFoundationPath(write.path) && foundationField(write.path).kind === 'competitors')
    say('is a list of rivals, whose values are no single texts; remove each');
}
