import { expect, it } from 'vitest';
import { sourcesOf, sourcesUsed, usesEnough } from '../../../src/playbook/answers/used-sources.ts';

const prompt = {
  requiredContext: [
    'companyContext.brandVoiceAdjectives',
    'companyContext.uniqueMechanism',
    'customerAvatar.pains',
  ],
  inputs: [
    { name: 'destination', label: 'Where does the click go?', type: 'line' as const, required: true },
    { name: 'style', label: 'Any sample?', type: 'text' as const, required: false },
  ],
  template: '## KEY INSTRUCTIONS\n\n1. Name a morning and a page.\n\n## EXAMPLES\n\nA kettle clicks off.\n',
};
const sources = sourcesOf(
  prompt,
  {
    'companyContext.brandVoiceAdjectives': ['kettledrum'],
    'companyContext.uniqueMechanism': 'We roast on Tuesdays',
    'customerAvatar.pains': ['a different cup every morning', 'the kettle is cold'],
  },
  { destination: 'the dial-in page', style: 'anything' },
);
const verdict = (answer: string) => {
  const use = sourcesUsed(answer, sources);
  return { unused: use.unused.map(({ name }) => name), enough: usesEnough(use) };
};

it('takes required fields and answers, without the voice and what is optional', () => {
  expect(sources.map(({ name }) => name)).toEqual([
    'Unique mechanism',
    'Customer pains',
    'Where does the click go?',
  ]);
});

it('counts only words that the template does not use anyway; its example is no use of them', () => {
  expect(sources[1]?.tellingWords).toEqual(['diffe', 'kettl', 'cold']);
});

it('knows a word by its stem', () => {
  expect(verdict('Roasted, differently, by dial').unused).toEqual([]);
});

it('is content with half of them, rounded up, and no less', () => {
  expect(verdict('A cold kettle, and a roast')).toEqual({
    unused: ['Where does the click go?'],
    enough: true,
  });
  expect(verdict('A cold kettle')).toEqual({
    unused: ['Unique mechanism', 'Where does the click go?'],
    enough: false,
  });
  expect(verdict('Quality you can trust').enough).toBe(false);
});
