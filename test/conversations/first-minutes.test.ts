import { afterEach, describe, expect, test } from 'vitest';
import { h1Answers, modelOn } from '../support/conversation.ts';
import { type Elevate, startElevate } from '../support/elevate.ts';
import { type ScriptedModelServer, startScriptedModel } from '../support/scripted-model-server.ts';

let elevate: Elevate;
let modelServer: ScriptedModelServer | undefined;

async function withModel() {
  modelServer = await startScriptedModel();
  return modelOn(modelServer);
}

afterEach(async () => {
  await elevate.end();
  await modelServer?.close();
  modelServer = undefined;
});

describe('a newcomer without a model', () => {
  test('is greeted with one question and the first step as a button', async () => {
    elevate = await startElevate();
    const ana = await elevate.person('ana');
    const welcome = await ana.says('hi, just joined, I sell candles, want more sales').getsReply(/Ana/);
    expect(welcome.agent).toBe('Director');
    expect(welcome.text.match(/\?/g)).toHaveLength(1);
    expect(welcome.buttons).toEqual([{ label: 'Start my Foundation' }]);
    const opened = await ana.presses('Start my Foundation');
    expect(opened.messages[0]?.form?.fields).toHaveLength(7);
  });

  test('is asked for what H1 lacks, gets the finished prompt, pastes an answer and saves it', async () => {
    elevate = await startElevate();
    const ana = await elevate.person('ana');
    const asked = await ana
      .says('@Writer H1 please, for my winter candles')
      .getsReply(/needs from your Foundation/);
    expect(asked.text).toMatch(/Brand voice, Unique mechanism, Customer profile, Customer pains/);
    expect(asked.form?.fields.map((field) => field.name)).toEqual(Object.keys(h1Answers));

    const ran = await ana.fillsIn(h1Answers);
    const [prompt, used] = ran.messages;
    expect(prompt?.agent).toBe('Writer');
    expect(prompt?.text).toMatch(/No model is set/);
    expect(prompt?.text).toContain('Poured on Tuesdays');
    expect(prompt?.text).toContain('> @Writer H1 please, for my winter candles');
    expect(prompt?.buttons).toEqual([{ label: 'Paste the answer' }]);
    expect(used?.text).toMatch(/Used from your Foundation: Brand voice/);
    expect(used?.text).toMatch(/left out: Customer fears, Competitors/);
    expect(used?.buttons).toEqual([{ label: 'As a file' }]);

    await ana.presses('Paste the answer');
    const kept = await ana
      .fillsIn({ answer: '1. Out again by nine?\n2. One hour of scent' })
      .getsReply(/Kept as the answer/);
    expect(kept.buttons.map((button) => button.label)).toEqual([
      'Save all',
      'Choose items',
      'Another try',
      'Different tone',
    ]);
    await ana.presses('Save all').getsReply(/Saved as 2 drafts: \*\*Ad Headline\*\*/);

    const assets = await elevate.models.userGeneratedAssets.find().lean();
    const asset = assets.find(({ content }) => content === 'Out again by nine?');
    const [execution] = await elevate.models.userPromptExecutions.find().lean();
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
    elevate = await startElevate();
    const ana = await elevate.person('ana');
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
    // One hundredth for each output token.
    const modelPrices = [
      { model: 'scripted', inputPerMillion: 0, outputPerMillion: 10_000, cachedPerMillion: 0 },
    ];
    elevate = await startElevate({ model: await withModel(), modelPrices });
    const ana = await elevate.person('ana');
    await ana.says('@Writer H1');
    const paused = modelServer?.willPauseAfter('1. Out again');
    const run = ana.fillsIn(h1Answers);
    await paused?.reached;
    await expect
      .poll(() => ana.seen.findLast((message) => message.cause === 'update')?.text)
      .toBe('1. Out again');
    expect(ana.seen.at(-1)?.agent).toBe('Writer');
    paused?.resume(' by nine?\n2. Gone in an hour');
    const ran = await run;
    expect(ran.messages.map((message) => message.text)[0]).toBe('1. Out again by nine?\n2. Gone in an hour');
    expect(ran.messages[1]?.buttons.map((button) => button.label)).toEqual([
      'Save all',
      'Choose items',
      'Another try',
      'Different tone',
    ]);

    modelServer?.willAnswer('1. Still lit at ten?');
    await ana.presses('Another try').getsReply(/Still lit at ten/);
    // It differs from what it knows, and a tone is put on the newest.
    expect(modelServer?.requests.at(-1)?.lastUserMessage).toMatch(
      /## THIS TIME\nAnother try[^\n]+before this one:\n> 1\. Out again by nine\?\n> 2\. Gone in an hour$/,
    );
    await ana.presses('Different tone').getsReply(/Which way/);
    modelServer?.willAnswer('1. A gentler flame');
    await ana.presses('Warmer').getsReply(/A gentler flame/);
    const executions = await elevate.models.userPromptExecutions
      .find()
      .sort({ aiRequestTimestamp: 1 })
      .lean();
    expect(executions.map((execution) => execution.status)).toEqual(['Success', 'Success', 'Success']);
    expect(executions[1]?.retryOf).toBe(executions[0]?._id);
    expect(executions[2]).toMatchObject({ retryOf: executions[0]?._id, tone: 'warmer', model: 'scripted' });
    const outputTokens = executions[0]?.usage?.outputTokens ?? 0;
    expect(outputTokens).toBeGreaterThan(0);
    expect(executions[0]?.costMinorUnits).toBe(outputTokens);
    modelServer?.expectAllUsed();
  });

  test('a question that no prompt fits is answered by the agent from thread and Foundation', async () => {
    elevate = await startElevate({ model: await withModel() });
    const ana = await elevate.person('ana');
    modelServer?.willAnswer('1. Out again by nine?');
    await ana.says('@Writer H1');
    await ana.fillsIn(h1Answers);
    modelServer?.willAnswer('Take the first: it names the moment.');
    await ana.says('@Marketer which of these two angles?').getsReply(/Take the first/);
    const sent = JSON.stringify(modelServer?.requests.at(-1)?.body);
    expect(sent).toContain('Out again by nine');
    expect(sent).toContain('candles tunnel and go out');
    modelServer?.expectAllUsed();
  });
});

test('Ben sees none of Ana’s things, and cannot use her buttons', async () => {
  elevate = await startElevate();
  const ana = await elevate.person('ana');
  const ben = await elevate.person('ben');
  await ana.goesTo('#general');
  await ben.goesTo('#general');
  await ana.says('@Writer H1').getsReply(/asked you privately/);
  await ana.fillsIn(h1Answers).getsReply(/sent it to you privately/);
  await ana.says('@Sage what are my pains?').getsReply(/candles tunnel/);
  await ben.says('@Sage what are my pains?').getsReply(/not recorded/);
  const bens = ben.seen.map((message) => JSON.stringify(message)).join('\n');
  expect(bens).toContain('sent it to you privately');
  expect(bens).not.toMatch(/tunnel|Tuesdays|burn guide|Paste the answer/);
  await ben.presses('Paste the answer').getsReply(/I see no button/);
});

test('who is not well gets a person and a helpline, whoever was mentioned, and no course', async () => {
  elevate = await startElevate();
  const ana = await elevate.person('ana');
  const kind = await ana
    .says("@Guide I'm really struggling and don't see the point of anything any more")
    .getsReply(/116 123/);
  expect(kind.text).toMatch(/your facilitator/);
  expect(kind.buttons).toEqual([]);
});

test('thanks are answered in a line, and a yes to the first question opens the form', async () => {
  elevate = await startElevate();
  const ana = await elevate.person('ana');
  await ana.says('hello').getsReply(/Shall we begin there/);
  const form = await ana.says('yes please').getsReply(/write it down/);
  expect(form.form?.fields).toHaveLength(7);
  await ana
    .fillsIn({ 'companyContext.coreOffers': 'Candles at £18' })
    .getsReply(/Written down: Core offers\.\nStill open: Unique mechanism/);
  await ana.says('thanks!').getsReply(/^You are welcome/);
  await ana.says('hello again').getsReply(/Your Foundation still lacks Unique mechanism/);
});
