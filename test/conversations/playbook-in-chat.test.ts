import { beforeEach, describe, expect, test } from 'vitest';
import { h1Answers } from '../support/conversation.ts';
import { onEverySurface } from '../support/on-every-surface.ts';
import type { Talker } from '../support/talker.ts';

onEverySurface('the playbook in chat', (stage) => {
  let ana: Talker;

  beforeEach(async () => {
    await stage.begin({ model: true });
    await stage.fillFoundation('ana', 'Poured on Tuesdays');
    ana = await stage.person('ana');
  });

  describe('a saved answer', () => {
    test('offers what its chain leads to, and that runs', async () => {
      stage.model.willAnswer('1. The Tuesday pour');
      const ben = await stage.person('ben');
      await ben.says('@Writer H1');
      await ben.fillsIn(h1Answers);
      const saved = await ben.presses('Save').getsReply(/^Saved as a draft: \*\*Ad Headline\*\*/);
      expect(saved.buttons).toEqual(['G1 Gift ideas from one pain']);
      await ben.presses('G1 Gift ideas from one pain').getsReply(/G1, Gift ideas from one pain/);
    });

    test('of a prompt at the end of its chain offers nothing', async () => {
      stage.model.willAnswer('1. The Tuesday pour');
      await ana.says('@Writer F3');
      const saved = await ana
        .presses('Save')
        .getsReply(/^Saved as a draft: \*\*Foundation Draft\*\*, ".*"\.$/);
      expect(saved.buttons).toEqual([]);
    });
  });

  describe('the playbook', () => {
    test('opens by steps: ten and those for any step, each with its codes', async () => {
      const list = await ana.says('list prompts').getsReply(/The playbook has \d+ prompts/);
      expect(list.text).toMatch(/\n- \*\*Gift\*\*: G1, G2, G3.*\n- \*\*Identify\*\*: I1/);
      expect(list.text).toMatch(/\n- \*\*Any step\*\*: GC1, OP1, OP2, RW1$/);
      expect(list.buttons).toHaveLength(11);
      expect(list.text.length).toBeLessThan(1_200);
    });

    test('a step shows its prompts and their agents, and good ones to begin with as buttons', async () => {
      await ana.says('list prompts');
      const gift = await ana.presses('Gift').getsReply(/^\*\*Gift, step 2\*\*/);
      expect(gift.text).toContain('- **G3** Gift landing page headline and bullets (Writer)');
      expect(gift.text).not.toContain('H1');
      expect(gift.buttons.map((label) => label.split(' ')[0])).toEqual(['G1', 'G6', 'G3']);
      const any = await ana.presses('Any step').getsReply(/^\*\*For any step\*\*/);
      expect(any.buttons.map((label) => label.split(' ')[0])).toEqual(['GC1', 'OP1', 'OP2', 'RW1']);
    });

    test.each(['show me the gift prompts', 'gift prompts', 'list prompts for Gift please'])(
      'a step is also asked for by name: %s',
      async (text) => {
        await ana.says(text).getsReply(/^\*\*Gift, step 2\*\*/);
      },
    );
  });

  test('somebody who has begun is offered good prompts to begin with, beside the rest of the Foundation', async () => {
    const welcome = await ana.says('hello there').getsReply(/still lacks/);
    const [rest, interview, ...runs] = welcome.buttons;
    expect(rest).toBe('Go on with my Foundation');
    expect(interview).toBe('Start with Sage');
    expect(runs.map((label) => label.split(' ')[0])).toEqual(['H5', 'H1', 'H4']);
  });
});
