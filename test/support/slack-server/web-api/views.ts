import type { Backstage } from '../backstage.ts';
import { checkView, elementsOf } from '../block-kit-check.ts';
import { limits } from '../limits.ts';
import { isRecord } from '../shape-check.ts';
import { wireView } from '../wire.ts';
import type { AnyBlock, FieldState, StoredView, Trigger, ViewValues, World } from '../world.ts';
import type { Methods } from './answers.ts';
import { sentence, withIds } from './content.ts';
import { type MethodCall, refuse, workspaceOfCall } from './method.ts';

export const viewMethods: Methods<'views.open' | 'views.push' | 'views.update' | 'views.publish'> = {
  'views.open': {
    token: 'bot',
    scopes: [],
    tier: 'tier4',
    run: (call, { world }) => {
      const trigger = liveTrigger(world, call);
      const given = readView(call.args.json('view'));
      trigger.exchanged = true;
      const view = newView(world, given, { ...trigger, under: undefined });
      world.modals.set(trigger.userId, [view]);
      return { view: wireView(world, view) };
    },
  },

  'views.push': {
    token: 'bot',
    scopes: [],
    tier: 'tier4',
    run: (call, { world }) => {
      const trigger = liveTrigger(world, call);
      const given = readView(call.args.json('view'));
      trigger.exchanged = true;
      return { view: wireView(world, pushView(world, trigger.userId, given)) };
    },
  },

  'views.update': {
    token: 'bot',
    scopes: [],
    tier: 'tier4',
    run: (call, backstage) => {
      const { world } = backstage;
      const viewId = call.args.text('view_id');
      const externalId = call.args.text('external_id');
      if (!viewId && !externalId) refuse('invalid_arguments', 'view_id or external_id is required');
      const view = [...world.modals.values(), ...[...world.homes.values()].map((home) => [home])]
        .flat()
        .find((one) => (viewId ? one.id === viewId : one.externalId === externalId));
      if (!view || view.workspaceId !== workspaceOfCall(call, backstage).id) refuse('not_found');
      const hash = call.args.text('hash');
      if (hash && hash !== view.hash) refuse('hash_conflict');
      replaceView(world, view, readView(call.args.json('view')));
      return { view: wireView(world, view) };
    },
  },

  'views.publish': {
    token: 'bot',
    scopes: [],
    tier: 'tier4',
    run: (call, backstage) => {
      const { world } = backstage;
      const userId = call.args.required('user_id');
      const user = world.users.get(userId);
      const workspace = workspaceOfCall(call, backstage);
      if (!user || user.workspaceId !== workspace.id) refuse('invalid_arguments', 'user_id');
      const given = readView(call.args.json('view'));
      if (given.type !== 'home') refuse('invalid_arguments', 'view must be of type home');
      const home = world.homes.get(userId);
      const hash = call.args.text('hash');
      if (hash && home && hash !== home.hash) refuse('hash_conflict');
      if (home) replaceView(world, home, given);
      else {
        const whose = { userId, workspaceId: workspace.id, under: undefined };
        world.homes.set(userId, newView(world, given, whose));
      }
      const published = world.homes.get(userId);
      return published ? { view: wireView(world, published) } : {};
    },
  },
};

function liveTrigger(world: World, call: MethodCall): Trigger {
  const trigger = world.triggers.get(call.args.required('trigger_id'));
  if (!trigger || trigger.workspaceId !== call.token?.workspaceId) refuse('invalid_trigger_id');
  // The name on the methods' pages (D); `trigger_exchanged` is that of the old dialogs.
  if (trigger.exchanged) refuse('exchanged_trigger_id');
  if (world.clock.nowMs() - trigger.issuedAtMs > limits.trigger.lifeMs) refuse('expired_trigger_id');
  return trigger;
}

/** A view as the app sent it, found good. */
export function readView(given: unknown): Record<string, unknown> & { blocks: AnyBlock[] } {
  if (given === undefined) refuse('invalid_arguments', 'missing required field: view');
  if (Buffer.byteLength(JSON.stringify(given)) > limits.view.bytes) refuse('view_too_large');
  const faults = checkView(given);
  if (faults.length > 0) refuse('invalid_arguments', ...faults.map(sentence));
  return given as Record<string, unknown> & { blocks: AnyBlock[] };
}

export function pushView(
  world: World,
  userId: string,
  given: Record<string, unknown> & { blocks: AnyBlock[] },
): StoredView {
  const stack = world.modals.get(userId) ?? [];
  const top = stack.at(-1);
  if (!top) refuse('not_found');
  if (stack.length >= limits.view.stack) refuse('push_limit_reached');
  const view = newView(world, given, { userId, workspaceId: top.workspaceId, under: top });
  stack.push(view);
  return view;
}

function newView(
  world: World,
  given: Record<string, unknown> & { blocks: AnyBlock[] },
  { userId, workspaceId, under }: { userId: string; workspaceId: string; under: StoredView | undefined },
): StoredView {
  const id = world.nextId('V');
  const view: StoredView = {
    id,
    workspaceId,
    userId,
    type: given.type === 'home' ? 'home' : 'modal',
    hash: '',
    rootId: under?.rootId ?? id,
    previousId: under?.id ?? null,
    callbackId: '',
    externalId: '',
    privateMetadata: '',
    clearOnClose: false,
    notifyOnClose: false,
    blocks: [],
    values: {},
    errors: {},
  };
  replaceView(world, view, given);
  return view;
}

/** What a person has typed stays where block and action keep their ids. */
export function replaceView(
  world: World,
  view: StoredView,
  given: Record<string, unknown> & { blocks: AnyBlock[] },
): void {
  const externalId = text(given.external_id);
  const taken = [...world.modals.values()]
    .flat()
    .some((one) => one !== view && one.externalId === externalId);
  if (externalId && taken) refuse('duplicate_external_id');
  view.hash = `${Math.floor(world.clock.nowMs() / 1000)}.${world.nextId('h')}`;
  view.callbackId = text(given.callback_id);
  view.externalId = externalId;
  view.privateMetadata = text(given.private_metadata);
  view.clearOnClose = given.clear_on_close === true;
  view.notifyOnClose = given.notify_on_close === true;
  view.blocks = withActionIds(world, withIds(world, given.blocks));
  view.values = initialValues(view.blocks, view.values);
  view.errors = {};
  for (const name of ['title', 'submit', 'close'] as const) {
    const part = given[name];
    if (isRecord(part)) view[name] = text(part.text);
    else delete view[name];
  }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** An element without an action id gets one, as on the platform. */
function withActionIds(world: World, blocks: AnyBlock[]): AnyBlock[] {
  const name = (element: unknown) =>
    isRecord(element) &&
    element.action_id === undefined &&
    !['image', 'plain_text', 'mrkdwn'].includes(text(element.type))
      ? { ...element, action_id: world.nextId('a').toLowerCase() }
      : element;
  return blocks.map((one) => {
    const copy: Record<string, unknown> = { ...one };
    if (copy.element) copy.element = name(copy.element);
    if (copy.accessory) copy.accessory = name(copy.accessory);
    if (one.type === 'actions' && Array.isArray(copy.elements)) copy.elements = copy.elements.map(name);
    return copy as unknown as AnyBlock;
  });
}

/** The state of every field before anybody touches it. */
export function initialValues(blocks: readonly AnyBlock[], typed: ViewValues = {}): ViewValues {
  const values: ViewValues = {};
  for (const one of blocks) {
    const blockId = one.block_id ?? '';
    for (const element of elementsOf(one as unknown as Record<string, unknown>)) {
      const state = initialState(element);
      const actionId = text(element.action_id);
      if (!state || !actionId) continue;
      const kept = typed[blockId]?.[actionId];
      values[blockId] = { ...values[blockId], [actionId]: kept?.type === state.type ? kept : state };
    }
  }
  return values;
}

function initialState(element: Record<string, unknown>): FieldState | undefined {
  const type = text(element.type);
  const fieldOf: Record<string, [field: string, initial: string, empty: unknown]> = {
    plain_text_input: ['value', 'initial_value', null],
    email_text_input: ['value', 'initial_value', null],
    url_text_input: ['value', 'initial_value', null],
    number_input: ['value', 'initial_value', null],
    rich_text_input: ['rich_text_value', 'initial_value', null],
    datepicker: ['selected_date', 'initial_date', null],
    timepicker: ['selected_time', 'initial_time', null],
    datetimepicker: ['selected_date_time', 'initial_date_time', null],
    static_select: ['selected_option', 'initial_option', null],
    external_select: ['selected_option', 'initial_option', null],
    radio_buttons: ['selected_option', 'initial_option', null],
    users_select: ['selected_user', 'initial_user', null],
    conversations_select: ['selected_conversation', 'initial_conversation', null],
    channels_select: ['selected_channel', 'initial_channel', null],
    checkboxes: ['selected_options', 'initial_options', []],
    multi_static_select: ['selected_options', 'initial_options', []],
    multi_external_select: ['selected_options', 'initial_options', []],
    multi_users_select: ['selected_users', 'initial_users', []],
    multi_conversations_select: ['selected_conversations', 'initial_conversations', []],
    multi_channels_select: ['selected_channels', 'initial_channels', []],
    file_input: ['files', 'initial_files', []],
  };
  const found = fieldOf[type];
  if (!found) return undefined;
  const [field, initial, empty] = found;
  return { type, [field]: element[initial] ?? empty };
}

/** For interactions: closes what the app's answer says. */
export function closeViews(backstage: Backstage, userId: string, which: 'top' | 'all'): void {
  const { modals } = backstage.world;
  const stack = modals.get(userId) ?? [];
  if (which === 'top') stack.pop();
  else stack.length = 0;
  if (stack.length === 0) modals.delete(userId);
}
