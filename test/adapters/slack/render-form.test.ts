import type { ViewOutput, ViewStateValue, ViewSubmitAction } from '@slack/bolt';
import type { InputBlock, KnownBlock } from '@slack/types';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseSlackInteraction } from '../../../src/adapters/slack/parse-interaction.ts';
import { renderFieldErrors, renderModal } from '../../../src/adapters/slack/render-form.ts';
import type { Form, FormField } from '../../../src/domain/reply.ts';
import type { ThreadRef } from '../../../src/domain/thread-ref.ts';
import { viewSubmission } from '../../support/slack-fixtures.ts';

const thread: ThreadRef = {
  surface: 'slack',
  place: 'T0123456789/C0123456789',
  root: 'command:13345224609.738474920.8088930838d88f008e0',
  audience: 'channel',
};
const field = (more: Partial<FormField> = {}): FormField => ({
  name: 'answer',
  label: 'Your answer',
  type: 'line',
  required: true,
  value: '',
  options: [],
  maxCharacters: 2_000,
  ...more,
});
const formOf = (...fields: FormField[]): Form => ({ id: '1:fill:r1', title: 'Your market', fields });
const blocksOf = (...fields: FormField[]) => renderModal(formOf(...fields), thread).blocks as KnownBlock[];
const inputsOf = (...fields: FormField[]) =>
  blocksOf(...fields).filter((block): block is InputBlock => block.type === 'input');
const numbered = (count: number, length = 0) =>
  Array.from({ length: count }, (_, index) => `option ${index} `.padEnd(length, 'x'));

describe('renderModal', () => {
  test('a line, filled in', () => {
    expect(renderModal(formOf(field({ value: 'Soap', hint: 'A few words.' })), thread)).toEqual({
      type: 'modal',
      callback_id: 'form',
      private_metadata: JSON.stringify({ formId: '1:fill:r1', thread, longOptions: {} }),
      title: { type: 'plain_text', text: 'Your market', emoji: true },
      submit: { type: 'plain_text', text: 'Send', emoji: true },
      close: { type: 'plain_text', text: 'Cancel', emoji: true },
      notify_on_close: true,
      blocks: [
        {
          type: 'input',
          block_id: 'text:1:answer',
          label: { type: 'plain_text', text: 'Your answer', emoji: true },
          optional: false,
          dispatch_action: true,
          element: {
            type: 'plain_text_input',
            action_id: 'value',
            multiline: false,
            max_length: 2_000,
            dispatch_action_config: { trigger_actions_on: ['on_character_entered'] },
            initial_value: 'Soap',
          },
          hint: { type: 'plain_text', text: 'A few words.', emoji: true },
        },
      ],
    });
  });

  test('a title of 24 characters stays whole, a longer one is cut after a word', () => {
    const titleOf = (title: string) => renderModal({ ...formOf(field()), title }, thread).title.text;
    expect(titleOf('x'.repeat(24))).toBe('x'.repeat(24));
    expect(titleOf('x'.repeat(25))).toBe(`${'x'.repeat(23)}…`);
    expect(titleOf('Your market and what it wants')).toBe('Your market and what it…');
    expect(titleOf('Who buys your candles today?')).toBe('Who buys your candles…');
    expect(titleOf(`${'x'.repeat(22)}👍👍`)).toBe(`${'x'.repeat(22)}…`);
  });

  test('a list says how it is written, once', () => {
    const hintOf = (hint?: string) =>
      inputsOf(field({ type: 'list', ...(hint ? { hint } : {}) }))[0]?.hint?.text;
    expect(hintOf()).toBe('One a line.');
    expect(hintOf('Three rivals.')).toBe('One a line. Three rivals.');
    expect(hintOf('One a line. Three rivals.')).toBe('One a line. Three rivals.');
  });

  test('suggestions for a text are named in its hint', () => {
    const [input] = inputsOf(field({ type: 'text', hint: 'A sentence.', options: ['warm', 'bold'] }));
    expect(input?.hint?.text).toBe('A sentence. For instance: warm; bold');
  });

  test('ten choices are radio buttons, eleven a menu, 101 are typed', () => {
    const elementOf = (count: number) =>
      inputsOf(field({ type: 'choice', options: numbered(count) })).map(({ element }) => element.type);
    expect(elementOf(10)).toEqual(['radio_buttons']);
    expect(elementOf(11)).toEqual(['static_select']);
    expect(elementOf(100)).toEqual(['static_select']);
    expect(elementOf(101)).toEqual(['plain_text_input']);
  });

  test('up to ten boxes are ticked, more are picked from a menu of several, and what is ticked stays', () => {
    const elementOf = (count: number) =>
      inputsOf(field({ type: 'checks', options: numbered(count), value: numbered(2).join('\n') }))[0]
        ?.element;
    expect(elementOf(10)).toMatchObject({ type: 'checkboxes', initial_options: [{}, {}] });
    expect(elementOf(11)).toMatchObject({ type: 'multi_static_select', initial_options: [{}, {}] });
  });

  test('an option of 75 characters is its own value; a longer one is cut, and its index stands for it', () => {
    const options = ['x'.repeat(75), 'y'.repeat(76), '', 'y'.repeat(76)];
    const [input] = inputsOf(field({ type: 'choice', options, value: 'y'.repeat(76) }));
    const long = { text: { type: 'plain_text', text: `${'y'.repeat(74)}…`, emoji: true }, value: '~0' };
    expect(input?.element).toMatchObject({
      options: [{ value: 'x'.repeat(75), text: { text: 'x'.repeat(75) } }, long],
      initial_option: long,
    });
  });

  test('suggestions for a line: to pick from, or in one’s own words; neither must be filled by itself', () => {
    const suggested = field({ options: ['Candle', 'Soap'], value: 'Soap', hint: 'One product.' });
    expect(inputsOf(suggested)).toMatchObject([
      {
        block_id: 'pick:1:answer',
        optional: true,
        element: { type: 'static_select', initial_option: { value: 'Soap' } },
      },
      { block_id: 'text:1:answer', optional: true, label: { text: 'Your answer (in your own words)' } },
    ]);
    const [picked, typed] = inputsOf({ ...suggested, value: 'Tea' });
    expect(picked?.element).not.toHaveProperty('initial_option');
    expect(typed?.element).toMatchObject({ initial_value: 'Tea' });
  });

  test('3,000 characters are one input, 3,001 two; only the first must be filled', () => {
    const lengthsOf = (maxCharacters: number) =>
      inputsOf(field({ type: 'text', maxCharacters })).map(({ element, optional }) => [
        'max_length' in element && element.max_length,
        optional,
      ]);
    expect(lengthsOf(3_000)).toEqual([[3_000, false]]);
    expect(lengthsOf(3_001)).toEqual([
      [3_000, false],
      [3_000, true],
    ]);
  });

  test('what is wrong stands under its field', () => {
    expect(blocksOf(field({ error: 'Still empty.' }))[1]).toEqual({
      type: 'context',
      elements: [{ type: 'plain_text', text: '⚠️ Still empty.', emoji: true }],
    });
  });
});

describe('renderFieldErrors', () => {
  test('each wrong field by its block, nothing where nothing is wrong', () => {
    expect(renderFieldErrors(formOf(field()))).toBeUndefined();
    const form = formOf(
      field({ error: 'Still empty.' }),
      field({ name: 'tone', type: 'choice', options: ['warm'], error: 'Choose one.' }),
      field({ name: 'product', options: ['Soap'], error: 'Too long.' }),
      field({ name: 'place', type: 'choice', options: numbered(101), error: 'Unknown.' }),
      field({ name: 'fine' }),
    );
    expect(renderFieldErrors(form)).toEqual({
      response_action: 'errors',
      errors: {
        'text:1:answer': 'Still empty.',
        'pick:1:tone': 'Choose one.',
        'text:1:product': 'Too long.',
        'text:1:place': 'Unknown.',
      },
    });
    const ids = renderModal(form, thread).blocks.map((block) => block.block_id);
    for (const id of Object.keys(renderFieldErrors(form)?.errors ?? {})) expect(ids).toContain(id);
  });
});

/** What Slack sends when the modal is submitted as it was opened. */
function submitted(form: Form): ViewSubmitAction {
  const modal = renderModal(form, thread);
  const values = Object.fromEntries(
    (modal.blocks as KnownBlock[]).flatMap((block): Array<[string, Record<string, ViewStateValue>]> => {
      if (block.type !== 'input') return [];
      const { element } = block;
      const value =
        element.type === 'plain_text_input'
          ? { type: element.type, value: element.initial_value ?? null }
          : { type: element.type, selected_option: initialOption(element) };
      return [[block.block_id ?? '', { [element.action_id ?? '']: value as ViewStateValue }]];
    }),
  );
  const view: ViewOutput = {
    ...viewSubmission.view,
    private_metadata: modal.private_metadata ?? '',
    state: { values },
  };
  return { ...viewSubmission, view };
}

function initialOption(element: InputBlock['element']): unknown {
  return 'initial_option' in element ? element.initial_option : null;
}

/** Slack's limits of a modal, written out once more. */
function expectAccepted(form: Form): void {
  const modal = renderModal(form, thread);
  expect(modal.title.text.length).toBeLessThanOrEqual(24);
  expect(modal.private_metadata?.length).toBeLessThanOrEqual(3_000);
  expect(modal.blocks.length).toBeLessThanOrEqual(100);
  expect(JSON.stringify(modal).length).toBeLessThanOrEqual(250_000);
  const ids = modal.blocks.flatMap((block) => block.block_id ?? []);
  expect(new Set(ids).size).toBe(ids.length);
  for (const block of modal.blocks as KnownBlock[]) {
    if (block.type !== 'input') continue;
    expect(block.block_id?.length).toBeLessThanOrEqual(255);
    expect(block.label.text.length).toBeLessThanOrEqual(2_000);
    expect(block.hint?.text.length ?? 0).toBeLessThanOrEqual(2_000);
    const { element } = block;
    if (element.type === 'plain_text_input') {
      expect(element.max_length).toBeLessThanOrEqual(3_000);
      expect(element.initial_value?.length ?? 0).toBeLessThanOrEqual(element.max_length ?? 0);
    } else if (element.type === 'radio_buttons' || element.type === 'static_select') {
      const options = element.options ?? [];
      expect(options.length).toBeGreaterThan(0);
      expect(options.length).toBeLessThanOrEqual(element.type === 'radio_buttons' ? 10 : 100);
      expect(new Set(options.map(({ value }) => value)).size).toBe(options.length);
      for (const { text, value } of options) {
        expect(text.text.length).toBeGreaterThan(0);
        expect(text.text.length).toBeLessThanOrEqual(75);
        expect(value?.length).toBeLessThanOrEqual(75);
      }
      if (element.initial_option) expect(options).toContainEqual(element.initial_option);
    }
  }
}

describe('a form that is sent as it was opened', () => {
  const words = fc
    .array(fc.constantFrom('word', '👍', 'ä', '"quoted"', '\n', '~0', 'x'.repeat(70)), { maxLength: 8 })
    .map((all) => all.join(' ').trim());
  const option = fc.oneof(words, fc.constantFrom('~0', '~1', 'x'.repeat(400)));
  const fieldValues = fc.record({
    label: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 10 }),
    type: fc.constantFrom('line', 'text', 'list', 'choice'),
    required: fc.boolean(),
    value: fc.oneof(
      words,
      fc.integer({ min: 2_900, max: 9_100 }).map((length) => 'a b\n'.repeat(length / 4).trim()),
    ),
    options: fc.array(option, { maxLength: 14 }),
    hint: fc.option(words, { nil: undefined }),
    maxCharacters: fc.integer({ min: 1, max: 20_000 }),
    index: fc.nat(13),
  });
  const anyForm = fc.array(fieldValues, { minLength: 1, maxLength: 8 }).map((fields) =>
    formOf(
      ...fields.map(
        ({ index, hint, value, options, ...rest }, number): FormField => ({
          ...rest,
          name: `Part.Field ${number}:a`,
          options,
          value: rest.type === 'choice' ? (options[index] ?? '') : value,
          ...(hint === undefined ? {} : { hint }),
        }),
      ),
    ),
  );

  test('gives the values that it was opened with, whatever they are, and Slack takes it', () => {
    fc.assert(
      fc.property(anyForm, (form) => {
        expectAccepted(form);
        const parsed = parseSlackInteraction(submitted(form), { botUserId: '', botId: '', appId: '' }, 0);
        if (parsed?.kind !== 'form') throw new Error('A form was expected.');
        expect(parsed.form).toMatchObject({ formId: form.id, thread });
        // One line is one line, whatever it was; long texts are cut at spaces, which come back as line ends.
        const tidy = (text = '') => text.replace(/\s+/g, ' ').trim();
        for (const { name, type, value } of form.fields) {
          const whole = type === 'line' || type === 'choice' ? tidy(value).slice(0, 3_000) : tidy(value);
          expect(tidy(parsed.form.values[name])).toBe(tidy(whole));
        }
      }),
      { numRuns: 300 },
    );
  });

  test('a value that fits comes back exactly', () => {
    const value = 'one\n  two\n\nthree';
    const parsed = parseSlackInteraction(
      submitted(formOf(field({ type: 'text', value }))),
      { botUserId: '', botId: '', appId: '' },
      0,
    );
    expect(parsed).toMatchObject({ form: { values: { answer: value } } });
  });
});
