import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createMongoSlackInstallationStore } from '../../../src/adapters/mongo/mongo-slack-installation-store.ts';
import type { OpenStore } from '../../../src/adapters/mongo/open-store.ts';
import { type ManyWorkspaces, manyWorkspaces } from '../../../src/adapters/slack/many-workspaces.ts';
import { slackClient, type Workspace } from '../../../src/adapters/slack/workspaces.ts';
import { createTextSeal } from '../../../src/adapters/system/sealed-text.ts';
import type { SlackInstallationStore } from '../../../src/ports/slack-installation-store.ts';
import { createRecordingLogger, type RecordingLogger } from '../../support/recording-logger.ts';
import { silentLogger } from '../../support/silent-logger.ts';
import { type SlackServer, startSlackServer } from '../../support/slack-server/slack-server.ts';
import { closeModels, openModels } from '../../support/store-models.ts';
import { storedText } from '../../support/stored-text.ts';
import { createTestClock, type TestClock } from '../../support/test-clock.ts';

const hourMs = 60 * 60_000;
const installUrl = 'https://elevate.example.org/slack/install';
const cure = `install the app again: ${installUrl}`;

let database: OpenStore;
let clock: TestClock;
let slack: SlackServer;
let log: RecordingLogger;
let beans: ReturnType<SlackServer['workspace']>;
let teamId: string;

beforeEach(async () => {
  database = await openModels();
  clock = createTestClock({ running: true });
  slack = await startSlackServer({ clock });
  log = createRecordingLogger();
  beans = slack.workspace('Beans', { installed: false });
  teamId = await installed(beans);
});
afterEach(async () => {
  // Whatever happened: no token in a log line, none in the database in plain.
  expect(log.text()).not.toContain('xox');
  expect(await storedText(database.connection)).not.toContain('xox');
  slack.expectAllUsed();
  await slack.close();
  await closeModels(database);
});

const storeUnder = (key = 1) =>
  createMongoSlackInstallationStore(database.models, createTextSeal(new Uint8Array(32).fill(key)));

/** As in another process: nothing is shared but the database. */
function process(store: SlackInstallationStore = storeUnder()): ManyWorkspaces {
  const { clientId, clientSecret, apiUrl } = slack;
  return manyWorkspaces({ store, clientId, clientSecret, installUrl, apiUrl, clock, log });
}

function access(args: object) {
  const client = { client_id: slack.clientId, client_secret: slack.clientSecret };
  return slackClient(undefined, slack.apiUrl, silentLogger).oauth.v2.access({ ...client, ...args });
}

/** A workspace that has installed the app, with tokens that rotate. Its id. */
async function installed(workspace: typeof beans): Promise<string> {
  const answer = await access({ code: slack.grant({ workspace, rotates: true }) });
  await storeUnder().put({
    teamId: workspace.id,
    appId: 'A1',
    botId: workspace.botId,
    botUserId: workspace.botUserId,
    scopes: [],
    installedBy: 'U1',
    installedAtMs: clock.nowMs(),
    tokens: {
      botToken: answer.access_token ?? '',
      rotation: { refreshToken: answer.refresh_token ?? '', expiresAtMs: clock.nowMs() + 12 * hourMs },
    },
  });
  return workspace.id;
}

const refreshes = () => slack.callsTo('oauth.v2.access').filter(({ args }) => args.grant_type);
const isRefresh = {
  when: ({ args }: { args: { text(name: string): string | undefined } }) =>
    args.text('grant_type') === 'refresh_token',
};
const errors = () => log.lines.filter(({ level }) => level === 'error');

/** The workspace, after Slack has taken its token. */
async function works(workspaces: ManyWorkspaces): Promise<Workspace> {
  const workspace = await workspaces.of(teamId);
  if (!workspace) throw new Error('The app is not installed there.');
  expect(await workspace.client.auth.test()).toMatchObject({ team_id: teamId });
  return workspace;
}

/** Uses up the refresh token as a process does that dies before it can keep what it got. */
async function useUp(): Promise<void> {
  const read = await storeUnder().read(teamId);
  if (read?.kind !== 'found') throw new Error('It is not installed.');
  await access({
    grant_type: 'refresh_token',
    refresh_token: read.workspace.tokens.rotation?.refreshToken ?? '',
  });
}

describe('a workspace', () => {
  test('is served with its own token, and others are not there', async () => {
    const workspaces = process();
    const workspace = await works(workspaces);
    expect(workspace.self).toEqual({ appId: 'A1', botId: beans.botId, botUserId: beans.botUserId });
    expect(await workspaces.of(slack.team.id)).toBeUndefined();
    expect(await workspaces.of(teamId)).toBe(workspace);
    expect(refreshes()).toEqual([]);
  });

  test('is noticed at once when it installs the app, and forgotten at once when it removes it', async () => {
    const workspaces = process();
    const other = slack.workspace('Leaves', { installed: false });
    expect(await workspaces.of(other.id)).toBeUndefined();
    await installed(other);
    expect(await workspaces.of(other.id)).toBeDefined();
    await workspaces.forget(other.id, clock.nowMs() + 1);
    expect(await workspaces.of(other.id)).toBeUndefined();
    expect(await database.models.slackInstallations.countDocuments({ _id: other.id })).toBe(0);
  });

  test('that was removed and installed again stays, when word of the removal comes late', async () => {
    const workspaces = process();
    await workspaces.forget(teamId, clock.nowMs() - 60_000);
    await works(workspaces);
  });

  test('under another ENCRYPTION_KEY is not served, and the log says what to do', async () => {
    const workspaces = process(storeUnder(2));
    expect(await workspaces.of(teamId)).toBeUndefined();
    expect(await workspaces.of(teamId)).toBeUndefined();
    expect(errors()).toEqual([
      {
        level: 'error',
        fields: { workspace: teamId, cure },
        message:
          'a workspace was installed with another ENCRYPTION_KEY: set that one again, or install again',
      },
    ]);
    // Installed again in this process.
    await storeUnder(2).put({
      ...{ teamId, appId: 'A1', botId: 'B1', botUserId: 'U1', scopes: [], installedBy: 'U1' },
      ...{ installedAtMs: clock.nowMs(), tokens: { botToken: slack.botToken } },
    });
    workspaces.renew(teamId);
    expect(await workspaces.of(teamId)).toBeDefined();
  });
});

describe('a token that rotates', () => {
  test('is refreshed half an hour before it ends, and each after it', async () => {
    const workspaces = process();
    const first = await works(workspaces);
    clock.advance(11.4 * hourMs);
    expect((await works(workspaces)).client.token).toBe(first.client.token);
    expect(refreshes()).toHaveLength(0);
    clock.advance(0.2 * hourMs);
    const second = await works(workspaces);
    expect(second.client.token).not.toBe(first.client.token);
    // After a silence of days.
    clock.advance(100 * hourMs);
    await works(workspaces);
    await works(process());
    expect(refreshes().map(({ answer }) => answer)).toEqual(['ok', 'ok']);
    expect(errors()).toEqual([]);
  });

  test('is refreshed once by two processes at once, and both go on with the new one', async () => {
    const [one, other] = [process(), process()];
    await Promise.all([works(one), works(other)]);
    clock.advance(13 * hourMs);
    const held = slack.faults.hold('oauth.v2.access', isRefresh);
    const both = Promise.all([works(one), works(other), works(one), works(other)]);
    await held.reached;
    // Several looks of the one who waits.
    await new Promise((resolve) => setTimeout(resolve, 400));
    held.release();
    const tokens = new Set((await both).map(({ client }) => client.token));
    expect(tokens.size).toBe(1);
    expect(refreshes()).toHaveLength(1);
    expect(errors()).toEqual([]);
  });

  test('is refreshed by another when the process that had begun died before it asked', async () => {
    const read = await storeUnder().read(teamId);
    if (read?.kind !== 'found') throw new Error('It is not installed.');
    clock.advance(13 * hourMs);
    const nowMs = clock.nowMs();
    await storeUnder().leaseRefresh(read.workspace, { token: 'dead', untilMs: nowMs + 20_000 }, nowMs);
    const waiting = works(process());
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(refreshes()).toHaveLength(0);
    clock.advance(20_000);
    await waiting;
    expect(refreshes()).toHaveLength(1);
  });

  test('whose refresh token was used up is served to its end, with one clear line, and then only a new installation helps', async () => {
    await useUp();
    const workspaces = process();
    clock.advance(11.6 * hourMs);
    await works(workspaces);
    await works(workspaces);
    expect(errors()).toEqual([
      {
        level: 'error',
        fields: {
          workspace: teamId,
          error: 'invalid_refresh_token',
          endsAtMs: expect.any(Number),
          cure,
        },
        message: 'the refresh token of a workspace was used up: it is served until its token ends',
      },
    ]);
    clock.advance(0.5 * hourMs);
    expect(await workspaces.of(teamId)).toBeUndefined();
    expect(await process().of(teamId)).toBeUndefined();
    // Slack was asked once by us, and not again.
    expect(refreshes().map(({ answer }) => answer)).toEqual(['ok', 'invalid_refresh_token']);
    expect(errors().at(-1)?.message).toBe(
      'the refresh token of a workspace was used up, and its token has ended: nobody is answered there',
    );
    await installed(beans);
    await works(process());
  });

  test('whose refresh was answered and the answer lost is tried again, and then told as used up', async () => {
    const workspaces = process();
    clock.advance(11.6 * hourMs);
    slack.faults.loseResponse('oauth.v2.access', isRefresh);
    await works(workspaces);
    await works(workspaces);
    expect(refreshes()).toHaveLength(1);
    clock.advance(15_000);
    await works(workspaces);
    expect(errors().map(({ message }) => message)).toEqual([
      'the token of a workspace could not be refreshed: tried again',
      'the refresh token of a workspace was used up: it is served until its token ends',
    ]);
  });

  test('that has ended while Slack does not answer makes its events wait, and is refreshed when Slack does', async () => {
    const workspaces = process();
    clock.advance(13 * hourMs);
    slack.faults.httpStatus('oauth.v2.access', 503, isRefresh);
    await expect(workspaces.of(teamId)).rejects.toThrow(`The token of workspace ${teamId} has ended`);
    await works(workspaces);
  });

  test('is kept when the store fails meanwhile, also when somebody else has taken over', async () => {
    const store = storeUnder();
    let failures = 2;
    const workspaces = process({
      ...store,
      keepRefreshed: async (from, fresh) => {
        if (failures-- > 0) throw new Error('no primary');
        return store.keepRefreshed(from, fresh);
      },
    });
    clock.advance(13 * hourMs);
    const fresh = works(workspaces);
    await expect.poll(() => errors().length).toBe(1);
    // Longer than the lease: another asks with the used token, and is refused.
    clock.advance(21_000);
    await process().of(teamId);
    await fresh;
    await works(process());
    expect(refreshes().map(({ answer }) => answer)).toEqual(['ok', 'invalid_refresh_token']);
  });

  test('is kept before the program ends', async () => {
    const workspaces = process();
    clock.advance(13 * hourMs);
    const held = slack.faults.hold('oauth.v2.access', isRefresh);
    const asked = workspaces.of(teamId);
    await held.reached;
    const closed = workspaces.close();
    held.release();
    await closed;
    const read = await storeUnder().read(teamId);
    expect(read).toMatchObject({ workspace: { tokens: { botToken: (await asked)?.client.token } } });
    expect(refreshes()).toHaveLength(1);
  });
});
