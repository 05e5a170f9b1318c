import {
  conversationParticipantSchema,
  conversationParticipantsTable,
  conversationSchema,
  conversationsTable,
} from '../../domain/conversation.ts';
import { pendingRequestSchema, pendingRequestsTable } from '../../domain/pending-request.ts';
import { personSchema, personsTable } from '../../domain/person.ts';
import { userFunnelSnapshotSchema, userFunnelSnapshotsTable } from '../../domain/user-funnel-snapshot.ts';
import { userModuleProgressSchema, userModuleProgressTable } from '../../domain/user-module-progress.ts';
import { userPromptExecutionSchema, userPromptExecutionsTable } from '../../domain/user-prompt-execution.ts';
import type { CohortHealthStore, MemberFacts } from '../../ports/cohort-health-store.ts';
import type { StoreModels } from './store-models.ts';
import { storedTable } from './stored-table.ts';

/** Persons of one round of queries. */
const atOnce = 100;

const person = personSchema.pick({ _id: true, name: true, userId: true });
const participant = conversationParticipantSchema.pick({
  _id: true,
  conversationId: true,
  personId: true,
  since: true,
});
const conversation = conversationSchema.pick({ _id: true, audience: true, lastMessageAt: true });
const progress = userModuleProgressSchema.pick({ _id: true, userId: true, moduleId: true, status: true });
const execution = userPromptExecutionSchema.pick({
  _id: true,
  userId: true,
  promptCode: true,
  aiRequestTimestamp: true,
  status: true,
  retryOf: true,
});
const snapshot = userFunnelSnapshotSchema.pick({
  _id: true,
  userId: true,
  snapshotDate: true,
  lastUpdatedAt: true,
});
const pending = pendingRequestSchema.pick({
  _id: true,
  userId: true,
  promptCode: true,
  answeredBy: true,
  createdAt: true,
});

type Models = Pick<
  StoreModels,
  | 'persons'
  | 'conversationParticipants'
  | 'conversations'
  | 'userModuleProgress'
  | 'userPromptExecutions'
  | 'userFunnelSnapshots'
  | 'pendingRequests'
>;

/** A few queries for a hundred members, each by the index of its person. */
export function createMongoCohortHealthStore(models: Models): CohortHealthStore {
  const persons = storedTable(personsTable, models.persons);
  const participants = storedTable(conversationParticipantsTable, models.conversationParticipants);
  const conversations = storedTable(conversationsTable, models.conversations);
  const modules = storedTable(userModuleProgressTable, models.userModuleProgress);
  const executions = storedTable(userPromptExecutionsTable, models.userPromptExecutions);
  const snapshots = storedTable(userFunnelSnapshotsTable, models.userFunnelSnapshots);
  const requests = storedTable(pendingRequestsTable, models.pendingRequests);

  async function factsOf(personIds: readonly string[], runsSinceMs: number): Promise<MemberFacts[]> {
    const found = await persons.glimpse(person, { _id: { $in: [...personIds] } });
    const userIds = found.flatMap(({ userId }) => userId ?? []);
    const ofUsers = { userId: { $in: userIds } };
    const [places, finished, runs, reports, waiting] = await Promise.all([
      participants.glimpse(participant, { personId: { $in: [...personIds] } }),
      modules.glimpse(progress, { ...ofUsers, status: 'Completed' }),
      executions.glimpse(execution, { ...ofUsers, aiRequestTimestamp: { $gte: runsSinceMs } }),
      snapshots.glimpse(snapshot, { ...ofUsers, snapshotDate: { $gte: runsSinceMs } }),
      requests.glimpse(pending, { ...ofUsers, createdAt: { $gte: runsSinceMs } }),
    ]);
    const direct = await conversations.glimpse(conversation, {
      _id: { $in: places.map(({ conversationId }) => conversationId) },
      audience: 'direct',
    });
    const lastMessageAt = new Map(direct.map((one) => [one._id, one.lastMessageAt]));
    return found.map(({ _id, name, userId = '' }): MemberFacts => {
      const own = runs
        .filter((run) => run.userId === userId)
        .sort((one, other) => other.aiRequestTimestamp - one.aiRequestTimestamp);
      const kept = reports.filter((report) => report.userId === userId);
      const numbersAt = latest(kept.map(({ lastUpdatedAt, snapshotDate }) => lastUpdatedAt ?? snapshotDate));
      const written = places
        .filter(({ personId }) => personId === _id)
        .map(({ conversationId, since }) => lastMessageAt.get(conversationId) ?? since);
      const open = waiting
        .filter((request) => request.userId === userId && request.answeredBy === undefined)
        .sort((one, other) => other.createdAt - one.createdAt)
        .find(({ promptCode }) => promptCode !== undefined);
      return {
        personId: _id,
        name,
        lastActiveAt: latest([...written, ...own.map((run) => run.aiRequestTimestamp), numbersAt]),
        finishedModules: finished.filter((row) => row.userId === userId).map(({ moduleId }) => moduleId),
        runs: own.map(({ promptCode, aiRequestTimestamp: at, status, retryOf }) => ({
          promptCode,
          at,
          failed: status === 'Error',
          isRetry: retryOf !== undefined,
        })),
        waiting:
          open?.promptCode === undefined ? undefined : { promptCode: open.promptCode, since: open.createdAt },
        numbersAt,
      };
    });
  }

  return {
    facts: async (personIds, runsSinceMs) => {
      const all: MemberFacts[] = [];
      for (let first = 0; first < personIds.length; first += atOnce)
        all.push(...(await factsOf(personIds.slice(first, first + atOnce), runsSinceMs)));
      const order = new Map(personIds.map((id, index) => [id, index]));
      return all.sort((one, other) => (order.get(one.personId) ?? 0) - (order.get(other.personId) ?? 0));
    },
  };
}

function latest(times: readonly (number | undefined)[]): number | undefined {
  const known = times.filter((time) => time !== undefined);
  return known.length === 0 ? undefined : Math.max(...known);
}
