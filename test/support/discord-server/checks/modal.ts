import { ComponentType } from 'discord-api-types/v10';
import { componentLimits, modalLimits } from '../limits.ts';
import { FormCheck, type FormPath, type JsonObject } from './form-check.ts';
import { checkCustomId } from './message-components.ts';
import { checkOptions, checkSelect, isSelect } from './selects.ts';

/** The `data` of a modal answer. Refuses with 50035. */
export function checkModal(data: JsonObject): void {
  const form = new FormCheck();
  const root = ['data'];
  const customIds = new Set<string>();
  form.text([...root, 'title'], data.title, { min: 1, max: modalLimits.titleCharacters });
  form.text([...root, 'custom_id'], data.custom_id, { min: 1, max: componentLimits.customIdCharacters });
  const at = [...root, 'components'];
  const components = form.list(at, data.components, { min: 1, max: modalLimits.components });
  for (const [index, component] of components.entries()) {
    checkTopLevel(form, [...at, index], form.object([...at, index], component), customIds);
  }
  form.refuseIfWrong();
}

function checkTopLevel(form: FormCheck, path: FormPath, component: JsonObject, customIds: Set<string>): void {
  switch (component.type) {
    case ComponentType.Label: {
      const { labelCharacters, descriptionCharacters } = modalLimits;
      form.text([...path, 'label'], component.label, { min: 1, max: labelCharacters });
      form.text([...path, 'description'], component.description, {
        max: descriptionCharacters,
        optional: true,
      });
      const at = [...path, 'component'];
      checkInput(form, at, form.object(at, component.component), customIds);
      break;
    }
    case ComponentType.TextDisplay:
      form.text([...path, 'content'], component.content, {
        min: 1,
        max: componentLimits.textCharactersInAll,
      });
      break;
    case ComponentType.ActionRow: {
      // Deprecated, and still taken: one text input that brings its own label.
      const at = [...path, 'components'];
      for (const [index, value] of form.list(at, component.components, { min: 1, max: 1 }).entries()) {
        const input = form.object([...at, index], value);
        form.choice([...at, index, 'type'], input.type, [ComponentType.TextInput]);
        form.text([...at, index, 'label'], input.label, { min: 1, max: modalLimits.labelCharacters });
        checkTextInput(form, [...at, index], input);
        checkCustomId(form, [...at, index], input, customIds);
      }
      break;
    }
    default:
      form.choice([...path, 'type'], component.type, [
        ComponentType.ActionRow,
        ComponentType.TextDisplay,
        ComponentType.Label,
      ]);
  }
}

function checkInput(form: FormCheck, path: FormPath, input: JsonObject, customIds: Set<string>): void {
  const { groupOptions, radioOptionsAtLeast, files } = modalLimits;
  const type = input.type as ComponentType;
  if (isSelect(type)) checkSelect(form, path, input);
  else {
    switch (type) {
      case ComponentType.TextInput:
        if (input.label !== undefined) {
          form.fail(
            [...path, 'label'],
            'BASE_TYPE_CHOICES',
            'A text input in a label has no label of its own',
          );
        }
        checkTextInput(form, path, input);
        break;
      case ComponentType.RadioGroup:
        checkOptions(form, path, input.options, { min: radioOptionsAtLeast, max: groupOptions });
        break;
      case ComponentType.CheckboxGroup:
        checkOptions(form, path, input.options, { min: 1, max: groupOptions });
        form.integer([...path, 'min_values'], input.min_values, { max: groupOptions, optional: true });
        form.integer([...path, 'max_values'], input.max_values, {
          min: 1,
          max: groupOptions,
          optional: true,
        });
        break;
      case ComponentType.FileUpload:
        form.integer([...path, 'min_values'], input.min_values, { max: files, optional: true });
        form.integer([...path, 'max_values'], input.max_values, { min: 1, max: files, optional: true });
        break;
      case ComponentType.Checkbox:
        break;
      default:
        form.fail([...path, 'type'], 'BASE_TYPE_CHOICES', `A label cannot hold a component of type ${type}.`);
        return;
    }
  }
  checkCustomId(form, path, input, customIds);
}

function checkTextInput(form: FormCheck, path: FormPath, input: JsonObject): void {
  const { inputCharacters: max, inputPlaceholderCharacters } = modalLimits;
  form.choice([...path, 'style'], input.style, [1, 2]);
  form.integer([...path, 'min_length'], input.min_length, { max, optional: true });
  form.integer([...path, 'max_length'], input.max_length, { min: 1, max, optional: true });
  form.text([...path, 'value'], input.value, { max, optional: true });
  form.text([...path, 'placeholder'], input.placeholder, { max: inputPlaceholderCharacters, optional: true });
}
