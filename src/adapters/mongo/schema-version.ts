import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { mongo } from 'mongoose';
import type { Logger } from '../../ports/logger.ts';
import { StoreError } from './store-error.ts';

/**
 * One change of what is kept that older documents need. `version` is the one that it leads to. It may be killed at any
 * step and is then run again from its beginning, so each of its writes must bear being repeated.
 */
export interface Migration {
  version: number;
  /** For the log, such as `snapshots get their currency`. */
  what: string;
  run(db: mongo.Db): Promise<void>;
}

/** In the order of their versions, the first leading to 2: what is kept since the first release is version 1. */
const migrations: readonly Migration[] = [];

/** Of what was kept before versions were written. */
export const firstVersion = 1;

/** The version that documents have once `list` has run. */
export function latestVersion(list: readonly Migration[] = migrations): number {
  return list.at(-1)?.version ?? firstVersion;
}

const collectionName = 'settings';
const versionId = 'workspace:elevate:schemaVersion';
const leaseId = 'workspace:elevate:migrating';
/** A holder that died is taken over after this; a living one renews three times in it. */
const leaseMs = 60_000;
const lookAgainMs = 250;

interface Row {
  _id: string;
  scope: 'workspace';
  ownerId: 'elevate';
  name: string;
  value: unknown;
  updatedAt: number;
}

/**
 * Brings what is kept to this program's version, one process at a time; others wait for it. What was made by a newer
 * program is refused with a StoreError: writing beside it would spoil it. Costs one read where nothing is to be done.
 */
export async function migrate(
  db: mongo.Db,
  log: Logger,
  list: readonly Migration[] = migrations,
): Promise<void> {
  const rows = db.collection<Row>(collectionName);
  const wanted = latestVersion(list);
  const holder = randomUUID();
  for (;;) {
    const version = await readVersion(db);
    if (version === wanted) return;
    if (version !== undefined && version > wanted) {
      throw new StoreError(
        'NEWER_DATA',
        `The data is of version ${version}, and this program knows versions up to ${wanted}: a newer Elevate has used it. Start that one again, or restore the backup made before the upgrade.`,
      );
    }
    if (await takeLease(rows, holder)) break;
    await delay(lookAgainMs);
  }
  const renewing = setInterval(() => {
    rows.updateOne({ _id: leaseId, 'value.holder': holder }, { $set: lease(holder) }).catch(() => {});
  }, leaseMs / 3);
  try {
    const before = (await readVersion(db)) ?? ((await holdsDocuments(db)) ? firstVersion : wanted);
    for (const { version, what, run } of list.filter(({ version }) => version > before)) {
      log.info({ version, what }, 'changing what is kept');
      await run(db);
      await writeVersion(rows, version);
    }
    await writeVersion(rows, wanted);
  } finally {
    clearInterval(renewing);
    await rows.deleteOne({ _id: leaseId, 'value.holder': holder });
  }
}

/** Undefined where no program has said one: nothing is there yet, or it is from before versions were written. */
export async function readVersion(db: mongo.Db): Promise<number | undefined> {
  const row = await db.collection<Row>(collectionName).findOne({ _id: versionId });
  return typeof row?.value === 'number' ? row.value : undefined;
}

async function writeVersion(rows: mongo.Collection<Row>, version: number): Promise<void> {
  const { _id, ...fields } = row(versionId, version);
  await rows.updateOne({ _id }, { $set: fields }, { upsert: true });
}

async function takeLease(rows: mongo.Collection<Row>, holder: string): Promise<boolean> {
  try {
    await rows.insertOne(row(leaseId, { holder, until: Date.now() + leaseMs }));
    return true;
  } catch (error) {
    if (Reflect.get(error as object, 'code') !== 11_000) throw error;
  }
  const { modifiedCount } = await rows.updateOne(
    { _id: leaseId, 'value.until': { $lt: Date.now() } },
    { $set: lease(holder) },
  );
  return modifiedCount === 1;
}

function lease(holder: string): Pick<Row, 'value' | 'updatedAt'> {
  return { value: { holder, until: Date.now() + leaseMs }, updatedAt: Date.now() };
}

function row(_id: string, value: unknown): Row {
  return {
    _id,
    scope: 'workspace',
    ownerId: 'elevate',
    name: _id.slice(_id.lastIndexOf(':') + 1),
    value,
    updatedAt: Date.now(),
  };
}

/** Whoever wrote anything wrote a person first. */
async function holdsDocuments(db: mongo.Db): Promise<boolean> {
  return (await db.collection('persons').findOne({}, { projection: { _id: 1 } })) !== null;
}
