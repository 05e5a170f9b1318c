import { createConnection, Schema } from 'mongoose';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { buildModels } from '../../../src/adapters/mongo/build-models.ts';
import { toMongoose } from '../../../src/adapters/mongo/to-mongoose.ts';
import { seedTables } from '../../../src/domain/seed-tables.ts';
import { type DocumentSchema, defineTable, type Table, type TableIndex } from '../../../src/domain/table.ts';

const brewSchema = z.strictObject({
  _id: z.string(),
  name: z.string(),
  grams: z.number(),
  isFiltered: z.boolean(),
  brewer: z.enum(['cone', 'press']),
  notes: z.array(z.string()),
  steps: z.array(z.strictObject({ type: z.string(), seconds: z.number().optional() })).optional(),
  water: z.strictObject({ celsius: z.number(), source: z.string().optional() }),
  labels: z.record(z.string(), z.string()).optional(),
  anything: z.unknown(),
  rating: z.union([z.number(), z.literal(0)]).optional(),
});

const brew: z.infer<typeof brewSchema> = {
  _id: 'b1',
  name: '',
  grams: 15,
  isFiltered: true,
  brewer: 'cone',
  notes: [],
  water: { celsius: 94 },
  anything: null,
};

describe('toMongoose', () => {
  it('takes options and indexes from the table', () => {
    const indexes: TableIndex[] = [
      { name: 'by_brewer', keys: { brewer: 1, 'water.celsius': 1 } },
      { name: 'by_name', keys: { name: 1 }, unique: true },
    ];
    const schema = toMongoose(table(brewSchema, indexes));
    expect(schema.get('collection')).toBe('brews');
    expect(schema.get('strict')).toBe('throw');
    expect(schema.get('autoIndex')).toBe(false);
    expect(schema.get('autoCreate')).toBe(false);
    expect(schema.get('versionKey')).toBe(false);
    expect(schema.get('minimize')).toBe(false);
    expect(schema.indexes()).toEqual([
      [{ brewer: 1, 'water.celsius': 1 }, { name: 'by_brewer' }],
      [{ name: 1 }, { name: 'by_name', unique: true }],
    ]);
  });

  it('derives each path', () => {
    const schema = toMongoose(table(brewSchema));
    const instances = Object.fromEntries(
      Object.keys(brewSchema.shape).map((name) => [name, schema.path(name).instance]),
    );
    expect(instances).toEqual({
      _id: 'String',
      name: 'String',
      grams: 'Number',
      isFiltered: 'Boolean',
      brewer: 'String',
      notes: 'Array',
      steps: 'Array',
      water: 'Embedded',
      labels: 'Map',
      anything: 'Mixed',
      rating: 'Number',
    });
    expect(schema.path('water').schema?.path('_id')).toBeUndefined();
    expect(schema.path('steps').schema?.path('_id')).toBeUndefined();
  });

  it('keeps a document as it is: nothing filled in, "" and null and {} and [] are values', async () => {
    const document = hydrate(brew);
    await document.validate();
    expect(document.toObject()).toEqual(brew);

    const whole = {
      ...brew,
      steps: [{ type: 'pour' }],
      labels: { roast: 'light' },
      anything: { 'a.b': 1 },
      rating: 4,
    };
    const other = hydrate(whole);
    await other.validate();
    expect(other.toObject({ flattenMaps: true })).toEqual(whole);
  });

  it.each<[string, object, RegExp]>([
    ['an unknown key', { sugar: 2 }, /sugar/],
    ['an unknown key within', { water: { celsius: 1, ph: 7 } }, /water/],
    ['an unknown key in a list', { steps: [{ type: 'pour', speed: 1 }] }, /speed/],
    ['a missing text', { name: undefined }, /name/],
    ['a missing list', { notes: undefined }, /notes/],
    ['a missing object', { water: undefined }, /water/],
    ['a missing value of any kind', { anything: undefined }, /anything/],
    ['a missing field within', { water: {} }, /water\.celsius/],
    ['a missing field in a list', { steps: [{}] }, /steps\.0\.type/],
    ['a missing id', { _id: undefined }, /_id/],
    ['a number written as text', { grams: '15' }, /grams/],
    ['a text given as number', { name: 15 }, /name/],
    ['a truth written as text', { isFiltered: 'true' }, /isFiltered/],
    ['a list given as one', { notes: 'sour' }, /notes/],
    ['a list of something else', { notes: [1] }, /notes/],
    ['an unknown literal', { brewer: 'kettle' }, /brewer/],
    ['a map of something else', { labels: { roast: 1 } }, /labels/],
  ])('refuses %s', async (_what, change, message) => {
    await expect((async () => hydrate({ ...brew, ...change }).validate())()).rejects.toThrow(message);
  });

  it('casts no filter and no update to another type, and knows their fields', () => {
    const { brews } = buildModels(createConnection(), [table(brewSchema)] as const);
    const castFilter = (filter: object) => brews.find().cast(brews, filter);
    const ordinary = {
      grams: { $lt: 20, $in: [1, 2] },
      notes: 'sour',
      rating: null,
      labels: { $exists: false },
    };
    expect(castFilter({ ...ordinary })).toEqual(ordinary);
    expect(() => castFilter({ grams: '15' })).toThrow(/grams/);
    expect(() => castFilter({ sugar: 1 })).toThrow(/sugar/);
  });

  describe('with a union of objects', () => {
    const unionSchema = z.discriminatedUnion('kind', [
      z.strictObject({
        _id: z.string(),
        kind: z.literal('a'),
        both: z.string(),
        size: z.number(),
        mix: z.string(),
      }),
      z.strictObject({ _id: z.string(), kind: z.literal('b'), both: z.string().optional(), mix: z.number() }),
    ]);
    const schema = toMongoose(table(unionSchema));

    it('allows the fields of all variants and requires what all require', () => {
      const required = ['_id', 'kind', 'both', 'size', 'mix'].filter((name) => schema.path(name).isRequired);
      expect(required).toEqual(['_id', 'kind', 'mix']);
      expect(schema.path('kind').options.enum).toEqual(['a', 'b']);
    });

    it('takes anything where variants differ in type', () => {
      expect(schema.path('mix').instance).toBe('Mixed');
    });
  });

  it.each<[string, DocumentSchema, string]>([
    ['a loose object', z.object({ _id: z.string() }), 'brews: the object is not strict. Use z.strictObject.'],
    [
      'a type that MongoDB paths do not know',
      z.strictObject({ _id: z.string(), when: z.strictObject({ at: z.map(z.string(), z.string()) }) }),
      'brews.when.at: no MongoDB path can be derived from the zod type "map".',
    ],
    [
      'mixed literals',
      z.strictObject({ _id: z.string(), size: z.literal(['S', 1]) }),
      'brews.size: literals must be all text, all numbers or all booleans.',
    ],
  ])('refuses %s, naming the path', (_what, schema, message) => {
    expect(() => toMongoose(table(schema))).toThrow(new TypeError(message));
  });

  it('refuses an index over no field', () => {
    const indexes: TableIndex[] = [{ name: 'by_sugar', keys: { name: 1, sugar: 1 } }];
    expect(() => toMongoose(table(brewSchema, indexes))).toThrow('brews: index by_sugar is over sugar');
  });
});

describe('buildModels', () => {
  it('makes a model for each table, typed and named by it', () => {
    const models = buildModels(createConnection(), seedTables);
    expect(Object.keys(models)).toEqual(seedTables.map((entry) => entry.name));
    expect(models.userFoundations.collection.name).toBe('userFoundations');
    const user = new models.users({ _id: 'u1', name: 'Ana' });
    const name: string | undefined = user.name;
    expect(name).toBe('Ana');
    expect(models.agents.schema).toBeInstanceOf(Schema);
  });
});

function table<Document extends DocumentSchema>(
  schema: Document,
  indexes: TableIndex[] = [],
): Table<Document, 'brews'> {
  return defineTable({ name: 'brews', schema, indexes, purpose: 'For this test.' });
}

function hydrate(values: object) {
  const { brews } = buildModels(createConnection(), [table(brewSchema)] as const);
  return new brews(values);
}
