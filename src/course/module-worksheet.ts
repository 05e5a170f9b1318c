import { foundationValue } from '../context/context-snapshot.ts';
import type { ModuleFile } from '../domain/catalogue.ts';
import { csvCell } from '../domain/csv-cell.ts';
import type { ElevateStep } from '../domain/elevate-step.ts';
import { isFoundationPath } from '../domain/foundation-fields.ts';
import type { UserFoundation } from '../domain/user-foundation.ts';

export type WorksheetFormat = 'md' | 'csv';

export interface WorksheetFile {
  name: string;
  mediaType: string;
  content: string;
  /** How many cells hold what the person has written down already. */
  filled: number;
}

type Grid = ModuleFile['grids'][number];
type Cell = Grid['rows'][number]['cells'][number];

/** Empty rows of a table that has no rows of its own. */
const emptyRows = 5;

/** A module's worksheet to fill in; cells that the Foundation answers are filled in already. Blank without one. */
export function moduleWorksheet(
  module: ModuleFile,
  format: WorksheetFormat,
  foundation?: UserFoundation,
): WorksheetFile {
  const answers = new Map<Cell, string>();
  for (const cell of module.grids.flatMap(({ rows }) => rows.flatMap(({ cells }) => cells))) {
    const answer = foundation && answerOf(cell, foundation);
    if (answer !== undefined) answers.set(cell, answer);
  }
  const written = format === 'md' ? asMarkdown(module, answers) : asCsv(module, answers);
  return {
    name: worksheetName(module.step, format),
    mediaType: format === 'md' ? 'text/markdown' : 'text/csv',
    content: written,
    filled: answers.size,
  };
}

/** The file's name, such as "gift-worksheet.md"; also where it is served. */
export function worksheetName(step: ElevateStep, format: WorksheetFormat): string {
  return `${step.toLowerCase()}-worksheet.${format}`;
}

/** Every module's blank worksheet in both formats, by file name: what is served to anybody. */
export function blankWorksheets(modules: readonly ModuleFile[]): Map<string, WorksheetFile> {
  const files = modules.flatMap((module) =>
    (['md', 'csv'] as const).map((format) => moduleWorksheet(module, format)),
  );
  return new Map(files.map((file) => [file.name, file]));
}

/** "competitors[].name" is one part of each item. */
function answerOf({ field }: Cell, foundation: UserFoundation): string | undefined {
  const [path = '', part] = (field ?? '').split('[].');
  if (!isFoundationPath(path)) return undefined;
  if (part !== undefined) {
    const items = foundation.marketAwareness.competitors ?? [];
    const texts = items.map((item) => String(Reflect.get(item, part) ?? '')).filter(Boolean);
    return texts.length > 0 ? texts.join('; ') : undefined;
  }
  const value = foundationValue(foundation, path);
  return Array.isArray(value) ? value.join('; ') : value;
}

function asMarkdown(module: ModuleFile, answers: ReadonlyMap<Cell, string>): string {
  const { worksheet } = module;
  const parts = worksheet.parts.map((part, index) => {
    const heading = `## ${index + 1}. ${part.name}`;
    if ('asks' in part) return `${heading}\n\n${part.asks}\n\n> `;
    if ('columns' in part) return `${heading}\n\n${table(part.columns, blankRows(part.columns))}`;
    return `${heading}\n\n${gridTables(gridOf(module, part.grid), answers)}`;
  });
  return `${[
    `# Worksheet: ${module.title}`,
    worksheet.purpose,
    `## Have at hand\n\n${worksheet.inputs.map((input) => `- [ ] ${input}`).join('\n')}`,
    ...parts,
    `## Before you are done\n\n${module.checklistItems.map((item) => `- [ ] ${item}`).join('\n')}`,
  ].join('\n\n')}\n`;
}

/** A row of the grid is a table of its own: questions and answers side by side are too wide for paper and phone. */
function gridTables(grid: Grid, answers: ReadonlyMap<Cell, string>): string {
  return grid.rows
    .map(({ name, cells }) => {
      const rows = cells.map((cell, index) => [
        labelOf(grid, cell, index),
        cell.asks,
        answers.get(cell) ?? '',
      ]);
      return `### ${name}\n\n${table(['Cell', 'Question', 'Your answer'], rows)}`;
    })
    .join('\n\n');
}

function asCsv(module: ModuleFile, answers: ReadonlyMap<Cell, string>): string {
  const rows = module.worksheet.parts.flatMap((part) => {
    if ('asks' in part) return [[part.name, '', '', part.asks, '']];
    if ('columns' in part) {
      return Array.from({ length: emptyRows }, (_, index) =>
        part.columns.map((column) => [part.name, String(index + 1), column, '', '']),
      ).flat();
    }
    const grid = gridOf(module, part.grid);
    return grid.rows.flatMap(({ name, cells }) =>
      cells.map((cell, index) => [
        part.name,
        name,
        labelOf(grid, cell, index),
        cell.asks,
        answers.get(cell) ?? '',
      ]),
    );
  });
  const lines = [['Part', 'Row', 'Cell', 'Question', 'Your answer'], ...rows];
  return `${lines.map((row) => row.map(csvCell).join(',')).join('\r\n')}\r\n`;
}

function gridOf(module: ModuleFile, name: string): Grid {
  const grid = module.grids.find((one) => one.name === name);
  if (!grid) throw new Error(`Module ${module.moduleNumber} has no grid "${name}".`);
  return grid;
}

function labelOf(grid: Grid, cell: Cell, index: number): string {
  return [cell.code, cell.name ?? grid.columns[index] ?? ''].filter(Boolean).join(' ');
}

function blankRows(columns: readonly string[]): string[][] {
  return Array.from({ length: emptyRows }, () => columns.map(() => ''));
}

function table(columns: readonly string[], rows: readonly string[][]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(tableCell).join(' | ')} |`;
  return [line(columns), line(columns.map(() => '---')), ...rows.map(line)].join('\n');
}

function tableCell(text: string): string {
  return text.replace(/\s*\n\s*/g, '<br>').replace(/\|/g, '\\|');
}
