import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import {
  createServer as createHttpServer,
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
} from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type App, HTTPReceiver } from '@slack/bolt';
import mongoose from 'mongoose';
import { afterEach, beforeEach, describe, expect, inject, it, vi } from 'vitest';
import { startHttpServer } from '../src/adapters/http/http-server.ts';
import { ensureIndexes } from '../src/adapters/mongo/ensure-indexes.ts';
import { createMongoSlackInstallationStore } from '../src/adapters/mongo/mongo-slack-installation-store.ts';
import { openMongo } from '../src/adapters/mongo/open-store.ts';
import { freePort } from '../src/adapters/mongo/server-process.ts';
import { botScopes } from '../src/adapters/slack/scopes.ts';
import { slackLogger } from '../src/adapters/slack/slack-logger.ts';
import { createTextSeal } from '../src/adapters/system/sealed-text.ts';
import { diagnose } from '../src/diagnose.ts';
import type { Finding } from '../src/domain/finding.ts';
import { allTables } from '../src/domain/tables.ts';
import { startScriptedModel } from './support/scripted-model-server.ts';
import { silentLogger } from './support/silent-logger.ts';
import { type SlackServer, startSlackServer } from './support/slack-server/slack-server.ts';

const checkout = fileURLToPath(new URL('..', import.meta.url));
let dataDir: string;
let mongodbUri: string;
let undo: Array<() => Promise<unknown>>;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'elevate doctor-'));
  mongodbUri = new URL(`doctor-${randomUUID()}`, inject('mongoUri')).href;
  undo = [() => rm(dataDir, { recursive: true, force: true })];
});

afterEach(async () => {
  for (const step of undo.reverse()) await step();
});

interface Visit {
  sound: boolean;
  findings: Finding[];
  /** All that was said, as it would be printed. */
  said: string;
  toDo: Finding[];
}

async function visit(
  settings: Record<string, string> = {},
  options: { nodeVersion?: string; contentRoot?: string } = {},
): Promise<Visit> {
  const findings: Finding[] = [];
  const sound = await diagnose({
    env: { ...process.env, DATA_DIR: dataDir, PORT: '0', MONGODB_URI: mongodbUri, ...settings },
    nodeVersion: '20.19.0',
    onFinding: (finding) => void findings.push(finding),
    progress: () => {},
    ...options,
  });
  const said = findings.map((finding) => JSON.stringify(finding)).join('\n');
  return { sound, findings, said, toDo: findings.filter(({ verdict }) => verdict === 'to do') };
}

async function openOwnDatabase(): Promise<mongoose.Connection> {
  const connection = await mongoose.createConnection(mongodbUri).asPromise();
  undo.push(async () => {
    await connection.dropDatabase();
    await connection.close();
  });
  return connection;
}

describe('doctor', () => {
  it('has nothing to say against a sound machine; that no model is set is no failure', async () => {
    await ensureIndexes(await openOwnDatabase(), allTables);
    const { sound, findings } = await visit();
    expect(sound).toBe(true);
    expect(findings.map(({ verdict, text }) => `${verdict}: ${text.split(/[:.]/)[0]}`)).toEqual([
      'ok: Node 20',
      'ok: Content files',
      'ok: Settings',
      `ok: Data folder ${dataDir} may be written`,
      'ok: Store',
      'ok: Indexes',
      expect.stringMatching(/^(?:ok|note): Clock/),
      'note: No model is set',
      'ok: Port',
    ]);
  });

  it('looks at the embedded store as it is, and leaves none running', async () => {
    const { sound, said } = await visit({ MONGODB_URI: '' });
    expect(sound).toBe(true);
    expect(said).toMatch(/Store: embedded .+ answers in \d+ ms/);
    expect(said).toContain('the first npm start makes them');
    await expect(readFile(join(dataDir, 'store.json'))).rejects.toThrow('ENOENT');
  });

  it('names every wrong setting, each with its cure, and shows no secret', async () => {
    const { sound, toDo, said, findings } = await visit({
      PORT: 'many',
      PLAYGROUND: 'perhaps',
      MONGODB_URI: 'ana:tulip-42@db.example',
    });
    expect(sound).toBe(false);
    expect(toDo.map(({ text }) => text.split(' ')[0]).toSorted()).toEqual([
      'MONGODB_URI',
      'PLAYGROUND',
      'PORT',
    ]);
    expect(toDo.every(({ cure }) => cure?.includes('.env.example'))).toBe(true);
    expect(said).not.toContain('tulip-42');
    expect(findings.at(-1)?.text).toContain('not looked at');
  });

  it.each([
    ['18.20.8', false],
    ['20.18.9', false],
    ['20.19.0', true],
    ['22.0.0', true],
  ])('of Node %s it thinks %s', async (nodeVersion, fine) => {
    const { sound, said } = await visit({}, { nodeVersion });
    expect(sound).toBe(fine);
    expect(said.includes('Install Node 20.19')).toBe(!fine);
  });

  it('names what is wrong in the content files', async () => {
    for (const folder of ['agents', 'prompts', 'integrations'])
      await cp(join(checkout, folder), join(dataDir, folder), { recursive: true });
    const file = join(dataDir, 'agents', 'sage.md');
    await writeFile(file, (await readFile(file, 'utf8')).replace('role: Sage', 'role: Sagr'));
    const { sound, toDo } = await visit({}, { contentRoot: dataDir });
    expect(sound).toBe(false);
    expect(toDo.map(({ text }) => text).join('\n')).toContain('agents/sage.md');
    expect(toDo[0]?.cure).toContain('npm run -s content');
  });

  it('a data folder that cannot be written is told, and the store in it not blamed', async () => {
    const file = join(dataDir, 'file');
    await writeFile(file, '');
    const { toDo, said } = await visit({ DATA_DIR: file, MONGODB_URI: '' });
    expect(toDo).toHaveLength(1);
    expect(toDo[0]?.cure).toContain('set DATA_DIR');
    expect(said).toContain('The store was not looked at');
  });

  it('a store that is not there: its address is not shown', async () => {
    const port = await freePort();
    const { toDo, said } = await visit({ MONGODB_URI: `mongodb://ana:tulip%2D42@127.0.0.1:${port}/elevate` });
    expect(toDo).toHaveLength(1);
    expect(toDo[0]?.cure).toContain('MONGODB_URI');
    expect(said).not.toMatch(/tulip|\bana\b/);
  });

  it('looks at the port also without the playground, and then cannot tell whose it is', async () => {
    const port = (await freePort()) ?? 0;
    const settings = { PLAYGROUND: 'off', PORT: String(port) };
    expect((await visit(settings)).said).toContain(`Port ${port} on 127.0.0.1 is free`);
    const other = createServer().listen(port, '127.0.0.1');
    await once(other, 'listening');
    undo.push(async () => void other.close());
    const { sound, findings } = await visit(settings);
    expect(sound).toBe(true);
    expect(findings.at(-1)).toMatchObject({ verdict: 'note', text: expect.stringContaining('is used') });
    expect((await visit({ ...settings, PLAYGROUND: 'on' })).toDo).toHaveLength(1);
  });

  it('an index that is missing is named and not made', async () => {
    const connection = await openOwnDatabase();
    await ensureIndexes(connection, allTables);
    const table = allTables.find(({ indexes }) => indexes.length > 0);
    const [index] = table?.indexes ?? [];
    await connection.db?.collection(table?.name ?? '').dropIndex(index?.name ?? '');
    for (const _time of [1, 2]) {
      const { toDo } = await visit();
      expect(toDo.map(({ text }) => text)).toEqual([
        expect.stringContaining(`are missing (${table?.name}.${index?.name})`),
      ]);
      expect(toDo[0]?.cure).toContain('npm start');
    }
  });

  describe('the model', () => {
    const key = 'sk-tulip-0123456789abcdef';

    async function visitModel(prepare: (model: Awaited<ReturnType<typeof startScriptedModel>>) => void) {
      const model = await startScriptedModel();
      undo.push(() => model.close());
      prepare(model);
      return visit({ OPENAI_API_KEY: key, OPENAI_BASE_URL: model.baseUrl });
    }

    it('answers', async () => {
      const { sound, said } = await visitModel((model) => model.willAnswer('ready'));
      expect(sound).toBe(true);
      expect(said).toMatch(/Model gpt-5-mini at .+ answers, in \d+ ms/);
    });

    it('turns the key down and repeats it: the key is not shown', async () => {
      const { sound, said, toDo } = await visitModel((model) =>
        model.willFail({
          status: 401,
          body: { error: { message: `Incorrect API key provided: ${key}.`, code: 'invalid_api_key' } },
        }),
      );
      expect(sound).toBe(false);
      expect(said).not.toContain('tulip');
      expect(toDo.map(({ cure }) => cure)).toEqual([expect.stringContaining('Check OPENAI_API_KEY')]);
    });

    it.each([
      [429, 'credit'],
      [500, 'log'],
      [404, 'OPENAI_MODEL'],
    ])('answers %i: the cure is its own', async (status, word) => {
      const { toDo } = await visitModel((model) => model.willFail({ status }));
      expect(toDo.map(({ cure }) => cure)).toEqual([expect.stringContaining(word)]);
    });

    it('is a web page: the address is put right', async () => {
      const { toDo } = await visitModel((model) => model.willSay('<html>Welcome</html>'));
      expect(toDo.map(({ cure }) => cure)).toEqual([expect.stringContaining('OPENAI_BASE_URL')]);
    });

    it('is not there: the address is named without the password in it', async () => {
      const { toDo, said } = await visit({
        OPENAI_BASE_URL: `http://ana:tulip@127.0.0.1:${await freePort()}/v1`,
      });
      expect(toDo.map(({ cure }) => cure)).toEqual([expect.stringContaining('OPENAI_BASE_URL')]);
      expect(said).not.toContain('tulip');
    });
  });

  describe('the port', () => {
    it('is used by another program', async () => {
      const other = createServer((socket) => socket.destroy());
      await new Promise<void>((done) => other.listen(0, '127.0.0.1', done));
      undo.push(() => new Promise((done) => other.close(done)));
      const { port } = other.address() as { port: number };
      const { toDo } = await visit({ PORT: String(port) });
      expect(toDo.map(({ cure }) => cure)).toEqual([expect.stringContaining(`such as ${port + 1}`)]);
    });

    it('is held by this very program', async () => {
      const hello = { product: 'elevate', store: 'external MongoDB' };
      const server = await startHttpServer({
        host: '127.0.0.1',
        port: 0,
        routes: [
          {
            method: 'GET',
            path: '/playground/hello',
            handle: async () => ({ kind: 'json', status: 200, body: hello }),
          },
        ],
        log: silentLogger,
      });
      undo.push(() => server.stop());
      const { sound, said } = await visit({ PORT: new URL(server.url).port });
      expect(sound).toBe(true);
      expect(said).toContain('held by this program itself');
    });

    it('is on an address that is not ours', async () => {
      const { toDo } = await visit({ HOST: '192.0.2.1', PORT: '3999' });
      expect(toDo.map(({ cure }) => cure)).toEqual([expect.stringContaining('Set HOST to 127.0.0.1')]);
    });
  });

  describe('Slack', () => {
    const granted = botScopes.map(({ scope }) => scope);
    let slack: SlackServer;

    beforeEach(async () => {
      slack = await startSlackServer({ scopes: granted });
      undo.push(() => slack.close());
    });

    /** What the doctor says of Slack, with settings over the sound ones of a socket. Never a secret. */
    async function visitSlack(settings: Record<string, string> = {}): Promise<Visit> {
      const env = {
        SLACK_BOT_TOKEN: slack.botToken,
        SLACK_APP_TOKEN: slack.appToken,
        SLACK_API_URL: slack.apiUrl,
        ...settings,
      };
      const seen = await visit(env);
      for (const [name, value] of Object.entries(env))
        if (name !== 'SLACK_API_URL' && /TOKEN|SECRET/.test(name) && value !== '')
          expect(seen.said).not.toContain(value);
      return seen;
    }

    /** Bolt's own receiver, served as the program serves it. */
    async function receiverUrl(signingSecret: string): Promise<string> {
      const path = '/slack/events';
      const receiver = new HTTPReceiver({
        signingSecret,
        endpoints: path,
        logger: slackLogger(silentLogger),
      });
      receiver.init({ processEvent: async () => {} } as unknown as App);
      const handleRaw = (request: IncomingMessage, response: ServerResponse) =>
        receiver.requestListener(request, response);
      const server = await startHttpServer({
        host: '127.0.0.1',
        port: 0,
        routes: [{ method: 'POST', path, anyName: true, handleRaw }],
        log: silentLogger,
      });
      undo.push(() => server.stop());
      return server.url;
    }

    async function serverUrl(listener: RequestListener): Promise<string> {
      const server = createHttpServer(listener).listen(0, '127.0.0.1');
      await once(server, 'listening');
      undo.push(async () => void server.close());
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    }

    const overHttp = (publicUrl: string, secret = slack.signingSecret) =>
      visitSlack({ SLACK_APP_TOKEN: '', SLACK_SIGNING_SECRET: secret, PUBLIC_URL: publicUrl });

    it('is sound by socket, with no more scopes than are listed', async () => {
      slack.channel('general');
      const { sound, findings } = await visitSlack();
      expect(sound).toBe(true);
      expect(findings.slice(-7).map(({ verdict, text }) => `${verdict}: ${text}`)).toEqual([
        expect.stringMatching(/^ok: Slack: .+ of the workspace /),
        `ok: Scopes: all ${granted.length} are granted.`,
        expect.stringMatching(/^ok: Clock: ours is \d s /),
        'ok: Socket Mode: Slack lets us open a socket.',
        'ok: Channels: the bot is in 1.',
        expect.stringMatching(/^note: Slack does not tell a bot .+ slack\/manifest\.json/),
        expect.stringMatching(/^ok: Port/),
      ]);
      slack.expectAllUsed();
    });

    it('is sound over HTTP', async () => {
      const { sound, said } = await overHttp(await receiverUrl(slack.signingSecret));
      expect(sound).toBe(true);
      expect(said).toContain('/slack/events answers as Slack wants it');
    });

    it('opens no socket: it would be handed events of the program that runs', async () => {
      await visitSlack();
      expect(slack.callsTo('apps.connections.open')).toHaveLength(1);
      expect(slack.sockets.count).toBe(0);
    });

    it('a bot token that Slack does not know', async () => {
      const { toDo, said } = await visitSlack({ SLACK_BOT_TOKEN: 'xoxb-tulip-42' });
      expect(toDo.map(({ cure }) => cure)).toEqual([expect.stringContaining('Bot User OAuth Token')]);
      expect(said).toContain('Nothing else of Slack was looked at');
    });

    it.each(['revoke', 'uninstall'] as const)('after %s the app is to be installed again', async (how) => {
      await (how === 'revoke' ? slack.revoke(slack.botToken) : slack.uninstall());
      const { toDo } = await visitSlack();
      expect(toDo.map(({ cure }) => cure)).toEqual([expect.stringContaining('Install to Workspace')]);
    });

    it('Slack is not there, or not Slack', async () => {
      const away = await visitSlack({ SLACK_API_URL: `http://127.0.0.1:${await freePort()}/api/` });
      expect(away.toDo.map(({ cure }) => cure)).toEqual([expect.stringContaining('SLACK_API_URL')]);
      const page = await serverUrl((_request, response) => void response.end('<html>Welcome</html>'));
      const other = await visitSlack({ SLACK_API_URL: `${page}/api/` });
      expect(other.toDo.map(({ cure }) => cure)).toEqual([expect.stringContaining('SLACK_API_URL')]);
      slack.faults.httpStatus('auth.test', 503);
      expect((await visitSlack()).toDo).toHaveLength(1);
      slack.faults.rateLimit('auth.test');
      expect((await visitSlack()).toDo.map(({ cure }) => cure)).toEqual([
        expect.stringContaining('Wait a minute'),
      ]);
    });

    it('each scope that is missing is named, with what for and where', async () => {
      slack.setScopes(slack.botToken, []);
      const { toDo, said } = await visitSlack();
      expect(toDo).toEqual(
        botScopes.map(({ scope, why }) => ({
          verdict: 'to do',
          text: `The scope ${scope} is missing, by which the bot ${why}.`,
          cure: expect.stringMatching(
            new RegExp(`OAuth & Permissions .+ Add an OAuth Scope → ${scope}; .+ "Reinstall to Workspace"`),
          ),
        })),
      );
      expect(said).toContain('Channels: not looked at');
    });

    it('scopes too many are no failure', async () => {
      slack.setScopes(slack.botToken, [...granted, 'bookmarks:read']);
      const { sound, said } = await visitSlack();
      expect(sound).toBe(true);
      expect(said).toContain('Scopes that nothing here uses: bookmarks:read.');
    });

    it.each([
      [10 * 60_000, /ours is (?:599|600|601) s ahead of Slack's/],
      [-10 * 60_000, /ours is (?:599|600|601) s behind Slack's/],
    ])('a clock %i ms off', async (offMs, words) => {
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + offMs });
      undo.push(async () => void vi.useRealTimers());
      const { toDo } = await visitSlack();
      const ofSlack = toDo.filter(({ text }) => text.includes("Slack's"));
      expect(ofSlack).toEqual([
        {
          verdict: 'to do',
          text: expect.stringMatching(words),
          cure: expect.stringContaining('5 minutes'),
        },
      ]);
    });

    it('an app-level token that Slack does not know, or without its scope, or of another app', async () => {
      const cures = async (settings: Record<string, string> = {}) =>
        (await visitSlack(settings)).toDo.map(({ cure }) => cure);
      expect(await cures({ SLACK_APP_TOKEN: 'xapp-tulip-42' })).toEqual([
        expect.stringContaining('App-Level Tokens'),
      ]);
      slack.faults.fail('apps.connections.open', 'missing_scope');
      expect(await cures()).toEqual([expect.stringContaining('Generate Token and Scopes')]);
      slack.faults.fail('apps.connections.open', 'something_new');
      expect(await cures()).toEqual([expect.stringContaining('Enable Socket Mode')]);
      const other = await visitSlack({ SLACK_APP_TOKEN: 'xapp-1-A0OTHER-1-tulip' });
      expect(other.toDo).toEqual([
        {
          verdict: 'to do',
          text: expect.stringMatching(/of the app A0OTHER, and SLACK_BOT_TOKEN of A\d+/),
          cure: expect.stringContaining('from one app'),
        },
      ]);
    });

    it('a signing secret that is none', async () => {
      const { toDo } = await overHttp(await receiverUrl('tulip-42'), 'tulip-42');
      expect(toDo.map(({ cure }) => cure)).toEqual([expect.stringContaining('Signing Secret → Show')]);
    });

    it.each([
      ['', 'Set PUBLIC_URL'],
      ['http://elevate.example.org', 'Put a proxy with a certificate'],
    ])('PUBLIC_URL %j cannot be sent to', async (publicUrl, cure) => {
      const { toDo } = await overHttp(publicUrl);
      expect(toDo.map((one) => one.cure)).toEqual([expect.stringContaining(cure)]);
    });

    it('PUBLIC_URL leads to a program with another secret, or to something else', async () => {
      const cures = async (url: string) => (await overHttp(url)).toDo.map(({ cure }) => cure);
      expect(await cures(await receiverUrl('f'.repeat(32)))).toEqual([
        expect.stringContaining('the same SLACK_SIGNING_SECRET'),
      ]);
      const elsewhere = `${await receiverUrl(slack.signingSecret)}/elsewhere`;
      expect(await cures(elsewhere)).toEqual([expect.stringContaining('Let the proxy pass /slack/events')]);
      const page = await serverUrl((_request, response) => void response.end('<html>Welcome</html>'));
      expect(await cures(page)).toEqual([expect.stringContaining('Let the proxy pass /slack/events')]);
    });

    it('nothing at PUBLIC_URL is no failure: the program may not run yet', async () => {
      const behindProxy = await serverUrl((_request, response) => void response.writeHead(502).end());
      for (const url of [`http://127.0.0.1:${await freePort()}`, behindProxy]) {
        const { sound, said } = await overHttp(url);
        expect(sound).toBe(true);
        expect(said).toContain('nothing answers at');
      }
    });

    it('channels where people get no answer are named, with why', async () => {
      expect((await visitSlack()).said).toContain('/invite @Elevate');
      slack.channel('old', { archived: true });
      slack.channel('partners', { isExtShared: true, kind: 'private' });
      slack.channel('elsewhere', { isExtShared: true, withBot: false });
      const off = await visitSlack();
      expect(off.sound).toBe(true);
      expect(off.said).toContain('Archived, so nobody is answered there: #old.');
      expect(off.said).toContain('so nobody is answered there: #partners. SLACK_SHARED_CHANNELS=on');
      expect(off.said).not.toContain('#elsewhere');
      const on = await visitSlack({ SLACK_SHARED_CHANNELS: 'on' });
      expect(on.said).toContain(
        "only the workspace's own people are answered there: #partners. SLACK_OUTSIDERS=on",
      );
      const all = await visitSlack({ SLACK_SHARED_CHANNELS: 'on', SLACK_OUTSIDERS: 'on' });
      expect(all.said).toContain('answered too: #partners. SLACK_OUTSIDERS=off');
    });

    describe('of many workspaces', () => {
      const key = Buffer.alloc(32, 7);
      const settings = () => ({
        SLACK_BOT_TOKEN: '',
        SLACK_CLIENT_ID: slack.clientId,
        SLACK_CLIENT_SECRET: slack.clientSecret,
        SLACK_STATE_SECRET: 'a-state-secret-of-ours',
        ENCRYPTION_KEY: key.toString('base64'),
        PUBLIC_URL: 'https://elevate.example.org',
      });

      async function install(name: string, sealedBy = key): Promise<string> {
        const { id: teamId, botId, botUserId, botToken } = slack.workspace(name);
        const { models } = await openInstallations();
        await createMongoSlackInstallationStore(models, createTextSeal(sealedBy)).put({
          ...{ teamId, teamName: name, botId, botUserId, appId: 'A1', scopes: granted },
          installedBy: 'U1',
          installedAtMs: 1,
          tokens: { botToken },
        });
        return botToken;
      }

      async function openInstallations() {
        const store = await openMongo({ uri: mongodbUri, log: silentLogger });
        undo.push(() => store.close());
        return store;
      }

      it('each is named: a good one, and what the others lack, with the cure', async () => {
        expect((await visitSlack(settings())).said).toContain('no workspace has installed the app yet');
        await install('Candles');
        slack.setScopes(await install('Soaps'), granted.slice(1));
        await slack.revoke(await install('Beans'));
        await install('Tea', Buffer.alloc(32, 8));
        const { sound, said, toDo } = await visitSlack(settings());
        expect(sound).toBe(false);
        expect(said).toMatch(/workspace Candles \(T\d+\): its token is good, with all \d+ scopes/);
        const told = toDo.filter(({ text }) => text.includes('workspace')).map(({ text }) => text);
        expect(told).toEqual([
          expect.stringMatching(/Soaps \(T\d+\) has not granted app_mentions:read/),
          expect.stringMatching(/Beans \(T\d+\): Slack does not take its token/),
          expect.stringMatching(/Tea \(T\d+\): .*another ENCRYPTION_KEY/),
        ]);
        for (const { cure } of toDo) expect(cure).toContain('https://elevate.example.org/slack/install');
      });
    });

    it('of many channels the first are named', async () => {
      for (let number = 1; number <= 7; number++) slack.channel(`old-${number}`, { archived: true });
      expect((await visitSlack()).said).toContain('#old-5 and 2 more');
    });

    it('channels that Slack does not list are no failure', async () => {
      slack.faults.fail('users.conversations', 'fatal_error');
      const { sound, said } = await visitSlack();
      expect(sound).toBe(true);
      expect(said).toContain('Channels: Slack did not list them');
    });
  });

  it('as a command prints cures and exits with 1', async () => {
    const { code, printed } = await new Promise<{ code: unknown; printed: string }>((done) => {
      execFile(
        process.execPath,
        ['--import', 'tsx', join(checkout, 'scripts/doctor.ts')],
        { cwd: checkout, env: { ...process.env, PORT: 'many' } },
        (error, stdout) => done({ code: error?.code ?? 0, printed: stdout }),
      );
    });
    expect(code).toBe(1);
    expect(printed).toMatch(/^to do {2}PORT is "many": .+\n {7}→ Change it/m);
  });
});
