import { readFile } from 'node:fs/promises';
import { createIntentIndex } from '../../src/director/intent-index.ts';
import {
  confusions,
  crossValidate,
  type LabelledMessage,
  type RoutedMessage,
  routeAll,
  routingFigures,
} from '../../src/director/routing-figures.ts';
import { trainingMessages } from '../../src/director/training-messages.ts';
import { systemRoleSchema } from '../../src/domain/system-role.ts';
import { loadCatalogue } from '../../src/load-catalogue.ts';
import { table } from './table.ts';

/** Prints figures, confusions and the worst pairs. */
export async function evaluateRouting({
  examples,
  folds,
}: {
  examples: string;
  folds: number;
}): Promise<void> {
  const catalogue = await loadCatalogue();
  const index = createIntentIndex(trainingMessages(catalogue));
  const labelled = (await readFile(examples, 'utf8'))
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line): LabelledMessage => JSON.parse(line));
  const validation = routeAll(labelled, catalogue, index);
  const leftOut = crossValidate(catalogue, folds);
  console.log(figuresTable({ Validation: validation, 'Cross-validation': leftOut }));
  console.log(
    `\nAgents, validation set: who was wanted (rows), who answered (columns)\n\n${agentsTable(validation)}`,
  );
  console.log(`\nPrompts most often mistaken, cross-validation\n\n${worstPairs(leftOut)}`);
}

function figuresTable(sets: Record<string, RoutedMessage[]>): string {
  const figures = Object.values(sets).map(routingFigures);
  const share = (value: number) => `${(100 * value).toFixed(1)} %`;
  return table(
    ['', ...Object.keys(sets)],
    [
      ['messages', ...figures.map((one) => String(one.messages))],
      ['right agent', ...figures.map((one) => share(one.rightAgent))],
      ['right agent and prompt', ...figures.map((one) => share(one.rightPrompt))],
      ['right or offered', ...figures.map((one) => share(one.rightOrOffered))],
      ['decided and wrong', ...figures.map((one) => share(one.decidedAndWrong))],
      ['wrong answer, with buttons or without', ...figures.map((one) => share(one.wrongAnswer))],
      ['asked', ...figures.map((one) => share(one.asked))],
    ],
  );
}

function agentsTable(routed: RoutedMessage[]): string {
  const counts = confusions(routed, ({ agent }) => agent);
  const roles = systemRoleSchema.options;
  const columns = [...roles, 'asked'];
  const cell = (wanted: string, got: string) =>
    String(counts.find((one) => one.wanted === wanted && one.got === got)?.count ?? '');
  return table(
    ['', ...columns],
    roles.map((role) => [role, ...columns.map((column) => cell(role, column))]),
  );
}

function worstPairs(routed: RoutedMessage[]): string {
  const worst = confusions(routed, ({ agent, promptCode }) => promptCode ?? agent)
    .filter(({ wanted, got }) => wanted !== got && got !== 'asked')
    .slice(0, 15);
  return table(
    ['wanted', 'got', 'times'],
    worst.map(({ wanted, got, count }) => [wanted, got, String(count)]),
  );
}
