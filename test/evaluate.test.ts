import { type ChildProcess, spawn } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readAnswerSamples } from '../scripts/evaluate/answer-samples.ts';
import { type AnswerOptions, evaluateAnswers } from '../scripts/evaluate/answers.ts';
import { loadCatalogue } from '../src/load-catalogue.ts';
import { type ScriptedModelServer, startScriptedModel } from './support/scripted-model-server.ts';

const { samples } = await readAnswerSamples('test/fixtures/answers');
const catalogue = await loadCatalogue();
const children: ChildProcess[] = [];
const folders: string[] = [];
let model: ScriptedModelServer;

beforeEach(async () => {
  model = await startScriptedModel();
});

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGTERM');
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
  await model.close();
});

async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'elevate-evaluate-'));
  folders.push(made);
  return made;
}

/** Runs what the command runs, with these settings and no others. */
async function evaluate(
  options: Partial<AnswerOptions>,
  env: Record<string, string> = {},
): Promise<{ right: boolean; out: string; err: string }> {
  const said: string[] = [];
  const noted: string[] = [];
  const right = await evaluateAnswers(
    { samples: 'test/fixtures/answers', model: true, json: false, ...options },
    { catalogue, env, print: (text) => said.push(text), note: (text) => noted.push(text) },
  );
  return { right, out: said.join('\n'), err: noted.join('\n') };
}

/** Runs the command itself; without a model, whatever the environment of the tests holds. */
function command(args: string[]): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/evaluate.ts', ...args], {
    env: { ...process.env, OPENAI_API_KEY: '', OPENAI_BASE_URL: '' },
  });
  children.push(child);
  const collected = { out: '', err: '' };
  child.stdout.on('data', (chunk) => {
    collected.out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    collected.err += chunk;
  });
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, ...collected })));
}

const withModel = () => ({ OPENAI_BASE_URL: model.baseUrl, OPENAI_MODEL: 'scripted' });
const sampleOf = (code: string) => {
  const sample = samples.get(code);
  if (!sample) throw new Error(`No sample for ${code}.`);
  return sample;
};

describe('npm run evaluate', () => {
  it('prints the table of the samples with totals, and succeeds', async () => {
    const { code, out, err } = await command(['--only', 'h1, G6']);
    expect(err).toBe('');
    expect(out).toContain(
      '| Prompt | limits | format | voice | fields | placeholder | spelling | numbers | numbers without a source |',
    );
    expect(out).toMatch(/^\| H1( \| pass){7} \|\s*\|$/m);
    expect(out).toContain('| H1 | limits, spelling | limits, spelling | yes |');
    expect(out).toContain('| numbers | 2 of 2 | 1 |');
    expect(out).not.toContain('What is wrong');
    expect(code).toBe(0);
  });

  it('fails, in words, where a good sample breaks a rule and a bad one does not', async () => {
    const changed = await folder();
    await cp('test/fixtures/answers', changed, { recursive: true });
    const good = await readFile(join(changed, 'H1.good.md'), 'utf8');
    await writeFile(join(changed, 'H1.good.md'), good.replace('Same beans.', 'Save £99. Same beans.'));
    await writeFile(
      join(changed, 'H1.bad.md'),
      `---\npromptCode: H1\nbreaks: [voice]\n---\n\n${sampleOf('H1').good}\n`,
    );
    const { right, out } = await evaluate({ only: ['H1'], samples: changed });
    expect(out).toContain('- H1, good sample, numbers: price £99 stands in nothing that was given');
    expect(out).toContain('- H1, bad sample: names voice, and the rule found nothing');
    expect(out).toMatch(/^\| H1 .*\| FAIL \| £99 \|$/m);
    expect(right).toBe(false);
  });

  it('fails, and says what is wrong, where it cannot begin', async () => {
    const { code, err } = await command(['--only', 'H1,Z9']);
    expect(err).toBe('There is no prompt Z9.\n');
    expect(code).toBe(1);
  });

  it('has nothing to record without a model', async () => {
    await expect(evaluate({ only: ['H1'], record: true })).rejects.toThrow(
      '--record keeps the answers of a model, and none is set',
    );
  });
});

describe('with a model', () => {
  it('asks it each prompt, filled from the sample, and judges what it says', async () => {
    model.willAnswer(sampleOf('H1').good, {
      when: ({ lastUserMessage }) => /5 headlines/.test(lastUserMessage),
    });
    model.willAnswer('Our coffee is £99 and a game-changer.', {
      when: ({ lastUserMessage }) => /3 accept labels/.test(lastUserMessage),
    });
    const { right, out } = await evaluate({ only: ['H1', 'U5'], json: true }, withModel());
    const rows = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const said = rows.filter(({ source }) => source === 'model');
    expect(said.map(({ promptCode, ok }) => [promptCode, ok])).toEqual([
      ['H1', true],
      ['U5', false],
    ]);
    expect(said[1].rules).toMatchObject({ voice: false, numbers: false, spelling: true });
    expect(said[1].numbers).toEqual(['£99']);
    expect(right).toBe(false);
    const [first] = model.requests;
    expect(first?.lastUserMessage).toContain('same beans, different cup every morning');
    expect(first?.lastUserMessage).not.toContain('{{');
  });

  it('keeps its answers with --record, shows them in a table, and counts a refusal as wrong', async () => {
    const kept = await folder();
    model.willAnswer(sampleOf('H1').good, {
      when: ({ lastUserMessage }) => /5 headlines/.test(lastUserMessage),
    });
    model.willRefuse('I would rather not.', {
      when: ({ lastUserMessage }) => /3 accept labels/.test(lastUserMessage),
    });
    const { right, out, err } = await evaluate({ only: ['H1', 'U5'], record: kept }, withModel());
    expect(err).toContain('Asking scripted 2 times');
    expect(out).toContain('Answers of scripted');
    expect(out).toContain('| U5 | – | – | – | – | – | – | – | refused: I would rather not. |');
    expect(out).toContain('- U5, model: no answer, refused: I would rather not.');
    expect(await readdir(kept)).toEqual(['H1.md']);
    const record = await readFile(join(kept, 'H1.md'), 'utf8');
    expect(record).toContain('"promptCode": "H1"');
    expect(record).toContain(sampleOf('H1').good);
    expect(right).toBe(false);
  });

  it('is left alone with --no-model', async () => {
    const { right, out } = await evaluate({ only: ['H1'], model: false }, withModel());
    expect(model.requests).toEqual([]);
    expect(out).not.toContain('Answers of');
    expect(right).toBe(true);
  });
});
