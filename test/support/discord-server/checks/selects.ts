import { ComponentType } from 'discord-api-types/v10';
import { componentLimits } from '../limits.ts';
import type { FormCheck, FormPath, JsonObject } from './form-check.ts';

const selects: readonly ComponentType[] = [
  ComponentType.StringSelect,
  ComponentType.UserSelect,
  ComponentType.RoleSelect,
  ComponentType.MentionableSelect,
  ComponentType.ChannelSelect,
];

export function isSelect(type: ComponentType): boolean {
  return selects.includes(type);
}

/** A select in a message or in a form, its custom id aside. */
export function checkSelect(form: FormCheck, path: FormPath, select: JsonObject): void {
  const { options, placeholderCharacters, customIdCharacters } = componentLimits;
  if (select.custom_id === undefined) {
    form.text([...path, 'custom_id'], select.custom_id, { min: 1, max: customIdCharacters });
  }
  form.text([...path, 'placeholder'], select.placeholder, { max: placeholderCharacters, optional: true });
  form.integer([...path, 'min_values'], select.min_values, { max: options, optional: true });
  form.integer([...path, 'max_values'], select.max_values, { min: 1, max: options, optional: true });
  if (select.type !== ComponentType.StringSelect) return;
  checkOptions(form, path, select.options, { min: 1, max: options });
}

/** The options of a select, a radio group or a checkbox group. */
export function checkOptions(
  form: FormCheck,
  path: FormPath,
  value: unknown,
  count: { min: number; max: number },
): void {
  const at = [...path, 'options'];
  const max = componentLimits.optionCharacters;
  const known = new Set<unknown>();
  for (const [index, item] of form.list(at, value, count).entries()) {
    const option = form.object([...at, index], item);
    form.text([...at, index, 'label'], option.label, { min: 1, max });
    form.text([...at, index, 'value'], option.value, { min: 1, max });
    form.text([...at, index, 'description'], option.description, { max, optional: true });
    if (known.has(option.value)) {
      const message = 'The specified option value is already used';
      form.fail([...at, index, 'value'], 'SELECT_COMPONENT_OPTION_VALUE_DUPLICATED', message);
    }
    known.add(option.value);
  }
}
