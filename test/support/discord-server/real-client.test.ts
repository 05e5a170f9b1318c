import {
  ActionRowBuilder,
  ButtonBuilder,
  ButtonStyle,
  ChannelType,
  Client,
  type ClientOptions,
  Events,
  GatewayIntentBits,
  LabelBuilder,
  MessageFlags,
  ModalBuilder,
  Partials,
  TextInputBuilder,
  TextInputStyle,
} from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DiscordServer, type DiscordServerOptions, startDiscordServer } from './discord-server.ts';

// The program's own client: everything here goes through discord.js 14, over HTTP and WebSocket.
describe('a real discord.js client', () => {
  let discord: DiscordServer;
  const clients: Client[] = [];

  beforeEach(async () => {
    discord = await startDiscordServer();
  });
  afterEach(async () => {
    await Promise.all(clients.splice(0).map((client) => client.destroy()));
    await discord.close();
    discord.expectAllUsed();
  });

  async function restart(options: DiscordServerOptions): Promise<void> {
    await discord.close();
    discord = await startDiscordServer(options);
  }

  async function logIn(options: Partial<ClientOptions> = {}): Promise<Client<true>> {
    const client = new Client({
      intents: [
        GatewayIntentBits.Guilds,
        GatewayIntentBits.GuildMessages,
        GatewayIntentBits.DirectMessages,
        GatewayIntentBits.GuildMessageReactions,
      ],
      partials: [Partials.Channel],
      rest: { api: discord.apiUrl, retries: 0 },
      // discord.js itself waits 5 to 6.5 s between two identifies.
      ws: { buildIdentifyThrottler: async () => ({ waitForIdentify: async () => {} }) },
      ...options,
    });
    clients.push(client);
    const ready = new Promise<Client<true>>((resolve) => client.once(Events.ClientReady, resolve));
    await client.login(discord.token);
    return ready;
  }

  it('logs in and sees its guilds, channels, members and roles', async () => {
    const ana = discord.user('ana');
    const guild = discord.guild('Cohort 7', { members: [ana] });
    const general = guild.channel('general');
    guild.forum('questions');
    const client = await logIn();

    expect(client.user.id).toBe(discord.bot.id);
    const cached = client.guilds.cache.get(guild.id);
    expect(cached?.name).toBe('Cohort 7');
    expect(cached?.channels.cache.map((channel) => channel.name)).toEqual(['general', 'questions']);
    expect(cached?.members.cache.get(ana.id)?.displayName).toBe('ana');
    const channel = client.channels.cache.get(general.id);
    expect(channel?.type).toBe(ChannelType.GuildText);
    expect(
      channel?.isTextBased() &&
        !channel.isDMBased() &&
        channel.permissionsFor(client.user)?.has('ManageWebhooks'),
    ).toBe(true);
  });

  it('hears a mention without the content intent, types, replies and makes a thread', async () => {
    const ana = discord.user('ana');
    const general = discord.guild('Cohort 7', { members: [ana] }).channel('general');
    const client = await logIn();
    const heard: string[] = [];
    client.on(Events.MessageCreate, async (message) => {
      if (message.author.bot || message.system) return;
      heard.push(message.content);
      if (!message.mentions.has(client.user) || !message.inGuild()) return;
      await message.channel.sendTyping();
      const thread = await message.startThread({ name: 'Headlines' });
      const growing = await thread.send({ content: 'Working…', allowedMentions: { parse: [] } });
      await growing.edit(`Three headlines for <@${ana.id}>`);
      await message.react('✅');
    });

    ana.says(general, 'nobody is meant');
    const asked = ana.says(general, `${discord.bot} @Writer H1`);
    const said = await discord.until(() => {
      const [thread] = discord.threadsOf(general);
      return thread && discord.messagesIn(thread).find((message) => message.isEdited);
    });

    expect(heard).toEqual(['', `${discord.bot} @Writer H1`]);
    expect(said).toMatchObject({ author: 'Elevate', text: `Three headlines for ${ana}` });
    expect(said.pinged).toEqual({ everyone: false, users: [], roles: [] });
    expect(discord.threadsOf(general)).toEqual([{ id: asked.id, name: 'Headlines' }]);
    expect(discord.typingMs(general)).toBeTypeOf('number');
    await discord.until(() => discord.messagesIn(general)[1]?.raw.reactions?.some(({ me }) => me));
  });

  it('talks in direct messages, and learns that they are closed', async () => {
    const ana = discord.user('ana');
    const client = await logIn();
    client.on(Events.MessageCreate, async (message) => {
      if (!message.author.bot) await message.reply(`You wrote: ${message.content}`);
    });
    ana.writesToBot('hello');
    await discord.untilSaidIn(ana.directMessages, /You wrote: hello/);

    ana.closesDirectMessages();
    const user = await client.users.fetch(ana.id);
    await expect(user.send('psst')).rejects.toMatchObject({ code: 50_007, status: 403 });
  });

  it('answers a command by deferring, then editing, in private', async () => {
    const ana = discord.user('ana');
    const general = discord.guild('Cohort 7', { members: [ana] }).channel('general');
    const client = await logIn();
    await client.application.commands.set([
      {
        name: 'ask',
        description: 'Ask an agent',
        options: [
          { type: 3, name: 'agent', description: 'Who', required: true, autocomplete: true },
          { type: 3, name: 'text', description: 'What' },
        ],
      },
    ]);
    client.on(Events.InteractionCreate, async (interaction) => {
      if (interaction.isAutocomplete()) {
        const typed = interaction.options.getFocused();
        await interaction.respond(
          ['Writer', 'Sage'].filter((name) => name.startsWith(typed)).map((name) => ({ name, value: name })),
        );
      } else if (interaction.isChatInputCommand()) {
        await interaction.deferReply({ flags: MessageFlags.Ephemeral });
        await interaction.editReply(`${interaction.options.getString('agent', true)} says hi`);
        await interaction.followUp({ content: 'And more', flags: MessageFlags.Ephemeral });
      }
    });
    expect(discord.commandsIn()).toEqual(['ask']);

    ana.goesTo(general);
    expect(await ana.asksChoices('ask', 'agent', 'W')).toEqual([{ name: 'Writer', value: 'Writer' }]);
    const answer = await ana.runsCommand('ask', { agent: 'Writer' }).message();
    expect(answer).toMatchObject({ text: 'Writer says hi', isPrivate: true });
    await discord.until(() => discord.ephemeralFor(ana).length === 2);
    expect(discord.messagesIn(general)).toEqual([]);
  });

  it('shows a modal from a button and gets what was filled in', async () => {
    const ana = discord.user('ana');
    const general = discord.guild('Cohort 7', { members: [ana] }).channel('general');
    const client = await logIn();
    client.on(Events.InteractionCreate, async (interaction) => {
      if (interaction.isButton()) {
        const input = new TextInputBuilder().setCustomId('name').setStyle(TextInputStyle.Short);
        const label = new LabelBuilder().setLabel('Your shop').setTextInputComponent(input);
        await interaction.showModal(
          new ModalBuilder().setCustomId('1:shop:7').setTitle('Your shop').addLabelComponents(label),
        );
      } else if (interaction.isModalSubmit() && interaction.isFromMessage()) {
        await interaction.update({
          content: `Shop: ${interaction.fields.getTextInputValue('name')}`,
          components: [],
        });
      }
    });
    const channel = await client.channels.fetch(general.id);
    if (!channel?.isSendable()) throw new Error('The bot cannot send there.');
    const button = new ButtonBuilder()
      .setCustomId('1:open:7')
      .setLabel('Fill in')
      .setStyle(ButtonStyle.Primary);
    await channel.send({
      content: 'Ready?',
      components: [new ActionRowBuilder<ButtonBuilder>().addComponents(button)],
    });

    const asked = await discord.untilSaidIn(general, /Ready/);
    const form = await ana.presses(asked, 'Fill in').form();
    expect(discord.modalOf(ana)).toBe(form);
    expect(() => ana.submits(form, {})).toThrow('"name" is required.');
    const updated = await ana.submits(form, { name: 'Sour Coffee' }).message();
    expect(updated).toMatchObject({ id: asked.id, text: 'Shop: Sour Coffee', buttons: [] });
  });

  it('answers from the message context menu, with a file', async () => {
    const ana = discord.user('ana');
    const general = discord.guild('Cohort 7', { members: [ana] }).channel('general');
    const client = await logIn();
    await client.application.commands.create({ name: 'Ask an agent about this', type: 3 });
    client.on(Events.InteractionCreate, async (interaction) => {
      if (!interaction.isMessageContextMenuCommand()) return;
      const { content } = interaction.targetMessage;
      await interaction.reply({
        files: [{ name: 'about.txt', attachment: Buffer.from(content), description: 'About' }],
      });
    });
    const message = ana.says(general, 'my sales page');
    const answer = await ana.usesContextMenu('Ask an agent about this', message).message();
    expect(answer.files).toMatchObject([
      { name: 'about.txt', description: 'About', bytes: Buffer.from('my sales page') },
    ]);
    const [file] = answer.files;
    expect(await (await fetch(file?.url ?? '')).text()).toBe('my sales page');
  });

  it('speaks as an agent through a webhook, in a thread', async () => {
    const ana = discord.user('ana');
    const general = discord.guild('Cohort 7', { members: [ana] }).channel('general');
    const thread = ana.startsThread(general, 'A question');
    const client = await logIn();
    const channel = await client.channels.fetch(general.id);
    if (channel?.type !== ChannelType.GuildText) throw new Error('No text channel.');
    const webhook = await channel.createWebhook({ name: 'Agents' });
    const options = { username: 'Writer', avatarURL: 'http://127.0.0.1/w.png', threadId: thread.id };
    const sent = await webhook.send({ content: 'Here you are', ...options });
    await webhook.editMessage(sent, { content: 'Here you are, again', threadId: thread.id });
    expect(discord.messagesIn(thread)).toMatchObject([
      { author: 'Writer', avatarUrl: options.avatarURL, text: 'Here you are, again', isByBot: true },
    ]);
  });

  it('resumes after a drop and hears what it missed, once', async () => {
    const ana = discord.user('ana');
    discord.guild('Cohort 7', { members: [ana] });
    const client = await logIn();
    const heard: string[] = [];
    client.on(Events.MessageCreate, (message) => void heard.push(message.content));
    const resumed = new Promise((resolve) =>
      client.once(Events.ShardResume, (_shard, replayed) => resolve(replayed)),
    );
    const outage = discord.gateway.goesDown();
    ana.writesToBot('one');
    ana.writesToBot('two');
    expect(discord.gateway.connections()).toBe(0);
    outage.ends('kept');
    await resumed;
    expect(heard).toEqual(['one', 'two']);
  });

  it('identifies anew after a lost session and never hears what it missed', async () => {
    const ana = discord.user('ana');
    discord.guild('Cohort 7', { members: [ana] });
    const client = await logIn();
    const heard: string[] = [];
    const first = new Promise<void>((resolve) => {
      client.on(Events.MessageCreate, (message) => {
        heard.push(message.content);
        resolve();
      });
    });
    const ready = new Promise((resolve) => client.once(Events.ShardReady, resolve));
    const outage = discord.gateway.goesDown();
    ana.writesToBot('missed');
    outage.ends('lost');
    await ready;
    ana.writesToBot('heard');
    await first;
    expect(heard).toEqual(['heard']);
    const dm = await (await client.users.fetch(ana.id)).createDM();
    expect([...(await dm.messages.fetch()).values()].map(({ content }) => content)).toEqual([
      'heard',
      'missed',
    ]);
  });

  it('follows a request to reconnect, and hears what was lost on the way after its resume', async () => {
    const ana = discord.user('ana');
    const client = await logIn();
    const heard: string[] = [];
    client.on(Events.MessageCreate, (message) => void heard.push(message.content));
    const whenResumed = () => new Promise((resolve) => client.once(Events.ShardResume, resolve));
    const reconnected = whenResumed();
    discord.gateway.asksToReconnect();
    await reconnected;

    const resumed = whenResumed();
    discord.willDropBefore('MESSAGE_CREATE', 'kept');
    ana.writesToBot('late');
    await resumed;
    expect(heard).toEqual(['late']);
  });

  it('gets a repeated event twice', async () => {
    const ana = discord.user('ana');
    const client = await logIn();
    await client.application.commands.create({ name: 'help', description: 'Help' });
    const both = new Promise<string[]>((resolve) => {
      const ids: string[] = [];
      client.on(Events.InteractionCreate, (interaction) => {
        ids.push(interaction.id);
        if (ids.length === 2) resolve(ids);
      });
    });
    discord.willRepeat('INTERACTION_CREATE');
    ana.runsCommand('help');
    const [first, second] = await both;
    expect(second).toBe(first);
  });

  it('is refused with 4014 where it wants an intent that is switched off, and gets the text where it is on', async () => {
    const intents = [
      GatewayIntentBits.Guilds,
      GatewayIntentBits.GuildMessages,
      GatewayIntentBits.MessageContent,
    ];
    await expect(logIn({ intents })).rejects.toThrow('disallowed intents');

    await restart({ privilegedIntents: ['MessageContent'] });
    const ana = discord.user('ana');
    const general = discord.guild('Cohort 7', { members: [ana] }).channel('general');
    const client = await logIn({ intents });
    const said = new Promise((resolve) =>
      client.once(Events.MessageCreate, (message) => resolve(message.content)),
    );
    ana.says(general, 'nobody is meant');
    expect(await said).toBe('nobody is meant');
  });

  it('waits out a 429 and repeats, and knows nothing after a lost response', async () => {
    const ana = discord.user('ana');
    const client = await logIn();
    const user = await client.users.fetch(ana.id);
    discord.willRateLimit('POST /channels/:channel/messages', { retryAfterMs: 10 });
    await user.send('patient');
    discord.willLoseResponse('POST /channels/:channel/messages');
    await expect(user.send('unknown')).rejects.toThrow();
    expect(discord.messagesIn(ana.directMessages).map(({ text }) => text)).toEqual(['patient', 'unknown']);
  });

  it('answers too late', async () => {
    const ana = discord.user('ana');
    const client = await logIn();
    await client.application.commands.create({ name: 'help', description: 'Help' });
    const refused = new Promise((resolve) => {
      client.on(Events.InteractionCreate, async (interaction) => {
        if (interaction.isChatInputCommand()) await interaction.reply('hi').catch(resolve);
      });
    });
    discord.willBeLate();
    const deed = ana.runsCommand('help');
    expect(await refused).toMatchObject({ code: 10_062 });
    await expect(deed.answer()).rejects.toThrow('3000 ms');
  });

  it('serves each shard its own guilds', async () => {
    await restart({ shards: 2 });
    const ana = discord.user('ana');
    const ids = ['4194304000000000', '4194304004194304'];
    const [first, second] = ids.map((id) => discord.guild(`Guild ${id}`, { id, members: [ana] }));
    const client = await logIn({ shards: [0], shardCount: 2 });
    expect([...client.guilds.cache.keys()]).toEqual([first?.id]);
    const other = await logIn({ shards: [1], shardCount: 2 });
    expect([...other.guilds.cache.keys()]).toEqual([second?.id]);
  });
});
