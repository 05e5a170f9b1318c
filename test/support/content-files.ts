import { stringify } from 'yaml';
import type { Catalogue } from '../../src/domain/catalogue.ts';
import { directorTaskSchema } from '../../src/domain/director-task.ts';
import { elevateSteps } from '../../src/domain/elevate-step.ts';
import { systemRoleSchema } from '../../src/domain/system-role.ts';
import type { ContentFile } from '../../src/playbook/read-catalogue.ts';

const cues = ['first of five cues', 'second cue', 'third cue', 'fourth cue', 'fifth cue'];

export const soundTemplate = [
  '## ROLE',
  'A copywriter.',
  '## OBJECTIVE',
  'Write 5 lines about "{{input.pain}}".',
  '## CONTEXT',
  '- Customer: {{customerAvatar.pains}}.{{#if customerAvatar.fears}} Fears: {{customerAvatar.fears}}.{{/if}}',
  '## KEY INSTRUCTIONS',
  '1. Name "{{input.pain}}".',
  '## EXAMPLES',
  'None.',
  '## TONE & FORMAT',
  'Plain.',
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
  cues,
  version: 1,
};

export function contentFile(path: string, frontMatter: object, body: string): ContentFile {
  return { path, text: `---\n${stringify(frontMatter)}---\n\n${body}\n` };
}

export function promptFile(
  values: object = {},
  { path = 'prompts/1-hook/H1.md', template = soundTemplate } = {},
): ContentFile {
  return contentFile(path, { ...soundPrompt, ...values }, template);
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
    cues,
    needs: 'it',
  };
  return contentFile(path, { ...card, ...values }, body);
}

export function moduleFile(folder: string, values: object = {}): ContentFile {
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
    exampleText: 'An example.',
    implementationGuide: '1. Begin.',
  };
  return contentFile(`prompts/${folder}/module.md`, { ...module, ...values }, '## What it is for\n\nText.');
}

/** What the Director does itself; a value of undefined leaves a task out. */
export function tasksFile(values: object = {}): ContentFile {
  const tasks = Object.fromEntries(directorTaskSchema.options.map((task) => [task, cues]));
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
