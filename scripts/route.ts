import { createInterface } from 'node:readline/promises';
import { Command } from 'commander';
import { describeRoute } from '../src/director/describe-route.ts';
import { createIntentIndex } from '../src/director/intent-index.ts';
import { routeMessage } from '../src/director/route.ts';
import { type RoutedMessage, routingFigures } from '../src/director/routing-figures.ts';
import { trainingMessages } from '../src/director/training-messages.ts';
import { loadCatalogue } from '../src/load-catalogue.ts';

const { json } = new Command('route')
  .description('Reads {"text": …} lines and prints the Director\'s decision for each, without a model.')
  .option('--json', 'one JSON object a line', false)
  .parse()
  .opts<{ json: boolean }>();

/** Labelled lines (`agent`, `promptCode`) are also counted, and the figures go to stderr. */
const labelled: RoutedMessage[] = [];

async function main(): Promise<void> {
  const catalogue = await loadCatalogue();
  const index = createIntentIndex(trainingMessages(catalogue));
  let number = 0;
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
    number++;
    if (line.trim() === '') continue;
    const row = readRow(line, number);
    const route = routeMessage({ text: row.text, addressed: true, owner: undefined }, catalogue, index);
    const decision = { text: row.text, ...describeRoute(route) };
    if (json) console.log(JSON.stringify(decision));
    else
      console.log(
        `${decision.agent}${decision.promptCode ? ` ${decision.promptCode}` : ''}  ${decision.kind}  ${row.text}`,
      );
    if (row.agent !== undefined)
      labelled.push({ text: row.text, agent: row.agent, promptCode: row.promptCode ?? null, route });
  }
  if (labelled.length > 0) {
    const figures = routingFigures(labelled);
    const share = (value: number) => `${(100 * value).toFixed(1)} %`;
    console.error(
      `${figures.messages} labelled: right agent ${share(figures.rightAgent)}, right agent and prompt ${share(figures.rightPrompt)}, right or offered ${share(figures.rightOrOffered)}, decided and wrong ${share(figures.decidedAndWrong)}`,
    );
  }
}

function readRow(line: string, number: number): { text: string; agent?: string; promptCode?: string | null } {
  try {
    const row = JSON.parse(line);
    if (typeof row?.text === 'string') return row;
  } catch {
    // Told below, as for a line without text.
  }
  throw new Error(
    `Line ${number} is ${line.slice(0, 60)}: expected one JSON object with "text", such as {"text": "H1 please"}.`,
  );
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
});
