import {
  type APIAttachment,
  type APIModalSubmission,
  ComponentType,
  type ModalSubmitLabelComponent,
} from 'discord-api-types/v10';
import { parseInputName } from './form-inputs.ts';

/** What a modal's inputs hold, by field. Where a field has a picker and a text, what was typed counts. */
export function readFormValues(modal: Pick<APIModalSubmission, 'components'>): Record<string, string> {
  const typed = new Map<string, Array<{ number: number; text: string }>>();
  const picked = new Map<string, string>();
  for (const component of modal.components) {
    if (component.type !== ComponentType.Label) continue;
    const name = parseInputName(component.component.custom_id);
    if (name?.kind === 'file') continue;
    if (name?.kind === 'pick') picked.set(name.field, answerIn(component.component));
    else if (name) {
      const pieces = typed.get(name.field) ?? [];
      typed.set(name.field, [...pieces, { number: name.number, text: answerIn(component.component) }]);
    }
  }
  const fields = new Set([...picked.keys(), ...typed.keys()]);
  return Object.fromEntries(
    [...fields].map((field) => [field, joined(typed.get(field) ?? []) || (picked.get(field) ?? '')]),
  );
}

/** A file that was sent in place of a field's text. */
export interface FileInForm {
  field: string;
  attachment: APIAttachment;
}

export function filesInForm(modal: Pick<APIModalSubmission, 'components' | 'resolved'>): FileInForm[] {
  return modal.components.flatMap((component) => {
    if (component.type !== ComponentType.Label) return [];
    const name = parseInputName(component.component.custom_id);
    const [id] = 'values' in component.component ? component.component.values : [];
    const attachment = id === undefined ? undefined : modal.resolved?.attachments?.[id];
    return name?.kind === 'file' && attachment ? [{ field: name.field, attachment }] : [];
  });
}

/** Several answers are one a line; a box is "yes" when it is ticked. */
function answerIn(component: ModalSubmitLabelComponent['component']): string {
  if ('values' in component) return component.values.join('\n');
  if (typeof component.value === 'boolean') return component.value ? 'yes' : '';
  return component.value ?? '';
}

/** People who go on in the next input break off at a paragraph's end, if they can. */
function joined(pieces: Array<{ number: number; text: string }>): string {
  return pieces
    .toSorted((one, other) => one.number - other.number)
    .map(({ text }) => text)
    .filter((text) => text !== '')
    .join('\n');
}
