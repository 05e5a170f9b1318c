import { type APIComponentInContainer, type APIMessage, ComponentType } from 'discord-api-types/v10';

type Component = NonNullable<APIMessage['components']>[number] | APIComponentInContainer;
type Shown = { content?: string | null | undefined; components?: readonly unknown[] | null | undefined };

/** Everything that a message shows, what is framed in a card too. */
function allIn(message: Shown): Component[] {
  return ((message.components ?? []) as Component[]).flatMap((component) =>
    component.type === ComponentType.Container ? [component, ...component.components] : [component],
  );
}

/** The buttons of a message that lead back to us, in order. */
export function buttonsIn(message: Shown): Array<{ id: string; label: string }> {
  return allIn(message).flatMap((row) =>
    row.type === ComponentType.ActionRow
      ? row.components.flatMap((one) =>
          'custom_id' in one ? [{ id: one.custom_id, label: ('label' in one && one.label) || '' }] : [],
        )
      : [],
  );
}

/** The words of a message, wherever it has them. */
export function textIn(message: Shown): string {
  const framed = allIn(message).flatMap((one) =>
    one.type === ComponentType.TextDisplay ? [one.content] : [],
  );
  return [message.content ?? '', ...framed].filter((text) => text !== '').join('\n');
}
