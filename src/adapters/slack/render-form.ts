import type { ViewErrorsResponseAction } from '@slack/bolt';
import type {
  AnyBlock,
  Checkboxes,
  InputBlock,
  ModalView,
  MultiStaticSelect,
  PlainTextElement,
  PlainTextInput,
  PlainTextOption,
  RadioButtons,
  StaticSelect,
} from '@slack/types';
import type { Form, FormField } from '../../domain/reply.ts';
import type { ThreadRef } from '../../domain/thread-ref.ts';
import { shorten } from '../../markdown/shorten.ts';
import { cutLongValue } from './cut-long-value.ts';
import { blockIdOf, inputActionId, type Picker, pickersOf, valueOfOption } from './form-inputs.ts';
import { writeFormMetadata } from './form-metadata.ts';
import { viewLimits } from './slack-limits.ts';

/** What every form of ours is called; which one it is stands in its metadata. */
const formCallbackId = 'form';

/**
 * The form as a modal: values filled in, suggestions to pick from, what is wrong under its field. Whatever is typed is
 * told as it is typed, and closing is told, so that a draft can be kept.
 *
 * @param thread Where the answer to the form goes.
 */
export function renderModal(form: Form, thread: ThreadRef): ModalView {
  const pickers = pickersOf(form);
  const longOptions = Object.fromEntries(
    [...pickers]
      .filter(([, picker]) => picker.longOptions.length > 0)
      .map(([name, one]) => [name, one.longOptions]),
  );
  return {
    type: 'modal',
    callback_id: formCallbackId,
    private_metadata: writeFormMetadata({ formId: form.id, thread, longOptions }),
    title: plainText(form.title, viewLimits.titleCharacters),
    submit: plainText('Send', viewLimits.titleCharacters),
    close: plainText('Cancel', viewLimits.titleCharacters),
    notify_on_close: true,
    blocks: form.fields.flatMap((field) => blocksOfField(field, pickers.get(field.name))),
  };
}

/** What is wrong, each at the input of its field that is typed or chosen. Undefined where nothing is. */
export function renderFieldErrors(form: Form): ViewErrorsResponseAction | undefined {
  const pickers = pickersOf(form);
  const errors = form.fields.flatMap((field): Array<[string, string]> => {
    if (field.error === undefined) return [];
    const kind = isOnlyPicked(field) && pickers.has(field.name) ? 'pick' : 'text';
    return [[blockIdOf({ kind, number: 1, field: field.name }), field.error]];
  });
  return errors.length === 0 ? undefined : { response_action: 'errors', errors: Object.fromEntries(errors) };
}

function blocksOfField(field: FormField, picker: Picker | undefined): AnyBlock[] {
  return [...inputsOfField(field, picker), ...errorOf(field)];
}

/** Errors of a form that is opened with them; those of one that is open Slack shows itself. */
function errorOf({ error }: FormField): AnyBlock[] {
  if (error === undefined) return [];
  return [{ type: 'context', elements: [plainText(`⚠️ ${error}`, viewLimits.hintCharacters)] }];
}

/** Nothing but its options is an answer. */
function isOnlyPicked({ type }: FormField): boolean {
  return type === 'choice' || type === 'checks';
}

function inputsOfField(field: FormField, picker: Picker | undefined): InputBlock[] {
  const { label, required, hint } = field;
  if (!picker) return textInputs(field, field.value, { label, required, hint: hintOf(field) });
  const picked = input(
    field,
    { kind: 'pick', number: 1 },
    pickerElement(field, picker),
    // With words of one's own beside it neither must be filled by itself.
    { label, required: required && isOnlyPicked(field), hint },
  );
  if (isOnlyPicked(field)) return [picked];
  const own = picker.options.includes(field.value) ? '' : field.value;
  return [picked, ...textInputs(field, own, { label: `${label} (in your own words)`, required: false })];
}

interface Shown {
  label: string;
  required: boolean;
  hint?: string | undefined;
}

function input(
  field: FormField,
  name: { kind: 'text' | 'pick'; number: number },
  element: PlainTextInput | PickerElement,
  { label, required, hint }: Shown,
): InputBlock {
  return {
    type: 'input',
    block_id: blockIdOf({ ...name, field: field.name }),
    label: plainText(label, viewLimits.labelCharacters),
    optional: !required,
    dispatch_action: true,
    element,
    ...(hint ? { hint: plainText(hint, viewLimits.hintCharacters) } : {}),
  };
}

/** As many inputs as the longest value takes: Slack's hold 3,000 characters each. */
function textInputs(field: FormField, value: string, shown: Shown): InputBlock[] {
  const isLine = field.type === 'line' || field.type === 'choice';
  const pieces = isLine
    ? [value.replace(/\s*\n\s*/g, ' ').slice(0, viewLimits.inputCharacters)]
    : cutLongValue(value, viewLimits.inputCharacters);
  const needed = isLine ? 1 : Math.ceil(field.maxCharacters / viewLimits.inputCharacters);
  const count = Math.max(needed, pieces.length);
  return Array.from({ length: count }, (_, index) =>
    input(
      field,
      { kind: 'text', number: index + 1 },
      textElement(field, pieces[index] ?? '', !isLine),
      index === 0 ? shown : { label: `${shown.label} (goes on, ${index + 1} of ${count})`, required: false },
    ),
  );
}

function textElement(field: FormField, value: string, multiline: boolean): PlainTextInput {
  return {
    type: 'plain_text_input',
    action_id: inputActionId,
    multiline,
    // A value over the field's own limit is shown all the same: whoever wrote it shortens it.
    max_length: Math.min(viewLimits.inputCharacters, Math.max(field.maxCharacters, value.length)),
    dispatch_action_config: { trigger_actions_on: ['on_character_entered'] },
    ...(value === '' ? {} : { initial_value: value }),
  };
}

type PickerElement = RadioButtons | StaticSelect | Checkboxes | MultiStaticSelect;

function pickerElement(field: FormField, picker: Picker): PickerElement {
  const options = picker.options.map(
    (option): PlainTextOption => ({
      text: plainText(option, viewLimits.optionCharacters),
      value: valueOfOption(option, picker.longOptions),
    }),
  );
  if (field.type === 'checks') {
    const ticked = options.filter((_, index) =>
      field.value.split('\n').includes(picker.options[index] ?? ''),
    );
    const several = {
      action_id: inputActionId,
      options,
      ...(ticked.length > 0 ? { initial_options: ticked } : {}),
    };
    return options.length <= viewLimits.radioOptions
      ? { type: 'checkboxes', ...several }
      : { type: 'multi_static_select', ...several };
  }
  const initial = options[picker.options.indexOf(field.value)];
  const common = { action_id: inputActionId, options, ...(initial ? { initial_option: initial } : {}) };
  return field.type === 'choice' && options.length <= viewLimits.radioOptions
    ? { type: 'radio_buttons', ...common }
    : { type: 'static_select', ...common };
}

/** The field's own hint, how a list is written, and options for which there is no picker. */
function hintOf({ hint = '', type, options }: FormField): string {
  const asList = type === 'list' && !/\bone (?:a|per) line\b/i.test(hint) ? 'One a line.' : '';
  const beginning = type === 'choice' ? 'One of: ' : 'For instance: ';
  const offered = options.length === 0 ? '' : `${beginning}${options.join('; ')}`;
  return [asList, hint, offered].filter((part) => part !== '').join(' ');
}

function plainText(text: string, characters: number): PlainTextElement {
  return { type: 'plain_text', text: shorten(text, characters), emoji: true };
}
