import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadCatalogue } from '../../src/load-catalogue.ts';
import { eventFrom, fillFoundation, messageWithButton, modelOn, receive } from '../support/conversation.ts';
import { type Elevate, type Person, startElevate } from '../support/elevate.ts';
import { onEverySurface } from '../support/on-every-surface.ts';
import { type ScriptedModelServer, startScriptedModel } from '../support/scripted-model-server.ts';

const { prompts } = await loadCatalogue();

import { type Talker, wordsOf } from '../support/talker.ts';

/** What H1 still needs of her. */
const h1Answers = {
  'companyContext.brandVoiceAdjectives': 'warm, plain, exact',
  'customerAvatar.profileSummary': 'People who light a candle to end the working day',
  destination: 'a free burn guide',
};

const long = 'Your candle tunnels again, and it is not your wick';
const headlines = (third: string) =>
  `1. Half a candle left, no flame\n2. It drowned at dinner again\n3. ${third}\n4. Why does the middle sink?\n5. You trimmed it. It sank.`;

const fields = prompts.get('F7')?.writes?.map(({ path }) => path.split('.')[1] ?? '') ?? [];
const nothing = {
  value: null,
  evidence: null,
  confidence: null,
  reason: '[NEEDS: look at the returns page]',
};
const found = (value: unknown, evidence: unknown = 'as it says') => ({
  value,
  evidence,
  confidence: 'high',
  reason: null,
});
const f7 = (values: object) => ({
  companyContext: { ...Object.fromEntries(fields.map((field) => [field, nothing])), ...values },
});
const three = f7({
  coreOffers: found('Soy candles at £18'),
  uniqueMechanism: found('Poured every Tuesday in small pans'),
  keyFeatures: found(['cotton wick', 'burns 40 hours'], ['cotton', '40 hours']),
});

onEverySurface('what comes out', (stage) => {
  let ana: Talker;

  async function begin({ model = true } = {}): Promise<void> {
    await stage.begin({ model });
    await stage.fillFoundation('ana', 'Poured on Tuesdays');
    ana = await stage.person('ana');
  }

  const assets = () => stage.models.userGeneratedAssets.find().sort({ _id: 1 }).lean();
  const executions = () => stage.models.userPromptExecutions.find().sort({ aiRequestTimestamp: 1 }).lean();
  const foundation = async () => (await stage.models.userFoundations.findOne().lean()) ?? undefined;

  async function runs(code: string, answers: Record<string, string | string[]>): Promise<void> {
    await ana.says(`@Elevate ${code}`).getsReply(/for this run/);
    await ana.fillsIn(answers);
  }

  async function changeOffers(after: string): Promise<void> {
    const userId = (await foundation())?.userId ?? '';
    await stage.stores.foundations.change(
      userId,
      `another place: ${after}`,
      [{ path: 'companyContext.coreOffers', after }],
      'form',
      Date.now(),
    );
  }

  describe('what is too long', () => {
    test('is shortened once, and nothing else is named or touched', async () => {
      await begin();
      stage.model.willAnswer(headlines(long));
      stage.model.willAnswer({ json: { parts: [{ number: 1, text: 'Tunnelled again? Not your wick.' }] } });
      await ana.says('@Writer H1');
      const answer = await ana.fillsIn(h1Answers).getsReply(/Half a candle/);
      expect(answer.text).toBe(headlines('Tunnelled again? Not your wick.'));
      const wish = stage.model.requests[1]?.lastUserMessage ?? '';
      expect(wish).toContain(`1. items, item 3, 50 characters, at most 40 allowed:\n${long}`);
      expect(wish).not.toContain('Half a candle');
      expect(await executions()).toMatchObject([
        { status: 'Success', aiResponse: answer.text, usage: { inputTokens: 200 } },
      ]);
    });

    test.each([
      ['still too long', 'Your candle tunnels again and it was never your own wick at all'],
      ['empty', ' '],
    ])('and comes back %s is marked with its count, and saved without the mark', async (_, text) => {
      await begin();
      stage.model.willAnswer(headlines(long));
      stage.model.willAnswer({ json: { parts: [{ number: 1, text }] } });
      await ana.says('@Writer H1');
      const answer = await ana.fillsIn(h1Answers).getsReply(/Half a candle/);
      expect(answer.text).toBe(headlines(`${long} _(50 characters, at most 40)_`));
      await ana.presses('Save all');
      expect((await assets()).map(({ content }) => content)).toContain(long);
    });

    test('is kept as it was when the model fails at shortening', async () => {
      await begin();
      stage.model.willAnswer(headlines(long));
      stage.model.willFail({ status: 400 });
      await ana.says('@Writer H1');
      await ana.fillsIn(h1Answers).getsReply(/50 characters, at most 40/);
      expect(await executions()).toMatchObject([{ status: 'Success', aiResponse: headlines(long) }]);
    });

    test('is marked without a model too, in what was pasted, and other counts are named', async () => {
      await begin({ model: false });
      await ana.says('@Writer H1');
      await ana.fillsIn(h1Answers);
      await ana.presses('Paste the answer');
      const kept = await ana
        .fillsIn({ answer: `1. Half a candle left\n2. ${long}` })
        .getsReply(/Kept as the answer to H1/);
      expect(kept.text.replaceAll('*', '_')).toContain(`2. ${long} _(50 characters, at most 40)_`);
      expect(kept.text).toContain('- The answer: 2 items, asked for exactly 5 items.');
      expect(await executions()).toMatchObject([{ aiResponse: `1. Half a candle left\n2. ${long}` }]);
      expect(stage.model.requests).toEqual([]);
    });
  });

  describe('what is missing', () => {
    test('is asked below the answer, and never saved as if it were answered', async () => {
      await begin();
      stage.model.willAnswer(
        `${headlines('Fixed by [NEEDS: minutes to use] of care')}\n\n[NEEDS: where the guide is]`,
      );
      await ana.says('@Writer H1');
      const heard = await ana.fillsIn(h1Answers);
      expect(heard[0]?.text).toBe(headlines('Fixed by [NEEDS: minutes to use] of care'));
      expect(heard[1]?.text).toContain('- Minutes to use?\n- Where the guide is?');
      const saved = await ana.presses('Save all').getsReply(/Saved as 5 drafts/);
      expect(saved.text).toContain('One thing is still open in it, marked [NEEDS: …].');
      const contents = (await assets()).map(({ content }) => content);
      expect(contents).toContain('Fixed by [NEEDS: minutes to use] of care');
      expect(contents.join('\n')).not.toContain('where the guide is');
    });
  });

  describe('a list', () => {
    beforeEach(async () => {
      await begin();
      stage.model.willAnswer(headlines('Tunnelled again?'));
      await ana.says('@Writer H1');
      const messages = await ana.fillsIn(h1Answers);
      expect(messages[1]?.buttons).toEqual(['Save all', 'Choose items', 'Another try', 'Different tone']);
    });

    test('is saved item by item, each linked to its execution, and twice changes nothing', async () => {
      const saved = await ana.presses('Save all').getsReply(/Saved as 5 drafts: \*\*Ad Headline\*\*/);
      expect(saved.text).toContain('\n- Tunnelled again?\n');
      expect(saved.buttons).toEqual(['G1 Gift ideas from one pain']);
      const first = await assets();
      await ana.presses('Save all').getsReply(/Saved as 5 drafts/);
      expect(await assets()).toEqual(first);
      const [execution] = await executions();
      expect(new Set(first.map(({ promptExecutionId }) => promptExecutionId))).toEqual(
        new Set([execution?._id]),
      );
      expect(first.map(({ content }) => content)).toContain('Tunnelled again?');
      expect(first.map(({ _id }) => _id)).toContain(execution?.refinedOutputAssetId);
    });

    test('is saved in part: what was ticked, and none is told', async () => {
      await ana.presses('Choose items');
      const ticked = ['2. It drowned at dinner again', '3. Tunnelled again?'];
      await ana.fillsIn({ items: ticked }).getsReply(/Saved as 2 drafts/);
      expect((await assets()).map(({ content }) => content).sort()).toEqual([
        'It drowned at dinner again',
        'Tunnelled again?',
      ]);
      await ana.presses('Save all');
      expect(await assets()).toHaveLength(5);
    });
  });

  test('an email is shown by subject, preview and body', async () => {
    await begin();
    const body = 'Hi,\n\nyour burn guide is here. '.concat('word '.repeat(130)).trim();
    stage.model.willAnswer(
      `Subjects:\n1. Your candle is on its way\n2. A first evening\nPreview: With one small offer inside, and no hurry\nBody:\n${body}\nFooter: [unsubscribe link from your email tool]`,
    );
    await runs('U4', {
      'companyContext.brandVoiceAdjectives': ['warm', 'plain', 'exact'],
      'customerAvatar.goals': ['a calm hour'],
      productBought: 'a soy candle',
      upsellItem: 'a wick trimmer',
      price: '£6',
    });
    expect(ana.sees().at(-2)?.text).toBe(
      `**Subject 1:** Your candle is on its way\n**Subject 2:** A first evening\n\n**Preview:** With one small offer inside, and no hurry\n\n${body}\n\n**Footer:** [unsubscribe link from your email tool]`,
    );
  });

  describe('a JSON answer', () => {
    test('is asked for by its schema, put right once, and shown in words', async () => {
      await begin();
      stage.model.willAnswer({ json: { companyContext: { coreOffers: 'candles' } } });
      stage.model.willAnswer({ json: three });
      await ana.says('@Researcher F7');
      const messages = await ana.fillsIn({ companyResearch: 'We pour soy candles every Tuesday.' });
      const [answer, used] = messages;
      expect(stage.model.requests[0]?.body.response_format?.type).toBe('json_schema');
      expect(stage.model.requests).toHaveLength(2);
      expect(answer?.text).toContain('**Core offers** (high): Soy candles at £18');
      expect(answer?.text).toContain('**Guarantee**: not found.');
      for (const { text } of messages) expect(text).not.toMatch(/[{}]/);
      expect(used?.text).toContain('- Look at the returns page?');
      expect(await executions()).toMatchObject([{ status: 'Success', aiResponse: three }]);
    });

    test('that stays unreadable is told, without a brace', async () => {
      await begin();
      stage.model.willAnswer('{"companyContext": {}}');
      stage.model.willAnswer('{"companyContext": {}}');
      await ana.says('@Researcher F7');
      const text = wordsOf(await ana.fillsIn({ companyResearch: 'We pour.' }));
      expect(text).toContain('The model sent nothing that can be used.');
      expect(text).not.toMatch(/[{}]/);
    });

    describe('proposes values', () => {
      beforeEach(async () => {
        await begin();
        stage.model.willAnswer({ json: three });
        await ana.says('@Researcher F7');
        await ana
          .fillsIn({ companyResearch: 'We pour.' })
          .getsReply(/^\*\*F7 for your Foundation, 1 of 3: Core offers/);
      });

      test('one at a time, what is there beside, and keeps them with a version', async () => {
        const shown = ana.sees().at(-1);
        expect(shown?.text).toContain('Proposed: Soy candles at £18');
        expect(shown?.text).toMatch(/[_*]From “as it says”, high confidence[_*]/);
        expect(shown?.text).toContain('Written down now: a candle');
        expect(shown?.buttons).toEqual(['Keep the new', 'Change', 'Skip', 'Skip the rest']);
        const second = await ana.presses('Keep the new').getsReply(/2 of 3: Unique mechanism/);
        expect(second.text).toContain('Written down: Core offers.');
        expect((await foundation())?.companyContext).toMatchObject({
          coreOffers: 'Soy candles at £18',
          uniqueMechanism: 'Poured on Tuesdays',
        });
        const third = await ana.presses('Skip').getsReply(/3 of 3: Key features/);
        expect(third.buttons).toEqual(['Keep', 'Change', 'Skip']);
        const end = await ana.presses('Keep').getsReply(/That was all that F7 proposes/);
        expect(end.text).toContain('In your Foundation from it: Core offers, Key features.');
        expect(end.text).toContain('Left as it was: Unique mechanism.');
        expect((await foundation())?.companyContext.keyFeatures).toEqual(['cotton wick', 'burns 40 hours']);
        const versions = await stage.models.foundationVersions.find({ source: 'prompt' }).lean();
        expect(versions.flatMap(({ changes }) => changes)).toEqual([
          { path: 'companyContext.coreOffers', before: 'a candle', after: 'Soy candles at £18' },
          { path: 'companyContext.keyFeatures', after: ['cotton wick', 'burns 40 hours'] },
        ]);
      });

      test('never over a value that was not shown', async () => {
        await changeOffers('Beeswax candles');
        const shown = await ana
          .presses('Keep the new')
          .getsReply(/has changed since I asked, so I wrote nothing/);
        expect(shown.text).toContain('Written down now: Beeswax candles');
        expect((await foundation())?.companyContext.coreOffers).toBe('Beeswax candles');
        await ana.presses('Keep the new').getsReply(/Written down: Core offers/);
        expect((await foundation())?.companyContext.coreOffers).toBe('Soy candles at £18');
      });

      test('to be put into own words, with what was typed kept while something is wrong', async () => {
        await ana.presses('Change');
        expect((await ana.opensForm()).values).toEqual({
          'companyContext.coreOffers': 'Soy candles at £18',
        });
        const typed = { 'companyContext.coreOffers': 'Soy candles, £18 to £24' };
        await changeOffers('Beeswax candles');
        await ana.fillsIn(typed);
        expect(ana.fieldErrors()).toEqual({
          'companyContext.coreOffers': expect.stringMatching(
            /is now: Beeswax candles\. Send again to replace it/,
          ),
        });
        expect((await ana.opensForm()).values).toEqual(typed);
        await ana.fillsIn(typed).getsReply(/Written down: Core offers/);
        expect((await foundation())?.companyContext.coreOffers).toBe('Soy candles, £18 to £24');
      });

      test('and leaves the rest when that is wished', async () => {
        const end = await ana.presses('Skip the rest').getsReply(/That was all that F7 proposes/);
        expect(end.text).toContain('Left as it was: Core offers, Unique mechanism, Key features.');
        expect((await foundation())?.companyContext.coreOffers).toBe('a candle');
      });
    });

    test('serves pasted too, once it can be read', async () => {
      await begin({ model: false });
      await ana.says('@Researcher F7');
      await ana.fillsIn({ companyResearch: 'We pour.' });
      await ana.presses('Paste the answer');
      await ana.fillsIn({ answer: '{"companyContext": {"coreOffers": ' });
      expect(ana.fieldErrors()).toEqual({ answer: expect.stringMatching(/It breaks off/) });
      expect((await ana.opensForm()).values.answer).toBe('{"companyContext": {"coreOffers": ');
      await ana.fillsIn({ answer: '{"companyContext": {}}' });
      expect(ana.fieldErrors()).toEqual({
        answer: expect.stringMatching(
          /companyContext\.coreOffers is nothing, expected a value of type object\. 17 more like it/,
        ),
      });
      const fenced = `Here you are:\n\`\`\`json\n${JSON.stringify(three, null, 2)}\n\`\`\``;
      const messages = await ana.fillsIn({ answer: fenced });
      const text = wordsOf(messages);
      expect(text).toContain('**Core offers** (high): Soy candles at £18');
      expect(text).not.toMatch(/[{}]/);
      expect(messages.at(-1)?.text).toMatch(/^\*\*F7 for your Foundation, 1 of 3: Core offers/);
      await ana.presses('Keep the new').getsReply(/Written down: Core offers/);
    });
  });

  describe('Foundation prompts in text', () => {
    test('F3: one of several is chosen, and that settles the others', async () => {
      await begin();
      stage.model.willAnswer(
        [
          'For people who read, an even burn',
          'An even burn, without tunnels',
          '[NEEDS: who this is for]',
          'No soot, no fuss',
          'Light once',
        ]
          .map((line, index) => `${index + 1}. ${line}`)
          .join('\n'),
      );
      const messages = await ana.says('@Writer F3');
      expect(messages.at(-1)?.text).toContain('F3 for your Foundation, 1 of 4: Value proposition');
      await ana.presses('Skip').getsReply(/Proposed: An even burn, without tunnels/);
      await ana
        .presses('Keep')
        .getsReply(/That was all that F3 proposes\. In your Foundation from it: Value proposition/);
      expect((await foundation())?.companyContext.valueProposition).toBe('An even burn, without tunnels');
    });

    test('F4: guesses are asked for one by one, and added to what is known', async () => {
      await begin();
      const lines = (what: string) =>
        Array.from(
          { length: 8 },
          (_, index) => `${index + 1}. [to check] ${what} ${index + 1}. Check: ask five`,
        ).join('\n');
      stage.model.willAnswer(
        `### Pains\n${lines('It tunnels')}\n\n### Goals\n${lines('A calm hour')}\n\nCheck first: 1`,
      );
      await runs('F4', { 'customerAvatar.profileSummary': 'People who end the day with a candle' });
      const shown = ana.sees().at(-1);
      expect(shown?.text).toContain('F4 for your Foundation, 1 of 16: Customer pains');
      expect(shown?.text).toContain('- It tunnels 1');
      expect(shown?.text).toMatch(/[_*]\[to check\][_*]/);
      expect(shown?.buttons).toEqual(['Keep', 'Change', 'Skip', 'Skip the rest']);
      await ana.presses('Keep').getsReply(/2 of 16/);
      expect((await foundation())?.customerAvatar.pains).toEqual(['a pain of ana', 'It tunnels 1.']);
    });

    test('in a channel they go to the person alone', async () => {
      await begin();
      stage.model.willAnswer('1. One line\n2. Two lines');
      await ana.goesTo('#general');
      const messages = await ana.says('@Writer F3');
      const proposal = messages.find(({ text }) => text.includes('for your Foundation'));
      expect(proposal?.isPrivate).toBe(true);
      const next = await ana.presses('Keep').getsReply(/Written down: Value proposition/);
      expect(next.isPrivate).toBe(true);
    });
  });
});

/** What is handed to the program by hand: after a restart, and by somebody else. */
describe('in the program itself', () => {
  let elevate: Elevate;
  let server: ScriptedModelServer;
  let ana: Person;

  beforeEach(async () => {
    server = await startScriptedModel();
  });
  afterEach(async () => {
    await elevate.end();
    await server.close();
  });

  async function begin(): Promise<void> {
    elevate = await startElevate({ model: modelOn(server) });
    await fillFoundation(elevate, 'ana', 'Poured on Tuesdays');
    ana = await elevate.person('ana');
  }

  const assets = () => elevate.models.userGeneratedAssets.find().sort({ _id: 1 }).lean();

  async function pressable(label: string) {
    const { thread, buttonId } = await messageWithButton(elevate, label);
    return { thread, buttons: buttonId };
  }

  async function press(thread: Awaited<ReturnType<typeof pressable>>['thread'], buttonId: string) {
    return receive(elevate, eventFrom('ana', thread, { buttonId }));
  }

  test('of a list from which nothing is ticked nothing is saved, and that is said', async () => {
    await begin();
    server.willAnswer(headlines('Tunnelled again?'));
    await ana.says('@Writer H1');
    await ana.fillsIn(h1Answers);
    await ana.presses('Choose items');
    const back = await ana.fillsIn({ items: [] }).getsReply(/None is ticked yet/);
    expect(back.form?.fields).toMatchObject([{ type: 'checks', required: true }]);
    expect(back.form?.fields[0]?.options).toHaveLength(5);
    expect(await assets()).toEqual([]);
  });

  test('a list is saved after a restart, and by nobody else', async () => {
    await begin();
    server.willAnswer(headlines('Tunnelled again?'));
    await ana.says('@Writer H1');
    await ana.fillsIn(h1Answers);
    const { connection } = elevate;
    await elevate.stop();
    elevate = await startElevate({ model: modelOn(server), connection });
    for (const label of ['Save all', 'Choose items']) {
      const { thread, buttonId } = await messageWithButton(elevate, label);
      const bens = eventFrom('ben', { ...thread, root: `bens ${label}` }, { buttonId });
      const [refused] = await receive(elevate, bens);
      expect(refused?.text).toMatch(/belongs to somebody else/);
    }
    expect(await assets()).toEqual([]);
    ana = await elevate.person('ana');
    await ana.presses('Save all').getsReply(/Saved as 5 drafts/);
  });
  test('pressed twice, and after a restart, a proposed value is kept once', async () => {
    await begin();
    server.willAnswer({ json: three });
    await ana.says('@Researcher F7');
    await ana.fillsIn({ companyResearch: 'We pour.' });
    const { buttons, thread } = await pressable('Keep the new');
    await press(thread, buttons);
    await press(thread, buttons);
    expect(await elevate.models.foundationVersions.countDocuments({ source: 'prompt' })).toBe(1);
    const { connection } = elevate;
    await elevate.stop();
    elevate = await startElevate({ model: modelOn(server), connection });
    const [again] = await press(thread, buttons);
    expect(again?.text).toMatch(/Core offers is written down\.[\s\S]*2 of 3: Unique mechanism/);
    expect(await elevate.models.foundationVersions.countDocuments({ source: 'prompt' })).toBe(1);
  });
});
