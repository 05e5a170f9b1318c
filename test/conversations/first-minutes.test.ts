import { describe, expect, test } from 'vitest';
import { h1Answers } from '../support/conversation.ts';
import { onEverySurface } from '../support/on-every-surface.ts';
import { hears, wordsOf } from '../support/talker.ts';

onEverySurface({ title: 'first minutes', overHttpToo: true }, (stage) => {
  describe('a newcomer without a model', () => {
    test('is greeted with one question and the first step as a button', async () => {
      await stage.begin();
      const ana = await stage.person('ana');
      const welcome = await ana.says('hi, just joined, I sell candles, want more sales').getsReply(/Ana/);
      expect(welcome.agent).toBe('Director');
      expect(welcome.text.match(/\?/g)).toHaveLength(1);
      expect(welcome.buttons).toEqual(['Start my Foundation', 'Start with Sage']);
      await ana.presses('Start my Foundation');
      const { values } = await ana.opensForm();
      expect(values).toMatchObject({ 'companyContext.coreOffers': '' });
    });

    test('is asked for what H1 lacks, gets the finished prompt, pastes an answer and saves it', async () => {
      await stage.begin();
      const ana = await stage.person('ana');
      const asked = await ana
        .says('@Writer H1 please, for my winter candles')
        .getsReply(/needs from your Foundation/);
      expect(asked.text).toMatch(/Brand voice, Unique mechanism, Customer profile, Customer pains/);
      expect(asked.agent).toBe('Writer');

      const ran = await ana.fillsIn(h1Answers);
      const prompt = hears(ran, /No model is set/);
      expect(prompt.agent).toBe('Writer');
      expect(wordsOf(ran)).toContain('Poured on Tuesdays');
      expect(wordsOf(ran)).toContain('> @Writer H1 please, for my winter candles');
      expect(ran.flatMap(({ buttons }) => buttons)).toEqual(['Paste the answer', 'As a file']);
      expect(hears(ran, /Used from your Foundation: Brand voice/).text).toMatch(
        /left out: Customer fears, Competitors/,
      );

      await ana.presses('Paste the answer');
      const kept = await ana
        .fillsIn({ answer: '1. Out again by nine?\n2. One hour of scent' })
        .getsReply(/Kept as the answer/);
      expect(kept.buttons).toEqual(['Save all', 'Choose items', 'Another try', 'Different tone']);
      await ana.presses('Save all').getsReply(/Saved as 2 drafts: \*\*Ad Headline\*\*/);

      const assets = await stage.models.userGeneratedAssets.find().lean();
      const asset = assets.find(({ content }) => content === 'Out again by nine?');
      const [execution] = await stage.models.userPromptExecutions.find().lean();
      expect(asset).toMatchObject({
        status: 'Draft',
        promptExecutionId: execution?._id,
      });
      expect(assets).toHaveLength(2);
      expect(execution).toMatchObject({
        status: 'Success',
        answerSource: 'pasted',
        refinedOutputAssetId: asset?._id,
      });
    });

    test('hears from Sage what the store holds, and from Teacher what the course says and where', async () => {
      await stage.begin();
      const ana = await stage.person('ana');
      await ana.says('@Sage what are my pains?').getsReply(/not recorded|still empty/);
      await ana.says('@Writer H1');
      await ana.fillsIn(h1Answers);
      await ana.says('@Sage what are my pains?').getsReply(/candles tunnel and go out\n- the scent fades/);
      const taught = await ana
        .says('@Teacher what does ROCKET stand for?')
        .getsReply(/Module 0, Foundation: What ROCKET stands for/);
      for (const word of ['Role', 'Objective', 'Context', 'Key Instructions', 'Examples', 'Tone'])
        expect(taught.text).toContain(word);
      await ana
        .says('@Marketer which of these two angles?')
        .getsReply(/No model is set, so Marketer cannot answer/);
    });
  });

  describe('with a model', () => {
    test('the answer grows under the agent’s name, and another try points at the first', async () => {
      await stage.begin({ model: true });
      const ana = await stage.person('ana');
      await ana.says('@Writer H1');
      const paused = stage.model.willPauseAfter('1. Out again');
      const run = ana.fillsIn(h1Answers);
      await paused.reached;
      await expect.poll(() => ana.sees().at(-1)).toMatchObject({ agent: 'Writer', text: '1. Out again' });
      paused.resume(' by nine?\n2. Gone in an hour');
      const ran = await run;
      expect(ran[0]?.text).toBe('1. Out again by nine?\n2. Gone in an hour');
      expect(ran[1]?.buttons).toEqual(['Save all', 'Choose items', 'Another try', 'Different tone']);

      stage.model.willAnswer('1. Still lit at ten?');
      await ana.presses('Another try').getsReply(/Still lit at ten/);
      // It differs from what it knows, and a tone is put on the newest.
      expect(stage.model.requests.at(-1)?.lastUserMessage).toMatch(
        /## THIS TIME\nAnother try[^\n]+before this one:\n> 1\. Out again by nine\?\n> 2\. Gone in an hour$/,
      );
      await ana.presses('Different tone').getsReply(/Which way/);
      stage.model.willAnswer('1. A gentler flame');
      await ana.presses('Warmer').getsReply(/A gentler flame/);
      const executions = await stage.models.userPromptExecutions
        .find()
        .sort({ aiRequestTimestamp: 1 })
        .lean();
      expect(executions.map((execution) => execution.status)).toEqual(['Success', 'Success', 'Success']);
      expect(executions[1]?.retryOf).toBe(executions[0]?._id);
      expect(executions[2]).toMatchObject({
        retryOf: executions[0]?._id,
        tone: 'warmer',
        model: 'scripted',
      });
      const outputTokens = executions[0]?.usage?.outputTokens ?? 0;
      expect(outputTokens).toBeGreaterThan(0);
      expect(executions[0]?.costMinorUnits).toBe(outputTokens);
    });

    test('a question that no prompt fits is answered by the agent from thread and Foundation', async () => {
      await stage.begin({ model: true });
      const ana = await stage.person('ana');
      stage.model.willAnswer('1. Out again by nine?');
      await ana.says('@Writer H1');
      await ana.fillsIn(h1Answers);
      stage.model.willAnswer('Take the first: it names the moment.');
      await ana.says('@Marketer which of these two angles?').getsReply(/Take the first/);
      const sent = JSON.stringify(stage.model.requests.at(-1)?.body);
      expect(sent).toContain('Out again by nine');
      expect(sent).toContain('candles tunnel and go out');
    });
  });

  test('Ben sees none of Ana’s things, and cannot use her buttons', async () => {
    await stage.begin();
    const ana = await stage.person('ana');
    const ben = await stage.person('ben');
    await ana.goesTo('#general');
    await ben.goesTo('#general');
    await ana.says('@Writer H1').getsReply(/asked you privately/);
    const ran = await ana.fillsIn(h1Answers);
    expect(hears(ran, /No model is set/).isPrivate).toBe(true);
    await ana.says('@Sage what are my pains?').getsReply(/candles tunnel/);
    await ben.says('@Sage what are my pains?').getsReply(/not recorded/);
    const bens = JSON.stringify(ben.sees());
    expect(bens).toContain('asked you privately');
    expect(bens).not.toMatch(/tunnel|Tuesdays|burn guide|Paste the answer/);
  });

  test('who is not well gets a person and a helpline, whoever was mentioned, and no course', async () => {
    await stage.begin();
    const ana = await stage.person('ana');
    const kind = await ana
      .says("@Guide I'm really struggling and don't see the point of anything any more")
      .getsReply(/116 123/);
    expect(kind.text).toMatch(/your facilitator/);
    expect(kind.buttons).toEqual([]);
  });

  test('thanks are answered in a line, and a yes to the first question opens the form', async () => {
    await stage.begin();
    const ana = await stage.person('ana');
    await ana.says('hello').getsReply(/Shall we begin there/);
    await ana.says('yes please').getsReply(/write it down/);
    expect(Object.keys((await ana.opensForm()).values)[0]).toBe('companyContext.coreOffers');
    await ana
      .fillsIn({ 'companyContext.coreOffers': 'Candles at £18' })
      .getsReply(/Written down: Core offers\.\nStill open: Unique mechanism/);
    await ana.says('thanks!').getsReply(/^You are welcome/);
    await ana.says('hello again').getsReply(/Your Foundation still lacks Unique mechanism/);
  });
});
