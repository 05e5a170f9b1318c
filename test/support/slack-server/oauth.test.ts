import { describe, expect, test } from 'vitest';
import { limits } from './limits.ts';
import { startRaw } from './raw-calls.ts';

async function startWithClient() {
  const raw = await startRaw();
  const client = { client_id: raw.slack.clientId, client_secret: raw.slack.clientSecret };
  const access = (args: object) => raw.call('oauth.v2.access', { ...client, ...args }, '');
  return { ...raw, access };
}

describe('installing', () => {
  test('a code becomes a token, once', async () => {
    const { slack, call, access } = await startWithClient();
    const workspace = slack.workspace('Beans', { installed: false });
    const code = slack.grant({ workspace, scopes: ['chat:write'] });
    const answer = await access({ code });
    expect(answer).toMatchObject({ token_type: 'bot', scope: 'chat:write', team: { id: workspace.id } });
    expect(answer.refresh_token).toBeUndefined();
    expect(await call('auth.test', {}, String(answer.access_token))).toMatchObject({ team_id: workspace.id });
    expect(await access({ code })).toMatchObject({ error: 'code_already_used' });
    expect(await access({ code: 'none' })).toMatchObject({ error: 'invalid_code' });
    expect(await access({ code, client_secret: 'x' })).toMatchObject({ error: 'bad_client_secret' });
    expect(await access({ code, client_id: 'x' })).toMatchObject({ error: 'invalid_client_id' });
  });

  test('a code lives ten minutes', async () => {
    const { slack, clock, access } = await startWithClient();
    const [first, second] = [slack.grant(), slack.grant()];
    clock.advance(limits.oauth.codeLifeMs);
    expect(await access({ code: first })).toMatchObject({ ok: true });
    clock.advance(1);
    expect(await access({ code: second })).toMatchObject({ error: 'code_expired' });
  });

  test('the page sends everybody back, with the state untouched', async () => {
    const { slack, access } = await startWithClient();
    const query = new URLSearchParams({
      client_id: slack.clientId,
      scope: 'chat:write,commands',
      state: 'a state & more',
      redirect_uri: 'http://127.0.0.1:3000/slack/oauth_redirect',
    });
    const response = await fetch(`${slack.authorizationUrl}?${query}`, { redirect: 'manual' });
    const back = new URL(response.headers.get('location') ?? '');
    expect([response.status, back.searchParams.get('state')]).toEqual([302, 'a state & more']);
    const code = back.searchParams.get('code');
    expect(await access({ code, redirect_uri: 'http://elsewhere/' })).toMatchObject({
      error: 'bad_redirect_uri',
    });
    expect(await access({ code })).toMatchObject({ scope: 'chat:write,commands' });
  });
});

test('a rotating token lives twelve hours, and its refresh token works once', async () => {
  const { slack, call, clock, access } = await startWithClient();
  const first = await access({ code: slack.grant({ rotates: true }) });
  expect(first).toMatchObject({ expires_in: limits.oauth.tokenLifeSeconds });
  const token = String(first.access_token);
  clock.advance(limits.oauth.tokenLifeSeconds * 1000 - 1);
  expect(await call('auth.test', {}, token)).toMatchObject({ ok: true });
  clock.advance(1);
  expect(await call('auth.test', {}, token)).toMatchObject({ error: 'token_expired' });

  const refresh = () => access({ grant_type: 'refresh_token', refresh_token: first.refresh_token });
  const second = await refresh();
  expect(await call('auth.test', {}, String(second.access_token))).toMatchObject({ ok: true });
  expect(second.refresh_token).not.toBe(first.refresh_token);
  expect(await refresh()).toMatchObject({ error: 'invalid_refresh_token' });
});
