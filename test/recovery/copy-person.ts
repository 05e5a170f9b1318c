import type { StoreModels } from '../../src/adapters/mongo/store-models.ts';
import { stableId } from '../../src/domain/stable-id.ts';
import { threadKeyOf } from '../../src/domain/thread-ref.ts';
import { threadOf } from './turn-kinds.ts';

/**
 * Gives each of the new accounts all that the store holds of `from` and their one thread, under ids of their own: a
 * hundred people who stand where one was led to. `from` must be a word that stands in nothing but ids.
 */
export async function copyPerson(from: string, to: string[], models: StoreModels): Promise<void> {
  const threadKey = threadKeyOf(threadOf(from));
  const userId = stableId('user', 'playground', from);
  const queries = {
    accounts: models.accounts.find({ accountId: from }).lean(),
    persons: models.persons.find({ userId }).lean(),
    users: models.users.find({ _id: userId }).lean(),
    inbox: models.inbox.find({ threadKey }).lean(),
    outbox: models.outbox.find({ threadKey }).lean(),
    threads: models.threads.find({ _id: threadKey }).lean(),
    playgroundMessages: models.playgroundMessages.find({ 'thread.place': threadOf(from).place }).lean(),
    conversations: models.conversations.find({ _id: threadKey }).lean(),
    conversationParticipants: models.conversationParticipants.find({ conversationId: threadKey }).lean(),
    conversationMessages: models.conversationMessages.find({ conversationId: threadKey }).lean(),
    pendingRequests: models.pendingRequests.find({ userId }).lean(),
    userPromptExecutions: models.userPromptExecutions.find({ userId }).lean(),
    userGeneratedAssets: models.userGeneratedAssets.find({ userId }).lean(),
    assetVersions: models.assetVersions.find({ userId }).lean(),
    userFoundations: models.userFoundations.find({ userId }).lean(),
    funnelDrafts: models.funnelDrafts.find({ userId }).lean(),
    userFunnelSnapshots: models.userFunnelSnapshots.find({ userId }).lean(),
    foundationVersions: models.foundationVersions.find({ userId }).lean(),
  };
  for (const [table, query] of Object.entries(queries)) {
    const rows = JSON.stringify(await query);
    if (rows === '[]') continue;
    const copies = to.flatMap((accountId) => JSON.parse(renamed(rows, from, accountId)) as object[]);
    await models[table as keyof StoreModels].collection.insertMany(copies as never);
  }
}

/** Ids made by `stableId` are 22 characters between quotes or after a button's verb. */
function renamed(rows: string, from: string, to: string): string {
  const kept = new Map(
    ['user', 'person'].map((kind) => [stableId(kind, 'playground', from), stableId(kind, 'playground', to)]),
  );
  return rows
    .replaceAll(from, to)
    .replace(
      /(?<=["|:])[A-Za-z0-9_-]{22}(?=")/g,
      (id) => kept.get(id) ?? (/[A-Z0-9]/.test(id) ? stableId(id, to) : id),
    );
}
