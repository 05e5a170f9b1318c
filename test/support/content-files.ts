import { stringify } from 'yaml';
import type { Catalogue } from '../../src/domain/catalogue.ts';
import { directorTaskSchema } from '../../src/domain/director-task.ts';
import { elevateSteps } from '../../src/domain/elevate-step.ts';
import { systemRoleSchema } from '../../src/domain/system-role.ts';
import type { ContentFile } from '../../src/playbook/read-catalogue.ts';

/** Messages of an owner's own, as many as are wanted; a code in them would be found by rule, so it is spelt out. */
export function cuesOf(owner: string, count: number): string[] {
  const name = owner.replace(/\d/g, (digit) => `-${'abcdefghij'[Number(digit)]}`);
  return Array.from({ length: count }, (_, index) => `wish ${index + 1} of ${name}`);
}

export const soundTemplate = [
  '## ROLE',
  'A copywriter.',
  '## OBJECTIVE',
  'Write 5 lines about one pain.',
  '## CONTEXT',
  '- Framework Step: 1 Hook.',
  '- Company: a small shop.',
  '- Customer: {{customerAvatar.pains}}.{{#if customerAvatar.fears}} Fears: {{customerAvatar.fears}}.{{/if}}',
  '- Situation: the pain of this run is "{{input.pain}}".',
  '## KEY INSTRUCTIONS',
  '1. Write exactly 5 lines.',
  '2. Name "{{input.pain}}" in every line.',
  '3. Keep each line to 40 characters.',
  '4. Ask at most one question.',
  '5. Never name the product.',
  '## EXAMPLES',
  'A line of the invented roaster Harbour Lane Coffee.',
  '## TONE & FORMAT',
  'Plain UK English.',
  'Format: a numbered list from 1 to 5.',
  '- Do not shout.',
  '- No false hurry.',
  'Use only the context; a missing price, figure or review is [NEEDS: …].',
  'A first draft for the person to approve.',
].join('\n');

export const soundPrompt = {
  promptCode: 'H1',
  step: 'Hook',
  title: 'Pain-focused ad headlines',
  description: 'Name one problem.',
  owner: 'Writer',
  outputType: 'List',
  assetType: 'Ad Headline',
  defaultChannel: 'Facebook Ads',
  requiredContext: ['customerAvatar.pains'],
  optionalContext: ['customerAvatar.fears'],
  inputs: [
    { name: 'pain', label: 'Which pain?', type: 'line', required: true, optionsFrom: 'customerAvatar.pains' },
  ],
  tags: ['ads'],
  version: 1,
};

export function contentFile(path: string, frontMatter: object, body: string): ContentFile {
  return { path, text: `---\n${stringify(frontMatter)}---\n\n${body}\n` };
}

export function promptFile(
  values: object = {},
  { path = 'prompts/1-hook/H1.md', template = soundTemplate } = {},
): ContentFile {
  const { promptCode } = { ...soundPrompt, ...values };
  return contentFile(path, { cues: cuesOf(promptCode, 25), ...soundPrompt, ...values }, template);
}

export function agentFile(
  role: string,
  values: object = {},
  body = '## Personality\n\nCalm.\n\n## Instructions\n\nHelp.',
) {
  const path = `agents/${role.replace(/([a-z])([A-Z])/g, '$1-$2').toLowerCase()}.md`;
  const card = {
    role,
    name: role,
    emoji: '🙂',
    description: 'Does a job.',
    introduction: 'Ask me.',
    cues: cuesOf(role, 15),
    needs: 'it',
    tools: [],
  };
  return contentFile(path, { ...card, ...values }, body);
}

/** Words of no meaning, as many as are wanted. */
export function words(count: number): string {
  return Array.from({ length: count }, () => 'word').join(' ');
}

export const soundLesson = ['What', 'How', 'When', 'Who']
  .map((heading) => `## ${heading}\n\n${words(105)}`)
  .join('\n\n');

export function moduleFile(folder: string, values: object = {}, lesson = soundLesson): ContentFile {
  const info = elevateSteps.find((candidate) => candidate.folder === folder);
  const module = {
    moduleNumber: info?.moduleNumber,
    step: info?.step,
    title: 'A module',
    objective: 'An objective.',
    deliverable: 'A deliverable.',
    metrics: ['hook_AvgCTR'],
    firstRuns: ['H1'],
    grids: [
      { name: 'Grid', columns: ['Who'], rows: [{ name: 'Target', cells: [{ asks: 'Who is it for?' }] }] },
    ],
    checklistItems: ['One pain picked'],
    exampleText: `Harbour Lane Coffee does it with ${words(20)}.`,
    implementationGuide: '1. Begin.\n2. Go on.\n3. End.',
    worksheet: {
      purpose: 'To be filled.',
      inputs: ['Notes'],
      parts: [
        { name: 'Target', grid: 'Grid' },
        { name: 'Log', columns: ['What', 'When'] },
        { name: 'Verdict', asks: 'Which one stays?' },
      ],
    },
  };
  return contentFile(`prompts/${folder}/module.md`, { ...module, ...values }, lesson);
}

/** What the Director does itself; a value of undefined leaves a task out. */
export function tasksFile(values: object = {}): ContentFile {
  const tasks = Object.fromEntries(directorTaskSchema.options.map((task) => [task, cuesOf(task, 60)]));
  return { path: 'agents/director-tasks.yaml', text: stringify({ ...tasks, ...values }) };
}

/** For catalogues made by hand, where nothing is routed. */
export const noTasks = Object.fromEntries(
  directorTaskSchema.options.map((task) => [task, []]),
) as unknown as Catalogue['tasks'];

/** The smallest content that is sound: twelve agents, ten modules, one prompt. Files of a path given replace it. */
export function contentWith(...replaced: ContentFile[]): ContentFile[] {
  const base = [
    tasksFile(),
    ...systemRoleSchema.options.map((role) => agentFile(role)),
    ...elevateSteps.map(({ folder }) => moduleFile(folder)),
    promptFile(),
  ];
  return [...base.filter((file) => !replaced.some((other) => other.path === file.path)), ...replaced];
}
