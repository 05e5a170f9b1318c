import { ApplicationFlags } from 'discord-api-types/v10';
import type { ChatPlatform } from '../../ports/chat-platform.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Logger } from '../../ports/logger.ts';
import { commandsHash, compareCommands, discordCommands, isUpToDate } from './commands.ts';
import { createDiscordApi, type DiscordApi } from './discord-api.ts';
import { createDiscordPlatform } from './discord-platform.ts';
import type { DiscordProgram, RegisteredCommands } from './discord-program.ts';
import { createGateway } from './gateway.ts';
import { createOpenAnswers } from './open-answers.ts';
import { createReadAttachments } from './read-attachments.ts';
import { type ActiveThread, createMissedReading } from './read-missed.ts';
import { createDiscordReceiving } from './receive-from-discord.ts';
import { restFor } from './rest-for.ts';
import type { ShardNumber } from './shard-order.ts';
import { createShards } from './shards.ts';
import { createSpots } from './spots.ts';
import { createWebhooks } from './webhooks.ts';

export interface DiscordOptions {
  program: DiscordProgram;
  commands: RegisteredCommands;
  token: string;
  /** Without the version; Discord's own unless told. */
  apiUrl: string | undefined;
  publicUrl: string | undefined;
  /** The one shard that this process is for: then another one looks after the commands. */
  shard?: (ShardNumber & { missedSinceMs: number | undefined }) | undefined;
  /** How processes of one shard each are begun, where Discord recommends several; without it they share this one. */
  shardProcess?: { file: string; baseUrl(): string } | undefined;
  /** Conversations of the last days, newest first. */
  activeThreads(): Promise<ActiveThread[]>;
  clock: Clock;
  log: Logger;
}

export interface Discord {
  platform: ChatPlatform;
  /** Whether processes of its own listen, and work what they hear. */
  hearsElsewhere: boolean;
  /** Registers the commands where they have changed, then begins to take events: the program must be able to keep them. */
  start(): Promise<void>;
  /** Takes nothing new. */
  stop(): Promise<void>;
  /** For the line that says what runs. */
  describe(): string;
}

const contentFlags = ApplicationFlags.GatewayMessageContent | ApplicationFlags.GatewayMessageContentLimited;

/** Whether an application of these flags may read messages that are not for it. */
export function readsContent(flags: number | undefined): boolean {
  return ((flags ?? 0) & contentFlags) !== 0;
}

/** Discord as a surface. Rejects with a sentence where it does not take the token. */
export async function openDiscord(options: DiscordOptions): Promise<Discord> {
  const { program, token, apiUrl, publicUrl, clock, log } = options;
  const api = createDiscordApi(restFor(token, apiUrl));
  const application = await api.application();
  if (application.kind !== 'done')
    throw new Error(
      `Discord does not say whose token this is (${application.why}): copy DISCORD_TOKEN again from the Bot page of the developer portal.`,
    );
  const { id: applicationId, bot, flags } = application.result;
  const botUserId = bot?.id ?? applicationId;
  const { shard, shardProcess } = options;
  const recommended = shard || !shardProcess ? 1 : await recommendedShards(api);
  const shards =
    shardProcess && recommended > 1
      ? createShards({ token, count: recommended, ...shardProcess, clock, log })
      : undefined;
  const answers = createOpenAnswers(clock);
  const gateway = createGateway({
    token,
    apiUrl,
    api,
    botUserId,
    readsContent: readsContent(flags),
    shard,
    log,
    onEvent: (event, shardId) => {
      missed.note(event, shardId);
      void receiving.take(event);
    },
    // In the background: what is said now does not wait for it.
    onSession: (shardId) => void missed.read(shardId),
  });
  const spots = createSpots(api, gateway.isThread, log);
  const webhooks = createWebhooks(api, { applicationId }, clock, log);
  const receiving = createDiscordReceiving({
    api,
    program,
    answers,
    gateway,
    spots,
    readAttachments: createReadAttachments(apiUrl, log),
    clock,
    log,
  });
  const { takeMessage } = receiving;
  const { placesSince } = gateway;
  const missed = createMissedReading({ api, placesSince, takeMessage, clock, log });
  const self = { applicationId, botUserId };
  return {
    platform: createDiscordPlatform({ api, self, spots, webhooks, answers, publicUrl, log }),
    hearsElsewhere: shards !== undefined,
    start: async () => {
      if (!shard) await registerCommands(api, applicationId, options);
      if (shards) return shards.start();
      missed.goOnFrom(await options.activeThreads(), shard?.missedSinceMs);
      await gateway.start();
    },
    stop: async () => {
      await shards?.stop();
      missed.stop();
      receiving.stop();
      await gateway.stop();
    },
    describe: () => {
      const name = shards ? `Discord in ${recommended} shards` : 'Discord';
      return gateway.readsContent() ? name : `${name} (in threads it hears only what mentions it)`;
    },
  };
}

/** One where Discord does not say. */
async function recommendedShards(api: DiscordApi): Promise<number> {
  const gateway = await api.gateway();
  return gateway.kind === 'done' ? gateway.result.shards : 1;
}

/** On a change only, here or there: an application may create 200 commands a day. */
async function registerCommands(
  api: DiscordApi,
  applicationId: string,
  { commands, log }: Pick<DiscordOptions, 'commands' | 'log'>,
): Promise<void> {
  const hash = commandsHash(discordCommands);
  if ((await commands.read(applicationId)) === hash) {
    const registered = await api.commands(applicationId);
    if (registered.kind !== 'done' || isUpToDate(compareCommands(registered.result))) return;
  }
  const outcome = await api.registerCommands(applicationId, discordCommands);
  if (outcome.kind === 'done') return commands.write(applicationId, hash);
  log.error({ error: outcome.why }, 'the commands could not be registered: tried again at the next start');
}
