import {
  type APIApplicationCommand,
  ApplicationCommandType,
  ApplicationIntegrationType,
} from 'discord-api-types/v10';
import { checkCommandBodies } from '../checks/command-body.ts';
import type { JsonObject } from '../checks/form-check.ts';
import { refusal } from '../discord-error.ts';
import { commandLimits } from '../limits.ts';
import type { World } from '../world.ts';
import { created, formOf, guildOf, noContent, ok, paramOf, type RestRequest, type Route } from './route.ts';

/** Translations are left out of a list unless they are asked for (discord-api-docs, "Get Global Application Commands"). */
function untranslated(commands: APIApplicationCommand[]): APIApplicationCommand[] {
  return JSON.parse(
    JSON.stringify(commands, (key, value) => (key.endsWith('_localizations') ? undefined : value)),
  );
}

const dayMs = 24 * 60 * 60_000;

/** Commands, the global ones and each guild's own. */
export function commandRoutes(world: World): Route[] {
  const scopes = [
    '/applications/:application/commands',
    '/applications/:application/guilds/:guild/commands',
  ] as const;
  return scopes.flatMap((scope): Route[] => [
    {
      name: `GET ${scope}`,
      handle: (request) => {
        const commands = commandsIn(scopeOf(request));
        return ok(request.query.get('with_localizations') === 'true' ? commands : untranslated(commands));
      },
    },
    {
      name: `PUT ${scope}`,
      handle: (request) => ok(replaceAll(scopeOf(request), request.body)),
    },
    {
      name: `POST ${scope}`,
      handle: (request) => {
        const guildId = scopeOf(request);
        const body = formOf(request);
        checkCommandBodies([body], { isBulk: false });
        const known = findSame(guildId, body);
        if (!known) refuseTooMany([...commandsIn(guildId), body]);
        const command = keep(guildId, body);
        return known ? ok(command) : created(command);
      },
    },
    { name: `GET ${scope}/:command`, handle: (request) => ok(commandOf(request)) },
    {
      name: `PATCH ${scope}/:command`,
      handle: (request) => {
        const command = commandOf(request);
        const next = { ...command, ...formOf(request) };
        checkCommandBodies([next], { isBulk: false });
        const changed = { ...next, id: command.id, version: world.nextId() };
        world.commands.set(command.id, changed);
        return ok(changed);
      },
    },
    {
      name: `DELETE ${scope}/:command`,
      handle: (request) => {
        world.commands.delete(commandOf(request).id);
        return noContent;
      },
    },
  ]);

  function scopeOf(request: RestRequest): string | undefined {
    if (paramOf(request, 'application') !== world.application.id) throw refusal('missingAccess');
    return request.params.guild === undefined ? undefined : guildOf(world, request).id;
  }

  function commandsIn(guildId: string | undefined): APIApplicationCommand[] {
    return [...world.commands.values()].filter((command) => command.guild_id === guildId);
  }

  function commandOf(request: RestRequest): APIApplicationCommand {
    const command = world.commands.get(paramOf(request, 'command'));
    if (!command || command.guild_id !== scopeOf(request)) throw refusal('unknownCommand');
    return command;
  }

  function findSame(guildId: string | undefined, body: JsonObject): APIApplicationCommand | undefined {
    const type = body.type ?? ApplicationCommandType.ChatInput;
    return commandsIn(guildId).find((command) => command.name === body.name && command.type === type);
  }

  function replaceAll(guildId: string | undefined, body: unknown): APIApplicationCommand[] {
    const bodies = Array.isArray(body) ? body : [];
    checkCommandBodies(bodies, { isBulk: true });
    refuseTooMany(bodies);
    refuseTooManyCreations(guildId, bodies.filter((one) => !findSame(guildId, one)).length);
    const kept = bodies.map((one) => keep(guildId, one));
    for (const command of commandsIn(guildId)) {
      if (!kept.includes(command)) world.commands.delete(command.id);
    }
    return kept;
  }

  /** One with the same name and type is overwritten, keeps its id and is no creation. */
  function keep(guildId: string | undefined, body: JsonObject): APIApplicationCommand {
    const known = findSame(guildId, body);
    if (!known) {
      refuseTooManyCreations(guildId, 1);
      const key = creationKey(guildId);
      world.commandCreations.set(key, (world.commandCreations.get(key) ?? 0) + 1);
    }
    const command = {
      type: ApplicationCommandType.ChatInput,
      description: '',
      default_member_permissions: null,
      nsfw: false,
      integration_types: [ApplicationIntegrationType.GuildInstall],
      contexts: null,
      ...body,
      id: known?.id ?? world.nextId(),
      application_id: world.application.id,
      version: world.nextId(),
      ...(guildId && { guild_id: guildId }),
    } as unknown as APIApplicationCommand;
    world.commands.set(command.id, command);
    world.changed();
    return command;
  }

  function refuseTooMany(bodies: ReadonlyArray<{ type?: unknown }>): void {
    for (const type of [
      ApplicationCommandType.ChatInput,
      ApplicationCommandType.User,
      ApplicationCommandType.Message,
    ]) {
      const max = type === ApplicationCommandType.ChatInput ? commandLimits.slash : commandLimits.menuEach;
      const count = bodies.filter((body) => (body.type ?? ApplicationCommandType.ChatInput) === type).length;
      if (count > max) throw refusal('tooManyCommands');
    }
  }

  function creationKey(guildId: string | undefined): string {
    return `${Math.floor(world.clock.nowMs() / dayMs)}:${guildId ?? 'global'}`;
  }

  function refuseTooManyCreations(guildId: string | undefined, more: number): void {
    const made = world.commandCreations.get(creationKey(guildId)) ?? 0;
    if (made + more > commandLimits.creationsPerDay) throw refusal('tooManyCommandCreations');
  }
}
