import { RESTJSONErrorCodes as Code } from 'discord-api-types/v10';
import type { Clock } from '../../ports/clock.ts';
import type { Logger } from '../../ports/logger.ts';
import type { DiscordApi, WebhookRef } from './discord-api.ts';

/** What our webhook is called where administrators list them; each message names its agent. */
const webhookName = 'Elevate agents';
/** How long a channel in which we may not manage webhooks is left alone. */
const refusedMs = 10 * 60_000;

/** One webhook of ours in each channel, by which the agents speak under their own names and pictures. */
export interface Webhooks {
  /** Undefined where there is none and we may not make one. */
  in(channelId: string): Promise<WebhookRef | undefined>;
  /** It was deleted: the next call makes another. */
  forget(channelId: string): void;
}

export function createWebhooks(
  api: DiscordApi,
  self: { applicationId: string },
  clock: Clock,
  log: Logger,
): Webhooks {
  const known = new Map<string, { webhook: Promise<WebhookRef | undefined>; untilMs: number }>();

  async function findOrMake(channelId: string): Promise<WebhookRef | undefined> {
    const listed = await api.webhooksIn(channelId);
    const ours =
      listed.kind === 'done'
        ? listed.result.find(({ application_id, token }) => application_id === self.applicationId && token)
        : undefined;
    const made = listed.kind === 'done' && !ours ? await api.makeWebhook(channelId, webhookName) : listed;
    const webhook = ours ?? (made.kind === 'done' && !Array.isArray(made.result) ? made.result : undefined);
    if (webhook?.token !== undefined) return { id: webhook.id, token: webhook.token };
    // Nothing is known yet: the next message asks again.
    if (made.kind !== 'refused' || made.retryable) known.delete(channelId);
    else {
      if (made.code !== Code.MissingPermissions)
        log.warn({ channelId, error: made.why }, 'no webhook for the agents: they speak under our name here');
      known.set(channelId, { webhook: Promise.resolve(undefined), untilMs: clock.nowMs() + refusedMs });
    }
    return undefined;
  }

  return {
    in: (channelId) => {
      const kept = known.get(channelId);
      if (kept && kept.untilMs > clock.nowMs()) return kept.webhook;
      const webhook = findOrMake(channelId);
      known.set(channelId, { webhook, untilMs: Number.POSITIVE_INFINITY });
      return webhook;
    },
    forget: (channelId) => void known.delete(channelId),
  };
}
