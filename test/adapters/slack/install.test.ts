import { ClearStateStore } from '@slack/oauth';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createMongoSlackInstallationStore } from '../../../src/adapters/mongo/mongo-slack-installation-store.ts';
import { botScopes } from '../../../src/adapters/slack/scopes.ts';
import { createTextSeal } from '../../../src/adapters/system/sealed-text.ts';
import { publicUrl, type SlackInstalls, startForInstalls } from '../../support/slack-installs.ts';
import type { Person } from '../../support/slack-server/person.ts';
import { storedText } from '../../support/stored-text.ts';

const installUrl = `${publicUrl}/slack/install`;
const redirectUri = `${publicUrl}/slack/oauth_redirect`;

let elevate: SlackInstalls;

beforeEach(async () => {
  elevate = await startForInstalls();
});
afterEach(async () => {
  const { slack, log, stateSecret } = elevate;
  for (const secret of ['xox', 'code-', slack.clientSecret, stateSecret, 'eyJ'])
    expect(log.text()).not.toContain(secret);
  expect(await storedText(elevate.database.connection)).not.toContain('xox');
  slack.expectAllUsed();
  await elevate.end();
});

const installations = () => elevate.database.models.slackInstallations.find().lean();

/** What the bot says next to them in their direct messages. */
async function answerTo(person: Person, text: string): Promise<string> {
  const said = await person.says(person.dm, text);
  expect(await said.acknowledged).toBe(true);
  const answer = await elevate.slack.until(
    () => elevate.slack.messagesIn(person.dm, said.thread).find(({ botId }) => botId !== undefined),
    'an answer',
  );
  return JSON.stringify(answer.blocks ?? answer.text);
}

describe('installing', () => {
  test('goes to Slack’s page for the scopes that the code uses, and back', async () => {
    const { slack, visit } = elevate;
    const { status, location, cookie, headers } = await visit(installUrl);
    expect([status, `${location?.origin}${location?.pathname}`]).toEqual([302, slack.authorizationUrl]);
    const asked = Object.fromEntries(location?.searchParams ?? []);
    expect(asked).toEqual({
      client_id: slack.clientId,
      scope: botScopes.map(({ scope }) => scope).join(','),
      redirect_uri: redirectUri,
      state: expect.any(String),
    });
    expect(headers.get('set-cookie')).toMatch(/; Secure; HttpOnly; Path=\/; Max-Age=600$/);

    const { location: back = '' } = await visit(String(location));
    const page = await visit(back, cookie);
    expect(page.status).toBe(200);
    expect(page.text).toContain('Elevate is installed in Elevate');
    expect(page.text).toContain('write “hi” to Elevate in a direct message');
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    expect(await installations()).toMatchObject([
      {
        _id: slack.team.id,
        teamName: 'Elevate',
        scopes: botScopes.map(({ scope }) => scope),
        installedBy: expect.any(String),
      },
    ]);
  });

  test('is enough: each workspace is answered with its own token', async () => {
    const { slack, install } = elevate;
    const beans = slack.workspace('Beans & <Co>', { installed: false });
    expect((await install({ workspace: beans, rotates: true })).text).toContain('Beans &amp; &lt;Co&gt;');
    expect((await install({ workspace: slack.team })).status).toBe(200);
    const [ana, bea] = [slack.user('ana'), slack.user('bea', { workspace: beans })];
    expect(await answerTo(bea, 'hi')).toMatch(/Bea/);
    expect(await answerTo(ana, 'hi')).toMatch(/Ana/);
    elevate.clock.advance(13 * 60 * 60_000);
    expect(await answerTo(bea, '@Writer H1')).toMatch(/Foundation/);
    const refreshes = slack.callsTo('oauth.v2.access').filter(({ args }) => args.grant_type);
    expect(refreshes.map(({ answer }) => answer)).toEqual(['ok']);
    // A call with another workspace's token, or without a scope, would have been refused.
    expect(slack.calls.filter(({ answer }) => answer !== 'ok')).toEqual([]);
    expect(elevate.log.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });

  test('again puts new tokens in the place of the old', async () => {
    const { slack, install } = elevate;
    await install({ rotates: true });
    await install({});
    const [row, ...others] = await installations();
    expect([row?.refreshToken, others]).toEqual([undefined, []]);
    expect(await answerTo(slack.user('ana'), 'hi')).toMatch(/Ana/);
  });

  test('is the cure for a changed ENCRYPTION_KEY, at once', async () => {
    const { slack, install, database, log } = elevate;
    const { id: teamId, botId, botUserId } = slack.team;
    await createMongoSlackInstallationStore(database.models, createTextSeal(new Uint8Array(32).fill(1))).put({
      ...{ teamId, botId, botUserId, appId: 'A1', scopes: [], installedBy: 'U1' },
      ...{ installedAtMs: elevate.clock.nowMs(), tokens: { botToken: slack.botToken } },
    });
    const ana = slack.user('ana');
    expect(await (await ana.says(ana.dm, 'hi')).acknowledged).toBe(true);
    expect(log.lines).toContainEqual({
      level: 'error',
      fields: { workspace: teamId, cure: `install the app again: ${installUrl}` },
      message: 'a workspace was installed with another ENCRYPTION_KEY: set that one again, or install again',
    });
    await install({});
    expect(await answerTo(ana, 'hi')).toMatch(/Ana/);
  });

  test('is forgotten when the app is removed, and possible again', async () => {
    const { slack, install } = elevate;
    await install({ rotates: true });
    expect(await answerTo(slack.user('ana'), 'hi')).toMatch(/Ana/);
    await slack.uninstall();
    await expect.poll(installations).toEqual([]);
    expect(await storedText(elevate.database.connection)).not.toContain('refreshToken');
    elevate.clock.advance(1_000);
    await install({ rotates: true });
    expect(await answerTo(slack.user('ana'), 'hello')).toMatch(/\w/);
  });
});

describe('refused, in a sentence, with nothing installed', () => {
  afterEach(async () => expect(await installations()).toEqual([]));

  /** A visit to the install page: the state that went to Slack, and the cookie that stayed. */
  async function begin() {
    const { location, cookie } = await elevate.visit(installUrl);
    return { state: location?.searchParams.get('state') ?? '', cookie };
  }
  const back = (values: Record<string, string>, cookie: string) =>
    elevate.visit(`${redirectUri}?${new URLSearchParams(values)}`, cookie);
  const otherVisit = 'This page belongs to another visit, or it was left open for more than ten minutes.';

  test('a state of another visit, and none', async () => {
    const code = elevate.slack.grant();
    const [one, other] = [await begin(), await begin()];
    const stateName = one.cookie.split('=')[0];
    const tries = [
      back({ code, state: one.state }, other.cookie),
      back({ code, state: one.state }, ''),
      back({ code }, one.cookie),
      back({ code, state: 'made-up' }, `${stateName}=made-up`),
    ];
    for (const page of await Promise.all(tries)) {
      expect(page.status).toBe(400);
      expect(page.text).toContain(otherVisit);
      expect(page.text).toContain('Install Elevate');
    }
    // The code was given to nobody.
    expect(elevate.slack.callsTo('oauth.v2.access')).toEqual([]);
  });

  test('a state that is older than ten minutes, or signed by somebody else', async () => {
    const code = elevate.slack.grant();
    const { cookie } = await begin();
    const name = cookie.split('=')[0];
    const stateOf = (secret: string, agoMs: number) =>
      new ClearStateStore(secret).generateStateParam({ scopes: [] }, new Date(Date.now() - agoMs));
    for (const state of [await stateOf(elevate.stateSecret, 602_000), await stateOf('somebody else', 0)]) {
      const page = await back({ code, state }, `${name}=${state}`);
      expect(page.text).toContain(otherVisit);
    }
    expect(elevate.slack.callsTo('oauth.v2.access')).toEqual([]);
  });

  test('somebody who does not allow it', async () => {
    const { state, cookie } = await begin();
    const page = await back({ error: 'access_denied', state }, cookie);
    expect(page.text).toContain('You did not allow it, so Elevate was not installed.');
  });

  test('a code that is used, unknown or missing', async () => {
    const first = await begin();
    const page = await back({ code: 'made-up', state: first.state }, first.cookie);
    expect(page.text).toContain('Slack&#39;s permission was used already, or it is too old.');
    const second = await begin();
    expect((await back({ state: second.state }, second.cookie)).text).toContain('Slack sent no permission');
  });

  test('a wrong client secret: the person is told whom to ask, the log what to mend', async () => {
    elevate.slack.faults.fail('oauth.v2.access', 'bad_client_secret');
    const page = await elevate.install({});
    expect(page.status).toBe(500);
    expect(page.text).toContain('Please tell whoever runs Elevate.');
    expect(elevate.log.lines).toContainEqual({
      level: 'error',
      fields: {
        error: 'bad_client_secret',
        cure: 'SLACK_CLIENT_SECRET is no good: copy it again from Basic Information',
      },
      message: 'the app was not installed',
    });
  });

  test('Slack that does not answer', async () => {
    elevate.slack.faults.httpStatus('oauth.v2.access', 503);
    const page = await elevate.install({});
    expect(page.status).toBe(500);
    expect(page.text).toContain('Something went wrong on our side');
  });

  test('a whole organisation, whose token is given back', async () => {
    const page = await elevate.install({ isOrgWide: true });
    expect(page.status).toBe(400);
    expect(page.text).toContain('one workspace at a time, not in a whole organisation');
    expect(elevate.slack.callsTo('auth.revoke').map(({ answer }) => answer)).toEqual(['ok']);
  });
});
