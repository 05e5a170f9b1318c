import type { ViewOutput, ViewStateValue } from '@slack/bolt';
import { inputActionId, optionOf, readBlockId } from './form-inputs.ts';
import type { FormMetadata } from './form-metadata.ts';

/**
 * The values of a form's fields as its modal holds them: a long text put together from its inputs, a picked option under
 * its field. Where a field has both, what was typed counts.
 */
export function readFormValues(view: ViewOutput, metadata: FormMetadata): Record<string, string> {
  const typed = new Map<string, string[]>();
  const picked = new Map<string, string>();
  // Slack gives the blocks in no order that it promises.
  const inputs = Object.entries(view.state.values)
    .flatMap(([blockId, actions]) => {
      const name = readBlockId(blockId);
      return name ? [{ name, value: actions[inputActionId] }] : [];
    })
    .sort((one, other) => one.name.number - other.name.number);
  for (const { name, value } of inputs) {
    if (name.kind === 'pick') picked.set(name.field, pickedOption(value, metadata.longOptions[name.field]));
    else typed.set(name.field, [...(typed.get(name.field) ?? []), value?.value ?? '']);
  }
  const fields = new Set(inputs.map(({ name }) => name.field));
  return Object.fromEntries(
    [...fields].map((field) => [field, joined(typed.get(field) ?? []) || (picked.get(field) ?? '')]),
  );
}

function pickedOption(value: ViewStateValue | undefined, longOptions: string[] = []): string {
  if (value?.selected_options)
    return value.selected_options.map((one) => optionOf(one.value, longOptions)).join('\n');
  return value?.selected_option ? optionOf(value.selected_option.value, longOptions) : '';
}

/** The render cut at line ends where it could; people cut there as well. */
function joined(pieces: string[]): string {
  return pieces.filter((piece) => piece !== '').join('\n');
}
