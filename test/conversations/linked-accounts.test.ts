import { beforeEach, describe, expect, test } from 'vitest';
import { settleOldMerges } from '../../src/people/carry-out-merge.ts';
import { onEverySurface } from '../support/on-every-surface.ts';
import type { Talker } from '../support/talker.ts';

onEverySurface('one person with two accounts', (stage) => {
  let ana: Talker;
  let other: Talker;

  beforeEach(async () => {
    await stage.begin();
    ana = await stage.person('ana');
    other = await stage.person('anna');
  });

  const idsOf = (name: string) => stage.stores.people.recognise(stage.authorOf(name), Date.now());

  async function codeFor(talker: Talker): Promise<string> {
    const told = await talker.says('link my account').getsReply(/Your code is/);
    const code = /\d{3} \d{3}/.exec(told.text)?.[0];
    if (code === undefined) throw new Error(`No code in "${told.text}".`);
    return code;
  }

  /** A run, an asset, a Foundation and a number of their own. */
  async function worksAs(talker: Talker, name: string, mechanism: string): Promise<void> {
    await stage.fillFoundation(name, mechanism);
    await talker.says('@Writer F3').getsReply(/No model is set/);
    await talker.presses('Paste the answer');
    await talker.fillsIn({ answer: `1. ${mechanism}` }).getsReply(/Kept as the answer/);
    await talker.presses('Save').getsReply(/Saved as a draft/);
  }

  /** Every field of every collection that says any of these ids, the merge's own record apart. */
  async function mentionsOf(ids: string[]): Promise<string[]> {
    const found: string[] = [];
    for (const [name, model] of Object.entries(stage.models)) {
      if (name === 'accountMerges') continue;
      for (const row of await model.collection.find().toArray()) {
        const text = JSON.stringify(row);
        if (ids.some((id) => text.includes(id))) found.push(`${name} ${String(row._id)}`);
      }
    }
    return found;
  }

  describe('joined by a code', () => {
    test('sees what would be joined, settles what differs, and nothing points at who has vanished', async () => {
      await worksAs(ana, 'ana', 'Poured on Tuesdays');
      await worksAs(other, 'anna', 'Posted within a day');
      const [older, newer] = [await idsOf('ana'), await idsOf('anna')];
      const code = await codeFor(ana);
      const preview = await other.says(`link ${code}`).getsReply(/I can make them one/);
      expect(preview.text).toMatch(/1 saved piece, 1 run/);
      expect(preview.text).toMatch(/Unique mechanism.*Poured on Tuesdays.*Posted within a day/);
      expect(preview.buttons).toEqual(['Choose and join', 'Not now']);
      // Nothing is joined before they say so.
      expect((await idsOf('anna')).personId).toBe(newer.personId);

      await other.presses('Choose and join');
      await other.fillsIn({}).getsReply(/you are one person for me now/);
      expect(await idsOf('anna')).toMatchObject({ personId: older.personId, userId: older.userId });
      const foundation = await stage.stores.foundations.read(older.userId);
      expect(foundation.companyContext.uniqueMechanism).toBe('Poured on Tuesdays');
      expect(await stage.models.userGeneratedAssets.countDocuments({ userId: older.userId })).toBe(2);
      expect(await stage.models.userPromptExecutions.countDocuments({ userId: older.userId })).toBe(2);
      const aside = await stage.models.foundationVersions.find({ source: 'merge' }).lean();
      expect(JSON.stringify(aside)).toContain('Posted within a day');

      expect(await mentionsOf([newer.personId, newer.userId])).toEqual([]);
      // Both write as one from now on.
      await ana.says('my drafts').getsReply(/Posted within a day/);
    });

    test('two who are asked at once: one code joins one of them', async () => {
      const third = await stage.person('bea');
      await Promise.all([ana.says('hello'), other.says('hello'), third.says('hello')]);
      const code = await codeFor(ana);
      const heard = await Promise.all([other.says(`link ${code}`), third.says(`link ${code}`)]);
      const texts = heard.map((messages) => messages.map(({ text }) => text).join());
      expect(texts.filter((text) => /I can make them one/.test(text))).toHaveLength(1);
      expect(texts.filter((text) => /wrong, used or over/.test(text))).toHaveLength(1);
    });

    test('a code is good once, not for oneself, and is remembered nowhere', async () => {
      await other.says('hello');
      const code = await codeFor(ana);
      await ana.says(`link ${code}`).getsReply(/your own code/);
      const bare = code.replace(' ', '');
      const kept = await stage.models.conversationMessages.find({ authorAgentRole: 'Director' }).lean();
      expect(JSON.stringify(kept)).not.toContain(code);
      expect(JSON.stringify(await stage.models.linkCodes.find().lean())).not.toContain(bare);

      await other.says(`link ${code}`).getsReply(/I can make them one/);
      await other.presses('Join them').getsReply(/you are one person for me now/);
      await other.presses('Join them').getsReply(/you are one person for me now/);
      await other.says(`link ${code}`).getsReply(/wrong, used or over/);
    });

    test('the sixth guess of an hour is not looked at, also when it is right', async () => {
      const code = await codeFor(ana);
      for (const guess of ['000001', '000002', '000003', '000004', '000005'])
        await other.says(`link ${guess}`).getsReply(/wrong, used or over/);
      await other.says(`link ${code}`).getsReply(/wait an hour/);
    });

    test('“Not now” leaves both as they were, and so does a button pressed after it', async () => {
      await other.says('hello');
      const before = await idsOf('anna');
      const code = await codeFor(ana);
      await other.says(`link ${code}`);
      await other.presses('Not now').getsReply(/stay apart/);
      await other.presses('Join them').getsReply(/That offer is over/);
      expect(await idsOf('anna')).toMatchObject({ personId: before.personId });
    });

    test('unlinked, an account begins anew and leaves what was kept', async () => {
      await worksAs(ana, 'ana', 'Poured on Tuesdays');
      await other.says('hello');
      const older = await idsOf('ana');
      const code = await codeFor(ana);
      await other.says(`link ${code}`);
      await other.presses('Join them').getsReply(/you are one person/);
      const offer = await other.says('unlink').getsReply(/Which account shall go its own way/);
      const own = offer.buttons.find((label) => label.includes('Anna'));
      expect(own).toBeDefined();
      await other.presses(own ?? '').getsReply(/Unlinked/);
      expect((await idsOf('anna')).personId).not.toBe(older.personId);
      expect((await idsOf('ana')).personId).toBe(older.personId);
      await other.says('my drafts').getsReply(/nothing|not saved|no /i);
      await other.says('unlink').getsReply(/nothing to unlink/);
    });
  });

  test('work that was under way while they were joined arrives too', async () => {
    // One after the other: whoever came first stays.
    await ana.says('hello');
    await other.says('hello');
    const [older, newer] = [await idsOf('ana'), await idsOf('anna')];
    const code = await codeFor(ana);
    await other.says(`link ${code}`);
    await other.presses('Join them').getsReply(/you are one person/);
    const late = [{ path: 'companyContext.coreOffers', after: 'a late candle' }];
    await stage.stores.foundations.change(newer.userId, 'late', late, 'form', Date.now());
    const tomorrow = Date.now() + 86_400_000;
    await settleOldMerges(tomorrow, tomorrow, stage.stores);
    expect((await stage.stores.foundations.read(older.userId)).companyContext.coreOffers).toBe(
      'a late candle',
    );
    expect(await mentionsOf([newer.personId, newer.userId])).toEqual([]);
    expect(await stage.models.accountMerges.countDocuments({})).toBe(0);
  });
});
