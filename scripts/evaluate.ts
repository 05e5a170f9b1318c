import { Command, InvalidArgumentError } from 'commander';
import { config as loadDotenv } from 'dotenv';
import { loadCatalogue } from '../src/load-catalogue.ts';
import { type AnswerOptions, evaluateAnswers } from './evaluate/answers.ts';
import { evaluateRouting } from './evaluate/routing.ts';

loadDotenv({ quiet: true });

const program = new Command('evaluate').description(
  'Measures what the program writes and decides. Fails where an answer breaks a rule.',
);
program
  .command('answers', { isDefault: true })
  .description('Holds the written samples, and the answers of a model where one is set, against the rules.')
  .option('--samples <folder>', 'the written samples and their Foundation', 'test/fixtures/answers')
  .option('--only <codes>', 'these prompts alone, such as H1,S3', codes)
  .option('--no-model', 'the samples alone, although a model is set')
  .option('--record [folder]', "keep the model's answers (default: answers/ in DATA_DIR)")
  .option('--json', 'one JSON object for each answer instead of the tables', false)
  .action(async (options: AnswerOptions) => {
    const allRight = await evaluateAnswers(options, {
      catalogue: await loadCatalogue(),
      env: process.env,
      print: (text) => console.log(text),
      note: (text) => console.error(text),
    });
    if (!allRight) process.exitCode = 1;
  });
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

function codes(text: string): string[] {
  return text
    .toUpperCase()
    .split(',')
    .map((code) => code.trim())
    .filter((code) => code !== '');
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
