import { parse } from 'yaml';
import type { z } from 'zod';
import { roleFileName } from '../domain/avatar.ts';
import {
  type AgentCard,
  agentFrontMatterSchema,
  type Catalogue,
  directorTasksSchema,
  type IntegrationNote,
  integrationFrontMatterSchema,
  type ModuleFile,
  moduleFrontMatterSchema,
  type PlaybookPromptFile,
  promptFrontMatterSchema,
} from '../domain/catalogue.ts';
import { directorTaskSchema } from '../domain/director-task.ts';
import { elevateSteps } from '../domain/elevate-step.ts';
import { nearest } from '../domain/nearest.ts';
import { codePrefixes, parsePromptCode } from '../domain/prompt-code.ts';
import { sectionsOf } from '../domain/sections.ts';
import { stableId } from '../domain/stable-id.ts';
import { type SystemRole, systemRoleSchema } from '../domain/system-role.ts';
import { checkCues } from './check-cues.ts';
import { checkFoundationPath } from './check-foundation-path.ts';
import { checkIntegration } from './check-integration.ts';
import { checkLimits } from './check-limits.ts';
import { checkModule } from './check-module.ts';
import { checkTemplate } from './check-template.ts';
import { readFrontMatter } from './front-matter.ts';
import type { ReportProblem } from './report-problem.ts';
import { americanSpellings } from './uk-spelling.ts';

/** A file as it lies on disk; `path` is relative to the repository, with `/`. */
export interface ContentFile {
  path: string;
  text: string;
}

export type CatalogueReading =
  | { kind: 'catalogue'; catalogue: Catalogue }
  /** Every problem of every file: path, what is wrong, the likely cure. */
  | { kind: 'problems'; problems: string[] };

const tasksPath = 'agents/director-tasks.yaml';
const crossStepFolder = 'x-cross-step';

/** Reads and checks all content files together. Format: docs/content.md. */
export function readCatalogue(files: ContentFile[]): CatalogueReading {
  const problems: string[] = [];
  const report = (path: string) => (problem: string) => {
    problems.push(`${path}: ${problem}`);
  };
  const agents = new Map<SystemRole, AgentCard>();
  const prompts: PlaybookPromptFile[] = [];
  const modules: ModuleFile[] = [];
  const integrations: IntegrationNote[] = [];
  const codes = new Map<string, string>();
  let tasks: Catalogue['tasks'] | undefined;

  for (const file of [...files].sort((a, b) => a.path.localeCompare(b.path))) {
    const problem = report(file.path);
    const [top, folder, name] = file.path.split('/');
    if (file.path === tasksPath) tasks = readTasks(file, problem);
    else if (top === 'agents') {
      const agent = readAgent(file, problem);
      if (agent && agents.has(agent.role)) problem(`role ${agent.role} has another file already`);
      else if (agent) agents.set(agent.role, agent);
    } else if (top === 'integrations') {
      const note = readIntegration(file, problem);
      if (note && integrations.some(({ tool }) => tool === note.tool))
        problem(`tool ${note.tool} has another file already`);
      else if (note) integrations.push(note);
    } else if (name === 'module.md') {
      const module = readModule(file, folder ?? '', problem);
      if (module) modules.push(module);
    } else {
      const prompt = readPrompt(file, folder ?? '', problem);
      if (!prompt) continue;
      const other = codes.get(prompt.promptCode);
      if (other !== undefined) problem(`promptCode ${prompt.promptCode} is taken by ${other}`);
      codes.set(prompt.promptCode, file.path);
      prompts.push(prompt);
    }
  }

  for (const role of systemRoleSchema.options) {
    if (!agents.has(role) && !files.some((file) => file.path === agentPath(role))) {
      problems.push(`${agentPath(role)}: is missing; every one of the twelve roles needs its file`);
    }
  }
  if (!files.some((file) => file.path === tasksPath))
    problems.push(`${tasksPath}: is missing; the Director needs it to know what it does itself`);
  for (const { moduleNumber, folder } of elevateSteps) {
    const path = `prompts/${folder}/module.md`;
    if (!files.some((file) => file.path === path))
      problems.push(`${path}: is missing; module ${moduleNumber} needs its file`);
  }
  checkCodes(prompts, modules, codes, report);
  checkCues(
    [
      ...prompts.map(({ promptCode, cues }) => ({
        path: codes.get(promptCode) ?? promptCode,
        promptCode,
        cues,
      })),
      ...[...agents.values()].map(({ role, cues }) => ({ path: agentPath(role), cues })),
    ],
    report,
  );
  if (problems.length > 0 || !tasks) return { kind: 'problems', problems };
  prompts.sort((a, b) => courseOrder(a) - courseOrder(b) || a.promptCode.localeCompare(b.promptCode));
  modules.sort((a, b) => a.moduleNumber - b.moduleNumber);
  integrations.sort((a, b) => a.tool.localeCompare(b.tool));
  return {
    kind: 'catalogue',
    catalogue: {
      agents,
      tasks,
      prompts: new Map(prompts.map((prompt) => [prompt.promptCode, prompt])),
      modules,
      integrations,
    },
  };
}

/** Chains, earlier work and first runs name prompts that exist. */
function checkCodes(
  prompts: PlaybookPromptFile[],
  modules: ModuleFile[],
  pathByCode: ReadonlyMap<string, string>,
  report: (path: string) => ReportProblem,
): void {
  const check = (path: string, list: string, wanted: readonly string[]) => {
    for (const code of wanted) {
      if (!pathByCode.has(code)) report(path)(`${list} names ${code}, which is no prompt`);
    }
  };
  for (const { promptCode, next = [], prior = [] } of prompts) {
    const path = pathByCode.get(promptCode) ?? promptCode;
    for (const [list, wanted] of [
      ['next', next],
      ['prior', prior],
    ] as const) {
      check(path, list, wanted);
      if (wanted.includes(promptCode)) report(path)(`${list} names the prompt itself`);
    }
  }
  for (const { moduleNumber, firstRuns } of modules) {
    const info = elevateSteps.find((one) => one.moduleNumber === moduleNumber);
    check(`prompts/${info?.folder}/module.md`, 'firstRuns', firstRuns);
  }
}

function agentPath(role: SystemRole): string {
  return `agents/${roleFileName(role)}.md`;
}

function courseOrder(prompt: PlaybookPromptFile): number {
  if (prompt.asksStep === true) return 10_000;
  const step = elevateSteps.findIndex((info) => info.step === prompt.step);
  return step * 100 + Number(/\d+/.exec(prompt.promptCode)?.[0] ?? 0);
}

function readAgent(file: ContentFile, problem: ReportProblem): AgentCard | undefined {
  const read = readChecked(file, agentFrontMatterSchema, problem);
  if (!read) return undefined;
  if (file.path !== agentPath(read.data.role)) {
    problem(`role ${read.data.role} belongs in ${agentPath(read.data.role)}`);
  }
  const sections = sectionsOf(read.body);
  const personality = sections.get('Personality');
  const instructions = sections.get('Instructions');
  if (!personality) problem('lacks the section "## Personality"');
  if (!instructions) problem('lacks the section "## Instructions"');
  checkSpelling(file, problem);
  if (!personality || !instructions) return undefined;
  return { ...read.data, personality, instructions, hash: stableId(file.text) };
}

function readPrompt(
  file: ContentFile,
  folder: string,
  problem: ReportProblem,
): PlaybookPromptFile | undefined {
  const read = readChecked(file, promptFrontMatterSchema, problem);
  if (!read) return undefined;
  const prompt = read.data;
  const expectedPath = `prompts/${folder}/${prompt.promptCode}.md`;
  if (file.path !== expectedPath) problem(`promptCode ${prompt.promptCode} belongs in ${expectedPath}`);
  checkFolder(prompt, folder, problem);

  for (const [list, paths] of Object.entries({
    requiredContext: prompt.requiredContext,
    optionalContext: prompt.optionalContext,
  })) {
    for (const path of paths) checkFoundationPath(path, list, problem);
  }
  for (const path of prompt.requiredContext) {
    if (prompt.optionalContext.includes(path))
      problem(`${path} is both required and optional; keep it in one list`);
  }
  for (const input of prompt.inputs) {
    if (input.optionsFrom !== undefined)
      checkFoundationPath(input.optionsFrom, `input ${input.name}: optionsFrom`, problem);
  }
  const twice = prompt.inputs.find(
    (input, index) => prompt.inputs.findIndex((other) => other.name === input.name) !== index,
  );
  if (twice) problem(`input ${twice.name} is declared twice`);
  checkTemplate(prompt, read.body, problem);
  checkLimits(prompt, read.body, problem);
  checkSpelling(file, problem);
  return { ...prompt, template: read.body, hash: stableId(file.text) };
}

function checkFolder(
  prompt: z.infer<typeof promptFrontMatterSchema>,
  folder: string,
  problem: ReportProblem,
): void {
  const reading = parsePromptCode(prompt.promptCode);
  const crossStep = ['GC', 'RW', 'OP'].includes(reading?.prefix ?? '');
  if (crossStep !== (folder === crossStepFolder)) {
    problem(
      `promptCode ${prompt.promptCode} ${crossStep ? 'belongs' : 'does not belong'} in prompts/${crossStepFolder}`,
    );
  }
  if (crossStep) return;
  if (prompt.asksStep === true) problem('asksStep is for cross-step prompts only; remove it');
  const ofFolder = elevateSteps.find((info) => info.folder === folder);
  if (!ofFolder) {
    const near = nearest(
      folder,
      elevateSteps.map((info) => info.folder),
    );
    problem(`folder "${folder}" is no step.${near ? ` Did you mean ${near}?` : ''}`);
  } else if (ofFolder.step !== prompt.step) {
    problem(`step says "${prompt.step}", folder says "${ofFolder.step}"`);
  }
  if (reading && codePrefixes[reading.prefix] !== prompt.step) {
    problem(
      `promptCode ${prompt.promptCode} does not belong to step "${prompt.step}"; ${reading.prefix} stands for "${codePrefixes[reading.prefix]}"`,
    );
  }
}

function readTasks(file: ContentFile, problem: ReportProblem): Catalogue['tasks'] | undefined {
  let data: unknown;
  try {
    data = parse(file.text);
  } catch (error) {
    problem(`is no YAML: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`);
    return undefined;
  }
  return checkData(data, directorTasksSchema, directorTaskSchema.options, problem);
}

function readModule(file: ContentFile, folder: string, problem: ReportProblem): ModuleFile | undefined {
  const read = readChecked(file, moduleFrontMatterSchema, problem);
  if (!read) return undefined;
  const module = read.data;
  const info = elevateSteps.find((candidate) => candidate.folder === folder);
  if (!info) problem(`folder "${folder}" is no step`);
  else {
    if (info.step !== module.step) problem(`step says "${module.step}", folder says "${info.step}"`);
    if (info.moduleNumber !== module.moduleNumber)
      problem(`moduleNumber is ${module.moduleNumber}, folder says ${info.moduleNumber}`);
  }
  checkModule({ ...module, text: read.body }, problem);
  checkSpelling(file, problem);
  return { ...module, text: read.body, hash: stableId(file.text) };
}

function readIntegration(file: ContentFile, problem: ReportProblem): IntegrationNote | undefined {
  const read = readChecked(file, integrationFrontMatterSchema, problem);
  if (!read) return undefined;
  const expected = `integrations/${read.data.tool.toLowerCase().replaceAll(' ', '-')}.md`;
  if (file.path !== expected) problem(`tool ${read.data.tool} belongs in ${expected}`);
  const note = { ...read.data, sections: sectionsOf(read.body) };
  checkIntegration(note, problem);
  checkSpelling(file, problem);
  return note;
}

/** Cues are left out: people type as they type. */
function checkSpelling(file: ContentFile, problem: ReportProblem): void {
  const ours = file.text
    .replace(/\r\n/g, '\n')
    .replace(/^cues:\n(?:(?:- |#| ).*\n)*/m, (cues) => cues.replace(/.+/g, ''));
  for (const { line, word, ukSpelling } of americanSpellings(ours))
    problem(`line ${line}: "${word}" is American; write "${ukSpelling}"`);
}

function readChecked<Schema extends z.ZodType>(
  file: ContentFile,
  schema: Schema,
  problem: ReportProblem,
): { data: z.infer<Schema>; body: string } | undefined {
  const read = readFrontMatter(file.text);
  if (read.kind === 'problem') {
    problem(read.problem);
    return undefined;
  }
  const known = 'shape' in schema ? Object.keys(schema.shape as object) : [];
  const data = checkData(read.data, schema, known, problem);
  return data === undefined ? undefined : { data, body: read.body };
}

function checkData<Schema extends z.ZodType>(
  data: unknown,
  schema: Schema,
  known: readonly string[],
  problem: ReportProblem,
): z.infer<Schema> | undefined {
  const checked = schema.safeParse(data);
  if (checked.success) return checked.data;
  for (const issue of checked.error.issues) {
    const place = issue.path.join('.') || 'front matter';
    if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys) {
        const near = nearest(key, known);
        problem(`${place}: "${key}" is no field here.${near ? ` Did you mean "${near}"?` : ''}`);
      }
    } else if (issue.code === 'invalid_value') {
      const value = String(valueAt(data, issue.path));
      const near = nearest(value, issue.values.map(String));
      problem(
        `${place} is "${value}", expected one of ${issue.values.join(', ')}.${near ? ` Did you mean "${near}"?` : ''}`,
      );
    } else problem(`${place}: ${issue.message}`);
  }
  return undefined;
}

function valueAt(data: unknown, path: PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    data,
  );
}
