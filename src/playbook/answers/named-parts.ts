import { sectionsOf } from '../../domain/sections.ts';
import { placesNamed } from './places.ts';
import type { Answer } from './read-answer.ts';

/** A part that a template's line "Format:" names by its fixed words: a heading, a label, a column. */
interface NamedPart {
  /** As `placesNamed` takes it. */
  name: string;
  /** Which sentence of the line names it. */
  sentence: number;
  isLabel: boolean;
}

/**
 * The parts that the line "Format:" names and an answer does not have. Parts that it makes optional (`if`, `or`, "what
 * is unknown") and patterns ("### Section name") are left to the limits and to people.
 */
export function missingParts(template: string, answer: Answer): string[] {
  const { sentences, parts } = partsNamed(template);
  const absent = parts.filter(({ name }) => placesNamed(name, answer).length === 0).map(({ name }) => name);
  if (absent.length > 0) return absent.map((name) => name.replace(/\*$/, ''));
  return sentences.flatMap((sentence, at) => {
    // What is set out once for each item has to be there in each; what stands once belongs to all of it.
    if (!/\beach\b|\ban item\b|\ba point\b/i.test(sentence) || sentence.includes('(the last')) return [];
    const labels = parts.filter((part) => part.isLabel && part.sentence === at);
    const counts = labels.map(({ name }) => ({ name, count: placesNamed(name, answer).length }));
    const most = Math.max(0, ...counts.map(({ count }) => count));
    return counts
      .filter(({ count }) => count > 1 && count < most)
      .map(({ name, count }) => `${name} in ${most - count} of ${most}`);
  });
}

function partsNamed(template: string): { sentences: string[]; parts: NamedPart[] } {
  const tone = sectionsOf(template).get('TONE & FORMAT') ?? '';
  const line = /^Format: (.*)$/m.exec(tone)?.[1] ?? '';
  const sentences = line.split(/(?<=[.;]) (?=[A-Z`a-z])/);
  const parts = sentences.flatMap((sentence, at) =>
    isOptional(sentence)
      ? []
      : [...sentence.matchAll(/`([^`]+)`/g)].flatMap((match) => {
          const before = sentence.slice(0, match.index);
          const after = sentence.slice(match.index + match[0].length);
          return isPattern(before, after) ? [] : partOf(match[1] ?? '', at, /\bcolumns\b/.test(before));
        }),
  );
  return { sentences, parts };
}

function isOptional(sentence: string): boolean {
  return /^(?:if|or|then, only)\b|\bunknown\b/i.test(sentence);
}

/** One of several, one of a series, or the form of a heading that has other words each time. */
function isPattern(before: string, after: string): boolean {
  const isChoice = / or $/.test(before) || /^(?:, `[^`]+`)* or `/.test(after);
  const isOfSeries = /(?:if needed|at most|\bto) $/.test(before) || /^ and so on/.test(after);
  return isChoice || isOfSeries || /\ba heading $/.test(before) || /\bheadings $/.test(before);
}

function partOf(token: string, sentence: number, isColumn: boolean): NamedPart[] {
  const heading = /^### ([A-Z][^:]*?)(?::.*)?$/.exec(token)?.[1];
  if (heading !== undefined) {
    if (/ name$|^(?:Gaps|Missing)$/.test(heading)) return [];
    return [{ name: token.includes(':') ? `${heading}*` : heading, sentence, isLabel: false }];
  }
  const label = /^([A-Za-z][A-Za-z0-9 -]*):(?: …)?$/.exec(token)?.[1];
  if (label !== undefined) return [{ name: label, sentence, isLabel: true }];
  return isColumn && /^[A-Z][A-Za-z. ]*$/.test(token) ? [{ name: token, sentence, isLabel: false }] : [];
}
