import { describe, expect, test } from 'vitest';
import { startRaw, startRecordingApp } from './raw-calls.ts';

describe('a call', () => {
  test('is told to wait, and is not carried out', async () => {
    const { slack, call } = await startRaw();
    const channel = slack.channel('general').id;
    slack.faults.rateLimit('chat.postMessage', { retryAfterSeconds: 7 });
    const refused = await call('chat.postMessage', { channel, text: 'x' });
    expect([refused.status, refused.error, refused.headers.get('retry-after')]).toEqual([
      429,
      'ratelimited',
      '7',
    ]);
    expect(slack.messagesIn(channel)).toEqual([]);
    expect(await call('chat.postMessage', { channel, text: 'x' })).toMatchObject({ ok: true });
    slack.expectAllUsed();
  });

  test('is lost on its way back, after it was carried out', async () => {
    const { slack, call } = await startRaw();
    const channel = slack.channel('general').id;
    slack.faults.loseResponse('chat.postMessage');
    await expect(call('chat.postMessage', { channel, text: 'x' })).rejects.toThrow();
    expect(slack.messagesIn(channel)).toHaveLength(1);
    expect(slack.callsTo('chat.postMessage')).toMatchObject([{ answer: 'done, and the answer was lost' }]);
  });

  test('is lost on its way here', async () => {
    const { slack, call } = await startRaw();
    const channel = slack.channel('general').id;
    slack.faults.dropRequest('chat.postMessage');
    await expect(call('chat.postMessage', { channel, text: 'x' })).rejects.toThrow();
    expect(slack.messagesIn(channel)).toEqual([]);
  });

  test('waits until it is let go', async () => {
    const { slack, call } = await startRaw();
    const channel = slack.channel('general').id;
    const held = slack.faults.hold('chat.postMessage');
    const answer = call('chat.postMessage', { channel, text: 'x' });
    await held.reached;
    expect(slack.messagesIn(channel)).toEqual([]);
    expect(slack.callsTo('chat.postMessage')).toMatchObject([{ answer: undefined }]);
    held.release();
    expect(await answer).toMatchObject({ ok: true });
  });

  test('fails with the error it is told, as often and for whom it is told', async () => {
    const { slack, call } = await startRaw();
    const [a, b] = [slack.channel('a').id, slack.channel('b').id];
    const when = ({ args }: { args: { text(name: string): string | undefined } }) =>
      args.text('channel') === a;
    slack.faults.fail('chat.postMessage', 'fatal_error', { times: 2, when });
    const post = (channel: string) => call('chat.postMessage', { channel, text: 'x' });
    expect(await post(b)).toMatchObject({ ok: true });
    expect(await post(a)).toMatchObject({ error: 'fatal_error' });
    expect(await post(a)).toMatchObject({ error: 'fatal_error' });
    expect(await post(a)).toMatchObject({ ok: true });
  });

  test('gets an answer that is not Slack’s, and no stream', async () => {
    const { slack, call } = await startRaw();
    slack.faults.httpStatus('auth.test', 503);
    const response = await fetch(`${slack.apiUrl}auth.test`, { method: 'POST' });
    expect([response.status, await response.text()]).toEqual([503, expect.stringContaining('<html>')]);
    slack.faults.refuseStreaming();
    slack.faults.refuseStreaming('missing_scope');
    expect(await call('chat.startStream')).toMatchObject({ error: 'method_not_supported_for_channel_type' });
    expect(await call('chat.startStream')).toMatchObject({ error: 'missing_scope' });
  });
});

describe('an event', () => {
  test('arrives twice under one id', async () => {
    const { slack } = await startRaw();
    const app = await startRecordingApp(slack);
    slack.faults.duplicate('message');
    const ana = slack.user('ana');
    await (await ana.says(ana.dm, 'hi')).acknowledged;
    await (await ana.says(ana.dm, 'again')).acknowledged;
    const ids = app.received.map(({ payload }) => payload.event_id);
    expect([ids.length, new Set(ids).size]).toEqual([3, 2]);
    slack.expectAllUsed();
  });

  test('arrives first as a retry', async () => {
    const { slack } = await startRaw();
    const app = await startRecordingApp(slack);
    slack.faults.deliverAsRetry('message', { attempt: 2, reason: 'connection_failed' });
    const ana = slack.user('ana');
    await (await ana.says(ana.dm, 'hi')).acknowledged;
    expect(app.received.map(({ headers }) => headers['x-slack-retry-num'])).toEqual(['2']);
    expect(app.received[0]?.headers['x-slack-retry-reason']).toBe('connection_failed');
  });

  test('carries no signature', async () => {
    const { slack } = await startRaw();
    const app = await startRecordingApp(slack);
    slack.faults.sign('message', 'missing');
    const ana = slack.user('ana');
    await (await ana.says(ana.dm, 'hi')).acknowledged;
    expect(app.received[0]?.headers['x-slack-signature']).toBeUndefined();
  });
});

test('a fault that nothing met is complained about', async () => {
  const { slack } = await startRaw();
  slack.faults.loseResponse('chat.postMessage');
  slack.faults.duplicate('app_mention');
  expect(() => slack.expectAllUsed()).toThrow(
    /lose-response for chat.postMessage[\s\S]*duplicate for app_mention/,
  );
});

test('waiting for something that never comes ends with the server, and says for what', async () => {
  const { slack } = await startRaw();
  const waiting = slack.until(() => slack.messagesIn(slack.channel('general'))[0], 'a reply');
  const failed = expect(waiting).rejects.toThrow('waiting for a reply');
  await slack.close();
  await failed;
});
