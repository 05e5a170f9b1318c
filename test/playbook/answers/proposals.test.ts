import { describe, expect, it } from 'vitest';
import { loadCatalogue } from '../../../src/load-catalogue.ts';
import { proposalsOf } from '../../../src/playbook/answers/proposals.ts';
import { readAnswer } from '../../../src/playbook/answers/read-answer.ts';

const { prompts } = await loadCatalogue();

function proposed(code: string, text: string) {
  const prompt = prompts.get(code);
  if (!prompt) throw new Error(`There is no ${code}.`);
  return proposalsOf(prompt, readAnswer(prompt.outputType, text)).map(({ path, value, kind }) => [
    path.split('.').at(-1),
    kind,
    value,
  ]);
}

describe('what Foundation prompts propose', () => {
  it('F1: the strongest option first, and none with a gap', () => {
    const text =
      '1. Because we weigh, you get one cup.\n   Proof: seen\n2. Because we date, you get fresh beans.\n   Proof: seen\n3. Because [NEEDS: why], you win.\nStrongest: 2, hard to copy';
    expect(proposed('F1', text)).toEqual([
      ['uniqueMechanism', 'choice', 'Because we date, you get fresh beans.'],
      ['uniqueMechanism', 'choice', 'Because we weigh, you get one cup.'],
    ]);
  });

  it('F2: the suggested set, as a list', () => {
    expect(proposed('F2', '1. Exact: counts\n2. Dry: short\nSuggested set: exact, dry, warm')).toEqual([
      ['brandVoiceAdjectives', 'whole', ['exact', 'dry', 'warm']],
    ]);
  });

  it('F5: one rival with what is known, and nothing without a weakness', () => {
    const row = (weakness: string) =>
      `### Promise\nNever run out\n### Row for the Market grid\nname: Acme\noffer: pods\n- **valueProposition**: never run out\nweakness: ${weakness}\nevidence: "always fresh", no date`;
    expect(proposed('F5', row('says nothing about age'))).toEqual([
      [
        'competitors',
        'whole',
        [
          {
            name: 'Acme',
            offer: 'pods',
            valueProposition: 'never run out',
            weakness: 'says nothing about age',
            evidence: '"always fresh", no date',
          },
        ],
      ],
    ]);
    expect(proposed('F5', row('[NEEDS: more text from this rival]'))).toEqual([]);
  });

  it('F6: each place by itself', () => {
    const text =
      '1. r/pourover (subreddit)\n   Why: they ask\n   Status: unverified\n2. Cork Coffee Fair (fair)\n   Why: they meet';
    expect(proposed('F6', text)).toEqual([
      ['wateringHoles', 'item', 'r/pourover (subreddit)'],
      ['wateringHoles', 'item', 'Cork Coffee Fair (fair)'],
    ]);
  });

  it('F8: rivals by what the table has; a value with a gap is none', () => {
    const field = (value: unknown) => ({ value, evidence: 'e', confidence: 'low', reason: null });
    const rival = { name: 'Acme', offer: null, weakness: 'no date', evidence: '[NEEDS: proof]', extra: 1 };
    const text = JSON.stringify({
      marketAwareness: { competitors: field([rival]), differentiation: field('[NEEDS: a rival]') },
    });
    expect(proposed('F8', text)).toEqual([['competitors', 'whole', [{ name: 'Acme', weakness: 'no date' }]]]);
  });

  it('F10: all of it, once it has no gap', () => {
    expect(proposed('F10', 'Offer: bags\nVoice: dry')).toEqual([
      ['strategicBlueprintSummary', 'whole', 'Offer: bags\nVoice: dry'],
    ]);
    expect(proposed('F10', 'Offer: bags\nChannels: [NEEDS: priority channels]')).toEqual([]);
  });

  it('other prompts propose nothing', () => {
    expect([...prompts.values()].filter(({ writes }) => writes).map(({ promptCode }) => promptCode)).toEqual(
      Array.from({ length: 10 }, (_, index) => `F${index + 1}`),
    );
    expect(proposed('H1', '1. Sour again?')).toEqual([]);
  });
});
