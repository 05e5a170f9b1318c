// A model for the benchmark and for manual tries, which costs nothing and always answers the same:
//   npx tsx test/support/scripted-model-main.ts --port 8089 --first-word-ms 300 --chunks 20
//   OPENAI_BASE_URL=http://127.0.0.1:8089/v1 OPENAI_MODEL=scripted npm start
import { setTimeout as wait } from 'node:timers/promises';
import { Command, InvalidArgumentError } from 'commander';
import { type ImprovisedAnswer, type ScriptedRequest, startScriptedModel } from './scripted-model-server.ts';
import { valueForSchema } from './value-for-schema.ts';

interface Options {
  port: number;
  firstWordMs: number;
  betweenWordsMs: number;
  chunks: number;
  stamp: boolean;
}

const program = new Command('scripted-model')
  .description('Answers every Chat Completions call with an echo of what the person said.')
  .option('--port <number>', 'port on the loopback, 0 for any free one', wholeNumber, 0)
  .option('--first-word-ms <ms>', 'wait before the first piece', wholeNumber, 0)
  .option('--between-words-ms <ms>', 'wait before each further piece', wholeNumber, 0)
  .option('--chunks <number>', 'pieces that an answer is streamed in', wholeNumber, 10)
  .option('--stamp', 'begin each answer with the two moments that the benchmark compares', false)
  .parse();
const options = program.opts<Options>();

const server = await startScriptedModel({ port: options.port });
server.answersTheRest((request) => (options.stamp ? stamped(options) : echo(request, options)));
process.stdout.write(`${server.baseUrl}\n`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void server.close());
}

function echo({ body, lastUserMessage }: ScriptedRequest, options: Options): ImprovisedAnswer {
  const { firstWordMs, betweenWordsMs, chunks } = options;
  const schema = body.response_format?.json_schema?.schema;
  const answer = schema
    ? { json: valueForSchema(schema, lastUserMessage) }
    : `You said: ${lastUserMessage}\n\nThis is the scripted model. It has read ${body.messages.length} messages.`;
  return { answer, chunks, firstWordMs, betweenWordsMs };
}

/** `asked=… first=…`, in ms of the clock that all processes of a machine share. */
async function stamped({ firstWordMs, betweenWordsMs, chunks }: Options): Promise<ImprovisedAnswer> {
  const now = () => (Number(process.hrtime.bigint()) / 1e6).toFixed(3);
  const asked = now();
  await wait(firstWordMs);
  const rest = Array.from({ length: chunks - 1 }, (_none, index) => ` word${index + 1}`);
  const pieces = [`asked=${asked} first=${now()} `, ...rest];
  return { answer: pieces.join(''), chunks: pieces, betweenWordsMs };
}

function wholeNumber(given: string): number {
  const value = Number(given);
  if (!Number.isInteger(value) || value < 0)
    throw new InvalidArgumentError('Expected a whole number from 0.');
  return value;
}
