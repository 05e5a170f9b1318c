import {
  type APIModalInteractionResponseCallbackData,
  type APIModalSubmission,
  ComponentType,
  type ModalSubmitLabelComponent,
} from 'discord-api-types/v10';

/** What Discord sends when somebody submits a modal as it opened, or with some inputs changed, by their `custom_id`. */
export function submittedModal(
  modal: APIModalInteractionResponseCallbackData,
  changed: Record<string, string> = {},
): APIModalSubmission {
  const components = modal.components.map((label, index): ModalSubmitLabelComponent => {
    if (label.type !== ComponentType.Label) throw new Error('Only labels are rendered.');
    const { component } = label;
    const place = { id: index * 2 + 2 };
    const answer = changed[component.custom_id];
    switch (component.type) {
      case ComponentType.TextInput:
        return wrapped({
          ...place,
          type: component.type,
          custom_id: component.custom_id,
          value: answer ?? component.value ?? '',
        });
      case ComponentType.RadioGroup: {
        const value = answer ?? component.options.find((option) => option.default)?.value ?? null;
        return wrapped({ ...place, type: component.type, custom_id: component.custom_id, value });
      }
      case ComponentType.CheckboxGroup:
      case ComponentType.StringSelect: {
        const values = component.options.filter((option) => option.default).map((option) => option.value);
        return wrapped({
          ...place,
          type: component.type,
          custom_id: component.custom_id,
          values: answer === undefined ? values : [answer],
        });
      }
      case ComponentType.FileUpload:
        return wrapped({ ...place, type: component.type, custom_id: component.custom_id, values: [] });
      default:
        throw new Error('Nothing else is rendered.');
    }
    function wrapped(own: ModalSubmitLabelComponent['component']): ModalSubmitLabelComponent {
      return { type: ComponentType.Label, id: index * 2 + 1, component: own };
    }
  });
  return { custom_id: modal.custom_id, components };
}
