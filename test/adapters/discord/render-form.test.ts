import { type APILabelComponent, ComponentType } from 'discord-api-types/v10';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatFormId, onlyPage, parseFormId } from '../../../src/adapters/discord/form-id.ts';
import { formPages } from '../../../src/adapters/discord/form-pages.ts';
import { readFormValues } from '../../../src/adapters/discord/read-form-values.ts';
import { renderModal } from '../../../src/adapters/discord/render-form.ts';
import {
  fillForm,
  keptIn,
  renderFieldErrors,
  renderNextPage,
} from '../../../src/adapters/discord/typed-values.ts';
import { type Form, type FormField, formSchema } from '../../../src/domain/reply.ts';
import { formField, formOf, forms } from '../../support/form-values.ts';
import { submittedModal } from '../../support/submitted-modal.ts';

const modalOf = (form: Form) => renderModal(form, form.id);
const labelsOf = (form: Form) => modalOf(form).components as APILabelComponent[];
const firstOf = (form: Form) => labelsOf(form)[0];
const valuesOf = (form: Form) => Object.fromEntries(form.fields.map(({ name, value }) => [name, value]));
const text = (length: number) => 'x'.repeat(length);

describe('renderModal', () => {
  test('each type of field, filled in', () => {
    const form = formOf(
      { type: 'line', value: 'one\ntwo', maxCharacters: 200, hint: 'A few words.' },
      { type: 'list', value: 'a\nb', required: false, hint: 'Your own.' },
      { type: 'choice', options: ['Hook', 'Gift'], value: 'Gift' },
    );
    expect(modalOf(form)).toEqual({
      custom_id: '1:fill:r1',
      title: 'H1 · Headlines',
      components: [
        {
          type: 18,
          label: 'Field 1?',
          description: 'A few words.',
          component: {
            type: 4,
            custom_id: 'text:1:f1',
            style: 1,
            max_length: 200,
            required: true,
            value: 'one two',
          },
        },
        {
          type: 18,
          label: 'Field 2?',
          description: 'One a line. Your own.',
          component: {
            type: 4,
            custom_id: 'text:1:f2',
            style: 2,
            max_length: 2_000,
            required: false,
            value: 'a\nb',
          },
        },
        {
          type: 18,
          label: 'Field 3?',
          component: {
            type: 21,
            custom_id: 'pick:1:f3',
            required: true,
            options: [
              { label: 'Hook', value: 'Hook', default: false },
              { label: 'Gift', value: 'Gift', default: true },
            ],
          },
        },
      ],
    });
  });

  test.each([
    [1, ComponentType.StringSelect],
    [2, ComponentType.RadioGroup],
    [10, ComponentType.RadioGroup],
    [11, ComponentType.StringSelect],
    [25, ComponentType.StringSelect],
    [26, ComponentType.TextInput],
  ])('a choice of %d', (count, type) => {
    const options = Array.from({ length: count }, (_, index) => `Option ${index}`);
    expect(firstOf(formOf({ type: 'choice', options }))?.component.type).toBe(type);
  });

  test.each([
    [1, ComponentType.CheckboxGroup],
    [10, ComponentType.CheckboxGroup],
    [11, ComponentType.StringSelect],
  ])('of %d boxes to tick any number is taken, and what is ticked stays', (count, type) => {
    const options = Array.from({ length: count }, (_, index) => `Option ${index}`);
    const ticked = [options[0], ...options.slice(2, 3)].join('\n');
    const form = formOf({ type: 'checks', options, value: ticked });
    expect(firstOf(form)?.component).toMatchObject({ type, max_values: count });
    expect(readFormValues(submittedModal(modalOf(form)))).toEqual({ f1: ticked });
  });

  test('an option has 100 characters; a choice with a longer one is typed, a longer suggestion left out', () => {
    const typeOf = (form: Form) => firstOf(form)?.component.type;
    expect(typeOf(formOf({ type: 'choice', options: [text(100), 'b'] }))).toBe(ComponentType.RadioGroup);
    expect(typeOf(formOf({ type: 'choice', options: [text(101), 'b'] }))).toBe(ComponentType.TextInput);
    expect(typeOf(formOf({ type: 'line', options: [text(101), 'b'] }))).toBe(ComponentType.StringSelect);
    expect(typeOf(formOf({ type: 'line', options: [text(101)] }))).toBe(ComponentType.TextInput);
  });

  test('suggestions are picked where there is room for a picker, else named', () => {
    const suggested: Partial<FormField> = {
      type: 'line',
      options: ['Winter set', 'Refills'],
      hint: 'Which?',
    };
    const withRoom = labelsOf(formOf(suggested, {}, {}, {}));
    expect(withRoom.map(({ label, component }) => [label, component.custom_id])).toEqual([
      ['Field 1?', 'pick:1:f1'],
      ['In your own words', 'text:1:f1'],
      ['Field 2?', 'text:1:f2'],
      ['Field 3?', 'text:1:f3'],
      ['Field 4?', 'text:1:f4'],
    ]);
    expect(withRoom.slice(0, 2).map(({ component }) => component)).toMatchObject([
      { required: false, min_values: 0 },
      { required: false },
    ]);
    expect(firstOf(formOf(suggested, {}, {}, {}, {}))).toMatchObject({
      description: 'Which? Such as: Winter set · Refills',
      component: { type: ComponentType.TextInput, required: true },
    });
  });

  test('Discord refuses two equal options: each is shown once', () => {
    const [label] = labelsOf(formOf({ type: 'choice', options: ['a', 'b', 'a', ' '] }));
    expect(label?.component).toMatchObject({ options: [{ value: 'a' }, { value: 'b' }] });
  });

  test('what is typed counts before what is picked', () => {
    const modal = modalOf(formOf({ type: 'line', options: ['a', 'b'], value: 'b' }));
    expect(readFormValues(submittedModal(modal))).toEqual({ f1: 'b' });
    expect(readFormValues(submittedModal(modal, { 'text:1:f1': 'mine' }))).toEqual({ f1: 'mine' });
  });

  test('4,000 characters are one input, one more are two or a file, 20,000 as many as have room', () => {
    const inputs = (maxCharacters: number, others = 0) =>
      labelsOf(formOf({ maxCharacters }, ...Array.from({ length: others }, () => ({})))).length - others;
    expect([inputs(4_000), inputs(4_001), inputs(20_000), inputs(20_000, 2), inputs(20_000, 4)]).toEqual([
      1, 3, 5, 3, 1,
    ]);
    const long = formOf({ maxCharacters: 20_000, value: `${text(3_000)}\n${text(3_000)}\n${text(100)}` });
    expect(labelsOf(long).map(({ label }) => label)).toEqual([
      ...[1, 2, 3, 4].map((part) => `Field 1? (${part} of 4)`),
      '…or a file in its place',
    ]);
    expect(labelsOf(long).map(({ component }) => 'required' in component && component.required)).toEqual([
      // Either will do.
      false,
      false,
      false,
      false,
      false,
    ]);
    expect(readFormValues(submittedModal(modalOf(long)))).toEqual(valuesOf(long));
    // What fills every input leaves none for a file.
    const full = formOf({ maxCharacters: 20_000, value: text(20_000) });
    expect(labelsOf(full).map(({ label }) => label)).toEqual(
      [1, 2, 3, 4, 5].map((part) => `Field 1? (${part} of 5)`),
    );
    expect(readFormValues(submittedModal(modalOf(full)))).toEqual({
      f1: text(20_000).replace(/(x{4000})(?=x)/g, '$1\n'),
    });
  });

  test('what is wrong stands in the place of the hint', () => {
    expect(firstOf(formOf({ hint: 'How?', error: 'Pain is still empty.' }))?.description).toBe(
      'Pain is still empty.',
    );
  });

  test('reads checkboxes and several answers, and leaves alone what is no field of ours', () => {
    const label = (component: object) => ({ type: ComponentType.Label, id: 1, component });
    const components = [
      label({ type: ComponentType.CheckboxGroup, id: 2, custom_id: 'pick:1:days', values: ['Mon', 'Tue'] }),
      label({ type: ComponentType.Checkbox, id: 3, custom_id: 'pick:1:weekly', value: true }),
      label({ type: ComponentType.Checkbox, id: 4, custom_id: 'pick:1:daily', value: false }),
      label({ type: ComponentType.RadioGroup, id: 5, custom_id: 'pick:1:step', value: null }),
      label({ type: ComponentType.TextInput, id: 6, custom_id: 'other', value: 'x' }),
      { type: ComponentType.TextDisplay, id: 7 },
    ] as Parameters<typeof readFormValues>[0]['components'];
    expect(readFormValues({ components })).toEqual({ days: 'Mon\nTue', weekly: 'yes', daily: '', step: '' });
  });

  test('whatever the form: every modal within its limits, and sent as it opened it says what it was filled with', () => {
    fc.assert(
      fc.property(forms, (form) => {
        formSchema.parse(form);
        const pages = formPages(form);
        expect(pages.flatMap(({ fields }) => fields)).toEqual(form.fields);
        const values: Record<string, string> = {};
        for (const [index, page] of pages.entries()) {
          const customId = formatFormId({
            formId: form.id,
            page: { number: index + 1, of: pages.length },
            root: '18446744073709551615',
          });
          const modal = renderModal(page, customId);
          expect(customId.length).toBeLessThanOrEqual(100);
          expect(modal.title.length).toBeLessThanOrEqual(45);
          expect(modal.components.length).toBeGreaterThanOrEqual(1);
          expect(modal.components.length).toBeLessThanOrEqual(5);
          const ids = (modal.components as APILabelComponent[]).map((label) => checkedLabel(label));
          expect(new Set(ids).size).toBe(ids.length);
          Object.assign(values, readFormValues(submittedModal(modal)));
        }
        expect(values).toEqual(valuesOf(form));
      }),
      { numRuns: 200 },
    );
  });

  /** Holds a label against the limits of components/reference, and gives its input's id. */
  function checkedLabel({ label, description = 'none', component }: APILabelComponent): string {
    expect(label.length).toBeLessThanOrEqual(45);
    expect(description.length).toBeLessThanOrEqual(100);
    if (component.type === ComponentType.TextInput) {
      expect(component.max_length).toBeLessThanOrEqual(4_000);
      expect((component.value ?? 'x').length).toBeLessThanOrEqual(component.max_length ?? 0);
    } else if (component.type === ComponentType.StringSelect || component.type === ComponentType.RadioGroup) {
      const most = component.type === ComponentType.RadioGroup ? 10 : 25;
      expect(component.options.length).toBeLessThanOrEqual(most);
      expect(component.options.filter((option) => option.default).length).toBeLessThanOrEqual(1);
      for (const option of component.options) expect(option.value.length).toBeLessThanOrEqual(100);
    }
    return component.custom_id;
  }
});

describe('form pages', () => {
  test('five fields are one modal, six are two, with their titles counted', () => {
    const five = formOf({}, {}, {}, {}, {});
    expect(formPages(five)).toEqual([five]);
    const pages = formPages({ ...formOf({}, {}, {}, {}, {}, {}), title: text(45) });
    expect(pages.map(({ title, fields }) => [title, fields.length])).toEqual([
      [`${text(35)}… (1 of 2)`, 5],
      [`${text(35)}… (2 of 2)`, 1],
    ]);
  });

  test('the page and the thread are carried in the id, as far as they have room', () => {
    const parts = { formId: '1:fill:r1', page: { number: 2, of: 3 }, root: '1442697625190400000' };
    expect(formatFormId(parts)).toBe('1:fill:r1#2.3@1442697625190400000');
    expect(parseFormId(formatFormId(parts))).toEqual(parts);
    expect(formatFormId({ ...parts, page: onlyPage, root: undefined })).toBe('1:fill:r1');
    expect(parseFormId('1:pick:r1~Writer')).toEqual({
      formId: '1:pick:r1~Writer',
      page: onlyPage,
      root: undefined,
    });
    const long = { formId: text(76), page: { number: 1, of: 2 }, root: '1'.repeat(19) };
    expect(formatFormId(long)).toHaveLength(100);
    expect(formatFormId({ ...long, formId: text(77) })).toBe(`${text(77)}#1.2`);
  });
});

describe('between two modals', () => {
  const form = formOf(
    { value: 'Too *dear*' },
    { value: '', error: 'Field 2 is still empty. One line is enough.' },
  );

  test('a private message names what is wrong, and opens the form again as it was', () => {
    const { body, file } = renderFieldErrors(form, '77');
    expect(body).toEqual({
      content:
        'Nothing is sent yet. What to change:\n\n- **Field 2?** Field 2 is still empty. One line is enough.',
      embeds: [{ title: 'Field 1?', description: 'Too *dear*' }],
      components: [
        { type: 1, components: [{ type: 2, style: 1, label: 'Open it again', custom_id: '1:fill:r1@77' }] },
      ],
      allowed_mentions: { parse: [] },
      flags: 64,
    });
    expect(file).toBeUndefined();
  });

  test('of several pages those with something wrong are opened, and the next one is led to', () => {
    const long = formOf({ value: 'a' }, {}, {}, {}, {}, { error: 'No.' });
    const buttonsOf = ({ body }: ReturnType<typeof renderNextPage>) =>
      JSON.stringify(body.components).match(/"label":"[^"]*","custom_id":"[^"]*"/g);
    expect(buttonsOf(renderFieldErrors(long, undefined))).toEqual([
      '"label":"Open page 2 again","custom_id":"1:fill:r1#2.2"',
    ]);
    const next = renderNextPage(long, 2, '77');
    expect(buttonsOf(next)).toEqual(['"label":"Go on to page 2","custom_id":"1:fill:r1#2.2@77"']);
    expect(next.body.content).toBe('Kept so far. Page 2 of 2 comes next.');
  });

  test('what was typed comes back under its labels; what is typed now goes before it', () => {
    const kept = keptIn({ embeds: renderNextPage(form, 1, undefined).body.embeds ?? [] });
    const empty = formOf({ value: 'known before' }, { value: 'known too' });
    expect(valuesOf(fillForm(empty, kept))).toEqual({ f1: 'Too *dear*', f2: 'known too' });
    expect(valuesOf(fillForm(empty, kept, { f1: '', f2: 'new' }))).toEqual({ f1: '', f2: 'new' });
    expect(keptIn(undefined)).toEqual([]);
  });

  test('6,000 characters are kept, what has no room beside them goes into a file', () => {
    const kept = (...lengths: number[]) => {
      const { body, file } = renderNextPage(
        formOf(...lengths.map((one) => ({ value: text(one) }))),
        1,
        undefined,
      );
      return [body.embeds?.length, file?.text.length];
    };
    // Each label takes 8.
    expect(kept(3_992, 1_992)).toEqual([2, undefined]);
    expect(kept(3_992, 1_993)).toEqual([1, 8 + 2 + 1_993]);
    expect(kept(4_097)).toEqual([0, 8 + 2 + 4_097]);
    expect(kept(...Array.from({ length: 10 }, () => 1))).toEqual([10, undefined]);
    expect(kept(...Array.from({ length: 11 }, () => 1))[0]).toBe(10);
  });

  test('of more errors than a message has room for, the first are named', () => {
    const wrong = Array.from({ length: 40 }, () => ({ label: '*'.repeat(45), error: text(100) }));
    const { content = '' } = renderFieldErrors(formOf(...wrong), undefined).body;
    expect(content.length).toBeLessThanOrEqual(2_000);
    expect(content).toMatch(/^Nothing is sent yet.*\n\n- /);
  });

  test('whatever is wrong: within the limits of a message, and all that was typed is in it or in the file', () => {
    fc.assert(
      fc.property(forms, (any) => {
        const wrong: Form = {
          ...any,
          fields: [...any.fields, formField({ name: 'last', label: 'Last?', error: 'No.' })],
        };
        const { body, file } = renderFieldErrors(wrong, '18446744073709551615');
        expect((body.content ?? '').length).toBeLessThanOrEqual(2_000);
        const embeds = body.embeds ?? [];
        expect(embeds.length).toBeLessThanOrEqual(10);
        const characters = embeds.map(
          ({ title = '', description = '' }) => title.length + description.length,
        );
        expect(characters.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(6_000);
        expect((body.components ?? []).length).toBeLessThanOrEqual(5);
        for (const { label, value } of wrong.fields.filter((field) => field.value !== '')) {
          const isKept = keptIn({ embeds }).some((one) => one.label === label && one.text === value);
          expect(isKept || (file?.text ?? '').includes(value)).toBe(true);
        }
      }),
    );
  });
});
