import type { IntegrationNote } from '../domain/catalogue.ts';
import type { ReportProblem } from './report-problem.ts';

/** Enough to say how, and still read on a phone. */
const sectionWords = { from: 25, to: 130 };
const sections = { from: 4, to: 8 };

/** Whether a note can be found and read: sections of a size, each headed by what somebody would ask. */
export function checkIntegration({ sections: found }: IntegrationNote, problem: ReportProblem): void {
  if (found.size < sections.from || found.size > sections.to)
    problem(`has ${found.size} sections headed "##", expected ${sections.from} to ${sections.to}`);
  for (const [heading, text] of found) {
    const words = text.split(/\s+/).filter(Boolean).length;
    if (words < sectionWords.from || words > sectionWords.to)
      problem(`"${heading}" has ${words} words, expected ${sectionWords.from} to ${sectionWords.to}`);
    if (/\b(?:sk|pk|xox[bp]|shpat)[-_][\w-]{8,}/.test(text))
      problem(`"${heading}" holds what looks like a key`);
  }
}
