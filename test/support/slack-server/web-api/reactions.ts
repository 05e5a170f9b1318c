import type { Backstage } from '../backstage.ts';
import type { StoredMessage } from '../world.ts';
import { channelOf, nowTs, workspaceOf } from '../world.ts';
import type { Methods } from './answers.ts';
import { type MethodCall, refuse, workspaceOfCall } from './method.ts';
import { knownChannel } from './places.ts';

export const reactionMethods: Methods<'reactions.add' | 'reactions.remove'> = {
  'reactions.add': {
    token: 'bot',
    scopes: ['reactions:write'],
    tier: 'tier3',
    run: (call, backstage) => {
      const { message, name, userId } = target(call, backstage);
      if (!addReaction(backstage, message, name, userId)) refuse('already_reacted');
      return {};
    },
  },

  'reactions.remove': {
    token: 'bot',
    scopes: ['reactions:write'],
    tier: 'tier2',
    run: (call, backstage) => {
      const { message, name, userId } = target(call, backstage);
      if (!removeReaction(backstage, message, name, userId)) refuse('no_reaction');
      return {};
    },
  },
};

function target(call: MethodCall, backstage: Backstage) {
  const channel = knownChannel(call, backstage, call.args.required('channel'));
  const ts = call.args.required('timestamp');
  const message = channel.messages.find((one) => one.ts === ts);
  if (!message) refuse('message_not_found');
  const name = call.args.required('name');
  if (!/^[a-z0-9_+'-]+$/.test(name)) refuse('invalid_name');
  return { message, name, userId: workspaceOfCall(call, backstage).botUserId };
}

/** False where it was there already. */
export function addReaction(
  backstage: Backstage,
  message: StoredMessage,
  name: string,
  userId: string,
): boolean {
  const users = message.reactions.get(name) ?? [];
  if (users.includes(userId)) return false;
  message.reactions.set(name, [...users, userId]);
  tell(backstage, message, { type: 'reaction_added', name, userId });
  return true;
}

/** False where there was none. */
export function removeReaction(
  backstage: Backstage,
  message: StoredMessage,
  name: string,
  userId: string,
): boolean {
  const users = message.reactions.get(name) ?? [];
  if (!users.includes(userId)) return false;
  const left = users.filter((one) => one !== userId);
  if (left.length > 0) message.reactions.set(name, left);
  else message.reactions.delete(name);
  tell(backstage, message, { type: 'reaction_removed', name, userId });
  return true;
}

function tell(
  { world, events }: Backstage,
  message: StoredMessage,
  { type, name, userId }: { type: 'reaction_added' | 'reaction_removed'; name: string; userId: string },
): void {
  const channel = channelOf(world, message.channelId);
  if (!channel.members.has(workspaceOf(world, channel.workspaceId).botUserId)) return;
  void events.emit(
    channel.workspaceId,
    {
      type,
      user: userId,
      reaction: name,
      item_user: message.userId ?? '',
      item: { type: 'message', channel: channel.id, ts: message.ts },
      event_ts: nowTs(world),
    },
    { channel },
  );
}
