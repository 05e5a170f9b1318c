import { describe, expect, test } from 'vitest';
import { limits, rateRule } from './limits.ts';
import { startRaw, startRecordingApp } from './raw-calls.ts';

describe('who may call', () => {
  test('a token decides: none, unknown, revoked, of the wrong kind, of an app that is gone', async () => {
    const { slack, call } = await startRaw();
    const bare = await fetch(`${slack.apiUrl}auth.test`, { method: 'POST' });
    expect(await bare.json()).toMatchObject({ error: 'not_authed' });
    expect(await call('auth.test', {}, 'xoxb-nobody')).toMatchObject({ error: 'invalid_auth' });
    expect(await call('auth.test', {}, slack.appToken)).toMatchObject({ error: 'not_allowed_token_type' });
    expect(await call('apps.connections.open')).toMatchObject({ error: 'not_allowed_token_type' });
    expect(await call('auth.test')).toMatchObject({ ok: true, user_id: slack.team.botUserId });

    const other = slack.workspace('Other');
    expect(await call('auth.test', {}, other.botToken)).toMatchObject({ ok: true, team_id: other.id });
    await slack.uninstall(other);
    expect(await call('auth.test', {}, other.botToken)).toMatchObject({ error: 'account_inactive' });
    expect(await call('auth.revoke', { test: true })).toMatchObject({ ok: true, revoked: false });
    expect(await call('auth.revoke')).toMatchObject({ ok: true, revoked: true });
    expect(await call('auth.test')).toMatchObject({ error: 'token_revoked' });
  });

  test('a form is read like JSON, with a token among its fields', async () => {
    const { slack } = await startRaw();
    const { id } = slack.channel('general');
    const response = await fetch(`${slack.apiUrl}chat.postMessage`, {
      method: 'POST',
      body: new URLSearchParams({
        token: slack.botToken,
        channel: id,
        blocks: JSON.stringify([{ type: 'divider' }]),
      }),
    });
    expect(await response.json()).toMatchObject({ ok: true });
    expect(slack.callsTo('chat.postMessage')[0]?.args).toMatchObject({ blocks: [{ type: 'divider' }] });
  });

  test.each([
    ['chat:write', 'chat.postMessage', { text: 'x' }],
    ['chat:write', 'chat.startStream', {}],
    ['chat:write', 'assistant.threads.setStatus', {}],
    ['chat:write.customize', 'chat.postMessage', { text: 'x', username: 'Writer' }],
    ['channels:history', 'conversations.history', {}],
    ['channels:read', 'conversations.info', {}],
    ['users:read', 'users.info', {}],
    ['assistant:write', 'assistant.threads.setSuggestedPrompts', {}],
    ['reactions:write', 'reactions.add', {}],
    ['files:write', 'files.getUploadURLExternal', {}],
    ['im:write', 'conversations.open', {}],
  ])('without %s, %s says which scope it needs', async (scope, method, args) => {
    const scopes = ['chat:write', 'app_mentions:read'].filter((one) => one !== scope);
    const { slack, call } = await startRaw({ scopes });
    const channel = slack.channel('general').id;
    expect(await call(method, { channel, ...args })).toMatchObject({
      error: 'missing_scope',
      needed: scope,
      provided: scopes.join(','),
    });
  });

  test('an address needs users:read.email, a locale is told when asked for', async () => {
    const { slack, call } = await startRaw();
    const ana = slack.user('ana', { locale: 'pt-PT' });
    expect(await call('users.info', { user: ana.id, include_locale: true })).toMatchObject({
      user: { locale: 'pt-PT', profile: { email: 'ana@example.com' } },
    });
    slack.setScopes(slack.botToken, ['users:read']);
    const { user } = (await call('users.info', { user: ana.id })) as unknown as {
      user: { locale?: string; profile: { email?: string } };
    };
    expect([user.locale, user.profile.email]).toEqual([undefined, undefined]);
  });

  test('a method that is not here is refused, and complained about', async () => {
    const { slack, call } = await startRaw();
    expect(await call('stars.add')).toMatchObject({ error: 'unknown_method' });
    expect(() => slack.expectAllUsed()).toThrow('unknown method: stars.add');
  });
});

describe('where one may post', () => {
  test.each([
    ['nowhere', 'channel_not_found'],
    ['archived', 'is_archived'],
    ['without-bot', 'not_in_channel'],
    ['secret', 'channel_not_found'],
  ])('%s: %s', async (name, error) => {
    const { slack, call } = await startRaw();
    slack.channel('archived', { archived: true });
    slack.channel('without-bot', { withBot: false });
    slack.channel('secret', { kind: 'private', withBot: false });
    const channel = name === 'nowhere' ? 'C404' : slack.channel(name).id;
    expect(await call('chat.postMessage', { channel, text: 'x' })).toMatchObject({ error });
  });

  test('chat:write.public reaches public channels, a user id their direct messages', async () => {
    const { slack, call } = await startRaw({ scopes: ['chat:write', 'chat:write.public'] });
    const channel = slack.channel('without-bot', { withBot: false }).id;
    expect(await call('chat.postMessage', { channel, text: 'x' })).toMatchObject({ ok: true });
    const ana = slack.user('ana');
    expect(await call('chat.postMessage', { channel: ana.id, text: 'x' })).toMatchObject({
      channel: ana.dm.id,
    });
  });

  test.each([
    ['nothing to say', { text: '' }, 'no_text'],
    ['no blocks either', { blocks: [] }, 'no_text'],
    ['blocks that are no list', { blocks: 'x' }, 'invalid_arguments'],
    ['blocks that are an object', { blocks: { type: 'divider' } }, 'invalid_blocks_format'],
    ['an unknown block', { blocks: [{ type: 'nonsense' }] }, 'invalid_blocks'],
    ['a block without what it needs', { blocks: [{ type: 'section' }] }, 'invalid_blocks'],
    ['a field that is not there', { blocks: [{ type: 'divider', colour: 'red' }] }, 'invalid_blocks'],
    [
      'one block_id twice',
      { blocks: [1, 2].map(() => ({ type: 'divider', block_id: 'a' })) },
      'invalid_blocks',
    ],
    ['Markdown and text', { markdown_text: 'x', text: 'y' }, 'markdown_text_conflict'],
    ['metadata without a payload', { text: 'x', metadata: { event_type: 'a' } }, 'invalid_metadata_format'],
    ['a thread that is none', { text: 'x', thread_ts: '1.000001' }, 'thread_not_found'],
    ['a thread that is no timestamp', { text: 'x', thread_ts: 'abc' }, 'invalid_thread_ts'],
  ])('%s is refused', async (_name, args, error) => {
    const { slack, call } = await startRaw();
    const channel = slack.channel('general').id;
    expect(await call('chat.postMessage', { channel, ...args })).toMatchObject({ ok: false, error });
    expect(slack.messagesIn(channel)).toEqual([]);
  });

  test('one action_id twice in a block, or two fields in focus', async () => {
    const { slack, call } = await startRaw();
    const channel = slack.channel('general').id;
    const button = { type: 'button', action_id: 'a', text: { type: 'plain_text', text: 'x' } };
    const two = [{ type: 'actions', elements: [button, button] }];
    expect(await call('chat.postMessage', { channel, blocks: two })).toMatchObject({
      error: 'invalid_blocks',
    });
    const focused = (action_id: string) => ({
      type: 'input',
      label: { type: 'plain_text', text: 'x' },
      element: { type: 'plain_text_input', action_id, focus_on_load: true },
    });
    const both = [focused('a'), focused('b')];
    expect(await call('chat.postMessage', { channel, blocks: both })).toMatchObject({
      error: 'invalid_blocks',
    });
  });

  test('a reply is no thread', async () => {
    const { slack, call } = await startRaw();
    const ana = slack.user('ana');
    const general = slack.channel('general');
    const root = await ana.says(general, 'root');
    const reply = await ana.says(general, 'reply', { thread: root });
    expect(
      await call('chat.postMessage', { channel: general.id, text: 'x', thread_ts: reply.ts }),
    ).toMatchObject({ error: 'cannot_reply_to_message' });
  });
});

describe('messages', () => {
  test('timestamps grow though the clock stands still, and differ within a channel', async () => {
    const { slack, call } = await startRaw();
    const channel = slack.channel('general').id;
    for (const text of ['a', 'b', 'c']) await call('chat.postMessage', { channel, text });
    const stamps = slack.messagesIn(channel).map(({ ts }) => ts);
    expect(stamps).toEqual([...new Set(stamps)].sort());
  });

  test('only one’s own can be changed or deleted', async () => {
    const { slack, call } = await startRaw();
    const general = slack.channel('general');
    const { ts } = await slack.user('ana').says(general, 'mine');
    const of = { channel: general.id, ts };
    expect(await call('chat.update', { ...of, text: 'x' })).toMatchObject({ error: 'cant_update_message' });
    expect(await call('chat.delete', of)).toMatchObject({ error: 'cant_delete_message' });
    expect(await call('chat.update', { ...of, ts: '1.000001', text: 'x' })).toMatchObject({
      error: 'message_not_found',
    });
  });

  test('an update with text alone takes the blocks away', async () => {
    const { slack, call } = await startRaw();
    const channel = slack.channel('general').id;
    const { ts } = await call('chat.postMessage', { channel, text: 'a', blocks: [{ type: 'divider' }] });
    await call('chat.update', { channel, ts, blocks: [{ type: 'divider', block_id: 'kept' }] });
    expect(slack.messagesIn(channel)[0]).toMatchObject({ text: 'a', blocks: [{ block_id: 'kept' }] });
    await call('chat.update', { channel, ts, text: 'b' });
    expect(slack.messagesIn(channel)[0]?.blocks).toBeUndefined();
  });

  test('metadata comes back to those who ask for it', async () => {
    const { slack, call } = await startRaw();
    const channel = slack.channel('general').id;
    const metadata = { event_type: 'delivery', event_payload: { key: 'reply:1' } };
    const { ts } = await call('chat.postMessage', { channel, text: 'x', metadata });
    const read = async (include_all_metadata: boolean) => {
      const answer = await call('conversations.replies', { channel, ts, include_all_metadata });
      return (answer.messages as Array<{ metadata?: unknown }>)[0]?.metadata;
    };
    expect(await read(true)).toEqual(metadata);
    expect(await read(false)).toBeUndefined();
  });

  test('history and threads come in pages, and apps under the new limit get 15 at a time', async () => {
    for (const distribution of ['internal', 'commercial'] as const) {
      const { slack, call } = await startRaw({ distribution });
      const channel = slack.channel('general').id;
      const { ts } = await call('chat.postMessage', { channel, text: '0' });
      for (let n = 1; n <= 20; n += 1) {
        await call('chat.postMessage', { channel, text: String(n), thread_ts: ts });
      }
      const pages: string[][] = [];
      let cursor: unknown;
      do {
        const page = await call('conversations.replies', { channel, ts, limit: 16, cursor });
        pages.push((page.messages as Array<{ text: string }>).map(({ text }) => text));
        cursor = (page.response_metadata as { next_cursor?: string } | undefined)?.next_cursor;
      } while (cursor);
      expect(pages.flat()).toEqual(Array.from({ length: 21 }, (_, n) => String(n)));
      const most = distribution === 'commercial' ? limits.history.restrictedPageObjects : 16;
      expect(pages[0]).toHaveLength(most);
      const history = await call('conversations.history', { channel });
      expect(history.messages).toMatchObject([{ text: '0', reply_count: 20 }]);
    }
  });

  test('a window leaves its edges out unless told', async () => {
    const { slack, call } = await startRaw();
    const channel = slack.channel('general').id;
    const stamps: unknown[] = [];
    for (const text of ['a', 'b', 'c']) stamps.push((await call('chat.postMessage', { channel, text })).ts);
    const texts = async (args: object) =>
      ((await call('conversations.history', { channel, ...args })).messages as Array<{ text: string }>).map(
        ({ text }) => text,
      );
    expect(await texts({ oldest: stamps[0] })).toEqual(['c', 'b']);
    expect(await texts({ oldest: stamps[0], latest: stamps[1], inclusive: true })).toEqual(['b', 'a']);
  });

  test('an ephemeral message is for one person in the channel', async () => {
    const { slack, call } = await startRaw();
    const general = slack.channel('general');
    const ana = slack.user('ana');
    const whisper = { channel: general.id, user: ana.id, text: 'psst' };
    expect(await call('chat.postEphemeral', whisper)).toMatchObject({ error: 'user_not_in_channel' });
    await ana.joins(general);
    const { message_ts: ts } = await call('chat.postEphemeral', whisper);
    expect(slack.ephemeralFor(ana)).toMatchObject([{ text: 'psst' }]);
    expect(slack.messagesIn(general)).toEqual([]);
    expect(await call('chat.update', { channel: general.id, ts, text: 'x' })).toMatchObject({
      error: 'message_not_found',
    });
  });
});

describe('streams', () => {
  async function startedStream(first: object = { markdown_text: 'Three ' }) {
    const raw = await startRaw();
    const ana = raw.slack.user('ana');
    const general = raw.slack.channel('general');
    const { ts: thread_ts } = await ana.says(general, 'hello');
    const recipients = { recipient_user_id: ana.id, recipient_team_id: raw.slack.team.id };
    const begin = { channel: general.id, thread_ts, ...recipients, ...first };
    const { ts } = await raw.call('chat.startStream', begin);
    return { ...raw, ana, general, begin, of: { channel: general.id, ts } };
  }

  test('grow, and what ends them is added', async () => {
    const { slack, call, general, of } = await startedStream();
    await call('chat.appendStream', { ...of, markdown_text: 'headlines' });
    const metadata = { event_type: 'delivery', event_payload: { key: 'k' } };
    const blocks = [{ type: 'divider' }];
    await call('chat.stopStream', { ...of, markdown_text: '.', blocks, metadata });
    expect(slack.messagesIn(general)[1]).toMatchObject({
      text: 'Three headlines.',
      blocks: [{ type: 'markdown' }, { type: 'divider' }],
      metadata,
      stream: { state: 'completed' },
    });
    expect(await call('chat.appendStream', { ...of, markdown_text: 'x' })).toMatchObject({
      error: 'message_not_in_streaming_state',
    });
    expect(await call('chat.stopStream', of)).toMatchObject({ error: 'message_not_in_streaming_state' });
  });

  test('a first chunk of blocks can be found again by its block_id', async () => {
    const context = { type: 'context', block_id: 'reply:1', elements: [{ type: 'mrkdwn', text: 'Writer' }] };
    const { call, of, begin } = await startedStream({ chunks: [{ type: 'blocks', blocks: [context] }] });
    await call('chat.appendStream', { ...of, chunks: [{ type: 'markdown_text', text: 'Hi' }] });
    const { messages } = await call('conversations.replies', { channel: of.channel, ts: begin.thread_ts });
    expect(messages).toMatchObject([{}, { blocks: [{ block_id: 'reply:1' }, { text: 'Hi' }] }]);
  });

  test('live five minutes, however much is added', async () => {
    const { slack, call, clock, of } = await startedStream();
    const append = () => call('chat.appendStream', { ...of, markdown_text: 'x' });
    clock.advance(limits.stream.lifeMs - 1);
    expect(await append()).toMatchObject({ ok: true });
    clock.advance(1);
    expect(await append()).toMatchObject({ error: 'message_not_in_streaming_state' });
    expect(await call('chat.update', { ...of, text: 'whole' })).toMatchObject({ ok: true });
    slack.expectAllUsed();
  });

  test('can be ended by the test', async () => {
    const { slack, call, of } = await startedStream();
    slack.expireStreams();
    expect(await call('chat.appendStream', { ...of, markdown_text: 'x' })).toMatchObject({
      error: 'message_not_in_streaming_state',
    });
  });

  test('take one kind of content, and no edit', async () => {
    const { call, of } = await startedStream();
    const chunks = [{ type: 'markdown_text', text: 'x' }];
    expect(await call('chat.appendStream', { ...of, chunks })).toMatchObject({
      error: 'streaming_mode_mismatch',
    });
    expect(await call('chat.appendStream', { ...of, chunks, markdown_text: 'x' })).toMatchObject({
      error: 'cannot_provide_both_markdown_text_and_chunks',
    });
    expect(await call('chat.update', { ...of, text: 'x' })).toMatchObject({
      error: 'streaming_state_conflict',
    });
  });

  test.each([
    ['recipient_team_id', 'missing_recipient_team_id'],
    ['recipient_user_id', 'missing_recipient_user_id'],
    ['thread_ts', 'invalid_arguments'],
  ])('in a channel need %s', async (missing, error) => {
    const { call, begin } = await startedStream();
    expect(await call('chat.startStream', { ...begin, [missing]: undefined })).toMatchObject({ error });
  });

  test('in direct messages need no recipient, and never take metadata', async () => {
    const { call, ana } = await startedStream();
    const { ts: thread_ts } = await ana.says(ana.dm, 'hello');
    const start = (more: object) => call('chat.startStream', { channel: ana.dm.id, thread_ts, ...more });
    expect(await start({})).toMatchObject({ ok: true });
    const metadata = { event_type: 'a', event_payload: {} };
    expect(await start({ metadata })).toMatchObject({ error: 'invalid_arguments' });
  });

  test('tasks: the title is replaced, details are added', async () => {
    const task = (over: object) => ({
      type: 'task_update',
      id: '1',
      title: 'Read',
      status: 'in_progress',
      ...over,
    });
    const { slack, call, general, of } = await startedStream({ chunks: [task({ details: 'a' })] });
    await call('chat.appendStream', { ...of, chunks: [task({ details: 'b', status: 'complete' })] });
    expect(slack.messagesIn(general)[1]?.stream?.parts).toMatchObject([
      { status: 'complete', details: 'ab' },
    ]);
  });

  test('the Stop button ends them', async () => {
    const { slack, call, ana, general, of } = await startedStream();
    const app = await startRecordingApp(slack);
    const [, streaming] = slack.messagesIn(general);
    if (!streaming) throw new Error('There is no stream.');
    await ana.stopsSession(streaming);
    const { payload } = await slack.until(() => app.ofType('agent_session_stopped')[0]);
    expect(payload.event).toMatchObject({ streaming_message_ts: [of.ts], user: ana.id });
    expect(await call('chat.appendStream', { ...of, markdown_text: 'x' })).toMatchObject({
      error: 'stopped_by_user',
    });
    await expect(ana.stopsSession(streaming)).rejects.toThrow('no Stop button');
  });
});

describe('threads of an agent', () => {
  test('a status stands two minutes, or until the app says something', async () => {
    const { slack, call, clock } = await startRaw();
    const ana = slack.user('ana');
    const said = await ana.says(ana.dm, 'hello');
    const status = { channel_id: ana.dm.id, thread_ts: said.ts, status: 'is thinking…' };
    await call('assistant.threads.setStatus', status);
    clock.advance(limits.assistant.statusLifeMs - 1);
    expect(slack.statusOf(said)).toMatchObject({ status: 'is thinking…' });
    clock.advance(1);
    expect(slack.statusOf(said)).toBeUndefined();
    await call('assistant.threads.setStatus', status);
    await call('chat.postMessage', { channel: ana.dm.id, thread_ts: said.ts, text: 'done' });
    expect(slack.statusOf(said)).toBeUndefined();
  });

  test('a session is opened by its status, renamed afterwards, and ended with a stream', async () => {
    const { slack, call } = await startRaw();
    const ana = slack.user('ana');
    const said = await ana.says(ana.dm, 'hello');
    const thread = { channel_id: ana.dm.id, thread_ts: said.ts };
    expect(await call('agents.sessions.rename', { ...thread, title: 'x' })).toMatchObject({
      error: 'session_not_found',
    });
    await call('agents.sessions.setStatus', { ...thread, status: 'processing', title: 'First' });
    await call('agents.sessions.setStatus', { ...thread, status: 'processing', title: 'Second' });
    expect(slack.sessionOf(said)).toMatchObject({ status: 'processing', title: 'First' });
    await call('agents.sessions.rename', { ...thread, title: 'Third' });
    const { ts } = await call('chat.startStream', { channel: ana.dm.id, thread_ts: said.ts });
    await call('chat.stopStream', { channel: ana.dm.id, ts, session_status: 'active' });
    expect(slack.sessionOf(said)).toMatchObject({ status: 'active', title: 'Third' });
    expect(await call('agents.sessions.setStatus', { ...thread, status: 'busy' })).toMatchObject({
      error: 'invalid_arguments',
    });
  });
});

describe('people and places', () => {
  test('direct messages are opened once, never with a bot or somebody who has left', async () => {
    const { slack, call } = await startRaw();
    const ana = slack.user('ana');
    expect(await call('conversations.open', { users: ana.id })).toMatchObject({
      already_open: true,
      channel: { id: ana.dm.id },
    });
    const gone = slack.user('gone', { deleted: true });
    expect(await call('conversations.open', { users: gone.id })).toMatchObject({ error: 'user_disabled' });
    expect(await call('conversations.open', { users: slack.team.botUserId })).toMatchObject({
      error: 'cannot_dm_bot',
    });
    expect(await call('conversations.open', { users: 'U404' })).toMatchObject({ error: 'user_not_found' });
  });

  test('the bot can join what is public, and sees who is there', async () => {
    const { slack, call } = await startRaw();
    const ana = slack.user('ana');
    const { id: channel } = slack.channel('open', { withBot: false, members: [ana] });
    expect(await call('conversations.info', { channel })).toMatchObject({ channel: { is_member: false } });
    await call('conversations.join', { channel });
    expect(await call('conversations.members', { channel })).toMatchObject({
      members: [ana.id, slack.team.botUserId],
    });
    expect(await call('conversations.list', { types: 'public_channel' })).toMatchObject({
      channels: [{ name: 'open', is_member: true }],
    });
    slack.channel('without the bot', { withBot: false });
    const own = await call('users.conversations', { types: 'public_channel' });
    expect(own).toMatchObject({ channels: [{ name: 'open' }] });
    slack.setScopes(slack.botToken, ['channels:read']);
    expect(await call('users.conversations', { types: 'public_channel,private_channel' })).toMatchObject({
      error: 'missing_scope',
      needed: 'groups:read',
    });
    slack.setScopes(slack.botToken, ['users:read', 'dnd:read']);
    expect(await call('users.list')).toMatchObject({ members: [{ is_bot: true }, { name: 'ana' }] });
    expect(await call('bots.info')).toMatchObject({ bot: { app_id: 'A00000001' } });
    expect(await call('dnd.info', { user: ana.id })).toMatchObject({ dnd_enabled: false });
  });

  test('a reaction stands once for each person', async () => {
    const { slack, call } = await startRaw();
    const general = slack.channel('general');
    const { ts: timestamp } = await slack.user('ana').says(general, 'x');
    const of = { channel: general.id, timestamp, name: 'eyes' };
    expect(await call('reactions.add', of)).toMatchObject({ ok: true });
    expect(await call('reactions.add', of)).toMatchObject({ error: 'already_reacted' });
    expect(await call('reactions.remove', of)).toMatchObject({ ok: true });
    expect(await call('reactions.remove', of)).toMatchObject({ error: 'no_reaction' });
  });

  test('a permalink leads to a message, in its thread', async () => {
    const { slack, call } = await startRaw();
    const ana = slack.user('ana');
    const root = await ana.says(ana.dm, 'root');
    const reply = await ana.says(ana.dm, 'reply', { thread: root });
    const { permalink } = await call('chat.getPermalink', { channel: ana.dm.id, message_ts: reply.ts });
    expect(permalink).toBe(
      `https://elevate.slack.com/archives/${ana.dm.id}/p${reply.ts.replace('.', '')}?thread_ts=${root.ts}&cid=${ana.dm.id}`,
    );
  });
});

describe('files', () => {
  test('are uploaded in three steps, shared, and given to those with a token', async () => {
    const { slack, call } = await startRaw();
    const { id: channel_id } = slack.channel('general');
    const asked = await call('files.getUploadURLExternal', {
      filename: 'chart.png',
      length: 3,
      alt_text: 'Sales',
    });
    const files = [{ id: asked.file_id, title: 'Sales' }];
    expect(await call('files.completeUploadExternal', { files })).toMatchObject({ error: 'file_not_found' });
    expect((await fetch(String(asked.upload_url), { method: 'PUT', body: 'abc' })).status).toBe(405);
    await fetch(String(asked.upload_url), { method: 'POST', body: 'abc' });
    const ofPerson = { files, channel_id: slack.user('ana').id };
    expect(await call('files.completeUploadExternal', ofPerson)).toMatchObject({
      error: 'channel_not_found',
    });
    const shared = await call('files.completeUploadExternal', { files, channel_id, initial_comment: 'Look' });
    expect(shared).toMatchObject({ ok: true, files: [{ title: 'Sales', alt_txt: 'Sales', size: 3 }] });
    expect(slack.messagesIn(channel_id)).toMatchObject([{ text: 'Look', subtype: 'file_share' }]);
    const again = { files, channel_id };
    expect(await call('files.completeUploadExternal', again)).toMatchObject({ error: 'file_not_found' });

    const { file } = await call('files.info', { file: asked.file_id });
    const address = (file as { url_private: string }).url_private;
    const withToken = await fetch(address, { headers: { authorization: `Bearer ${slack.botToken}` } });
    expect([withToken.headers.get('content-type'), await withToken.text()]).toEqual(['image/png', 'abc']);
    const without = await fetch(address);
    expect([without.status, await without.text()]).toEqual([200, expect.stringContaining('Sign in')]);
  });
});

test('blocks.validate names each fault and where it stands', async () => {
  const { call } = await startRaw();
  expect(await call('blocks.validate', { blocks: [{ type: 'divider' }] })).toMatchObject({ ok: true });
  expect(await call('blocks.validate', { blocks: [{ type: 'header' }] })).toMatchObject({
    error: 'invalid_blocks',
    errors: [{ pointer: '/0/text', code: 'missing_required_field' }],
  });
  expect(await call('blocks.validate', { view: { type: 'modal', blocks: [] } })).toMatchObject({
    error: 'invalid_view',
    errors: [{ pointer: '/title' }],
  });
  expect(await call('blocks.validate', { message: { blocks: [{ type: 'x' }] } })).toMatchObject({
    error: 'invalid_message',
  });
  expect(await call('blocks.validate')).toMatchObject({ error: 'invalid_arguments' });
});

describe('rates, where they are enforced', () => {
  test.each([
    ['chat.postMessage', rateRule('posting')],
    ['chat.update', rateRule('tier3')],
    ['users.info', rateRule('tier4')],
  ])('%s: as many as the rule allows, then 429 until the window has moved', async (method, rule) => {
    const { slack, call, clock } = await startRaw({ enforcesRates: true });
    const channel = slack.channel('general').id;
    const { ts } = await call('chat.postMessage', { channel, text: 'x' });
    clock.advance(rule.windowMs);
    const once = () => call(method, { channel, ts, text: 'x', user: slack.team.botUserId });
    for (let n = 0; n < rule.calls; n += 1) expect(await once()).toMatchObject({ ok: true });
    const refused = await once();
    expect(refused).toMatchObject({ status: 429, error: 'ratelimited' });
    const seconds = Number(refused.headers.get('retry-after'));
    expect(seconds).toBe(rule.windowMs / 1000);
    clock.advance(seconds * 1000 - 1);
    expect(await once()).toMatchObject({ status: 429 });
    clock.advance(1);
    expect(await once()).toMatchObject({ ok: true });
  });

  test('one channel does not wait for another, and reading back under the new limit is once a minute', async () => {
    const { slack, call } = await startRaw({ enforcesRates: true, distribution: 'commercial' });
    const [a, b] = [slack.channel('a').id, slack.channel('b').id];
    const { calls } = rateRule('posting');
    for (let n = 0; n < calls; n += 1) await call('chat.postMessage', { channel: a, text: 'x' });
    expect(await call('chat.postMessage', { channel: a, text: 'x' })).toMatchObject({ status: 429 });
    expect(await call('chat.postMessage', { channel: b, text: 'x' })).toMatchObject({ ok: true });
    expect(await call('conversations.history', { channel: a })).toMatchObject({ ok: true });
    expect(await call('conversations.history', { channel: b })).toMatchObject({ status: 429 });
  });
});
