import type {
  BlockAction,
  GlobalShortcut,
  MessageShortcut,
  SlashCommand,
  ViewClosedAction,
  ViewSubmitAction,
} from '@slack/bolt';
import type { Backstage } from './backstage.ts';
import { elementsOf } from './block-kit-check.ts';
import { giveResponseUrl } from './response-urls.ts';
import { isRecord } from './shape-check.ts';
import { initialValues } from './web-api/views.ts';
import { homeTeamOf, wireEphemeral, wireMessage, wireView } from './wire.ts';
import type {
  AnyBlock,
  Channel,
  EphemeralMessage,
  FieldState,
  StoredMessage,
  StoredView,
  User,
  ViewValues,
} from './world.ts';
import { channelOf, giveTrigger, nowTs, workspaceOf } from './world.ts';

/** Where a person finds something to press. */
export type Surface =
  | { kind: 'message'; message: StoredMessage }
  | { kind: 'ephemeral'; message: EphemeralMessage }
  | { kind: 'view'; view: StoredView };

/** One interactive element, and what using it sends. */
export interface Action {
  blockId: string;
  actionId: string;
  type: string;
  /** What this kind of element adds: `value`, `text`, `selected_option` … */
  detail: Record<string, unknown>;
}

function blocksOn(surface: Surface): readonly AnyBlock[] {
  return surface.kind === 'view' ? surface.view.blocks : (surface.message.blocks ?? []);
}

function whoAndWhere({ world }: Backstage, user: User) {
  const { id, domain } = workspaceOf(world, user.workspaceId);
  return {
    team: { id, domain },
    user: { id: user.id, username: user.name, name: user.name, team_id: homeTeamOf(user) },
    api_app_id: world.app.id,
    token: world.app.verificationToken,
  };
}

function channelName(channel: Channel): { id: string; name: string } {
  return { id: channel.id, name: channel.kind === 'private' ? 'privategroup' : channel.name };
}

export function blockAction(backstage: Backstage, user: User, surface: Surface, action: Action): object {
  const { world } = backstage;
  const common = {
    type: 'block_actions' as const,
    ...whoAndWhere(backstage, user),
    trigger_id: giveTrigger(world, user),
    is_enterprise_install: false,
    actions: [
      {
        type: action.type,
        block_id: action.blockId,
        action_id: action.actionId,
        action_ts: nowTs(world),
        ...action.detail,
      },
    ],
  };
  if (surface.kind === 'view') {
    const { view } = surface;
    // The type asks for a `response_url`; there is none without a conversation.
    return {
      ...common,
      container: { type: 'view', view_id: view.id },
      view: wireView(world, view),
      state: { values: view.values },
    } satisfies Omit<BlockAction<(typeof common.actions)[number]>, 'response_url'>;
  }
  const { message } = surface;
  const channel = channelOf(world, message.channelId);
  const ephemeral = surface.kind === 'ephemeral';
  return {
    ...common,
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: channel.id,
      is_ephemeral: ephemeral,
      ...(message.threadTs && { thread_ts: message.threadTs }),
    },
    channel: channelName(channel),
    message: ephemeral
      ? wireEphemeral(surface.message)
      : wireMessage(world, backstage.baseUrl, surface.message),
    state: { values: withField(initialValues(blocksOn(surface)), action) },
    response_url: giveResponseUrl(backstage, user, channel.id, { ts: message.ts, ephemeral }),
  } satisfies BlockAction<(typeof common.actions)[number]>;
}

function withField(values: ViewValues, { blockId, actionId, type, detail }: Action): ViewValues {
  if (!values[blockId]?.[actionId]) return values;
  return { ...values, [blockId]: { ...values[blockId], [actionId]: { type, ...detail } } };
}

export function viewSubmission(backstage: Backstage, user: User, view: StoredView): ViewSubmitAction {
  return {
    type: 'view_submission',
    ...whoAndWhere(backstage, user),
    trigger_id: giveTrigger(backstage.world, user),
    view: wireView(backstage.world, view),
    response_urls: [],
    is_enterprise_install: false,
  };
}

export function viewClosed(
  backstage: Backstage,
  user: User,
  view: StoredView,
  isCleared: boolean,
): ViewClosedAction {
  return {
    type: 'view_closed',
    ...whoAndWhere(backstage, user),
    view: wireView(backstage.world, view),
    is_cleared: isCleared,
    is_enterprise_install: false,
  };
}

export function slashCommand(
  backstage: Backstage,
  user: User,
  { command, text, channel }: { command: string; text: string; channel: Channel },
): SlashCommand {
  const { world } = backstage;
  const { id, domain } = workspaceOf(world, user.workspaceId);
  return {
    token: world.app.verificationToken,
    team_id: id,
    team_domain: domain,
    channel_id: channel.id,
    channel_name: channelName(channel).name,
    user_id: user.id,
    user_name: user.name,
    command,
    text,
    api_app_id: world.app.id,
    is_enterprise_install: 'false',
    response_url: giveResponseUrl(backstage, user, channel.id),
    trigger_id: giveTrigger(world, user),
  };
}

export function messageShortcut(
  backstage: Backstage,
  user: User,
  { callbackId, message }: { callbackId: string; message: StoredMessage },
): MessageShortcut {
  const { world, baseUrl } = backstage;
  const channel = channelOf(world, message.channelId);
  return {
    type: 'message_action',
    ...whoAndWhere(backstage, user),
    callback_id: callbackId,
    trigger_id: giveTrigger(world, user),
    action_ts: nowTs(world),
    message_ts: message.ts,
    message: wireMessage(world, baseUrl, message),
    channel: channelName(channel),
    response_url: giveResponseUrl(backstage, user, channel.id, { ts: message.ts, ephemeral: false }),
    is_enterprise_install: false,
  };
}

export function globalShortcut(backstage: Backstage, user: User, callbackId: string): GlobalShortcut {
  return {
    type: 'shortcut',
    ...whoAndWhere(backstage, user),
    callback_id: callbackId,
    trigger_id: giveTrigger(backstage.world, user),
    action_ts: nowTs(backstage.world),
    is_enterprise_install: false,
  };
}

/** What an external select asks while somebody types. */
export function blockSuggestion(
  backstage: Backstage,
  user: User,
  view: StoredView,
  { blockId, actionId, value }: { blockId: string; actionId: string; value: string },
): object {
  return {
    type: 'block_suggestion',
    ...whoAndWhere(backstage, user),
    container: { type: 'view', view_id: view.id },
    view: wireView(backstage.world, view),
    block_id: blockId,
    action_id: actionId,
    value,
  };
}

interface Found {
  block: Record<string, unknown>;
  blockId: string;
  element: Record<string, unknown>;
}

/** Every interactive element that stands on a surface. */
export function interactiveOn(surface: Surface): Found[] {
  return blocksOn(surface).flatMap((block) => {
    const record = block as unknown as Record<string, unknown>;
    const children = Array.isArray(record.child_blocks) ? record.child_blocks.filter(isRecord) : [];
    const cards =
      block.type === 'carousel' && Array.isArray(record.elements) ? record.elements.filter(isRecord) : [];
    return [record, ...children, ...cards].flatMap((one) =>
      elementsOf(one).map((element) => ({
        block: one,
        blockId: String(one.block_id ?? block.block_id),
        element,
      })),
    );
  });
}

function labelOf(part: unknown): string {
  if (!isRecord(part)) return '';
  return isRecord(part.text) ? String(part.text.text) : '';
}

/** The button that says this, or has this action id. */
export function findButton(surface: Surface, wanted: string): Action {
  const labels: string[] = [];
  for (const { blockId, element } of interactiveOn(surface)) {
    const actionId = String(element.action_id ?? '');
    if (element.type === 'feedback_buttons') {
      for (const name of ['positive_button', 'negative_button'] as const) {
        const half = element[name];
        labels.push(labelOf(half));
        if (isRecord(half) && [labelOf(half), half.value].includes(wanted)) {
          return {
            blockId,
            actionId,
            type: 'feedback_buttons',
            detail: { text: half.text, value: half.value },
          };
        }
      }
    }
    if (element.type === 'overflow' && Array.isArray(element.options)) {
      labels.push(...element.options.map(labelOf));
      const option = element.options.find((one) => labelOf(one) === wanted);
      if (option) return { blockId, actionId, type: 'overflow', detail: { selected_option: option } };
    }
    if (!['button', 'icon_button', 'workflow_button'].includes(String(element.type))) continue;
    labels.push(labelOf(element));
    if (labelOf(element) !== wanted && actionId !== wanted) continue;
    const { text, value, url, icon, style } = element;
    const detail = Object.fromEntries(
      Object.entries({ text, value, url, icon, style }).filter(([, part]) => part !== undefined),
    );
    return { blockId, actionId, type: String(element.type), detail };
  }
  throw new Error(
    `There is no button "${wanted}" here. There is: ${labels.join(', ') || 'no button at all'}.`,
  );
}

/** The field under this block id, action id or label. */
export function findField(surface: Surface, wanted: string): Found & { actionId: string } {
  const names: string[] = [];
  for (const found of interactiveOn(surface)) {
    const { block, blockId, element } = found;
    const label = isRecord(block.label) ? String(block.label.text) : '';
    const actionId = String(element.action_id ?? '');
    names.push(label || blockId);
    if ([blockId, actionId, label].includes(wanted)) return { ...found, actionId };
  }
  throw new Error(`There is no field "${wanted}" here. There is: ${names.join(', ') || 'no field at all'}.`);
}

/** What the field holds after somebody has filled it in. */
export function filledIn(element: Record<string, unknown>, given: FieldInput): FieldState {
  const type = String(element.type);
  const groups = Array.isArray(element.option_groups) ? element.option_groups : [];
  const options: unknown[] = [
    ...(Array.isArray(element.options) ? element.options : []),
    ...groups.flatMap((group) => (isRecord(group) && Array.isArray(group.options) ? group.options : [])),
  ];
  const option = (wanted: string) => {
    const found = options.find((one) => isRecord(one) && [one.value, labelOf(one)].includes(wanted));
    if (found) return found;
    if (type.includes('external')) return { text: { type: 'plain_text', text: wanted }, value: wanted };
    throw new Error(`There is no choice "${wanted}". There is: ${options.map(labelOf).join(', ')}.`);
  };
  const one = typeof given === 'string' ? given : String(given);
  const several = Array.isArray(given) ? given : [one];
  const nothing = given === '' || (Array.isArray(given) && given.length === 0);
  switch (type) {
    case 'static_select':
    case 'external_select':
    case 'radio_buttons':
      return { type, selected_option: nothing ? null : option(one) };
    case 'checkboxes':
    case 'multi_static_select':
    case 'multi_external_select':
      return { type, selected_options: nothing ? [] : several.map(option) };
    case 'datepicker':
      return { type, selected_date: nothing ? null : one };
    case 'timepicker':
      return { type, selected_time: nothing ? null : one };
    case 'datetimepicker':
      return { type, selected_date_time: nothing ? null : Number(one) };
    case 'users_select':
      return { type, selected_user: nothing ? null : one };
    case 'conversations_select':
      return { type, selected_conversation: nothing ? null : one };
    case 'channels_select':
      return { type, selected_channel: nothing ? null : one };
    case 'multi_users_select':
      return { type, selected_users: nothing ? [] : several };
    case 'multi_conversations_select':
      return { type, selected_conversations: nothing ? [] : several };
    case 'multi_channels_select':
      return { type, selected_channels: nothing ? [] : several };
    default:
      return { type, value: nothing ? null : one };
  }
}

/** Text, the value or label of a choice, several of them, or a time in seconds. */
export type FieldInput = string | readonly string[] | number;

export function isEmpty(state: FieldState | undefined): boolean {
  const { type: _, ...rest } = state ?? { type: '' };
  return Object.values(rest).every(
    (value) => value === null || value === '' || (Array.isArray(value) && value.length === 0),
  );
}
