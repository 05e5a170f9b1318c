import MiniSearch from 'minisearch';
import type { Catalogue } from '../domain/catalogue.ts';
import { sectionsOf } from '../domain/sections.ts';

/** A passage of the course and where it stands. */
export interface Passage {
  /** Such as "Module 0, Foundation: What ROCKET stands for". */
  place: string;
  text: string;
  /** Share of the question's words that the passage has, weighed by how rare they are: 0 to 1. */
  covers: number;
}

export interface CourseIndex {
  /** Passages that answer a question, best first. */
  find(question: string, limit: number): Passage[];
  /** The same from the notes on connecting tools alone. */
  findIntegration(question: string, limit: number): Passage[];
}

/** Words of a question that say nothing about its subject. */
const emptyWords = new Set(
  'a about an and any are as at be by can could did do does dont for from get give go got had has have how i if im in is it its just like me mean means my no not of off on or our please pls should so some stand stands tell that the their them then there they thing this to us use was we were what whats when where which who why will with would you your explain explained eli5 five im understand bit again difference between example'.split(
    ' ',
  ),
);

interface Section {
  place: string;
  heading: string;
  text: string;
}

/** Searches lessons, grids, checklists and the prompts' own descriptions; notes on connecting tools by themselves. */
export function createCourseIndex(catalogue: Catalogue): CourseIndex {
  const sections: Section[] = [];
  const add = (place: string, heading: string, text: string) => sections.push({ place, heading, text });
  for (const module of catalogue.modules) {
    const place = `Module ${module.moduleNumber}, ${module.step}`;
    add(
      `${place}: objective`,
      `${module.step} ${module.title}`,
      `${module.objective}\n\nWhat you make: ${module.deliverable}`,
    );
    for (const [heading, text] of sectionsOf(module.text)) add(`${place}: ${heading}`, heading, text);
    add(
      `${place}: checklist`,
      `${module.step} checklist`,
      module.checklistItems.map((item) => `- ${item}`).join('\n'),
    );
    for (const grid of module.grids) {
      add(
        `${place}: ${grid.name}`,
        grid.name,
        grid.rows
          .map(
            (row) =>
              `**${row.name}**\n${row.cells.map((cell, i) => `- ${cell.name ?? grid.columns[i]}: ${cell.asks}`).join('\n')}`,
          )
          .join('\n\n'),
      );
    }
  }
  for (const prompt of catalogue.prompts.values()) {
    add(
      `Playbook, ${prompt.promptCode}`,
      `${prompt.promptCode} ${prompt.title}`,
      `${prompt.promptCode}, ${prompt.title}: ${prompt.description} @${prompt.owner} runs it.`,
    );
  }
  const notes = catalogue.integrations.flatMap((note) =>
    [...note.sections].map(([heading, text]) => ({
      place: `Integration notes, ${note.tool}: ${heading}`,
      heading: `${note.tool} ${heading}`,
      text,
    })),
  );
  return { find: finderIn(sections), findIntegration: finderIn(notes) };
}

function finderIn(sections: readonly Section[]): CourseIndex['find'] {
  const documents = sections.map((section, id) => ({ id, ...section }));
  const search = new MiniSearch<(typeof documents)[number]>({
    fields: ['heading', 'text'],
    storeFields: ['place', 'text'],
    processTerm: (term) => meaningful(term) ?? null,
  });
  search.addAll(documents);
  /** Rarer words say more: the logarithm of how many documents lack them. */
  const weightOf = (term: string) => {
    const having = search.search(term, { fuzzy: false, prefix: false }).length;
    return Math.log(1 + documents.length / (1 + having));
  };

  return (question, limit) => {
    const terms = [
      ...new Set((question.match(/[\p{L}\d]+/gu) ?? []).map(meaningful).filter((term) => term !== undefined)),
    ];
    if (terms.length === 0) return [];
    const weights = new Map(terms.map((term) => [term, weightOf(term)]));
    const whole = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
    return search
      .search(terms.join(' '), {
        boost: { heading: 3 },
        fuzzy: (term) => (term.length > 6 ? 0.15 : false),
        prefix: (term) => term.length > 4,
      })
      .slice(0, limit)
      .map((hit) => ({
        place: String(hit.place),
        text: String(hit.text),
        covers: hit.queryTerms.reduce((sum, term) => sum + (weights.get(term) ?? 0), 0) / whole,
      }));
  };
}

function meaningful(term: string): string | undefined {
  const lower = term.toLowerCase().replace(/['’]/g, '');
  if (lower.length < 2 || emptyWords.has(lower)) return undefined;
  return lower.length > 3 && lower.endsWith('s') && !lower.endsWith('ss') ? lower.slice(0, -1) : lower;
}
