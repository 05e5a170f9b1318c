import { expect, test } from 'vitest';
import { onEverySurface } from '../support/on-every-surface.ts';

onEverySurface('first contact', (stage) => {
  test('a question is answered first, the welcome comes once, for them alone, and a press chooses reminders', async () => {
    await stage.begin({ own: { welcomes: true } });
    const ana = await stage.person('ana');
    const heard = await ana.says('list prompts');
    const welcomes = heard.filter(({ text }) => /What I keep/.test(text));
    expect(welcomes).toHaveLength(1);
    expect(heard.findIndex(({ text }) => /What I keep/.test(text))).toBe(heard.length - 1);
    expect(welcomes[0]?.buttons).toEqual([
      'Start with Sage',
      'Start my Foundation',
      'Weekly',
      'Twice a week',
      'Only when I ask',
      'My profile',
    ]);
    await ana.presses('Twice a week').getsReply(/twice a week at most/);
    const { userId } = await stage.stores.people.recognise(stage.authorOf('ana'), Date.now());
    expect(await stage.stores.settings.read('person', userId, 'nudges')).toBe('Twice a week');
    const again = await ana.says('help');
    expect(again.filter(({ text }) => /What I keep/.test(text))).toEqual([]);

    const ben = await stage.person('ben');
    const heavy = await ben.says('i want to kill myself');
    expect(heavy.filter(({ text }) => /What I keep/.test(text))).toEqual([]);

    const cleo = await stage.person('cleo');
    await cleo.goesTo('#general');
    const inChannel = await cleo.says('@Elevate help');
    expect(inChannel.find(({ text }) => /What I keep/.test(text))).toMatchObject({ isPrivate: true });
  });
});
