import {
  InteractionResponseType as Answer,
  type APIChannel,
  type APIMessage,
  MessageFlags,
  type RESTPostAPIChannelMessageJSONBody,
} from 'discord-api-types/v10';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestClock, type TestClock } from '../test-clock.ts';
import { type DiscordServer, type DiscordServerOptions, startDiscordServer } from './discord-server.ts';
import type { PermissionName } from './permissions.ts';
import type { Person } from './person.ts';
import type { Guild, Place } from './places.ts';
import { call, type RawAnswer } from './raw-client.ts';

const nobody = { everyone: false, users: [], roles: [] };

let clock: TestClock;
let discord: DiscordServer;
let ana: Person;
let guild: Guild;
let general: Place;

beforeEach(() => open({ enforcesRates: false }));
afterEach(async () => {
  await discord.close();
  discord.expectAllUsed();
});

async function open(options: DiscordServerOptions): Promise<void> {
  clock = createTestClock();
  discord = await startDiscordServer({ clock, ...options });
  ana = discord.user('ana');
  guild = discord.guild('Cohort 7', { members: [ana] });
  general = guild.channel('general');
  ana.goesTo(general);
}

const post = (body: RESTPostAPIChannelMessageJSONBody, place: Place = general) =>
  call(discord, `POST /channels/${place.id}/messages`, body);
const idOf = (answer: RawAnswer) => (answer.body as { id: string }).id;

describe('who may do what', () => {
  it('asks for the bot’s token: 401', async () => {
    expect(await call(discord, 'GET /users/@me', undefined, { authorization: null })).toMatchObject({
      status: 401,
    });
    expect(await call(discord, 'GET /users/@me', undefined, { authorization: 'Bot wrong' })).toMatchObject({
      status: 401,
    });
    expect(await call(discord, 'GET /users/@me')).toMatchObject({
      status: 200,
      body: { id: discord.bot.id },
    });
  });

  it.each<[PermissionName, number, (place: Place, message: string) => Promise<RawAnswer>]>([
    ['ViewChannel', 50_001, (place) => call(discord, `GET /channels/${place.id}`)],
    ['SendMessages', 50_013, (place) => post({ content: 'x' }, place)],
    ['EmbedLinks', 50_013, (place) => post({ embeds: [{ title: 'x' }] }, place)],
    [
      'AttachFiles',
      50_013,
      (place) =>
        call(
          discord,
          `POST /channels/${place.id}/messages`,
          {},
          { files: [{ name: 'a', bytes: new Uint8Array(1) }] },
        ),
    ],
    ['ReadMessageHistory', 50_013, (place, id) => call(discord, `GET /channels/${place.id}/messages/${id}`)],
    [
      'AddReactions',
      50_013,
      (place, id) => call(discord, `PUT /channels/${place.id}/messages/${id}/reactions/%E2%9C%85/@me`),
    ],
    [
      'CreatePublicThreads',
      50_013,
      (place, id) => call(discord, `POST /channels/${place.id}/messages/${id}/threads`, { name: 'x' }),
    ],
    [
      'CreatePrivateThreads',
      50_013,
      (place) => call(discord, `POST /channels/${place.id}/threads`, { name: 'x' }),
    ],
    [
      'ManageWebhooks',
      50_013,
      (place) => call(discord, `POST /channels/${place.id}/webhooks`, { name: 'x' }),
    ],
    ['ManageMessages', 50_013, (place, id) => call(discord, `DELETE /channels/${place.id}/messages/${id}`)],
  ])('refuses without %s by an overwrite: %i', async (permission, code, act) => {
    const message = ana.says(general, 'hello');
    guild.overwrites(general, [{ for: discord.bot, allow: [permission] }]);
    expect(await act(general, message.id)).toMatchObject({ code: undefined });
    const again = ana.says(general, 'hello');
    guild.overwrites(general, [{ for: discord.bot, deny: [permission] }]);
    expect(await act(general, again.id)).toMatchObject({ status: 403, code });
  });

  it('reckons overwrites in Discord’s order: everyone, then roles, then the member', async () => {
    const sends = async () => (await post({ content: 'x' })).status;
    guild.overwrites(general, [{ for: 'everyone', deny: ['SendMessages'] }]);
    expect(await sends()).toBe(403);
    const botRole = guild.roleNamed('Elevate');
    if (!botRole) throw new Error('The bot has no role.');
    const forRole = { for: { id: botRole.id, isRole: true }, allow: ['SendMessages'] } as const;
    guild.overwrites(general, [
      { for: 'everyone', deny: ['SendMessages'] },
      { ...forRole, allow: ['SendMessages'] },
    ]);
    expect(await sends()).toBe(200);
    guild.overwrites(general, [
      { for: discord.bot, deny: ['SendMessages'] },
      { ...forRole, allow: ['SendMessages'] },
    ]);
    expect(await sends()).toBe(403);
    guild.letsBot(['Administrator']);
    expect(await sends()).toBe(200);
  });

  it('creates roles only with the right to', async () => {
    const route = `POST /guilds/${guild.id}/roles`;
    expect(await call(discord, route, { name: 'Writer', mentionable: true })).toMatchObject({ status: 200 });
    expect(guild.roleNamed('Writer')).toBeDefined();
    guild.letsBot(['ViewChannel']);
    expect(await call(discord, route, { name: 'Sage' })).toMatchObject({ status: 403, code: 50_013 });
  });

  it('changes nobody else’s message: 50005', async () => {
    const message = ana.says(general, 'hello');
    const answer = await call(discord, `PATCH /channels/${general.id}/messages/${message.id}`, {
      content: 'x',
    });
    expect(answer).toMatchObject({ status: 403, code: 50_005 });
  });

  it('takes closed direct messages for an answer: 50007', async () => {
    const dm = await call(discord, 'POST /users/@me/channels', { recipient_id: ana.id });
    const send = () => call(discord, `POST /channels/${idOf(dm)}/messages`, { content: 'x' });
    expect(await send()).toMatchObject({ status: 200 });
    ana.closesDirectMessages();
    expect(await send()).toMatchObject({ status: 403, code: 50_007 });
    ana.opensDirectMessages();
    expect(await send()).toMatchObject({ status: 200 });
  });
});

describe('what is not there', () => {
  it.each<[string, string, number, number]>([
    ['a channel', 'GET /channels/1', 404, 10_003],
    ['a guild', 'GET /guilds/1', 404, 10_004],
    ['a message', 'GET /channels/GENERAL/messages/1', 404, 10_008],
    ['a member', 'GET /guilds/GUILD/members/1', 404, 10_007],
    ['a user', 'GET /users/1', 404, 10_013],
    ['a webhook', 'GET /webhooks/1/x/messages/1', 404, 10_015],
    ['a command', 'GET /applications/APPLICATION/commands/1', 404, 10_063],
    ['an interaction', 'POST /interactions/1/x/callback', 404, 10_062],
    ['an interaction’s token', 'GET /webhooks/APPLICATION/x/messages/@original', 401, 50_027],
  ])('is refused by name: %s', async (_what, route, status, code) => {
    const filled = route
      .replace('GENERAL', general.id)
      .replace('GUILD', guild.id)
      .replace('APPLICATION', discord.bot.id);
    const body = route.startsWith('POST') ? { type: Answer.ChannelMessageWithSource } : undefined;
    expect(await call(discord, filled, body)).toMatchObject({ status, code });
  });

  it('is complained about where it is a whole route', async () => {
    expect(await call(discord, 'GET /stage-instances/1')).toMatchObject({ status: 404, code: 0 });
    expect(() => discord.expectAllUsed()).toThrow('no such route: GET /api/v10/stage-instances/1');
    await discord.close();
    await open({});
  });
});

describe('reading back', () => {
  it('lists newest first, before, after and around, 50 unless told, 100 at most', async () => {
    const sent = Array.from({ length: 101 }, (_, n) => ana.says(general, `${n}`).id);
    const list = async (query: string) => {
      const { body, code } = await call(discord, `GET /channels/${general.id}/messages${query}`);
      return code ?? (body as APIMessage[]).map(({ id }) => sent.indexOf(id));
    };
    const down = (from: number, to: number) => Array.from({ length: from - to + 1 }, (_, n) => from - n);
    expect(await list('')).toEqual(down(100, 51));
    expect(await list('?limit=100')).toEqual(down(100, 1));
    expect(await list('?limit=101')).toBe(50_035);
    expect(await list(`?limit=2&before=${sent[50]}`)).toEqual([49, 48]);
    expect(await list(`?limit=2&after=${sent[50]}`)).toEqual([52, 51]);
    expect(await list(`?limit=3&around=${sent[50]}`)).toEqual([51, 50, 49]);
    expect([...sent].sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1))).toEqual(sent);
  });

  it('hides what the content intent would show, but for direct messages, own ones and mentions', async () => {
    ana.says(general, 'secret');
    ana.says(general, `${discord.bot} open`);
    await post({ content: 'own' });
    ana.writesToBot('direct');
    const texts = async (place: Place) =>
      ((await call(discord, `GET /channels/${place.id}/messages`)).body as APIMessage[]).map(
        ({ content }) => content,
      );
    expect(await texts(general)).toEqual(['own', `${discord.bot} open`, '']);
    expect(await texts(ana.directMessages)).toEqual(['direct']);
    await discord.close();
    await open({ privilegedIntents: ['MessageContent'] });
    ana.says(general, 'secret');
    expect(await texts(general)).toEqual(['secret']);
  });
});

describe('a nonce', () => {
  it('gives the first message again while it lives, in whichever channel, and a new one afterwards', async () => {
    const send = (fields: object = {}, place = general) =>
      post({ content: 'x', nonce: 'key', enforce_nonce: true, ...fields }, place);
    const first = idOf(await send());
    clock.advance(120_000);
    expect(idOf(await send({ content: 'other words' }))).toBe(first);
    expect(idOf(await send({}, guild.channel('other')))).toBe(first);
    expect(idOf(await send({ nonce: 'another' }))).not.toBe(first);
    clock.advance(1);
    expect(idOf(await send())).not.toBe(first);
    expect(discord.messagesIn(general)).toHaveLength(3);
  });

  it('only names a message where it is not enforced', async () => {
    const first = await post({ content: 'x', nonce: 'key' });
    expect(first.body).toMatchObject({ nonce: 'key' });
    expect(idOf(await post({ content: 'x', nonce: 'key' }))).not.toBe(idOf(first));
  });
});

describe('pings', () => {
  const loud = 'Hi @everyone and @here';

  it('reach whom a text names unless they are switched off', async () => {
    const writer = guild.role('Writer', { mentionable: true });
    const sage = guild.role('Sage');
    const content = `${ana} ${writer} ${sage} ${loud}`;
    await post({ content });
    await post({ content, allowed_mentions: { parse: [] } });
    await post({ content, allowed_mentions: { users: [ana.id] } });
    await post({ content: `\`${ana}\`` });
    guild.letsBot(['ViewChannel', 'SendMessages', 'MentionEveryone']);
    await post({ content });
    expect(discord.messagesIn(general).map(({ pinged }) => pinged)).toEqual([
      { everyone: false, users: [ana.id], roles: [writer.id] },
      nobody,
      { everyone: false, users: [ana.id], roles: [] },
      nobody,
      { everyone: true, users: [ana.id], roles: [writer.id, sage.id] },
    ]);
  });

  it('come from replies, from text displays and from webhooks without any right, and never from edits', async () => {
    const asked = ana.says(general, 'hello');
    const reply = { content: 'x', message_reference: { message_id: asked.id } };
    await post(reply);
    await post({ ...reply, allowed_mentions: { parse: [] } });
    await post({ ...reply, allowed_mentions: { parse: [], replied_user: true } });
    await post({ flags: MessageFlags.IsComponentsV2, components: [{ type: 10, content: `${ana}` }] });
    const hook = (await call(discord, `POST /channels/${general.id}/webhooks`, { name: 'x' })).body as {
      id: string;
      token: string;
    };
    await call(discord, `POST /webhooks/${hook.id}/${hook.token}`, { content: loud });
    const silent = idOf(await post({ content: 'x' }));
    await call(discord, `PATCH /channels/${general.id}/messages/${silent}`, { content: `${ana}` });
    const toAna = { ...nobody, users: [ana.id] };
    expect(
      discord
        .messagesIn(general)
        .slice(1)
        .map(({ pinged }) => pinged),
    ).toEqual([toAna, nobody, toAna, toAna, { ...nobody, everyone: true }, nobody]);
  });
});

describe('an interaction', () => {
  const message = (content = 'x', flags = 0) => ({
    type: Answer.ChannelMessageWithSource,
    data: { content, flags },
  });
  const deferred = (flags = 0) => ({ type: Answer.DeferredChannelMessageWithSource, data: { flags } });

  beforeEach(async () => {
    const commands = `POST /applications/${discord.bot.id}/commands`;
    await call(discord, commands, { name: 'ask', description: 'Ask' });
    await call(discord, commands, {
      name: 'find',
      description: 'Find',
      options: [{ type: 3, name: 'what', description: 'What', autocomplete: true }],
    });
  });

  function begin() {
    const deed = ana.runsCommand('ask');
    deed.answer().catch(() => {});
    return { deed, ...last() };
  }

  function last() {
    const { id, token } = discord.lastInteraction();
    const open = { authorization: null };
    return {
      answer: (body: object, query = '') =>
        call(discord, `POST /interactions/${id}/${token}/callback${query}`, body, open),
      followUp: (body: object) => call(discord, `POST /webhooks/${discord.bot.id}/${token}`, body, open),
      original: (method: string, body?: object) =>
        call(discord, `${method} /webhooks/${discord.bot.id}/${token}/messages/@original`, body, open),
    };
  }

  it('has 3 s for its first answer: 10062, and the person learns of it', async () => {
    const inTime = begin();
    clock.advance(3_000);
    expect(await inTime.answer(message())).toMatchObject({ status: 204 });
    const late = begin();
    clock.advance(3_001);
    expect(await late.answer(message())).toMatchObject({ status: 404, code: 10_062 });
    await expect(late.deed.answer()).rejects.toThrow('3000 ms');
  });

  it('has one first answer: 40060', async () => {
    const { answer } = begin();
    expect(await answer(message())).toMatchObject({ status: 204 });
    expect(await answer(deferred())).toMatchObject({ status: 400, code: 40_060 });
    expect(discord.messagesIn(general)).toHaveLength(1);
  });

  it('lives for 15 minutes: 50027', async () => {
    const { answer, followUp, original } = begin();
    await answer(deferred());
    clock.advance(15 * 60_000);
    expect(await original('PATCH', { content: 'in time' })).toMatchObject({ status: 200 });
    expect(await followUp({ content: 'in time' })).toMatchObject({ status: 200 });
    clock.advance(1);
    expect(await original('PATCH', { content: 'late' })).toMatchObject({ status: 401, code: 50_027 });
    expect(await followUp({ content: 'late' })).toMatchObject({ status: 401, code: 50_027 });
  });

  it('takes nothing more before its first answer: 10015', async () => {
    const { followUp, original } = begin();
    expect(await followUp({ content: 'x' })).toMatchObject({ status: 404, code: 10_015 });
    expect(await original('GET')).toMatchObject({ status: 404, code: 10_015 });
  });

  it('fills what was deferred by an edit or the first follow-up, and keeps its privacy', async () => {
    const ephemeral = MessageFlags.Ephemeral;
    const edited = begin();
    await edited.answer(deferred(ephemeral));
    expect(discord.ephemeralFor(ana)).toMatchObject([{ isWaiting: true, isPrivate: true, text: '' }]);
    await edited.original('PATCH', { content: 'filled' });
    await expect(edited.deed.message()).resolves.toMatchObject({
      isWaiting: false,
      isPrivate: true,
      text: 'filled',
    });

    const followed = begin();
    await followed.answer(deferred());
    await followed.followUp({ content: 'filled too', flags: ephemeral });
    await followed.followUp({ content: 'more', flags: ephemeral });
    expect(discord.messagesIn(general).map(({ text }) => text)).toEqual(['filled too']);
    expect(discord.ephemeralFor(ana).map(({ text }) => text)).toEqual(['filled', 'more']);
  });

  it('says what became of the answer when it is asked', async () => {
    const answered = await begin().answer(deferred(MessageFlags.Ephemeral), '?with_response=true');
    expect(answered).toMatchObject({
      status: 200,
      body: {
        interaction: { response_message_loading: true, response_message_ephemeral: true },
        resource: { type: 5 },
      },
    });
  });

  it('deletes its answer, and then there is none: 10008', async () => {
    const { answer, original } = begin();
    await answer(message());
    expect(await original('DELETE')).toMatchObject({ status: 204 });
    expect(await original('GET')).toMatchObject({ status: 404, code: 10_008 });
  });

  it('keeps private answers out of the channel', async () => {
    const { answer, original } = begin();
    await answer(message('psst', MessageFlags.Ephemeral));
    const { id } = (await original('GET')).body as APIMessage;
    expect(await call(discord, `GET /channels/${general.id}/messages/${id}`)).toMatchObject({ code: 10_008 });
    expect((await call(discord, `GET /channels/${general.id}/messages`)).body).toEqual([]);
  });

  it('takes each answer only where it belongs', async () => {
    const form = {
      type: Answer.Modal,
      data: {
        custom_id: 'f',
        title: 'F',
        components: [{ type: 18, label: 'x', component: { type: 4, custom_id: 'i', style: 1 } }],
      },
    };
    const choices = { type: Answer.ApplicationCommandAutocompleteResult, data: { choices: [] } };
    const update = { type: Answer.UpdateMessage, data: { content: 'x' } };
    const command = begin();
    expect(await command.answer(choices)).toMatchObject({ code: 50_035 });
    expect(await command.answer(update)).toMatchObject({ code: 50_035 });
    expect(await command.answer(form)).toMatchObject({ status: 204 });
    ana
      .submits(await command.deed.form(), { i: 'x' })
      .answer()
      .catch(() => {});
    const submitted = last();
    expect(await submitted.answer(form)).toMatchObject({ code: 50_035 });
    expect(await submitted.answer(update)).toMatchObject({ code: 50_035 });
    expect(await submitted.answer(message())).toMatchObject({ status: 204 });
    const suggested = ana.asksChoices('find', 'what', 'x');
    expect(await last().answer(deferred())).toMatchObject({ code: 50_035 });
    expect(await last().answer(choices)).toMatchObject({ status: 204 });
    expect(await suggested).toEqual([]);
  });

  it('has five follow-ups where only the person installed the bot: 40094', async () => {
    const elsewhere = discord.guild('Elsewhere', { members: [ana], hasBot: false });
    ana.goesTo(elsewhere.channel('general'));
    const { answer, followUp } = begin();
    await answer(message());
    for (let sent = 0; sent < 5; sent += 1)
      expect(await followUp({ content: 'x' })).toMatchObject({ status: 200 });
    expect(await followUp({ content: 'x' })).toMatchObject({ status: 400, code: 40_094 });
  });
});

describe('a thread', () => {
  it('is made once of a message, has its id and name: 160004', async () => {
    const asked = ana.says(general, 'hello');
    const route = `POST /channels/${general.id}/messages/${asked.id}/threads`;
    expect(await call(discord, route, { name: 'Hello' })).toMatchObject({
      status: 201,
      body: { id: asked.id, name: 'Hello' },
    });
    expect(await call(discord, route, { name: 'Hello' })).toMatchObject({ status: 400, code: 160_004 });
  });

  it('opens again when somebody writes, and takes nothing else while it is archived: 50083', async () => {
    const thread = ana.startsThread(general, 'A question');
    const message = idOf(await post({ content: 'x' }, thread));
    discord.changesThread(thread, { archived: true });
    const base = `/channels/${thread.id}`;
    for (const [route, body] of [
      [`PATCH ${base}/messages/${message}`, { content: 'y' }],
      [`PATCH ${base}`, { name: 'y' }],
      [`PUT ${base}/messages/${message}/reactions/x/@me`, undefined],
      [`PUT ${base}/thread-members/${ana.id}`, undefined],
    ] as const) {
      expect(await call(discord, route, body), route).toMatchObject({ status: 400, code: 50_083 });
    }
    expect(await post({ content: 'x' }, thread)).toMatchObject({ status: 200 });
    expect((await call(discord, `GET ${base}`)).body).toMatchObject({ thread_metadata: { archived: false } });
  });

  it('is for those who manage threads while it is locked: 160005, and 50083 where it is archived too', async () => {
    const thread = ana.startsThread(general, 'A question');
    discord.changesThread(thread, { locked: true });
    expect(await post({ content: 'x' }, thread)).toMatchObject({ status: 200 });
    guild.letsBot(['ViewChannel', 'SendMessagesInThreads']);
    expect(await post({ content: 'x' }, thread)).toMatchObject({ status: 403, code: 160_005 });
    expect(await call(discord, `PATCH /channels/${thread.id}`, { name: 'y' })).toMatchObject({
      code: 50_013,
    });
    discord.changesThread(thread, { archived: true });
    expect(await post({ content: 'x' }, thread)).toMatchObject({ status: 400, code: 50_083 });
    expect(await call(discord, `PATCH /channels/${thread.id}`, { archived: false })).toMatchObject({
      code: 50_013,
    });
  });

  it('is a post in a forum, which takes no plain message: 50008', async () => {
    const forum = guild.forum('questions');
    expect(await post({ content: 'x' }, forum)).toMatchObject({ status: 400, code: 50_008 });
    const made = await call(discord, `POST /channels/${forum.id}/threads`, {
      name: 'Coffee',
      message: { content: 'x' },
    });
    expect(made).toMatchObject({ status: 201, body: { name: 'Coffee', message: { content: 'x' } } });
    const bare = await call(discord, `POST /channels/${forum.id}/threads`, { name: 'Coffee', message: {} });
    expect(bare).toMatchObject({ code: 50_006 });
    expect(discord.threadsOf(forum)).toHaveLength(1);
  });

  it('is reached by the webhook of its channel alone', async () => {
    const hook = (await call(discord, `POST /channels/${general.id}/webhooks`, { name: 'x' })).body as {
      id: string;
      token: string;
    };
    const send = (query: string, fields: object = {}) =>
      call(discord, `POST /webhooks/${hook.id}/${hook.token}${query}`, { content: 'x', ...fields });
    const thread = ana.startsThread(general, 'A question');
    const elsewhere = ana.startsThread(guild.channel('other'), 'Elsewhere');
    expect(await send(`?wait=true&thread_id=${thread.id}`)).toMatchObject({
      status: 200,
      body: { channel_id: thread.id },
    });
    expect(await send(`?thread_id=${elsewhere.id}`)).toMatchObject({ status: 404, code: 10_003 });
    expect(await send('', { thread_name: 'x' })).toMatchObject({ code: 220_003 });
    expect(await call(discord, `POST /webhooks/${hook.id}/wrong`, { content: 'x' })).toMatchObject({
      status: 401,
      code: 50_027,
    });
  });

  it('has those in it who write there or are put there', async () => {
    const thread = ana.startsThread(general, 'A question');
    const ben = discord.user('ben');
    guild.joins(ben);
    ben.says(thread, 'hello');
    await call(discord, `PUT /channels/${thread.id}/thread-members/@me`);
    const members = async () =>
      (
        (await call(discord, `GET /channels/${thread.id}/thread-members`)).body as Array<{ user_id: string }>
      ).map((one) => one.user_id);
    expect(await members()).toEqual([ana.id, ben.id, discord.bot.id]);
    await call(discord, `DELETE /channels/${thread.id}/thread-members/${ben.id}`);
    expect(await members()).toEqual([ana.id, discord.bot.id]);
  });
});

describe('rates', () => {
  beforeEach(async () => {
    await discord.close();
    await open({});
  });

  it('shows its buckets, refuses what is past them and opens them again by the clock', async () => {
    const first = await post({ content: 'x' });
    const header = (name: string, answer = first) => answer.headers.get(`x-ratelimit-${name}`);
    expect([header('limit'), header('remaining'), header('reset-after')]).toEqual(['5', '4', '5']);
    expect(header('reset')).toBe(String((clock.nowMs() + 5_000) / 1_000));
    expect(header('bucket')).toMatch(/^[0-9a-f]{32}$/);
    clock.advance(1_500);
    for (let sent = 1; sent < 5; sent += 1)
      expect(await post({ content: 'x' })).toMatchObject({ status: 200 });
    const refused = await post({ content: 'x' });
    expect(refused).toMatchObject({ status: 429, body: { retry_after: 3.5, global: false } });
    expect([refused.headers.get('retry-after'), header('scope', refused)]).toEqual(['4', 'user']);
    expect(discord.messagesIn(general)).toHaveLength(5);
    expect(await post({ content: 'x' }, guild.channel('other'))).toMatchObject({ status: 200 });
    clock.advance(3_499);
    expect(await post({ content: 'x' })).toMatchObject({ status: 429 });
    clock.advance(1);
    expect(await post({ content: 'x' })).toMatchObject({ status: 200 });
  });

  it('lets 50 through in a second, interactions aside', async () => {
    const look = () => call(discord, `GET /channels/${general.id}`);
    for (let asked = 0; asked < 50; asked += 1) expect(await look()).toMatchObject({ status: 200 });
    const refused = await look();
    expect(refused).toMatchObject({ status: 429, body: { global: true } });
    expect(refused.headers.get('x-ratelimit-global')).toBe('true');
    expect(await call(discord, 'POST /interactions/1/x/callback', {})).toMatchObject({ status: 404 });
    clock.advance(1_000);
    expect(await look()).toMatchObject({ status: 200 });
  });
});

describe('faults', () => {
  const route = 'POST /channels/:channel/messages';

  it('are used once each, in their order', async () => {
    discord.willRateLimit(route, { retryAfterMs: 1_200, scope: 'shared' });
    discord.willRefuse(route, { status: 502 });
    discord.willRefuse(route, { status: 403, code: 50_013, message: 'Missing Permissions' });
    discord.willLoseRequest(route);
    discord.willLoseResponse(route);
    const limited = await post({ content: 'x' });
    expect(limited).toMatchObject({ status: 429, code: 40_062, body: { retry_after: 1.2 } });
    expect(limited.headers.get('retry-after')).toBe('2');
    expect(await post({ content: 'x' })).toMatchObject({ status: 502, body: undefined });
    expect(await post({ content: 'x' })).toMatchObject({ status: 403, code: 50_013 });
    await expect(post({ content: 'lost before' })).rejects.toThrow();
    await expect(post({ content: 'lost after' })).rejects.toThrow();
    expect(await post({ content: 'well' })).toMatchObject({ status: 200 });
    expect(discord.messagesIn(general).map(({ text }) => text)).toEqual(['lost after', 'well']);
    expect(discord.requests.map(({ status }) => status)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      200,
      200,
    ]);
  });

  it('hold a request, or its answer, until they are released', async () => {
    const before = discord.willHoldRequest(route);
    const first = post({ content: 'first' });
    await before.reached;
    expect(discord.messagesIn(general)).toEqual([]);
    before.release();
    await first;
    const after = discord.willHoldResponse(route);
    const second = post({ content: 'second' });
    await after.reached;
    expect(discord.messagesIn(general)).toHaveLength(2);
    after.release();
    expect(await second).toMatchObject({ status: 200 });
  });

  it('are complained about where nothing used them', async () => {
    discord.willLoseResponse(route);
    discord.willRepeat('MESSAGE_CREATE');
    discord.willBeLate();
    expect(() => discord.expectAllUsed()).toThrow(
      `lose-response at ${route}\n- unused fault: repeat at MESSAGE_CREATE\n- unused fault: late interaction`,
    );
    expect(() => discord.willLoseResponse('GET /nowhere')).toThrow('There is no route GET /nowhere');
    await discord.close();
    await open({});
  });
});

describe('people', () => {
  it('do only what Discord’s own client lets them do', async () => {
    const ben = discord.user('ben');
    expect(() => ben.says(general, 'hello')).toThrow('ben may not write in #general');
    const said = ana.says(general, 'hello');
    expect(() => ana.presses(said, 'Save')).toThrow('ana cannot press "Save". There is: no button.');
    expect(() => ana.runsCommand('ask')).toThrow('There is no command "ask" here. Registered: none.');
  });

  it('see one direct-message channel with the bot', async () => {
    const opened = (await call(discord, 'POST /users/@me/channels', { recipient_id: ana.id }))
      .body as APIChannel;
    expect(opened).toMatchObject({ id: ana.directMessages.id, type: 1, recipients: [{ id: ana.id }] });
  });
});
