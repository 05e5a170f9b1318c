import type { ModuleFile } from '../domain/catalogue.ts';
import { nearest } from '../domain/nearest.ts';
import { sectionsOf } from '../domain/sections.ts';
import { funnelMetricNames } from '../domain/user-funnel-snapshot.ts';
import { checkFoundationPath } from './check-foundation-path.ts';
import type { ReportProblem } from './report-problem.ts';

/** A lesson is read on a phone in three minutes. Foundation's explains the whole course as well. */
const lessonWords = { least: 400, most: 700, mostOfFoundation: 1_400 };
/** One answer to one question, about two screens of a phone. */
const sectionWords = { least: 40, most: 120 };
const exampleWords = { least: 20, most: 60 };
const guideLines = { least: 3, most: 7 };

/** Whether a module is whole, and its text of a length that is read. */
export function checkModule(module: Omit<ModuleFile, 'hash'>, problem: ReportProblem): void {
  checkMetrics(module, problem);
  for (const grid of module.grids) checkGrid(grid, problem);
  checkLesson(module, problem);
  checkLength('exampleText', module.exampleText, exampleWords, problem);
  if (!module.exampleText.includes('Harbour Lane Coffee'))
    problem(
      'exampleText does not name Harbour Lane Coffee, the running example; no other shop belongs there',
    );
  checkGuide(module, problem);
  checkWorksheet(module, problem);
}

function checkMetrics(module: Pick<ModuleFile, 'metrics'>, problem: ReportProblem): void {
  for (const metric of module.metrics) {
    if (funnelMetricNames.includes(metric)) continue;
    const near = nearest(metric, funnelMetricNames);
    problem(`metric "${metric}" is unknown.${near ? ` Did you mean "${near}"?` : ''}`);
  }
}

function checkGrid(grid: ModuleFile['grids'][number], problem: ReportProblem): void {
  for (const row of grid.rows) {
    if (row.cells.length !== grid.columns.length) {
      problem(
        `${grid.name}, row "${row.name}": ${row.cells.length} cells, expected ${grid.columns.length}, one a column`,
      );
    }
    for (const cell of row.cells) {
      // "competitors[].name" fills a part of each item.
      const path = cell.field?.replace(/\[\]\..*$/, '');
      if (path !== undefined) checkFoundationPath(path, `${grid.name}, row "${row.name}": field`, problem);
    }
  }
}

function checkLesson({ moduleNumber, text }: Omit<ModuleFile, 'hash'>, problem: ReportProblem): void {
  const sections = sectionsOf(text);
  if (sections.size < 3)
    problem(
      `the lesson has ${sections.size} sections ("## …"); at least 3 are needed to find one's way in it`,
    );
  const most = moduleNumber === 0 ? lessonWords.mostOfFoundation : lessonWords.most;
  checkLength('the lesson', [...sections.values()].join('\n'), { least: lessonWords.least, most }, problem);
  for (const [heading, section] of sections)
    checkLength(`section "${heading}"`, section, sectionWords, problem);
}

function checkGuide({ implementationGuide }: Omit<ModuleFile, 'hash'>, problem: ReportProblem): void {
  const lines = [implementationGuide].flat().join('\n').trim().split('\n');
  if (lines.length < guideLines.least || lines.length > guideLines.most) {
    problem(
      `implementationGuide has ${lines.length} lines; ${guideLines.least} to ${guideLines.most} are an order of work`,
    );
  }
  if (lines.some((line, index) => !line.startsWith(`${index + 1}. `)))
    problem('implementationGuide is not numbered 1, 2, 3 …; begin each line with its number');
}

/** Every grid is worked on in the worksheet, and no other. */
function checkWorksheet({ grids, worksheet }: Omit<ModuleFile, 'hash'>, problem: ReportProblem): void {
  const names = grids.map((grid) => grid.name);
  const used = worksheet.parts.flatMap((part) => ('grid' in part ? [part.grid] : []));
  for (const name of used) {
    if (names.includes(name)) continue;
    const near = nearest(name, names);
    problem(`worksheet: grid "${name}" is none of this module's.${near ? ` Did you mean "${near}"?` : ''}`);
  }
  for (const name of names) {
    if (!used.includes(name)) problem(`worksheet has no part with grid: ${name}; add one, in its order`);
  }
}

function checkLength(
  what: string,
  text: string,
  { least, most }: { least: number; most: number },
  problem: ReportProblem,
): void {
  const count = text.split(/\s+/).filter((word) => /[\p{L}\d]/u.test(word)).length;
  if (count < least) problem(`${what} has ${count} words; ${least} to ${most} are wanted, so say more`);
  if (count > most)
    problem(`${what} has ${count} words; ${least} to ${most} are wanted, so cut or divide it`);
}
