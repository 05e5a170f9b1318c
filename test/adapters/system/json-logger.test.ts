import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

/** The logger writes to stderr itself, so it is looked at from outside. */
function logged(code: string): string {
  const source = `import { createJsonLogger } from './src/adapters/system/json-logger.ts'; ${code}`;
  return spawnSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', source], {
    encoding: 'utf8',
  }).stderr;
}

test('secrets are cut out of fields, messages and errors alike', () => {
  const stderr = logged(`
    const log = createJsonLogger('info', ['sk-verysecret']);
    log.info({ where: 'sk-verysecret' }, 'with sk-verysecret');
    log.error({ error: new Error('refused sk-verysecret') }, 'failed');
  `);
  expect(stderr.trim().split('\n')).toHaveLength(2);
  expect(stderr).toContain('[secret]');
  expect(stderr).not.toContain('verysecret');
});

test('what looks like a token of Slack is cut out, known or not', () => {
  const tokens = ['xoxb-1-aB_c', 'xoxe.xoxb-1-Mi0y', 'xoxe-1-My0x', 'xapp-1-A1-2-ff'];
  const stderr = logged(`
    const log = createJsonLogger('info', []);
    for (const token of ${JSON.stringify(tokens)}) log.info({ said: 'with ' + token + '.' }, token);
  `);
  expect(stderr.match(/"with \[secret\]\."/g)).toHaveLength(4);
  expect(stderr).not.toContain('xox');
  expect(stderr).not.toContain('xapp');
});

test('an error is reduced to name, message and code: what it carries may be a person’s words', () => {
  const stderr = logged(`
    const error = Object.assign(new Error('no'), { code: 11000, writeErrors: [{ op: { text: 'my words' } }] });
    createJsonLogger('info', []).error({ error }, 'failed');
  `);
  expect(JSON.parse(stderr)).toMatchObject({ error: { name: 'Error', message: 'no', code: 11_000 } });
  expect(stderr).not.toContain('my words');
});

test('says nothing below its level', () => {
  expect(logged("createJsonLogger('error', []).warn({}, 'quiet');")).toBe('');
});
