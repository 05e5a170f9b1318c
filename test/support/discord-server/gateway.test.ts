import { once } from 'node:events';
import { GatewayIntentBits as Intent, GatewayOpcodes as Op } from 'discord-api-types/v10';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { createTestClock, type TestClock } from '../test-clock.ts';
import { type DiscordServer, startDiscordServer } from './discord-server.ts';
import { call } from './raw-client.ts';

interface Frame {
  op: Op;
  t?: string;
  s?: number;
  d?: unknown;
}

/** A client that does as little as it is told. */
interface RawSocket {
  frames: Frame[];
  send(frame: object): void;
  /** The first frame from here on that fits. */
  next(fits: (frame: Frame) => boolean): Promise<Frame>;
  closed: Promise<number>;
  close(code: number): void;
}

const isEvent = (name: string) => (frame: Frame) => frame.t === name;
const isOp = (op: Op) => (frame: Frame) => frame.op === op;

describe('the gateway', () => {
  let clock: TestClock;
  let discord: DiscordServer;
  beforeEach(async () => {
    clock = createTestClock();
    discord = await startDiscordServer({ clock });
  });
  afterEach(async () => {
    await discord.close();
    discord.expectAllUsed();
  });

  async function connect(): Promise<RawSocket> {
    const { url } = (await call(discord, 'GET /gateway/bot')).body as { url: string };
    const socket = new WebSocket(url);
    const frames: Frame[] = [];
    let wake = () => {};
    let read = 0;
    socket.on('message', (raw) => {
      frames.push(JSON.parse(String(raw)));
      wake();
    });
    const closed = once(socket, 'close').then(([code]) => Number(code));
    const next = async (fits: (frame: Frame) => boolean): Promise<Frame> => {
      for (;;) {
        const frame = frames[read];
        if (frame === undefined) {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
          continue;
        }
        read += 1;
        if (fits(frame)) return frame;
      }
    };
    await next(isOp(Op.Hello));
    return {
      frames,
      next,
      closed,
      send: (frame) => socket.send(JSON.stringify(frame)),
      close: (code) => socket.close(code),
    };
  }

  const identifyWith = (fields: object = {}) => ({
    op: Op.Identify,
    d: { token: discord.token, intents: Intent.Guilds | Intent.DirectMessages, properties: {}, ...fields },
  });

  async function identified(fields: object = {}) {
    const socket = await connect();
    socket.send(identifyWith(fields));
    const ready = await socket.next(isEvent('READY'));
    return { ...socket, sessionId: (ready.d as { session_id: string }).session_id };
  }

  it.each<[string, number, () => object]>([
    ['a wrong token', 4_004, () => identifyWith({ token: 'wrong' })],
    ['an intent that does not exist', 4_013, () => identifyWith({ intents: 1 << 30 })],
    ['the content intent, switched off', 4_014, () => identifyWith({ intents: Intent.MessageContent })],
    ['the members intent, switched off', 4_014, () => identifyWith({ intents: Intent.GuildMembers })],
    ['the presence intent, switched off', 4_014, () => identifyWith({ intents: Intent.GuildPresences })],
    ['a shard beyond its count', 4_010, () => identifyWith({ shard: [2, 2] })],
    ['an unknown opcode', 4_001, () => ({ op: 99 })],
    ['asking before identifying', 4_003, () => ({ op: Op.RequestGuildMembers, d: {} })],
  ])('closes on %s: %i', async (_what, code, frame) => {
    const socket = await connect();
    socket.send(frame());
    expect(await socket.closed).toBe(code);
  });

  it('closes on a second identify and on a number it never gave', async () => {
    const twice = await identified();
    twice.send(identifyWith());
    expect(await twice.closed).toBe(4_005);
    const ahead = await connect();
    ahead.send({ op: Op.Resume, d: { token: discord.token, session_id: twice.sessionId, seq: 99 } });
    expect(await ahead.closed).toBe(4_007);
  });

  it('acknowledges heartbeats, and closes after 120 sends in a minute: 4008', async () => {
    const socket = await connect();
    for (let sent = 0; sent < 120; sent += 1) socket.send({ op: Op.Heartbeat, d: null });
    for (let acked = 0; acked < 120; acked += 1) await socket.next(isOp(Op.HeartbeatAck));
    clock.advance(59_999);
    socket.send({ op: Op.Heartbeat, d: null });
    expect(await socket.closed).toBe(4_008);
    const patient = await connect();
    for (let sent = 0; sent < 120; sent += 1) patient.send({ op: Op.Heartbeat, d: null });
    for (let acked = 0; acked < 120; acked += 1) await patient.next(isOp(Op.HeartbeatAck));
    clock.advance(60_000);
    patient.send({ op: Op.Heartbeat, d: null });
    await patient.next(isOp(Op.HeartbeatAck));
    patient.close(1_000);
  });

  it('replays exactly what was missed, under the same numbers, then says that it resumed', async () => {
    const ana = discord.user('ana');
    const socket = await identified();
    ana.writesToBot('seen');
    const seen = await socket.next(isEvent('MESSAGE_CREATE'));
    discord.gateway.drops('kept');
    await socket.closed;
    ana.writesToBot('missed');
    const again = await connect();
    again.send({ op: Op.Resume, d: { token: discord.token, session_id: socket.sessionId, seq: seen.s } });
    await again.next(isEvent('RESUMED'));
    const events = again.frames.filter((frame) => frame.t);
    expect(events).toMatchObject([
      { t: 'MESSAGE_CREATE', s: (seen.s ?? 0) + 1, d: { content: 'missed' } },
      { t: 'RESUMED', s: (seen.s ?? 0) + 2 },
    ]);
  });

  it.each([1_000, 1_001])('ends the session of a client that closes with %i', async (code) => {
    const socket = await identified();
    socket.close(code);
    await discord.until(() => discord.gateway.connections() === 0);
    const again = await connect();
    again.send({ op: Op.Resume, d: { token: discord.token, session_id: socket.sessionId, seq: 1 } });
    expect(await again.next(isOp(Op.InvalidSession))).toMatchObject({ d: false });
  });

  it('sends what the intents ask for, interactions in any case', async () => {
    const ana = discord.user('ana');
    const general = discord.guild('Cohort 7', { members: [ana] }).channel('general');
    await call(discord, `POST /applications/${discord.bot.id}/commands`, { name: 'ask', description: 'Ask' });
    const socket = await identified({ intents: Intent.DirectMessages });
    ana.goesTo(general);
    ana.says(general, 'unheard');
    ana.writesToBot('heard');
    const deed = ana.runsCommand('ask');
    deed.answer().catch(() => {});
    await socket.next(isEvent('INTERACTION_CREATE'));
    expect(socket.frames.flatMap((frame) => frame.t ?? [])).toEqual([
      'READY',
      'MESSAGE_CREATE',
      'INTERACTION_CREATE',
    ]);
  });

  it('says nothing of channels that the bot cannot see', async () => {
    const ana = discord.user('ana');
    const guild = discord.guild('Cohort 7', { members: [ana] });
    const hidden = guild.channel('hidden', { overwrites: [{ for: discord.bot, deny: ['ViewChannel'] }] });
    const open = guild.channel('open');
    const socket = await identified({ intents: Intent.GuildMessages });
    ana.says(hidden, `${discord.bot} psst`);
    ana.says(open, `${discord.bot} hello`);
    expect(await socket.next(isEvent('MESSAGE_CREATE'))).toMatchObject({
      d: { content: `${discord.bot} hello` },
    });
  });

  it('tells of edits, deletions, threads, members, channels and roles', async () => {
    await discord.close();
    discord = await startDiscordServer({ clock, privilegedIntents: ['GuildMembers'] });
    const ana = discord.user('ana');
    const guild = discord.guild('Cohort 7');
    const general = guild.channel('general');
    const socket = await identified({ intents: Intent.Guilds | Intent.GuildMembers | Intent.GuildMessages });
    guild.joins(ana);
    const message = ana.says(general, 'hello');
    ana.edits(message, `${discord.bot} hello`);
    const thread = ana.startsThread(general, 'Hello', message);
    discord.changesThread(thread, { archived: true });
    ana.deletes(message);
    guild.overwrites(general, []);
    guild.role('Writer');
    guild.leaves(ana);
    await socket.next(isEvent('GUILD_MEMBER_REMOVE'));
    expect(socket.frames.slice(3).map(({ t }) => t)).toEqual([
      'GUILD_MEMBER_ADD',
      'MESSAGE_CREATE',
      'MESSAGE_UPDATE',
      'THREAD_CREATE',
      'MESSAGE_CREATE',
      'THREAD_UPDATE',
      'MESSAGE_DELETE',
      'CHANNEL_UPDATE',
      'GUILD_ROLE_CREATE',
      'GUILD_MEMBER_REMOVE',
    ]);
  });

  it('tells each shard of its own guilds, and the first of direct messages', async () => {
    const ana = discord.user('ana');
    // Discord's rule is (id >> 22) % shards.
    const [even, odd] = [String(2n << 22n), String(3n << 22n)].map((id) =>
      discord.guild(`Guild ${id}`, { id, members: [ana] }).channel('general'),
    );
    const intents = Intent.GuildMessages | Intent.DirectMessages;
    const first = await identified({ intents, shard: [0, 2] });
    const second = await identified({ intents, shard: [1, 2] });
    if (!even || !odd) throw new Error('There are no two channels.');
    ana.writesToBot('direct');
    ana.says(even, `${discord.bot} even`);
    ana.says(odd, `${discord.bot} odd`);
    expect(await first.next(isEvent('MESSAGE_CREATE'))).toMatchObject({ d: { content: 'direct' } });
    expect(await first.next(isEvent('MESSAGE_CREATE'))).toMatchObject({
      d: { content: `${discord.bot} even` },
    });
    expect(await second.next(isEvent('MESSAGE_CREATE'))).toMatchObject({
      d: { content: `${discord.bot} odd` },
    });
  });

  it('counts identifies against the thousand of a day', async () => {
    const remaining = async () => {
      const { body } = await call(discord, 'GET /gateway/bot');
      return (body as { session_start_limit: { remaining: number } }).session_start_limit.remaining;
    };
    expect(await remaining()).toBe(1_000);
    await identified();
    expect(await remaining()).toBe(999);
    clock.advance(24 * 60 * 60_000);
    expect(await remaining()).toBe(1_000);
  });

  it('forgets what was on its way with a session that is lost', async () => {
    const ana = discord.user('ana');
    const socket = await identified();
    discord.willDropBefore('MESSAGE_CREATE', 'lost');
    ana.writesToBot('lost');
    await socket.closed;
    const again = await connect();
    again.send({ op: Op.Resume, d: { token: discord.token, session_id: socket.sessionId, seq: 1 } });
    expect(await again.next(isOp(Op.InvalidSession))).toMatchObject({ d: false });
  });
});
