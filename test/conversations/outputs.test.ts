import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadCatalogue } from '../../src/load-catalogue.ts';
import { eventFrom, fillFoundation, messageWithButton, modelOn, receive } from '../support/conversation.ts';
import { type Elevate, type Person, startElevate } from '../support/elevate.ts';
import { type ScriptedModelServer, startScriptedModel } from '../support/scripted-model-server.ts';

const { prompts } = await loadCatalogue();

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

async function begin({ model = true } = {}): Promise<void> {
  elevate = await startElevate(model ? { model: modelOn(server) } : {});
  await fillFoundation(elevate, 'ana', 'Poured on Tuesdays');
  ana = await elevate.person('ana');
}

const labels = (buttons: Array<{ label: string }>) => buttons.map(({ label }) => label);
const assets = () => elevate.models.userGeneratedAssets.find().sort({ _id: 1 }).lean();
const executions = () => elevate.models.userPromptExecutions.find().sort({ aiRequestTimestamp: 1 }).lean();
const foundation = async () => (await elevate.models.userFoundations.findOne().lean()) ?? undefined;

/** What H1 still needs of her. */
const h1Answers = {
  'companyContext.brandVoiceAdjectives': 'warm, plain, exact',
  'customerAvatar.profileSummary': 'People who light a candle to end the working day',
  destination: 'a free burn guide',
};

const long = 'Your candle tunnels again, and it is not your wick';
const headlines = (third: string) =>
  `1. Half a candle left, no flame\n2. It drowned at dinner again\n3. ${third}\n4. Why does the middle sink?\n5. You trimmed it. It sank.`;

/** A form of any prompt, filled so that the run can go on. */
async function runs(code: string): Promise<void> {
  const { form } = await ana.says(`@Elevate ${code}`).getsReply(/for this run/);
  const values = (form?.fields ?? []).map((field) => [
    field.name,
    field.type === 'list' ? ['warm', 'plain', 'exact'] : 'Poured on Tuesdays, posted within a day',
  ]);
  await ana.fillsIn(Object.fromEntries(values));
}

describe('what is too long', () => {
  test('is shortened once, and nothing else is named or touched', async () => {
    await begin();
    server.willAnswer(headlines(long));
    server.willAnswer({ json: { parts: [{ number: 1, text: 'Tunnelled again? Not your wick.' }] } });
    await ana.says('@Writer H1');
    const answer = await ana.fillsIn(h1Answers).getsReply(/Half a candle/);
    expect(answer.text).toBe(headlines('Tunnelled again? Not your wick.'));
    const wish = server.requests[1]?.lastUserMessage ?? '';
    expect(wish).toContain(`1. items, item 3, 50 characters, at most 40 allowed:\n${long}`);
    expect(wish).not.toContain('Half a candle');
    expect(await executions()).toMatchObject([
      { status: 'Success', aiResponse: answer.text, usage: { inputTokens: 200 } },
    ]);
    server.expectAllUsed();
  });

  test.each([
    ['still too long', 'Your candle tunnels again and it was never your own wick at all'],
    ['empty', ' '],
  ])('and comes back %s is marked with its count, and saved without the mark', async (_, text) => {
    await begin();
    server.willAnswer(headlines(long));
    server.willAnswer({ json: { parts: [{ number: 1, text }] } });
    await ana.says('@Writer H1');
    const answer = await ana.fillsIn(h1Answers).getsReply(/Half a candle/);
    expect(answer.text).toBe(headlines(`${long} _(50 characters, at most 40)_`));
    await ana.presses('Save all');
    expect((await assets()).map(({ content }) => content)).toContain(long);
    server.expectAllUsed();
  });

  test('is kept as it was when the model fails at shortening', async () => {
    await begin();
    server.willAnswer(headlines(long));
    server.willFail({ status: 400 });
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
    expect(kept.text).toContain(`2. ${long} _(50 characters, at most 40)_`);
    expect(kept.text).toContain('- The answer: 2 items, asked for exactly 5 items.');
    expect(await executions()).toMatchObject([{ aiResponse: `1. Half a candle left\n2. ${long}` }]);
    expect(server.requests).toEqual([]);
  });
});

describe('what is missing', () => {
  test('is asked below the answer, and never saved as if it were answered', async () => {
    await begin();
    server.willAnswer(
      `${headlines('Fixed by [NEEDS: minutes to use] of care')}\n\n[NEEDS: where the guide is]`,
    );
    await ana.says('@Writer H1');
    const heard = await ana.fillsIn(h1Answers);
    expect(heard.messages[0]?.text).toBe(headlines('Fixed by [NEEDS: minutes to use] of care'));
    expect(heard.messages[1]?.text).toContain('- Minutes to use?\n- Where the guide is?');
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
    server.willAnswer(headlines('Tunnelled again?'));
    await ana.says('@Writer H1');
    const { messages } = await ana.fillsIn(h1Answers);
    expect(labels(messages[1]?.buttons ?? [])).toEqual([
      'Save all',
      'Choose items',
      'Another try',
      'Different tone',
    ]);
  });

  test('is saved item by item, each linked to its execution, and twice changes nothing', async () => {
    const saved = await ana.presses('Save all').getsReply(/Saved as 5 drafts: \*\*Ad Headline\*\*/);
    expect(saved.text).toContain('\n- Tunnelled again?\n');
    expect(labels(saved.buttons)).toEqual(['G1 Gift ideas from one pain']);
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
    const back = await ana.fillsIn({ items: [] }).getsReply(/None is ticked yet/);
    const [field] = back.form?.fields ?? [];
    expect(field).toMatchObject({ type: 'checks', required: true });
    expect(field?.options).toHaveLength(5);
    const ticked = [field?.options[1] ?? '', field?.options[2] ?? ''];
    expect(ticked).toEqual(['2. It drowned at dinner again', '3. Tunnelled again?']);
    await ana.fillsIn({ items: ticked }).getsReply(/Saved as 2 drafts/);
    expect((await assets()).map(({ content }) => content).sort()).toEqual([
      'It drowned at dinner again',
      'Tunnelled again?',
    ]);
    await ana.presses('Save all');
    expect(await assets()).toHaveLength(5);
  });

  test('is saved after a restart, and by nobody else', async () => {
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
});

test('an email is shown by subject, preview and body', async () => {
  await begin();
  const body = 'Hi,\n\nyour burn guide is here. '.concat('word '.repeat(130)).trim();
  server.willAnswer(
    `Subjects:\n1. Your candle is on its way\n2. A first evening\nPreview: With one small offer inside, and no hurry\nBody:\n${body}\nFooter: [unsubscribe link from your email tool]`,
  );
  await runs('U4');
  const shown = ana.seen.at(-2)?.text ?? '';
  expect(shown).toBe(
    `**Subject 1:** Your candle is on its way\n**Subject 2:** A first evening\n\n**Preview:** With one small offer inside, and no hurry\n\n${body}\n\n**Footer:** [unsubscribe link from your email tool]`,
  );
});

describe('a JSON answer', () => {
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

  test('is asked for by its schema, put right once, and shown in words', async () => {
    await begin();
    server.willAnswer({ json: { companyContext: { coreOffers: 'candles' } } });
    server.willAnswer({ json: three });
    await ana.says('@Researcher F7');
    const { messages } = await ana.fillsIn({ companyResearch: 'We pour soy candles every Tuesday.' });
    const [answer, used] = messages;
    expect(server.requests[0]?.body.response_format?.type).toBe('json_schema');
    expect(server.requests).toHaveLength(2);
    expect(answer?.text).toContain('**Core offers** (high): Soy candles at £18');
    expect(answer?.text).toContain('**Guarantee**: not found.');
    for (const { text } of messages) expect(text).not.toMatch(/[{}]/);
    expect(used?.text).toContain('- Look at the returns page?');
    expect(await executions()).toMatchObject([{ status: 'Success', aiResponse: three }]);
    server.expectAllUsed();
  });

  test('that stays unreadable is told, without a brace', async () => {
    await begin();
    server.willAnswer('{"companyContext": {}}');
    server.willAnswer('{"companyContext": {}}');
    await ana.says('@Researcher F7');
    const { text } = await ana.fillsIn({ companyResearch: 'We pour.' });
    expect(text).toContain('The model sent nothing that can be used.');
    expect(text).not.toMatch(/[{}]/);
  });

  describe('proposes values', () => {
    beforeEach(async () => {
      await begin();
      server.willAnswer({ json: three });
      await ana.says('@Researcher F7');
      await ana
        .fillsIn({ companyResearch: 'We pour.' })
        .getsReply(/^\*\*F7 for your Foundation, 1 of 3: Core offers/);
    });

    test('one at a time, what is there beside, and keeps them with a version', async () => {
      const shown = ana.seen.at(-1);
      expect(shown?.text).toContain('Proposed: Soy candles at £18');
      expect(shown?.text).toContain('_From “as it says”, high confidence_');
      expect(shown?.text).toContain('Written down now: a candle');
      expect(labels(shown?.buttons ?? [])).toEqual(['Keep the new', 'Change', 'Skip', 'Skip the rest']);
      const second = await ana.presses('Keep the new').getsReply(/2 of 3: Unique mechanism/);
      expect(second.text).toContain('Written down: Core offers.');
      expect((await foundation())?.companyContext).toMatchObject({
        coreOffers: 'Soy candles at £18',
        uniqueMechanism: 'Poured on Tuesdays',
      });
      const third = await ana.presses('Skip').getsReply(/3 of 3: Key features/);
      expect(labels(third.buttons)).toEqual(['Keep', 'Change', 'Skip']);
      const end = await ana.presses('Keep').getsReply(/That was all that F7 proposes/);
      expect(end.text).toContain('In your Foundation from it: Core offers, Key features.');
      expect(end.text).toContain('Left as it was: Unique mechanism.');
      expect((await foundation())?.companyContext.keyFeatures).toEqual(['cotton wick', 'burns 40 hours']);
      const versions = await elevate.models.foundationVersions.find({ source: 'prompt' }).lean();
      expect(versions.flatMap(({ changes }) => changes)).toEqual([
        { path: 'companyContext.coreOffers', before: 'a candle', after: 'Soy candles at £18' },
        { path: 'companyContext.keyFeatures', after: ['cotton wick', 'burns 40 hours'] },
      ]);
    });

    test('pressed twice, and after a restart, a value is kept once', async () => {
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
      const opened = await ana.presses('Change').getsReply(/F7 · Core offers/);
      expect(opened.form?.fields).toMatchObject([
        { name: 'companyContext.coreOffers', value: 'Soy candles at £18' },
      ]);
      const typed = { 'companyContext.coreOffers': 'Soy candles, £18 to £24' };
      await changeOffers('Beeswax candles');
      const back = await ana.fillsIn(typed).getsReply(/is now: Beeswax candles\. Send again to replace it/);
      expect(back.form?.fields[0]?.value).toBe('Soy candles, £18 to £24');
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
    const broken = await ana
      .fillsIn({ answer: '{"companyContext": {"coreOffers": ' })
      .getsReply(/It breaks off/);
    expect(broken.form?.fields[0]?.value).toBe('{"companyContext": {"coreOffers": ');
    await ana
      .fillsIn({ answer: '{"companyContext": {}}' })
      .getsReply(/companyContext\.coreOffers is nothing, expected a value of type object\. 17 more like it/);
    const fenced = `Here you are:\n\`\`\`json\n${JSON.stringify(three, null, 2)}\n\`\`\``;
    const { messages, text } = await ana.fillsIn({ answer: fenced });
    expect(text).toContain('**Core offers** (high): Soy candles at £18');
    expect(text).not.toMatch(/[{}]/);
    expect(messages.at(-1)?.text).toMatch(/^\*\*F7 for your Foundation, 1 of 3: Core offers/);
    await ana.presses('Keep the new').getsReply(/Written down: Core offers/);
  });
});

describe('Foundation prompts in text', () => {
  test('F3: one of several is chosen, and that settles the others', async () => {
    await begin();
    server.willAnswer(
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
    const { messages } = await ana.says('@Writer F3');
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
    server.willAnswer(
      `### Pains\n${lines('It tunnels')}\n\n### Goals\n${lines('A calm hour')}\n\nCheck first: 1`,
    );
    await runs('F4');
    const shown = ana.seen.at(-1);
    expect(shown?.text).toContain('F4 for your Foundation, 1 of 16: Customer pains');
    expect(shown?.text).toContain('- It tunnels 1');
    expect(shown?.text).toContain('_[to check]_');
    expect(labels(shown?.buttons ?? [])).toEqual(['Keep', 'Change', 'Skip', 'Skip the rest']);
    await ana.presses('Keep').getsReply(/2 of 16/);
    expect((await foundation())?.customerAvatar.pains).toEqual(['a pain of ana', 'It tunnels 1.']);
  });

  test('in a channel they go to the person alone', async () => {
    await begin();
    server.willAnswer('1. One line\n2. Two lines');
    await ana.goesTo('#general');
    const { messages } = await ana.says('@Writer F3');
    const proposal = messages.find(({ text }) => text.includes('for your Foundation'));
    expect(proposal?.private).toBe(true);
    const next = await ana.presses('Keep').getsReply(/Written down: Value proposition/);
    expect(next.private).toBe(true);
  });
});

async function pressable(label: string) {
  const { thread, buttonId } = await messageWithButton(elevate, label);
  return { thread, buttons: buttonId };
}

async function press(thread: Awaited<ReturnType<typeof pressable>>['thread'], buttonId: string) {
  return receive(elevate, eventFrom('ana', thread, { buttonId }));
}

async function changeOffers(after: string): Promise<void> {
  const userId = (await foundation())?.userId ?? '';
  await elevate.stores.foundations.change(
    userId,
    `another place: ${after}`,
    [{ path: 'companyContext.coreOffers', after }],
    'form',
    Date.now(),
  );
}
