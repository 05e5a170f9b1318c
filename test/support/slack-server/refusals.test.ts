import { describe, expect, test } from 'vitest';
import { type RawCall, startRaw } from './raw-calls.ts';
import type { SlackServer } from './slack-server.ts';

/** What a case may point at. */
interface Scene {
  slack: SlackServer;
  call: RawCall;
  general: string;
  archived: string;
  /** Of the bot, in `archived`. */
  inArchive: string;
  secret: string;
  /** Of a person, in `general`. */
  theirs: string;
  /** Of the bot, in `general`, not streaming. */
  own: string;
  /** Of the bot, in the direct messages. */
  stream: { channel: string; ts: string };
  ana: { id: string; dm: string };
  elsewhere: { userId: string; channelId: string };
}

async function setScene(): Promise<Scene> {
  const { slack, call } = await startRaw();
  const ana = slack.user('ana');
  const general = slack.channel('general');
  const archived = slack.channel('archived');
  const secret = slack.channel('secret', { kind: 'private' });
  const { ts: inArchive } = await call('chat.postMessage', { channel: archived.id, text: 'old' });
  archived.isArchived = true;
  const { ts: theirs } = await ana.says(general, 'hello');
  const { ts: own } = await call('chat.postMessage', { channel: general.id, text: 'mine' });
  const { ts: root } = await ana.says(ana.dm, 'hello');
  const { ts: streaming } = await call('chat.startStream', { channel: ana.dm.id, thread_ts: root });
  const workspace = slack.workspace('Other');
  const stranger = slack.user('stranger', { workspace });
  return {
    slack,
    call,
    general: general.id,
    archived: archived.id,
    inArchive: String(inArchive),
    secret: secret.id,
    theirs,
    own: String(own),
    stream: { channel: ana.dm.id, ts: String(streaming) },
    ana: { id: ana.id, dm: ana.dm.id },
    elsewhere: { userId: stranger.id, channelId: slack.channel('general', { workspace }).id },
  };
}

const no = '1.000001';
const task = (over: object) => ({ type: 'task_update', id: '1', title: 'x', status: 'pending', ...over });
const append = (chunks: unknown) => (scene: Scene) => ({ ...scene.stream, chunks });
const start = (over: object) => (scene: Scene) => ({
  channel: scene.general,
  thread_ts: scene.theirs,
  recipient_team_id: scene.slack.team.id,
  recipient_user_id: scene.ana.id,
  ...over,
});

describe('is refused', () => {
  test.each<[what: string, method: string, args: (scene: Scene) => object, error: string]>([
    ['no channel', 'chat.postMessage', () => ({ text: 'x' }), 'invalid_arguments'],
    [
      'a channel of another workspace',
      'chat.postMessage',
      (s) => ({ channel: s.elsewhere.channelId, text: 'x' }),
      'channel_not_found',
    ],
    [
      'attachments that are no list',
      'chat.postMessage',
      (s) => ({ channel: s.general, attachments: { a: 1 } }),
      'invalid_attachments',
    ],
    [
      'a change in an archived channel',
      'chat.update',
      (s) => ({ channel: s.archived, text: 'x', ts: s.inArchive }),
      'is_archived',
    ],
    ['deleting nothing', 'chat.delete', (s) => ({ channel: s.general, ts: no }), 'message_not_found'],
    [
      'a link to nothing',
      'chat.getPermalink',
      (s) => ({ channel: s.general, message_ts: no }),
      'message_not_found',
    ],

    ['a stream for another team', 'chat.startStream', start({ recipient_team_id: 'T404' }), 'team_not_found'],
    ['a stream for nobody', 'chat.startStream', start({ recipient_user_id: 'U404' }), 'user_not_found'],
    [
      'a way to show tasks that is none',
      'chat.startStream',
      start({ task_display_mode: 'x' }),
      'invalid_arguments',
    ],
    ['a stream under nothing', 'chat.startStream', start({ thread_ts: no }), 'thread_not_found'],
    [
      'adding to nothing',
      'chat.appendStream',
      (s) => ({ channel: s.general, ts: no, markdown_text: 'x' }),
      'message_not_found',
    ],
    [
      'adding to a person’s message',
      'chat.appendStream',
      (s) => ({ channel: s.general, ts: s.theirs, markdown_text: 'x' }),
      'message_not_owned_by_app',
    ],
    [
      'adding to a plain message',
      'chat.appendStream',
      (s) => ({ channel: s.general, ts: s.own, markdown_text: 'x' }),
      'message_not_in_streaming_state',
    ],
    ['adding nothing', 'chat.appendStream', (s) => s.stream, 'invalid_arguments'],
    ['chunks that are no list', 'chat.appendStream', append({ type: 'markdown_text' }), 'invalid_chunks'],
    ['a chunk that is none', 'chat.appendStream', append([null]), 'invalid_chunks'],
    ['an unknown chunk', 'chat.appendStream', append([{ type: 'x' }]), 'invalid_chunks'],
    ['a chunk without its text', 'chat.appendStream', append([{ type: 'markdown_text' }]), 'invalid_chunks'],
    ['a task without an id', 'chat.appendStream', append([task({ id: '' })]), 'invalid_chunks'],
    ['a task without a title', 'chat.appendStream', append([task({ title: '' })]), 'invalid_chunks'],
    ['a task in no known state', 'chat.appendStream', append([task({ status: 'x' })]), 'invalid_chunks'],
    ['a plan without a title', 'chat.appendStream', append([{ type: 'plan_update' }]), 'invalid_chunks'],

    [
      'a page that begins nowhere',
      'conversations.history',
      (s) => ({ channel: s.general, cursor: 'x' }),
      'invalid_cursor',
    ],
    [
      'a page of nothing',
      'conversations.history',
      (s) => ({ channel: s.general, limit: 0 }),
      'invalid_limit',
    ],
    [
      'a page of no number',
      'conversations.history',
      (s) => ({ channel: s.general, limit: 'x' }),
      'invalid_arguments',
    ],
    [
      'a thread that is none',
      'conversations.replies',
      (s) => ({ channel: s.general, ts: no }),
      'thread_not_found',
    ],
    ['talking to nobody', 'conversations.open', () => ({}), 'users_list_not_supplied'],
    [
      'talking to several',
      'conversations.open',
      (s) => ({ users: `${s.ana.id},U2` }),
      'method_not_supported_for_channel_type',
    ],
    [
      'talking to another workspace',
      'conversations.open',
      (s) => ({ users: s.elsewhere.userId }),
      'user_not_found',
    ],
    [
      'joining what is private',
      'conversations.join',
      (s) => ({ channel: s.secret }),
      'method_not_supported_for_channel_type',
    ],
    ['joining what is archived', 'conversations.join', (s) => ({ channel: s.archived }), 'is_archived'],

    ['somebody of another workspace', 'users.info', (s) => ({ user: s.elsewhere.userId }), 'user_not_found'],
    ['an unknown bot', 'bots.info', () => ({ bot: 'B404' }), 'bot_not_found'],
    ['nobody’s quiet hours', 'dnd.info', () => ({ user: 'U404' }), 'user_not_found'],
    [
      'a reaction to nothing',
      'reactions.add',
      (s) => ({ channel: s.general, timestamp: no, name: 'eyes' }),
      'message_not_found',
    ],
    [
      'a reaction with colons',
      'reactions.add',
      (s) => ({ channel: s.general, timestamp: s.own, name: ':eyes:' }),
      'invalid_name',
    ],

    [
      'an upload of unknown length',
      'files.getUploadURLExternal',
      () => ({ filename: 'a.txt' }),
      'missing_argument',
    ],
    [
      'an upload of nothing',
      'files.getUploadURLExternal',
      () => ({ filename: 'a.txt', length: 0 }),
      'invalid_arguments',
    ],
    ['an unknown file', 'files.info', () => ({ file: 'F404' }), 'file_not_found'],
    ['completing no file', 'files.completeUploadExternal', () => ({ files: [] }), 'invalid_arguments'],

    ['a view of nobody’s', 'views.update', () => ({ view: {} }), 'invalid_arguments'],
    [
      'a home for another workspace',
      'views.publish',
      (s) => ({ user_id: s.elsewhere.userId, view: { type: 'home', blocks: [] } }),
      'invalid_arguments',
    ],
    ['no home', 'views.publish', (s) => ({ user_id: s.ana.id }), 'invalid_arguments'],

    [
      'a status without words',
      'assistant.threads.setStatus',
      (s) => ({ channel_id: s.general, thread_ts: s.theirs }),
      'invalid_arguments',
    ],
    [
      'a status under nothing',
      'assistant.threads.setStatus',
      (s) => ({ channel_id: s.general, thread_ts: no, status: 'x' }),
      'thread_not_found',
    ],
    [
      'a title under nothing',
      'assistant.threads.setTitle',
      (s) => ({ channel_id: s.general, thread_ts: no, title: 'x' }),
      'thread_not_found',
    ],
    [
      'no suggestions',
      'assistant.threads.setSuggestedPrompts',
      (s) => ({ channel_id: s.general, prompts: [] }),
      'invalid_arguments',
    ],
    [
      'a suggestion without its message',
      'assistant.threads.setSuggestedPrompts',
      (s) => ({ channel_id: s.general, prompts: [{ title: 'x' }] }),
      'invalid_arguments',
    ],
    [
      'suggestions under nothing',
      'assistant.threads.setSuggestedPrompts',
      (s) => ({ channel_id: s.general, thread_ts: no, prompts: [{ title: 'x', message: 'y' }] }),
      'thread_not_found',
    ],
    [
      'a session under nothing',
      'agents.sessions.setStatus',
      (s) => ({ channel_id: s.general, thread_ts: no, status: 'active' }),
      'thread_not_found',
    ],
  ])('%s: %s', async (_what, method, args, error) => {
    const scene = await setScene();
    expect(await scene.call(method, args(scene))).toMatchObject({ ok: false, error });
    scene.slack.expectAllUsed();
  });
});

test('a public channel that the bot is not in cannot be read back', async () => {
  const { slack, call } = await startRaw();
  const channel = slack.channel('elsewhere', { withBot: false }).id;
  expect(await call('conversations.info', { channel })).toMatchObject({ ok: true });
  expect(await call('conversations.history', { channel })).toMatchObject({ error: 'not_in_channel' });
});

test('a list of private channels needs its own scope', async () => {
  const { call } = await startRaw({ scopes: ['channels:read'] });
  expect(await call('conversations.list')).toMatchObject({ ok: true });
  expect(await call('conversations.list', { types: 'public_channel,private_channel' })).toMatchObject({
    error: 'missing_scope',
    needed: 'groups:read',
  });
});

describe('a person cannot', () => {
  test('do what Slack’s client does not offer', async () => {
    const { slack } = await startRaw();
    const [ana, ben] = [slack.user('ana'), slack.user('ben')];
    const general = slack.channel('general');
    const said = await ana.says(general, 'mine');
    await expect(ben.edits(said, 'theirs')).rejects.toThrow('only edit their own');
    await expect(ben.says(slack.channel('secret', { kind: 'private' }), 'x')).rejects.toThrow(
      'not in #secret',
    );
    await expect(ana.says(slack.channel('old', { archived: true }), 'x')).rejects.toThrow('archived');
    await expect(ana.says(general, 'x', { thread: no })).rejects.toThrow('no message');
    slack.profileOf(ben).deleted = true;
    await expect(ben.says(general, 'x')).rejects.toThrow('deactivated');
  });
});
