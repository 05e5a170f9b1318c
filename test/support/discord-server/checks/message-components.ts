import { ButtonStyle, ComponentType } from 'discord-api-types/v10';
import { componentLimits } from '../limits.ts';
import type { FormCheck, FormPath, JsonObject } from './form-check.ts';
import { checkSelect, isSelect } from './selects.ts';

interface Seen {
  components: number;
  textCharacters: number;
  customIds: Set<string>;
}

const inContainers = [
  ComponentType.ActionRow,
  ComponentType.Section,
  ComponentType.TextDisplay,
  ComponentType.MediaGallery,
  ComponentType.File,
  ComponentType.Separator,
];

/** The components of a message. Without the components v2 flag nothing but action rows may stand at the top. */
export function checkMessageComponents(form: FormCheck, value: unknown, { isV2 }: { isV2: boolean }): void {
  const path = ['components'];
  const seen: Seen = { components: 0, textCharacters: 0, customIds: new Set() };
  const max = isV2 ? componentLimits.all : componentLimits.rows;
  const allowed = isV2 ? [...inContainers, ComponentType.Container] : [ComponentType.ActionRow];
  checkChildren(form, path, form.list(path, value, { max, optional: true }), allowed, seen);
  if (!isV2) return;
  if (seen.components > componentLimits.all) {
    form.fail(
      path,
      'COMPONENT_MAX_TOTAL_EXCEEDED',
      `Must have ${componentLimits.all} or fewer components in all.`,
    );
  }
  if (seen.textCharacters > componentLimits.textCharactersInAll) {
    const message = `The displayable text must be ${componentLimits.textCharactersInAll} or fewer in length.`;
    form.fail(path, 'COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED', message);
  }
}

function checkChildren(
  form: FormCheck,
  path: FormPath,
  children: unknown[],
  allowed: ComponentType[],
  seen: Seen,
): void {
  for (const [index, child] of children.entries()) {
    checkComponent(form, [...path, index], child, allowed, seen);
  }
}

function checkComponent(
  form: FormCheck,
  path: FormPath,
  value: unknown,
  allowed: ComponentType[],
  seen: Seen,
): void {
  const component = form.object(path, value);
  const type = component.type as ComponentType;
  if (!allowed.includes(type)) {
    form.choice([...path, 'type'], type, allowed);
    return;
  }
  seen.components += 1;
  if ('custom_id' in component) checkCustomId(form, path, component, seen.customIds);
  if (isSelect(type)) checkSelect(form, path, component);
  else checkKind(form, path, component, seen);
}

function checkKind(form: FormCheck, path: FormPath, component: JsonObject, seen: Seen): void {
  switch (component.type) {
    case ComponentType.ActionRow:
      checkRow(form, path, component, seen);
      break;
    case ComponentType.Button:
      checkButton(form, path, component);
      break;
    case ComponentType.TextDisplay: {
      const max = componentLimits.textCharactersInAll;
      const text = form.text([...path, 'content'], component.content, { min: 1, max });
      seen.textCharacters += text?.length ?? 0;
      break;
    }
    case ComponentType.Section: {
      const texts = form.list([...path, 'components'], component.components, {
        min: 1,
        max: componentLimits.sectionTexts,
      });
      checkChildren(form, [...path, 'components'], texts, [ComponentType.TextDisplay], seen);
      const accessories = [ComponentType.Button, ComponentType.Thumbnail];
      checkComponent(form, [...path, 'accessory'], component.accessory, accessories, seen);
      break;
    }
    case ComponentType.Container: {
      const children = form.list([...path, 'components'], component.components, {
        min: 1,
        max: componentLimits.all,
      });
      checkChildren(form, [...path, 'components'], children, inContainers, seen);
      break;
    }
    case ComponentType.MediaGallery: {
      const items = form.list([...path, 'items'], component.items, {
        min: 1,
        max: componentLimits.galleryItems,
      });
      for (const [index, item] of items.entries()) {
        const itemPath = [...path, 'items', index];
        checkMedia(form, itemPath, form.object(itemPath, item), 'media');
      }
      break;
    }
    case ComponentType.Thumbnail:
      checkMedia(form, path, component, 'media');
      break;
    case ComponentType.File:
      checkMedia(form, path, component, 'file');
      break;
    default:
      break;
  }
}

/** 1 to 100 characters, and no two alike in one message or form. */
export function checkCustomId(
  form: FormCheck,
  path: FormPath,
  component: JsonObject,
  known: Set<string>,
): void {
  const at = [...path, 'custom_id'];
  const customId = form.text(at, component.custom_id, { min: 1, max: componentLimits.customIdCharacters });
  if (customId === undefined) return;
  if (known.has(customId)) {
    form.fail(at, 'COMPONENT_CUSTOM_ID_DUPLICATED', 'Component custom id cannot be duplicated');
  }
  known.add(customId);
}

function checkRow(form: FormCheck, path: FormPath, row: JsonObject, seen: Seen): void {
  const at = [...path, 'components'];
  const children = form.list(at, row.components, { min: 1, max: componentLimits.rowButtons });
  const selects = children.filter((child) => isSelect(form.object(at, child).type as ComponentType));
  if (selects.length > 0 && children.length > 1) {
    form.fail(at, 'COMPONENT_LAYOUT_WIDTH_EXCEEDED', 'The specified component exceeds the maximum width');
  }
  const allowed = [
    ComponentType.Button,
    ComponentType.StringSelect,
    ComponentType.UserSelect,
    ComponentType.RoleSelect,
    ComponentType.MentionableSelect,
    ComponentType.ChannelSelect,
  ];
  checkChildren(form, at, children, allowed, seen);
}

function checkButton(form: FormCheck, path: FormPath, button: JsonObject): void {
  const { buttonLabelCharacters, urlCharacters, customIdCharacters } = componentLimits;
  form.choice([...path, 'style'], button.style, [1, 2, 3, 4, 5]);
  form.text([...path, 'label'], button.label, { max: buttonLabelCharacters, optional: true });
  if (!button.label && !button.emoji) {
    form.fail(path, 'BUTTON_COMPONENT_LABEL_REQUIRED', 'A button needs a label or an emoji');
  }
  if (button.style === ButtonStyle.Link) {
    form.text([...path, 'url'], button.url, { min: 1, max: urlCharacters });
    if (button.custom_id !== undefined) {
      form.fail(path, 'BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE', 'A link button has no custom id');
    }
  } else if (button.custom_id === undefined) {
    form.text([...path, 'custom_id'], button.custom_id, { min: 1, max: customIdCharacters });
  }
}

function checkMedia(form: FormCheck, path: FormPath, holder: JsonObject, key: 'media' | 'file'): void {
  const at = [...path, key];
  const media = form.object(at, holder[key]);
  form.text([...at, 'url'], media.url, { min: 1, max: 2_048 });
  form.text([...path, 'description'], holder.description, {
    max: componentLimits.mediaDescriptionCharacters,
    optional: true,
  });
}
