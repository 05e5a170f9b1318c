import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { eventFrom, h1Answers, messageWithButton, receive } from '../support/conversation.ts';
import { type Elevate, type Person, startElevate } from '../support/elevate.ts';
import { onEverySurface } from '../support/on-every-surface.ts';
import type { Talker } from '../support/talker.ts';

onEverySurface({ title: 'forms and buttons', overHttpToo: true }, (stage) => {
  let ana: Talker;

  beforeEach(async () => {
    await stage.begin();
    ana = await stage.person('ana');
  });

  const executions = () => stage.models.userPromptExecutions.find().sort({ aiRequestTimestamp: 1 }).lean();

  /** Up to an answer that can be saved. */
  async function pastesAnAnswer(): Promise<void> {
    await stage.fillFoundation('ana', 'Poured on Tuesdays');
    await ana.says('@Writer F3').getsReply(/No model is set/);
    await ana.presses('Paste the answer');
    await ana.fillsIn({ answer: '1. The Tuesday pour' }).getsReply(/Kept as the answer/);
  }

  describe('a form with something wrong in it', () => {
    test('missing values are named, what was typed is kept, and the missing ones alone complete it', async () => {
      await ana.says('@Writer H1');
      // Clients send no form in which something that must be there is quite empty.
      await ana.fillsIn({ ...h1Answers, destination: ' ', 'customerAvatar.pains': ' ' });
      expect(ana.fieldErrors()).toEqual({
        destination: expect.stringMatching(/an answer is needed here/),
        'customerAvatar.pains': expect.stringMatching(/is still empty\. One line is enough/),
      });
      expect(await stage.models.userFoundations.countDocuments({ companyContext: { $exists: true } })).toBe(
        0,
      );

      await ana
        .fillsIn({ destination: 'a guide', 'customerAvatar.pains': ['candles tunnel'] })
        .getsReply(/No model is set, so here is the finished H1 prompt/);
      const [execution] = await executions();
      expect(execution?.renderedPrompt).toContain('Poured on Tuesdays, posted within a day');
      expect(execution?.renderedPrompt).toContain('a guide');
    });

    stage.unless('a line ends at its limit')(
      'a value that is too long is named with its length, kept, and corrected alone',
      async () => {
        await ana.says('@Writer H1');
        const tooLong = 'x'.repeat(4_001);
        await ana.fillsIn({
          ...h1Answers,
          destination: tooLong,
          'companyContext.uniqueMechanism': 'y'.repeat(2_001),
        });
        expect(ana.fieldErrors()).toEqual({
          destination: expect.stringMatching(/4001 characters, at most 4000/),
          'companyContext.uniqueMechanism': expect.stringMatching(/2001 characters, at most 2000/),
        });
        expect((await ana.opensForm()).values.destination?.replaceAll('\n', '')).toBe(tooLong);
        expect(await executions()).toEqual([]);
        await ana
          .fillsIn({ destination: 'a guide', 'companyContext.uniqueMechanism': 'Poured on Tuesdays' })
          .getsReply(/finished H1 prompt/);
      },
    );

    stage.unless('choices are picked')(
      'a wrong choice is named with what there is, and corrected alone',
      async () => {
        await ana.says('@Writer RW1');
        await ana.fillsIn({
          'companyContext.brandVoiceAdjectives': 'warm, plain',
          originalText: 'We are passionate about candles.',
          elevateStep: 'Hok',
        });
        expect(ana.fieldErrors()).toEqual({
          elevateStep: expect.stringMatching(/"Hok" is no step\. One of Foundation, Hook/),
        });
        await ana.fillsIn({ elevateStep: 'Nurture' }).getsReply(/finished RW1 prompt/);
        expect(await executions()).toMatchObject([{ promptCode: 'RW1', elevateStep: 'Nurture' }]);
      },
    );

    test('a choice decides the step', async () => {
      await ana.says('@Writer RW1');
      await ana
        .fillsIn({
          'companyContext.brandVoiceAdjectives': 'warm, plain',
          originalText: 'We are passionate about candles.',
          elevateStep: 'Nurture',
        })
        .getsReply(/finished RW1 prompt/);
      expect(await executions()).toMatchObject([{ promptCode: 'RW1', elevateStep: 'Nurture' }]);
    });

    test('an empty pasted answer is sent back with what is wrong', async () => {
      await stage.fillFoundation('ana', 'Poured on Tuesdays');
      await ana.says('@Writer F3');
      await ana.presses('Paste the answer');
      await ana.fillsIn({ answer: '  ' });
      expect(ana.fieldErrors()).toEqual({ answer: expect.stringMatching(/is still empty/) });
      expect(await executions()).toMatchObject([{ status: 'Pending' }]);
      await ana.fillsIn({ answer: 'The Tuesday pour' }).getsReply(/Kept as the answer/);
    });

    stage.unless('a text ends at its limit')('and so is one that is too long', async () => {
      await stage.fillFoundation('ana', 'Poured on Tuesdays');
      await ana.says('@Writer F3');
      await ana.presses('Paste the answer');
      await ana.fillsIn({ answer: 'z'.repeat(20_001) });
      expect(ana.fieldErrors()).toEqual({
        answer: expect.stringMatching(/20,00\d characters, at most 20,000/),
      });
      expect(await executions()).toMatchObject([{ status: 'Pending' }]);
    });
  });

  describe('what is done twice', () => {
    test('Save makes one asset, linked to its execution both ways', async () => {
      await pastesAnAnswer();
      await ana.presses('Save').getsReply(/Saved as a draft/);
      await ana.presses('Save').getsReply(/Saved as a draft/);
      const assets = await stage.models.userGeneratedAssets.find().lean();
      expect(assets).toHaveLength(1);
      const [execution] = await executions();
      expect(execution?.refinedOutputAssetId).toBe(assets[0]?._id);
      expect(assets[0]?.promptExecutionId).toBe(execution?._id);
    });

    test('an asset is named by its first words, without marks that a cut would leave open', async () => {
      await stage.fillFoundation('ana', 'Poured on Tuesdays');
      await ana.says('@Writer F3');
      await ana.presses('Paste the answer');
      await ana.fillsIn({ answer: `1. **The first.** Poured on Tuesdays for ${'people '.repeat(20)}` });
      await ana.presses('Save').getsReply(/"The first\. Poured on Tuesdays for [a-z ]+…"/);
    });

    test('Another try makes a new execution each time, all pointing at the first', async () => {
      await pastesAnAnswer();
      await ana.presses('Another try').getsReply(/finished F3 prompt/);
      // The newest such button is still the one under the pasted answer: a prompt alone has none.
      await ana.presses('Another try').getsReply(/finished F3 prompt/);
      const all = await executions();
      expect(all).toHaveLength(3);
      expect(all.slice(1).map((execution) => execution.retryOf)).toEqual([all[0]?._id, all[0]?._id]);
    });

    test('a form that was sent cannot be opened again, and says so', async () => {
      await ana.says('@Writer H1');
      await ana.fillsIn(h1Answers).getsReply(/finished H1 prompt/);
      await ana.presses('Fill in').getsReply(/That one has run already/);
      expect(await executions()).toHaveLength(1);
    });

    test('a second pasted answer leaves the first one as it is, and says so', async () => {
      await pastesAnAnswer();
      await ana.presses('Paste the answer');
      await ana.fillsIn({ answer: 'Something else' }).getsReply(/has an answer already; I left it as it is/);
      expect(await executions()).toMatchObject([{ aiResponse: '1. The Tuesday pour' }]);
    });
  });

  test('another person cannot answer a question that the Director asked Ana', async () => {
    const ben = await stage.person('ben');
    await ana.goesTo('#general');
    await ben.goesTo('#general');
    await ana.says('@Elevate headlines').getsReply(/Which of these do you mean/);
    await ben.presses('H1 Pain-focused ad headlines').getsReply(/belongs to somebody else/);
    await ana.presses('H1 Pain-focused ad headlines').getsReply(/H1/);
  });
});

/** What is handed to the program by hand, as no client of a surface would. */
describe('in the program itself', () => {
  let elevate: Elevate;
  let ana: Person;

  beforeEach(async () => {
    elevate = await startElevate();
    ana = await elevate.person('ana');
  });
  afterEach(() => elevate.end());

  const executions = () => elevate.models.userPromptExecutions.find().lean();

  test('an unknown field is named with those there are, and nothing is sent', async () => {
    await ana.says('@Writer H1');
    const back = await ana
      .fillsIn({ ...h1Answers, destinatoin: 'a guide' })
      .getsReply(/The form has no field "destinatoin"\. It has: .*destination/);
    expect(back.form?.fields).toHaveLength(6);
    expect(await executions()).toEqual([]);
    await ana.fillsIn(h1Answers).getsReply(/finished H1 prompt/);
  });

  test('malformed JSON leaves the form open', async () => {
    await ana.says('@Writer H1');
    await ana.says('!form {"destination": "a guide"').getsReply(/needs one JSON object/);
    await ana.fillsIn(h1Answers).getsReply(/finished H1 prompt/);
  });

  test('a form sent twice runs once, and the second time says so, filled in or not', async () => {
    await ana.says('@Writer H1');
    await ana.fillsIn(h1Answers).getsReply(/finished H1 prompt/);
    await ana
      .fillsIn({ destination: 'another guide', painToTarget: 'soot' })
      .getsReply(/That one has run already/);
    await ana.fillsIn({}).getsReply(/That one has run already/);
    expect(await executions()).toHaveLength(1);
  });

  test('a form sent twice at once runs once, and one of the two is told so', async () => {
    await ana.says('@Writer H1');
    const { thread, buttonId } = await messageWithButton(elevate, 'Fill in');
    const values = Object.fromEntries(
      Object.entries(h1Answers).map(([name, value]) => [name, [value].flat().join('\n')]),
    );
    const sendings = [1, 2].map(() => eventFrom('ana', thread, { formId: buttonId, values }));
    const [first, second] = await Promise.all(sendings.map((event) => receive(elevate, event)));
    expect(first?.[0]?.text).toMatch(/finished H1 prompt/);
    expect(second?.map((part) => part.text)).toEqual([expect.stringMatching(/has run already/)]);
    expect(await executions()).toHaveLength(1);
  });

  describe('another person', () => {
    test('gets one sentence for a button of Ana’s, and nothing of hers', async () => {
      await ana.goesTo('#general');
      await ana.says('@Writer H1').getsReply(/asked you privately/);
      const fillIn = await messageWithButton(elevate, 'Fill in');
      await ana.fillsIn(h1Answers);
      const paste = await messageWithButton(elevate, 'Paste the answer');
      await ana.presses('Paste the answer');
      await ana.fillsIn({ answer: '1. Out again by nine?' });
      const later = await Promise.all(
        ['Save', 'Another try', 'Different tone'].map((label) => messageWithButton(elevate, label)),
      );

      for (const { thread, buttonId } of [fillIn, paste, ...later]) {
        const press = eventFrom('ben', thread, { buttonId });
        const said = await receive(elevate, press);
        expect(said.map(({ text, visibleTo }) => ({ text, visibleTo }))).toEqual([
          { text: 'That belongs to somebody else, so I left it alone.', visibleTo: 'ben' },
        ]);
      }
      for (const { thread, buttonId } of [fillIn, paste]) {
        const press = eventFrom('ben', thread, { buttonId });
        if (press.kind !== 'press') throw new Error('unreachable');
        expect(await elevate.app.answerNow(press)).toMatchObject({
          kind: 'sentence',
          sentence: expect.stringMatching(/belongs to somebody else/),
        });
        const values = { answer: 'Ben was here', destination: 'here' };
        const form = eventFrom('ben', thread, { formId: buttonId, values });
        const said = await receive(elevate, form);
        expect(said.map((part) => part.text)).toEqual([expect.stringMatching(/belongs to somebody else/)]);
        if (form.kind !== 'form') throw new Error('unreachable');
        expect(await elevate.app.answerNow(form)).toMatchObject({ kind: 'sentence' });
      }
      expect(await executions()).toMatchObject([{ aiResponse: '1. Out again by nine?' }]);
      expect(await elevate.models.userGeneratedAssets.countDocuments()).toBe(0);
    });
  });

  describe('a button that is not of this version', () => {
    const thread = { surface: 'playground', place: 'dm:ana', root: 'old', audience: 'direct' } as const;

    test.each([
      '2:save:x',
      '1:dance:x',
      '1:save',
      'save',
      '1:save:a b',
      '1:pick:x~../../etc',
      `1:run:${'x'.repeat(200)}`,
    ])('%s gets a sentence, at once and through the inbox', async (buttonId) => {
      const press = eventFrom('ana', thread, { buttonId });
      const said = await receive(elevate, press);
      expect(said.map((part) => part.text)).toEqual([
        expect.stringMatching(/That button is from another version of me|belongs to somebody else/),
      ]);
      const form = eventFrom('ana', thread, { formId: buttonId, values: { a: 'b' } });
      expect((await receive(elevate, form)).map((part) => part.text)).toEqual([
        expect.stringMatching(/That button is from another version of me/),
      ]);
      if (press.kind !== 'press' || form.kind !== 'form') throw new Error('unreachable');
      for (const event of [press, form]) {
        expect(['sentence', 'queued']).toContain((await elevate.app.answerNow(event)).kind);
      }
    });
  });
});
