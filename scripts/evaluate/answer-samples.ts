import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { type UserFoundation, userFoundationSchema } from '../../src/domain/user-foundation.ts';
import { type AnswerRule, answerRules } from '../../src/playbook/answers/answer-rules.ts';
import { readFrontMatter } from '../../src/playbook/front-matter.ts';

const goodFrontMatterSchema = z.strictObject({
  promptCode: z.string(),
  /** What the person answers to the prompt's questions. */
  inputs: z.record(z.string(), z.string()),
});
const badFrontMatterSchema = z.strictObject({
  promptCode: z.string(),
  /** The rules that this answer breaks, and no others. */
  breaks: z.array(z.enum(answerRules)).min(1),
});

/** Two answers to one prompt, written by hand: one as it should be, one as it should not. */
export interface AnswerSample {
  promptCode: string;
  inputs: Record<string, string>;
  good: string;
  bad: string;
  breaks: AnswerRule[];
}

export interface AnswerSamples {
  foundation: UserFoundation;
  /** By prompt code. */
  samples: ReadonlyMap<string, AnswerSample>;
}

/** Reads `foundation.yaml` and every pair `<CODE>.good.md`, `<CODE>.bad.md` of a folder. Format: docs/evaluation.md. */
export async function readAnswerSamples(folder: string): Promise<AnswerSamples> {
  const foundation = userFoundationSchema.parse({
    _id: 'sample',
    userId: 'sample',
    lastUpdatedAt: 0,
    ...parse(await readFile(join(folder, 'foundation.yaml'), 'utf8')),
  });
  const codes = (await readdir(folder)).flatMap((name) => /^([A-Z]+\d+)\.good\.md$/.exec(name)?.[1] ?? []);
  const samples = await Promise.all(codes.map((code) => readSample(folder, code)));
  return { foundation, samples: new Map(samples.map((sample) => [sample.promptCode, sample])) };
}

async function readSample(folder: string, code: string): Promise<AnswerSample> {
  const [good, bad] = await Promise.all([
    readPart(folder, `${code}.good.md`, goodFrontMatterSchema),
    readPart(folder, `${code}.bad.md`, badFrontMatterSchema),
  ]);
  return {
    promptCode: code,
    inputs: good.front.inputs,
    good: good.answer,
    bad: bad.answer,
    breaks: bad.front.breaks,
  };
}

async function readPart<Front extends { promptCode: string }>(
  folder: string,
  name: string,
  schema: z.ZodType<Front>,
): Promise<{ front: Front; answer: string }> {
  const reading = readFrontMatter(await readFile(join(folder, name), 'utf8'));
  if (reading.kind === 'problem') throw new Error(`${name}: ${reading.problem}`);
  const front = schema.safeParse(reading.data);
  if (!front.success) throw new Error(`${name}: ${z.prettifyError(front.error)}`);
  if (!name.startsWith(`${front.data.promptCode}.`))
    throw new Error(`${name}: promptCode is ${front.data.promptCode}`);
  return { front: front.data, answer: reading.body };
}
