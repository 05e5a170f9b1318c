import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { startProgramProcess } from '../../support/started-program.ts';

const folders: string[] = [];
const children: ChildProcess[] = [];

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGTERM');
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true, maxRetries: 10 });
});

async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'elevate-chat-'));
  folders.push(made);
  return made;
}

/** Runs a program of ours to its end. */
function run(
  script: string,
  args: string[],
  env: Record<string, string>,
  input = '',
): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', script, ...args], {
    env: { ...process.env, ...env },
  });
  children.push(child);
  const collected = { out: '', err: '' };
  child.stdout.on('data', (chunk) => {
    collected.out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    collected.err += chunk;
  });
  child.stdin.end(input);
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, ...collected })));
}

/** Starts the program and waits for its ready line. */
function start(
  env: Record<string, string>,
): Promise<{ url: string; stop(signal?: NodeJS.Signals): Promise<number | null> }> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/main.ts'], {
    env: { ...process.env, ...env },
  });
  children.push(child);
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return new Promise((resolve, reject) => {
    let out = '';
    child.stdout.on('data', (chunk) => {
      out += chunk;
      const url = /^ready: playground (\S+)/m.exec(out)?.[1];
      if (url) {
        resolve({
          url,
          stop: (signal: NodeJS.Signals = 'SIGTERM') => {
            child.kill(signal);
            return ended;
          },
        });
      }
    });
    ended.then((code) => reject(new Error(`ended with ${code} before it was ready`)));
  });
}

const jsonLines = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('npm run chat', { timeout: 300_000 }, () => {
  test('alone: answers each line before the next, says done, exits 0, and goes on after a restart', async () => {
    const env = { DATA_DIR: await folder(), PORT: '0', OPENAI_API_KEY: '', OPENAI_BASE_URL: '' };
    const first = await run(
      'scripts/chat.ts',
      ['--as', 'ana', '--json'],
      env,
      'hi, I sell candles\n@Writer H1 please\n\n',
    );
    expect(first.code).toBe(0);
    const lines = jsonLines(first.out);
    expect(lines.map((line) => line.done ?? line.agent)).toEqual([
      'Director',
      // The welcome, once, behind the first answer.
      'Director',
      1,
      'Writer',
      2,
      'Director',
      3,
    ]);
    expect(Object.keys(lines[0])).toEqual([
      'to',
      'place',
      'thread',
      'agent',
      'promptCode',
      'text',
      'buttons',
      'form',
      'files',
      'private',
      'inReplyTo',
      'cause',
    ]);
    expect(lines[3]).toMatchObject({
      to: 'ana',
      place: 'dm',
      promptCode: 'H1',
      buttons: [{ label: 'Fill in' }],
      cause: 'message',
    });
    expect(lines[5].text).toMatch(/empty/);
    expect(first.err).toMatch(/^ready: /m);

    const second = await run(
      'scripts/chat.ts',
      ['--as', 'ana', '--json'],
      env,
      '!press Fill in\n!form {"nonsense": "x"}\n',
    );
    const [form, , refused] = jsonLines(second.out);
    expect(form.form.fields.map((field: { name: string }) => field.name)).toContain('customerAvatar.pains');
    expect(form.thread).toBe(lines[0].thread);
    expect(refused.text).toMatch(/no field "nonsense"/);
  });

  test('files go with the next line, what is left at the end goes alone, and those of agents are told', async () => {
    const dataDir = await folder();
    const notes = join(dataDir, 'my notes.txt');
    await writeFile(notes, 'Righto, boots on. Rain again.');
    const env = { DATA_DIR: dataDir, PORT: '0', OPENAI_API_KEY: '', OPENAI_BASE_URL: '' };
    const lines = [
      `!file ${notes}`,
      '@Writer F2',
      '!form {}',
      '!press As a file',
      '!file nowhere.txt',
      `!file ${notes}`,
    ];
    const { code, out } = await run('scripts/chat.ts', ['--json'], env, lines.join('\n'));
    expect(code).toBe(0);
    const said = jsonLines(out);
    const texts = said.map((line) => line.done ?? line.text);
    expect(texts[0]).toMatch(/^Attached: my notes\.txt, 29 bytes, read as text/);
    expect(said[2].form.fields[0].value).toBe('Righto, boots on. Rain again.');
    expect(said.find((line) => line.files?.length > 0).files).toEqual([
      {
        name: 'F2 Brand Voice adjectives.md',
        alt: expect.stringMatching(/^The finished prompt F2/),
        bytes: expect.any(Number),
      },
    ]);
    expect(texts.slice(-5)).toEqual([
      expect.stringMatching(/^There is no file .*nowhere\.txt\.$/),
      5,
      expect.stringMatching(/^Attached/),
      6,
      expect.stringMatching(/^I have read my notes\.txt/),
    ]);
  });

  test('beside a running program it is that program’s client', async () => {
    const dataDir = await folder();
    const program = await start({ DATA_DIR: dataDir, PORT: '0', OPENAI_API_KEY: '', OPENAI_BASE_URL: '' });
    const env = { DATA_DIR: dataDir, PORT: new URL(program.url).port };
    const chat = await run(
      'scripts/chat.ts',
      ['--as', 'ben'],
      env,
      '@Teacher what does ROCKET stand for?\n!at 2026-11-30T09:00:00Z\n',
    );
    expect(chat.code).toBe(0);
    expect(chat.err).toBe('');
    expect(chat.out).toMatch(/Teacher\n[\s\S]*What ROCKET stands for/);
    expect(chat.out).toMatch(/!at works only where this terminal runs the program/);

    // Somebody else at the same terminal hears what is said to them.
    const other = await run(
      'scripts/chat.ts',
      ['--as', 'ben'],
      env,
      'help\n!as fay\nrun H77\n!as ben\nrun H78\n',
    );
    expect(other.code).toBe(0);
    expect(other.out).toMatch(/Mention an agent[\s\S]*There is no H77[\s\S]*There is no H78/);
    expect(await program.stop()).toBe(0);
  });

  test('a program whose terminal is closed stops its store, as for any other end', async () => {
    const dataDir = await folder();
    const program = await start({ DATA_DIR: dataDir, PORT: '0', OPENAI_API_KEY: '', OPENAI_BASE_URL: '' });
    const { server } = JSON.parse(await readFile(join(dataDir, 'store.json'), 'utf8'));
    expect(await program.stop('SIGHUP')).toBe(0);
    expect(() => process.kill(server.pid, 0)).toThrow('ESRCH');
  });

  test('a signal that comes while the program still starts leaves no store behind', async () => {
    const dataDir = await folder();
    const program = startProgramProcess({ DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'info' });
    children.push(program.child);
    await program.complains(/store started/);
    const { server } = JSON.parse(await readFile(join(dataDir, 'store.json'), 'utf8'));
    expect(await program.kill('SIGHUP')).toEqual({ code: 0, signal: null });
    expect(() => process.kill(server.pid, 0)).toThrow('ESRCH');
  });

  test('a wrong name or setting is one sentence and exit code 1', async () => {
    const wrong = await run('scripts/chat.ts', ['--as', 'Ana Smith'], { DATA_DIR: await folder() });
    expect([wrong.code, wrong.err]).toEqual([
      1,
      '--as is "Ana Smith": expected a name of small letters, such as ana.\n',
    ]);
    const setting = await run('scripts/chat.ts', [], { PORT: 'x' });
    expect([setting.code, setting.err]).toEqual([
      1,
      'These settings need a change:\n- PORT is "x": expected a number from 0 to 65535, such as 3000.\n',
    ]);
  });
});
