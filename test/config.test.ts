import { readFileSync } from 'node:fs';
import { parse } from 'dotenv';
import { describe, expect, test } from 'vitest';
import { ConfigError, loadConfig } from '../src/config.ts';

describe('loadConfig', () => {
  test('with nothing set: embedded store, no model, playground on loopback', () => {
    expect(loadConfig({})).toEqual({
      mongodbUri: undefined,
      model: undefined,
      modelPrices: [],
      budgets: {},
      slack: undefined,
      playground: true,
      host: '127.0.0.1',
      port: 3_000,
      publicUrl: undefined,
      dataDir: 'data',
      logLevel: 'warn',
      admins: [],
      adminChannel: undefined,
      metrics: false,
      secrets: [],
    });
  });

  test('an empty setting counts as absent, and other variables are not ours', () => {
    expect(loadConfig({ PORT: ' ', OPENAI_API_KEY: '', PATH: '/bin' }).model).toBeUndefined();
  });

  test('a key or an address turns the model on', () => {
    expect(loadConfig({ OPENAI_API_KEY: 'sk-123456' }).model).toEqual({
      apiKey: 'sk-123456',
      baseUrl: undefined,
      name: 'gpt-5-mini',
    });
    expect(loadConfig({ OPENAI_BASE_URL: 'http://127.0.0.1:1/v1', OPENAI_MODEL: 'm' }).model).toEqual({
      apiKey: undefined,
      baseUrl: 'http://127.0.0.1:1/v1',
      name: 'm',
    });
  });

  test('administrators by id or address, and what names nobody', () => {
    expect(loadConfig({ ADMINS: 'slack:T1/U1, U2,123456789012345678, Fay@Example.org' }).admins).toEqual([
      { kind: 'account', surface: 'slack', accountId: 'T1:U1' },
      { kind: 'slack-user', userId: 'U2' },
      { kind: 'account', surface: 'discord', accountId: '123456789012345678' },
      { kind: 'email', email: 'fay@example.org' },
    ]);
    for (const wrong of ['fay', 'U1, @fay', 'U1,', 'slack:fay', 'discord:7'])
      expect(() => loadConfig({ ADMINS: wrong })).toThrow(/ADMINS is .* names nobody: expected/);
  });

  test('an administrator’s address is refused where other workspaces say what it is', () => {
    expect(() => loadConfig({ ADMINS: 'fay@example.org', SLACK_OUTSIDERS: 'on' })).toThrow(
      /ADMINS holds an e-mail address beside SLACK_OUTSIDERS: expected ids/,
    );
    expect(loadConfig({ ADMINS: 'U1', SLACK_OUTSIDERS: 'on' }).admins).toHaveLength(1);
  });

  test('prices of models, with and without one for cached input', () => {
    expect(loadConfig({ MODEL_PRICES: 'gpt-5-mini=0.25/2/0.025, llama3.3 = 0/0' }).modelPrices).toEqual([
      { model: 'gpt-5-mini', inputPerMillion: 0.25, outputPerMillion: 2, cachedPerMillion: 0.025 },
      { model: 'llama3.3', inputPerMillion: 0, outputPerMillion: 0, cachedPerMillion: 0 },
    ]);
    for (const wrong of ['gpt-5-mini', 'gpt-5-mini=1', '=1/2', 'a=1/2, b=-1/2', 'a=1/2,']) {
      expect(() => loadConfig({ MODEL_PRICES: wrong })).toThrow(/MODEL_PRICES is .*is no price: expected/);
    }
  });

  test.each([
    ['https://elevate.example.org', true],
    ['http://127.0.0.1:8080/elevate', true],
    ['https://elevate.example.org/', false],
    ['https://elevate.example.org?x=1', false],
    ['ftp://elevate.example.org', false],
    ['elevate.example.org', false],
    ['https://', false],
    ['https://a b', false],
  ])('PUBLIC_URL %j: %j', (PUBLIC_URL, isGood) => {
    if (isGood) expect(loadConfig({ PUBLIC_URL }).publicUrl).toBe(PUBLIC_URL);
    else
      expect(() => loadConfig({ PUBLIC_URL })).toThrow(
        `PUBLIC_URL is "${PUBLIC_URL}": expected an http:// or https:// address without a slash at its end`,
      );
  });

  describe('Slack', () => {
    const bot = { SLACK_BOT_TOKEN: 'xoxb-1' };
    const bySocket = { ...bot, SLACK_APP_TOKEN: 'xapp-1' };

    test('with a bot token and an app-level token: by socket, and no playground', () => {
      const { slack, playground } = loadConfig(bySocket);
      expect(slack).toEqual({
        access: { kind: 'one', botToken: 'xoxb-1' },
        transport: { kind: 'socket', appToken: 'xapp-1' },
        apiUrl: undefined,
        answers: { sharedChannels: false, outsiders: false, guests: true },
      });
      expect(playground).toBe(false);
    });

    test('with a bot token and a signing secret: over HTTP', () => {
      expect(loadConfig({ ...bot, SLACK_SIGNING_SECRET: 's' }).slack?.transport).toEqual({
        kind: 'http',
        signingSecret: 's',
      });
    });

    test('with all three: by socket, which needs no public address', () => {
      expect(loadConfig({ ...bySocket, SLACK_SIGNING_SECRET: 's' }).slack?.transport.kind).toBe('socket');
    });

    test.each([
      ['on', true],
      ['off', false],
    ])('PLAYGROUND=%s counts beside Slack', (PLAYGROUND, isOn) => {
      expect(loadConfig({ ...bySocket, PLAYGROUND }).playground).toBe(isOn);
    });

    test('another server, and channels that are shared', () => {
      const apiUrl = 'http://127.0.0.1:1/api/';
      const more = {
        SLACK_API_URL: apiUrl,
        SLACK_SHARED_CHANNELS: 'yes',
        SLACK_OUTSIDERS: 'on',
        SLACK_GUESTS: 'off',
      };
      expect(loadConfig({ ...bySocket, ...more }).slack).toMatchObject({
        apiUrl,
        answers: { sharedChannels: true, outsiders: true, guests: false },
      });
    });

    test.each([
      [bot, 'SLACK_APP_TOKEN is not set: expected an xapp- token (Socket Mode), or SLACK_SIGNING_SECRET'],
      [{ ...bot, SLACK_SIGNING_SECRET: ' ' }, 'SLACK_APP_TOKEN is not set'],
      [{ SLACK_APP_TOKEN: 'xapp-1' }, 'SLACK_BOT_TOKEN is not set: expected the xoxb- token'],
      [{ SLACK_SIGNING_SECRET: 's' }, 'SLACK_BOT_TOKEN is not set: expected the xoxb- token'],
      [
        { SLACK_BOT_TOKEN: 'xoxp-hunter2', SLACK_APP_TOKEN: 'xapp-1' },
        'SLACK_BOT_TOKEN is set (its value is not shown): expected a bot token, which begins with xoxb-.',
      ],
      [
        { ...bot, SLACK_APP_TOKEN: 'xoxb-hunter2' },
        'SLACK_APP_TOKEN is set (its value is not shown): expected an app-level token, which begins with xapp-.',
      ],
      [
        { ...bySocket, SLACK_API_URL: 'http://127.0.0.1:1/api' },
        'SLACK_API_URL is "http://127.0.0.1:1/api": expected an address that ends in /api/.',
      ],
      [{ ...bySocket, SLACK_API_URL: 'slack.com/api/' }, 'expected an http:// or https:// address'],
      [
        { ...bySocket, SLACK_SHARED_CHANNELS: 'some' },
        'SLACK_SHARED_CHANNELS is "some": expected on or off.',
      ],
    ])('%j is told, without a secret', (env, sentence) => {
      expect(() => loadConfig(env)).toThrow(sentence);
      expect(() => loadConfig(env)).not.toThrow('hunter2');
    });

    test('its tokens and its secret are secrets', () => {
      const { secrets } = loadConfig({ ...bySocket, SLACK_SIGNING_SECRET: 's3cret' });
      expect(secrets.toSorted()).toEqual(['s3cret', 'xapp-1', 'xoxb-1']);
    });
  });

  test('lists every wrong setting with place, value and expectation, and shows no secret', () => {
    const wrong = {
      PORT: '70000',
      PLAYGROUND: 'maybe',
      LOG_LEVEL: 'loud',
      OPENAI_BASE_URL: 'localhost',
      MONGODB_URI: 'me:hunter2@db',
    };
    expect(() => loadConfig(wrong)).toThrow(
      [
        'These settings need a change:',
        '- MONGODB_URI is set (its value is not shown): expected a mongodb:// or mongodb+srv:// address; remove it to use the embedded store.',
        '- OPENAI_BASE_URL is "localhost": expected an http:// or https:// address, such as http://127.0.0.1:8000/v1.',
        '- PLAYGROUND is "maybe": expected on or off.',
        '- PORT is "70000": expected a number from 0 to 65535.',
        '- LOG_LEVEL is "loud": expected one of debug, info, warn, error, silent.',
      ].join('\n'),
    );
  });

  test('secrets are named for the logger', () => {
    const { secrets } = loadConfig({ OPENAI_API_KEY: 'sk-123456', MONGODB_URI: 'mongodb://u:p@h/x' });
    expect(secrets.sort()).toEqual(['mongodb://u:p@h/x', 'sk-123456']);
  });
});

describe('Slack', () => {
  const http = { SLACK_SIGNING_SECRET: 'signing-secret' };
  const many = {
    ...http,
    SLACK_CLIENT_ID: '1.2',
    SLACK_CLIENT_SECRET: 'client-secret',
    SLACK_STATE_SECRET: 'sixteen-characters',
    PUBLIC_URL: 'https://elevate.example.org',
    ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
  };
  const problemsOf = (env: Record<string, string | undefined>) => {
    try {
      loadConfig(env);
      return [];
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      return error.problems;
    }
  };

  test('one workspace by its token, over a socket or HTTP', () => {
    const SLACK_BOT_TOKEN = 'xoxb-1';
    expect(loadConfig({ SLACK_BOT_TOKEN, ...http }).slack).toEqual({
      access: { kind: 'one', botToken: 'xoxb-1' },
      transport: { kind: 'http', signingSecret: 'signing-secret' },
      apiUrl: undefined,
      answers: { sharedChannels: false, outsiders: false, guests: true },
    });
    const both = { SLACK_BOT_TOKEN, SLACK_APP_TOKEN: 'xapp-1', ...http };
    expect(loadConfig(both).slack?.transport).toEqual({ kind: 'socket', appToken: 'xapp-1' });
  });

  test('many workspaces by OAuth', () => {
    const { slack, playground, secrets } = loadConfig(many);
    expect(slack).toMatchObject({
      access: {
        kind: 'many',
        clientId: '1.2',
        clientSecret: 'client-secret',
        stateSecret: 'sixteen-characters',
        publicUrl: 'https://elevate.example.org',
      },
      transport: { kind: 'http' },
    });
    expect(slack?.access).toHaveProperty('encryptionKey', Buffer.alloc(32, 7));
    expect(playground).toBe(false);
    expect(secrets).toEqual(
      expect.arrayContaining([many.SLACK_CLIENT_SECRET, many.SLACK_STATE_SECRET, many.ENCRYPTION_KEY]),
    );
  });

  test('all that is missing beside the client id is listed at once', () => {
    expect(problemsOf({ SLACK_CLIENT_ID: '1.2' })).toEqual([
      'SLACK_APP_TOKEN is not set: expected an xapp- token (Socket Mode), or SLACK_SIGNING_SECRET (events over HTTP), beside SLACK_CLIENT_ID.',
      'SLACK_CLIENT_SECRET is not set: expected the client secret of "Basic Information", beside SLACK_CLIENT_ID.',
      'SLACK_STATE_SECRET is not set: expected a secret of your own of at least 16 characters, beside SLACK_CLIENT_ID.',
      'PUBLIC_URL is not set: expected the https:// address to which Slack sends people back, beside SLACK_CLIENT_ID.',
      'ENCRYPTION_KEY is not set: expected 32 random bytes, as "openssl rand -base64 32" makes them, beside SLACK_CLIENT_ID.',
    ]);
  });

  test('a bot token and a client id exclude each other', () => {
    expect(problemsOf({ ...many, SLACK_BOT_TOKEN: 'xoxb-1' })).toEqual([
      expect.stringMatching(/^SLACK_BOT_TOKEN and SLACK_CLIENT_ID are both set: expected one of them\./),
    ]);
  });

  test('the other settings alone turn nothing on', () => {
    for (const name of ['SLACK_CLIENT_SECRET', 'SLACK_STATE_SECRET', 'SLACK_SIGNING_SECRET'] as const)
      expect(problemsOf({ [name]: many[name] })).toEqual([
        expect.stringMatching(/^SLACK_BOT_TOKEN is not set: expected .* or SLACK_CLIENT_ID/),
      ]);
  });

  test.each([
    ['https://elevate.example.org/bot', true],
    ['http://127.0.0.1:3000', true],
    ['http://[::1]:3000', true],
    ['http://elevate.example.org', false],
    ['http://localhost.example.org', false],
  ])('people come back to %s: %j', (PUBLIC_URL, isGood) => {
    const problem = `PUBLIC_URL is "${PUBLIC_URL}": expected an https:// address beside SLACK_CLIENT_ID, for Slack sends people back to no other.`;
    expect(problemsOf({ ...many, PUBLIC_URL })).toEqual(isGood ? [] : [problem]);
  });

  const bytes = (count: number) => Buffer.alloc(count, 0xfe);
  test.each([
    ['base64', bytes(32).toString('base64'), true],
    ['base64 for addresses', bytes(32).toString('base64url'), true],
    ['hex', bytes(32).toString('hex'), true],
    ['31 bytes', bytes(31).toString('base64'), false],
    ['33 bytes', bytes(33).toString('base64'), false],
    ['31 bytes in hex', bytes(31).toString('hex'), false],
    ['48 bytes', bytes(48).toString('base64'), false],
    ['words', 'correct horse battery staple and some more words', false],
  ])('a key of %s: %j', (_kind, ENCRYPTION_KEY, isGood) => {
    const problem =
      'ENCRYPTION_KEY is set (its value is not shown): expected 32 random bytes in base64 or hex, as "openssl rand -base64 32" makes them.';
    expect(problemsOf({ ...many, ENCRYPTION_KEY })).toEqual(isGood ? [] : [problem]);
  });

  test('the key of .env.example is refused', () => {
    const ENCRYPTION_KEY = parse(
      readFileSync(new URL('../.env.example', import.meta.url), 'utf8').replaceAll('# ENC', 'ENC'),
    ).ENCRYPTION_KEY;
    expect(problemsOf({ ...many, ENCRYPTION_KEY })).toEqual([
      expect.stringMatching(/^ENCRYPTION_KEY is the one of \.env\.example, which everybody knows/),
    ]);
  });

  describe('budgets', () => {
    const OPENAI_MODEL = 'm';

    test.each([
      ['200000', { tokens: 200_000 }],
      ['200k', { tokens: 200_000 }],
      ['1.5M tokens', { tokens: 1_500_000 }],
      ['cost 1.50', { costMinorUnits: 150 }],
      ['2m, cost 3', { tokens: 2_000_000, costMinorUnits: 300 }],
    ])('%s', (value, person) => {
      expect(loadConfig({ BUDGET_PERSON: value, OPENAI_MODEL, MODEL_PRICES: 'm=1/2' }).budgets).toEqual({
        person,
      });
    });

    test('what is none is told with an example', () => {
      expect(() => loadConfig({ BUDGET_TOTAL: 'lots' })).toThrow(
        'BUDGET_TOTAL is "lots": "lots" is no budget: expected tokens for a day such as 200k, money such as cost 1.50, or both as in 200k, cost 1.50.',
      );
    });

    test('money needs a price: without one nothing would ever be spent', () => {
      expect(() => loadConfig({ BUDGET_PERSON: 'cost 1', OPENAI_MODEL, MODEL_PRICES: 'other=1/2' })).toThrow(
        'BUDGET_PERSON sets what may be spent, and MODEL_PRICES has no price for m: expected one, such as m=0.25/2, or a budget in tokens, such as 200k.',
      );
    });
  });
});
