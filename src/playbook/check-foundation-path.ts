import { foundationFields, isFoundationPath } from '../domain/foundation-fields.ts';
import { nearest } from '../domain/nearest.ts';
import type { ReportProblem } from './report-problem.ts';

export function checkFoundationPath(path: string, where: string, problem: ReportProblem): void {
  if (isFoundationPath(path)) return;
  const near =
    nearest(
      path,
      foundationFields.map((field) => field.path),
    ) ?? fieldLabelled(path);
  problem(`${where} "${path}" is unknown.${near ? ` Did you mean "${near}"?` : ''}`);
}

/** The path of the field that people know by a name like this: the seed's own examples say "Customer Pain". */
function fieldLabelled(name: string): string | undefined {
  const label = nearest(
    name,
    foundationFields.map((field) => field.label),
  );
  return foundationFields.find((field) => field.label === label)?.path;
}
