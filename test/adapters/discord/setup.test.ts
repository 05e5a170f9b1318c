import { afterEach, describe, expect, test } from 'vitest';
import { h1Answers } from '../../support/conversation.ts';
import { type DiscordElevate, startOnDiscord } from '../../support/discord-elevate.ts';
import type { DiscordTalker } from '../../support/discord-talker.ts';
import { createSpeakingModel } from '../../support/speaking-model.ts';

let elevate: DiscordElevate;

afterEach(async () => {
  elevate.discord.expectAllUsed();
  await elevate.end();
});

/** Somebody in #general, who may manage roles or may not. */
async function start(options: { isAdmin: boolean; readsContent?: boolean }): Promise<DiscordTalker> {
  elevate = await startOnDiscord({
    model: createSpeakingModel('1. Out again by nine?'),
    privilegedIntents: options.readsContent ? ['MessageContent'] : [],
  });
  const talker = elevate.talker('ana', elevate.general);
  if (options.isAdmin) {
    const admins = elevate.guild.role('Admins', { permissions: ['ManageRoles'] });
    elevate.guild.joins(talker.person, { roles: [admins] });
  }
  talker.person.goesTo(elevate.general);
  return talker;
}

const shownTo = ({ person }: DiscordTalker, pattern: RegExp) =>
  elevate.discord.until(() => elevate.discord.ephemeralFor(person).find(({ text }) => pattern.test(text)));

describe('/setup roles', () => {
  test('asks once, makes a role for each agent that has none, and is harmless twice', async () => {
    const ana = await start({ isAdmin: true, readsContent: true });
    elevate.guild.role('media buyer', { mentionable: true });
    const asked = await ana.person.runsCommand('setup roles').message();
    expect(asked).toMatchObject({ isPrivate: true, buttons: [{ label: 'Create the roles' }] });
    expect(asked.text).not.toMatch(/Message Content Intent/);
    expect(asked.text).toMatch(/^I would create 11 roles .*Writer.* There already: MediaBuyer\./);
    expect(elevate.guild.roleNamed('Writer')).toBeUndefined();

    await ana.person.presses(asked, 'Create the roles').answer();
    expect((await shownTo(ana, /^Created 11 roles: .*Writer/)).buttons).toEqual([]);
    const again = await ana.person.runsCommand('setup roles').message();
    expect(again).toMatchObject({ text: expect.stringMatching(/has a role here already/), buttons: [] });

    const writer = elevate.guild.roleNamed('Writer');
    const heard = await ana.after(async () => {
      ana.person.says(elevate.general, `${writer} H1 please`);
      await expect.poll(() => elevate.models.inbox.countDocuments()).toBe(1);
    });
    expect(heard[0]).toMatchObject({ agent: 'Writer', text: expect.stringMatching(/Before H1/) });
  });

  test('is for those who may manage roles', async () => {
    const ben = await start({ isAdmin: false });
    const answer = await ben.person.runsCommand('setup roles').message();
    expect(answer).toMatchObject({
      isPrivate: true,
      text: expect.stringMatching(/Only somebody who may manage/),
    });
    expect(elevate.guild.roleNamed('Writer')).toBeUndefined();
  });

  test('what Discord does not let us do is said with its cure, and may be tried again', async () => {
    const ana = await start({ isAdmin: true });
    const asked = await ana.person.runsCommand('setup roles').message();
    expect(asked.text).toMatch(/only with the Message Content Intent/);
    elevate.discord.willRefuse('POST /guilds/:guild/roles', { status: 403, code: 50_013 });
    await ana.person.presses(asked, 'Create the roles').answer();
    const refused = await shownTo(ana, /Give me Manage Roles/);
    expect(refused.buttons).toMatchObject([{ label: 'Create the roles' }]);
    await ana.person.presses(refused, 'Create the roles').answer();
    await shownTo(ana, /^Created 12 roles/);
    expect(elevate.guild.roleNamed('Sage')).toBeDefined();
  });
});

describe('/assets', () => {
  test('shows saved work and drafts to whoever asked, and to nobody else', async () => {
    const ana = await start({ isAdmin: false });
    expect((await ana.person.runsCommand('assets').message()).isPrivate).toBe(true);
    await elevate.settled();
    await shownTo(ana, /Nothing saved yet/);
    const direct = elevate.talker('ana');
    await direct.says('@Writer H1 please');
    await direct.fillsIn(h1Answers);
    await direct.presses('Save');
    await ana.person.runsCommand('assets').message();
    await elevate.settled();
    await shownTo(ana, /saved work and drafts:[\s\S]*\(Draft\)/);
    expect(elevate.discord.messagesIn(elevate.general)).toEqual([]);
    expect(
      elevate.discord
        .messagesIn(ana.person.directMessages)
        .map(({ text }) => text)
        .join(),
    ).not.toMatch(/saved work and drafts:/);
  });

  test('/help is answered to them alone as well', async () => {
    const ana = await start({ isAdmin: false });
    expect(await ana.person.runsCommand('help').message()).toMatchObject({
      isPrivate: true,
      text: expect.stringMatching(/Mention an agent/),
    });
    await elevate.settled();
  });
});
