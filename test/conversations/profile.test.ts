import { beforeEach, expect, test } from 'vitest';
import { onEverySurface } from '../support/on-every-surface.ts';
import type { Talker } from '../support/talker.ts';

onEverySurface('who somebody is', (stage) => {
  let ana: Talker;

  beforeEach(async () => {
    await stage.begin();
    ana = await stage.person('ana');
  });

  test('is read and changed in one form, and each wrong value is named at its field', async () => {
    const shown = await ana.says('my profile').getsReply(/Name: Ana/);
    expect(shown.buttons).toEqual(['Change my profile', 'Change reminders']);
    await ana.presses('Change my profile');
    await ana.fillsIn({ name: 'Anabel', timeZone: 'Atlantis', currency: 'GBX', business: 'Fern & Fold' });
    expect(ana.fieldErrors()).toEqual({
      timeZone: expect.stringMatching(/nearest big city/),
      currency: expect.stringMatching(/GBP/),
    });
    await ana
      .fillsIn({ timeZone: 'lisbon', currency: 'euro' })
      .getsReply(/Kept[\s\S]*Anabel[\s\S]*Lisbon[\s\S]*EUR/);
    const { userId, name } = await stage.stores.people.recognise(stage.authorOf('ana'), Date.now());
    expect(name).toBe('Anabel');
    expect(await stage.stores.settings.read('person', userId, 'timeZone')).toBe('Europe/Lisbon');
    expect(await stage.stores.settings.read('person', userId, 'business')).toBe('Fern & Fold');
    await ana.says('hello').getsReply(/Anabel/);
  });

  test('quiet hours take times as people write them, and no others', async () => {
    await ana.says('settings').getsReply(/Quiet hours: 20:00 to 08:30/);
    await ana.presses('Change reminders');
    await ana.fillsIn({ quietFrom: '25 o’clock', quietTo: '9' });
    expect(ana.fieldErrors()).toEqual({ quietFrom: expect.stringMatching(/such as 20:00/) });
    await ana.fillsIn({ quietFrom: '7.30 pm', quietTo: '9' }).getsReply(/19:30 to 09:00/);
  });
});
