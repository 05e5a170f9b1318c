import { afterEach, expect, test } from 'vitest';
import type { Stores } from '../../../src/app.ts';
import { type FoundationPath, foundationField } from '../../../src/domain/foundation-fields.ts';
import { missingMinimum } from '../../../src/foundation/recall.ts';
import { type SlackElevate, startOnSlack } from '../../support/slack-elevate.ts';

let elevate: SlackElevate;
const slack = () => elevate.slack;

afterEach(async () => {
  slack().expectAllUsed();
  await elevate.end();
});

/** What Slack suggests once the messages are opened: that `isNew` says so. */
async function suggested(isNew: (prompts: string[]) => boolean): Promise<string[]> {
  const ana = slack().user('ana');
  await ana.opensMessages();
  return slack().until(() => {
    const titles = slack()
      .suggestedPromptsIn(ana.dm)
      ?.prompts.map(({ title }) => title);
    return titles && isNew(titles) && titles;
  }, 'other suggestions');
}

async function fillMinimum(): Promise<void> {
  const account = `${slack().team.id}:${slack().user('ana').id}`;
  const userId = (await elevate.stores.people.userIdOf('slack', account)) ?? '';
  const missing = missingMinimum(await elevate.stores.foundations.read(userId));
  const changes = missing.map((path) => ({ path, after: filling(path) }));
  await elevate.stores.foundations.change(userId, 'minimum', changes, 'form', Date.now());
}

function filling(path: FoundationPath) {
  const { kind } = foundationField(path);
  if (kind === 'competitors') return [{ name: 'Wick & Co', weakness: 'slow' }];
  return kind === 'list' ? ['smoke'] : 'a candle';
}

test('opening the messages suggests what comes next for that person, and each is understood', async () => {
  elevate = await startOnSlack();
  const ana = elevate.talker('ana');
  // Nobody knows her yet, and nobody does for her opening it.
  const first = await suggested((prompts) => prompts.length > 0);
  expect(first[0]).toMatch(/^H\d /);
  expect(first.length).toBeLessThanOrEqual(4);
  expect(await elevate.models.persons.countDocuments()).toBe(0);

  await ana.says('Where am I?');
  const begun = await suggested(([one]) => one !== first[0]);
  expect(begun).toEqual(['Start with Sage', expect.anything(), expect.anything(), 'Where am I?']);
  await ana.leavesThread();
  await ana.says('Start with Sage').getsReply(/one thing at a time/);

  await fillMinimum();
  const filled = await suggested(([one]) => one !== begun[0]);
  expect(filled).toEqual(['Checklist for Foundation', expect.anything(), expect.anything(), 'Where am I?']);
  await ana.leavesThread();
  await ana.says('Checklist for Foundation').getsReply(/Foundation checklist/);
});

test('where the next steps cannot be read, good prompts to begin with are suggested', async () => {
  const wrapStores = (stores: Stores): Stores => ({
    ...stores,
    progress: { ...stores.progress, list: () => Promise.reject(new Error('no primary')) },
  });
  elevate = await startOnSlack({ wrapStores });
  await elevate.talker('ana').says('thanks');
  expect((await suggested((prompts) => prompts.length > 0))[0]).toMatch(/^H\d /);
});
