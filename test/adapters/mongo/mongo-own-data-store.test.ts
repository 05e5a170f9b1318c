import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createMongoOwnDataStore } from '../../../src/adapters/mongo/mongo-own-data-store.ts';
import type { OpenStore } from '../../../src/adapters/mongo/open-store.ts';
import { belongings, type CollectionName, type Mark, nobody } from '../../../src/domain/belonging.ts';
import type { Whose } from '../../../src/domain/erasure.ts';
import { allTables } from '../../../src/domain/tables.ts';
import { closeModels, openModels } from '../../support/store-models.ts';
import { valueForSchema } from '../../support/value-for-schema.ts';

const never = new AbortController().signal;

/** Somebody with an account on each surface, whose ids hold their name. */
function somebody(name: string, channel: string): Whose {
  const directThreads = [`playground/dm:${name}/1`, `slack/T1/D-${name}/1`];
  return {
    personId: `person-${name}`,
    userId: `user-${name}`,
    accounts: [
      { surface: 'playground', accountId: name },
      { surface: 'slack', accountId: `T1-${name}:U-${name}` },
      { surface: 'discord', accountId: `900-${name}` },
    ],
    directThreads,
    threads: [...directThreads, `slack/T1/${channel}/1`],
  };
}

/** What such a mark holds for them, and what else the row then says. */
function marked({ field, by, surface, surfaceField, within, where }: Mark, person: Whose) {
  const account = person.accounts.find((one) => one.surface === (surface ?? 'discord'));
  const id = account?.accountId ?? '';
  const values: Record<Mark['by'], [unknown, Record<string, unknown>]> = {
    user: [person.userId, {}],
    person: [person.personId, within === undefined ? {} : { [within]: person.threads.at(-1) }],
    account: [id, surfaceField === undefined ? {} : { [surfaceField]: account?.surface }],
    'account-prefix': [`discord:${id}|1:fill:r`, {}],
    'slack-user': [
      person.accounts[1]?.accountId.split(':')[1],
      { _id: person.accounts[1]?.accountId.split(':')[0] },
    ],
    terminal: [`terminal:${person.accounts[0]?.accountId}`, {}],
    'direct-thread': [person.directThreads[0], {}],
  };
  const [value, also] = values[by];
  return { [field]: value, ...also, ...where };
}

let made = 0;

/** A row of the table that is valid, and says this. */
function rowOf(name: CollectionName, says: Record<string, unknown>): Record<string, unknown> {
  const table = allTables.find((one) => one.name === name);
  if (!table) throw new Error(`There is no table ${name}.`);
  made += 1;
  const whole = valueForSchema(z.toJSONSchema(table.schema), 'words');
  const row: Record<string, unknown> = { ...Object(whole), _id: `row-${made}` };
  for (const [path, value] of Object.entries(says)) put(row, path.split('.'), value);
  return row;
}

function put(target: Record<string, unknown>, [key = '', ...rest]: string[], value: unknown): void {
  if (rest.length === 0) {
    target[key] = Array.isArray(target[key]) && !Array.isArray(value) ? [value, 'somebody else'] : value;
    return;
  }
  const inner = Object(target[key]);
  target[key] = inner;
  put(inner, rest, value);
}

describe('what belongs to whom', () => {
  let store: OpenStore;
  const [ana, ben] = [somebody('ana', 'C1'), somebody('ben', 'C2')];
  const own = () => createMongoOwnDataStore(store.models);
  const names = allTables.map(({ name }) => name);
  const every = async () =>
    Promise.all(
      names.map(async (name) => ({
        name,
        rows: await store.connection.collection(name).find({}).toArray(),
      })),
    );
  /** What an erasure is held against: everything of theirs, by their name in it. */
  const naming = async (name: string) =>
    (await every()).flatMap(({ name: collection, rows }) =>
      rows.flatMap((row) =>
        JSON.stringify(row).includes(name) ? [`${collection} ${JSON.stringify(row)}`] : [],
      ),
    );

  beforeAll(async () => {
    store = await openModels();
    for (const person of [ana, ben]) {
      for (const name of names) {
        const { theirs, naming: mentions = [] } = belongings[name];
        const rows = [...theirs, ...mentions].map((mark) => rowOf(name, marked(mark, person)));
        const whole = new Map(rows.map((row) => [String(row._id), row]));
        if (whole.size > 0)
          await store.connection.collection<{ _id: string }>(name).insertMany(
            [...whole.values()].map((row) => ({ ...row, _id: String(row._id) })),
            { ordered: false },
          );
      }
    }
  });
  afterAll(() => closeModels(store));

  it('is said for every collection that there is, in one table', () => {
    expect(Object.keys(belongings).sort()).toEqual([...names].sort());
    for (const name of names) {
      const { theirs, naming: mentions = [], nobodys } = belongings[name];
      expect([name, theirs.length + mentions.length > 0 || nobodys !== undefined]).toEqual([name, true]);
    }
  });

  it('names fields that the collection has, each the first of an index or within one that is', () => {
    for (const { name, schema, indexes } of allTables) {
      const { theirs, naming: mentions = [] } = belongings[name];
      for (const mark of [...theirs, ...mentions]) {
        expect(`${name} ${JSON.stringify(z.toJSONSchema(schema))}`).toContain(
          `"${mark.field.split('.').at(-1)}"`,
        );
        const leading = ['_id', ...indexes.flatMap(({ keys }) => Object.keys(keys).slice(0, 1))];
        const searched = [
          mark.field,
          mark.within,
          ...Object.keys(mark.where ?? {}),
          ...(mark.by === 'slack-user' ? ['_id'] : []),
        ];
        expect([name, mark.field, searched.some((field) => leading.includes(field ?? ''))]).toEqual([
          name,
          mark.field,
          true,
        ]);
      }
    }
  });

  it('is read whole, of rows of others only the mention', async () => {
    const rows = await own().read(ana);
    const collections = rows.map(({ collection }) => collection);
    const owned = names.filter((name) => belongings[name].nobodys === undefined);
    expect(collections.sort()).toEqual([...owned].sort());
    expect(JSON.stringify(rows)).not.toContain('ben');
    expect(JSON.stringify(rows)).not.toContain('somebody else');
    const installation = rows.find(({ collection }) => collection === 'slackInstallations');
    expect(installation).toEqual({
      collection: 'slackInstallations',
      theirs: [],
      namedIn: [{ _id: 'T1-ana', installedBy: true }],
    });
  });

  it('goes whole from every collection, also when begun again, and takes nothing of anybody else', async () => {
    const before = await naming('ben');
    expect((await naming('ana')).length).toBeGreaterThan(30);
    const counts = await own().count(ana);

    const stopped = new AbortController();
    stopped.abort();
    expect(await own().erase(ana, { askedAt: 1, traces: [] }, stopped.signal)).toEqual({});
    const went = await own().erase(ana, { askedAt: 1, traces: [] }, never);

    expect(went).toEqual(counts);
    // The workspace's own id stays: it is nobody's.
    const left = (await naming('ana')).filter((row) => !row.startsWith('slackInstallations'));
    expect(left).toEqual([]);
    expect(JSON.stringify(await every())).not.toContain('U-ana');
    expect(await naming('ben')).toEqual(before);
    expect(await own().erase(ana, { askedAt: 1, traces: [] }, never)).toEqual({});
  });

  it('leaves a list of others without them, and what they did as nobody’s', async () => {
    const [cohort] = await store.connection
      .collection('cohorts')
      .find({ memberPersonIds: ['somebody else'] })
      .toArray();
    expect(cohort?.name).toBe('words');
    const acted = await store.connection.collection('audit').find({ actorPersonId: nobody }).toArray();
    expect(acted).toHaveLength(1);
    expect(acted[0]?.detail).toBeUndefined();
  });
});
