import { afterEach, describe, expect, test } from 'vitest';
import { h1Answers, modelOn } from '../../support/conversation.ts';
import {
  type DiscordElevate,
  type DiscordElevateOptions,
  startOnDiscord,
} from '../../support/discord-elevate.ts';
import type { DiscordTalker } from '../../support/discord-talker.ts';
import { type ScriptedModelServer, startScriptedModel } from '../../support/scripted-model-server.ts';
import { hears } from '../../support/talker.ts';

let elevate: DiscordElevate;
let server: ScriptedModelServer | undefined;

afterEach(async () => {
  elevate.discord.expectAllUsed();
  await elevate.end();
  await server?.close();
  server = undefined;
});

async function start(options: DiscordElevateOptions = {}): Promise<DiscordTalker> {
  elevate = await startOnDiscord(options);
  return elevate.talker('ana', elevate.general);
}

/** Ana in #general with a Foundation, a model behind the agents, and H1 asked for but not filled in. */
async function startWithModel(options: DiscordElevateOptions = {}): Promise<DiscordTalker> {
  server = await startScriptedModel();
  return start({ model: modelOn(server), ...options });
}

/** Writes what F3 needs, which asks nothing else: it runs at once. */
async function withFoundation(ana: DiscordTalker): Promise<void> {
  const author = { surface: 'discord' as const, accountId: ana.person.id, name: ana.person.name };
  const { userId } = await elevate.stores.people.recognise(author, Date.now());
  const known = [
    { path: 'companyContext.coreOffers', after: 'a candle' },
    { path: 'companyContext.uniqueMechanism', after: 'poured on Tuesdays' },
    { path: 'customerAvatar.pains', after: ['candles tunnel'] },
  ];
  await elevate.stores.foundations.change(userId, 'given', known, 'form', Date.now());
}

const threadsHere = () => elevate.discord.threadsOf(elevate.general);
const headlines = '1. Out again by nine?\n2. Gone in an hour';

describe('in direct messages', () => {
  test('it is seen typing', async () => {
    elevate = await startOnDiscord();
    const ana = elevate.talker('ana');
    await ana.says('help');
    expect(elevate.discord.typingMs(ana.place)).toBeTypeOf('number');
  });
});

describe('in a channel', () => {
  test('the answer grows in a thread made for the question, under the agent’s name, and is saved', async () => {
    const ana = await startWithModel({ publicUrl: 'https://elevate.example' });
    await withFoundation(ana);
    server?.willAnswer(headlines, { chunks: 5 });
    const answered = await ana.says('F3 please');
    expect(threadsHere()).toEqual([expect.objectContaining({ name: 'F3 please' })]);
    const answer = hears(answered, /Out again by nine\?\n2\. Gone in an hour/);
    expect(answer.isPrivate).toBe(false);
    const [thread = elevate.general] = threadsHere();
    const said = elevate.discord.messagesIn(thread).find(({ text }) => /nine/.test(text));
    expect(said).toMatchObject({
      author: answer.agent,
      isEdited: true,
      avatarUrl: expect.stringMatching(/^https:\/\/elevate\.example\/avatars\/[a-z-]+\.png$/),
      pinged: { everyone: false, users: [], roles: [] },
    });
    expect(said?.raw.webhook_id).toBeDefined();
    const used = hears(answered, /Used from your Foundation/);
    expect(used).toMatchObject({ isPrivate: true, buttons: expect.arrayContaining(['Save all']) });
    hears(await ana.presses('Save all'), /Saved as 2 drafts/);
    expect(await elevate.models.userGeneratedAssets.countDocuments()).toBe(2);
    expect(elevate.discord.messagesIn(elevate.general).filter(({ isByBot }) => isByBot)).toEqual([]);
  });

  test('what is private stays private where direct messages are closed', async () => {
    const ana = await startWithModel();
    await withFoundation(ana);
    ana.person.closesDirectMessages();
    server?.willAnswer(headlines);
    const answered = await ana.says('F3 please');
    const note = hears(answered, /direct messages are closed/);
    expect(note).toMatchObject({ isPrivate: false, buttons: ['Show me privately'] });
    expect(answered.some(({ text }) => /Used from your Foundation/.test(text))).toBe(false);

    const ben = elevate.talker('ben', elevate.general);
    hears(await ben.presses('Show me privately'), /belongs to somebody else/);
    const shown = hears(await ana.presses('Show me privately'), /Used from your Foundation/);
    expect(shown).toMatchObject({ isPrivate: true, buttons: expect.arrayContaining(['Save all']) });
    hears(await ana.presses('Save all'), /Saved as 2 drafts/);
  });

  test('Stop ends the work of what is growing', async () => {
    const ana = await startWithModel();
    await withFoundation(ana);
    server?.willPauseAfter('1. Out again by nine?');
    const stopped = await ana.after(async () => {
      ana.person.says(elevate.general, `${elevate.discord.bot} F3 please`);
      const growing = await elevate.discord.until(() =>
        ana.seen().find(({ buttons }) => buttons[0]?.label === 'Stop'),
      );
      await ana.person.presses(growing, 'Stop').answer();
    });
    hears(stopped, /Stopped/);
    expect(ana.seen().some(({ buttons }) => buttons.some(({ label }) => label === 'Stop'))).toBe(false);
  });

  test('a role with an agent’s name is the agent', async () => {
    const ana = await start({ privilegedIntents: ['MessageContent'] });
    const role = elevate.guild.role('Media Buyer', { mentionable: true });
    const heard = await ana.after(async () => {
      ana.person.says(elevate.general, `${role} what is your job?`);
      await elevate.discord.until(() => threadsHere()[0]);
    });
    expect(heard[0]?.text).toMatch(/MediaBuyer|Media Buyer/);
  });

  test('in a forum it answers in place', async () => {
    const ana = await start();
    const forum = elevate.guild.forum('questions');
    const post = ana.person.posts(forum, 'Headlines', `${elevate.discord.bot} @Writer H1 please`);
    const said = await elevate.discord.untilSaidIn(post, /Before H1/);
    expect(said.author).toBe('Writer');
    await elevate.settled();
  });

  test('without the right to webhooks the agent is named in the message', async () => {
    const ana = await start();
    elevate.guild.overwrites(elevate.general, [{ for: 'everyone', deny: ['ManageWebhooks'] }]);
    await ana.says('@Writer H1 please');
    const said = ana.seen().at(-1);
    expect(said).toMatchObject({ author: 'Elevate', text: expect.stringMatching(/^\*\*Writer\*\*\n/) });
  });

  test('without the right to threads it answers in the channel, to the question', async () => {
    const ana = await start();
    elevate.guild.overwrites(elevate.general, [{ for: 'everyone', deny: ['CreatePublicThreads'] }]);
    await ana.says('@Writer H1 please');
    const [question, said] = elevate.discord.messagesIn(elevate.general);
    expect(said).toMatchObject({ author: 'Elevate', repliesTo: question?.id });
  });

  test('a webhook that was deleted is made again', async () => {
    const ana = await start();
    await ana.says('@Writer H1 please');
    elevate.discord.removesWebhooksIn(elevate.general);
    const asked = hears(await ana.says('@Writer H1 please'), /Before H1/);
    expect(asked.agent).toBe('Writer');
    expect(elevate.discord.webhooksIn(elevate.general)).toHaveLength(1);
  });
});

describe('commands', () => {
  test('/ask suggests agents and their prompts, and is answered in its place', async () => {
    const ana = await start();
    ana.person.goesTo(elevate.general);
    const agents = await ana.person.asksChoices('ask', 'agent', 'wri');
    expect(agents).toEqual([expect.objectContaining({ value: 'Writer' })]);
    const prompts = await ana.person.asksChoices('ask', 'prompt', 'h', { agent: 'Writer' });
    expect(prompts.map(({ value }) => value)).toContain('H1');
    const said = await ana.person.runsCommand('ask', { agent: 'Writer', prompt: 'H1' }).message();
    expect(said.text).toMatch(/\*\*Writer\*\*\nBefore H1/);
    await elevate.settled();
    hears(await ana.fillsIn(h1Answers), /No model is set/);
  });

  test('/ask grows where it was thinking', async () => {
    const ana = await startWithModel();
    ana.person.goesTo(elevate.general);
    server?.willAnswer('Begin with one headline.', { chunks: 3 });
    const said = await ana.person.runsCommand('ask', { agent: 'Writer', text: 'how do I begin?' }).message();
    await elevate.settled();
    expect(elevate.discord.messagesIn(elevate.general).map(({ id, text }) => ({ id, text }))).toContainEqual({
      id: said.id,
      text: expect.stringMatching(/Begin with one headline\./),
    });
  });

  test('an answer that is ready before Discord has taken the acknowledgement waits for it', async () => {
    const ana = await start();
    ana.person.goesTo(elevate.general);
    const held = elevate.discord.willHoldRequest('POST /interactions/:interaction/:token/callback');
    const asked = ana.person.runsCommand('ask', { agent: 'Writer', prompt: 'H1' });
    await held.reached;
    await expect.poll(() => elevate.models.outbox.countDocuments({ claimedUntil: { $gt: 0 } })).toBe(1);
    // Meanwhile the program is at work: a whole answer goes to and fro.
    await ana.person.asksChoices('ask', 'agent', 'wri');
    held.release();
    expect((await asked.message()).text).toMatch(/Before H1/);
    await elevate.settled();
    expect(elevate.discord.requests.filter(({ status = 0 }) => status >= 400)).toEqual([]);
  });

  test('where only the person has brought us along, all is said to them alone', async () => {
    const ana = await start();
    const elsewhere = elevate.discord.guild('Elsewhere', { hasBot: false, members: [ana.person] });
    const lounge = elsewhere.channel('lounge');
    ana.person.goesTo(lounge);
    const said = await ana.person.runsCommand('ask', { agent: 'Writer', prompt: 'H1' }).message();
    expect(said).toMatchObject({ isPrivate: true, text: expect.stringMatching(/Before H1/) });
    await elevate.settled();
    hears(await ana.fillsIn(h1Answers), /No model is set/);
    expect(elevate.discord.messagesIn(lounge)).toEqual([]);
  });

  test('a message can be asked about from its menu', async () => {
    const ana = await start();
    const ben = elevate.talker('ben', elevate.general);
    const message = ben.person.says(elevate.general, 'Our coffee tastes sour on Mondays.');
    const form = await ana.person.usesContextMenu('Ask an agent about this', message).form();
    const heard = await ana.after(() =>
      ana.person.submits(form, { 'text:1:question': 'H1 please', 'pick:1:agent': ['Writer'] }).message(),
    );
    hears(heard, /the answer comes in the thread/);
    hears(heard, /Before H1/);
    expect(threadsHere().map(({ id }) => id)).toEqual([message.id]);
  });

  test('are registered once', async () => {
    await start();
    expect(elevate.discord.commandsIn()).toEqual([
      'ask',
      'help',
      'assets',
      'cohort',
      'announce',
      'setup',
      'Ask an agent about this',
    ]);
    await elevate.restart();
    const registrations = elevate.discord.requests.filter(({ route }) => route?.startsWith('PUT'));
    expect(registrations).toHaveLength(1);
  });
});

describe('what goes wrong', () => {
  test.each(['MESSAGE_CREATE', 'INTERACTION_CREATE'])('a replayed %s is answered once', async (event) => {
    const ana = await start();
    ana.person.goesTo(elevate.general);
    elevate.discord.willRepeat(event);
    const heard =
      event === 'MESSAGE_CREATE'
        ? await ana.says('@Writer H1 please')
        : await ana.after(() => ana.person.runsCommand('ask', { agent: 'Writer', prompt: 'H1' }).message());
    expect(heard.filter(({ text }) => /needs from your Foundation/.test(text))).toHaveLength(1);
    expect(await elevate.models.inbox.countDocuments()).toBe(1);
  });

  test('a lost answer to a direct message does not make it said twice', async () => {
    elevate = await startOnDiscord();
    const ana = elevate.talker('ana');
    elevate.discord.willLoseResponse('POST /channels/:channel/messages');
    expect(await ana.says('@Writer H1 please')).toHaveLength(1);
  });

  test('a card is framed; its lost answer is found, its buttons work', async () => {
    elevate = await startOnDiscord();
    const ana = elevate.talker('ana');
    elevate.discord.willLoseResponse('POST /channels/:channel/messages');
    const heard = await ana.says('my numbers: ctr 2.1%, leads 58');
    expect(heard.filter(({ buttons }) => buttons.includes('Keep'))).toHaveLength(1);
    expect(ana.messageWith('Keep').raw).toMatchObject({ content: '', components: [{ type: 17 }] });
    await ana.presses('Keep').getsReply(/Kept/);
  });

  test('nor does a lost answer to a webhook', async () => {
    const ana = await start();
    elevate.discord.willLoseResponse('POST /webhooks/:webhook/:token');
    expect((await ana.says('@Writer H1 please')).filter(({ text }) => /Before H1/.test(text))).toHaveLength(
      1,
    );
  });

  test('a request that was lost on its way is made again', async () => {
    const ana = await start();
    elevate.discord.willLoseRequest('POST /webhooks/:webhook/:token');
    expect((await ana.says('@Writer H1 please')).filter(({ text }) => /Before H1/.test(text))).toHaveLength(
      1,
    );
  });

  test('a thread whose making was not heard of is found', async () => {
    const ana = await start();
    elevate.discord.willLoseResponse('POST /channels/:channel/messages/:message/threads');
    expect((await ana.says('@Writer H1 please')).filter(({ text }) => /Before H1/.test(text))).toHaveLength(
      1,
    );
    expect(threadsHere()).toHaveLength(1);
  });

  test('a rate limit is waited out', async () => {
    elevate = await startOnDiscord();
    const ana = elevate.talker('ana');
    elevate.discord.willRateLimit('POST /channels/:channel/messages', { retryAfterMs: 300, scope: 'user' });
    expect(await ana.says('@Writer H1 please')).toHaveLength(1);
    const { attempts } = (await elevate.models.outbox.findOne().lean()) ?? {};
    expect(attempts).toBe(2);
  });

  test('an answer that comes too late for its interaction comes in its place', async () => {
    const ana = await start();
    ana.person.goesTo(elevate.general);
    elevate.discord.willBeLate();
    const heard = await ana.after(async () => {
      await expect(
        ana.person.runsCommand('ask', { agent: 'Writer', prompt: 'H1' }).answer(),
      ).rejects.toThrow();
      await elevate.discord.untilSaidIn(elevate.general, /Before H1/);
    });
    expect(hears(heard, /Before H1/).isPrivate).toBe(false);
  });

  test('a message that cannot be kept at once is kept a little later', async () => {
    let failures = 1;
    const ana = await start({
      wrapStores: (stores) => ({
        ...stores,
        inbox: {
          ...stores.inbox,
          accept: (events, nowMs) =>
            failures-- > 0
              ? Promise.reject(new Error('the store is away'))
              : stores.inbox.accept(events, nowMs),
        },
      }),
    });
    hears(await ana.says('@Writer H1 please'), /Before H1/);
  });

  test('buttons and threads are found again after a restart', async () => {
    const ana = await start();
    await ana.says('@Writer H1 please');
    await elevate.restart();
    hears(await ana.fillsIn(h1Answers), /No model is set|direct message/);
    expect(threadsHere()).toHaveLength(1);
  });
});
