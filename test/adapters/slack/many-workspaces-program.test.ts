import { randomUUID } from 'node:crypto';
import { expect, inject, test } from 'vitest';
import { startProgram } from '../../../src/compose.ts';
import { loadConfig } from '../../../src/config.ts';
import { startSlackServer } from '../../support/slack-server/slack-server.ts';

test.each(['socket', 'HTTP'])(
  'the program by %s says where it is installed, and begins there',
  async (by) => {
    const slack = await startSlackServer();
    const uri = new URL(inject('mongoUri'));
    uri.pathname = `/test-${randomUUID()}`;
    const env = {
      MONGODB_URI: uri.href,
      PORT: '0',
      SLACK_CLIENT_ID: slack.clientId,
      SLACK_CLIENT_SECRET: slack.clientSecret,
      SLACK_STATE_SECRET: 'a-state-secret-of-ours',
      SLACK_API_URL: slack.apiUrl,
      ...(by === 'socket'
        ? { SLACK_APP_TOKEN: slack.appToken }
        : { SLACK_SIGNING_SECRET: slack.signingSecret }),
      PUBLIC_URL: 'https://elevate.example.org',
      ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
      LOG_LEVEL: 'silent',
    };
    const program = await startProgram(loadConfig(env), env, () => {});
    try {
      expect(program.ready).toContain(
        `Slack by ${by} (install at https://elevate.example.org/slack/install) · store`,
      );
      const { status, headers } = await fetch(`${program.url}/slack/install`, { redirect: 'manual' });
      expect(status).toBe(302);
      expect(headers.get('location')).toContain(slack.authorizationUrl);
    } finally {
      await program.stop();
      await slack.close();
    }
  },
);
