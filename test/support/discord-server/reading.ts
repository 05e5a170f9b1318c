import {
  type APIAttachment,
  type APIButtonComponent,
  type APIMessage,
  type APIStringSelectComponent,
  ComponentType,
  MessageFlags,
} from 'discord-api-types/v10';
import { textOf } from './mentions.ts';
import type { Pinged, StoredMessage, World } from './world.ts';

/** A message as the people who see it would describe it. A snapshot: look again after an edit. */
export interface SeenMessage {
  id: string;
  channelId: string;
  /** The name above it, be it a person's, the bot's or the one that a webhook was given. */
  author: string;
  isByBot: boolean;
  /** Content and text displays, one below the other. */
  text: string;
  buttons: SeenButton[];
  selects: SeenSelect[];
  files: SeenFile[];
  /** Only one person sees it. */
  isPrivate: boolean;
  /** "… is thinking". */
  isWaiting: boolean;
  isEdited: boolean;
  /** Whom it made a device ring for: a test of ours usually wants nobody. */
  pinged: Pinged;
  repliesTo: string | undefined;
  /** As the webhook asked for it. */
  avatarUrl: string | undefined;
  raw: APIMessage;
}

export interface SeenButton {
  label: string;
  customId: string | undefined;
  url: string | undefined;
  isDisabled: boolean;
}

export interface SeenSelect {
  customId: string;
  placeholder: string | undefined;
  type: ComponentType;
  options: Array<{ label: string; value: string }>;
}

export interface SeenFile {
  name: string;
  /** The text for those who do not see it. */
  description: string | undefined;
  bytes: Buffer;
  url: string;
}

export function seenMessage(world: World, stored: StoredMessage): SeenMessage {
  const raw = structuredClone(stored.message);
  const components = allComponents(raw.components);
  return {
    id: raw.id,
    channelId: raw.channel_id,
    author: raw.author.global_name ?? raw.author.username,
    isByBot: raw.author.bot === true,
    text: textOf(raw).trim(),
    buttons: components.filter(isButton).map(seenButton),
    selects: components.filter(isSelectMenu).map(seenSelect),
    files: raw.attachments.map((attachment) => seenFile(world, attachment)),
    isPrivate: stored.ephemeralFor !== undefined,
    isWaiting: ((raw.flags ?? 0) & MessageFlags.Loading) !== 0,
    isEdited: raw.edited_timestamp !== null,
    pinged: stored.pinged,
    repliesTo: raw.message_reference?.message_id,
    avatarUrl: stored.avatarUrl,
    raw,
  };
}

/** Every component, the outer before the inner. */
export function allComponents(value: unknown): object[] {
  if (Array.isArray(value)) return value.flatMap(allComponents);
  if (typeof value !== 'object' || value === null || !('type' in value)) return [];
  const { components, accessory, component } = value as Record<string, unknown>;
  return [value, ...[components, accessory, component].flatMap(allComponents)];
}

function isButton(component: object): component is APIButtonComponent {
  return 'type' in component && component.type === ComponentType.Button;
}

function isSelectMenu(component: object): component is APIStringSelectComponent {
  const { StringSelect, UserSelect, RoleSelect, MentionableSelect, ChannelSelect } = ComponentType;
  const types: unknown[] = [StringSelect, UserSelect, RoleSelect, MentionableSelect, ChannelSelect];
  return 'type' in component && types.includes(component.type);
}

function seenButton(button: APIButtonComponent): SeenButton {
  return {
    label: 'label' in button ? (button.label ?? '') : '',
    customId: 'custom_id' in button ? button.custom_id : undefined,
    url: 'url' in button ? button.url : undefined,
    isDisabled: button.disabled === true,
  };
}

function seenSelect(select: APIStringSelectComponent): SeenSelect {
  return {
    customId: select.custom_id,
    placeholder: select.placeholder,
    type: select.type,
    options: (select.options ?? []).map(({ label, value }) => ({ label, value })),
  };
}

function seenFile(world: World, { id, filename, description, url }: APIAttachment): SeenFile {
  return { name: filename, description, bytes: world.files.get(id)?.bytes ?? Buffer.alloc(0), url };
}
