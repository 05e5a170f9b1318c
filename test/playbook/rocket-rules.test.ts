import { describe, expect, it } from 'vitest';
import { readCatalogue } from '../../src/playbook/read-catalogue.ts';
import { contentWith, promptFile, soundPrompt, soundTemplate } from '../support/content-files.ts';

/** What is wrong with H1, its template changed as told; the front matter, too, if need be. */
function problemsOf(change: (template: string) => string, values: object = {}): string[] {
  const template = change(soundTemplate);
  const reading = readCatalogue(contentWith(promptFile(values, { template })));
  return reading.kind === 'problems'
    ? reading.problems.map((problem) => problem.replace('prompts/1-hook/H1.md: ', ''))
    : [];
}

const replacing = (from: string, to: string) => (template: string) => {
  expect(template).toContain(from);
  return template.replace(from, to);
};

it('a template that keeps every rule has no problem', () => {
  expect(problemsOf((template) => template)).toEqual([]);
});

describe('a rule that is broken is named, and nothing else:', () => {
  it.each<[string, (template: string) => string, string]>([
    [
      '1 a context line without its label',
      replacing('- Situation: the', '- Now: the'),
      'CONTEXT has the lines Framework Step, Company, Customer, Now; expected "- Framework Step: …", "- Company: …", "- Market: …" (may be left out), "- Customer: …", "- Situation: …" in this order',
    ],
    [
      '1 a context line without a word',
      replacing('- Company: a small shop.', '- Company:'),
      expect.stringContaining(
        'CONTEXT has the lines Framework Step, Customer, Situation;',
      ) as unknown as string,
    ],
    [
      '1 Market behind Customer',
      replacing('- Situation:', '- Market: many sellers.\n- Situation:'),
      expect.stringContaining('Company, Customer, Market, Situation;') as unknown as string,
    ],
    [
      '2 the target in no instruction',
      replacing('2. Name "{{input.pain}}" in every line.', '2. Name the pain in every line.'),
      '"{{input.pain}}" is quoted in CONTEXT, so it is what the run is about; repeat {{input.pain}} in an instruction, or take the quotation marks away',
    ],
    [
      '2 an answer that CONTEXT does not tell of',
      replacing('the pain of this run is "{{input.pain}}".', 'one pain.'),
      'input.pain must be answered and CONTEXT does not use it; it belongs in both',
    ],
    [
      '2 an answer in no instruction',
      (template) =>
        replacing(
          'is "{{input.pain}}".',
          'is {{input.pain}}.',
        )(replacing('Name "{{input.pain}}"', 'Name it')(template)),
      'input.pain must be answered and KEY INSTRUCTIONS does not use it; it belongs in both',
    ],
    [
      '3 instructions without numbers',
      replacing('3. Keep', '- Keep'),
      'KEY INSTRUCTIONS are not numbered 1, 2, 3 …; begin each with its number, and nothing before them',
    ],
    [
      '3 a number left out',
      replacing('5. Never', '6. Never'),
      'KEY INSTRUCTIONS are not numbered 1, 2, 3 …; begin each with its number, and nothing before them',
    ],
    [
      '3 four instructions',
      replacing('\n5. Never name the product.', ''),
      'KEY INSTRUCTIONS has 4; 5 to 9 are followed best: join what belongs together, or add what is missing',
    ],
    [
      '3 ten instructions',
      replacing(
        '\n## EXAMPLES',
        `${[6, 7, 8, 9, 10].map((n) => `\n${n}. Write 1 line.`).join('')}\n## EXAMPLES`,
      ),
      'KEY INSTRUCTIONS has 10; 5 to 9 are followed best: join what belongs together, or add what is missing',
    ],
    [
      '3 a vague verb',
      replacing('4. Ask at most one question.', '4. Make {{customerAvatar.pains}} vivid and engaging.'),
      'instruction 4 says nothing that can be checked; add a number, a length, a must or a must not',
    ],
    [
      '4 a voice that was declared and is not named',
      replacing('a small shop.', 'sounds {{companyContext.brandVoiceAdjectives}}.'),
      'TONE & FORMAT does not repeat {{companyContext.brandVoiceAdjectives}}, which the prompt declares; name the voice there',
    ],
    [
      '4 "friendly"',
      replacing('Plain UK English.', 'Friendly UK English.'),
      'TONE & FORMAT says "friendly", which every brand claims; say what the writing does instead',
    ],
    [
      '5 no format',
      replacing('Format: a', 'As a'),
      'TONE & FORMAT has no line "Format: …"; one line names the layout, so that code can split the answer',
    ],
    [
      '5 two formats',
      replacing('- Do not shout.', 'Format: a table.\n- Do not shout.'),
      'TONE & FORMAT has 2 lines "Format: …"; one line names the layout, so that code can split the answer',
    ],
    [
      '6 one constraint',
      replacing('\n- No false hurry.', ''),
      'TONE & FORMAT has 1 constraints ("- Do not …"); 2 to 4 are kept best',
    ],
    [
      '6 five constraints',
      replacing('- Do not shout.', '- Do not shout.\n- Never lie.\n- Avoid jokes.\n- Leave out prices.'),
      'TONE & FORMAT has 5 constraints ("- Do not …"); 2 to 4 are kept best',
    ],
    [
      '6 a constraint that says what to do',
      replacing('- No false hurry.', '- Be calm.'),
      '"- Be calm." says what to do; constraints begin "- Do not", "- Never" or "- No", and the rest is an instruction',
    ],
    [
      '7 no grounding line',
      replacing('Use only the context; a missing price, figure or review is [NEEDS: …].', 'Be truthful.'),
      'no grounding line after the constraints; say that only the supplied context counts and that a missing fact is written [NEEDS: …]',
    ],
    [
      '7 a grounding line that names too little',
      replacing('price, figure or review', 'price'),
      'the grounding line names prices as not to be invented; name at least 3 of prices, policies, figures, reviews, guarantees',
    ],
    [
      '8 a last line that does not say it is a draft',
      replacing('A first draft for the person to approve.', 'Done.'),
      'the last line does not call the result a draft; say who checks and approves it',
    ],
    [
      '9 no word on the language',
      replacing('Plain UK English.', 'Plain.'),
      'TONE & FORMAT does not ask for UK English; add it to the tone',
    ],
    [
      '9 an American spelling',
      replacing('A copywriter.', 'A colorful copywriter.'),
      'line 52: "colorful" is American; write "colourful"',
    ],
    [
      'an example of nobody',
      replacing('A line of the invented roaster Harbour Lane Coffee.', 'None.'),
      'EXAMPLES does not name Harbour Lane Coffee; take the sample from the invented roaster',
    ],
    [
      'an example of a real brand',
      replacing('the invented roaster', 'a rival of Starbucks, the invented roaster'),
      'EXAMPLES names Starbucks; only Harbour Lane Coffee may stand there',
    ],
  ])('%s', (rule, change, problem) => {
    const voice = rule.startsWith('4 a voice') ? ['companyContext.brandVoiceAdjectives'] : [];
    const requiredContext = [...soundPrompt.requiredContext, ...voice];
    expect(problemsOf(change, { requiredContext })).toEqual([problem]);
  });

  it('a paste within a sentence', () => {
    const notes = { name: 'notes', label: 'Notes?', type: 'text', required: true };
    const inputs = [...soundPrompt.inputs, notes];
    expect(problemsOf(replacing('- Situation:', '- Situation: from {{input.notes}},'), { inputs })).toEqual([
      '{{input.notes}} may have many lines: let it stand alone on its line, or make the input a line',
    ]);
    const alone = replacing('## KEY', 'Notes:\n"""\n{{input.notes}}\n"""\n## KEY');
    expect(problemsOf(alone, { inputs })).toEqual([]);
  });

  it('saved work within a sentence, outside its condition or undeclared', () => {
    const block = '{{#if prior.H5}}Angles:\n"""\n{{prior.H5}}\n"""{{/if}}\n## KEY';
    const prior = ['H5'];
    // H5 is no prompt of this small catalogue, which is told beside.
    const noSuch = 'prior names H5, which is no prompt';
    expect(problemsOf(replacing('## KEY', block), { prior })).toEqual([noSuch]);
    const torn = block.replace('\n{{prior.H5}}\n', '{{prior.H5}}');
    expect(problemsOf(replacing('## KEY', torn), { prior })).toContain(
      '{{prior.H5}} may have many lines: let it stand alone on its line',
    );
    expect(problemsOf(replacing('## KEY', 'Angles:\n{{prior.H5}}\n## KEY'), { prior })).toContain(
      '{{prior.H5}} is optional: put it inside {{#if prior.H5}} … {{/if}}',
    );
    expect(problemsOf(replacing('## KEY', block))).toContain(
      '{{prior.H5}} is not declared. Add it to requiredContext, optionalContext, inputs or prior.',
    );
    expect(problemsOf((template) => template, { prior: ['H1'] })).toContain('prior names the prompt itself');
  });

  it('a run about nothing: no answer, no paste, and no value of CONTEXT in an instruction', () => {
    const bare = (template: string) =>
      template
        .replace('the pain of this run is "{{input.pain}}".', 'today.')
        .replace('"{{input.pain}}"', 'it');
    expect(problemsOf(bare, { inputs: [] })).toEqual([
      'no value of CONTEXT stands again in KEY INSTRUCTIONS; repeat the pain, goal, feature or objection that the run is about',
    ]);
    const repeated = (template: string) => bare(template).replace('Name it', 'Name {{customerAvatar.pains}}');
    expect(problemsOf(repeated, { inputs: [] })).toEqual([]);
  });
});
