import {
  GatewayDispatchEvents,
  type GatewayDispatchPayload,
  type GatewayMessageCreateDispatchData,
} from 'discord-api-types/v10';
import type { IncomingMessage } from '../../domain/incoming.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Logger } from '../../ports/logger.ts';
import { type AnswerDeps, createInteractionAnswers } from './answer-interaction.ts';
import type { Gateway } from './gateway.ts';
import { parseDiscordMessage } from './parse-message.ts';
import type { ReadAttachments } from './read-attachments.ts';
import type { Spots } from './spots.ts';

export interface ReceiveDeps extends Omit<AnswerDeps, 'selfIn' | 'readsContent'> {
  gateway: Pick<Gateway, 'self' | 'placeOf' | 'readsContent'>;
  spots: Spots;
  readAttachments: ReadAttachments;
  clock: Clock;
  log: Logger;
}

/** Discord does not say a message again, so one that cannot be kept now is tried for this long. */
const waitsMs = [500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000];

/** Whatever the gateway tells. `take` never rejects. */
export function createDiscordReceiving(deps: ReceiveDeps): {
  take(event: GatewayDispatchPayload): Promise<void>;
  /** What somebody said, whoever tells of it. */
  takeMessage(message: GatewayMessageCreateDispatchData): Promise<void>;
  stop(): void;
} {
  const { program, gateway, spots, readAttachments, clock, log } = deps;
  const stopping = new AbortController();
  const answerInteraction = createInteractionAnswers({
    ...deps,
    selfIn: gateway.self,
    readsContent: gateway.readsContent,
  });

  async function takeMessage(message: GatewayMessageCreateDispatchData): Promise<void> {
    const { guild_id: guildId } = message;
    // Before anything is asked: most of what a server says is not for us.
    if (message.author.bot === true) return;
    const place = await gateway.placeOf(message.channel_id, guildId);
    const incoming = place && parseDiscordMessage(message, gateway.self(guildId), place);
    if (!incoming) return;
    if (place.kind === 'channel') {
      // In a thread it may follow up; in a channel it is said to others.
      if (!incoming.addressed) return;
      spots.nameAfter(incoming.thread, incoming.text);
    }
    const files = await readAttachments(message.attachments);
    await keep(files.length === 0 ? incoming : { ...incoming, files });
  }

  async function keep(message: IncomingMessage): Promise<void> {
    for (const waitMs of [...waitsMs, undefined]) {
      try {
        await program.receive(message);
        return;
      } catch (error) {
        if (waitMs === undefined || stopping.signal.aborted) {
          log.error({ id: message.id, error }, 'a message of Discord could not be kept and is lost');
          return;
        }
        log.warn({ id: message.id, error }, 'a message of Discord could not be kept yet');
        await clock.sleep(waitMs, stopping.signal);
      }
    }
  }

  return {
    take: async (event) => {
      try {
        if (event.t === GatewayDispatchEvents.MessageCreate) await takeMessage(event.d);
        if (event.t === GatewayDispatchEvents.InteractionCreate) await answerInteraction(event.d);
      } catch (error) {
        log.error({ event: event.t, error }, 'an event of Discord could not be worked');
      }
    },
    takeMessage,
    stop: () => stopping.abort(),
  };
}
