import { parse } from 'yaml';
import type { z } from 'zod';
import { roleFileName } from '../domain/avatar.ts';
import {
  type AgentCard,
  agentFrontMatterSchema,
  type Catalogue,
  directorTasksSchema,
  type ModuleFile,
  moduleFrontMatterSchema,
  type PlaybookPromptFile,
  promptFrontMatterSchema,
} from '../domain/catalogue.ts';
import { directorTaskSchema } from '../domain/director-task.ts';
import { elevateSteps } from '../domain/elevate-step.ts';
import { foundationFields, isFoundationPath } from '../domain/foundation-fields.ts';
import { nearest } from '../domain/nearest.ts';
import { codePrefixes, parsePromptCode } from '../domain/prompt-code.ts';
import { stableId } from '../domain/stable-id.ts';
import { type SystemRole, systemRoleSchema } from '../domain/system-role.ts';
import { funnelMetricNames } from '../domain/user-funnel-snapshot.ts';
import { readFrontMatter } from './front-matter.ts';
import { pathsIn, readTemplate } from './placeholders.ts';

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
const templateHeadings = ['ROLE', 'OBJECTIVE', 'CONTEXT', 'KEY INSTRUCTIONS', 'EXAMPLES', 'TONE & FORMAT'];

/** Reads and checks all content files together. Format: docs/content.md. */
export function readCatalogue(files: ContentFile[]): CatalogueReading {
  const problems: string[] = [];
  const report = (path: string) => (problem: string) => {
    problems.push(`${path}: ${problem}`);
  };
  const agents = new Map<SystemRole, AgentCard>();
  const prompts: PlaybookPromptFile[] = [];
  const modules: ModuleFile[] = [];
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
  if (problems.length > 0 || !tasks) return { kind: 'problems', problems };
  prompts.sort((a, b) => courseOrder(a) - courseOrder(b) || a.promptCode.localeCompare(b.promptCode));
  modules.sort((a, b) => a.moduleNumber - b.moduleNumber);
  return {
    kind: 'catalogue',
    catalogue: {
      agents,
      tasks,
      prompts: new Map(prompts.map((prompt) => [prompt.promptCode, prompt])),
      modules,
    },
  };
}

/** Chains and first runs lead to prompts that exist. */
function checkCodes(
  prompts: PlaybookPromptFile[],
  modules: ModuleFile[],
  pathByCode: ReadonlyMap<string, string>,
  report: (path: string) => Report,
): void {
  const check = (path: string, list: string, wanted: readonly string[]) => {
    for (const code of wanted) {
      if (!pathByCode.has(code)) report(path)(`${list} names ${code}, which is no prompt`);
    }
  };
  for (const { promptCode, next = [] } of prompts) {
    const path = pathByCode.get(promptCode) ?? promptCode;
    check(path, 'next', next);
    if (next.includes(promptCode)) report(path)('next names the prompt itself');
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

type Report = (problem: string) => void;

function readAgent(file: ContentFile, problem: Report): AgentCard | undefined {
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
  if (!personality || !instructions) return undefined;
  return { ...read.data, personality, instructions, hash: stableId(file.text) };
}

function readPrompt(file: ContentFile, folder: string, problem: Report): PlaybookPromptFile | undefined {
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
  return { ...prompt, template: read.body, hash: stableId(file.text) };
}

function checkFolder(prompt: z.infer<typeof promptFrontMatterSchema>, folder: string, problem: Report): void {
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

function checkFoundationPath(path: string, where: string, problem: Report): void {
  if (isFoundationPath(path)) return;
  const near =
    nearest(
      path,
      foundationFields.map((field) => field.path),
    ) ?? fieldLabelled(path);
  problem(`${where} "${path}" is unknown.${near ? ` Did you mean "${near}"?` : ''}`);
}

/** The path of the field that people know by a name like this: the seed's own examples say "Customer Pain". */
function fieldLabelled(name: string): string | undefined {
  const label = nearest(
    name,
    foundationFields.map((field) => field.label),
  );
  return foundationFields.find((field) => field.label === label)?.path;
}

function checkTemplate(
  prompt: z.infer<typeof promptFrontMatterSchema>,
  template: string,
  problem: Report,
): void {
  const headings = [...template.matchAll(/^## (.+)$/gm)].map((match) => match[1]?.trim() ?? '');
  if (headings.join('|') !== templateHeadings.join('|')) {
    problem(
      `headings are ${headings.join(', ') || 'missing'}; expected ## ${templateHeadings.join(', ## ')} in this order`,
    );
  }
  const reading = readTemplate(template);
  if (reading.kind === 'problems') {
    for (const issue of reading.problems) problem(`template: ${issue}`);
    return;
  }
  const required = new Set([
    ...prompt.requiredContext,
    ...prompt.inputs.filter((input) => input.required).map((input) => `input.${input.name}`),
  ]);
  const optional = new Set([
    ...prompt.optionalContext,
    ...prompt.inputs.filter((input) => !input.required).map((input) => `input.${input.name}`),
    ...(prompt.asksStep === true ? ['input.elevateStep'] : []),
  ]);
  const used = pathsIn(reading.pieces);
  for (const { path, under } of used) {
    if (!required.has(path) && !optional.has(path)) {
      const near = nearest(path, [...required, ...optional]);
      problem(
        `{{${path}}} is not declared.${near ? ` Did you mean {{${near}}}?` : ' Add it to requiredContext, optionalContext or inputs.'}`,
      );
    } else if (optional.has(path) && under !== path) {
      problem(`{{${path}}} is optional: put it inside {{#if ${path}}} … {{/if}}`);
    }
  }
  for (const path of [...required, ...optional]) {
    if (!used.some((use) => use.path === path))
      problem(`${path} is declared and the template does not use it; remove one or add the other`);
  }
}

function readTasks(file: ContentFile, problem: Report): Catalogue['tasks'] | undefined {
  let data: unknown;
  try {
    data = parse(file.text);
  } catch (error) {
    problem(`is no YAML: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`);
    return undefined;
  }
  return checkData(data, directorTasksSchema, directorTaskSchema.options, problem);
}

function readModule(file: ContentFile, folder: string, problem: Report): ModuleFile | undefined {
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
  for (const metric of module.metrics) {
    if (funnelMetricNames.includes(metric)) continue;
    const near = nearest(metric, funnelMetricNames);
    problem(`metric "${metric}" is unknown.${near ? ` Did you mean "${near}"?` : ''}`);
  }
  for (const grid of module.grids) {
    for (const row of grid.rows) {
      if (row.cells.length !== grid.columns.length) {
        problem(
          `${grid.name}, row "${row.name}": ${row.cells.length} cells, expected ${grid.columns.length}, one a column`,
        );
      }
      for (const cell of row.cells) {
        // "competitors[].name" fills a part of each item.
        const path = cell.field?.replace(/\[\]\..*$/, '');
        if (path !== undefined) checkFoundationPath(path, `${grid.name}, row "${row.name}": field`, problem);
      }
    }
  }
  return { ...module, text: read.body, hash: stableId(file.text) };
}

function readChecked<Schema extends z.ZodType>(
  file: ContentFile,
  schema: Schema,
  problem: Report,
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
  problem: Report,
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

/** The `##` sections of a Markdown text, by heading. */
export function sectionsOf(markdown: string): Map<string, string> {
  const sections = new Map<string, string>();
  for (const part of markdown.split(/^## /m).slice(1)) {
    const [heading = '', ...lines] = part.split('\n');
    sections.set(heading.trim(), lines.join('\n').trim());
  }
  return sections;
}
