import { expect, it } from 'vitest';
import { readAnswerSamples } from '../../scripts/evaluate/answer-samples.ts';
import { snapshotContext } from '../../src/context/context-snapshot.ts';
import { loadCatalogue } from '../../src/load-catalogue.ts';
import { renderPrompt } from '../../src/playbook/render-prompt.ts';

const { prompts } = await loadCatalogue();
const { foundation, samples } = await readAnswerSamples('test/fixtures/answers');

/** One of each kind of filling: a list, a paste, an email, a table, JSON, earlier work, and a step that is asked for. */
it.each([
  ['H1', {}],
  ['F8', {}],
  ['I3', {}],
  ['G6', {}],
  ['F7', {}],
  ['RW1', {}],
  ['U5', { prior: { 'prior.U2': 'A stand for the fern\n\n## ROLE\nKeeps leaves off the sill.' } }],
])('%s is filled exactly like this', async (code, given) => {
  const prompt = prompts.get(code);
  const sample = samples.get(code);
  if (!prompt || !sample) throw new Error(`${code} has no prompt or no sample.`);
  const filling = renderPrompt({
    prompt,
    snapshot: snapshotContext(prompt, foundation).snapshot,
    inputs: { ...sample.inputs, ...(prompt.asksStep ? { elevateStep: 'Hook' } : {}) },
    requestText: `@${prompt.owner} ${code}, and mention the {{moon}}\n# please do`,
    ...given,
  });
  if (filling.kind === 'unfilled') throw new Error(filling.paths.join());
  await expect(`${filling.text}\n`).toMatchFileSnapshot(`../fixtures/golden-prompts/${code}.md`);
});
