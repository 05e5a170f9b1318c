import { afterEach, beforeEach, expect, test } from 'vitest';
import { freePort } from '../../../src/adapters/mongo/server-process.ts';
import { singleWorkspace, slackClient } from '../../../src/adapters/slack/workspaces.ts';
import { silentLogger } from '../../support/silent-logger.ts';
import { type SlackServer, startSlackServer } from '../../support/slack-server/slack-server.ts';

let slack: SlackServer;
beforeEach(async () => {
  slack = await startSlackServer();
});
afterEach(() => slack.close());

const enter = (token: string, apiUrl = slack.apiUrl) =>
  singleWorkspace(slackClient(token, apiUrl, silentLogger));

test('the token in the environment opens its one workspace, until the app is removed', async () => {
  const workspaces = await enter(slack.botToken);
  const { team } = workspaces;
  expect(team).toMatchObject({ teamId: slack.team.id, self: { botUserId: slack.team.botUserId } });
  expect(await workspaces.of('T0OTHER')).toBeUndefined();
  await workspaces.forget('T0OTHER', 0);
  expect(await workspaces.of(slack.team.id)).toBe(team);
  await workspaces.forget(slack.team.id, 0);
  expect(await workspaces.of(slack.team.id)).toBeUndefined();
});

test('where Slack does not let it in, why and where to look are told, and not the token', async () => {
  const port = await freePort();
  for (const [apiUrl, why] of [
    [slack.apiUrl, 'invalid_auth'],
    [`http://127.0.0.1:${port}/api/`, 'ECONNREFUSED'],
  ] as const) {
    const sentence = `Slack does not let us in (${why}). npm run doctor says what to do about it.`;
    await expect(enter('xoxb-tulip', apiUrl)).rejects.toThrow(sentence);
  }
});
