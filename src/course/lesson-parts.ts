import type { ModuleFile } from '../domain/catalogue.ts';
import { sectionsOf } from '../domain/sections.ts';

/** What one message of a lesson shows: a screen or two of a phone. */
export interface LessonPart {
  kind: 'overview' | 'section' | 'grid' | 'example' | 'guide';
  title: string;
  /** Markdown, without the title. */
  text: string;
}

/** Longest text of a part: with its title and place it stays below 1,200 characters. */
const partCharacters = 1_080;

type Grid = ModuleFile['grids'][number];

/** A module in the order in which it is read. Its checklist and worksheet stand beside it: they are worked, not read. */
export function lessonParts(module: ModuleFile): LessonPart[] {
  return [
    { kind: 'overview', title: module.title, text: overviewOf(module) },
    ...[...sectionsOf(module.text)].map(([title, text]) => ({ kind: 'section' as const, title, text })),
    ...module.grids.flatMap(gridParts),
    { kind: 'example', title: 'An example', text: module.exampleText.trim() },
    { kind: 'guide', title: 'Order of work', text: [module.implementationGuide].flat().join('\n').trim() },
  ];
}

/** Where the first page of a grid is among the parts; the module's first grid without a name. */
export function gridPartOf(parts: readonly LessonPart[], grid?: string): number {
  return parts.findIndex(
    ({ kind, title }) => kind === 'grid' && (grid === undefined || title.startsWith(grid)),
  );
}

function overviewOf(module: ModuleFile): string {
  const headings = [...sectionsOf(module.text).keys(), ...module.grids.map(({ name }) => name)];
  const list = headings.map((heading) => `- ${heading}`).join('\n');
  return `${module.objective}\n\n**What you make:** ${module.deliverable}\n\n**In it:**\n${list}`;
}

/** A grid that is longer than a message goes on in the next, cut between its rows. */
function gridParts(grid: Grid): LessonPart[] {
  const pages: string[] = [];
  for (const row of grid.rows) {
    const text = rowText(grid, row);
    const page = pages.at(-1);
    if (page !== undefined && page.length + text.length + 2 <= partCharacters) {
      pages[pages.length - 1] = `${page}\n\n${text}`;
    } else pages.push(text);
  }
  return pages.map((text, index) => ({
    kind: 'grid',
    title: pages.length === 1 ? grid.name : `${grid.name}, ${index + 1} of ${pages.length}`,
    text,
  }));
}

function rowText({ columns }: Grid, { name, cells }: Grid['rows'][number]): string {
  const lines = cells.map((cell, index) => {
    const label = [cell.code, cell.name ?? columns[index]].filter(Boolean).join(' ');
    return `- ${label}: ${cell.asks}`;
  });
  return [`**${name}**`, ...lines].join('\n');
}
