import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { directThread, eventFrom, modelOn, receive } from '../support/conversation.ts';
import { type Elevate, startElevate } from '../support/elevate.ts';
import { startScriptedModel } from '../support/scripted-model-server.ts';

const dm = directThread('ana', 'd1');

describe('saved work', () => {
  let elevate: Elevate;

  beforeEach(async () => {
    elevate = await startElevate();
    await receive(elevate, eventFrom('ana', dm, { text: 'hello' }));
    const userId = (await elevate.models.users.findOne().lean())?._id ?? '';
    await elevate.models.userGeneratedAssets.insertMany(
      ['Pour', 'Grind'].map((title, at) => ({
        _id: title,
        userId,
        elevateStep: 'Hook',
        assetType: 'Ad Headline',
        title,
        content: `Secret words of ${title}`,
        status: 'Draft',
        createdAt: 10 + at,
        lastUpdatedAt: 10 + at,
        threadKey: 'playground/dm:ana/d1',
        openedAt: 10,
      })),
    );
  });
  afterEach(() => elevate.end());

  const press = (name: string, buttonId: string, thread = dm) =>
    receive(elevate, eventFrom(name, thread, { buttonId }));
  const says = (text: string) => receive(elevate, eventFrom('ana', dm, { text }));
  const stored = () => elevate.models.userGeneratedAssets.find().sort({ createdAt: 1 }).lean();

  test('is not opened, changed or sent by another who presses its buttons or sends its forms', async () => {
    const before = await stored();
    const bens = directThread('ben', 'd9');
    for (const button of [
      'asset:Pour',
      'live:Pour',
      'draft:Pour',
      'archive:Pour',
      'shelve:Pour',
      'unshelve:Pour',
      'why:Pour',
      'restore:Pour',
      'refine:Pour',
      'edit:Pour',
      'copy:Pour.md',
      'copy:Pour.csv',
      'which:x~Pour',
      'assets:x~0',
    ]) {
      const said = await press('ben', `1:${button}`, bens);
      expect(said.map(({ text }) => text).join('\n'), button).toMatch(/belongs to somebody else/);
      expect(JSON.stringify(said), button).not.toContain('Secret');
    }
    for (const formId of ['1:edit:Pour', '1:refine:Pour']) {
      const values = { name: 'Mine', text: 'Mine', goals: 'mine' };
      const form = eventFrom('ben', bens, { formId, values });
      if (form.kind !== 'form') throw new Error('unreachable');
      expect(await elevate.app.answerNow(form)).toMatchObject({ kind: 'sentence' });
      expect((await receive(elevate, form))[0]?.text).toMatch(/belongs to somebody else/);
    }
    const all = await press('ben', '1:copy:all.csv', bens);
    expect(JSON.stringify(all)).not.toContain('Secret');
    expect(await stored()).toEqual(before);
    expect(await elevate.models.assetVersions.countDocuments()).toBe(0);
  });

  test('that was saved at once is asked about, and what was wished is done with the one chosen', async () => {
    const [asked] = await says('call it Winter');
    expect(asked?.text).toMatch(/Which one do you mean\?\n1\. .*Grind\n2\. .*Pour/);
    const buttonId = asked?.buttons.find(({ label }) => label.includes('Pour'))?.id ?? '';
    expect((await press('ana', buttonId))[0]?.text).toMatch(/Called \*\*Winter\*\* now/);
    expect((await stored()).map(({ title }) => title)).toEqual(['Winter', 'Grind']);
    // Chosen, it is the one that is open.
    expect((await says('that went live on 12 May 2026'))[0]?.text).toMatch(/Live since 12 May 2026/);
    expect((await stored()).map(({ status }) => status)).toEqual(['Implemented', 'Draft']);
  });

  test('is archived once by two presses at once, and taken back after a restart', async () => {
    const said = await Promise.all([press('ana', '1:shelve:Pour'), press('ana', '1:shelve:Pour')]);
    for (const [part] of said) expect(part?.text).toMatch(/^Archived: \*\*Pour/);
    await elevate.stop();
    const again = await startElevate({ connection: elevate.connection });
    try {
      const event = eventFrom('ana', dm, { buttonId: '1:unshelve:Pour' });
      expect((await receive(again, event))[0]?.text).toMatch(/Back in your list/);
      // An event that is delivered once more adds nothing.
      await again.app.receive(event);
      expect((await stored()).map(({ status }) => status)).toEqual(['Draft', 'Draft']);
    } finally {
      await again.stop();
    }
  });

  test('is rewritten in a channel for its person alone, while it grows too', async () => {
    await elevate.stop();
    const server = await startScriptedModel();
    const again = await startElevate({ connection: elevate.connection, model: modelOn(server) });
    try {
      const userId = (await again.models.users.findOne().lean())?._id ?? '';
      const path = 'companyContext.brandVoiceAdjectives';
      await again.stores.foundations.change(
        userId,
        'v',
        [{ path, after: ['warm', 'plain', 'exact'] }],
        'form',
        1,
      );
      const ana = await again.person('ana');
      const ben = await again.person('ben');
      await ben.goesTo('#general');
      await ana.goesTo('#general');
      const paused = server.willPauseAfter('### Rewrite\n\nPoured by moonlight');
      const rewritten = ana.says('@Elevate refine Pour: shorter').getsReply(/moonlight[\s\S]*version 2/);
      await paused.reached;
      // Long enough for what grows to be seen.
      await ben.says('@Elevate help').getsReply(/Mention an agent/);
      paused.resume(', once.\n\n### What changed\n\n- a\n- b');
      await rewritten;
      expect(JSON.stringify(ana.seen)).toContain('moonlight');
      expect(JSON.stringify(ben.seen)).not.toMatch(/moonlight|Pour\b.*version/);
      const growing = await again.models.playgroundMessages.find({ visibleTo: { $ne: 'ana' } }).lean();
      expect(JSON.stringify(growing)).not.toContain('moonlight');
    } finally {
      await again.stop();
      await server.close();
    }
  });

  test('odd words get one clear answer and change nothing', async () => {
    const before = (await stored()).map(({ title, status }) => ({ title, status }));
    for (const [words, answer] of [
      ['refine nothing', /nothing saved that is called “nothing”/],
      ['archive unicorns', /nothing saved that is called “unicorns”/],
      [`call it ${'x'.repeat(99)}`, /Which one|A name has/],
      ['mark Pour live on the day of days', /no day that I can read/],
      ['mark Pour live tomorrow', /still to come/],
      ['export unicorn emails as csv', /./],
    ] as const) {
      const said = await says(words);
      expect(said, words).toHaveLength(1);
      expect(said[0]?.text, words).toMatch(answer);
    }
    expect((await stored()).map(({ title, status }) => ({ title, status }))).toEqual(before);
  });
});
