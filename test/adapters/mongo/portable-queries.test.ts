import mongoose from 'mongoose';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { buildModels } from '../../../src/adapters/mongo/build-models.ts';
import { ensureIndexes } from '../../../src/adapters/mongo/ensure-indexes.ts';
import { createMongoAnnouncementStore } from '../../../src/adapters/mongo/mongo-announcement-store.ts';
import { createMongoAssetStore } from '../../../src/adapters/mongo/mongo-asset-store.ts';
import { createMongoCatalogueStore } from '../../../src/adapters/mongo/mongo-catalogue-store.ts';
import { createMongoCohortHealthStore } from '../../../src/adapters/mongo/mongo-cohort-health-store.ts';
import { createMongoCohortStore } from '../../../src/adapters/mongo/mongo-cohort-store.ts';
import { createMongoContactPlanStore } from '../../../src/adapters/mongo/mongo-contact-plan-store.ts';
import { createMongoConversationStore } from '../../../src/adapters/mongo/mongo-conversation-store.ts';
import { createMongoExecutionStore } from '../../../src/adapters/mongo/mongo-execution-store.ts';
import { createMongoFormDraftStore } from '../../../src/adapters/mongo/mongo-form-draft-store.ts';
import { createMongoFoundationStore } from '../../../src/adapters/mongo/mongo-foundation-store.ts';
import { createMongoFunnelDraftStore } from '../../../src/adapters/mongo/mongo-funnel-draft-store.ts';
import { createMongoFunnelHookStore } from '../../../src/adapters/mongo/mongo-funnel-hook-store.ts';
import { createMongoFunnelMedianStore } from '../../../src/adapters/mongo/mongo-funnel-median-store.ts';
import { createMongoFunnelSnapshotStore } from '../../../src/adapters/mongo/mongo-funnel-snapshot-store.ts';
import { createMongoHumanQuestionStore } from '../../../src/adapters/mongo/mongo-human-question-store.ts';
import { createMongoInboxStore } from '../../../src/adapters/mongo/mongo-inbox-store.ts';
import { createMongoLinkStore } from '../../../src/adapters/mongo/mongo-link-store.ts';
import { createMongoMergeStore } from '../../../src/adapters/mongo/mongo-merge-store.ts';
import { createMongoModelUsageStore } from '../../../src/adapters/mongo/mongo-model-usage-store.ts';
import { createMongoModuleLinksStore } from '../../../src/adapters/mongo/mongo-module-links-store.ts';
import { createMongoOfficeHourStore } from '../../../src/adapters/mongo/mongo-office-hour-store.ts';
import { createMongoOutboxStore } from '../../../src/adapters/mongo/mongo-outbox-store.ts';
import { createMongoPendingRequestStore } from '../../../src/adapters/mongo/mongo-pending-request-store.ts';
import { createMongoPeopleStore } from '../../../src/adapters/mongo/mongo-people-store.ts';
import { createMongoPlaygroundFileStore } from '../../../src/adapters/mongo/mongo-playground-file-store.ts';
import { createMongoPlaygroundStore } from '../../../src/adapters/mongo/mongo-playground-store.ts';
import { createMongoProgressStore } from '../../../src/adapters/mongo/mongo-progress-store.ts';
import { createMongoReminderStore } from '../../../src/adapters/mongo/mongo-reminder-store.ts';
import { createMongoSettingStore } from '../../../src/adapters/mongo/mongo-setting-store.ts';
import { createMongoSlackInstallationStore } from '../../../src/adapters/mongo/mongo-slack-installation-store.ts';
import { createMongoStaffStore } from '../../../src/adapters/mongo/mongo-staff-store.ts';
import { createMongoThreadStore } from '../../../src/adapters/mongo/mongo-thread-store.ts';
import { createTextSeal } from '../../../src/adapters/system/sealed-text.ts';
import { allTables } from '../../../src/domain/tables.ts';
import { threadKeyOf } from '../../../src/domain/thread-ref.ts';
import { generalThread, messageFrom, outboxEntry, replyPart } from '../../support/chat-values.ts';
import { announcementOf, cohortOf, officeHourOf } from '../../support/cohort-values.ts';
import { planOf } from '../../support/contact-values.ts';
import { noTasks } from '../../support/content-files.ts';

/** The commands that stores may send, beside those that open and close. */
const allowedCommands = ['insert', 'find', 'update', 'delete', 'aggregate'];
const allowedOperators = ['$set', '$setOnInsert', '$inc', '$push', '$unset'];
const allowedStages = ['$match', '$group', '$sort', '$limit'];
/** Read whole, at start only: as many rows as there are content files. */
const smallTables = ['playbookPrompts', 'courseModules'];

interface Sent {
  name: string;
  command: Record<string, unknown>;
}

describe('what the stores send', () => {
  let connection: mongoose.Connection;
  const sent: Sent[] = [];

  beforeAll(async () => {
    const uri = new URL(inject('mongoUri'));
    uri.pathname = '/test-portable-queries';
    connection = await mongoose.createConnection(uri.href, { monitorCommands: true }).asPromise();
    const models = buildModels(connection, allTables);
    await ensureIndexes(connection, allTables);
    connection.on('commandStarted', ({ commandName: name, command }) => {
      const { filter, updates, deletes, pipeline } = command;
      // The driver's own form of a sort, which JSON would lose.
      const sort = command.sort instanceof Map ? Object.fromEntries(command.sort) : command.sort;
      const told = { [name]: command[name], filter, sort, updates, deletes, pipeline };
      sent.push({ name, command: JSON.parse(JSON.stringify(told)) });
    });
    await useEverything(models);
  });
  afterAll(async () => {
    await connection.dropDatabase();
    await connection.close();
  });

  it('is of the portable part of MongoDB', () => {
    expect([...new Set(sent.map(({ name }) => name))].sort()).toEqual([...allowedCommands].sort());
    for (const { command } of sent) {
      for (const { u, multi } of listOf(command.updates)) {
        expect(multi ?? false).toBe(false);
        for (const operator of Object.keys(Object(u))) expect(allowedOperators).toContain(operator);
      }
      for (const stage of listOf(command.pipeline)) {
        for (const operator of Object.keys(stage)) expect(allowedStages).toContain(operator);
      }
    }
  });

  it('searches by an index, each time', () => {
    const searches = sent.flatMap(({ name, command }) => {
      const collection = String(command[name]);
      const first = listOf(command.pipeline).map(({ $match }) => $match);
      const filters = [
        command.filter,
        ...listOf(command.updates).map(({ q }) => q),
        ...listOf(command.deletes).map(({ q }) => q),
        ...first,
      ].filter((filter) => filter !== undefined);
      const sort = Object.keys(Object(command.sort));
      return filters.map((filter) => ({ collection, fields: [...Object.keys(Object(filter)), ...sort] }));
    });
    expect(new Set(searches.map(({ collection }) => collection)).size).toBeGreaterThan(12);
    const unindexed = searches.filter(({ collection, fields }) => {
      const indexes = allTables.find(({ name }) => name === collection)?.indexes ?? [];
      const leading = ['_id', ...indexes.flatMap(({ keys }) => Object.keys(keys).slice(0, 1))];
      return !smallTables.includes(collection) && !fields.some((field) => leading.includes(field));
    });
    expect(unindexed).toEqual([]);
  });
});

function listOf(value: unknown): Array<Record<string, unknown>> {
  return Array.isArray(value) ? value : [];
}

async function useEverything(models: ReturnType<typeof buildModels<typeof allTables>>): Promise<void> {
  const key = threadKeyOf(generalThread);

  const inbox = createMongoInboxStore(models);
  await inbox.accept([messageFrom('ana'), messageFrom('ana')], 1);
  await inbox.threadsWithWork(2, 5);
  await inbox.first(key);
  await inbox.begin('m1', 'lease');
  await inbox.postpone('m1', 'lease', 2);
  await inbox.begin('m1', 'lease');
  await inbox.finish('m1', 'lease', 'done', 3);
  await inbox.stateOf('m1');
  await inbox.sweep(9);

  const threads = createMongoThreadStore(models);
  await threads.lease(generalThread, 't', 'A', 1, 10);
  await threads.renew({ threadKey: key, token: 't' }, 20);
  await threads.requestStop(key, { accountId: 'ana', saidAtMs: 2 }, 2);
  await threads.holders(2);
  await threads.release({ threadKey: key, token: 't' });
  await threads.lease(generalThread, 't', 'A', 1, 10);
  await threads.releaseHeldBy('A');

  const outbox = createMongoOutboxStore(models);
  await outbox.open(outboxEntry({ state: 'growing', leaseToken: 't' }));
  await outbox.open(outboxEntry({ state: 'growing', leaseToken: 'u' }));
  await outbox.nameGrowing('reply:m1:answer', 'x');
  await outbox.put([outboxEntry(), outboxEntry({ _id: 'b' })]);
  await outbox.threadsWithWork(2, 5);
  await outbox.first(key);
  await outbox.claim('b', { token: 't', holder: 'A', untilMs: 2 }, 1);
  await outbox.holders(1);
  await outbox.releaseHeldBy('A');
  await outbox.claim('b', { token: 'u', holder: 'A', untilMs: 3 }, 2);
  await outbox.postpone('b', 'u', 'waiting', 3);
  await outbox.claim('b', { token: 'v', holder: 'A', untilMs: 5 }, 4);
  await outbox.giveUp('b', 'v', 4);
  await outbox.claim('reply:m1:answer', { token: 'v', holder: 'A', untilMs: 5 }, 4);
  await outbox.delivered('reply:m1:answer', 'v', 'x', 4);
  await outbox.get('b');
  await outbox.openFor('m1');
  await outbox.sweep(9);

  const drafts = createMongoFormDraftStore(models);
  await drafts.keep('slack', 'T1:U1', 'f', { a: 'b' }, 1);
  await drafts.keep('slack', 'T1:U1', 'f', { a: 'c' }, 2);
  await drafts.read('slack', 'T1:U1', 'f');
  await drafts.drop('slack', 'T1:U1', 'f');
  await drafts.sweep(9);

  const files = createMongoPlaygroundFileStore(models);
  const kept = { _id: 'f1', accountId: 'ana', name: 'a', mediaType: 'text/plain', bytes: 1, content: 'YQ==' };
  await files.put({ ...kept, storedAt: 1 });
  await files.attach('f1', 'ana', 'm1');
  await files.get('f1');
  await files.sweep(2);

  const people = createMongoPeopleStore(models);
  const { userId } = await people.recognise(messageFrom('ana').author, 1);
  await people.noteOnboarding(userId, 'Foundation Complete');
  await people.recognise({ ...messageFrom('ana').author, name: 'Ana M', avatarUrl: 'https://a/1.png' }, 2);

  const foundations = createMongoFoundationStore(models);
  const change = [{ path: 'companyContext.coreOffers', after: 'Bags' }];
  await foundations.change('ana', 'c1', change, 'form', 1);
  await foundations.change('ana', 'c1', change, 'form', 1);

  const executions = createMongoExecutionStore(models);
  const execution = {
    _id: 'e1',
    userId: 'ana',
    promptCode: 'H1',
    elevateStep: 'Hook' as const,
    inputContextSnapshot: {},
    aiRequestTimestamp: 1,
    status: 'Pending' as const,
  };
  await executions.begin(execution);
  await executions.begin(execution);
  await executions.rate('ana', 'e1', 'helped');
  await executions.finish('e1', { status: 'Success', aiResponse: 'x', aiResponseTimestamp: 2 });
  const asset = {
    _id: 'a1',
    userId: 'ana',
    promptExecutionId: 'e1',
    elevateStep: 'Hook' as const,
    assetType: 'Ad Headline',
    content: 'x',
    status: 'Draft' as const,
    createdAt: 1,
    lastUpdatedAt: 1,
  };
  await executions.saveAsset(asset);
  await executions.saveItems('ana', 'e1', [{ ...asset, _id: 'a2' }]);
  const assets = createMongoAssetStore(models);
  await assets.newest('ana', 5);
  await assets.newestOf('ana', 'H5');
  await assets.wentLive('ana', 0, 5);
  await assets.openedIn('ana', key, 5);
  await assets.noteOpened('ana', 'a1', key, 2);
  await assets.change('ana', 'a1', { status: 'Implemented', implementedAt: 3, channel: 'Klaviyo' }, 3);
  await assets.change('ana', 'a1', { status: 'Draft', implementedAt: null, channel: '' }, 4);
  const version = {
    _id: 'v',
    userId: 'ana',
    assetId: 'a1',
    promptExecutionId: 'e1',
    how: 'refined' as const,
  };
  await assets.keepVersion({ ...version, content: 'y', createdAt: 5 });
  await assets.versions('ana', 'a1', 5);
  await executions.activity('ana');

  const progress = createMongoProgressStore(models);
  await progress.change('ana', 'module:1', (row) => ({ ...row, status: 'Completed', completedAt: 1 }));
  await progress.change('ana', 'module:1', ({ completedAt, ...row }) => ({ ...row, status: 'In Progress' }));
  await progress.list('ana');
  const [newest] = await foundations.versions('ana', 5);
  if (newest) await foundations.undo('ana', newest, 6);
  const reminders = createMongoReminderStore(models);
  await reminders.put({
    _id: 'x',
    userId: 'ana',
    personId: 'p-ana',
    accountId: 'ana',
    thread: generalThread,
    text: 'x',
    dueAt: 1,
    state: 'waiting',
    createdAt: 1,
  });
  await reminders.due(2, 5);
  await reminders.said('x');
  await reminders.forget('ana', 'x');

  const plans = createMongoContactPlanStore(models);
  const plan = planOf('ana', 1);
  await plans.open(plan);
  await plans.open(plan);
  await plans.wake('ana', 2, 3);
  await plans.active('ana', { thread: generalThread, accountId: 'ana' }, 4);
  await plans.quietWeek('ana', '2026-W48');
  const [due] = await plans.due(5, 5);
  if (due) await plans.advance(due, { ...due, nextDueAt: 9, notBefore: 8 });
  await plans.settleStray({ ...plan, _id: 'plan:gone' });
  await plans.get('ana');

  const snapshots = createMongoFunnelSnapshotStore(models);
  const week = { key: '2026-W48', timePeriod: 'Last 7 Days', endsAtMs: 9, timeZone: 'Europe/London' };
  const numbers = {
    userId: 'ana',
    period: week,
    values: { hook_AvgCTR: 1.4 },
    removed: ['gift_CPL'],
    derived: [],
    approximate: [],
    notes: ['opens 44%'],
    currency: 'GBP',
    source: 'chat' as const,
  };
  const keptNumbers = await snapshots.keep(numbers, 'd1', 1);
  await snapshots.keep(numbers, 'd2', 2);
  await snapshots.newest('ana', 5);
  await snapshots.newestBefore('ana', 9, 1);
  await snapshots.ofPeriod('ana', week.key);
  await snapshots.get('ana', keptNumbers._id);
  await snapshots.remove('ana', keptNumbers._id);
  const hooks = createMongoFunnelHookStore(models);
  await hooks.add({ _id: 'h1', userId: 'ana', createdAt: 1 });
  await hooks.find('h1');
  await hooks.takesCall('h1', 1, 2);
  await hooks.takesCall('h1', 1, 2);
  await hooks.revoke('ana', undefined, 2);
  await hooks.ownedOrganization('ana');
  await hooks.memberOf('o1', 'ben@shop.uk');
  const funnelDrafts = createMongoFunnelDraftStore(models);
  await funnelDrafts.put({
    _id: 'd1',
    userId: 'ana',
    threadKey: key,
    causedBy: 'm1',
    entries: [
      {
        period: week,
        values: { hook_AvgCTR: 1.4 },
        removed: [],
        workedOut: [],
        approximate: [],
        guessed: [],
        notes: [],
        before: {},
      },
    ],
    currency: 'GBP',
    source: 'chat',
    questions: [],
    unplaced: [],
    timesAsked: 0,
    state: 'open',
    createdAt: 1,
  });
  await funnelDrafts.openIn('ana', key, 0);
  await funnelDrafts.close('ana', 'd1', 'kept');
  await funnelDrafts.sweep(9);

  const conversations = createMongoConversationStore(models);
  const turn = {
    personId: 'p-ana',
    title: 'H1',
    agents: ['Writer' as const],
    owningAgent: 'Writer' as const,
    messages: [
      {
        _id: 'm1',
        conversationId: key,
        authorPersonId: 'p-ana',
        text: 'H1',
        audience: 'thread' as const,
        position: '1',
        sentAt: 1,
      },
    ],
    nowMs: 1,
  };
  await conversations.record(generalThread, turn);
  await conversations.record(generalThread, turn);
  await conversations.recent(key, 'p-ana', 5);
  await conversations.activeSince('playground', 1, 5);
  await conversations.mute(key, 2);
  await conversations.get(key);

  const pending = createMongoPendingRequestStore(models);
  const request = { _id: 'r1', userId: 'ana', text: 'H1', createdAt: 1 };
  await pending.put(request);
  await pending.answer(request, { answeredBy: 'f1', inputs: {} });

  const playground = createMongoPlaygroundStore(models);
  await playground.put({
    _id: 'a',
    thread: generalThread,
    visibleTo: 'ana',
    content: replyPart(),
    text: 'x',
    cause: 'message',
    finished: true,
    postedAt: 1,
  });
  await playground.has('a');
  await playground.since(0, undefined, 5);
  await playground.since(0, 'ana', 5);
  await playground.latest('ana', 5);
  await playground.setSeen('chat', 1);
  await playground.setSeen('chat', 2);
  await playground.seen('chat');

  const installations = createMongoSlackInstallationStore(models, createTextSeal(new Uint8Array(32)));
  const installed = {
    teamId: 'T1',
    appId: 'A1',
    botId: 'B1',
    botUserId: 'U1',
    scopes: ['chat:write'],
    installedBy: 'U2',
    installedAtMs: 1,
    tokens: { botToken: 'a', rotation: { refreshToken: 'b', expiresAtMs: 2 } },
  };
  await installations.put(installed);
  await installations.put(installed);
  await installations.list(5);
  const read = await installations.read('T1');
  if (read?.kind !== 'found') throw new Error('It was just kept.');
  await installations.leaseRefresh(read.workspace, { token: 't', untilMs: 9 }, 1);
  await installations.releaseRefresh(read.workspace, 't');
  await installations.leaseRefresh(read.workspace, { token: 'u', untilMs: 9 }, 1);
  await installations.noteRefused(read.workspace, 'u');
  await installations.keepRefreshed(read.workspace, { botToken: 'c' });
  await installations.forget('T1', 2);

  const catalogue = createMongoCatalogueStore(models);
  await catalogue.project(
    { agents: new Map(), prompts: new Map(), modules: [], integrations: [], tasks: noTasks },
    'http://127.0.0.1:1',
    1,
  );
  await models.courseModules.collection.insertOne({
    _id: 'module:1' as never,
    moduleNumber: 1,
    step: 'Hook',
    title: 'Hook',
    objective: 'Be seen.',
  });
  const links = createMongoModuleLinksStore(models);
  await links.set(1, 'videoUrl', 'https://example.org/v');
  await links.set(1, 'videoUrl', undefined);
  await links.read(1);

  const staff = createMongoStaffStore(models);
  await staff.standingOf('playground', 'ana');
  await staff.named('playground', undefined, 'ana');
  await staff.named('slack', 'T1', 'Nobody');
  await staff.byPerson('p');
  await staff.leadersOf('p');
  await staff.cohortZoneOf('p');
  await staff.setRole('p', 'Facilitator');
  await staff.note({ _id: 'n1', actorPersonId: 'p', action: 'make facilitator', at: 1 });

  const cohorts = createMongoCohortStore(models);
  await cohorts.create(cohortOf({ _id: 'c1', places: [{ surface: 'slack', place: 'T1/C1' }] }));
  await cohorts.all();
  await cohorts.ledBy('p');
  await cohorts.join('c1', 'p2', 'untold');
  await cohorts.told('c1', 'p2');
  await cohorts.ofMember('p2');
  await cohorts.leave('c1', 'p2');
  await cohorts.join('c1', 'p2');
  await cohorts.inPlace('slack', 'T1/C1');
  await cohorts.change('c1', () => ({ code: 'ABCD', startsAt: 5 }));
  await cohorts.byCode('ABCD');
  await cohorts.change('c1', () => ({ code: undefined, endedAt: 9 }));

  const announcements = createMongoAnnouncementStore(models);
  await announcements.create(announcementOf());
  await announcements.change('a1', 'draft', { state: 'scheduled', role: undefined });
  await announcements.due(9, 5);
  await announcements.underWay(5);
  await announcements.ofCohort('c1', ['scheduled', 'sent']);

  const hours = createMongoOfficeHourStore(models);
  const hour = await hours.create(officeHourOf({ startsAt: 9 }));
  await hours.change(hour, { state: 'open' });
  await hours.coming('c1', 1);
  await hours.due(20, 1, 5);
  const guest = { officeHourId: 'o1', personId: 'p', userId: 'u', reach: hour.reach };
  await hours.answer({ ...guest, isGoing: true });
  await hours.answer({ ...guest, question: 'why?' });
  await hours.guests('o1');

  const usage = createMongoModelUsageStore(models);
  await usage.add([{ _id: 'person:u:1', userId: 'u', dayStartsAt: 1 }], { tokens: 5, costMinorUnits: 1 });
  await usage.read(['person:u:1']);
  await usage.sweep(2);
  const medians = createMongoFunnelMedianStore(models);
  await medians.put([{ _id: 'all:w', groupId: 'all', periodKey: 'w', values: [], countedAt: 1 }]);
  await medians.read(['all:w']);
  await medians.sweep(2);
  await createMongoCohortHealthStore(models).facts(['p'], 1);
  await createMongoStaffStore(models).leaderOf('p');
  await createMongoPeopleStore(models).userIdsOf(['p']);
  const everyone = createMongoFunnelSnapshotStore(models);
  await everyone.endedSince(1, undefined, 5);
  await everyone.endedSince(1, { snapshotDate: 2, _id: 's' }, 5);

  const questions = createMongoHumanQuestionStore(models);
  await questions.ask({
    _id: 'q1',
    personId: 'p',
    userId: 'u',
    reach: hour.reach,
    text: 'why?',
    leaderPersonIds: ['fay'],
    state: 'asked',
    askedAt: 1,
  });
  await questions.get('q1');
  await questions.inState('asked', 5);
  await questions.change('q1', 'asked', { state: 'passed' });

  const codes = createMongoLinkStore(models);
  const code = { kind: 'account', personId: 'p1', issuedFor: 'e1', expiresAt: 9 } as const;
  await codes.issue({ _id: 'h', ...code }, 1);
  await codes.mayTry('p2', 'e2', 0, 5, 1);
  await codes.mayTry('p2', 'e3', 0, 0, 1);
  await codes.find('h', 'e2', 1);
  await codes.use('h', 'e2', 1);
  await codes.use('h', 'e2', 1);
  await codes.sweepLinks(20);

  const merges = createMongoMergeStore(models);
  const two = [
    await createMongoPeopleStore(models).recognise({ surface: 'slack', accountId: 'T1:U7', name: 'Ana' }, 1),
    await createMongoPeopleStore(models).recognise({ surface: 'discord', accountId: '7', name: 'Ana' }, 2),
  ] as const;
  const proposed = await merges.propose({
    _id: 'merge',
    olderPersonId: two[0].personId,
    olderUserId: two[0].userId,
    newerPersonId: two[1].personId,
    newerUserId: two[1].userId,
    olderLabel: 'Slack',
    newerLabel: 'Discord',
    decidedBy: two[1].personId,
    state: 'proposed',
    choices: [],
    createdAt: 1,
    expiresAt: 9,
  });
  await merges.holdings(two[1].userId);
  await merges.begin('merge', [], 2);
  await merges.drop('merge');
  await merges.moveAccounts(proposed);
  await merges.keepAside(proposed, [{ path: 'companyContext.coreOffers', after: 'a' }], 2);
  await merges.moveRows(proposed);
  await merges.finish(proposed, 3);
  await merges.before(9);
  await merges.forget(proposed);
  await people.ofUser(two[0].userId);
  await people.rename(two[0].personId, 'Anna');
  await people.accountsOf(two[0].personId);
  await people.toldTimeZone(two[0].userId);
  await people.unlink('discord:7', two[0].personId, 'e9');

  const choices = createMongoSettingStore(models);
  await choices.writeFirst('person', 'u1', 'welcomed', true, 1);
  await choices.readAll('person', 'u1');
  await choices.write('person', 'u1', 'welcomed', undefined, 2);
}
