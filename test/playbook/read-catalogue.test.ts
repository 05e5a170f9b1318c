import { describe, expect, it } from 'vitest';
import { directorTaskSchema } from '../../src/domain/director-task.ts';
import { sectionsOf } from '../../src/domain/sections.ts';
import { systemRoleSchema } from '../../src/domain/system-role.ts';
import { ContentError, loadCatalogue } from '../../src/load-catalogue.ts';
import type { ContentFile } from '../../src/playbook/read-catalogue.ts';
import { readCatalogue } from '../../src/playbook/read-catalogue.ts';
import {
  agentFile,
  contentFile,
  contentWith,
  cuesOf,
  moduleFile,
  promptFile,
  soundLesson,
  soundPrompt,
  soundTemplate,
  tasksFile,
} from '../support/content-files.ts';

function problemsOf(files: ContentFile[]): string[] {
  const reading = readCatalogue(files);
  return reading.kind === 'problems' ? reading.problems : [];
}

const H1 = 'prompts/1-hook/H1.md';
const withTemplate = (from: string, to: string) => {
  expect(soundTemplate).toContain(from);
  return promptFile({}, { template: soundTemplate.replace(from, to) });
};

describe('content that is sound', () => {
  it('becomes the catalogue', () => {
    const reading = readCatalogue(contentWith());
    if (reading.kind === 'problems') throw new Error(reading.problems.join('\n'));
    const { agents, prompts, modules } = reading.catalogue;
    expect(agents.get('Writer')).toMatchObject({
      name: 'Writer',
      personality: 'Calm.',
      instructions: 'Help.',
    });
    expect(prompts.get('H1')).toMatchObject({ owner: 'Writer', template: soundTemplate });
    expect(modules.map((module) => module.moduleNumber)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('puts prompts in the order of the course, cross-step ones last, whatever the order of the files', () => {
    const prompt = (promptCode: string, step: string, folder: string) =>
      promptFile({ promptCode, step }, { path: `prompts/${folder}/${promptCode}.md` });
    const asksStep = soundTemplate.replace(
      'A copywriter.',
      'A writer.{{#if input.elevateStep}} {{input.elevateStep}}{{/if}}',
    );
    const rewrite = promptFile(
      { promptCode: 'RW1', step: 'Foundation', asksStep: true },
      { path: 'prompts/x-cross-step/RW1.md', template: asksStep },
    );
    const files = contentWith(
      rewrite,
      prompt('ED1', 'Educate', '8-educate'),
      prompt('H10', 'Hook', '1-hook'),
      prompt('H2', 'Hook', '1-hook'),
      prompt('F2', 'Foundation', '0-foundation'),
    );
    for (const some of [files, [...files].reverse()]) {
      const reading = readCatalogue(some);
      expect(reading.kind === 'catalogue' && [...reading.catalogue.prompts.keys()]).toEqual([
        'F2',
        'H1',
        'H2',
        'H10',
        'ED1',
        'RW1',
      ]);
    }
  });

  it('has a hash that follows the file', () => {
    const hashOf = (files: ContentFile[]) => {
      const reading = readCatalogue(files);
      return reading.kind === 'catalogue' && reading.catalogue.prompts.get('H1')?.hash;
    };
    expect(hashOf(contentWith())).toBe(hashOf(contentWith()));
    expect(hashOf(contentWith(promptFile({ version: 2 })))).not.toBe(hashOf(contentWith()));
  });

  it('may be written with the line ends of Windows', () => {
    expect(
      problemsOf(contentWith().map(({ path, text }) => ({ path, text: text.replace(/\n/g, '\r\n') }))),
    ).toEqual([]);
  });
});

describe('a problem in the content is named with its path and cure:', () => {
  it.each<[string, ContentFile, string]>([
    [
      'no front matter',
      { path: H1, text: '## ROLE' },
      'has no front matter: begin the file with a line "---" and close it with another',
    ],
    [
      'broken YAML',
      { path: H1, text: '---\ntitle: "a\nb: c\n---\n' },
      'line 3: Missing closing "quote (quote text that holds a colon)',
    ],
    [
      'an unknown key',
      promptFile({ optinalContext: [] }),
      'front matter: "optinalContext" is no field here. Did you mean "optionalContext"?',
    ],
    [
      'a step misspelt',
      promptFile({ step: 'Hok' }),
      'step is "Hok", expected one of Foundation, Hook, Gift, Identify, Engage, Sell, Nurture, Upsell, Educate, Share. Did you mean "Hook"?',
    ],
    [
      'an owner misspelt',
      promptFile({ owner: 'Wirter' }),
      expect.stringContaining('Did you mean "Writer"?') as unknown as string,
    ],
    [
      'a tool that there is none of',
      agentFile('Writer', { tools: ['getFundation'] }),
      expect.stringMatching(
        /^agents\/writer\.md: tools\.0 is "getFundation", expected one of .* Did you mean "getFoundation"\?$/,
      ) as unknown as string,
    ],
    [
      'an agent that lists no tools',
      agentFile('Writer', { tools: undefined }),
      expect.stringContaining('tools') as unknown as string,
    ],
    [
      'an integration note of too few sections',
      contentFile('integrations/shopify.md', { tool: 'Shopify', title: 'A shop' }, '## One\n\nToo short.'),
      expect.stringMatching(
        /^integrations\/shop.*has 1 sections headed "##", expected 4 to 8$/,
      ) as unknown as string,
    ],
    [
      'an integration note under another name',
      contentFile('integrations/shop.md', { tool: 'Shopify', title: 'A shop' }, soundLesson),
      expect.stringMatching(
        /^integrations\/shop.*tool Shopify belongs in integrations\/shopify\.md$/,
      ) as unknown as string,
    ],
    [
      'an integration note that holds a key',
      contentFile(
        'integrations/shopify.md',
        { tool: 'Shopify', title: 'A shop' },
        soundLesson.replace('word', 'shpat_0123456789abcdef'),
      ),
      expect.stringMatching(/^integrations\/shop.*"What" holds what looks like a key$/) as unknown as string,
    ],
    [
      'a key that is missing',
      promptFile({ title: undefined }),
      'title: Invalid input: expected string, received undefined',
    ],
    ['a code of no shape', promptFile({ promptCode: 'h1' }), 'promptCode: is a code such as H1 or ED2'],
    [
      'four questions',
      promptFile({
        inputs: ['a', 'b', 'c', 'd'].map((name) => ({ name, label: name, type: 'line', required: true })),
      }),
      'inputs: a run asks at most three questions',
    ],
    [
      'a name that is not camelCase',
      promptFile({ inputs: [{ name: 'Pain', label: 'Pain?', type: 'line', required: true }] }),
      'inputs.0.name: is camelCase',
    ],
    [
      'a field by its label',
      promptFile({ requiredContext: ['Customer Pain'] }),
      'requiredContext "Customer Pain" is unknown. Did you mean "customerAvatar.pains"?',
    ],
    [
      'a field by its label, misspelt',
      promptFile({ requiredContext: ['Customer Pian'] }),
      'requiredContext "Customer Pian" is unknown. Did you mean "customerAvatar.pains"?',
    ],
    [
      'a path misspelt',
      promptFile({ optionalContext: ['customerAvatar.feers'] }),
      'optionalContext "customerAvatar.feers" is unknown. Did you mean "customerAvatar.fears"?',
    ],
    ['a path like none', promptFile({ optionalContext: ['moon'] }), 'optionalContext "moon" is unknown.'],
    [
      'options from nowhere',
      promptFile({
        inputs: [
          { name: 'pain', label: 'Pain?', type: 'line', required: true, optionsFrom: 'customerAvatar.pain' },
        ],
      }),
      'input pain: optionsFrom "customerAvatar.pain" is unknown. Did you mean "customerAvatar.pains"?',
    ],
    [
      'a path in both lists',
      promptFile({ requiredContext: ['customerAvatar.pains', 'customerAvatar.fears'] }),
      'customerAvatar.fears is both required and optional; keep it in one list',
    ],
    [
      'an input twice',
      promptFile({ inputs: [...soundPrompt.inputs, ...soundPrompt.inputs] }),
      'input pain is declared twice',
    ],
    ['another file name', promptFile({ promptCode: 'H2' }), 'promptCode H2 belongs in prompts/1-hook/H2.md'],
    [
      "another step's code",
      promptFile({ promptCode: 'G1' }),
      'promptCode G1 does not belong to step "Hook"; G stands for "Gift"',
    ],
    [
      "Foundation's code in another step",
      promptFile({ promptCode: 'F1' }),
      'promptCode F1 does not belong to step "Hook"; F stands for "Foundation"',
    ],
    [
      'a step that the folder contradicts',
      promptFile({ step: 'Gift' }),
      'step says "Gift", folder says "Hook"',
    ],
    [
      'asksStep outside the cross-step prompts',
      promptFile({ asksStep: true }),
      'asksStep is for cross-step prompts only; remove it',
    ],
    [
      'headings in another order',
      withTemplate('## OBJECTIVE', '## AIM'),
      'headings are ROLE, AIM, CONTEXT, KEY INSTRUCTIONS, EXAMPLES, TONE & FORMAT; expected ## ROLE, ## OBJECTIVE, ## CONTEXT, ## KEY INSTRUCTIONS, ## EXAMPLES, ## TONE & FORMAT in this order',
    ],
    [
      'no headings',
      promptFile({}, { template: 'Write.' }),
      expect.stringContaining('headings are missing;') as unknown as string,
    ],
    [
      'a placeholder that is malformed',
      withTemplate('{{/if}}', ''),
      'template: {{#if customerAvatar.fears}} is not closed',
    ],
    [
      'a placeholder that is not declared',
      withTemplate('A copywriter.', '{{input.pian}}'),
      '{{input.pian}} is not declared. Did you mean {{input.pain}}?',
    ],
    [
      'a placeholder like none declared',
      withTemplate('A copywriter.', '{{companyContext.guarantee}}'),
      '{{companyContext.guarantee}} is not declared. Add it to requiredContext, optionalContext, inputs or prior.',
    ],
    [
      'an optional path outside its condition',
      withTemplate('A copywriter.', '{{customerAvatar.fears}}'),
      '{{customerAvatar.fears}} is optional: put it inside {{#if customerAvatar.fears}} … {{/if}}',
    ],
    [
      'a declared path without use',
      promptFile({ optionalContext: ['customerAvatar.fears', 'customerAvatar.goals'] }),
      'customerAvatar.goals is declared and the template does not use it; remove one or add the other',
    ],
  ])('%s', (_, file, problem) => {
    expect(problemsOf(contentWith(file))).toContainEqual(
      typeof problem === 'string' ? `${H1}: ${problem}` : problem,
    );
  });

  it.each<[string, string, string, string]>([
    ['E1', 'Educate', '8-educate', 'promptCode E1 does not belong to step "Educate"; E stands for "Engage"'],
    ['ED1', 'Engage', '4-engage', 'promptCode ED1 does not belong to step "Engage"; ED stands for "Educate"'],
    ['S1', 'Share', '9-share', 'promptCode S1 does not belong to step "Share"; S stands for "Sell"'],
    ['SH1', 'Sell', '5-sell', 'promptCode SH1 does not belong to step "Sell"; SH stands for "Share"'],
    ['GC1', 'Sell', '5-sell', 'promptCode GC1 belongs in prompts/x-cross-step'],
    ['H2', 'Hook', 'x-cross-step', 'promptCode H2 does not belong in prompts/x-cross-step'],
    ['H2', 'Hook', '1-hok', 'folder "1-hok" is no step. Did you mean 1-hook?'],
  ])('%s of %s in %s', (promptCode, step, folder, problem) => {
    const path = `prompts/${folder}/${promptCode}.md`;
    expect(problemsOf(contentWith(promptFile({ promptCode, step }, { path })))).toContain(
      `${path}: ${problem}`,
    );
  });

  it('a code that two files claim', () => {
    const twin = promptFile({ cues: cuesOf('the twin', 25) }, { path: 'prompts/1-hook/copy-of-H1.md' });
    expect(problemsOf(contentWith(twin))).toEqual([
      'prompts/1-hook/copy-of-H1.md: promptCode H1 belongs in prompts/1-hook/H1.md',
      `prompts/1-hook/H1.md: promptCode H1 is taken by prompts/1-hook/copy-of-H1.md`,
    ]);
  });

  it('a word of American spelling, by its line; messages of people are left as they are', () => {
    const cues = [...cuesOf('H1', 25), 'my favorite color'];
    const file = promptFile({ cues, description: 'Name one color.' });
    const line = file.text.split('\n').findIndex((text) => text.startsWith('description:')) + 1;
    for (const text of [file.text, file.text.replace(/\n/g, '\r\n')]) {
      expect(problemsOf(contentWith({ ...file, text }))).toEqual([
        `${H1}: line ${line}: "color" is American; write "colour"`,
      ]);
    }
    const template = soundTemplate.replace('A copywriter.', 'A color writer.');
    const body = promptFile({}, { template });
    const bodyLine = body.text.split('\n').indexOf('A color writer.') + 1;
    expect(problemsOf(contentWith(body))).toEqual([
      `${H1}: line ${bodyLine}: "color" is American; write "colour"`,
    ]);
  });

  it('agents: a missing file, the wrong file, missing sections, a second file of a role', () => {
    const without = contentWith().filter((file) => file.path !== 'agents/media-buyer.md');
    expect(problemsOf(without)).toEqual([
      'agents/media-buyer.md: is missing; every one of the twelve roles needs its file',
    ]);
    const bare = agentFile('Sage', {}, 'Hello.');
    expect(problemsOf(contentWith(bare))).toEqual([
      'agents/sage.md: lacks the section "## Personality"',
      'agents/sage.md: lacks the section "## Instructions"',
    ]);
    const second = { ...agentFile('Writer'), path: 'agents/writer-two.md' };
    expect(problemsOf(contentWith(second))).toEqual(
      expect.arrayContaining(['agents/writer-two.md: role Writer belongs in agents/writer.md']),
    );
    expect(problemsOf(contentWith(second)).join()).toContain('role Writer has another file already');
    expect(problemsOf(contentWith(agentFile('SEO', { emojy: 'x' })))).toContain(
      'agents/seo.md: front matter: "emojy" is no field here. Did you mean "emoji"?',
    );
  });

  it('modules: a missing file, a wrong step or number, an unknown metric, a row too short, an unknown field', () => {
    const path = 'prompts/1-hook/module.md';
    const without = contentWith().filter((file) => file.path !== path);
    expect(problemsOf(without)).toEqual([`${path}: is missing; module 1 needs its file`]);
    const hook = (values: object) => problemsOf(contentWith(moduleFile('1-hook', values)));
    expect(hook({ step: 'Gift' })).toEqual([`${path}: step says "Gift", folder says "Hook"`]);
    expect(hook({ moduleNumber: 2 })).toEqual([`${path}: moduleNumber is 2, folder says 1`]);
    expect(hook({ metrics: ['hook_AvgCRT'] })).toEqual([
      `${path}: metric "hook_AvgCRT" is unknown. Did you mean "hook_AvgCTR"?`,
    ]);
    const grid = (cells: object[]) => ({
      grids: [{ name: 'Grid', columns: ['Who', 'Why'], rows: [{ name: 'Target', cells }] }],
    });
    expect(hook(grid([{ asks: 'Who?' }]))).toEqual([
      `${path}: Grid, row "Target": 1 cells, expected 2, one a column`,
    ]);
    expect(
      hook(
        grid([
          { asks: 'Who?', field: 'customerAvatar.pian' },
          { asks: 'Why?', field: 'marketAwareness.competitors[].name' },
        ]),
      ),
    ).toEqual([
      `${path}: Grid, row "Target": field "customerAvatar.pian" is unknown. Did you mean "customerAvatar.pains"?`,
    ]);
    const stray = moduleFile('10-extra', { moduleNumber: 9, step: 'Share' });
    expect(problemsOf(contentWith(stray))).toEqual([
      'prompts/10-extra/module.md: folder "10-extra" is no step',
    ]);
  });

  it('all of them at once, in the order of the paths', () => {
    const problems = problemsOf(
      contentWith(
        promptFile({ requiredContext: ['Customer Pian'], optionalContext: ['moon'] }),
        agentFile('Writer', { role: 'Wirter' }),
        contentFile('prompts/2-gift/module.md', {}, ''),
      ),
    );
    expect(problems.map((problem) => problem.split(':')[0])).toEqual(
      expect.arrayContaining(['agents/writer.md', H1, 'prompts/2-gift/module.md']),
    );
    expect(problems.filter((problem) => problem.startsWith(`${H1}: `)).length).toBeGreaterThanOrEqual(4);
    expect(
      problems.filter((problem) => problem.startsWith('prompts/2-gift/module.md: ')).length,
    ).toBeGreaterThanOrEqual(9);
  });
});

describe("the repository's own content", () => {
  it('is sound and whole', async () => {
    const { agents, prompts, modules } = await loadCatalogue();
    expect([...agents.keys()].sort()).toEqual([...systemRoleSchema.options].sort());
    expect(modules).toHaveLength(10);
    expect([...prompts.keys()]).toEqual(
      expect.arrayContaining(['F2', 'F3', 'H1', 'H5', 'G3', 'S1', 'N3', 'RW1']),
    );
  });

  it('is refused with every problem where it is not', () => {
    expect(new ContentError(['a: b', 'c: d']).message).toBe('2 problems in the content files:\na: b\nc: d');
  });
});

it('sections are told by their `##` headings', () => {
  expect([...sectionsOf('Before.\n## One\n\nText.\n### Deeper\n## Two \nMore.')]).toEqual([
    ['One', 'Text.\n### Deeper'],
    ['Two', 'More.'],
  ]);
});

describe('what the Director does itself', () => {
  const path = 'agents/director-tasks.yaml';

  it('has messages for every task', () => {
    const reading = readCatalogue(contentWith());
    if (reading.kind === 'problems') throw new Error(reading.problems.join('\n'));
    expect(Object.keys(reading.catalogue.tasks).sort()).toEqual([...directorTaskSchema.options].sort());
    expect(reading.catalogue.tasks.nudges).toHaveLength(60);
  });

  it.each([
    ['a task without messages', { nudges: undefined }, 'nudges: '],
    ['too few messages', { nudges: ['stop it'] }, 'nudges: '],
    ['a task that nobody knows', { nudge: ['a', 'b'] }, 'Did you mean "nudges"?'],
  ])('is told when there is %s', (_, values, problem) => {
    expect(problemsOf(contentWith(tasksFile(values))).join('\n')).toContain(problem);
  });

  it('is told when the file is missing or no YAML', () => {
    const without = contentWith().filter((file) => file.path !== path);
    expect(problemsOf(without)).toEqual([expect.stringContaining(`${path}: is missing`)]);
    expect(problemsOf(contentWith({ path, text: '- [' }))).toEqual([
      expect.stringContaining(`${path}: is no YAML`),
    ]);
  });
});
