import { Command } from 'commander';
import { type FunnelReading, parseFunnelReport } from '../src/funnel/parse-funnel-report.ts';
import { readTextLines } from './read-text-lines.ts';

const { json, currency } = new Command('numbers')
  .description('Reads {"text": …} lines and prints what the funnel parser makes of each, without a model.')
  .option('--json', 'one JSON object a line', false)
  .option(
    '--currency <code>',
    "the person's currency, such as GBP; without it a report in one currency tells",
  )
  .parse()
  .opts<{ json: boolean; currency?: string }>();

/** Labelled lines (`expected`) are also counted, and the figures and every miss go to stderr. */
interface Row {
  text: string;
  expected?: Record<string, unknown>;
}

async function main(): Promise<void> {
  const labelled = { messages: 0, right: 0, wrong: [] as string[] };
  for await (const row of readTextLines<Row>('ctr 2.1%')) {
    const monthNow = new Date().getMonth() + 1;
    const reading = parseFunnelReport(row.text, {
      monthNow,
      ...(currency === undefined ? {} : { currency }),
    });
    const values = valuesOf(reading);
    if (json) console.log(JSON.stringify({ text: row.text, values, questions: reading.questions }));
    else
      console.log(
        `${row.text}\n  ${JSON.stringify(values)}\n${reading.questions.map((one) => `  ? ${one}\n`).join('')}`,
      );
    if (row.expected === undefined) continue;
    labelled.messages++;
    if (sameValues(values, row.expected)) labelled.right++;
    else
      labelled.wrong.push(
        `${row.text}\n    expected ${JSON.stringify(row.expected)}\n    read     ${JSON.stringify(values)}`,
      );
  }
  if (labelled.messages > 0) {
    const share = ((100 * labelled.right) / labelled.messages).toFixed(1);
    console.error(`${labelled.messages} labelled, exactly right: ${labelled.right} (${share} %)`);
    for (const miss of labelled.wrong) console.error(`  ${miss}`);
  }
}

function valuesOf(reading: FunnelReading): Record<string, unknown> {
  return {
    ...(reading.timePeriod === undefined ? {} : { timePeriod: reading.timePeriod }),
    ...reading.values,
  };
}

function sameValues(read: Record<string, unknown>, expected: Record<string, unknown>): boolean {
  const names = new Set([...Object.keys(read), ...Object.keys(expected)]);
  return [...names].every((name) => read[name] === expected[name]);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
});
