import {
  type APIComponentInLabel,
  type APIModalSubmission,
  type APITextInputComponent,
  ComponentType,
  type ModalSubmitComponent,
} from 'discord-api-types/v10';
import { storeFile } from './files.ts';
import { modalLimits } from './limits.ts';
import { allComponents } from './reading.ts';
import type { ShownForm, World } from './world.ts';

export interface GivenFile {
  name: string;
  bytes: Buffer;
  contentType?: string;
}

/** By custom id: text, the value of an option, several values, a tick, or files. */
export type FormValues = Record<string, string | string[] | boolean | GivenFile[]>;

type Input = APIComponentInLabel | APITextInputComponent;

/** What Discord sends when the form is handed in; throws where its own client would not let the person do it. */
export function submissionOf(world: World, form: ShownForm, values: FormValues): APIModalSubmission {
  const inputs = allComponents(form.data.components).filter((one): one is Input => 'custom_id' in one);
  const unknown = Object.keys(values).find((name) => !inputs.some((input) => input.custom_id === name));
  if (unknown !== undefined) {
    const names = inputs.map((input) => input.custom_id).join(', ');
    throw new Error(`"${form.data.title}" has no field "${unknown}". It has: ${names}.`);
  }
  const attachments: NonNullable<NonNullable<APIModalSubmission['resolved']>['attachments']> = {};
  const filled = (input: Input): ModalSubmitComponent => {
    const value = values[input.custom_id];
    if (Array.isArray(value) && value.some((one) => typeof one === 'object')) {
      const stored = (value as GivenFile[]).map(({ name: filename, bytes, contentType = 'text/plain' }) =>
        storeFile(world, form.channelId, { filename, bytes, contentType }),
      );
      for (const attachment of stored) attachments[attachment.id] = attachment;
      return filledIn(
        input,
        stored.map(({ id }) => id),
      );
    }
    return filledIn(input, value as string | string[] | boolean | undefined);
  };
  const components = form.data.components.map((top, index) => {
    const id = index + 1;
    if (top.type === ComponentType.Label) {
      return { type: ComponentType.Label as const, id, component: filled(top.component) };
    }
    if (top.type === ComponentType.ActionRow) {
      return { type: ComponentType.ActionRow as const, id, components: top.components.map(filled) };
    }
    return { type: ComponentType.TextDisplay as const, id };
  });
  const hasFiles = Object.keys(attachments).length > 0;
  return {
    custom_id: form.data.custom_id,
    components: components as APIModalSubmission['components'],
    ...(hasFiles && { resolved: { attachments } }),
  };
}

function filledIn(input: Input, value: string | string[] | boolean | undefined): ModalSubmitComponent {
  const { type, custom_id } = input;
  const problem = (what: string) => new Error(`"${custom_id}" ${what}.`);
  const isRequired = !('required' in input) || input.required !== false;
  const base = { id: 0, custom_id };
  switch (type) {
    case ComponentType.TextInput: {
      const text = typeof value === 'string' ? value : (input.value ?? '');
      const { min_length: min = 0, max_length: max = modalLimits.inputCharacters } = input;
      if (isRequired && text === '') throw problem('is required');
      if (text.length > max) throw problem(`takes ${max} characters, not ${text.length}`);
      if (text !== '' && text.length < min) throw problem(`needs ${min} characters, not ${text.length}`);
      return { ...base, type, value: text };
    }
    case ComponentType.Checkbox:
      return { ...base, type, value: typeof value === 'boolean' ? value : input.default === true };
    case ComponentType.RadioGroup: {
      const chosen = value ?? input.options.find((option) => option.default)?.value;
      if (chosen === undefined && isRequired) throw problem('is required');
      requireOptions(custom_id, input.options, chosen === undefined ? [] : [String(chosen)]);
      return { ...base, type, value: chosen === undefined ? null : String(chosen) };
    }
    default: {
      const preset = 'options' in input ? input.options.filter((option) => option.default) : [];
      const values = value === undefined ? preset.map((option) => option.value) : [value].flat().map(String);
      if (isRequired && values.length === 0) throw problem('is required');
      if ('options' in input) requireOptions(custom_id, input.options, values);
      const most = input.max_values ?? (type === ComponentType.CheckboxGroup ? input.options.length : 1);
      if (values.length > most) throw problem(`takes ${most} values, not ${values.length}`);
      return { ...base, type, values };
    }
  }
}

function requireOptions(customId: string, options: Array<{ value: string }>, values: string[]): void {
  const wrong = values.find((value) => !options.some((option) => option.value === value));
  if (wrong === undefined) return;
  const known = options.map(({ value }) => value).join(', ');
  throw new Error(`"${customId}" has no option "${wrong}". It has: ${known}.`);
}
