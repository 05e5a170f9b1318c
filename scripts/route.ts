import { createInterface } from 'node:readline/promises';
import { Command } from 'commander';
import { describeRoute } from '../src/director/describe-route.ts';
import { createIntentIndex } from '../src/director/intent-index.ts';
import { routeMessage } from '../src/director/route.ts';
import { loadCatalogue } from '../src/load-catalogue.ts';

const { json } = new Command('route')
  .description('Reads {"text": …} lines and prints the Director\'s decision for each, without a model.')
  .option('--json', 'one JSON object a line', false)
  .parse()
  .opts<{ json: boolean }>();

/** Labelled lines (`agent`, `promptCode`) are also counted, and the figures go to stderr. */
const counts = { labelled: 0, agent: 0, prompt: 0, orOffered: 0, decidedWrong: 0 };

async function main(): Promise<void> {
  const catalogue = await loadCatalogue();
  const index = createIntentIndex(catalogue);
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
    if (row.agent === undefined) continue;
    const wanted = { agent: row.agent, promptCode: row.promptCode ?? null };
    const agent = decision.agent === wanted.agent;
    const prompt = agent && decision.promptCode === wanted.promptCode;
    const offered = decision.offered.some(
      (one) => one.agent === wanted.agent && one.promptCode === wanted.promptCode,
    );
    counts.labelled++;
    counts.agent += Number(agent);
    counts.prompt += Number(prompt);
    counts.orOffered += Number(prompt || offered);
    counts.decidedWrong += Number(!agent && decision.offered.length === 0);
  }
  if (counts.labelled > 0) {
    const share = (count: number) => `${((100 * count) / counts.labelled).toFixed(1)} %`;
    console.error(
      `${counts.labelled} labelled: right agent ${share(counts.agent)}, right agent and prompt ${share(counts.prompt)}, right or offered ${share(counts.orOffered)}, decided and wrong ${share(counts.decidedWrong)}`,
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
