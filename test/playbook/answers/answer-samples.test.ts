import { expect, it } from 'vitest';
import { readAnswerSamples } from '../../../scripts/evaluate/answer-samples.ts';
import { loadCatalogue } from '../../../src/load-catalogue.ts';
import { answerRules, judgeAnswer } from '../../../src/playbook/answers/answer-rules.ts';

const catalogue = await loadCatalogue();
const { foundation, samples } = await readAnswerSamples('test/fixtures/answers');

function judged(code: string, which: 'good' | 'bad') {
  const prompt = catalogue.prompts.get(code);
  const sample = samples.get(code);
  if (!prompt || !sample) throw new Error(`${code} has no prompt or no sample.`);
  return judgeAnswer({ prompt, foundation, inputs: sample.inputs, answer: sample[which] });
}

it('holds a good and a bad sample for every prompt', () => {
  expect([...samples.keys()].sort()).toEqual([...catalogue.prompts.keys()].sort());
});

it('answers the questions of its prompt, and no others', () => {
  for (const [code, { inputs }] of samples) {
    const asked = catalogue.prompts.get(code)?.inputs ?? [];
    const given = Object.keys(inputs);
    expect(
      asked.map(({ name }) => name),
      code,
    ).toEqual(expect.arrayContaining(given));
    expect(given, code).toEqual(
      expect.arrayContaining(asked.filter(({ required }) => required).map(({ name }) => name)),
    );
  }
});

it.each([...samples.keys()])('%s: the good sample breaks nothing', (code) => {
  expect(judged(code, 'good').findings).toEqual([]);
});

it.each([...samples.values()])('$promptCode: the bad sample breaks $breaks', ({ promptCode, breaks }) => {
  const broken = new Set(judged(promptCode, 'bad').findings.map(({ rule }) => rule));
  expect(answerRules.filter((rule) => broken.has(rule))).toEqual(
    answerRules.filter((rule) => breaks.includes(rule)),
  );
});

it.each(answerRules)('%s bites in ten bad samples or more', (rule) => {
  expect([...samples.values()].filter(({ breaks }) => breaks.includes(rule)).length).toBeGreaterThanOrEqual(
    10,
  );
});

/** Put into the middle of answers that were right: a check that only knows its own samples would miss them. */
const inventions = [
  'Of our buyers, 83% come back.',
  'It is £12.99 this week.',
  'Rated 4.6 by those who know.',
  'Used by 240 customers.',
  'A study of 1,500 people agrees.',
  'Loved by nine out of ten drinkers.',
  'That is 3.5 times faster.',
];

it.each([0, 1, 2])('finds an invented figure in every good answer, round %i', (round) => {
  for (const [at, [code, { inputs, good }]] of [...samples].entries()) {
    const prompt = catalogue.prompts.get(code);
    if (!prompt || prompt.outputType === 'JSON') continue;
    const invention = inventions[(at + 2 * round) % inventions.length];
    const lines = good.split('\n');
    const middle = lines.findIndex((line, index) => index >= lines.length / 2 && /^[\p{L}\d-]/u.test(line));
    const answer = lines.with(middle, `${lines.at(middle)} ${invention}`).join('\n');
    const rules = judgeAnswer({ prompt, foundation, inputs, answer }).findings.map(({ rule }) => rule);
    expect(rules, `${code}: ${invention}`).toContain('numbers');
  }
});
