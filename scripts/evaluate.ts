import { readFile } from 'node:fs/promises';
import { Command, InvalidArgumentError } from 'commander';
import { createIntentIndex } from '../src/director/intent-index.ts';
import {
  confusions,
  crossValidate,
  type LabelledMessage,
  type RoutedMessage,
  routeAll,
  routingFigures,
} from '../src/director/routing-figures.ts';
import { trainingMessages } from '../src/director/training-messages.ts';
import { systemRoleSchema } from '../src/domain/system-role.ts';
import { loadCatalogue } from '../src/load-catalogue.ts';

const program = new Command('evaluate').description('Measures what the program decides, without a model.');
program
  .command('routing')
  .description('Routes labelled messages, and every training message with an index that never saw it.')
  .option(
    '--examples <path>',
    'labelled messages, one JSON object a line',
    'test/fixtures/routing-examples.jsonl',
  )
  .option('--folds <number>', 'heaps of the cross-validation', wholeNumber, 5)
  .action(evaluateRouting);

async function evaluateRouting({ examples, folds }: { examples: string; folds: number }): Promise<void> {
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

function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function wholeNumber(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 2)
    throw new InvalidArgumentError('expected a whole number from 2 on, such as 5');
  return number;
}

program.parseAsync().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
});
