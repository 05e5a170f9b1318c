import { describe, expect, it } from 'vitest';
import { readCatalogue } from '../../src/playbook/read-catalogue.ts';
import { contentWith, promptFile, soundTemplate } from '../support/content-files.ts';

function problemsOf(values: object, { template = soundTemplate, path = 'prompts/1-hook/H1.md' } = {}) {
  const reading = readCatalogue(contentWith(promptFile(values, { path, template })));
  // Modules miss H1 where its file is refused, or another stands in its place.
  const problems = reading.kind === 'problems' ? reading.problems : [];
  return problems.flatMap((problem) => (problem.startsWith(path) ? problem.slice(path.length + 2) : []));
}

const withLabel = soundTemplate.replace('from 1 to 5.', 'from 1 to 5, each with a line `Proof:`.');

describe('limits', () => {
  it('that the template asks for are sound', () => {
    const limits = [
      { in: 'items', items: 'exactly 5', characters: 'at most 40' },
      { in: 'Proof', words: '1 to 5' },
    ];
    expect(problemsOf({ limits }, { template: withLabel })).toEqual([]);
  });

  it.each<[string, object[], string]>([
    [
      'a wording that is no limit',
      [{ in: 'items', characters: 'about 40' }],
      'limits.0.characters: "about 40" is no limit; write "exactly 10", "at most 40", "at least 3" or "50 to 75"',
    ],
    [
      'a measure misspelt',
      [{ in: 'items', charcters: 'at most 40' }],
      'limits.0: "charcters" is no field here.',
    ],
    ['no place', [{ items: 'exactly 5' }], 'limits.0.in: Invalid input: expected string, received undefined'],
    [
      'nothing limited',
      [{ in: 'items' }],
      'limits, "items": limits nothing; add one of count, items, characters, words, sentences',
    ],
    [
      'a place that the template does not have',
      [{ in: 'Headlines', items: 'exactly 5' }],
      'limits, "Headlines": "Headlines" is no heading, label, column or key in the template; write it as the template does',
    ],
    [
      'a figure that the template does not say',
      [{ in: 'items', characters: 'at most 45' }],
      'limits, "items": 45 stands nowhere in the template; say there what the answer is held against',
    ],
    [
      'a place limited twice',
      [
        { in: 'items', items: 'exactly 5' },
        { in: 'items', items: 'exactly 5', characters: 'at most 40' },
      ],
      'limits, "items": is limited twice',
    ],
  ])('%s is refused', (_, limits, problem) => {
    expect(problemsOf({ limits })).toEqual([problem]);
  });
});

describe('writes', () => {
  const f1 = { promptCode: 'F1', step: 'Foundation' };
  const path = 'prompts/0-foundation/F1.md';

  it('of a Foundation prompt are sound', () => {
    const writes = [{ path: 'customerAvatar.pains', from: 'items' }];
    expect(problemsOf({ ...f1, writes }, { path })).toEqual([]);
  });

  it.each<[string, object, object[], string]>([
    [
      'a field misspelt',
      f1,
      [{ path: 'customerAvatar.pain', from: 'items' }],
      'writes "customerAvatar.pain" is unknown. Did you mean "customerAvatar.pains"?',
    ],
    [
      'a field twice',
      f1,
      [
        { path: 'customerAvatar.pains', from: 'items' },
        { path: 'customerAvatar.pains', from: 'answer' },
      ],
      'writes "customerAvatar.pains" stands there twice',
    ],
    [
      'a field without its place',
      f1,
      [{ path: 'customerAvatar.pains' }],
      'writes "customerAvatar.pains": lacks from, the place of its value in the answer',
    ],
    [
      'a place that is not there',
      f1,
      [{ path: 'customerAvatar.pains', from: 'Pains' }],
      'writes "customerAvatar.pains": "Pains" is no heading, label, column or key in the template; write it as the template does',
    ],
    [
      'rivals asked one by one',
      f1,
      [{ path: 'marketAwareness.competitors', from: 'items', each: true }],
      'writes "marketAwareness.competitors": is a list of rivals, whose values are no single texts; remove each',
    ],
    [
      'JSON without fields',
      { ...f1, outputType: 'JSON' },
      [],
      'outputType is JSON and nothing says which fields it holds; add writes',
    ],
    [
      'JSON with a place',
      { ...f1, outputType: 'JSON' },
      [{ path: 'customerAvatar.pains', from: 'items' }],
      'writes "customerAvatar.pains": has from; in a JSON answer the path is the place',
    ],
    [
      'JSON of two groups',
      { ...f1, outputType: 'JSON' },
      [{ path: 'customerAvatar.pains' }, { path: 'companyContext.policies' }],
      'writes holds fields of customerAvatar and companyContext; a JSON answer has one group',
    ],
  ])('%s is refused', (_, values, writes, problem) => {
    const template = `${soundTemplate}\nJSON with \`pains\` and \`policies\`; a draft.`;
    expect(problemsOf({ ...values, ...(writes.length > 0 ? { writes } : {}) }, { path, template })).toEqual([
      problem,
    ]);
  });

  it('of another prompt are refused', () => {
    const writes = [{ path: 'customerAvatar.pains', from: 'items' }];
    expect(problemsOf({ writes })).toEqual(['writes is for the Foundation prompts F1 to F10; remove it']);
  });
});
