import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { findServerProgram } from '../../src/adapters/mongo/find-server-program.ts';
import { openMongo } from '../../src/adapters/mongo/open-store.ts';
import { isRunning } from '../../src/adapters/mongo/process-identity.ts';
import { freePort, startServer, stopServer } from '../../src/adapters/mongo/server-process.ts';
import { readRecord } from '../../src/adapters/mongo/store-record.ts';
import type { WireMessage } from '../../src/adapters/playground/protocol.ts';
import { type ChatSession, startChatSession } from '../../src/adapters/playground/terminal/chat-session.ts';
import { createPlaygroundClient } from '../../src/adapters/playground/terminal/playground-client.ts';
import { systemClock } from '../../src/adapters/system/system-clock.ts';
import { avatarUrl } from '../../src/domain/avatar.ts';
import { systemRoleSchema } from '../../src/domain/system-role.ts';
import { loadCatalogue } from '../../src/load-catalogue.ts';
import { h1Answers } from '../support/conversation.ts';
import { type ScriptedModelServer, startScriptedModel } from '../support/scripted-model-server.ts';
import { silentLogger } from '../support/silent-logger.ts';
import { type StartedProgram, startProgramProcess } from '../support/started-program.ts';

const patience = { timeout: 300_000, interval: 20 };

let dataDir: string;
let port: number;
let model: ScriptedModelServer;
let programs: StartedProgram[];
let sessions: ChatSession[];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'elevate-program-'));
  port = (await freePort()) ?? 0;
  model = await startScriptedModel();
  programs = [];
  sessions = [];
});

afterEach(async () => {
  await Promise.all(sessions.map((session) => session.end()));
  await Promise.all(programs.map((program) => program.kill('SIGKILL')));
  const left = readRecord(dataDir);
  if (left) await stopServer(left.server);
  await model.close();
  await rm(dataDir, { recursive: true, force: true });
}, 60_000);

function start(settings: Record<string, string> = {}): StartedProgram {
  const program = startProgramProcess({
    DATA_DIR: dataDir,
    PORT: String(port),
    OPENAI_BASE_URL: model.baseUrl,
    OPENAI_MODEL: 'scripted',
    ...settings,
  });
  programs.push(program);
  return program;
}

/** Ana at a terminal that outlives the program; with all that she has seen. */
async function ana() {
  const seen: WireMessage[] = [];
  const session = await startChatSession({
    client: createPlaygroundClient(`http://127.0.0.1:${port}`, systemClock, () => {}),
    as: 'ana',
    sees: 'own',
    readerOf: () => 'test:ana',
    onMessage: (message) => void seen.push(message),
    onStatus: () => {},
    runJobsAt: undefined,
  });
  sessions.push(session);
  return {
    take: (line: string) => session.take(line),
    /** What was said to its end, each as often as it was said. */
    said: () => seen.filter(({ cause }) => cause === 'message').map(({ text }) => text),
    /** Resolves once she sees a message grow to this. */
    grows: (text: string) =>
      vi.waitFor(
        () => expect(seen.some((message) => message.cause === 'update' && message.text === text)).toBe(true),
        patience,
      ),
  };
}

/** Up to the run of H1, which the model begins and does not end. */
async function runUnderWay(beginning: string) {
  const person = await ana();
  await person.take('@Writer H1');
  const paused = model.willPauseAfter(beginning);
  const answered = person.take(`!form ${JSON.stringify(h1Answers)}`);
  await paused.reached;
  await person.grows(beginning);
  return { person, answered, paused };
}

function timesSaid(said: string[], text: string): number {
  return said.filter((one) => one === text).length;
}

test('killed in the middle of an answer, it gives the answer once after the next start, and soon', {
  timeout: 300_000,
}, async () => {
  const first = start();
  expect(await first.ready).toMatch(
    /playground http:\/\/127\.0\.0\.1:\d+ · store embedded .* · model scripted/,
  );
  const { person, answered } = await runUnderWay('1. Half of');
  const store = readRecord(dataDir)?.server;
  expect(await first.kill('SIGKILL')).toEqual({ code: null, signal: 'SIGKILL' });
  expect(store && isRunning(store)).toBe(true);

  model.willAnswer('1. Quite another answer');
  const second = start();
  await second.ready;
  const readyAt = performance.now();
  await answered;
  // The dead process held the thread for 15 s: that it is gone is seen at start.
  expect(performance.now() - readyAt).toBeLessThan(10_000);
  expect(readRecord(dataDir)?.server).toEqual(store);
  expect(timesSaid(person.said(), '1. Quite another answer')).toBe(1);
  expect(person.said().filter((text) => text.includes('Half of'))).toEqual([]);
  await person.take('!press Save');
  expect(person.said().at(-1)).toMatch(/Saved as a draft/);
  expect(new Set(person.said()).size).toBe(person.said().length);
  model.expectAllUsed();
});

test('told to end in the middle of an answer, it hands the work back and ends well; the next start finishes it', {
  timeout: 300_000,
}, async () => {
  const first = start();
  await first.ready;
  const { person, answered } = await runUnderWay('1. Half of');
  const store = readRecord(dataDir)?.server;
  const askedAt = performance.now();
  expect(await first.kill('SIGTERM')).toEqual({ code: 0, signal: null });
  expect(performance.now() - askedAt).toBeLessThan(10_000);
  expect(store && isRunning(store)).toBe(false);
  expect(readRecord(dataDir)).toBeUndefined();

  model.willAnswer('1. Quite another answer');
  await start().ready;
  await answered;
  expect(timesSaid(person.said(), '1. Quite another answer')).toBe(1);
  expect(new Set(person.said()).size).toBe(person.said().length);
  model.expectAllUsed();
});

test('when its store dies it starts it again and goes on', { timeout: 300_000 }, async () => {
  const program = start();
  await program.ready;
  const { person, answered, paused } = await runUnderWay('1. Half of');
  const before = readRecord(dataDir);
  process.kill(before?.server.pid ?? Number.NaN, 'SIGKILL');
  // Should the end of the answer fall into the gap, it is asked for once more.
  model.answersTheRest(() => ({ answer: '1. Half of it' }));
  paused.resume(' it');
  await answered;
  expect(timesSaid(person.said(), '1. Half of it')).toBe(1);
  const after = readRecord(dataDir);
  expect(after?.server.pid).not.toBe(before?.server.pid);
  expect(after?.port).toBe(before?.port);
  await person.take('!press Save');
  expect(person.said().at(-1)).toMatch(/Saved as a draft/);
  expect(new Set(person.said()).size).toBe(person.said().length);
  expect(await program.kill('SIGTERM')).toEqual({ code: 0, signal: null });
});

test('says which store it waits for, and goes on when that one comes up', { timeout: 300_000 }, async () => {
  const storePort = (await freePort()) ?? 0;
  const waiting = start({ MONGODB_URI: `mongodb://127.0.0.1:${storePort}/waited-for`, METRICS: 'on' });
  await waiting.complains(new RegExp(`Waiting for the store at 127\\.0\\.0\\.1:${storePort}\\.`));
  expect(waiting.written().stdout).toBe('');

  const program = await findServerProgram({ env: process.env, log: silentLogger, progress: () => {} });
  const dbPath = join(dataDir, program.engine);
  await mkdir(dbPath);
  let stop = async () => {};
  const options = { program, dataDir, dbPath, port: storePort, env: process.env };
  await startServer(options, (server) => {
    stop = () => stopServer(server);
  });
  try {
    expect(await waiting.ready).toMatch(/store external MongoDB/);
    const person = await ana();
    await person.take('help');
    // The answer, and the welcome of a first contact.
    expect(person.said()).toHaveLength(2);
    const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    const turns = 'elevate_turn_seconds_count{surface="playground",kind="message",outcome="answered"} 1';
    const kept = 'elevate_keep_seconds_count{surface="playground",outcome="kept"} 1';
    const said = 'elevate_delivery_seconds_count{surface="playground",cause="message",outcome="delivered"} 2';
    for (const line of [turns, kept, said, 'elevate_queue_depth{queue="inbox",state="waiting"} 0'])
      expect(metrics).toContain(line);
    expect(metrics).toMatch(/elevate_first_words_seconds_count\{surface="playground"\} 1/);
    expect(metrics).not.toMatch(/ana/);
    expect(await waiting.kill('SIGTERM')).toEqual({ code: 0, signal: null });
  } finally {
    await stop();
  }
});

test('without the playground it still serves the pictures and says how it is', {
  timeout: 300_000,
}, async () => {
  const publicUrl = 'https://elevate.example.org';
  const program = start({ PLAYGROUND: 'off', PUBLIC_URL: publicUrl });
  await program.ready;
  const get = async (path: string) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`);
    return [response.status, response.headers.get('content-type')?.split(';')[0]];
  };
  expect(await get('/healthz')).toEqual([200, 'application/json']);
  expect(await get('/readyz')).toEqual([200, 'application/json']);
  expect(await get('/avatars/media-buyer.png')).toEqual([200, 'image/png']);
  expect(await get('/avatars/media-buyer.svg')).toEqual([200, 'image/svg+xml']);
  expect((await get('/health'))[0]).toBe(404);
  // Not unless METRICS is on.
  expect((await get('/metrics'))[0]).toBe(404);
  expect((await get('/playground/events'))[0]).toBe(404);

  const uri = `mongodb://127.0.0.1:${readRecord(dataDir)?.port}/elevate`;
  const store = await openMongo({ uri, log: silentLogger });
  try {
    const agents = await store.models.agents.find({ kind: 'system_agent' }).lean();
    expect(agents.map(({ avatarUrl }) => avatarUrl).toSorted()).toEqual(
      systemRoleSchema.options.map((role) => avatarUrl(publicUrl, role)).toSorted(),
    );
  } finally {
    await store.close();
  }
});

test('a port in use is one clear error, and nothing is left running', { timeout: 300_000 }, async () => {
  const other = createServer().listen(port, '127.0.0.1');
  await once(other, 'listening');
  const program = start();
  expect(await program.ended).toEqual({ code: 1, signal: null });
  other.close();
  const { stdout, stderr } = program.written();
  expect(stdout).toBe('');
  // On a loaded machine its own store may take longer than it waits in silence.
  expect(stderr.split('\n').filter((line) => line !== '' && !/waiting for the store/i.test(line))).toEqual([
    `PORT is ${port}, which another program uses. Expected a free port: stop that program, or set PORT to another, such as ${port + 1}.`,
  ]);
  expect(readRecord(dataDir)).toBeUndefined();
});

test('broken content is refused, with every problem named', async () => {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  for (const folder of ['agents', 'prompts', 'integrations'])
    await cp(join(root, folder), join(dataDir, folder), { recursive: true });
  await loadCatalogue(dataDir);
  await rm(join(dataDir, 'agents', 'writer.md'));
  await rm(join(dataDir, 'agents', 'avatars', 'media-buyer.png'));
  await writeFile(join(dataDir, 'agents', 'sage.md'), 'no front matter');
  const h5 = join(dataDir, 'prompts', '1-hook', 'H5.md');
  await writeFile(
    h5,
    (await readFile(h5, 'utf8')).replace('## EXAMPLES', '{{companyContext.colour}}\n\n## EXAMPLES'),
  );
  const refused = await loadCatalogue(dataDir).catch((error: Error) => error.message);
  expect(refused).toMatch(/^4 problems in the content files:/);
  expect(refused).toMatch(/^agents\/avatars\/media-buyer\.png: is missing; npm run avatars draws it/m);
  expect(refused).toMatch(/^agents\/writer\.md: is missing/m);
  expect(refused).toMatch(/^agents\/sage\.md: has no front matter/m);
  expect(refused).toMatch(/^prompts\/1-hook\/H5\.md: \{\{companyContext\.colour\}\} is not declared/m);
});
