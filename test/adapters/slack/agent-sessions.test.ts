import { afterEach, describe, expect, test } from 'vitest';
import { createAgentSessions } from '../../../src/adapters/slack/agent-sessions.ts';
import { singleWorkspace, slackClient } from '../../../src/adapters/slack/workspaces.ts';
import type { Stores } from '../../../src/app.ts';
import type { Erasure } from '../../../src/domain/erasure.ts';
import { silentLogger } from '../../support/silent-logger.ts';
import { type SlackElevate, startOnSlack } from '../../support/slack-elevate.ts';
import { createTestClock } from '../../support/test-clock.ts';

let elevate: SlackElevate;
const slack = () => elevate.slack;

afterEach(async () => {
  slack().expectAllUsed();
  await elevate.end();
});

const sessionsTold = () =>
  slack()
    .callsTo('agents.sessions.setStatus')
    .map(({ args }) => args.status);

describe('the session of a direct message ends', () => {
  test('where nothing is said in the end: whoever wrote has just had their data deleted', async () => {
    const erased = (accountKey: string): Erasure => ({
      _id: 'erasure',
      state: 'erased',
      askedAt: Number.MAX_SAFE_INTEGER,
      whose: { personId: 'p', userId: 'u', accounts: [], since: 0, ownThreads: [], threads: [] },
      accountKeys: [accountKey],
      traces: [],
      counts: {},
    });
    const wrapStores = (stores: Stores): Stores => ({
      ...stores,
      erasures: {
        ...stores.erasures,
        ofAccount: async (surface, accountId) => erased(`${surface}:${accountId}`),
      },
    });
    elevate = await startOnSlack({ wrapStores });
    const ana = slack().user('ana');
    const said = await ana.says(ana.dm, 'help');
    await expect.poll(() => sessionsTold()).toEqual(['processing', 'active']);
    await elevate.settled();
    expect(slack().sessionOf(said)?.status).toBe('active');
    await expect.poll(() => slack().statusOf(said)).toBeUndefined();
    expect(slack().messagesIn(ana.dm)).toHaveLength(1);
  });

  test.each(['loseResponse', 'cutResponse'] as const)(
    'where the answer to what was said is lost: %s',
    async (fault) => {
      elevate = await startOnSlack({ clock: createTestClock({ running: true }) });
      slack().faults[fault]('chat.postMessage');
      const ana = slack().user('ana');
      const said = await ana.says(ana.dm, 'help');
      await expect.poll(() => slack().sessionOf(said)?.status).toBe('active');
      await elevate.settled();
      expect(slack().messagesIn(ana.dm)).toHaveLength(2);
      expect(sessionsTold()).toEqual(['processing', 'active']);
    },
  );

  test('not before it is said, where what was sent never arrived', async () => {
    elevate = await startOnSlack({ clock: createTestClock({ running: true }) });
    slack().faults.dropRequest('chat.postMessage');
    const ana = slack().user('ana');
    const said = await ana.says(ana.dm, 'help');
    await expect.poll(() => slack().callsTo('chat.postMessage').length).toBe(1);
    const again = slack().faults.hold('chat.postMessage');
    await again.reached;
    // The thread was read back, and it was not there.
    expect(slack().callsTo('conversations.replies').length).toBeGreaterThan(0);
    expect(sessionsTold()).toEqual(['processing']);
    again.release();
    await expect.poll(() => slack().sessionOf(said)?.status).toBe('active');
    await elevate.settled();
    expect(sessionsTold()).toEqual(['processing', 'active']);
  });

  test('where another process began it; what is not there says nothing of the workspace', async () => {
    elevate = await startOnSlack();
    const clock = createTestClock();
    const { team } = await singleWorkspace(slackClient(slack().botToken, slack().apiUrl, silentLogger));
    const ana = slack().user('ana');
    const roots = [await ana.says(ana.dm, 'thanks'), await ana.says(ana.dm, 'thanks')];
    await elevate.settled();
    const [first, second] = roots.map(({ ts }) => ({
      surface: 'slack' as const,
      place: `${team.teamId}/${ana.dm.id}`,
      root: ts,
      audience: 'direct' as const,
    }));
    const [said] = roots;
    if (!first || !second || !said) throw new Error('Nothing was said.');
    await createAgentSessions(clock).begin(team, first, ana.id);
    expect(slack().sessionOf(said)?.status).toBe('processing');
    const sessions = createAgentSessions(clock);
    slack().faults.fail('agents.sessions.setStatus', 'session_not_found');
    await sessions.end(team, second);
    await sessions.end(team, first);
    expect(slack().sessionOf(said)?.status).toBe('active');
  });

  test('and not before it began, however slow Slack is', async () => {
    elevate = await startOnSlack();
    const { team } = await singleWorkspace(slackClient(slack().botToken, slack().apiUrl, silentLogger));
    const ana = slack().user('ana');
    const said = await ana.says(ana.dm, 'thanks');
    await elevate.settled();
    const place = `${team.teamId}/${ana.dm.id}`;
    const thread = { surface: 'slack', place, root: said.ts, audience: 'direct' } as const;
    const held = slack().faults.hold('agents.sessions.setStatus');
    const sessions = createAgentSessions(createTestClock());
    const begun = sessions.begin(team, thread, ana.id);
    await held.reached;
    const ended = sessions.end(team, thread);
    held.release();
    await Promise.all([begun, ended]);
    expect(sessionsTold().slice(-2)).toEqual(['processing', 'active']);
  });
});
