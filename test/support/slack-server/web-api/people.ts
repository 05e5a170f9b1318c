import { wireUser } from '../wire.ts';
import { nowSeconds } from '../world.ts';
import type { Methods } from './answers.ts';
import { cut } from './conversations.ts';
import { refuse, workspaceOfCall } from './method.ts';

export const peopleMethods: Methods<'users.info' | 'users.list' | 'bots.info' | 'dnd.info'> = {
  'users.info': {
    token: 'bot',
    scopes: ['users:read'],
    tier: 'tier4',
    run: (call, backstage) => {
      const user = backstage.world.users.get(call.args.required('user'));
      if (!user || user.workspaceId !== workspaceOfCall(call, backstage).id) refuse('user_not_found');
      const email = call.token?.scopes.has('users:read.email') ?? false;
      return { user: wireUser(backstage.world, user, { email, locale: call.args.flag('include_locale') }) };
    },
  },

  'users.list': {
    token: 'bot',
    scopes: ['users:read'],
    tier: 'tier2',
    run: (call, backstage) => {
      const { world } = backstage;
      const { id } = workspaceOfCall(call, backstage);
      const users = [...world.users.values()].filter((user) => user.workspaceId === id);
      const { page, next } = cut(users, call.args, { fallback: 200, most: 1_000 });
      const email = call.token?.scopes.has('users:read.email') ?? false;
      const locale = call.args.flag('include_locale');
      return {
        members: page.map((user) => wireUser(world, user, { email, locale })),
        cache_ts: nowSeconds(world),
        response_metadata: { next_cursor: next },
      };
    },
  },

  'bots.info': {
    token: 'bot',
    scopes: ['users:read'],
    tier: 'tier3',
    run: (call, backstage) => {
      const { world } = backstage;
      const { botId, botUserId } = workspaceOfCall(call, backstage);
      if ((call.args.text('bot') ?? botId) !== botId) refuse('bot_not_found');
      return {
        bot: {
          id: botId,
          app_id: world.app.id,
          user_id: botUserId,
          name: world.app.name,
          deleted: false,
          updated: 0,
          icons: {},
        },
      };
    },
  },

  'dnd.info': {
    token: 'bot',
    scopes: ['dnd:read'],
    tier: 'tier3',
    run: (call, { world }) => {
      const user = world.users.get(call.args.required('user'));
      if (!user) refuse('user_not_found');
      const { doNotDisturb } = user;
      if (!doNotDisturb) return { dnd_enabled: false, next_dnd_start_ts: 1, next_dnd_end_ts: 1 };
      const [from, until] = [doNotDisturb.fromMs, doNotDisturb.untilMs].map((ms) => Math.floor(ms / 1_000));
      return { dnd_enabled: true, next_dnd_start_ts: from, next_dnd_end_ts: until };
    },
  },
};
