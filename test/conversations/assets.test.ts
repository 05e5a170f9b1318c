import { beforeEach, expect, test } from 'vitest';
import { onEverySurface } from '../support/on-every-surface.ts';
import type { Talker } from '../support/talker.ts';
import { wordsOf } from '../support/talker.ts';

onEverySurface('saved work', (stage) => {
  let ana: Talker;

  beforeEach(async () => {
    await stage.begin();
    ana = await stage.person('ana');
  });

  const userIdOf = async (name: string) =>
    (await stage.stores.people.recognise(stage.authorOf(name), Date.now())).userId;
  const assets = () => stage.models.userGeneratedAssets.find().sort({ createdAt: 1 }).lean();
  const versions = () => stage.models.assetVersions.find().sort({ number: 1 }).lean();

  /** Up to a text that is saved in this thread. */
  async function savesOne(answer = '1. The Tuesday pour, whatever you brew'): Promise<void> {
    await stage.fillFoundation('ana', 'Poured on Tuesdays');
    const { userId } = await stage.stores.people.recognise(stage.authorOf('ana'), Date.now());
    await stage.stores.foundations.change(
      userId,
      'voice',
      [{ path: 'companyContext.brandVoiceAdjectives', after: ['warm', 'plain', 'exact'] }],
      'form',
      Date.now(),
    );
    await ana.says('@Writer F3').getsReply(/No model is set/);
    await ana.presses('Paste the answer');
    await ana.fillsIn({ answer }).getsReply(/Kept as the answer/);
    await ana.presses('Save').getsReply(/Saved as a draft/);
  }

  /** As if they had saved them over the weeks. */
  async function hasSaved(name: string, count: number): Promise<void> {
    const userId = await userIdOf(name);
    await stage.models.userGeneratedAssets.insertMany(
      Array.from({ length: count }, (_, at) => ({
        _id: `${name}-${at}`,
        userId,
        elevateStep: 'Hook',
        assetType: 'Ad Headline',
        title: `Headline ${at} of ${name}`,
        content: `Words number ${at} of ${name}`,
        status: 'Draft',
        createdAt: 1_000 + at,
        lastUpdatedAt: 1_000 + at,
      })),
    );
  }

  test('is named, put to use with its day, taken back, archived once asked, and found', async () => {
    await savesOne();
    await ana.says('call it May headlines').getsReply(/Called \*{0,2}May headlines/);
    await ana.says('set its channel to Instagram').getsReply(/Instagram/);
    await ana.says('that went live on 3 November 2025').getsReply(/Live since 3 November 2025/);
    expect(await assets()).toMatchObject([
      {
        title: 'May headlines',
        channel: 'Instagram',
        status: 'Implemented',
        implementedAt: Date.parse('2025-11-03T12:00:00Z'),
      },
    ]);
    await ana.says('that went live tomorrow').getsReply(/still to come/);
    await ana.presses('Back to draft').getsReply(/A draft again/);
    expect((await assets())[0]).not.toHaveProperty('implementedAt');
    await ana.presses('It is live').getsReply(/Live since/);
    const [{ implementedAt } = {}] = await assets();
    await ana.presses('It is live').getsReply(/Live since/);
    expect((await assets())[0]?.implementedAt).toBe(implementedAt);

    await ana.says('archive May headlines').getsReply(/Archive \*{0,2}May headlines\*{0,2}\?/);
    expect(await assets()).toMatchObject([{ status: 'Implemented' }]);
    await ana.presses('Archive it').getsReply(/Archived/);
    await ana.says('my assets').getsReply(/All that you saved is archived/);
    await ana.says('archived assets').getsReply(/What you have archived[\s\S]*May headlines/);
    await ana.presses('1. May headlines').getsReply(/Archived, live since/);
    await ana.presses('Take it back').getsReply(/Back in your list[\s\S]*Implemented/);
    await ana.says('my emails about unicorns').getsReply(/./);
    await ana.says('the headlines for May').getsReply(/May headlines/);
  });

  test('is refined by talking: without a model by the finished prompt, and each wording is kept', async () => {
    await savesOne();
    await ana.says('call it Pour').getsReply(/Called/);
    await ana.says('shorter, less salesy').getsReply(/finished RW1 prompt[\s\S]*Paste the answer/);
    await ana.presses('Paste the answer');
    await ana
      .fillsIn({ answer: '### Rewrite\n\nPoured Tuesday.\n\n### What changed\n\n- “whatever” went.' })
      .getsReply(/Poured Tuesday\.[\s\S]*“whatever” went[\s\S]*Kept as version 2/);
    const [asset] = await assets();
    const [first, second] = await stage.models.userPromptExecutions
      .find()
      .sort({ aiRequestTimestamp: 1 })
      .lean();
    expect(asset).toMatchObject({
      content: 'Poured Tuesday.',
      title: 'Pour',
      promptExecutionId: second?._id,
    });
    expect([first?.refinedOutputAssetId, second?.refinedOutputAssetId]).toEqual([asset?._id, asset?._id]);
    expect(second).toMatchObject({
      promptCode: 'RW1',
      inputs: { originalText: '1. The Tuesday pour, whatever you brew', goals: 'shorter, less salesy' },
    });
    expect(second?.inputContextSnapshot).toMatchObject({
      'companyContext.brandVoiceAdjectives': ['warm', 'plain', 'exact'],
    });
    expect(await versions()).toMatchObject([
      { number: 1, how: 'saved', promptExecutionId: first?._id },
      { number: 2, how: 'refined', wish: 'shorter, less salesy', promptExecutionId: second?._id },
    ]);

    const why = await ana.says('why does it say that?');
    expect(wordsOf(why)).toMatch(
      /F3[\s\S]*version \d[\s\S]*Poured on Tuesdays[\s\S]*Version 2: rewritten by RW1, “shorter, less salesy”/,
    );
    await ana.says('back to the one before').getsReply(/Back to version 1[\s\S]*whatever you brew/);
    expect((await assets())[0]).toMatchObject({ promptExecutionId: first?._id });
    await ana.says('go back to version 9').getsReply(/versions 1 to 3/);
  });

  test('is changed by hand in a form, which names what is wrong and loses nothing', async () => {
    await savesOne();
    await ana.says('my assets').getsReply(/The Tuesday pour/);
    await ana.presses('1. The Tuesday pour, whatever you brew'.slice(0, 40)).getsReply(/Draft/);
    await ana.presses('Edit');
    expect((await ana.opensForm()).values).toMatchObject({ text: '1. The Tuesday pour, whatever you brew' });
    await ana.fillsIn({ name: ' ', text: 'Poured by hand', channel: 'Etsy' });
    expect(ana.fieldErrors()).toEqual({ name: expect.stringMatching(/still empty/) });
    await ana.fillsIn({ name: 'By hand' }).getsReply(/Kept as version 2[\s\S]*Poured by hand/);
    expect(await assets()).toMatchObject([{ title: 'By hand', content: 'Poured by hand', channel: 'Etsy' }]);
    expect(await versions()).toMatchObject([{ how: 'saved' }, { how: 'edited', content: 'Poured by hand' }]);
    await ana.presses('Refine');
    await ana.fillsIn({ goals: ' ' });
    expect(ana.fieldErrors()).toEqual({ goals: expect.stringMatching(/still empty/) });
    await ana.fillsIn({ goals: 'warmer' }).getsReply(/finished RW1 prompt[\s\S]*Poured by hand/);
  });

  test('is paged to its end, searched, and exported, for its person alone', async () => {
    await hasSaved('ana', 1_000);
    await hasSaved('ben', 3);
    const first = await ana.says('my assets').getsReply(/1 to 6 of 1000/);
    expect(first.buttons).toEqual(expect.arrayContaining(['Next', 'All as CSV']));
    expect(first.buttons).not.toContain('Previous');
    await ana.presses('Next').getsReply(/7 to 12 of 1000/);
    await ana.presses('Previous').getsReply(/1 to 6 of 1000/);
    await ana.says('search my assets for 777').getsReply(/Headline 777 of ana[\s\S]*only one/);
    await ana.says('search my assets for ben').getsReply(/Nothing saved fits/);
    await ana.says('archive headline 5 of ana').getsReply(/Archive/);
    await ana.says('refine nothing').getsReply(/nothing saved that is called “nothing”/);
    const ben = await stage.person('ben');
    await ben.says('my drafts').getsReply(/Headline 2 of ben[\s\S]*all 3/);
    await ben.says('rename Headline 2 of ben to Mine').getsReply(/Called/);
    expect(wordsOf(ben.sees())).not.toContain('of ana');
    await ben.says('export my assets as csv').getsReply(/Your saved work as a file: 3 texts/);
  });

  test('what stands in a channel’s thread is opened, refined and explained to its person alone', async () => {
    const ben = await stage.person('ben');
    await ben.goesTo('#general');
    await savesOne();
    await ana.goesTo('#general');
    await ana.says('@Elevate my assets').getsReply(/privately|yours alone/);
    await ana.presses('1. The Tuesday pour, whatever you brew'.slice(0, 40));
    await ana.says('@Elevate refine Tuesday pour: shorter');
    await ana.says('@Elevate why does it say that?');
    expect(wordsOf(ana.sees())).toContain('finished RW1 prompt');
    expect(wordsOf(ben.sees())).not.toMatch(/Tuesday|RW1 prompt is ready|Foundation, as it was/);
  });
});

onEverySurface('saved work with a model', (stage) => {
  test('is rewritten by what is said in its thread, kept once, and tried again', async () => {
    await stage.begin({ model: true });
    const ana = await stage.person('ana');
    await stage.fillFoundation('ana', 'Poured on Tuesdays');
    stage.model.willAnswer('1. The Tuesday pour');
    await ana.says('@Writer F3').getsReply(/The Tuesday pour/);
    await ana.presses('Save').getsReply(/Saved as a draft/);
    // The voice is not written down yet: it is asked for, and the wish is not lost.
    await ana.says('shorter').getsReply(/from your Foundation/);
    stage.model.willAnswer('### Rewrite\n\nTuesday.\n\n### What changed\n\n- “pour” went.\n- “The” went.');
    await ana
      .fillsIn({ 'companyContext.brandVoiceAdjectives': ['warm', 'plain', 'exact'] })
      .getsReply(/Tuesday\.[\s\S]*“pour” went[\s\S]*Kept as version 2/);
    stage.model.willAnswer('### Rewrite\n\nOn Tuesday.\n\n### What changed\n\n- “On” came.\n- It reads on.');
    await ana.says('a bit warmer').getsReply(/On Tuesday\.[\s\S]*Kept as version 3/);
    const [asset] = await stage.models.userGeneratedAssets.find().lean();
    expect(asset?.content).toBe('On Tuesday.');
    await ana.presses('Version before').getsReply(/Back to version 2/);
  });
});
