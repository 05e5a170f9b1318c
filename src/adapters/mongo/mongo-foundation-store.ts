import { isDeepStrictEqual } from 'node:util';
import { isFoundationPath } from '../../domain/foundation-fields.ts';
import { type FoundationVersion, foundationVersionsTable } from '../../domain/foundation-version.ts';
import { stableId } from '../../domain/stable-id.ts';
import {
  type UserFoundation,
  userFoundationSchema,
  userFoundationsTable,
} from '../../domain/user-foundation.ts';
import type { FoundationChange, FoundationStore } from '../../ports/foundation-store.ts';
import type { StoreModels } from './store-models.ts';
import { storedTable } from './stored-table.ts';

export function createMongoFoundationStore(
  models: Pick<StoreModels, 'userFoundations' | 'foundationVersions'>,
): FoundationStore {
  const foundations = storedTable(userFoundationsTable, models.userFoundations);
  const versions = storedTable(foundationVersionsTable, models.foundationVersions);

  async function read(userId: string): Promise<UserFoundation> {
    return (await foundations.first({ _id: userId })) ?? emptyFoundation(userId);
  }

  /** Paths that changes after this one have written: what they hold is newer. */
  async function pathsChangedAfter({ _id, userId, changedAt }: FoundationVersion): Promise<Set<string>> {
    const since = await versions.many({ userId, changedAt: { $gte: changedAt } });
    const after = since.filter((other) => other.changedAt > changedAt || other._id > _id);
    return new Set(after.flatMap(({ changes }) => changes.map(({ path }) => path)));
  }

  async function write(
    foundation: UserFoundation,
    changes: FoundationVersion['changes'],
    changedAt: number,
  ): Promise<void> {
    const { _id } = foundation;
    const filled = changes.filter(({ after }) => after !== undefined);
    const emptied = changes.filter(({ after }) => after === undefined);
    const fields = Object.fromEntries(filled.map(({ path, after }) => [path, after]));
    const $set = { ...fields, lastUpdatedAt: Math.max(foundation.lastUpdatedAt, changedAt) };
    const $unset = Object.fromEntries(emptied.map(({ path }) => [path, true]));
    const change = emptied.length > 0 ? { $set, $unset } : { $set };
    if (await foundations.update({ _id }, change)) return;
    // Before the fields rather than by an upsert, two of which at once may collide.
    await foundations.insertNew([emptyFoundation(_id)]);
    await foundations.update({ _id }, change);
  }

  async function carryOut(
    _id: string,
    userId: string,
    nowMs: number,
    plan: (foundation: UserFoundation) => Pick<FoundationVersion, 'changes' | 'source' | 'undoes'>,
  ) {
    const [foundation, earlier] = await Promise.all([read(userId), versions.first({ _id })]);

    let version = earlier;
    let wanted: FoundationVersion['changes'];
    if (version === undefined) {
      const planned = plan(foundation);
      wanted = planned.changes;
      if (wanted.length === 0) return { foundation, changedPaths: [] };
      version = { _id, userId, ...planned, changedAt: nowMs };
      // What was there before is kept first: after a crash in between, the second attempt writes the fields.
      await versions.insertNew([version]);
    } else {
      const newer = await pathsChangedAfter(version);
      wanted = version.changes.filter(
        ({ path, after }) => !newer.has(path) && !isDeepStrictEqual(valueAt(foundation, path), after),
      );
    }
    if (wanted.length > 0) await write(foundation, wanted, version.changedAt);
    return { foundation: await read(userId), changedPaths: version.changes.map(({ path }) => path) };
  }

  return {
    read,

    change: (userId, changeId, changes, source, nowMs) =>
      carryOut(stableId('foundation change', userId, changeId), userId, nowMs, (foundation) => ({
        changes: changesTo(foundation, changes),
        source,
      })),

    undo: (userId, version, nowMs) =>
      carryOut(stableId('foundation undo', userId, version._id), userId, nowMs, (foundation) => ({
        changes: version.changes
          .filter(({ path, after }) => isDeepStrictEqual(valueAt(foundation, path), after))
          .map(({ path, before, after }) => ({
            path,
            ...(after === undefined ? {} : { before: after }),
            ...(before === undefined ? {} : { after: before }),
          })),
        source: 'undo',
        undoes: version._id,
      })),

    versions: (userId, limit) => versions.many({ userId }, { sort: { changedAt: -1, _id: 1 }, limit }),
  };
}

function emptyFoundation(userId: string): UserFoundation {
  return {
    _id: userId,
    userId,
    companyContext: {},
    marketAwareness: {},
    customerAvatar: {},
    lastUpdatedAt: 0,
  };
}

/** The changes that make a difference, each path once. Throws for a path or a value that a Foundation cannot hold. */
function changesTo(foundation: UserFoundation, changes: FoundationChange[]): FoundationVersion['changes'] {
  const stray = changes.find(({ path }) => !isFoundationPath(path));
  if (stray) throw new Error(`A Foundation has no field ${stray.path}.`);
  const wished = new Map(changes.map(({ path, after }) => [path, after]));
  const difference = [...wished].flatMap(([path, after]) => {
    const before = valueAt(foundation, path);
    return isDeepStrictEqual(before, after) ? [] : [{ path, before, after }];
  });
  userFoundationSchema.parse(withValues(foundation, wished));
  return difference;
}

/** A path is one field, or one field of one group. */
function valueAt(foundation: UserFoundation, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, key) => (isRecord(value) ? value[key] : undefined), foundation);
}

function withValues(foundation: UserFoundation, values: ReadonlyMap<string, unknown>): unknown {
  const changed: Record<string, unknown> = { ...foundation };
  for (const [path, value] of values) {
    const [group = '', field] = path.split('.');
    changed[group] = field === undefined ? value : { ...Object(changed[group]), [field]: value };
  }
  return changed;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
