import { Command } from 'commander';
import { describeRoute } from '../src/director/describe-route.ts';
import { createIntentIndex } from '../src/director/intent-index.ts';
import { routeMessage } from '../src/director/route.ts';
import { type RoutedMessage, routingFigures } from '../src/director/routing-figures.ts';
import { trainingMessages } from '../src/director/training-messages.ts';
import { loadCatalogue } from '../src/load-catalogue.ts';
import { readTextLines } from './read-text-lines.ts';

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
  for await (const row of readTextLines<{ text: string; agent?: string; promptCode?: string | null }>(
    'H1 please',
  )) {
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

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
});
