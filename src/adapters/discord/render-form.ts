import {
  type APILabelComponent,
  type APIModalInteractionResponseCallbackData,
  ComponentType,
  TextInputStyle,
} from 'discord-api-types/v10';
import type { Form, FormField } from '../../domain/reply.ts';
import { shorten } from '../../markdown/shorten.ts';
import { modalLimits } from './discord-limits.ts';
import { type FieldInputs, formatInputName, inputsOf } from './form-inputs.ts';

/**
 * One page of a form as a modal, filled with the values of its fields. A form's title and labels have at most 45
 * characters (domain/reply.ts), which is Discord's limit too.
 *
 * @param page As formPages gives it: at most five fields.
 * @param customId As formatFormId gives it.
 */
export function renderModal(page: Form, customId: string): APIModalInteractionResponseCallbackData {
  return {
    custom_id: customId,
    title: page.title,
    components: inputsOf(page).flatMap(labelsOf),
  };
}

function labelsOf(inputs: FieldInputs): APILabelComponent[] {
  const { field, options, texts, takesFile } = inputs;
  if (texts === 0) return [labelled(field.label, noteOf(field), pickerOf(field, options, field.required))];
  const isPicked = options.includes(field.value);
  const pieces = piecesOf(isPicked ? '' : field.value, texts);
  const text = Array.from({ length: texts }, (_, index) =>
    labelled(
      textLabel(inputs, index),
      index === 0 ? noteOf(field, options.length === 0 ? field.options : []) : '',
      textInput(
        field,
        index + 1,
        pieces[index] ?? '',
        field.required && options.length === 0 && !takesFile && index === 0,
      ),
    ),
  );
  const file = takesFile ? [fileInput(field)] : [];
  if (options.length === 0) return [...text, ...file];
  // Neither is required by itself, for either will do.
  return [
    labelled(field.label, 'Choose one, or write your own below.', pickerOf(field, options, false)),
    ...text,
    ...file,
  ];
}

/** The picker above bears the field's own label. */
function textLabel({ field, options, texts }: FieldInputs, index: number): string {
  const label = options.length > 0 ? 'In your own words' : field.label;
  if (texts === 1) return label;
  const part = ` (${index + 1} of ${texts})`;
  return shorten(label, modalLimits.labelCharacters - part.length) + part;
}

function labelled(
  label: string,
  description: string,
  component: APILabelComponent['component'],
): APILabelComponent {
  return {
    type: ComponentType.Label,
    label,
    ...(description === '' ? {} : { description: shorten(description, modalLimits.descriptionCharacters) }),
    component,
  };
}

/** What is wrong, if anything is; otherwise how to fill it in. */
function noteOf(field: FormField, suggestions: readonly string[] = []): string {
  if (field.error !== undefined) return field.error;
  const manner =
    field.type === 'list' && !/\bone (?:a|per) line\b/i.test(field.hint ?? '') ? 'One a line.' : '';
  const examples = suggestions.length === 0 ? '' : `${introductionOf(field)}: ${suggestions.join(' · ')}`;
  return [manner, field.hint ?? '', examples].filter((sentence) => sentence !== '').join(' ');
}

function introductionOf(field: FormField): string {
  return field.type === 'choice' ? 'One of' : 'Such as';
}

/** Two to ten options are seen at a glance; more of them drop down. */
function pickerOf(field: FormField, options: string[], required: boolean): APILabelComponent['component'] {
  const custom_id = formatInputName({ kind: 'pick', number: 1, field: field.name });
  const ticked = field.type === 'checks' ? field.value.split('\n') : [field.value];
  const shown = options.map((option) => ({ label: option, value: option, default: ticked.includes(option) }));
  const picker = { custom_id, options: shown, required };
  const { fewest, most } = modalLimits.radioOptions;
  if (field.type === 'choice' && options.length >= fewest && options.length <= most)
    return { type: ComponentType.RadioGroup, ...picker };
  const several = {
    min_values: required ? 1 : 0,
    max_values: field.type === 'checks' ? options.length : 1,
  };
  return field.type === 'checks' && options.length <= modalLimits.checkboxes
    ? { type: ComponentType.CheckboxGroup, ...picker, ...several }
    : { type: ComponentType.StringSelect, ...picker, ...several };
}

/** Not by its ending: a phone then offers none of its files, and what it holds is looked at anyway. */
function fileInput({ name }: FormField): APILabelComponent {
  return labelled('…or a file in its place', 'Text, Markdown, CSV or JSON.', {
    type: ComponentType.FileUpload,
    custom_id: formatInputName({ kind: 'file', number: 1, field: name }),
    min_values: 0,
    max_values: 1,
    required: false,
  });
}

function textInput(
  field: FormField,
  number: number,
  value: string,
  required: boolean,
): APILabelComponent['component'] {
  const isLine = field.type === 'line' || field.type === 'choice';
  const most = Math.min(field.maxCharacters, modalLimits.textCharacters);
  const shown = (isLine ? value.replace(/\s*\n\s*/g, ' ') : value).slice(0, most);
  return {
    type: ComponentType.TextInput,
    custom_id: formatInputName({ kind: 'text', number, field: field.name }),
    style: isLine ? TextInputStyle.Short : TextInputStyle.Paragraph,
    max_length: most,
    required,
    ...(shown === '' ? {} : { value: shown }),
  };
}

/** A value over several inputs, cut at line ends where there are any: they are joined by line ends again. */
function piecesOf(value: string, inputs: number): string[] {
  const pieces: string[] = [];
  let rest = value;
  while (pieces.length < inputs - 1 && rest.length > modalLimits.textCharacters) {
    const lineEnd = rest.lastIndexOf('\n', modalLimits.textCharacters);
    const end = lineEnd > 0 ? lineEnd : modalLimits.textCharacters;
    pieces.push(rest.slice(0, end));
    rest = rest.slice(lineEnd > 0 ? end + 1 : end);
  }
  return [...pieces, rest];
}
