import {
  type APIEmbed,
  type APIMessageTopLevelComponent,
  type APIModalInteractionResponseCallbackData,
  type APISelectMenuOption,
  ButtonStyle,
  ComponentType,
  InteractionResponseType,
  MessageFlags,
  type RESTPostAPIApplicationCommandsJSONBody,
  type RESTPostAPIChannelMessageJSONBody,
  type RESTPostAPIChannelThreadsJSONBody,
  type RESTPostAPIChannelWebhookJSONBody,
  TextInputStyle,
} from 'discord-api-types/v10';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DiscordServer, startDiscordServer } from './discord-server.ts';
import type { Person } from './person.ts';
import type { Place } from './places.ts';
import { call, type RawAnswer } from './raw-client.ts';

// Every limit at its number and one past it, by plain HTTP. The payloads are typed, so tsc holds them to Discord's shape.
const x = (length: number) => 'x'.repeat(length);
const many = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

/** `[what, the limit, a payload of that size, where 50035 names the fault]` */
type Limit<Payload> = readonly [what: string, limit: number, of: (size: number) => Payload, path: string];

let discord: DiscordServer;
let general: Place;
let ana: Person;

beforeAll(async () => {
  discord = await startDiscordServer({ enforcesRates: false });
  ana = discord.user('ana');
  general = discord.guild('Cohort 7', { members: [ana] }).channel('general');
  ana.goesTo(general);
  await call(discord, `POST /applications/${discord.bot.id}/commands`, { name: 'ask', description: 'Ask' });
});
afterAll(async () => {
  await discord.close();
  discord.expectAllUsed();
});

function holds<Payload>(
  limits: ReadonlyArray<Limit<Payload>>,
  send: (payload: Payload) => Promise<RawAnswer>,
) {
  it.each(limits)('%s: %i', async (_what, limit, of, path) => {
    expect(await send(of(limit))).toMatchObject({ code: undefined, errors: undefined });
    const past = await send(of(limit + 1));
    expect(past).toMatchObject({ status: 400, code: 50_035, body: { message: 'Invalid Form Body' } });
    expect(past.errors).toHaveProperty([...path.split('.'), '_errors', 0, 'code']);
  });
}

const button = (label: string, customId: string) => ({
  type: ComponentType.Button as const,
  style: ButtonStyle.Primary as const,
  label,
  custom_id: customId,
});
const row = (buttons: ReturnType<typeof button>[]): APIMessageTopLevelComponent => ({
  type: ComponentType.ActionRow,
  components: buttons,
});
const option = (value: string): APISelectMenuOption => ({ label: value, value });
const select = (options: APISelectMenuOption[], placeholder = 'Choose'): APIMessageTopLevelComponent => ({
  type: ComponentType.ActionRow,
  components: [{ type: ComponentType.StringSelect, custom_id: 'select', placeholder, options }],
});
const text = (content: string): APIMessageTopLevelComponent => ({ type: ComponentType.TextDisplay, content });
const picture = { media: { url: 'https://example.org/x.png' } };
const linkTo = (url: string): APIMessageTopLevelComponent => ({
  type: ComponentType.ActionRow,
  components: [{ type: ComponentType.Button, style: ButtonStyle.Link, label: 'x', url }],
});
const embed = (fields: APIEmbed): RESTPostAPIChannelMessageJSONBody => ({ embeds: [fields] });
const v2 = (components: APIMessageTopLevelComponent[]): RESTPostAPIChannelMessageJSONBody => ({
  flags: MessageFlags.IsComponentsV2,
  components,
});

describe('a message', () => {
  const limits: ReadonlyArray<Limit<RESTPostAPIChannelMessageJSONBody>> = [
    ['content', 2_000, (size) => ({ content: x(size) }), 'content'],
    ['nonce', 25, (size) => ({ content: 'x', nonce: x(size) }), 'nonce'],
    ['embeds', 10, (size) => ({ embeds: many(size, () => ({ title: 'x' })) }), 'embeds'],
    [
      'embed characters in all',
      6_000,
      (size) => ({ embeds: [{ description: x(4_000) }, { description: x(size - 4_000) }] }),
      'embeds',
    ],
    ['embed title', 256, (size) => embed({ title: x(size) }), 'embeds.0.title'],
    ['embed description', 4_096, (size) => embed({ description: x(size) }), 'embeds.0.description'],
    [
      'embed fields',
      25,
      (size) => embed({ fields: many(size, () => ({ name: 'x', value: 'x' })) }),
      'embeds.0.fields',
    ],
    [
      'embed field name',
      256,
      (size) => embed({ fields: [{ name: x(size), value: 'x' }] }),
      'embeds.0.fields.0.name',
    ],
    [
      'embed field value',
      1_024,
      (size) => embed({ fields: [{ name: 'x', value: x(size) }] }),
      'embeds.0.fields.0.value',
    ],
    ['embed footer', 2_048, (size) => embed({ footer: { text: x(size) } }), 'embeds.0.footer.text'],
    ['embed author', 256, (size) => embed({ author: { name: x(size) } }), 'embeds.0.author.name'],
    ['rows', 5, (size) => ({ components: many(size, (n) => row([button('x', `${n}`)])) }), 'components'],
    [
      'buttons in a row',
      5,
      (size) => ({ components: [row(many(size, (n) => button('x', `${n}`)))] }),
      'components.0.components',
    ],
    [
      'button label',
      80,
      (size) => ({ components: [row([button(x(size), 'x')])] }),
      'components.0.components.0.label',
    ],
    [
      'custom id',
      100,
      (size) => ({ components: [row([button('x', x(size))])] }),
      'components.0.components.0.custom_id',
    ],
    [
      'options',
      25,
      (size) => ({ components: [select(many(size, (n) => option(`${n}`)))] }),
      'components.0.components.0.options',
    ],
    [
      'option value',
      100,
      (size) => ({ components: [select([{ label: 'x', value: x(size) }])] }),
      'components.0.components.0.options.0.value',
    ],
    [
      'option label',
      100,
      (size) => ({ components: [select([{ label: x(size), value: 'x' }])] }),
      'components.0.components.0.options.0.label',
    ],
    [
      'option description',
      100,
      (size) => ({ components: [select([{ ...option('x'), description: x(size) }])] }),
      'components.0.components.0.options.0.description',
    ],
    [
      'placeholder',
      150,
      (size) => ({ components: [select([option('x')], x(size))] }),
      'components.0.components.0.placeholder',
    ],
    ['components v2 in all', 40, (size) => v2(many(size, () => text('x'))), 'components'],
    [
      'nested components v2',
      40,
      (size) =>
        v2([
          {
            type: ComponentType.Container,
            components: many(size - 1, () => ({ type: ComponentType.TextDisplay as const, content: 'x' })),
          },
        ]),
      'components',
    ],
    [
      'text of components v2 in all',
      4_000,
      (size) => v2([text(x(2_000)), text(x(size - 2_000))]),
      'components',
    ],
    ['link', 512, (size) => ({ components: [linkTo(x(size))] }), 'components.0.components.0.url'],
    [
      'words for a picture',
      1_024,
      (size) => v2([{ type: ComponentType.MediaGallery, items: [{ ...picture, description: x(size) }] }]),
      'components.0.items.0.description',
    ],
    [
      'texts of a section',
      3,
      (size) =>
        v2([
          {
            type: ComponentType.Section,
            components: many(size, () => ({ type: ComponentType.TextDisplay as const, content: 'x' })),
            accessory: button('x', 'x'),
          },
        ]),
      'components.0.components',
    ],
    [
      'pictures of a gallery',
      10,
      (size) =>
        v2([
          {
            type: ComponentType.MediaGallery,
            items: many(size, () => ({ media: { url: 'https://example.org/x.png' } })),
          },
        ]),
      'components.0.items',
    ],
    [
      'user ids that may be pinged',
      100,
      (size) => ({ content: 'x', allowed_mentions: { users: many(size, String) } }),
      'allowed_mentions.users',
    ],
  ];
  holds(limits, (body) => call(discord, `POST /channels/${general.id}/messages`, body));

  it('holds the same limits when it is edited, or is an answer, a follow-up or a webhook’s', async () => {
    const base = `/channels/${general.id}`;
    const sent = await call(discord, `POST ${base}/messages`, { content: 'x' });
    const { id } = sent.body as { id: string };
    const hook = (await call(discord, `POST ${base}/webhooks`, { name: 'Agents' })).body as {
      id: string;
      token: string;
    };
    const { token } = await openInteraction();
    await call(discord, `POST /webhooks/${discord.bot.id}/${token}`, { content: 'x' });
    const doors = [
      `PATCH ${base}/messages/${id}`,
      `POST /webhooks/${hook.id}/${hook.token}`,
      `POST /webhooks/${discord.bot.id}/${token}`,
      `PATCH /webhooks/${discord.bot.id}/${token}/messages/@original`,
    ];
    for (const door of doors) {
      expect(await call(discord, door, { content: x(2_001) }), door).toMatchObject({ code: 50_035 });
      expect(await call(discord, door, { content: x(2_000) }), door).toMatchObject({ code: undefined });
    }
  });

  it.each<[string, RESTPostAPIChannelMessageJSONBody, string]>([
    [
      'two equal custom ids',
      { components: [row([button('a', 'x'), button('b', 'x')])] },
      'components.0.components.1.custom_id',
    ],
    [
      'two equal options',
      { components: [select([option('a'), option('a')])] },
      'components.0.components.0.options.1.value',
    ],
    ['an empty custom id', { components: [row([button('a', '')])] }, 'components.0.components.0.custom_id'],
    ['an empty row', { components: [row([])] }, 'components.0.components'],
    ['a text display without the flag', { components: [text('x')] }, 'components.0.type'],
    ['content beside components v2', { ...v2([text('x')]), content: 'x' }, 'content'],
    ['embeds beside components v2', { ...v2([text('x')]), embeds: [{ title: 'x' }] }, 'embeds'],
    [
      'a file in components v2 that is not there',
      v2([{ type: ComponentType.File, file: { url: 'attachment://a.csv' } }]),
      'components.0.file.url',
    ],
    ['a reply to nothing', { content: 'x', message_reference: { message_id: '1' } }, 'message_reference'],
    [
      'parse and ids of one kind',
      { content: 'x', allowed_mentions: { parse: ['users' as never], users: ['1'] } },
      'allowed_mentions',
    ],
  ])('refuses %s', async (_what, body, path) => {
    const refused = await call(discord, `POST /channels/${general.id}/messages`, body);
    expect(refused.code).toBe(50_035);
    expect(refused.errors).toHaveProperty([...path.split('.'), '_errors', 0, 'code']);
  });

  it.each<[string, RESTPostAPIChannelMessageJSONBody]>([
    ['no content', {}],
    ['blanks', { content: ' \n ' }],
    ['components v2 without any', { flags: MessageFlags.IsComponentsV2, components: [] }],
  ])('is empty with %s: 50006', async (_what, body) => {
    expect(await call(discord, `POST /channels/${general.id}/messages`, body)).toMatchObject({
      status: 400,
      code: 50_006,
    });
  });

  it('names every fault at once', async () => {
    const body = { content: x(2_001), nonce: x(26), embeds: [{ title: x(257) }] };
    const { errors } = await call(discord, `POST /channels/${general.id}/messages`, body);
    expect(errors).toEqual({
      content: { _errors: [{ code: 'BASE_TYPE_MAX_LENGTH', message: 'Must be 2000 or fewer in length.' }] },
      nonce: { _errors: [{ code: 'BASE_TYPE_MAX_LENGTH', message: 'Must be 25 or fewer in length.' }] },
      embeds: {
        0: {
          title: { _errors: [{ code: 'BASE_TYPE_MAX_LENGTH', message: 'Must be 256 or fewer in length.' }] },
        },
      },
    });
  });

  it('takes a file of 10 MiB and ten files, not more', async () => {
    const route = `POST /channels/${general.id}/messages`;
    const file = (size: number) => ({ name: 'a.bin', bytes: new Uint8Array(size) });
    const megabytes = 10 * 1024 * 1024;
    expect(await call(discord, route, {}, { files: [file(megabytes)] })).toMatchObject({ status: 200 });
    expect(await call(discord, route, {}, { files: [file(megabytes + 1)] })).toMatchObject({
      status: 413,
      code: 40_005,
    });
    expect(await call(discord, route, {}, { files: many(10, () => file(1)) })).toMatchObject({ status: 200 });
    expect(await call(discord, route, {}, { files: many(11, () => file(1)) })).toMatchObject({
      code: 50_035,
    });
  });
});

/** A command that waits for its first answer, and what is needed for that. */
function openInteraction(
  answer: object = { type: InteractionResponseType.ChannelMessageWithSource, data: { content: 'x' } },
) {
  const deed = ana.runsCommand('ask');
  deed.answer().catch(() => {});
  return answerLast(answer);
}

async function answerLast(answer: object) {
  const interaction = discord.lastInteraction();
  const route = `POST /interactions/${interaction.id}/${interaction.token}/callback`;
  return { ...interaction, answered: await call(discord, route, answer, { authorization: null }) };
}

describe('a form', () => {
  const input = { type: ComponentType.TextInput as const, custom_id: 'input', style: TextInputStyle.Short };
  const label = (component: object, fields: object = {}) => ({
    type: ComponentType.Label as const,
    label: 'x',
    component,
    ...fields,
  });
  type Modal = APIModalInteractionResponseCallbackData;
  const modal = (component: object, fields: Partial<Modal> = {}): Modal => ({
    title: 'x',
    custom_id: 'form',
    components: [label(component)] as Modal['components'],
    ...fields,
  });
  const group = (type: ComponentType, size: number) =>
    modal({ type, custom_id: 'group', options: many(size, (n) => option(`${n}`)) });
  const limits: ReadonlyArray<Limit<Modal>> = [
    ['title', 45, (size) => modal(input, { title: x(size) }), 'data.title'],
    ['custom id', 100, (size) => modal(input, { custom_id: x(size) }), 'data.custom_id'],
    [
      'components',
      5,
      (size) =>
        modal(input, {
          components: many(size, (n) => label({ ...input, custom_id: `${n}` })) as Modal['components'],
        }),
      'data.components',
    ],
    [
      'label',
      45,
      (size) => modal(input, { components: [label(input, { label: x(size) })] as Modal['components'] }),
      'data.components.0.label',
    ],
    [
      'description',
      100,
      (size) => modal(input, { components: [label(input, { description: x(size) })] as Modal['components'] }),
      'data.components.0.description',
    ],
    [
      'input length',
      4_000,
      (size) => modal({ ...input, max_length: size }),
      'data.components.0.component.max_length',
    ],
    [
      'input value',
      4_000,
      (size) => modal({ ...input, value: x(size) }),
      'data.components.0.component.value',
    ],
    [
      'input placeholder',
      100,
      (size) => modal({ ...input, placeholder: x(size) }),
      'data.components.0.component.placeholder',
    ],
    [
      'input custom id',
      100,
      (size) => modal({ ...input, custom_id: x(size) }),
      'data.components.0.component.custom_id',
    ],
    [
      'select options',
      25,
      (size) => group(ComponentType.StringSelect, size),
      'data.components.0.component.options',
    ],
    [
      'radio options',
      10,
      (size) => group(ComponentType.RadioGroup, size),
      'data.components.0.component.options',
    ],
    [
      'checkboxes',
      10,
      (size) => group(ComponentType.CheckboxGroup, size),
      'data.components.0.component.options',
    ],
    [
      'files',
      10,
      (size) => modal({ type: ComponentType.FileUpload, custom_id: 'file', max_values: size }),
      'data.components.0.component.max_values',
    ],
  ];
  const show = async (data: Modal) =>
    (await openInteraction({ type: InteractionResponseType.Modal, data })).answered;
  holds(limits, show);

  it.each<[string, Modal, string]>([
    ['without components', modal(input, { components: [] }), 'data.components'],
    ['with an empty title', modal(input, { title: '' }), 'data.title'],
    ['with one radio option', group(ComponentType.RadioGroup, 1), 'data.components.0.component.options'],
    ['with a label inside a label', modal({ ...input, label: 'x' }), 'data.components.0.component.label'],
    ['with a bare text input', modal(input, { components: [input] as never }), 'data.components.0.type'],
    ['with a button', modal(button('x', 'x')), 'data.components.0.component.type'],
    [
      'with two equal custom ids',
      modal(input, { components: [label(input), label(input)] as Modal['components'] }),
      'data.components.1.component.custom_id',
    ],
  ])('is refused %s', async (_what, data, path) => {
    const refused = await show(data);
    expect(refused.code).toBe(50_035);
    expect(refused.errors).toHaveProperty([...path.split('.'), '_errors', 0, 'code']);
  });
});

describe('suggestions', () => {
  it('are 25, of 100 characters each', async () => {
    await call(discord, `POST /applications/${discord.bot.id}/commands`, {
      name: 'find',
      description: 'Find',
      options: [{ type: 3, name: 'what', description: 'What', autocomplete: true }],
    });
    const suggest = async (count: number, length: number) => {
      ana.asksChoices('find', 'what', 'x').catch(() => {});
      const choices = many(count, () => ({ name: x(length), value: 'x' }));
      const { answered } = await answerLast({
        type: InteractionResponseType.ApplicationCommandAutocompleteResult,
        data: { choices },
      });
      return [answered.status, answered.code];
    };
    expect(await suggest(25, 100)).toEqual([204, undefined]);
    expect(await suggest(26, 100)).toEqual([400, 50_035]);
    expect(await suggest(25, 101)).toEqual([400, 50_035]);
  });
});

describe('a thread', () => {
  const limits: ReadonlyArray<Limit<RESTPostAPIChannelThreadsJSONBody>> = [
    ['name', 100, (size) => ({ name: x(size) }), 'name'],
    ['tags', 5, (size) => ({ name: 'x', applied_tags: many(size, String) }), 'applied_tags'],
  ];
  holds(limits, (body) => call(discord, `POST /channels/${general.id}/threads`, body));

  it('needs a name, and one of four times until it is archived', async () => {
    const route = `POST /channels/${general.id}/threads`;
    expect(await call(discord, route, { name: '' })).toMatchObject({ code: 50_035 });
    expect(await call(discord, route, { name: 'x', auto_archive_duration: 10_080 })).toMatchObject({
      status: 201,
    });
    expect(await call(discord, route, { name: 'x', auto_archive_duration: 10_081 })).toMatchObject({
      code: 50_035,
    });
  });
});

describe('a webhook', () => {
  it('has a name of 1 to 80 characters that is not Discord’s; a channel has 15', async () => {
    const place = discord.guild('Webhooks').channel('agents');
    const create = (name: string) =>
      call(discord, `POST /channels/${place.id}/webhooks`, {
        name,
      } satisfies RESTPostAPIChannelWebhookJSONBody);
    expect(await create('')).toMatchObject({ code: 50_035 });
    expect(await create(x(81))).toMatchObject({ code: 50_035 });
    expect(await create('My Discord helper')).toMatchObject({ code: 50_035 });
    for (let made = 0; made < 15; made += 1) expect(await create(x(80))).toMatchObject({ status: 200 });
    expect(await create('x')).toMatchObject({ status: 400, code: 30_007 });
  });

  it('speaks under a name of 1 to 80 characters', async () => {
    const place = discord.guild('Names').channel('agents');
    const hook = (await call(discord, `POST /channels/${place.id}/webhooks`, { name: 'x' })).body as {
      id: string;
      token: string;
    };
    const say = (username: string) =>
      call(discord, `POST /webhooks/${hook.id}/${hook.token}`, { content: 'x', username });
    expect(await say(x(80))).toMatchObject({ status: 204 });
    expect(await say(x(81))).toMatchObject({ code: 50_035 });
    expect(await say('Clyde')).toMatchObject({ code: 50_035 });
  });
});

describe('a command', () => {
  type Command = RESTPostAPIApplicationCommandsJSONBody;
  const command = (fields: object): Command => ({ name: 'x', description: 'x', ...fields }) as Command;
  const withOption = (fields: object) =>
    command({ options: [{ type: 3, name: 'x', description: 'x', ...fields }] });
  const choice = (name: string, value = name) => ({ name, value });
  const describedBy = (size: number) => {
    const parts = Math.ceil(size / 110);
    const options = many(25, (n) => ({
      type: 3,
      name: `o${n}`,
      description: x(100),
      choices: [] as object[],
    }));
    // 25 options of 100 and their names; the rest in choices of 200 and one that fits exactly.
    let left = size - 2 - options.reduce((sum, one) => sum + one.name.length + 100, 0);
    for (let n = 0; left > 0 && n < parts; n += 1) {
      const value = x(Math.min(99, left - 1));
      options[n % 25]?.choices.push({ name: 'x', value });
      left -= value.length + 1;
    }
    return command({ options });
  };
  const limits: ReadonlyArray<Limit<Command>> = [
    ['name', 32, (size) => command({ name: x(size) }), 'name'],
    ['description', 100, (size) => command({ description: x(size) }), 'description'],
    [
      'localised name',
      32,
      (size) => command({ name_localizations: { 'en-GB': x(size) } }),
      'name_localizations.en-GB',
    ],
    [
      'options',
      25,
      (size) => command({ options: many(size, (n) => ({ type: 3, name: `o${n}`, description: 'x' })) }),
      'options',
    ],
    ['option name', 32, (size) => withOption({ name: x(size) }), 'options.0.name'],
    ['option description', 100, (size) => withOption({ description: x(size) }), 'options.0.description'],
    [
      'choices',
      25,
      (size) => withOption({ choices: many(size, (n) => choice(`${n}`)) }),
      'options.0.choices',
    ],
    [
      'choice name',
      100,
      (size) => withOption({ choices: [choice(x(size), 'x')] }),
      'options.0.choices.0.name',
    ],
    [
      'choice value',
      100,
      (size) => withOption({ choices: [choice('x', x(size))] }),
      'options.0.choices.0.value',
    ],
  ];
  const register = (body: Command) => call(discord, `POST /applications/${discord.bot.id}/commands`, body);
  holds(limits, register);

  it('has 8,000 characters in all', async () => {
    expect(await register(describedBy(8_000))).toMatchObject({ code: undefined });
    expect((await register(describedBy(8_001))).errors).toMatchObject({
      _errors: [{ code: 'APPLICATION_COMMAND_TOO_LARGE' }],
    });
  });

  it.each<[string, object, string]>([
    ['upper case', { name: 'Ask' }, 'name'],
    ['a blank in its name', { name: 'ask me' }, 'name'],
    ['no description', { description: '' }, 'description'],
    ['an unknown locale', { name_localizations: { 'en-AU': 'x' } }, 'name_localizations.en-AU'],
    [
      'what is required behind what is not',
      {
        options: [
          { type: 3, name: 'a', description: 'x' },
          { type: 3, name: 'b', description: 'x', required: true },
        ],
      },
      'options.1',
    ],
    [
      'choices and autocomplete',
      { options: [{ type: 3, name: 'a', description: 'x', autocomplete: true, choices: [choice('x')] }] },
      'options.0.choices',
    ],
    [
      'two equal options',
      { options: many(2, () => ({ type: 3, name: 'a', description: 'x' })) },
      'options.1.name',
    ],
    ['a description on a context menu', { type: 3, name: 'Ask' }, 'description'],
  ])('is refused with %s', async (_what, fields, path) => {
    const refused = await register(command(fields));
    expect(refused.code).toBe(50_035);
    expect(refused.errors).toHaveProperty([...path.split('.'), '_errors', 0, 'code']);
  });

  it('is one of 100, or of 15 in each menu: 30032', async () => {
    const guild = discord.guild('Commands');
    const route = `PUT /applications/${discord.bot.id}/guilds/${guild.id}/commands`;
    const slash = (count: number) => many(count, (n) => ({ name: `c${n}`, description: 'x' }));
    const menu = (count: number) => many(count, (n) => ({ type: 3, name: `Menu ${n}` }));
    expect(await call(discord, route, [...slash(100), ...menu(15)])).toMatchObject({ status: 200 });
    expect(await call(discord, route, slash(101))).toMatchObject({ status: 400, code: 30_032 });
    expect(await call(discord, route, menu(16))).toMatchObject({ status: 400, code: 30_032 });
  });

  it('can be created 200 times a day in a guild; the same again is none: 30034', async () => {
    const guild = discord.guild('Creations');
    const route = `PUT /applications/${discord.bot.id}/guilds/${guild.id}/commands`;
    const set = (from: number, count: number) =>
      many(count, (n) => ({ name: `c${from + n}`, description: 'x' }));
    expect(await call(discord, route, set(0, 100))).toMatchObject({ status: 200 });
    expect(await call(discord, route, set(100, 100))).toMatchObject({ status: 200 });
    expect(await call(discord, route, set(100, 100))).toMatchObject({ status: 200 });
    expect(await call(discord, route, set(200, 1))).toMatchObject({ status: 400, code: 30_034 });
  });
});
