import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseSlackEvent, type SlackEnvelope } from '../../../src/adapters/slack/parse-event.ts';
import { readMessage } from '../../../src/director/read-message.ts';
import { incomingMessageSchema } from '../../../src/domain/incoming.ts';
import * as fixtures from '../../support/slack-fixtures.ts';

const self = { botUserId: 'UBOT', botId: 'BBOT', appId: 'A1' };
const parse = (envelope: SlackEnvelope) => parseSlackEvent(envelope, self);
/** The words of a message with this text. */
const wordsOf = (text: string) => said({ text })?.text;
const said = (change: object) =>
  parse({ ...fixtures.threadReply, event: { ...fixtures.threadReply.event, ...change } });

describe('parseSlackEvent', () => {
  test('a mention in a channel', () => {
    const message = parse(fixtures.appMention);
    expect(message).toEqual({
      kind: 'message',
      id: 'slack:T1:C9:1795500000.000100',
      thread: { surface: 'slack', place: 'T1/C9', root: '1795500000.000100', audience: 'channel' },
      author: { surface: 'slack', accountId: 'T1:U7', name: 'ana', firstName: 'Ana' },
      position: '001795500000.000100',
      sentAtMs: 1_795_500_000_000,
      text: '@Elevate @Writer H1 please',
      addressed: true,
    });
    expect(incomingMessageSchema.parse(message)).toEqual(message);
  });

  test('its message twin is the same, but for the name that only the mention tells', () => {
    const { author, ...mention } = parse(fixtures.appMention) ?? {};
    const { author: twinAuthor, ...twin } = parse(fixtures.messageTwin) ?? {};
    expect(twin).toEqual(mention);
    expect(twinAuthor).toEqual({ surface: 'slack', accountId: 'T1:U7', name: 'U7' });
  });

  test('a follow-up in a thread of a private channel is not addressed', () => {
    expect(parse(fixtures.threadReply)).toMatchObject({
      thread: { place: 'T1/G4', root: '1795500000.000100', audience: 'channel' },
      text: 'make it shorter 🔕',
      addressed: false,
    });
  });

  test('a direct message roots its own thread and is addressed', () => {
    expect(parse(fixtures.directMessage)).toMatchObject({
      thread: { place: 'T1/D5', root: '1795500100.000400', audience: 'direct' },
      addressed: true,
    });
  });

  test('several people’s direct message is a place that others read', () => {
    expect(said({ channel_type: 'mpim' })).toMatchObject({
      thread: { audience: 'channel' },
      addressed: false,
    });
  });

  test.each(['file_share', 'thread_broadcast', 'me_message'])('%s is a person’s message', (subtype) => {
    expect(said({ subtype })?.text).toBe('make it shorter 🔕');
  });

  test('a message with a file keeps its words', () => {
    expect(parse(fixtures.fileShare)?.text).toBe('my page & its numbers');
  });

  test.each([
    ['our own message', fixtures.ownMessage],
    ['another bot’s', fixtures.botMessage],
    ['an edit', fixtures.messageChanged],
    ['a join', fixtures.channelJoin],
    ['an event of another kind', { team_id: 'T1', event: { type: 'reaction_added' } }],
  ])('%s is nothing', (_, envelope) => {
    expect(parse(envelope)).toBeUndefined();
  });

  test.each([
    'message_deleted',
    'message_replied',
    'channel_topic',
    'channel_archive',
    'assistant_app_thread',
    'bot_message',
  ])('%s is nothing', (subtype) => {
    expect(said({ subtype })).toBeUndefined();
  });

  test('a message that a bot sent in a person’s name, and our own without a bot id, are nothing', () => {
    expect(said({ bot_id: 'B2' })).toBeUndefined();
    expect(said({ user: 'UBOT' })).toBeUndefined();
  });

  test('blocks stand in where the text is missing', () => {
    const { blocks } = fixtures.appMention.event;
    expect(said({ text: '', blocks })).toMatchObject({ text: '@Elevate @Writer H1 please', addressed: true });
    const elements = [
      { type: 'rich_text_list', style: 'ordered', elements: [section('one'), section('two')] },
      { type: 'rich_text_quote', elements: [{ type: 'text', text: 'said' }] },
      { type: 'rich_text_preformatted', elements: [{ type: 'text', text: 'a < b' }] },
    ];
    expect(said({ text: undefined, blocks: [{ type: 'rich_text', elements }] })?.text).toBe(
      '1. one\n2. two\n> said\n```\na < b\n```',
    );
  });

  test('positions sort as Slack’s timestamps do, beyond ten digits too', () => {
    const positions = [
      '999999999.000002',
      '1795500000.000009',
      '1795500000.000010',
      '10000000000.000001',
    ].map((ts) => said({ ts })?.position ?? '');
    expect(positions.toSorted()).toEqual(positions);
  });
});

function section(text: string) {
  return { type: 'rich_text_section', elements: [{ type: 'text', text }] };
}

describe('the text as words', () => {
  test.each([
    ['<@UBOT> H1', '@Elevate H1'],
    ['<@UBOT|elevate-dev> H1', '@Elevate H1'],
    ['<@U7|ana> and <@U8>', '@ana and @U8'],
    ['<#C1|general> <#C2> <#C3|>', '#general #C2 #C3'],
    ['<!here> <!channel|channel> <!everyone>', '@here @channel @everyone'],
    ['<!subteam^S1|@writers> <!subteam^S2>', '@writers @S2'],
    ['<!date^1392734382^{date}|18 Feb 2014>', '18 Feb 2014'],
    ['<https://x.example/a_b_c>', 'https://x.example/a_b_c'],
    ['<https://x.example/?a=1&amp;b=2|my page>', 'my page (https://x.example/?a=1&b=2)'],
    ['<https://x.example|x.example>', 'x.example'],
    ['<mailto:a@x.example|a@x.example>', 'a@x.example'],
    ['<tel:+441234|01234>', '01234 (+441234)'],
    ['5 &lt; 6 &amp;&amp; 7 &gt; 6, &amp;lt;', '5 < 6 && 7 > 6, &lt;'],
    ['*bold* _it_ ~out~ *_both_* _*both*_', 'bold it out both both'],
    ['2*3*4, snake_case_name, ~5 to ~10', '2*3*4, snake_case_name, ~5 to ~10'],
    ['* not bold * and _ not _', '* not bold * and _ not _'],
    ['*see <@U7|ana>*', 'see @ana'],
    [
      '`*kept* :x:` and ```_kept_\n<https://x.example>```',
      '`*kept* :x:` and ```_kept_\nhttps://x.example```',
    ],
    [':no_bell: :+1::skin-tone-3: :tada: 12:30:45', '🔕 👍 :tada: 12:30:45'],
    ['“curly” ‘quotes’', '“curly” ‘quotes’'],
    ['&gt; quoted', '> quoted'],
    ['a \ufffc <@U7|b>', 'a \ufffc @b'],
    ['<>', '<>'],
  ])('%j is %j', (text, expected) => {
    expect(wordsOf(text)).toBe(expected);
  });

  test.each(['Writer', 'media buyer', 'Media-Buyer', 'elevate'])(
    'an account called %s is not our agent',
    (name) => {
      expect(readMessage(wordsOf(`<@U7|${name}> H1`) ?? '').mentions).toEqual([]);
    },
  );

  test('what a person typed between words comes back, whatever it is', () => {
    const plain = fc.stringMatching(/^[\p{L}\p{N} .,!?'"()/#@&<>-]{1,60}$/u);
    const escaped = (text: string) =>
      text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    fc.assert(
      fc.property(plain, (text) => {
        expect(wordsOf(escaped(text))).toBe(text.trim());
      }),
    );
  });
});
