import type { Model } from 'mongoose';
import { accountsTable } from '../../domain/account.ts';
import { type AccountMerge, accountMergesTable } from '../../domain/account-merge.ts';
import { belongings, type Mark } from '../../domain/belonging.ts';
import {
  conversationMessageSchema,
  conversationMessagesTable,
  conversationParticipantsTable,
  conversationsTable,
} from '../../domain/conversation.ts';
import { foundationVersionsTable } from '../../domain/foundation-version.ts';
import { joinProgress, joinSnapshots } from '../../domain/join-rows.ts';
import { personsTable } from '../../domain/person.ts';
import { settingsTable } from '../../domain/setting.ts';
import { stableId } from '../../domain/stable-id.ts';
import { onboardingStatuses, usersTable } from '../../domain/user.ts';
import { userFoundationsTable } from '../../domain/user-foundation.ts';
import { userFunnelSnapshotsTable } from '../../domain/user-funnel-snapshot.ts';
import { userGeneratedAssetsTable } from '../../domain/user-generated-asset.ts';
import { userModuleProgressTable } from '../../domain/user-module-progress.ts';
import { userPromptExecutionsTable } from '../../domain/user-prompt-execution.ts';
import type { MergeStore } from '../../ports/merge-store.ts';
import type { StoreModels } from './store-models.ts';
import { storedTable } from './stored-table.ts';

/** Rows that are moved between two looks at what is left. */
const rowsAtOnce = 200;

const idOnly = conversationMessageSchema.pick({ _id: true });

/** Collections whose rows' ids say whose they are, or that are joined row by row: each has its own step below. */
const ownSteps = new Set([
  'userFoundations',
  'userFunnelSnapshots',
  'userModuleProgress',
  'conversations',
  'conversationParticipants',
  'conversationMessages',
  'settings',
  'users',
  'persons',
  'accounts',
  'accountMerges',
]);

export function createMongoMergeStore(models: StoreModels): MergeStore {
  const merges = storedTable(accountMergesTable, models.accountMerges);
  const accounts = storedTable(accountsTable, models.accounts);
  const foundations = storedTable(userFoundationsTable, models.userFoundations);
  const versions = storedTable(foundationVersionsTable, models.foundationVersions);
  const snapshots = storedTable(userFunnelSnapshotsTable, models.userFunnelSnapshots);
  const progress = storedTable(userModuleProgressTable, models.userModuleProgress);
  const participants = storedTable(conversationParticipantsTable, models.conversationParticipants);
  const conversations = storedTable(conversationsTable, models.conversations);
  const messages = storedTable(conversationMessagesTable, models.conversationMessages);
  const settings = storedTable(settingsTable, models.settings);
  const persons = storedTable(personsTable, models.persons);
  const users = storedTable(usersTable, models.users);
  const assets = storedTable(userGeneratedAssetsTable, models.userGeneratedAssets);
  const runs = storedTable(userPromptExecutionsTable, models.userPromptExecutions);

  /** Numbers of one period are one row, whose id follows from person and period. */
  async function moveSnapshots({ olderUserId, newerUserId }: AccountMerge): Promise<void> {
    for (const row of await snapshots.many({ userId: newerUserId })) {
      const { periodKey } = row;
      const _id = periodKey === undefined ? row._id : stableId('funnel snapshot', olderUserId, periodKey);
      if (periodKey === undefined) {
        await snapshots.update({ _id }, { $set: { userId: olderUserId } });
        continue;
      }
      const moved = { ...row, _id, userId: olderUserId };
      const [isNew] = await snapshots.insertNew([moved]);
      const kept = isNew ? undefined : await snapshots.first({ _id });
      if (kept) {
        const { _id: _same, ...joined } = joinSnapshots(kept, moved);
        await snapshots.update({ _id }, { $set: joined });
      }
      await snapshots.remove({ _id: row._id, userId: newerUserId });
    }
  }

  async function moveProgress({ olderUserId, newerUserId }: AccountMerge): Promise<void> {
    for (const row of await progress.many({ userId: newerUserId })) {
      const _id = stableId('progress', olderUserId, row.moduleId);
      const moved = { ...row, _id, userId: olderUserId };
      const [isNew] = await progress.insertNew([moved]);
      const kept = isNew ? undefined : await progress.first({ _id });
      if (kept) {
        const { _id: _same, ...joined } = joinProgress(kept, moved);
        await progress.update({ _id }, { $set: joined });
      }
      await progress.remove({ _id: row._id, userId: newerUserId });
    }
  }

  /** Conversation by conversation, for messages are found by theirs: who takes part in it goes last. */
  async function moveConversations({ olderPersonId, newerPersonId }: AccountMerge): Promise<void> {
    for (;;) {
      const rows = await participants.many({ personId: newerPersonId }, { limit: rowsAtOnce });
      if (rows.length === 0) return;
      for (const row of rows) {
        const { conversationId } = row;
        for (const field of ['authorPersonId', 'audiencePersonId', 'answeredPersonId'] as const) {
          for (const { _id } of await messages.glimpse(idOnly, { conversationId, [field]: newerPersonId }))
            await messages.update({ _id }, { $set: { [field]: olderPersonId } });
        }
        await conversations.update(
          { _id: conversationId, openedByPersonId: newerPersonId },
          { $set: { openedByPersonId: olderPersonId } },
        );
        const _id = `${conversationId}|${olderPersonId}`;
        const [isNew] = await participants.insertNew([{ ...row, _id, personId: olderPersonId }]);
        // Who was in it under both names has been there since the first of them came.
        if (!isNew)
          await participants.update({ _id, since: { $gt: row.since } }, { $set: { since: row.since } });
        await participants.remove({ _id: row._id, personId: newerPersonId });
      }
    }
  }

  /** What the older one has chosen stays. Some settings are kept by person, most by user. */
  async function moveSettings(merge: AccountMerge): Promise<void> {
    for (const [from, to] of [
      [merge.newerUserId, merge.olderUserId],
      [merge.newerPersonId, merge.olderPersonId],
    ] as const) {
      for (const row of await settings.many({ scope: 'person', ownerId: from })) {
        await settings.insertNew([{ ...row, _id: `person:${to}:${row.name}`, ownerId: to }]);
        await settings.remove({ _id: row._id, ownerId: from });
      }
    }
  }

  async function endNewer({
    olderPersonId,
    newerPersonId,
    olderUserId,
    newerUserId,
  }: AccountMerge): Promise<void> {
    const [older, newer] = [
      await persons.first({ _id: olderPersonId }),
      await persons.first({ _id: newerPersonId }),
    ];
    if (older && newer) {
      const { _id: _gone, userId: _user, ...told } = newer;
      const $set = Object.fromEntries(
        Object.entries(told).filter(
          ([name, value]) => value !== undefined && Reflect.get(older, name) === undefined,
        ),
      );
      if (Object.keys($set).length > 0) await persons.update({ _id: olderPersonId }, { $set });
    }
    await persons.remove({ _id: newerPersonId });
    const [oldUser, newUser] = [
      await users.first({ _id: olderUserId }),
      await users.first({ _id: newerUserId }),
    ];
    if (oldUser && newUser) {
      const { _id: _gone, ...told } = newUser;
      const $set: Record<string, unknown> = Object.fromEntries(
        Object.entries(told).filter(
          ([name, value]) => value !== undefined && Reflect.get(oldUser, name) === undefined,
        ),
      );
      if (statusOf(newUser) > statusOf(oldUser)) $set.onboardingStatus = newUser.onboardingStatus;
      if (Object.keys($set).length > 0) await users.update({ _id: olderUserId }, { $set });
    }
    await users.remove({ _id: newerUserId });
  }

  return {
    async propose(merge) {
      await merges.insertNew([merge]);
      return (await merges.first({ _id: merge._id })) ?? merge;
    },

    get: (id) => merges.first({ _id: id }),

    async holdings(userId) {
      const [assetCount, runCount, modules, periods] = await Promise.all([
        assets.count({ userId }),
        runs.count({ userId }),
        progress.count({ userId }),
        snapshots.count({ userId }),
      ]);
      return { assets: assetCount, runs: runCount, modules, periods };
    },

    async begin(id, choices, nowMs) {
      await merges.claim(
        { _id: id, state: 'proposed', expiresAt: { $gt: nowMs } },
        { $set: { state: 'merging', choices } },
      );
      return merges.first({ _id: id });
    },

    async drop(id) {
      await merges.claim({ _id: id, state: 'proposed' }, { $set: { state: 'dropped' } });
    },

    async moveAccounts({ olderPersonId, olderUserId, newerPersonId }) {
      for (const { _id } of await accounts.many({ personId: newerPersonId }))
        await accounts.update({ _id }, { $set: { personId: olderPersonId, userId: olderUserId } });
    },

    async keepAside({ _id, olderUserId }, changes, nowMs) {
      if (changes.length === 0) return;
      const id = stableId('left aside', _id);
      await versions.insertNew([
        { _id: id, userId: olderUserId, changes, source: 'merge', changedAt: nowMs },
      ]);
    },

    async moveRows(merge) {
      await foundations.remove({ _id: merge.newerUserId });
      await moveSnapshots(merge);
      await moveProgress(merge);
      await moveConversations(merge);
      await moveSettings(merge);
      for (const [name, { theirs, naming = [] }] of Object.entries(belongings)) {
        if (ownSteps.has(name)) continue;
        const model: unknown = Reflect.get(models, name);
        for (const mark of [...theirs, ...naming]) await moveMarked(model as Model<unknown>, mark, merge);
      }
      await endNewer(merge);
    },

    async finish({ _id }, nowMs) {
      await merges.claim({ _id, state: 'merging' }, { $set: { state: 'merged', mergedAt: nowMs } });
    },

    before: (atMs) => merges.many({ createdAt: { $lt: atMs } }, { limit: 1_000 }),

    async forget({ _id }) {
      await merges.remove({ _id });
    },
  };
}

/** One field of one collection: every row in which it names the newer one names the older one afterwards. */
async function moveMarked(model: Model<unknown>, mark: Mark, merge: AccountMerge): Promise<void> {
  const { field, by, where = {} } = mark;
  if (field === '_id' || (by !== 'user' && by !== 'person')) return;
  const [from, to] =
    by === 'user' ? [merge.newerUserId, merge.olderUserId] : [merge.newerPersonId, merge.olderPersonId];
  for (;;) {
    const rows = await model
      .find({ ...where, [field]: from })
      .select(['_id', field])
      .limit(rowsAtOnce)
      .lean<Array<Record<string, unknown>>>();
    if (rows.length === 0) return;
    for (const row of rows) {
      const value = row[field];
      const moved = Array.isArray(value) ? [...new Set(value.map((one) => (one === from ? to : one)))] : to;
      await model.updateOne({ _id: row._id, [field]: from }, { $set: { [field]: moved } });
    }
  }
}

function statusOf({ onboardingStatus }: { onboardingStatus?: string | undefined }): number {
  return onboardingStatuses.map(String).indexOf(onboardingStatus ?? '');
}
