import { describe, expect, test } from 'vitest';
import { loadConfig } from '../src/config.ts';

describe('loadConfig', () => {
  test('with nothing set: embedded store, no model, playground on loopback', () => {
    expect(loadConfig({})).toEqual({
      mongodbUri: undefined,
      model: undefined,
      modelPrices: [],
      playground: true,
      host: '127.0.0.1',
      port: 3_000,
      publicUrl: undefined,
      dataDir: 'data',
      logLevel: 'warn',
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
