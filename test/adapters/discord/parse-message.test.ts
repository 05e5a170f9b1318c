import type { GatewayMessageCreateDispatchData } from 'discord-api-types/v10';
import { describe, expect, test } from 'vitest';
import type { DiscordPlace } from '../../../src/adapters/discord/discord-place.ts';
import { parseDiscordMessage } from '../../../src/adapters/discord/parse-message.ts';
import { incomingMessageSchema } from '../../../src/domain/incoming.ts';
import { discordPayload, discordSelf } from '../../support/discord-payload.ts';

type Message = GatewayMessageCreateDispatchData;
const general: DiscordPlace = { kind: 'channel', channelId: '1180000000000000010' };
const thread: DiscordPlace = {
  kind: 'thread',
  channelId: '1442697625190400000',
  parentId: '1180000000000000010',
};
const mention = () => discordPayload<Message>('message-mention-in-channel');
const parse = (message: Message, place: DiscordPlace = general) =>
  parseDiscordMessage(message, discordSelf, place);

describe('parseDiscordMessage', () => {
  test('a mention in a channel begins a thread, rooted at its own id', () => {
    const parsed = parse(mention());
    expect(parsed).toEqual({
      kind: 'message',
      id: 'discord:1442697625190400000',
      thread: {
        surface: 'discord',
        place: '1180000000000000010',
        root: '1442697625190400000',
        audience: 'channel',
      },
      author: {
        surface: 'discord',
        accountId: '80351110224678912',
        name: 'Ana (Sol Candles)',
        avatarUrl:
          'https://cdn.discordapp.com/avatars/80351110224678912/8342729096ea3675442027381ff50dfe.png?size=128',
      },
      position: '01442697625190400000',
      sentAtMs: Date.parse('2025-11-25T02:05:17.871Z'),
      text: '@Elevate @Writer H1 please',
      addressed: true,
    });
    expect(incomingMessageSchema.parse(parsed)).toEqual(parsed);
  });

  test('what follows in the thread made for it is the same thread', () => {
    const followUp = parse(discordPayload('message-follow-up-in-thread'), thread);
    expect(followUp?.thread).toEqual(parse(mention())?.thread);
    expect(followUp).toMatchObject({ text: 'make it warmer', addressed: false });
  });

  test('a thread made from the answer to a command goes on with the command', () => {
    const place: DiscordPlace = { ...thread, rootId: '1442697500000000000' };
    expect(parse(discordPayload('message-follow-up-in-thread'), place)?.thread.root).toBe(
      '1442697500000000000',
    );
  });

  test('a direct message is one running thread, and always for us', () => {
    const place: DiscordPlace = { kind: 'dm', channelId: '1200000000000000077' };
    expect(parse(discordPayload('message-direct'), place)).toMatchObject({
      thread: { place: '1200000000000000077', root: '1200000000000000077', audience: 'direct' },
      author: { name: 'ana.candles' },
      text: 'help',
      addressed: true,
    });
  });

  test('in a forum, the post is the thread', () => {
    const place: DiscordPlace = { kind: 'forum-thread', channelId: '900', parentId: '800' };
    expect(parse(mention(), place)?.thread).toMatchObject({ place: '800', root: '900', audience: 'channel' });
  });

  test.each([
    ['the bot', { mention_roles: [] }, true],
    ["the bot's own role", { mentions: [], mention_roles: ['1180000000000000300'] }, true],
    ["an agent's role", { mentions: [], mention_roles: ['1180000000000000200'] }, true],
    ['another role', { mentions: [], mention_roles: ['1180000000000000201'] }, false],
    ['everyone', { mentions: [], mention_roles: [], mention_everyone: true }, false],
  ])('a mention of %s addresses us or not', (_, values, addressed) => {
    expect(parse({ ...mention(), ...values })?.addressed).toBe(addressed);
  });

  test('a reply to a message of ours addresses us', () => {
    expect(parse(discordPayload('message-reply-to-us'))).toMatchObject({
      addressed: true,
      text: 'and a shorter one?',
    });
  });

  test.each<[string, Message]>([
    ['a webhook', discordPayload('message-by-webhook')],
    ['Discord itself', discordPayload('message-thread-created')],
    ['somebody, without its words', discordPayload('message-without-content-intent')],
    ['us', { ...mention(), author: { ...mention().author, id: discordSelf.botUserId } }],
    ['another bot', { ...mention(), author: { ...mention().author, bot: true } }],
    ['a webhook that does not say so', { ...mention(), webhook_id: '1190000000000000001' }],
    ['the system', { ...mention(), author: { ...mention().author, system: true } }],
    ['somebody, who sent spaces', { ...mention(), content: ' \n ' }],
  ])('nothing from %s', (_, message) => {
    expect(parse(message)).toBeUndefined();
  });

  test('the time is in the id (the example of discord-api-docs)', () => {
    expect(parse({ ...mention(), id: '175928847299117063' })?.sentAtMs).toBe(
      Date.parse('2016-04-30T11:18:25.796Z'),
    );
  });

  test('positions sort as text in the order of the ids', () => {
    const positionOf = (id: string) => parse({ ...mention(), id })?.position ?? '';
    expect(positionOf('999999999999999999') < positionOf('1000000000000000000')).toBe(true);
    expect(positionOf('18446744073709551615')).toHaveLength(20);
  });

  test.each([
    ['<@!1180000000000000001> hi', '@Elevate hi'],
    ['<@&1180000000000000300> hi', '@Elevate hi'],
    ['<@&1180000000000000201> and <@&1>', '@Cohort 7 and @role'],
    ['ask <@5>', 'ask @someone'],
    ['in <#1180000000000000010> or <#1>', 'in #general or #channel'],
  ])('names in the place of ids: %j', (content, text) => {
    expect(parse({ ...mention(), content })?.text).toBe(text);
  });

  test('other people by the name that they have in this server', () => {
    const [bot] = mention().mentions;
    if (!bot) throw new Error('The payload mentions the bot.');
    const ben = { ...bot, id: '5', bot: false, username: 'ben_w', global_name: 'Ben' };
    const named = (nick: string | null) =>
      parse({
        ...mention(),
        content: 'for <@5>',
        mentions: [{ ...ben, ...(bot.member ? { member: { ...bot.member, nick } } : {}) }],
      })?.text;
    expect([named('Benny_B_'), named(null)]).toEqual(['for @Benny_B_', 'for @Ben']);
  });
});
