import type { APIInteraction, APIMessage } from 'discord-api-types/v10';
import { describe, expect, test } from 'vitest';
import { aboutForm } from '../../../src/adapters/discord/ask-about-message.ts';
import { formatFormId, onlyPage } from '../../../src/adapters/discord/form-id.ts';
import { parseInteraction } from '../../../src/adapters/discord/parse-interaction.ts';
import { renderModal } from '../../../src/adapters/discord/render-form.ts';
import { incomingSchema } from '../../../src/domain/incoming.ts';
import { discordPayload, discordSelf } from '../../support/discord-payload.ts';
import { submittedModal } from '../../support/submitted-modal.ts';

const payload = (name: string) => discordPayload<APIInteraction>(name);
const parse = (interaction: APIInteraction) => parseInteraction(interaction, discordSelf);
/** A payload with some of its values changed, as JSON would have them. */
const changed = (name: string, values: object): APIInteraction =>
  ({ ...payload(name), ...values }) as APIInteraction;
const ana = {
  surface: 'discord',
  accountId: '80351110224678912',
  name: 'Ana (Sol Candles)',
  avatarUrl:
    'https://cdn.discordapp.com/avatars/80351110224678912/8342729096ea3675442027381ff50dfe.png?size=128',
};
const inThread = {
  surface: 'discord',
  place: '1180000000000000010',
  root: '1442697625190400000',
  audience: 'channel',
};
const inChannel = (root: string) => ({ ...inThread, root });
const direct = {
  surface: 'discord',
  place: '1200000000000000077',
  root: '1200000000000000077',
  audience: 'direct',
};
const threadOf = (interaction: APIInteraction) => {
  const parsed = parse(interaction);
  return parsed && 'event' in parsed ? parsed.event.thread : undefined;
};

test.each([
  'press-in-thread',
  'press-on-answer-to-command',
  'form-in-channel',
  'form-direct',
  'ask-command',
  'help-command-direct',
  'ask-command-user-installed',
  'ask-about-form',
])('%s is an event in the words of the domain', (name) => {
  const parsed = parse(payload(name));
  if (!parsed || !('event' in parsed)) throw new Error('It is an event.');
  expect(incomingSchema.parse(parsed.event)).toEqual(parsed.event);
});

describe('a press', () => {
  test('in a thread', () => {
    expect(parse(payload('press-in-thread'))).toEqual({
      kind: 'press',
      reach: 'bot',
      event: {
        kind: 'press',
        id: 'discord:1442698000000000000',
        thread: inThread,
        author: ana,
        position: '01442698000000000000',
        sentAtMs: expect.any(Number),
        buttonId: '1:save:e1',
        label: 'Save',
      },
      page: { number: 1, of: 1 },
      kept: [],
    });
  });

  test('in a channel belongs to what our message answers, or to the message', () => {
    expect(threadOf(payload('press-on-answer-to-command'))).toEqual(inChannel('1442697500000000000'));
    const on = (message: object) => {
      const press = payload('press-on-answer-to-command');
      const whole = 'message' in press ? press.message : undefined;
      const { interaction_metadata: _, ...plain } = whole as APIMessage;
      return threadOf(changed('press-on-answer-to-command', { message: { ...plain, ...message } }))?.root;
    };
    expect(on({})).toBe('1442697700000000000');
    expect(on({ message_reference: { type: 0, channel_id: '1', message_id: '55' } })).toBe('55');
    const pressed = { id: '7', type: 3, interacted_message_id: '66' };
    expect(on({ interaction_metadata: pressed })).toBe('66');
    expect(on({ interaction_metadata: { id: '8', type: 5, triggering_interaction_metadata: pressed } })).toBe(
      '66',
    );
  });

  test('on a button that opens a page of a form says which, where, and what was typed', () => {
    const message = {
      ...(payload('press-on-answer-to-command') as { message?: APIMessage }).message,
      embeds: [{ title: 'Pain', description: 'Too dear' }, { title: 'no value' }],
    };
    const data = { component_type: 2, id: 2, custom_id: '1:fill:r1#2.3@77' };
    expect(parse(changed('press-on-answer-to-command', { message, data }))).toMatchObject({
      kind: 'press',
      event: { buttonId: '1:fill:r1', label: '1:fill:r1#2.3@77', thread: { root: '77' } },
      page: { number: 2, of: 3 },
      kept: [{ label: 'Pain', text: 'Too dear' }],
    });
  });

  test('on what is no button is nothing', () => {
    const data = { component_type: 3, id: 2, custom_id: '1:save:e1', values: ['a'] };
    expect(parse(changed('press-in-thread', { data }))).toBeUndefined();
  });
});

describe('a form', () => {
  test('has the values of its fields, and the thread that its id carries', () => {
    expect(parse(payload('form-in-channel'))).toMatchObject({
      kind: 'form',
      reach: 'bot',
      event: {
        id: 'discord:1442698100000000000',
        thread: inChannel('1442697625190400001'),
        formId: '1:fill:r1',
        values: {
          'customer.pain': 'Too dear\nToo slow',
          elevateStep: 'Hook',
          offer: 'Winter set',
          weekly: 'yes',
        },
      },
      page: { number: 1, of: 1 },
    });
  });

  test('without a root belongs where its message does, or to itself', () => {
    const data = { custom_id: '1:fill:r1', components: [] };
    expect(threadOf(changed('form-in-channel', { data }))?.root).toBe('1442697700000000000');
    expect(threadOf(changed('form-in-channel', { data, message: undefined }))?.root).toBe(
      '1442698100000000000',
    );
    expect(threadOf(payload('form-direct'))).toEqual(direct);
  });
});

describe('a command', () => {
  test('/ask is what would have been said', () => {
    expect(parse(payload('ask-command'))).toMatchObject({
      kind: 'message',
      reach: 'bot',
      event: {
        thread: inChannel('1442698200000000000'),
        text: '@Writer H1 about sour coffee for @Elevate',
        addressed: true,
      },
    });
  });

  test.each([
    [[], ''],
    [[['agent', '@Sage']], '@Sage'],
    [[['prompt', 'H1']], 'H1'],
    [
      [
        ['text', ' '],
        ['prompt', 'H1'],
      ],
      'H1',
    ],
  ])('/ask with %j', (options, text) => {
    const data = {
      id: '1',
      type: 1,
      name: 'ask',
      options: options.map(([name, value]) => ({ name, type: 3, value })),
    };
    expect(parse(changed('ask-command', { data }))).toMatchObject({ event: { text } });
  });

  test('/help, in a direct message', () => {
    expect(parse(payload('help-command-direct'))).toMatchObject({
      kind: 'message',
      reach: 'bot',
      event: { thread: direct, author: { name: 'Ana' }, text: 'help', addressed: true },
    });
  });

  test('brought along to where we are not: others read it, and only the token speaks', () => {
    expect(parse(payload('ask-command-user-installed'))).toMatchObject({
      reach: 'token',
      event: { thread: { place: '1200000000000000099', root: '1442698200000000002', audience: 'channel' } },
    });
    const withoutContext = { ...payload('help-command-direct'), context: undefined };
    expect(threadOf(withoutContext as unknown as APIInteraction)).toEqual(direct);
  });

  test('a menu of a user is none of ours', () => {
    const data = { id: '1', type: 2, name: 'x', target_id: '5', resolved: { users: {} } };
    expect(parse(changed('ask-command', { data }))).toBeUndefined();
  });

  test('the place that the caller knows counts', () => {
    const known = { kind: 'thread', channelId: '5', parentId: '4', rootId: '3' } as const;
    const parsed = parseInteraction(payload('ask-command'), discordSelf, known);
    expect(parsed).toMatchObject({ event: { thread: { place: '4', root: '3' } } });
  });
});

test('an option being typed wants choices', () => {
  expect(parse(payload('autocomplete-prompt'))).toEqual({
    kind: 'choices',
    reach: 'bot',
    option: 'prompt',
    typed: 'h',
    agent: 'Writer',
  });
  const data = {
    id: '1',
    type: 1,
    name: 'ask',
    options: [{ name: 'text', type: 3, value: 'x', focused: true }],
  };
  expect(parse(changed('autocomplete-prompt', { data }))).toBeUndefined();
});

describe('asking about a message', () => {
  test('opens a form with its words, which comes back as a question', () => {
    const parsed = parse(payload('ask-about-message'));
    expect(parsed).toEqual({
      kind: 'about-message',
      reach: 'bot',
      about: { messageId: '1442697650000000000', text: "My headline is :sol: 'Sour coffee'" },
      thread: inThread,
    });
    if (parsed?.kind !== 'about-message') throw new Error('It is about a message.');
    const form = aboutForm(parsed.about);
    const customId = formatFormId({ formId: form.id, page: onlyPage, root: parsed.thread.root });
    const data = submittedModal(renderModal(form, customId), {
      'text:1:question': 'Is this any good?',
      'pick:1:agent': 'Marketer',
    });
    expect(parse(changed('ask-about-form', { data }))).toMatchObject({
      kind: 'message',
      event: {
        thread: inThread,
        text: "@Marketer Is this any good?\n\nAbout this message:\nMy headline is :sol: 'Sour coffee'",
        addressed: true,
      },
    });
    expect(parse(payload('ask-about-form'))).toMatchObject({ kind: 'message', event: { thread: inThread } });
  });

  test('whoever the message names is not called', () => {
    const data = submittedModal(
      renderModal(aboutForm({ messageId: '9', text: '@Writer H1, ask fay@a.example (@Sage)' }), '1:about:9'),
      {
        'text:1:question': 'Why?',
      },
    );
    expect(parse(changed('ask-about-form', { data }))).toMatchObject({
      event: { text: 'Why?\n\nAbout this message:\nWriter H1, ask fay@a.example (Sage)' },
    });
  });

  test('a longer message than a form takes is cut, an empty one left to the person', () => {
    const messageIn = (text: string) => aboutForm({ messageId: '9', text }).fields.at(-1)?.value;
    expect([messageIn('x'.repeat(4_001))?.length, messageIn('')]).toEqual([4_000, '']);
  });
});

test('a ping is nothing', () => {
  expect(parse(changed('ask-command', { type: 1, data: undefined }))).toBeUndefined();
});
