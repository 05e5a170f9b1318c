import {
  type APIMessage,
  GatewayDispatchEvents,
  type GatewayDispatchPayload,
  type GatewayMessageCreateDispatchData,
} from 'discord-api-types/v10';
import type { Clock } from '../../ports/clock.ts';
import type { Logger } from '../../ports/logger.ts';
import type { CallOutcome } from './call-outcome.ts';
import type { DiscordApi } from './discord-api.ts';
import { positionOf, snowflakeAt } from './snowflake.ts';

/** A channel, a thread or somebody's direct messages, to be read back. */
export interface ReadablePlace {
  channelId: string;
  /** None: direct messages. */
  guildId: string | undefined;
}

/** A conversation, and when something was last heard in it. */
export interface ActiveThread {
  place: string;
  isDirect: boolean;
  lastMessageAtMs: number;
}

export interface MissedReadingDeps {
  api: Pick<DiscordApi, 'messagesAfter'>;
  /** Channels and threads of a shard's servers with a message since then, newest first. */
  placesSince(shardId: number, sinceMs: number): ReadablePlace[];
  takeMessage(message: GatewayMessageCreateDispatchData): Promise<void>;
  clock: Clock;
  log: Logger;
}

/** What Discord did not tell, because the session that would have heard it was lost: read back, and taken as if told. */
export interface MissedReading {
  /** Before the first session: what was heard by the program that ran before, until `missedSinceMs` if that is known. */
  goOnFrom(threads: ActiveThread[], missedSinceMs?: number): void;
  /** Every event of the gateway, before it is worked. */
  note(event: GatewayDispatchPayload, shardId: number): void;
  /** A session has begun, and its servers are known. Never rejects. */
  read(shardId: number): Promise<void>;
  stop(): void;
}

/** What was longer ago is not read back: whoever still wants an answer asks again. */
const longestMs = 24 * 60 * 60_000;
/**
 * Discord's clock and ours differ, and a message waits for the store up to two minutes while later ones are kept. What is
 * read twice is kept once.
 */
const overlapMs = 3 * 60_000;
const mostPlaces = 100;
const mostPages = 5;
const messagesPage = 100;

export function createMissedReading(deps: MissedReadingDeps): MissedReading {
  const { api, placesSince, takeMessage, clock, log } = deps;
  const stopping = new AbortController();
  const heardAtMs = new Map<number, number>();
  const missingSinceMs = new Map<number, number>();
  let direct: ReadablePlace[] = [];
  let heardBeforeMs: number | undefined;

  /** Each page comes newest first, and the oldest page first. */
  async function readPlace({ channelId }: ReadablePlace, sinceMs: number): Promise<APIMessage[]> {
    const found: APIMessage[] = [];
    let after = snowflakeAt(sinceMs);
    for (let page = 0; page < mostPages; page++) {
      const listed = await waitingItsTurn(() => api.messagesAfter(channelId, after));
      if (listed?.kind !== 'done') {
        if (listed) log.warn({ channelId, why: listed.why }, 'a place could not be read back');
        return found;
      }
      found.push(...listed.result);
      const [newest] = listed.result;
      if (!newest || listed.result.length < messagesPage) return found;
      after = newest.id;
    }
    log.warn({ channelId }, 'too much was said meanwhile to read back all of it');
    return found;
  }

  async function waitingItsTurn<Result>(
    ask: () => Promise<CallOutcome<Result>>,
  ): Promise<CallOutcome<Result> | undefined> {
    while (!stopping.signal.aborted) {
      const outcome = await ask();
      if (outcome.kind !== 'refused' || outcome.retryAfterMs === undefined) return outcome;
      await clock.sleep(outcome.retryAfterMs, stopping.signal);
    }
    return undefined;
  }

  return {
    goOnFrom: (threads, missedSinceMs = Number.POSITIVE_INFINITY) => {
      direct = threads
        .filter(({ isDirect }) => isDirect)
        .map(({ place }) => ({ channelId: place, guildId: undefined }));
      const heardMs = Math.max(...threads.map((one) => one.lastMessageAtMs));
      const beforeMs = Math.min(threads.length === 0 ? Number.POSITIVE_INFINITY : heardMs, missedSinceMs);
      heardBeforeMs = Number.isFinite(beforeMs) ? beforeMs : undefined;
    },
    note: (event, shardId) => {
      if (event.t === GatewayDispatchEvents.Ready) {
        const sinceMs = heardAtMs.get(shardId) ?? heardBeforeMs;
        // Lost again before it was read back: since the first time.
        if (sinceMs !== undefined && !missingSinceMs.has(shardId)) missingSinceMs.set(shardId, sinceMs);
      }
      heardAtMs.set(shardId, clock.nowMs());
      if (event.t !== GatewayDispatchEvents.MessageCreate || event.d.guild_id !== undefined) return;
      const { channel_id: channelId } = event.d;
      direct = [{ channelId, guildId: undefined }, ...direct.filter((one) => one.channelId !== channelId)];
      direct.splice(mostPlaces);
    },
    read: async (shardId) => {
      const missingMs = missingSinceMs.get(shardId);
      if (missingMs === undefined) return;
      missingSinceMs.delete(shardId);
      const sinceMs = Math.max(missingMs - overlapMs, clock.nowMs() - longestMs);
      // Direct messages are the first shard's.
      const places = [...(shardId === 0 ? direct : []), ...placesSince(shardId, sinceMs)].slice(
        0,
        mostPlaces,
      );
      try {
        const missed: GatewayMessageCreateDispatchData[] = [];
        for (const place of places) {
          for (const message of await readPlace(place, sinceMs)) missed.push(asTold(message, place));
        }
        for (const message of missed.sort(byAge)) {
          if (!stopping.signal.aborted) await takeMessage(message);
        }
      } catch (error) {
        log.warn({ error }, 'what was missed could not be read back');
      }
    },
    stop: () => stopping.abort(),
  };
}

function asTold(message: APIMessage, { guildId }: ReadablePlace): GatewayMessageCreateDispatchData {
  return { ...message, ...(guildId === undefined ? {} : { guild_id: guildId }) };
}

function byAge(one: { id: string }, other: { id: string }): number {
  return positionOf(one.id) < positionOf(other.id) ? -1 : 1;
}
