import type { World } from '../world.ts';
import { interactionTokenHandlers } from './interaction-routes.ts';
import type { RestAnswer, RestRequest, Route } from './route.ts';
import { webhookTokenHandlers } from './webhook-routes.ts';

/** Webhooks and interactions share these paths: an interaction's has the application's id in the webhook's place. */
export function tokenRoutes(world: World): Route[] {
  const webhook = webhookTokenHandlers(world);
  const interaction = interactionTokenHandlers(world);
  const either =
    (ofWebhook: (request: RestRequest) => RestAnswer, ofInteraction: (request: RestRequest) => RestAnswer) =>
    (request: RestRequest) =>
      request.params.webhook === world.application.id ? ofInteraction(request) : ofWebhook(request);
  const message = '/webhooks/:webhook/:token/messages/:message';
  const common = { isOpen: true, isOutsideGlobalLimit: true } as const;
  return [
    {
      ...common,
      name: 'POST /webhooks/:webhook/:token',
      handle: either(webhook.execute, interaction.followUp),
    },
    { ...common, name: `GET ${message}`, handle: either(webhook.get, interaction.get) },
    { ...common, name: `PATCH ${message}`, handle: either(webhook.edit, interaction.edit) },
    { ...common, name: `DELETE ${message}`, handle: either(webhook.remove, interaction.remove) },
  ];
}
