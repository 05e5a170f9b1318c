import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createDiscordApi } from '../../../src/adapters/discord/discord-api.ts';
import { restFor } from '../../../src/adapters/discord/rest-for.ts';
import { createSpots, type Spots } from '../../../src/adapters/discord/spots.ts';
import type { ThreadRef } from '../../../src/domain/thread-ref.ts';
import { type DiscordElevate, startOnDiscord } from '../../support/discord-elevate.ts';
import { silentLogger } from '../../support/silent-logger.ts';

let elevate: DiscordElevate;
let question: ThreadRef;

beforeEach(async () => {
  elevate = await startOnDiscord();
  // To others, so that the program makes nothing of it.
  const { id } = elevate.talker('ana').person.says(elevate.general, 'lovely weather');
  question = { surface: 'discord', place: elevate.general.id, root: id, audience: 'channel' };
});

afterEach(async () => {
  elevate.discord.expectAllUsed();
  await elevate.end();
});

/** As after a restart: nothing is known of the question but its id. */
function spotsAnew(): Spots {
  const rest = restFor(elevate.discord.token, elevate.discord.apiUrl);
  return createSpots(createDiscordApi(rest), () => false, silentLogger);
}

describe('after a restart a question gets its thread', () => {
  test.each([
    'GET /channels/:channel/messages/:message',
    'POST /channels/:channel/messages/:message/threads',
  ] as const)(
    'also where the answer to %s is lost: the channel is not where its answer is looked for',
    async (route) => {
      const spots = spotsAnew();
      elevate.discord.willLoseResponse(route);
      expect(await spots.of(question)).toMatchObject({ kind: 'refused', retryable: true });
      expect(await spots.of(question)).toMatchObject({
        kind: 'done',
        result: { channelId: question.root, parentId: question.place },
      });
    },
  );

  test('also where Discord lets us wait before it tells of the question', async () => {
    const spots = spotsAnew();
    elevate.discord.willRateLimit('GET /channels/:channel/messages/:message', {
      retryAfterMs: 500,
      scope: 'user',
    });
    expect(await spots.of(question)).toMatchObject({ kind: 'refused', retryable: true });
    expect(elevate.discord.threadsOf(elevate.general)).toEqual([]);
  });
});
