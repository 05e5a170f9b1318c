import { describe, expect, it } from 'vitest';
import type { PlaybookPromptFile, PromptInput } from '../../src/domain/catalogue.ts';
import { formSchema } from '../../src/domain/reply.ts';
import { loadCatalogue } from '../../src/load-catalogue.ts';
import { plainNames, planRun, readRunForm, runForm } from '../../src/playbook/run-plan.ts';
import { foundationWith } from '../support/foundation-values.ts';

const catalogue = await loadCatalogue();
function promptNamed(code: string): PlaybookPromptFile {
  const prompt = catalogue.prompts.get(code);
  if (!prompt) throw new Error(`no ${code}`);
  return prompt;
}

const painInput: PromptInput = {
  name: 'pain',
  label: 'Which pain?',
  type: 'line',
  required: true,
  optionsFrom: 'customerAvatar.pains',
};
const linkInput: PromptInput = {
  name: 'link',
  label: 'Link, if any',
  type: 'line',
  required: false,
  help: 'https://…',
};
const notesInput: PromptInput = { name: 'notes', label: 'Your notes:', type: 'text', required: true };

function promptWith(values: Partial<PlaybookPromptFile>): PlaybookPromptFile {
  return {
    ...promptNamed('H1'),
    requiredContext: ['customerAvatar.pains'],
    optionalContext: [],
    inputs: [],
    ...values,
  };
}

const empty = foundationWith();
const onePain = foundationWith({ customerAvatar: { pains: ['sour cups'] } });
const twoPains = foundationWith({ customerAvatar: { pains: ['sour cups', 'stale beans'] } });

describe('what a run needs', () => {
  it('are the fields that are empty and the questions that are open', () => {
    const plan = planRun(promptNamed('H1'), onePain);
    expect(plan.missing).toEqual([
      'companyContext.brandVoiceAdjectives',
      'companyContext.uniqueMechanism',
      'customerAvatar.profileSummary',
    ]);
    expect(plan.leftOut).toEqual(['customerAvatar.fears', 'marketAwareness.competitors']);
    expect(plan.snapshot).toEqual({ 'customerAvatar.pains': ['sour cups'] });
    expect(plan.inputs).toEqual({ painToTarget: 'sour cups' });
    expect(plan.open.map((input) => input.name)).toEqual(['destination']);
    expect(plan.needsForm).toBe(true);
  });

  it('asks which of several, and takes one alone without asking', () => {
    const prompt = promptWith({ inputs: [painInput] });
    expect(planRun(prompt, onePain)).toMatchObject({
      inputs: { pain: 'sour cups' },
      open: [],
      needsForm: false,
    });
    expect(planRun(prompt, twoPains)).toMatchObject({ inputs: {}, open: [painInput], needsForm: true });
  });

  it('is no form where only optional questions are open', () => {
    expect(planRun(promptWith({ inputs: [linkInput] }), onePain).needsForm).toBe(false);
    expect(planRun(promptWith({ inputs: [notesInput] }), onePain).needsForm).toBe(true);
    expect(planRun(promptWith({ inputs: [linkInput] }), empty).needsForm).toBe(true);
  });
});

describe("a run's form", () => {
  it('asks for what is missing first, then its own questions, with what was typed and what was wrong', () => {
    const plan = planRun(promptWith({ inputs: [painInput, linkInput, notesInput] }), empty);
    const form = runForm(
      plan,
      '1:fill:r1',
      empty,
      { link: 'shop.example', notes: 'x' },
      { notes: 'Too short.' },
    );
    expect(formSchema.parse(form)).toEqual(form);
    expect(form).toMatchObject({ id: '1:fill:r1', title: 'H1 · Pain-focused ad headlines' });
    expect(
      form.fields.map(({ name, type, required, value, hint, error, maxCharacters }) => ({
        name,
        type,
        required,
        value,
        hint,
        error,
        maxCharacters,
      })),
    ).toEqual([
      {
        name: 'customerAvatar.pains',
        type: 'list',
        required: true,
        value: '',
        hint: expect.stringContaining('One a line.'),
        error: undefined,
        maxCharacters: 2_000,
      },
      {
        name: 'pain',
        type: 'line',
        required: false,
        value: '',
        hint: 'Leave empty to take the first of your list above.',
        error: undefined,
        maxCharacters: 4_000,
      },
      {
        name: 'link',
        type: 'line',
        required: false,
        value: 'shop.example',
        hint: 'https://…',
        error: undefined,
        maxCharacters: 4_000,
      },
      {
        name: 'notes',
        type: 'text',
        required: true,
        value: 'x',
        hint: undefined,
        error: 'Too short.',
        maxCharacters: 4_000,
      },
    ]);
  });

  it('offers the items of the list that a question chooses from', () => {
    const form = runForm(planRun(promptWith({ inputs: [painInput] }), twoPains), 'f', twoPains);
    expect(form.fields).toMatchObject([
      { name: 'pain', required: true, options: ['sour cups', 'stale beans'] },
    ]);
  });

  it('offers the ten steps where the prompt asks for one', () => {
    const form = runForm(planRun(promptNamed('RW1'), empty), 'f', empty, { elevateStep: 'Sell' });
    const field = form.fields.at(-1);
    expect(field).toMatchObject({ name: 'elevateStep', type: 'choice', required: false, value: 'Sell' });
    expect(field?.options).toHaveLength(10);
  });

  it('is one that every surface can show, whatever is missing, for every prompt', () => {
    for (const prompt of catalogue.prompts.values()) {
      const form = runForm(planRun(prompt, empty), 'f', empty);
      expect(formSchema.safeParse(form).error).toBeUndefined();
    }
  });
});

describe('a form that was sent', () => {
  const plan = planRun(promptWith({ inputs: [painInput, linkInput, notesInput] }), empty);

  it('completes the run', () => {
    const values = {
      'customerAvatar.pains': '- sour cups\n- stale beans',
      pain: 'stale\r\n beans',
      notes: ' a\r\nb ',
      stray: 'x',
      'companyContext.guarantee': 'y',
    };
    expect(readRunForm(plan, values)).toEqual({
      kind: 'complete',
      changes: [{ path: 'customerAvatar.pains', after: ['sour cups', 'stale beans'] }],
      inputs: { pain: 'stale beans', notes: 'a\nb' },
      step: undefined,
    });
  });

  it('takes the first of the list that it asked for where the choice stayed empty', () => {
    expect(readRunForm(plan, { 'customerAvatar.pains': 'sour cups\nstale beans', notes: 'a' })).toMatchObject(
      {
        inputs: { pain: 'sour cups' },
      },
    );
  });

  it('keeps the answers that needed no question', () => {
    const known = planRun(promptWith({ inputs: [painInput, notesInput] }), onePain);
    expect(readRunForm(known, { notes: 'a', pain: 'another' })).toMatchObject({
      inputs: { pain: 'sour cups', notes: 'a' },
    });
  });

  it('names every field that is wrong, with the cure', () => {
    const reading = readRunForm(plan, { 'customerAvatar.pains': '  ', notes: 'x'.repeat(4_001), link: '' });
    expect(reading).toEqual({
      kind: 'errors',
      errors: {
        'customerAvatar.pains': 'Customer pains is still empty. One line is enough to go on.',
        notes: 'Your notes: 4001 characters, at most 4000.',
      },
    });
    expect(readRunForm(planRun(promptWith({ inputs: [painInput] }), twoPains), {})).toEqual({
      kind: 'errors',
      errors: { pain: 'Which pain: an answer is needed here.' },
    });
  });

  it('may hold 20,000 characters of research and no more', () => {
    const research = planRun(promptWith({ inputs: [{ ...notesInput, research: true }] }), onePain);
    expect(readRunForm(research, { notes: 'x'.repeat(20_000) }).kind).toBe('complete');
    expect(readRunForm(research, { notes: 'x'.repeat(20_001) }).kind).toBe('errors');
  });

  it.each([
    ['Sell', 'Sell'],
    [' stop ', 'Hook'],
    ['', undefined],
  ])('with step %j is for %s', (elevateStep, step) => {
    const rewrite = planRun(promptWith({ asksStep: true }), onePain);
    expect(readRunForm(rewrite, { elevateStep })).toMatchObject({ kind: 'complete', step });
  });

  it('with an unknown step names the ten', () => {
    const reading = readRunForm(planRun(promptWith({ asksStep: true }), onePain), { elevateStep: 'Selling' });
    expect(reading.kind === 'errors' && reading.errors.elevateStep).toMatch(
      /^"Selling" is no step\. One of Foundation, .*Share\.$/,
    );
    // A prompt that asks for none ignores it.
    expect(readRunForm(planRun(promptWith({}), onePain), { elevateStep: 'Selling' })).toMatchObject({
      step: undefined,
    });
  });
});

it('fields are named to people by their plain names', () => {
  expect(plainNames(['companyContext.brandVoiceAdjectives', 'customerAvatar.pains'])).toBe(
    'Brand voice, Customer pains',
  );
});
