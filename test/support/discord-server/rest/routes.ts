import type { Gateway } from '../gateway.ts';
import type { World } from '../world.ts';
import { accountRoutes } from './account-routes.ts';
import { channelRoutes } from './channel-routes.ts';
import { commandRoutes } from './command-routes.ts';
import { guildRoutes } from './guild-routes.ts';
import { interactionRoutes } from './interaction-routes.ts';
import { messageRoutes } from './message-routes.ts';
import type { Route } from './route.ts';
import { tokenRoutes } from './token-routes.ts';
import { webhookRoutes } from './webhook-routes.ts';

/** Everything that is served below `/api/v10`. Fixed paths stand before those with parameters in the same place. */
export function allRoutes(world: World, gateway: Gateway): Route[] {
  return [
    ...accountRoutes(world, gateway),
    ...commandRoutes(world),
    ...channelRoutes(world),
    ...messageRoutes(world),
    ...webhookRoutes(world),
    ...tokenRoutes(world),
    ...interactionRoutes(world),
    ...guildRoutes(world),
  ];
}
