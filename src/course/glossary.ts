import type { ModuleFile } from '../domain/catalogue.ts';
import { foundationFields } from '../domain/foundation-fields.ts';
import { gridPartOf, lessonParts } from './lesson-parts.ts';

/** What a word of the course means, and where the course says more. */
export interface GlossaryEntry {
  term: string;
  /** Where it comes from: a heading of a lesson, a step, a field of the Foundation. */
  kind: 'lesson' | 'step' | 'field';
  /** Markdown. */
  text: string;
  place: string;
  moduleNumber: number;
  /** Which part of that module's lesson says more. */
  part: number;
}

/** Every field of the Foundation, every step, every heading that says what something is or means. */
export function glossaryOf(modules: readonly ModuleFile[]): GlossaryEntry[] {
  return [...modules.flatMap(headingEntries), ...modules.map(stepEntry), ...fieldEntries(modules)];
}

/** The entry for a word: its own name first, then other names for it. */
export function lookUpTerm(glossary: readonly GlossaryEntry[], term: string): GlossaryEntry | undefined {
  const wanted = bareWords(term);
  const own = glossary.find((entry) => namesOf(entry.term).includes(wanted));
  if (own || wanted === '') return own;
  const field = foundationFields.find(({ aliases }) => aliases.some((alias) => bareWords(alias) === wanted));
  return field && glossary.find((entry) => entry.term === field.label);
}

function headingEntries(module: ModuleFile): GlossaryEntry[] {
  return lessonParts(module).flatMap(({ kind, title, text }, part) => {
    if (kind !== 'section') return [];
    const { moduleNumber } = module;
    return termsOf(title).map((term) => ({
      term,
      kind: 'lesson',
      text,
      place: placeOf(module, title),
      moduleNumber,
      part,
    }));
  });
}

/** What a heading explains: "What AOV and CPA mean", "How retargeting works, and what ROAS is", "Awareness stages". */
function termsOf(heading: string): string[] {
  const what = /\bwhat (?:an? |the )?(?:good |normal )?(.+?) (?:means?|is|are|stands for|is for)$/i.exec(
    heading,
  )?.[1];
  const short = /\(\p{Lu}{2,}\)$/u.test(heading)
    ? heading.replace(/^(?:what (?:happens to|counts as)|how to work out) /i, '')
    : undefined;
  const isQuestion = /^(?:what|how|why|when|which|where|may|common)\b|\?$/i.test(heading);
  const named = what ?? short ?? (isQuestion ? undefined : heading.replace(/^the /i, ''));
  return named === undefined ? [] : named.split(/,? and (?=\p{Lu}{2,}$)/u);
}

function stepEntry(module: ModuleFile): GlossaryEntry {
  return {
    term: module.step,
    kind: 'step',
    text: `**${module.step}** is module ${module.moduleNumber}. ${module.objective}\n\nWhat you make: ${module.deliverable}`,
    place: `Module ${module.moduleNumber}, ${module.step}`,
    moduleNumber: module.moduleNumber,
    part: 0,
  };
}

function fieldEntries(modules: readonly ModuleFile[]): GlossaryEntry[] {
  const foundation = modules.find(({ step }) => step === 'Foundation');
  if (!foundation) return [];
  const parts = lessonParts(foundation);
  return foundationFields.map(({ label, question, hint, grid }) => ({
    term: label,
    kind: 'field',
    text: `**${label}** is a cell of the ${grid} grid: ${question} For example: “${hint}.”`,
    place: `${placeOf(foundation, `${grid} grid`)}`,
    moduleNumber: foundation.moduleNumber,
    part: Math.max(0, gridPartOf(parts, grid)),
  }));
}

function placeOf(module: ModuleFile, heading: string): string {
  return `Module ${module.moduleNumber}, ${module.step}: ${heading}`;
}

/** "cost per lead (CPL)" is known by all of it, by what stands outside the brackets, and by what stands inside. */
function namesOf(term: string): string[] {
  const inside = /\(([^)]+)\)/.exec(term)?.[1] ?? '';
  return [term, term.replace(/\([^)]*\)/, ''), inside].map(bareWords).filter((name) => name !== '');
}

/** Lower case, a space between words, each without the "s" of its plural. */
function bareWords(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\d]+/gu, ' ')
    .replace(/(?<=[^s\W]{2})s\b/g, '')
    .trim();
}
