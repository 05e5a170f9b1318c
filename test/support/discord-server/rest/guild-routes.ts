import { type APIRole, GatewayDispatchEvents } from 'discord-api-types/v10';
import { FormCheck } from '../checks/form-check.ts';
import { refusal } from '../discord-error.ts';
import { requireInGuild } from '../permissions.ts';
import { channelView, guildView, memberView, roleView } from '../views.ts';
import type { World } from '../world.ts';
import { formOf, guildOf, ok, paramOf, type Route } from './route.ts';

/** Not written in the docs; Discord's client allows no longer one (M). */
const roleNameCharacters = 100;

export function guildRoutes(world: World): Route[] {
  return [
    { name: 'GET /guilds/:guild', handle: (request) => ok(guildView(guildOf(world, request))) },
    {
      name: 'GET /guilds/:guild/channels',
      handle: (request) => {
        const guild = guildOf(world, request);
        const channels = [...world.channels.values()].filter(
          (channel) => channel.guildId === guild.id && !channel.thread,
        );
        return ok(channels.map((channel) => channelView(world, channel)));
      },
    },
    {
      name: 'GET /guilds/:guild/threads/active',
      handle: (request) => {
        const guild = guildOf(world, request);
        const threads = [...world.channels.values()].filter(
          (channel) => channel.guildId === guild.id && channel.thread && !channel.thread.archived,
        );
        return ok({ threads: threads.map((thread) => channelView(world, thread)), members: [] });
      },
    },
    {
      name: 'GET /guilds/:guild/members',
      handle: (request) => {
        const { query } = request;
        const after = BigInt(query.get('after') ?? '0');
        const members = [...guildOf(world, request).members.values()]
          .filter(({ userId }) => BigInt(userId) > after)
          .sort((a, b) => (BigInt(a.userId) < BigInt(b.userId) ? -1 : 1))
          .slice(0, Number(query.get('limit') ?? 1));
        return ok(members.map((member) => memberView(world, member)));
      },
    },
    {
      name: 'GET /guilds/:guild/members/:user',
      handle: (request) => {
        const member = guildOf(world, request).members.get(paramOf(request, 'user'));
        if (!member) throw refusal('unknownMember');
        return ok(memberView(world, member));
      },
    },
    {
      name: 'GET /guilds/:guild/roles',
      handle: (request) => ok([...guildOf(world, request).roles.values()]),
    },
    {
      name: 'POST /guilds/:guild/roles',
      handle: (request) => {
        const guild = guildOf(world, request);
        requireInGuild(world, guild, 'ManageRoles');
        const body = formOf(request);
        const form = new FormCheck();
        form.text(['name'], body.name, { max: roleNameCharacters, optional: true });
        form.refuseIfWrong();
        const role = roleView({
          ...(body as Partial<APIRole>),
          id: world.nextId(),
          name: String(body.name ?? 'new role'),
          permissions: String(body.permissions ?? '0'),
        });
        guild.roles.set(role.id, role);
        world.publish({ t: GatewayDispatchEvents.GuildRoleCreate, d: { guild_id: guild.id, role } });
        return ok(role);
      },
    },
  ];
}
