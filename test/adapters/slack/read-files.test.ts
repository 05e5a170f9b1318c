import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { parseSlackEvent } from '../../../src/adapters/slack/parse-event.ts';
import { createReadFiles } from '../../../src/adapters/slack/read-files.ts';
import { singleWorkspace, slackClient, type Workspace } from '../../../src/adapters/slack/workspaces.ts';
import { fileBytesLimit } from '../../../src/domain/attached-file.ts';
import { createRecordingLogger, type RecordingLogger } from '../../support/recording-logger.ts';
import { silentLogger } from '../../support/silent-logger.ts';
import { type SlackServer, startSlackServer } from '../../support/slack-server/slack-server.ts';
import { wireFile } from '../../support/slack-server/wire.ts';

const scopes = ['chat:write', 'users:read', 'files:read'];

let slack: SlackServer;
let workspace: Workspace;
let log: RecordingLogger;

beforeAll(async () => {
  slack = await startSlackServer({ scopes });
  workspace = (await singleWorkspace(slackClient(slack.botToken, slack.apiUrl, silentLogger))).team;
});
beforeEach(() => {
  slack.setScopes(slack.botToken, scopes);
  log = createRecordingLogger();
});
afterAll(() => slack.close());

/** A file as a person has sent it, and as an event tells of it. */
async function sent(name: string, content: string | Buffer) {
  const ana = slack.user('ana');
  const said = await ana.says(ana.dm, '', { files: [{ name, content }] });
  const [file] = slack.messagesIn(ana.dm).find(({ ts }) => ts === said.ts)?.files ?? [];
  if (!file) throw new Error('Nothing was sent.');
  return wireFile(new URL(slack.apiUrl).origin, file);
}

interface Said {
  text?: string;
  channel?: string;
  thread_ts?: string;
}

async function read(
  files: object[],
  { text = '', channel = 'D1', thread_ts }: Said = {},
  apiUrl: string | undefined = slack.apiUrl,
) {
  const ts = '1795500110.000500';
  const thread = thread_ts === undefined ? {} : { thread_ts };
  const event = { type: 'message', subtype: 'file_share', user: 'U7', channel, ts, text, files, ...thread };
  const message = parseSlackEvent({ team_id: workspace.teamId, event }, workspace.self);
  if (!message) throw new Error('That is no message.');
  return (await createReadFiles(apiUrl, log)(message, event, workspace)).files;
}

const unread = { mediaType: 'application/octet-stream' };

describe('files that people send', () => {
  test('are read with the bot’s token, by their bytes', async () => {
    const page = await sent('page.html', '<p>Rain again</p>');
    expect(await read([await sent('week.csv', 'leads\n3'), page])).toEqual([
      expect.objectContaining({ name: 'week.csv', mediaType: 'text/csv', text: 'leads\n3' }),
      expect.objectContaining({ name: 'page.html', bytes: 17 }),
    ]);
    expect(log.lines).toEqual([]);
  });

  test('of which only the id is told are asked about', async () => {
    const { id } = await sent('week.csv', 'leads\n3');
    expect(await read([{ id, file_access: 'check_file_info' }])).toEqual([
      expect.objectContaining({ name: 'week.csv', text: 'leads\n3' }),
    ]);
  });

  test('without files:read are kept by name; the log names the cure, and no token', async () => {
    const file = await sent('week.csv', 'leads\n3');
    slack.setScopes(slack.botToken, ['chat:write', 'users:read']);
    expect(await read([file])).toEqual([{ id: file.id, name: 'week.csv', bytes: file.size, ...unread }]);
    expect(await read([{ id: file.id }])).toEqual([{ id: file.id, name: 'a file', bytes: 0, ...unread }]);
    expect(log.text()).toMatch(/sign-in page: is files:read granted\? npm run doctor/);
    expect(log.text()).toMatch(/missing_scope.*npm run doctor/);
    expect(log.text()).not.toContain(slack.botToken);
  });

  test('are fetched from Slack alone: the token goes nowhere else', async () => {
    const file = await sent('week.csv', 'leads\n3');
    const elsewhere = ['https://files.slack.com.evil.example/x', 'http://files.slack.com/x', 'no address'];
    // Without SLACK_API_URL this server is elsewhere, too.
    const files = await read(
      [file, ...elsewhere.map((url_private, at) => ({ ...file, id: `F${at}`, url_private }))],
      {},
      'http://127.0.0.1:1/api/',
    );
    expect(files?.map(({ text }) => text)).toEqual([undefined, undefined, undefined, undefined]);
    expect(log.lines.map(({ fields }) => String(fields.error))).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/127\.0\.0\.1:\d+ is none of Slack's/),
        expect.stringMatching(/files\.slack\.com\.evil\.example is none of Slack's/),
        expect.stringMatching(/files\.slack\.com is none of Slack's/),
        expect.stringMatching(/Invalid URL/),
      ]),
    );
  });

  test('end at 10 MiB: a larger one is not asked for, one that was called smaller is broken off', async () => {
    const full = await sent('full.txt', Buffer.alloc(fileBytesLimit, 'a'));
    const over = await sent('over.txt', Buffer.alloc(fileBytesLimit + 1, 'a'));
    const [fits, tooLarge, lies] = (await read([full, over, { ...over, id: 'F9', size: 5 }])) ?? [];
    expect(fits).toMatchObject({ mediaType: 'text/plain', bytes: fileBytesLimit, cut: true });
    expect(tooLarge).toMatchObject({ ...unread, bytes: fileBytesLimit + 1 });
    expect(lies).toMatchObject(unread);
    expect(log.lines.map(({ fields }) => String(fields.error))).toEqual([
      expect.stringMatching(/larger than 10485760 bytes/),
    ]);
  });

  test('are five at most', async () => {
    const file = await sent('week.csv', 'leads\n3');
    expect(await read(Array.from({ length: 7 }, () => ({ ...file, size: 99_999_999 })))).toHaveLength(5);
  });

  test('are left alone where people of a channel send them each other', async () => {
    const file = await sent('week.csv', 'leads\n3');
    expect(await read([file], { channel: 'C9', text: 'ours' })).toBeUndefined();
    expect(await read([file], { channel: 'C9', text: '@Analyst ours' })).toHaveLength(1);
    expect(await read([file], { channel: 'C9', text: 'ours', thread_ts: '1795500100.000100' })).toHaveLength(
      1,
    );
  });

  test('are fetched once for a mention, its twin and a retry', async () => {
    const file = await sent('week.csv', 'leads\n3');
    const files = Array.from({ length: 3 }, () => ({ id: file.id }));
    const before = slack.callsTo('files.info').length;
    expect(await read(files)).toHaveLength(3);
    expect(slack.callsTo('files.info').length - before).toBe(1);
  });
});
