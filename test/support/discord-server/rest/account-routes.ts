import type { ApplicationFlags } from 'discord-api-types/v10';
import { openDirectMessages } from '../direct-messages.ts';
import { refusal } from '../discord-error.ts';
import type { Gateway } from '../gateway.ts';
import { guildPermissions } from '../permissions.ts';
import type { World } from '../world.ts';
import { userOf } from '../world.ts';
import { formOf, ok, paramOf, type Route } from './route.ts';

/** Who the bot is, where its gateway is, and whom it may write to. */
export function accountRoutes(world: World, gateway: Gateway): Route[] {
  const application = () => ({
    id: world.application.id,
    name: world.application.name,
    icon: null,
    description: '',
    bot_public: true,
    bot_require_code_grant: false,
    verify_key: '',
    flags: world.application.flags satisfies ApplicationFlags,
    owner: userOf(world, world.application.ownerId) ?? { id: world.application.ownerId, username: 'owner' },
    team: null,
    bot: world.bot,
    approximate_guild_count: world.guilds.size,
    integration_types_config: { '0': {}, '1': {} },
  });
  return [
    { name: 'GET /gateway', isOpen: true, handle: () => ok({ url: gateway.url() }) },
    { name: 'GET /gateway/bot', handle: () => ok(gateway.information()) },
    { name: 'GET /applications/@me', handle: () => ok(application()) },
    { name: 'GET /oauth2/applications/@me', handle: () => ok(application()) },
    { name: 'GET /users/@me', handle: () => ok({ ...world.bot, verified: true, mfa_enabled: false }) },
    {
      name: 'GET /users/@me/guilds',
      handle: () =>
        ok(
          [...world.guilds.values()]
            .filter(({ hasBot }) => hasBot)
            .map((guild) => ({
              id: guild.id,
              name: guild.name,
              icon: null,
              owner: false,
              permissions: String(guildPermissions(guild, world.bot.id)),
              features: [],
            })),
        ),
    },
    {
      name: 'GET /users/:user',
      handle: (request) => {
        const user = userOf(world, paramOf(request, 'user'));
        if (!user) throw refusal('unknownUser');
        return ok(user);
      },
    },
    {
      name: 'POST /users/@me/channels',
      handle: (request) => ok(openDirectMessages(world, String(formOf(request).recipient_id))),
    },
  ];
}
