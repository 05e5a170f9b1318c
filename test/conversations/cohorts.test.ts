import { beforeEach, expect, test } from 'vitest';
import { onEverySurface } from '../support/on-every-surface.ts';
import type { Talker } from '../support/talker.ts';

onEverySurface('a cohort', (stage) => {
  let fay: Talker;
  let ana: Talker;
  let ben: Talker;

  beforeEach(async () => {
    await stage.begin();
    [fay, ana, ben] = [await stage.person('fay'), await stage.person('ana'), await stage.person('ben')];
    await fay.says('help');
    const { surface, accountId } = stage.authorOf('fay');
    const known = await stage.stores.staff.standingOf(surface, accountId);
    await stage.stores.staff.setRole(known?.personId ?? '', 'Facilitator');
  });

  const onlyCohort = async () => (await stage.stores.cohorts.all())[0];

  test('is begun in a form, joined by code and by writing in its channel, led, renamed and ended', async () => {
    await fay.says('create cohort Spring 27').getsReply(/^A new cohort/);
    expect(await fay.opensForm()).toMatchObject({
      title: 'A new cohort',
      values: { name: 'Spring 27', facilitators: 'Fay' },
    });
    await fay.fillsIn({
      name: 'Spring 27',
      startsOn: 'the day of days',
      timeZone: 'Lisbon',
      facilitators: 'Zoe',
    });
    expect(fay.fieldErrors()).toMatchObject({
      startsOn: expect.stringMatching(/^I cannot read that day/),
      facilitators: expect.stringMatching(/^I know nobody called Zoe here/),
    });
    await fay
      .fillsIn({ name: 'Spring 27', startsOn: '4 January 2027', timeZone: 'Lisbon', facilitators: 'Fay' })
      .getsReply(/\*?\*?Spring 27\*?\*?: 0 people, from Monday 4 January 2027/);

    // By code.
    const { text } = await fay.presses('Invite code').getsReply(/^The code of Spring 27 is/);
    const [code] = /[A-Z0-9]{4}-[A-Z0-9]{4}/.exec(text) ?? [];
    await fay.says('cohort Spring 27').getsReply(/Invite code: open/);
    const remembered = JSON.stringify(await stage.models.conversationMessages.find().lean());
    expect(remembered).not.toContain(code);
    await ana.says('join AAAA-2222').getsReply(/^That code opens no cohort/);
    await ana
      .says(`join ${code}`)
      .getsReply(/^Welcome to Spring 27\. It begins on Monday 4 January 2027\. It is led by Fay/);

    // By the channel, which is asked for once and connected once.
    await fay.goesTo('#general');
    await fay
      .says('@Elevate connect this channel to Spring 27')
      .getsReply(/^Connect this channel to Spring 27\?/);
    await fay.presses('Connect channel').getsReply(/^Connected: that channel is Spring 27’s now/);
    await fay.presses('Connect channel').getsReply(/^Connected/);
    expect((await onlyCohort())?.places).toHaveLength(1);
    await ben.goesTo('#general');
    // Words for others make him a member too; he is told with the first answer that he gets.
    await ben.says('lovely weather').getsNoReply();
    const joined = await ben
      .says('@Elevate help')
      .getsReply(/^Welcome to Spring 27\..*because you write in its channel/s);
    expect(joined.isPrivate).toBe(true);
    expect(JSON.stringify(await ben.says('@Elevate help'))).not.toContain('Welcome to');
    expect((await onlyCohort())?.memberPersonIds).toHaveLength(2);

    // Who left is not brought back by writing.
    await ben.presses('Leave the cohort').getsReply(/^You are not in Spring 27\./);
    await ben.says('@Elevate help');
    expect((await onlyCohort())?.memberPersonIds).toHaveLength(1);

    await fay.goesTo('dm');
    await fay.says('rename the cohort to Early birds').getsReply(/^Spring 27 is now called Early birds/);
    await fay.says('end the cohort').getsReply(/^End Early birds\? Its people and all they have stay/);
    expect((await onlyCohort())?.endedAt).toBeUndefined();
    await fay.presses('End cohort').getsReply(/^Early birds is over/);
    await ben.says(`@Elevate join ${code}`).getsReply(/That code opens no cohort/);
    expect((await onlyCohort())?.memberPersonIds).toHaveLength(1);
    const acts = await stage.models.audit.find().sort({ at: 1 }).lean();
    expect(acts.map(({ action }) => action)).toEqual([
      'create cohort',
      'issue cohort code',
      'connect channel',
      'rename cohort',
      'end cohort',
    ]);
  });
});
