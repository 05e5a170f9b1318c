import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { eventFrom, h1Answers, messageWithButton, receive } from '../support/conversation.ts';
import { type Elevate, type Person, startElevate } from '../support/elevate.ts';
import { onEverySurface } from '../support/on-every-surface.ts';
import { linesOf, type Talker } from '../support/talker.ts';

onEverySurface('progress', (stage) => {
  let ana: Talker;

  beforeEach(async () => {
    await stage.begin();
    ana = await stage.person('ana');
  });

  const rows = () => stage.models.userModuleProgress.find().lean();
  const onboarding = async () => (await stage.models.users.findOne().lean())?.onboardingStatus;

  describe('where somebody is', () => {
    test('is all ten modules, and one thing to do next with its minutes and its button', async () => {
      const place = await ana.says('where am I').getsReply(/^\*\*You have finished 0 of 10 modules\.\*\*/);
      expect(place.agent).toBe('Guide');
      expect(place.text.match(/^\d\. \w+: not started$/gm)).toHaveLength(10);
      expect(place.text).toMatch(
        /\*\*Next, about 5 minutes:\*\* Write down what your Foundation still lacks/,
      );
      expect(place.text.length).toBeLessThan(1_200);
      expect(place.buttons).toEqual(['Start with Sage', 'Fill in my Foundation']);
      await ana.presses('Fill in my Foundation');
      expect(Object.keys((await ana.opensForm()).values)[0]).toBe('companyContext.coreOffers');
    });

    test('also by other words', async () => {
      for (const text of ['progress', 'show my progress', 'status', '@Guide where am I up to?'])
        await ana.says(text).getsReply(/finished 0 of 10 modules/);
    });

    test('counts what was opened, ticked, run and saved', async () => {
      await ana.says('module 2');
      await ana.says('tick 1 in Sell');
      await ana.says('@Writer H1');
      await ana.fillsIn(h1Answers);
      await ana.presses('Paste the answer');
      await ana.fillsIn({ answer: '1. Out again by nine?' });
      await ana.presses('Save');
      const { text } = await ana.says('progress').getsReply(/finished 0 of 10/);
      expect(text).toContain('1. Hook: in progress, 0 of 7 ticked, 1 saved');
      expect(text).toContain('2. Gift: in progress, 0 of 7 ticked\n');
      expect(text).toMatch(/5\. Sell: in progress, 1 of \d ticked/);
      expect(text).toContain('6. Nurture: not started');
    });

    test('goes to them alone in a channel', async () => {
      await ana.goesTo('#general');
      const messages = await ana.says('@Elevate where am I');
      expect(messages.map(({ isPrivate }) => isPrivate)).toEqual([false, true]);
      expect(messages[0]?.text).not.toContain('modules');
    });
  });

  describe('a checklist', () => {
    test('is ticked and unticked by its buttons', async () => {
      const list = await ana
        .says('checklist for Gift')
        .getsReply(/^\*\*Gift checklist\*\* \(0 of 7 ticked\)/);
      expect(list.buttons).toEqual([...[1, 2, 3, 4, 5, 6, 7].map((n) => `Tick ${n}`), 'Gift is done']);
      await ana
        .presses('Tick 2')
        .getsReply(/^Ticked: Gift answers the pain the hook named\.\n\n.*\(1 of 7 ticked\)/);
      await ana.presses('Untick 2').getsReply(/^No longer ticked: .*\n\n.*\(0 of 7 ticked\)/);
      expect((await rows()).map(({ status, checkedItems }) => [status, checkedItems])).toEqual([
        ['In Progress', []],
      ]);
    });

    test('that is ticked all through completes its module, celebrated once', async () => {
      for (const item of [1, 2, 3, 4, 5, 6]) await ana.says(`tick ${item} in Gift`);
      await ana.says('tick 7 in Gift').getsReply(/^Ticked: .*Well done: that is 1 of 10 modules\./);
      const [row] = await rows();
      expect([row?.status, row?.checkedItems?.length]).toEqual(['Completed', 7]);
      await ana.says('untick 7 in Gift').getsReply(/6 of 7 ticked/);
      const again = await ana.says('tick 7 in Gift').getsReply(/^Ticked: /);
      expect(again.text).toMatch(/done, 7 of 7 ticked/);
      expect(again.text).not.toContain('Well done');
    });

    test('has no item beyond its last', async () => {
      await ana.says('tick 8 in Gift').getsReply(/Gift has 7 items on its checklist; there is no 8\./);
    });
  });

  describe('a person’s word', () => {
    test('completes a module, and opens it again', async () => {
      const noted = await ana
        .says('I finished the hook module')
        .getsReply(/^Noted: Hook is done\. Well done: that is 1 of 10/);
      expect(noted.text).toMatch(/\*\*Next, about/);
      await ana.says('mark Hook as done').getsReply(/^Noted: Hook is done\.\n/);
      await ana.presses('Not done after all').getsReply(/^Hook is open again\./);
      expect((await rows()).map(({ status }) => status)).toEqual(['In Progress']);
    });

    test('does not complete the Foundation while its required fields are empty', async () => {
      const refused = await ana
        .says('mark Foundation as done')
        .getsReply(/The Foundation is done once this is written down too:/);
      expect(refused.text).toContain('Unique mechanism');
      expect((await rows())[0]?.status).toBe('In Progress');
    });

    test('keeps how far they are in all, and celebrates the last module as the end of the course', async () => {
      await ana.says('where am I');
      await ana.presses('Fill in my Foundation');
      await ana.fillsIn({
        'companyContext.coreOffers': 'Candles at £18',
        'companyContext.uniqueMechanism': 'Poured on Tuesdays',
        'companyContext.valueProposition': 'An evening that ends well',
        'companyContext.brandVoiceAdjectives': 'warm, plain, exact',
        'customerAvatar.profileSummary': 'People who end the day with a candle',
        'customerAvatar.pains': ['they tunnel', 'they go out'],
        'customerAvatar.goals': ['a calm hour', 'a clean burn'],
      });
      await ana.says('foundation is done').getsReply(/the one that all others stand on/);
      expect(await onboarding()).toBe('Foundation Complete');
      const steps = ['Hook', 'Gift', 'Identify', 'Engage', 'Sell', 'Nurture', 'Upsell', 'Educate'];
      for (const step of steps) await ana.says(`mark ${step} as done`);
      await ana
        .says('mark Share as done')
        .getsReply(/the last of the 10: you have finished the whole course/);
      expect(await onboarding()).toBe('Course Complete');
      await ana.says('what’s next').getsReply(/All ten modules are done\. Let OP1 read your numbers/);
      await ana.says('reopen Share');
      expect(await onboarding()).toBe('Foundation Complete');
      const again = await ana.says('mark Share as done').getsReply(/^Noted: Share is done\./);
      expect(again.text).not.toContain('whole course');
    });
  });

  describe('notes', () => {
    test('are kept for a module, each line once, and shown', async () => {
      await ana.says('notes for Gift').getsReply(/You have no notes for Gift yet/);
      await ana.says('note for Gift: Ask Mo about the card');
      await ana.says('note for Gift: Ask Mo about the card');
      await ana.says('note for module 2: Test on Saturday').getsReply(/^Noted for Gift\./);
      const shown = await ana.says('notes for Gift').getsReply(/Your notes/);
      expect(linesOf(shown)).toEqual([
        '**Your notes for Gift**',
        '- Ask Mo about the card',
        '- Test on Saturday',
      ]);
    });

    test('that are too long are left out, with the reason', async () => {
      await ana.says('note for Gift: short');
      await ana
        .says(`note for Gift: ${'long '.repeat(300)}`)
        .getsReply(/hold 1,000 characters; this would make/);
      await ana.says('notes for Gift').getsReply(/^\*\*Your notes for Gift\*\*\n+- short$/);
    });
  });

  describe('Guide', () => {
    test('says what comes next, within the time there is', async () => {
      await stage.fillFoundation('ana', 'Poured on Tuesdays');
      const next = await ana
        .says('ive got 2 mins today what should i do')
        .getsReply(/Begin it in the 2 you have/);
      expect(next.buttons).toEqual(['Start with Sage', 'Fill in my Foundation', 'Where am I?']);
      await ana.presses('Where am I?').getsReply(/You have finished/);
    });

    test('says plainly without a model what it cannot weigh, and what it knows', async () => {
      await ana
        .says('@Guide can i skip upsell, i only sell one thing')
        .getsReply(/To weigh that I need a model.*\n\n\*\*Next/);
    });

    test('weighs with a model, with the place at hand where nobody reads along', async () => {
      await stage.begin({ model: true });
      ana = await stage.person('ana');
      stage.model.willAnswer('Yes: leave it for later.');
      await ana
        .says('@Guide can i skip upsell, i only sell one thing')
        .getsReply(/^Yes: leave it for later\.$/);
      expect(JSON.stringify(stage.model.requests.at(-1))).toContain('You have finished 0 of 10 modules');
      await ana.goesTo('#general');
      stage.model.willAnswer('Yes.');
      await ana.says('@Guide can i skip upsell?').getsReply(/^Yes\.$/);
      expect(JSON.stringify(stage.model.requests.at(-1))).not.toContain('You have finished');
    });
  });
});

/** What is handed to the program by hand: after a restart, and at once. */
describe('a checklist in the program itself', () => {
  let elevate: Elevate;
  let ana: Person;
  const name = 'ana';

  beforeEach(async () => {
    elevate = await startElevate();
    ana = await elevate.person(name);
  });
  afterEach(() => elevate.end());

  const rows = () => elevate.models.userModuleProgress.find().lean();

  test('is ticked twice without harm, also after a restart', async () => {
    await ana.says('checklist for Gift');
    const { thread, buttonId } = await messageWithButton(elevate, 'Tick 2');
    await elevate.stop();
    elevate = await startElevate({ connection: elevate.connection });
    for (const _ of [1, 2]) {
      const [said] = await receive(elevate, eventFrom(name, thread, { buttonId }));
      expect(said?.text).toMatch(
        /^Ticked: Gift answers the pain the hook named\.\n\n\*\*Gift checklist\*\* \(1 of 7 ticked\)/,
      );
    }
    expect((await rows())[0]?.checkedItems).toEqual([1]);
  });

  test('takes forty ticks at once, and loses none', async () => {
    await ana.says('checklist for Gift');
    const { thread } = await messageWithButton(elevate, 'Tick 1');
    const threads = Array.from({ length: 7 }, (_, item) => ({ ...thread, root: `${thread.root}-${item}` }));
    await Promise.all(
      threads.map((one, item) => receive(elevate, eventFrom(name, one, { buttonId: `1:tick:2.${item}` }))),
    );
    expect((await rows())[0]?.checkedItems).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });
});
