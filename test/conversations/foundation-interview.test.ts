import { beforeEach, describe, expect, test } from 'vitest';
import { foundationFields } from '../../src/domain/foundation-fields.ts';
import { onEverySurface } from '../support/on-every-surface.ts';
import { hears, type Talker, wordsOf } from '../support/talker.ts';

onEverySurface('Sage’s interview', (stage) => {
  let ana: Talker;

  const foundation = async (name = 'ana') => {
    const { userId } = await stage.stores.people.recognise(stage.authorOf(name), Date.now());
    return stage.stores.foundations.read(userId);
  };
  /** Discord's direct messages are one thread; everywhere else they begin another. */
  const goesElsewhere = async () => {
    if (stage.surface !== 'Discord') await ana.leavesThread();
  };
  const versions = async () => {
    const { userId } = await stage.stores.people.recognise(stage.authorOf('ana'), Date.now());
    return stage.stores.foundations.versions(userId, 100);
  };

  describe('without a model', () => {
    beforeEach(async () => {
      await stage.begin();
      ana = await stage.person('ana');
    });

    /** All but what most prompts need and the rivals is written down, so that a test need not answer 47 questions. */
    async function hasTheRest(): Promise<void> {
      const { userId } = await stage.stores.people.recognise(stage.authorOf('ana'), Date.now());
      const rest = foundationFields.filter(
        ({ required, kind, cell }) => !required && kind !== 'competitors' && cell !== 'all',
      );
      const changes = rest.map(({ path, kind }) => ({
        path,
        after: kind === 'list' ? ['written'] : 'written',
      }));
      await stage.stores.foundations.change(userId, 'the rest', changes, 'form', Date.now());
    }

    test('goes on to a whole Foundation, a question at a time, and none twice', async () => {
      await hasTheRest();
      let said = await ana.says('interview me').getsReply(/Core offers/);
      expect(said.agent).toBe('Sage');
      expect(said.buttons).toEqual(['Skip', 'Stop for now']);
      const asked: string[] = [];
      while (/Skip/.test(said.buttons.join())) {
        const label =
          /([A-Z][^*\n(]+?)\*{0,2} \((?:Company|Market|Customer)/.exec(said.text)?.[1] ?? said.text;
        asked.push(label);
        if (label === 'Competitors') expect(said.text).toMatch(/That is the minimum/);
        await ana
          .says(label === 'Competitors' ? 'Flare: no burn guide' : `${label} of ours`)
          .getsReply(/As I will keep it/);
        said = await ana.presses('Keep').getsReply(/Written down/);
      }
      expect(asked).toHaveLength(8);
      expect(new Set(asked).size).toBe(8);
      expect(said.text).toMatch(/Your Foundation is complete/);
      expect(said.buttons).toEqual(expect.arrayContaining(['Check it (F11)', 'Blueprint (F10)']));
      const { marketAwareness, companyContext } = await foundation();
      expect(companyContext.coreOffers).toBe('Core offers of ours');
      expect(marketAwareness.competitors).toEqual([{ name: 'Flare', weakness: 'no burn guide' }]);
      expect((await versions()).map(({ source }) => source)).toEqual([...Array(8).fill('interview'), 'form']);
    });

    test('shows each answer before it is kept; it can be changed, passed or said again', async () => {
      await ana.says('@Sage let’s fill my Foundation').getsReply(/Core offers/);
      const shown = await ana.says('Candles at £14').getsReply(/As I will keep it: Candles at £14/);
      expect(shown.buttons).toEqual(['Keep', 'Change', 'Skip']);
      expect((await foundation()).companyContext.coreOffers).toBeUndefined();
      await ana.says('Soy candles at £14').getsReply(/As I will keep it: Soy candles at £14/);
      await ana.says('keep it').getsReply(/Written down: Core offers[\s\S]*Unique mechanism/);
      await ana.says('Poured on Tuesdays').getsReply(/Poured on Tuesdays/);
      await ana.presses('Change');
      await ana
        .fillsIn({ 'companyContext.uniqueMechanism': 'Poured on Tuesdays, in Leeds' })
        .getsReply(/Written down: Unique mechanism[\s\S]*Value proposition/);
      await ana.says('No more half-burned candles').getsReply(/As I will keep it/);
      await ana.presses('Skip').getsReply(/Left out for now: Value proposition[\s\S]*Brand voice/);
      expect((await foundation()).companyContext).toEqual({
        coreOffers: 'Soy candles at £14',
        uniqueMechanism: 'Poured on Tuesdays, in Leeds',
      });
    });

    test('stops, and goes on elsewhere from the same question; what was passed comes when it is asked for', async () => {
      await ana.says('interview me');
      await ana.says('skip').getsReply(/Left out for now: Core offers[\s\S]*Unique mechanism/);
      await ana.says('stop').getsReply(/We stop here/);
      const talk = await ana.says('thanks');
      expect(wordsOf(talk)).not.toMatch(/Back to your Foundation/);
      await goesElsewhere();
      await ana.says('go on with the interview').getsReply(/Unique mechanism/);
      await ana.says('Poured on Tuesdays').getsReply(/As I will keep it/);
      await goesElsewhere();
      await ana.says('interview me').getsReply(/As I will keep it: Poured on Tuesdays/);
      await ana.presses('Keep').getsReply(/Value proposition/);
      await ana.says('ask me what I skipped').getsReply(/Core offers/);
    });

    test('answers a question or a command in between, and comes back to its own', async () => {
      await ana.says('interview me');
      const guide = await ana.says('@Teacher what is a gift?');
      hears(guide, /Back to your Foundation[\s\S]*Core offers/);
      expect(guide.some(({ agent }) => agent === 'Teacher')).toBe(true);
      await ana.says('Candles').getsReply(/As I will keep it: Candles/);
      const place = await ana.says('my profile');
      hears(place, /This is what I go by/);
      hears(place, /As I will keep it: Candles/);
      await ana.presses('Keep').getsReply(/Written down: Core offers/);
      for (const wish of ['my profile', 'my drafts'])
        await ana.says(wish).getsReply(/Back to your Foundation/);
      await ana.says('list prompts').getsReply(/I leave your Foundation for now/);
      expect(wordsOf(await ana.says('my profile'))).not.toMatch(/Foundation, when you like/);
    });

    test('a button pressed twice keeps once, and asks the same next question', async () => {
      await ana.says('interview me');
      await ana.says('Candles').getsReply(/As I will keep it/);
      await ana.presses('Keep').getsReply(/Unique mechanism/);
      await ana.presses('Keep').getsReply(/Core offers is written down[\s\S]*Unique mechanism/);
      expect(await versions()).toHaveLength(1);
      await ana.presses('Skip').getsReply(/Value proposition/);
    });

    test('an answer that cannot be kept is told why, and loses nothing', async () => {
      await stage.fillFoundation('ana', 'Poured on Tuesdays');
      await ana.says('interview me').getsReply(/Value proposition/);
      const wrong = await ana.says(`Burns to the end ${'and again '.repeat(220)}`).getsReply(/at most 2000/);
      expect(wrong.buttons).toEqual(['Skip', 'Stop for now']);
      await ana.says('Burns to the end').getsReply(/As I will keep it: Burns to the end/);
    });

    test('begun in a channel it goes on in a direct message, and nobody else learns anything', async () => {
      const ben = await stage.person('ben');
      await ana.goesTo('#general');
      await ben.goesTo('#general');
      const begun = await ana.says('@Elevate interview me');
      expect(hears(begun, /we talk about it in a direct message/).isPrivate).toBe(false);
      hears(begun, /What do you sell/);
      await ana.goesTo('dm');
      await ana.says('Moonlight candles').getsReply(/As I will keep it: Moonlight candles/);
      await ana.presses('Keep').getsReply(/Written down/);
      expect(wordsOf(ben.sees())).not.toMatch(/What do you sell|Moonlight/);
      await ben.goesTo('dm');
      await ben.says('interview me').getsReply(/Core offers/);
      await ben.says('Soap').getsReply(/As I will keep it: Soap/);
      await ben.presses('Keep').getsReply(/Written down/);
      expect((await foundation('ana')).companyContext.coreOffers).toBe('Moonlight candles');
      expect((await foundation('ben')).companyContext.coreOffers).toBe('Soap');
      expect(wordsOf(ben.sees())).not.toMatch(/Moonlight/);
    });
  });

  describe('with a model', () => {
    beforeEach(async () => {
      await stage.begin({ model: true });
      ana = await stage.person('ana');
    });

    test('an answer is put in order, shown beside the person’s words, and no number is added', async () => {
      await ana.says('interview me');
      stage.model.willAnswer({ json: { isAnswer: true, value: 'Soy candles at £14.' } });
      const shown = await ana
        .says('well, soy candles, erm, at £14')
        .getsReply(/As I will keep it: Soy candles at £14\./);
      expect(shown.text).toMatch(/Your words: “well, soy candles, erm, at £14”/);
      await ana.presses('Keep').getsReply(/Unique mechanism/);
      stage.model.willAnswer({ json: { isAnswer: true, value: 'Poured within 24 hours' } });
      await ana.says('poured fresh').getsReply(/As I will keep it: poured fresh/);
    });
  });
});
