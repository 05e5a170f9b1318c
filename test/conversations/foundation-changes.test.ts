import { beforeEach, expect, test } from 'vitest';
import { onEverySurface } from '../support/on-every-surface.ts';
import { type Talker, wordsOf } from '../support/talker.ts';

onEverySurface('a Foundation that changes', (stage) => {
  let ana: Talker;

  beforeEach(async () => {
    await stage.begin();
    ana = await stage.person('ana');
    await stage.fillFoundation('ana', 'Poured on Tuesdays');
  });

  const foundation = async () => {
    const { userId } = await stage.stores.people.recognise(stage.authorOf('ana'), Date.now());
    return stage.stores.foundations.read(userId);
  };

  test('item by item: added at once, removed after one question, taken back as a change of its own', async () => {
    await ana
      .says('add a pain: the wick drowns')
      .getsReply(/Customer pains now:\n+1\. a pain of ana\n+2\. the wick drowns/);
    await ana.says('add a pain: the wick drowns').getsReply(/stands there already/);
    await ana.says('add a competitor: Flare').getsReply(/needs a colon/);
    await ana
      .says('add a competitor: Flare: no burn guide')
      .getsReply(/Competitors now:\n+1\. Flare: no burn guide/);
    await ana.says('remove the fifth pain').getsReply(/which one\?\n+1\. a pain of ana/);
    await ana.says('remove the second pain').getsReply(/Shall I remove this[\s\S]*the wick drowns/);
    expect((await foundation()).customerAvatar.pains).toEqual(['a pain of ana', 'the wick drowns']);
    await ana.presses('Remove it').getsReply(/Customer pains now:\n+1\. a pain of ana/);
    await ana.presses('Remove it').getsReply(/gone already/);
    await ana.says('undo').getsReply(/The last change:[\s\S]*Customer pains/);
    await ana.presses('Put it back').getsReply(/Put back:[\s\S]*the wick drowns/);
    await ana.presses('Put it back').getsReply(/Put back/);
    expect((await foundation()).customerAvatar.pains).toEqual(['a pain of ana', 'the wick drowns']);
    const changes = await ana.says('what changed since yesterday').getsReply(/That is all\./);
    expect(changes.text).toMatch(
      /taken back: \*\*Customer pains\*\*[\s\S]*by message: \*\*Competitors\*\*[\s\S]*by form: \*\*Core offers\*\*, \(empty\) → “a candle”/,
    );
    await ana.says('what changed since the big bang').getsReply(/Since when\?/);
  });

  test('what is missing, grid by grid, what it unlocks, and a form for a whole grid', async () => {
    const missing = await ana
      .says('what’s missing?')
      .getsReply(/Company: 2 of 18\. First: Value proposition, Brand voice/);
    expect(missing.text).toMatch(/What this unlocks[\s\S]*more prompts \(/);
    expect(missing.buttons).toEqual(
      expect.arrayContaining(['Go on with Sage', 'Company form', 'Market form', 'Check it (F11)']),
    );
    await ana.presses('Customer form');
    const form = await ana.opensForm();
    expect(form.values['customerAvatar.pains']).toBe('a pain of ana');
    await ana
      .fillsIn({ 'customerAvatar.profileSummary': 'People who light a candle at dusk' })
      .getsReply(/Written down: Customer profile\./);
    expect((await foundation()).customerAvatar).toEqual({
      pains: ['a pain of ana'],
      profileSummary: 'People who light a candle at dusk',
    });
  });

  test('nothing of it is said where others read', async () => {
    const ben = await stage.person('ben');
    await ana.goesTo('#general');
    await ben.goesTo('#general');
    for (const wish of ['undo', 'what’s missing?', 'what changed?', 'add a pain: the wick drowns']) {
      const heard = await ana.says(`@Elevate ${wish}`);
      expect(heard.length, wish).toBeGreaterThan(0);
    }
    expect(wordsOf(ben.sees())).not.toMatch(/Poured on Tuesdays|wick drowns|a candle|Brand voice/);
  });
});
