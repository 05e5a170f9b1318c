import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMongoSlackInstallationStore } from '../../../src/adapters/mongo/mongo-slack-installation-store.ts';
import type { OpenStore } from '../../../src/adapters/mongo/open-store.ts';
import { createTextSeal } from '../../../src/adapters/system/sealed-text.ts';
import type {
  InstalledWorkspace,
  SlackInstallationStore,
  StoredWorkspace,
} from '../../../src/ports/slack-installation-store.ts';
import { closeModels, openModels } from '../../support/store-models.ts';
import { storedText } from '../../support/stored-text.ts';

const rotating = (name: string, expiresAtMs: number) => ({
  botToken: `xoxe.xoxb-${name}`,
  rotation: { refreshToken: `xoxe-${name}`, expiresAtMs },
});
const beans: InstalledWorkspace = {
  teamId: 'T1',
  teamName: 'Beans',
  appId: 'A1',
  botId: 'B1',
  botUserId: 'U1',
  scopes: ['chat:write'],
  installedBy: 'U2',
  installedAtMs: 1_000,
  tokens: rotating('first', 5_000),
};
const { teamName: _beans, ...unnamed } = beans;

describe('the store of Slack installations', () => {
  let database: OpenStore;
  let store: SlackInstallationStore;

  beforeEach(async () => {
    database = await openModels();
    store = storeUnder(1);
  });
  afterEach(() => closeModels(database));

  const storeUnder = (key: number) =>
    createMongoSlackInstallationStore(database.models, createTextSeal(new Uint8Array(32).fill(key)));

  async function stored(teamId = 'T1'): Promise<StoredWorkspace> {
    const read = await store.read(teamId);
    if (read?.kind !== 'found') throw new Error(`${teamId} is ${read?.kind}`);
    return read.workspace;
  }

  it('keeps one installation of a workspace, the latest', async () => {
    expect(await store.read('T1')).toBeUndefined();
    await store.put(beans);
    expect(await stored()).toEqual({ ...beans, tokensId: expect.any(String), refreshRefused: false });
    await store.noteRefused(await held('a'), 'a');
    const again = { ...unnamed, installedAtMs: 2_000, tokens: { botToken: 'xoxb-plain' } };
    await store.put(again);
    expect(await stored()).toEqual({ ...again, tokensId: expect.any(String), refreshRefused: false });
    expect(await database.models.slackInstallations.countDocuments()).toBe(1);
  });

  it('keeps one of twenty installations at once, whole', async () => {
    await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        store.put({ ...beans, installedBy: `U${index}`, tokens: rotating(`of-U${index}`, index + 1) }),
      ),
    );
    const { installedBy, tokens } = await stored();
    expect(tokens.botToken).toBe(`xoxe.xoxb-of-${installedBy}`);
  });

  it('has no token in plain', async () => {
    await store.put(beans);
    await store.keepRefreshed(await stored(), rotating('second', 9_000));
    expect(await storedText(database.connection)).toContain('Beans');
    expect(await storedText(database.connection)).not.toContain('xox');
  });

  it('tells tokens under another key from damaged ones', async () => {
    await store.put(beans);
    expect(await storeUnder(2).read('T1')).toEqual({ kind: 'other-key' });
    const row = await database.models.slackInstallations.findById('T1').lean();
    const damages = [
      { botToken: 'no' },
      { refreshToken: 'no' },
      // One token in the place of the other.
      { botToken: row?.refreshToken },
    ];
    for (const damage of damages) {
      await database.models.slackInstallations.updateOne({ _id: 'T1' }, { $set: { ...row, ...damage } });
      expect(await store.read('T1')).toEqual({ kind: 'damaged' });
    }
    // Of another workspace.
    await database.models.slackInstallations.create({ ...row, _id: 'T2' });
    expect(await store.read('T2')).toEqual({ kind: 'damaged' });
  });

  async function held(token: string, untilMs = 100, nowMs = 0): Promise<StoredWorkspace> {
    const workspace = await stored();
    expect(await store.leaseRefresh(workspace, { token, untilMs }, nowMs)).toBe(true);
    return workspace;
  }

  it('lets one of twenty refresh, until it lets go or its time is up', async () => {
    await store.put(beans);
    const workspace = await stored();
    const lease = (token: string, nowMs: number) =>
      store.leaseRefresh(workspace, { token, untilMs: nowMs + 100 }, nowMs);
    const verdicts = await Promise.all(Array.from({ length: 20 }, (_, index) => lease(`l${index}`, 0)));
    expect(verdicts.filter(Boolean)).toHaveLength(1);
    await store.releaseRefresh(workspace, 'somebody else');
    expect(await lease('early', 99)).toBe(false);
    expect(await lease('late', 100)).toBe(true);
    await store.releaseRefresh(workspace, 'late');
    expect(await lease('next', 101)).toBe(true);
  });

  it('puts fresh tokens in the place of those they came from, and of no others', async () => {
    await store.put(beans);
    const first = await held('a');
    expect(await store.keepRefreshed(first, rotating('second', 9_000))).toBe(true);
    const second = await stored();
    expect(second).toEqual({
      ...beans,
      tokens: rotating('second', 9_000),
      tokensId: expect.any(String),
      refreshRefused: false,
    });
    expect(await store.keepRefreshed(first, rotating('stray', 9_000))).toBe(false);
    expect(await store.leaseRefresh(first, { token: 'b', untilMs: 100 }, 0)).toBe(false);
    await store.noteRefused(first, 'a');
    expect(await stored()).toEqual(second);
    await held('c');
  });

  it('notes that Slack refuses a refresh token, until there is another', async () => {
    await store.put(beans);
    const first = await held('a');
    await store.noteRefused(first, 'somebody else');
    expect(await stored()).toMatchObject({ refreshRefused: false });
    await store.noteRefused(first, 'a');
    expect(await stored()).toMatchObject({ refreshRefused: true });
    // Whoever had them all along comes late.
    expect(await store.keepRefreshed(first, rotating('second', 9_000))).toBe(true);
    expect(await stored()).toMatchObject({ refreshRefused: false });
  });

  it('forgets all of a workspace, unless it was installed since', async () => {
    await store.put(beans);
    const refreshing = await held('a');
    await store.forget('T1', 1_000);
    await store.forget('T2', 9_000);
    expect(await stored()).toMatchObject(beans);
    await store.forget('T1', 1_001);
    expect(await store.read('T1')).toBeUndefined();
    // A refresh that was under way brings nothing back.
    expect(await store.keepRefreshed(refreshing, rotating('second', 9_000))).toBe(false);
    expect(await database.models.slackInstallations.countDocuments()).toBe(0);
  });
});
