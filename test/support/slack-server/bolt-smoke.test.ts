import type { AddressInfo } from 'node:net';
import { App, HTTPReceiver, type Logger, LogLevel, SocketModeReceiver } from '@slack/bolt';
import { afterEach, describe, expect, test } from 'vitest';
import { silentLogger } from '../silent-logger.ts';
import { type SlackServer, startSlackServer } from './slack-server.ts';

const running: Array<{ stop(): Promise<unknown> }> = [];

afterEach(async () => {
  for (const one of running.splice(0)) await one.stop();
});

async function start(): Promise<SlackServer> {
  const slack = await startSlackServer();
  running.push({ stop: () => slack.close() });
  return slack;
}

/** A dropped socket is an error to Bolt, and here what the test is about. */
const quiet: Logger = { ...silentLogger, setLevel() {}, getLevel: () => LogLevel.ERROR, setName() {} };

function bySocket(slack: SlackServer, clientPingTimeout: number): App {
  const receiver = new SocketModeReceiver({
    appToken: slack.appToken,
    clientPingTimeout,
    logger: quiet,
    installerOptions: { clientOptions: { slackApiUrl: slack.apiUrl } },
  });
  return boltApp(slack, receiver);
}

function boltApp(slack: SlackServer, receiver: SocketModeReceiver | HTTPReceiver): App {
  return new App({
    token: slack.botToken,
    receiver,
    logLevel: LogLevel.ERROR,
    clientOptions: { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 } },
  });
}

/** @param clientPingTimeout the SDK's own, in milliseconds: also how long it waits before it comes back. */
async function startBySocket(slack: SlackServer, clientPingTimeout = 5_000): Promise<App> {
  const app = bySocket(slack, clientPingTimeout);
  await app.start();
  running.unshift({ stop: () => app.stop() });
  return app;
}

async function startByHttp(slack: SlackServer): Promise<App> {
  const receiver = new HTTPReceiver({ signingSecret: slack.signingSecret, logLevel: LogLevel.ERROR });
  const app = boltApp(slack, receiver);
  const server = (await receiver.start({ port: 0, host: '127.0.0.1' } as never)) as unknown as {
    address(): AddressInfo;
  };
  running.unshift({ stop: () => app.stop() });
  await slack.sendEventsTo(`http://127.0.0.1:${server.address().port}/slack/events`);
  return app;
}

describe.each([
  ['Socket Mode', (slack: SlackServer) => startBySocket(slack)],
  ['HTTP', startByHttp],
])('a Bolt app over %s', (_name, startApp) => {
  test('hears a mention, answers in the thread, opens a form and gets it back', async () => {
    const slack = await start();
    const app = await startApp(slack);
    app.event('app_mention', async ({ event, say }) => {
      await say({
        thread_ts: event.ts,
        text: 'Here is a form',
        blocks: [
          {
            type: 'actions',
            elements: [
              { type: 'button', action_id: 'open', text: { type: 'plain_text', text: 'Open' }, value: '1' },
            ],
          },
        ],
      });
    });
    app.action('open', async ({ ack, body, client }) => {
      await ack();
      if (!('trigger_id' in body)) return;
      await client.views.open({
        trigger_id: body.trigger_id,
        view: {
          type: 'modal',
          callback_id: 'shop',
          title: { type: 'plain_text', text: 'Your shop' },
          submit: { type: 'plain_text', text: 'Save' },
          blocks: [
            {
              type: 'input',
              block_id: 'name',
              label: { type: 'plain_text', text: 'Name' },
              element: { type: 'plain_text_input', action_id: 'value' },
            },
          ],
        },
      });
    });
    app.view('shop', async ({ ack, view, client, body }) => {
      const name = view.state.values.name?.value?.value ?? '';
      if (name.length < 3) {
        await ack({ response_action: 'errors', errors: { name: 'Too short.' } });
        return;
      }
      await ack();
      await client.chat.postMessage({ channel: body.user.id, text: `Saved ${name}` });
    });

    const general = slack.channel('general');
    const ana = slack.user('ana');
    const said = await ana.says(general, `${slack.botMention} @Writer H1`);
    expect(await said.acknowledged).toBe(true);
    const reply = await slack.until(() => slack.messagesIn(general, said.thread)[1], 'a reply');
    expect(reply.text).toBe('Here is a form');

    expect(await ana.presses(reply, 'Open')).toMatchObject({ acknowledged: true });
    const form = await slack.until(() => slack.openView(ana), 'the form');
    expect(await ana.submits(form, { Name: 'ab' })).toMatchObject({
      action: 'errors',
      errors: { name: 'Too short.' },
    });
    expect(await ana.submits(form, { name: 'Sour Coffee' })).toMatchObject({ action: 'closed' });
    expect(slack.openView(ana)).toBeUndefined();
    const saved = await slack.until(() => slack.messagesIn(ana.dm)[0], 'a direct message');
    expect(saved.text).toBe('Saved Sour Coffee');
    slack.expectAllUsed();
  });

  test('gets a slash command, a shortcut and the opening of the home tab', async () => {
    const slack = await start();
    const app = await startApp(slack);
    app.command('/elevate', async ({ ack, command }) => ack(`You said ${command.text}`));
    app.shortcut('ask', async ({ ack }) => ack());
    app.event('app_home_opened', async ({ event, client }) => {
      await client.views.publish({
        user_id: event.user,
        view: {
          type: 'home',
          blocks: [{ type: 'section', text: { type: 'mrkdwn', text: `tab ${event.tab}` } }],
        },
      });
    });

    const general = slack.channel('general');
    const ana = slack.user('ana');
    expect(await ana.runsCommand('/elevate', 'help', { in: general })).toMatchObject({ acknowledged: true });
    expect(slack.ephemeralFor(ana)[0]?.text).toBe('You said help');
    const said = await ana.says(general, 'hello');
    expect(await ana.usesShortcut('ask', said)).toMatchObject({ acknowledged: true });
    await ana.opensHome();
    const home = await slack.until(() => slack.homeOf(ana), 'a home tab');
    expect(home.blocks[0]).toMatchObject({ text: { text: 'tab home' } });
  });
});

test('the plain way to make an app: a token of each kind and an address', async () => {
  const slack = await start();
  const app = new App({
    token: slack.botToken,
    appToken: slack.appToken,
    socketMode: true,
    logger: quiet,
    clientOptions: { slackApiUrl: slack.apiUrl },
  });
  app.message('hello', async ({ say }) => void (await say('Hi')));
  await app.start();
  running.unshift({ stop: () => app.stop() });
  const ana = slack.user('ana');
  await ana.says(ana.dm, 'hello');
  expect(await slack.until(() => slack.messagesIn(ana.dm)[1], 'an answer')).toMatchObject({ text: 'Hi' });
});

test('Bolt refuses what is signed wrongly, late or not at all', async () => {
  const slack = await start();
  const app = await startByHttp(slack);
  const heard: string[] = [];
  app.message(async ({ message }) => void heard.push('text' in message ? (message.text ?? '') : ''));
  const ana = slack.user('ana');
  for (const how of ['wrong', 'stale', 'empty-secret', 'missing'] as const) {
    slack.faults.sign('message', how);
    // Refused, and sent again at once, this time with the right signature.
    expect(await (await ana.says(ana.dm, how)).acknowledged).toBe(true);
  }
  expect(heard).toEqual(['wrong', 'stale', 'empty-secret', 'missing']);
  slack.expectAllUsed();
});

describe('sockets', () => {
  test.each(['drop', 'refresh'] as const)(
    'after a %s Bolt comes back and hears what it missed',
    async (how) => {
      const slack = await start();
      const app = await startBySocket(slack, 300);
      const heard: string[] = [];
      app.message(async ({ message }) => {
        if (message.subtype === undefined) heard.push(message.text ?? '');
      });
      const ana = slack.user('ana');
      slack.sockets[how]();
      await slack.until(() => slack.sockets.count === 0, 'the socket to go');
      const said = await ana.says(ana.dm, 'while you were away');
      expect(await said.acknowledged).toBe(true);
      expect(new Set(heard)).toEqual(new Set(['while you were away']));
    },
  );
});
