import { type Account, accountsTable } from '../../domain/account.ts';
import { auditTable } from '../../domain/audit-entry.ts';
import { cohortsTable } from '../../domain/cohort.ts';
import type { Reach } from '../../domain/contact-plan.ts';
import { conversationParticipantsTable, conversationsTable } from '../../domain/conversation.ts';
import { type Person, personsTable } from '../../domain/person.ts';
import type { Leader, StaffStore, Standing } from '../../ports/staff-store.ts';
import type { StoreModels } from './store-models.ts';
import { storedTable } from './stored-table.ts';

/** Of people with one name: more than these are not told apart anyway. */
const mostNamesakes = 20;
const mostLeaders = 5;
const mostThreads = 500;

export function createMongoStaffStore(
  models: Pick<
    StoreModels,
    'accounts' | 'persons' | 'audit' | 'cohorts' | 'conversations' | 'conversationParticipants'
  >,
): StaffStore {
  const accounts = storedTable(accountsTable, models.accounts);
  const persons = storedTable(personsTable, models.persons);
  const audit = storedTable(auditTable, models.audit);
  const cohorts = storedTable(cohortsTable, models.cohorts);
  const conversations = storedTable(conversationsTable, models.conversations);
  const participants = storedTable(conversationParticipantsTable, models.conversationParticipants);

  /** Where they wrote to us alone last, of the threads that they opened lately. */
  async function reachOf(personId: string): Promise<Reach | undefined> {
    const places = await participants.many({ personId }, { limit: mostThreads });
    const [last] = await conversations.many(
      { _id: { $in: places.map(({ conversationId }) => conversationId) }, audience: 'direct' },
      { sort: { lastMessageAt: -1 }, limit: 1 },
    );
    if (!last) return undefined;
    const account = await accounts.first({ personId, surface: last.platform });
    const thread = {
      surface: last.platform,
      place: last.place,
      root: last.thread,
      audience: last.audience,
    };
    return account && { thread, accountId: account.accountId };
  }

  async function leader({ _id, name }: Pick<Person, '_id' | 'name'>): Promise<Leader> {
    const reach = await reachOf(_id);
    return { personId: _id, name, ...(reach ? { reach } : {}) };
  }

  async function standing({ personId, accountId, name, profile }: Account): Promise<Standing | undefined> {
    const person = await persons.first({ _id: personId });
    return (
      person && { personId, accountId, name: person.name || name, role: person.role, email: profile?.email }
    );
  }

  return {
    async standingOf(surface, accountId) {
      const account = await accounts.first({ _id: `${surface}:${accountId}` });
      return account && standing(account);
    },

    async named(surface, workspace, name) {
      const begin = workspace === undefined ? '' : `${workspace}:`;
      const byId = await accounts.first({ _id: `${surface}:${begin}${name}` });
      const capital = name.charAt(0).toUpperCase() + name.slice(1);
      const byName = await accounts.many(
        { surface, 'profile.name': { $in: [...new Set([name, capital])] } },
        { limit: mostNamesakes },
      );
      const own = byName.filter(({ accountId }) => accountId.startsWith(begin));
      const found = await Promise.all((byId ? [byId] : own).map(standing));
      const each = new Map(found.flatMap((one) => (one ? [[one.personId, one] as const] : [])));
      return [...each.values()];
    },

    byPerson: (personId) =>
      persons.first({ _id: personId }).then((row) => row && { name: row.name, role: row.role }),

    async leadersOf(personId) {
      const all = await cohorts.many({ memberPersonIds: personId });
      const running = all.filter(({ endedAt }) => endedAt === undefined);
      const ids = (running.length > 0 ? running : all).flatMap(
        ({ facilitatorPersonIds }) => facilitatorPersonIds,
      );
      const filter = ids.length > 0 ? { _id: { $in: ids } } : { role: 'Facilitator' };
      const found = await persons.many(filter, { sort: { _id: 1 }, limit: mostLeaders });
      return Promise.all(found.filter(({ _id }) => _id !== personId).map(leader));
    },

    async leaderOf(personId) {
      const person = await persons.first({ _id: personId });
      return person && leader(person);
    },

    async cohortZoneOf(personId) {
      const theirs = await cohorts.many({ memberPersonIds: personId });
      return (theirs.find(({ endedAt }) => endedAt === undefined) ?? theirs[0])?.timeZone;
    },

    async setRole(personId, role) {
      await persons.update({ _id: personId }, { $set: { role } });
    },

    async note(entry) {
      await audit.insertNew([entry]);
    },
  };
}
