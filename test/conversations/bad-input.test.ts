import { afterEach, describe, expect, test } from 'vitest';
import type { ElevateStep } from '../../src/domain/elevate-step.ts';
import { loadCatalogue } from '../../src/load-catalogue.ts';
import { eventFrom, h1Answers, receive } from '../support/conversation.ts';
import { type Elevate, startElevate } from '../support/elevate.ts';
import { onEverySurface } from '../support/on-every-surface.ts';
import { wordsOf } from '../support/talker.ts';

/** The playbook's prompts of a step, as they are listed. */
async function promptsOf(step: ElevateStep): Promise<string[]> {
  const { prompts } = await loadCatalogue();
  return [...prompts.values()]
    .filter((prompt) => prompt.step === step && prompt.asksStep !== true)
    .map((prompt) => `${prompt.promptCode} ${prompt.title}`);
}

/** The lines of a list, however a surface sets it apart. */
const listedIn = (text: string) => text.split('\n').filter((line) => line.startsWith('- '));

onEverySurface('bad input', (stage) => {
  stage.unless('a message is short')(
    '40,000 characters get one clear answer, all of them are kept, and the thread goes on',
    async () => {
      await stage.begin();
      const person = await stage.person('ana');
      const long = `@Writer H1 ${'wax '.repeat(10_000)}`.slice(0, 40_000);
      const answer = await person.says(long).getsReply(/40,000 characters; I can take 8,000/);
      expect(answer.text).toMatch(/kept in this thread/);
      expect(answer.text.length).toBeLessThan(400);
      const kept = await stage.models.conversationMessages.find({ text: long }).lean();
      expect(kept).toHaveLength(1);
      await person.says('@Writer H1').getsReply(/needs from your Foundation/);
    },
  );

  stage.unless('a message is short')(
    '40,000 characters never reach a model, in a channel neither',
    async () => {
      await stage.begin({ model: true });
      const person = await stage.person('ana');
      await person.goesTo('#general');
      await person.says(`@Writer ${'wax '.repeat(10_000)}`).getsReply(/40,00\d characters; I can take 8,000/);
      await person.leavesThread();
      await person.says('wax '.repeat(10_000)).getsNoReply();
      expect(stage.model.requests).toEqual([]);
    },
  );

  describe('a name or a code that there is not', () => {
    test('@Wirter is asked about, and its button goes on with the words', async () => {
      await stage.begin();
      const person = await stage.person('ana');
      const asked = await person.says('@Wirter H1 please, for my winter candles').getsReply(/./);
      expect(asked.text).toBe('I know no @Wirter. Writer?');
      expect(asked.buttons).toEqual(['Ask Writer']);
      await person.presses('Ask Writer').getsReply(/H1, .*needs from your Foundation/);
      const ran = await person.fillsIn(h1Answers);
      expect(wordsOf(ran)).toContain('for my winter candles');
    });

    test('@Techer with a question goes on to Teacher’s answer', async () => {
      await stage.begin();
      const person = await stage.person('ana');
      await person.says('@Techer what does ROCKET stand for?').getsReply(/^I know no @Techer\. Teacher\?$/);
      const taught = await person.presses('Ask Teacher').getsReply(/Key Instructions/);
      expect(taught.agent).toBe('Teacher');
    });

    test('a name like none of ours is said to be unknown, in a channel left alone', async () => {
      await stage.begin();
      const person = await stage.person('ana');
      const answer = await person.says('@Zebedee hello there').getsReply(/^I know no @Zebedee\.$/);
      expect(answer.buttons).toEqual([]);
      await person.goesTo('#general');
      await person.says('@Zebedee hello there').getsNoReply();
    });

    test('an unknown code is answered by the prompts of its step, which go on with the words', async () => {
      await stage.begin();
      const person = await stage.person('ana');
      const answer = await person
        .says('@Writer H77 please, for my winter candles')
        .getsReply(/There is no H77\. For Hook \(step 1\) there are:/);
      expect(listedIn(answer.text)).toEqual((await promptsOf('Hook')).map((label) => `- ${label}`));
      expect(answer.text).not.toMatch(/S1|F2|RW1/);
      expect(answer.buttons[0]).toBe('H1 Pain-focused ad headlines');
      await person.presses('H1 Pain-focused ad headlines').getsReply(/needs from your Foundation/);
      const ran = await person.fillsIn(h1Answers);
      expect(wordsOf(ran)).toContain('for my winter candles');
    });

    test('"run s" lists the prompts of Sell', async () => {
      await stage.begin();
      const person = await stage.person('ana');
      const answer = await person.says('run s').getsReply(/For Sell \(step 5\)/);
      const those = await promptsOf('Sell');
      expect(listedIn(answer.text)).toEqual(those.map((label) => `- ${label}`));
      expect(answer.buttons).toEqual(those.slice(0, 5));
    });
  });
});

/** What no client sends, other content, and the terminal's own lines. */
describe('in the program itself', () => {
  let elevate: Elevate;

  afterEach(() => elevate.end());

  async function ana(options: Parameters<typeof startElevate>[0] = {}) {
    elevate = await startElevate(options);
    return elevate.person('ana');
  }

  test.each(['', '   ', '\u00a0\n'])('empty (%j) is asked for words', async (text) => {
    await ana();
    const thread = { surface: 'playground', place: 'dm:ana', root: 'r', audience: 'direct' } as const;
    const said = await receive(elevate, eventFrom('ana', thread, { text }));
    expect(said.map((part) => part.text)).toEqual([expect.stringMatching(/came through empty\. .*\?$/)]);
  });

  test('"l1" reads as I1; while the playbook has none, it is said so', async () => {
    const catalogue = await loadCatalogue();
    const prompts = new Map([...catalogue.prompts].filter(([, prompt]) => prompt.step !== 'Identify'));
    const person = await ana({ catalogue: { ...catalogue, prompts } });
    await person.says('l1').getsReply(/There is no I1, and no prompt for Identify/);
  });

  test('"l1" is asked about where there is an I1, and the button runs it with the words', async () => {
    const catalogue = await loadCatalogue();
    const h1 = catalogue.prompts.get('H1');
    if (!h1) throw new Error('The playbook has no H1.');
    const prompts = new Map([
      ...catalogue.prompts,
      ['I1', { ...h1, promptCode: 'I1', step: 'Identify', title: 'Form words' }] as const,
    ]);
    const person = await ana({ catalogue: { ...catalogue, prompts } });
    const answer = await person.says('l1').getsReply(/^Did you mean I1\?$/);
    expect(answer.buttons).toEqual([{ label: 'I1 Form words' }]);
    await person.presses('I1 Form words').getsReply(/^I1, Form words, needs from your Foundation/);
  });

  describe('a line of the terminal that cannot be read', () => {
    test.each([
      ['!form {"painToTarget": ', /^!form needs one JSON object, such as/],
      ['!form ["a"]', /^!form needs one JSON object/],
      ['!form {"painToTarget": {"a": 1}}', /"painToTarget" is an object/],
      ['!press', /^!press needs the label of a button/],
      ['!dance', /^I know no !dance\. There are: !press/],
      ['!in the kitchen', /"the kitchen" is no place/],
      ['!at noon', /"noon" is no time/],
    ])('%s gets the sentence that says why', async (line, sentence) => {
      const person = await ana();
      await person.says(line).getsReply(sentence);
      expect(await elevate.models.inbox.countDocuments()).toBe(0);
    });

    test('a form that nobody was shown, and a button that is not there', async () => {
      const person = await ana();
      await person.says('!form {"a": "b"}').getsReply(/There is no form to send/);
      await person.says('hello');
      await person
        .presses('Dance')
        .getsReply(/^I see no button "Dance"\. There is: Start my Foundation, Start with Sage\.$/);
    });
  });
});
