import type { ContextSnapshot } from '../context/context-snapshot.ts';
import { foundationValue, snapshotContext } from '../context/context-snapshot.ts';
import { type AttachedFile, isReadable } from '../domain/attached-file.ts';
import type { PlaybookPromptFile, PromptInput } from '../domain/catalogue.ts';
import { type ElevateStep, elevateStepNamed, elevateStepSchema } from '../domain/elevate-step.ts';
import { type FoundationPath, foundationField } from '../domain/foundation-fields.ts';
import type { Form, FormField } from '../domain/reply.ts';
import type { UserFoundation } from '../domain/user-foundation.ts';
import { foundationFormField, readFoundationField } from '../foundation/foundation-form.ts';
import type { FoundationChange } from '../ports/foundation-store.ts';

/** Longest answer to a question of a run; pasted research may be longer (course-facts §3.2). */
const inputCharacters = 4_000;
const researchCharacters = 20_000;

/** What a run of a prompt can go on with, and what it still needs. */
export interface RunPlan {
  prompt: PlaybookPromptFile;
  snapshot: ContextSnapshot;
  missing: FoundationPath[];
  leftOut: FoundationPath[];
  /** Answers that need no question: the only item of the list that the input chooses from. */
  inputs: Record<string, string>;
  /** Questions without an answer yet. */
  open: PromptInput[];
  /** True when a form stands between the person and the run. */
  needsForm: boolean;
}

export function planRun(prompt: PlaybookPromptFile, foundation: UserFoundation): RunPlan {
  const { snapshot, missing, leftOut } = snapshotContext(prompt, foundation);
  const inputs: Record<string, string> = {};
  for (const input of prompt.inputs) {
    const [only, ...more] = optionsOf(input, foundation);
    if (only !== undefined && more.length === 0) inputs[input.name] = only;
  }
  const open = prompt.inputs.filter((input) => inputs[input.name] === undefined);
  return {
    prompt,
    snapshot,
    missing,
    leftOut,
    inputs,
    open,
    needsForm: missing.length > 0 || open.some((input) => input.required),
  };
}

function optionsOf(input: PromptInput, foundation: UserFoundation): string[] {
  const path = input.optionsFrom as FoundationPath | undefined;
  const value = path === undefined ? undefined : foundationValue(foundation, path);
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}

/** Where the text of a person's file goes in a run's form. */
export type FilePlace =
  | { kind: 'no-file' }
  | { kind: 'fits'; name: string; input: string; text: string }
  | { kind: 'too-long'; name: string; limit: number }
  /** Which of them is meant is for the person to say. */
  | { kind: 'several' }
  /** The prompt has no question that takes a text. */
  | { kind: 'no-place'; name: string };

/** The one text file that was sent goes into the first question for a text: a needed one before one that is not. */
export function placeForFile(plan: RunPlan, files: readonly AttachedFile[]): FilePlace {
  const [file, ...more] = files.filter(isReadable);
  if (!file) return { kind: 'no-file' };
  const questions = plan.open.filter(({ type }) => type === 'text');
  const input = questions.find(({ required }) => required) ?? questions[0];
  if (!input) return { kind: 'no-place', name: file.name };
  if (more.length > 0) return { kind: 'several' };
  const limit = charactersOf(input);
  return file.cut || file.text.length > limit
    ? { kind: 'too-long', name: file.name, limit }
    : { kind: 'fits', name: file.name, input: input.name, text: file.text };
}

/** What the run's form begins with: the text of the file that was sent, where it has a place. */
export function typedFromFile(plan: RunPlan, files: readonly AttachedFile[] = []): Record<string, string> {
  const place = placeForFile(plan, files);
  return place.kind === 'fits' ? { [place.input]: place.text } : {};
}

/** The one form of a run: the Foundation fields that are missing, then the run's own questions. */
export function runForm(
  plan: RunPlan,
  formId: string,
  foundation: UserFoundation,
  typed: Record<string, string> = {},
  errors: Record<string, string> = {},
): Form {
  const fields: FormField[] = [
    ...plan.missing.map((path) => foundationFormField(path, typed[path] ?? '')),
    ...plan.open.map((input): FormField => {
      const follows = followsMissing(input, plan);
      return {
        name: input.name,
        label: input.label,
        type: input.type,
        required: input.required && !follows,
        value: typed[input.name] ?? '',
        options: optionsOf(input, foundation),
        hint: follows ? 'Leave empty to take the first of your list above.' : (input.help ?? ''),
        maxCharacters: charactersOf(input),
      };
    }),
  ];
  if (plan.prompt.asksStep === true) {
    fields.push({
      name: 'elevateStep',
      label: 'Which step is it for?',
      type: 'choice',
      required: false,
      value: typed.elevateStep ?? '',
      options: [...elevateStepSchema.options],
      maxCharacters: 20,
    });
  }
  for (const field of fields) {
    const error = errors[field.name];
    if (error !== undefined) field.error = error;
    if (field.hint === '') delete field.hint;
  }
  return { id: formId, title: `${plan.prompt.promptCode} · ${plan.prompt.title}`.slice(0, 45), fields };
}

/** An input that chooses from a list which this very form asks for. */
function followsMissing(input: PromptInput, plan: RunPlan): boolean {
  return plan.missing.some((path) => path === input.optionsFrom);
}

function charactersOf(input: PromptInput): number {
  return input.research === true ? researchCharacters : inputCharacters;
}

export type RunFormReading =
  | {
      kind: 'complete';
      changes: FoundationChange[];
      inputs: Record<string, string>;
      step: ElevateStep | undefined;
    }
  /** By field name, each a sentence that names the field and the cure. */
  | { kind: 'errors'; errors: Record<string, string> };

/** Reads what a person sent with the run's form. A field that the form did not show is ignored. */
export function readRunForm(plan: RunPlan, values: Record<string, string>): RunFormReading {
  const errors: Record<string, string> = {};
  const changes: FoundationChange[] = [];
  const inputs = { ...plan.inputs };
  for (const path of plan.missing) {
    const reading = readFoundationField(path, values[path] ?? '');
    if (reading.kind === 'wrong') errors[path] = reading.error;
    else changes.push(reading.change);
  }
  for (const input of plan.open) {
    let answer = (values[input.name] ?? '').replace(/\r\n?/g, '\n').trim();
    if (input.type === 'line') answer = answer.replace(/\s*\n\s*/g, ' ');
    const label = input.label.replace(/[?:.]+$/, '');
    if (answer.length > charactersOf(input)) {
      errors[input.name] = `${label}: ${answer.length} characters, at most ${charactersOf(input)}.`;
    } else if (answer === '' && followsMissing(input, plan)) {
      const after = changes.find((change) => change.path === input.optionsFrom)?.after;
      const first = Array.isArray(after) ? after[0] : after;
      if (typeof first === 'string') inputs[input.name] = first;
    } else if (answer === '' && input.required) {
      errors[input.name] = `${label}: an answer is needed here.`;
    } else if (answer !== '') inputs[input.name] = answer;
  }
  const stepText = (values.elevateStep ?? '').trim();
  const step = plan.prompt.asksStep === true && stepText !== '' ? elevateStepNamed(stepText) : undefined;
  if (plan.prompt.asksStep === true && stepText !== '' && step === undefined) {
    errors.elevateStep = `"${stepText.slice(0, 30)}" is no step. One of ${elevateStepSchema.options.join(', ')}.`;
  }
  return Object.keys(errors).length > 0
    ? { kind: 'errors', errors }
    : { kind: 'complete', changes, inputs, step };
}

/** Plain names of fields, for people. */
export function plainNames(paths: readonly FoundationPath[]): string {
  return paths.map((path) => foundationField(path).label).join(', ');
}
