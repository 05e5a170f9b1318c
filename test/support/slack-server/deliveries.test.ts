import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { limits } from './limits.ts';
import { type RawCall, startRaw, startRecordingApp } from './raw-calls.ts';

const { ackMs, retryAfterMs } = limits.delivery;

describe('what people do, as events', () => {
  test('a mention in a channel arrives twice: other event_id, same ts', async () => {
    const { slack } = await startRaw();
    const app = await startRecordingApp(slack);
    const ana = slack.user('ana');
    const general = slack.channel('general');
    const said = await ana.says(general, `${slack.botMention} @Writer H1`);
    expect(await said.acknowledged).toBe(true);
    const [mention, message] = [app.ofType('app_mention')[0], app.ofType('message')[0]];
    expect(mention?.payload.event.ts).toBe(said.ts);
    expect(message?.payload.event).toMatchObject({ ts: said.ts, channel_type: 'channel', user: ana.id });
    expect(mention?.payload.event_id).not.toBe(message?.payload.event_id);
    expect(mention?.payload).toMatchObject({
      type: 'event_callback',
      team_id: slack.team.id,
      authorizations: [{ user_id: slack.team.botUserId, is_bot: true }],
    });
    expect(app.received).toHaveLength(2);
  });

  test('where the bot is not, nothing arrives; a direct message is no mention and roots its own thread', async () => {
    const { slack } = await startRaw();
    const app = await startRecordingApp(slack);
    const ana = slack.user('ana');
    const there = await ana.says(slack.channel('elsewhere', { withBot: false }), `${slack.botMention} hi`);
    await ana.edits(there, 'changed');
    await ana.reacts(there, 'eyes');
    await ana.deletes(there);
    const said = await ana.says(ana.dm, `${slack.botMention} hi`);
    await said.acknowledged;
    expect(app.received.map(({ payload }) => payload.event.type)).toEqual(['message']);
    expect(app.received[0]?.payload.event).toMatchObject({ channel_type: 'im' });
    expect(app.received[0]?.payload.event.thread_ts).toBeUndefined();
    expect(said.thread).toBe(said.ts);
  });

  test('edits, deletions, replies, files, reactions, joins and what other bots and the app itself say', async () => {
    const { slack, call } = await startRaw();
    const app = await startRecordingApp(slack);
    const ana = slack.user('ana');
    const general = slack.channel('general');
    const root = await ana.says(general, 'root');
    const reply = await ana.says(general, 'reply', {
      thread: root,
      files: [{ name: 'a.csv', content: '1,2' }],
    });
    await ana.edits(root, 'changed');
    await ana.reacts(root, 'eyes');
    await ana.unreacts(root, 'eyes');
    await ana.deletes(reply);
    await slack.user('ben').joins(general);
    await slack.user('ben').leaves(general);
    await slack.otherBot('standup').says(general, 'Time!');
    await slack.otherBot('legacy').says(general, 'Beep', { classic: true });
    await call('chat.postMessage', { channel: general.id, text: 'mine', username: 'Writer' });
    const expected = [
      { type: 'message', text: 'root' },
      {
        subtype: 'file_share',
        thread_ts: root.ts,
        parent_user_id: ana.id,
        files: [{ name: 'a.csv', size: 3 }],
      },
      { subtype: 'message_changed', message: { text: 'changed' }, previous_message: { text: 'root' } },
      { type: 'reaction_added', reaction: 'eyes', item: { ts: root.ts } },
      { type: 'reaction_removed' },
      { subtype: 'message_deleted', deleted_ts: reply.ts },
      { type: 'member_joined_channel' },
      { type: 'member_left_channel' },
      { type: 'message', text: 'Time!', bot_id: expect.any(String) },
      { subtype: 'bot_message', username: 'legacy' },
      { type: 'message', text: 'mine', bot_id: slack.team.botId, username: 'Writer' },
    ];
    await slack.until(() => app.received.length >= expected.length);
    for (const one of expected) {
      expect(app.received.map(({ payload }) => payload.event)).toContainEqual(
        expect.objectContaining(shallow(one)),
      );
    }
    expect(app.received).toHaveLength(expected.length);
  });

  /** `objectContaining` compares what it contains to the letter, so what is nested is told to be lenient too. */
  function shallow(value: Record<string, unknown>): Record<string, unknown> {
    return Object.fromEntries(
      Object.entries(value).map(([name, one]) => {
        if (Array.isArray(one)) return [name, one.map((item) => expect.objectContaining(item))];
        const nested = typeof one === 'object' && one !== null && !('asymmetricMatch' in one);
        return [name, nested ? expect.objectContaining(one as object) : one];
      }),
    );
  }

  test('only what the app has subscribed to', async () => {
    const { slack } = await startRaw({ subscribes: ['message.im'] });
    const app = await startRecordingApp(slack);
    const ana = slack.user('ana');
    await ana.says(slack.channel('general'), `${slack.botMention} hi`);
    await (await ana.says(ana.dm, 'hi')).acknowledged;
    expect(app.received.map(({ payload }) => payload.event.channel)).toEqual([ana.dm.id]);
  });

  test('leaving a workspace is told, and then nothing more', async () => {
    const { slack } = await startRaw();
    const app = await startRecordingApp(slack);
    const ana = slack.user('ana');
    await slack.uninstall();
    await slack.until(() => app.received.length === 2);
    await (await ana.says(ana.dm, 'anybody?')).acknowledged;
    expect(app.received.map(({ payload }) => payload.event.type).sort()).toEqual([
      'app_uninstalled',
      'tokens_revoked',
    ]);
  });
});

describe('over HTTP', () => {
  test('a URL that does not echo the challenge is not taken', async () => {
    const { slack } = await startRaw();
    await expect(slack.sendEventsTo(`${slack.apiUrl}auth.test`)).rejects.toThrow('url_verification');
    await expect(slack.sendEventsTo('http://127.0.0.1:1/')).rejects.toThrow('connection_failed');
  });

  test.each([
    [undefined, true, true],
    ['wrong', false, true],
    ['empty-secret', false, true],
    ['stale', true, false],
  ] as const)('signature %s: right %s, fresh %s', async (how, isRight, isFresh) => {
    const { slack } = await startRaw();
    const app = await startRecordingApp(slack);
    if (how) slack.faults.sign('message', how);
    const ana = slack.user('ana');
    await (await ana.says(ana.dm, 'hi')).acknowledged;
    const [first] = app.received;
    if (!first) throw new Error('Nothing arrived.');
    const { headers, rawBody } = first;
    const timestamp = String(headers['x-slack-request-timestamp']);
    const digest = createHmac('sha256', slack.signingSecret)
      .update(`v0:${timestamp}:${rawBody}`)
      .digest('hex');
    expect(headers['x-slack-signature'] === `v0=${digest}`).toBe(isRight);
    expect(Date.now() / 1000 - Number(timestamp) < 5 * 60).toBe(isFresh);
    slack.expectAllUsed();
  });

  test('what is not answered comes again at once, after a minute, after five, and never more', async () => {
    const { slack, clock, sleeps } = await startRaw();
    const app = await startRecordingApp(slack);
    app.answers({ status: 500 });
    const ana = slack.user('ana');
    const said = await ana.says(ana.dm, 'hi');
    const [, afterOneMinuteMs = 0, afterFiveMs = 0] = retryAfterMs;
    await expect.poll(() => sleeps).toContain(afterOneMinuteMs);
    expect(app.received).toHaveLength(2);
    clock.advance(afterOneMinuteMs - 1);
    expect(app.received).toHaveLength(2);
    clock.advance(1);
    await expect.poll(() => sleeps).toContain(afterFiveMs);
    expect(app.received).toHaveLength(3);
    clock.advance(afterFiveMs);
    expect(await said.acknowledged).toBe(false);
    expect(
      app.received.map(({ headers }) => [headers['x-slack-retry-num'], headers['x-slack-retry-reason']]),
    ).toEqual([
      [undefined, undefined],
      ['1', 'http_error'],
      ['2', 'http_error'],
      ['3', 'http_error'],
    ]);
    expect(new Set(app.received.map(({ payload }) => payload.event_id)).size).toBe(1);
  });

  test('three seconds without an answer are a time-out; X-Slack-No-Retry ends it', async () => {
    const { slack, clock } = await startRaw();
    const app = await startRecordingApp(slack);
    app.answers({ never: true });
    const ana = slack.user('ana');
    const said = await ana.says(ana.dm, 'hi');
    await expect.poll(() => app.received.length).toBe(1);
    clock.advance(ackMs - 1);
    app.answers({ status: 500, headers: { 'x-slack-no-retry': '1' } });
    expect(app.received).toHaveLength(1);
    clock.advance(1);
    expect(await said.acknowledged).toBe(false);
    expect(app.received.map(({ headers }) => headers['x-slack-retry-reason'])).toEqual([
      undefined,
      'http_timeout',
    ]);
  });
});

describe('over sockets', () => {
  async function connect(call: RawCall, appToken: string) {
    const { url } = await call('apps.connections.open', {}, appToken);
    const socket = new WebSocket(String(url));
    const heard: Array<Record<string, unknown>> = [];
    socket.on('message', (data) => heard.push(JSON.parse(data.toString())));
    const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
    await expect.poll(() => heard.length).toBeGreaterThan(0);
    return {
      url: String(url),
      heard,
      closed,
      envelopes: () => heard.filter((one) => 'envelope_id' in one),
      ack: (index: number, payload?: object) =>
        socket.send(
          JSON.stringify({
            envelope_id: heard.filter((one) => 'envelope_id' in one)[index]?.envelope_id,
            ...(payload && { payload }),
          }),
        ),
      socket,
    };
  }

  test('hello first; an address is good for one connection', async () => {
    const { slack, call } = await startRaw();
    const one = await connect(call, slack.appToken);
    expect(one.heard[0]).toMatchObject({
      type: 'hello',
      num_connections: 1,
      connection_info: { app_id: 'A00000001' },
    });
    const again = new WebSocket(one.url);
    const refused = await new Promise<string>((resolve) =>
      again.once('error', ({ message }) => resolve(message)),
    );
    expect(refused).toContain('401');
  });

  test('ten connections and no more, each payload to one of them', async () => {
    const { slack, call } = await startRaw();
    const all: Awaited<ReturnType<typeof connect>>[] = [];
    for (let n = 0; n < limits.delivery.sockets; n += 1) all.push(await connect(call, slack.appToken));
    expect(all.at(-1)?.heard[0]).toMatchObject({ type: 'hello', num_connections: limits.delivery.sockets });
    const tooMany = await connect(call, slack.appToken);
    expect(tooMany.heard[0]).toMatchObject({ type: 'disconnect', reason: 'too_many_websockets' });
    await tooMany.closed;
    const ana = slack.user('ana');
    for (let n = 0; n < all.length; n += 1) await ana.says(ana.dm, String(n));
    await expect.poll(() => all.map(({ envelopes }) => envelopes().length)).toEqual(all.map(() => 1));
  });

  test('an event without acknowledgement comes again on the next connection, as a retry', async () => {
    const { slack, call } = await startRaw();
    const first = await connect(call, slack.appToken);
    const ana = slack.user('ana');
    const said = await ana.says(ana.dm, 'hi');
    await expect.poll(() => first.envelopes().length).toBe(1);
    expect(first.envelopes()[0]).toMatchObject({
      type: 'events_api',
      accepts_response_payload: false,
      retry_attempt: 0,
      retry_reason: '',
    });
    slack.sockets.drop();
    await first.closed;
    const second = await connect(call, slack.appToken);
    await expect.poll(() => second.envelopes().length).toBe(1);
    expect(second.envelopes()[0]).toMatchObject({
      retry_attempt: 1,
      retry_reason: 'timeout',
      payload: { event: { ts: said.ts } },
    });
    second.ack(0);
    expect(await said.acknowledged).toBe(true);
  });

  test('and after three seconds on the same one', async () => {
    const { slack, call, clock } = await startRaw();
    const one = await connect(call, slack.appToken);
    const ana = slack.user('ana');
    const said = await ana.says(ana.dm, 'hi');
    await expect.poll(() => one.envelopes().length).toBe(1);
    clock.advance(ackMs);
    await expect.poll(() => one.envelopes().length).toBe(2);
    one.ack(1);
    expect(await said.acknowledged).toBe(true);
  });

  test('a press is not sent again: the person sees that it failed', async () => {
    const { slack, call, clock } = await startRaw();
    const ana = slack.user('ana');
    expect(await ana.runsCommand('/elevate')).toMatchObject({ acknowledged: false });
    const one = await connect(call, slack.appToken);
    const ran = ana.runsCommand('/elevate', 'help');
    await expect.poll(() => one.envelopes().length).toBe(1);
    expect(one.envelopes()[0]).toMatchObject({ type: 'slash_commands', accepts_response_payload: true });
    clock.advance(ackMs);
    expect(await ran).toMatchObject({ acknowledged: false, reason: 'timeout' });
    expect(one.envelopes()).toHaveLength(1);
  });

  test.each(['warning', 'refresh_requested'] as const)(
    '%s: told to leave, gets nothing new',
    async (reason) => {
      const { slack, call } = await startRaw();
      const old = await connect(call, slack.appToken);
      slack.sockets.refresh(reason);
      await expect.poll(() => old.heard.at(-1)).toMatchObject({ type: 'disconnect', reason });
      const ana = slack.user('ana');
      await ana.says(ana.dm, 'hi');
      const fresh = await connect(call, slack.appToken);
      await expect.poll(() => fresh.envelopes().length).toBe(1);
      expect(old.envelopes()).toEqual([]);
    },
  );

  test('pings are answered, until a socket is frozen', async () => {
    const { slack, call } = await startRaw();
    const one = await connect(call, slack.appToken);
    const pongs: string[] = [];
    const pings: string[] = [];
    one.socket.on('pong', (data) => pongs.push(data.toString()));
    one.socket.on('ping', (data) => pings.push(data.toString()));
    one.socket.ping('first');
    slack.sockets.ping();
    await expect.poll(() => [pongs.length, pings.length]).toEqual([1, 1]);
    slack.sockets.freeze();
    one.socket.ping('second');
    const { url } = await call('apps.connections.open', {}, slack.appToken);
    expect(url).toContain('ws://');
    expect(pongs).toEqual(['first']);
  });
});
