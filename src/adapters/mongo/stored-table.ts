import mongoose, { type Model, type QueryFilter, type UpdateQuery } from 'mongoose';
import { z } from 'zod';
import type { DocumentSchema, Table } from '../../domain/table.ts';
import { parseDocument } from './parse-document.ts';

interface FindOptions {
  /** 1: ascending, -1: descending. */
  sort?: Record<string, 1 | -1>;
  limit?: number;
}

/** Some fields of a table's documents, `_id` among them. */
type Fields = z.ZodObject & DocumentSchema;

/**
 * A collection as the stores use it: within the portable part of MongoDB (design.md §4), everything read is parsed, and
 * everything inserted was checked by zod before it left.
 */
export interface StoredTable<Row extends { _id: string }> {
  first(filter: QueryFilter<Row>, options?: Pick<FindOptions, 'sort'>): Promise<Row | undefined>;
  many(filter: QueryFilter<Row>, options?: FindOptions): Promise<Row[]>;
  /** Reads only these fields, such as `inboxEntrySchema.pick({ _id: true, threadKey: true })`. */
  glimpse<Some extends Fields>(
    fields: Some,
    filter: QueryFilter<Row>,
    options?: FindOptions,
  ): Promise<Array<z.output<Some>>>;
  /**
   * Inserts the rows whose `_id` is new, all in one message; says for each whether it was. Of two rows with one `_id`
   * the first is inserted. Rejects for any other reason than a known `_id`: some rows may then be in.
   */
  insertNew(rows: Row[]): Promise<boolean[]>;
  /** Changes the row if it matches, atomically. True for one of several who try; the change must unmake the match. */
  claim(filter: QueryFilter<Row>, change: UpdateQuery<Row>): Promise<boolean>;
  /** Changes the row if it matches. True when it matched, also if it already was as wished. */
  update(filter: QueryFilter<Row>, change: UpdateQuery<Row>): Promise<boolean>;
  count(filter: QueryFilter<Row>): Promise<number>;
  /** How many rows match, for each value that a text field has among them. */
  countBy(field: keyof Row & string, filter: QueryFilter<Row>): Promise<Map<string, number>>;
  /** Returns how many there were. */
  remove(filter: QueryFilter<Row>): Promise<number>;
}

export function storedTable<Schema extends DocumentSchema>(
  table: Table<Schema>,
  model: Model<z.output<Schema>>,
): StoredTable<z.output<Schema>> {
  const find = (filter: QueryFilter<z.output<Schema>>, { sort = {}, limit = 0 }: FindOptions = {}) =>
    model.find(filter).sort(sort).limit(limit).lean();

  return {
    async first(filter, options) {
      const [row]: unknown[] = await find(filter, { ...options, limit: 1 });
      return row === undefined ? undefined : parseDocument(table, row);
    },

    async many(filter, options) {
      const rows: unknown[] = await find(filter, options);
      return rows.map((row) => parseDocument(table, row));
    },

    async glimpse(fields, filter, options) {
      const rows: unknown[] = await find(filter, options).select(Object.keys(fields.shape));
      const part = { ...table, schema: fields };
      return rows.map((row) => parseDocument(part, row));
    },

    async insertNew(rows) {
      if (rows.length === 0) return [];
      const checked = rows.map((row) => table.schema.parse(row));
      // The driver's own: mongoose would check each row once more. It sends `undefined` as null unless told not to.
      const known = await knownPositions(() =>
        model.collection.insertMany(checked as never, { ordered: false, ignoreUndefined: true }),
      );
      return rows.map((_row, position) => !known.has(position));
    },

    async claim(filter, change) {
      const { modifiedCount } = await model.updateOne(filter, change);
      return modifiedCount === 1;
    },

    async update(filter, change) {
      const { matchedCount } = await model.updateOne(filter, change);
      return matchedCount === 1;
    },

    count: (filter) => model.countDocuments(filter).exec(),

    async countBy(field, filter) {
      const groups = await model.aggregate<unknown>([
        { $match: filter },
        { $group: { _id: `$${field}`, count: { $sum: 1 } } },
      ]);
      return new Map(countsSchema.parse(groups).map(({ _id, count }) => [_id, count]));
    },

    async remove(filter) {
      const { deletedCount } = await model.deleteMany(filter);
      return deletedCount;
    },
  };
}

const countsSchema = z.array(z.object({ _id: z.string(), count: z.number() }));

const duplicateKey = 11_000;

/** Positions of rows that were there already. Rethrows an error that says anything besides. */
async function knownPositions(insert: () => Promise<unknown>): Promise<Set<number>> {
  try {
    await insert();
    return new Set();
  } catch (error) {
    if (!(error instanceof mongoose.mongo.MongoBulkWriteError)) throw error;
    const failures = [error.writeErrors].flat();
    const onlyKnown = failures.length > 0 && failures.every(({ code }) => code === duplicateKey);
    if (!onlyKnown || error.result.getWriteConcernError() !== undefined) throw error;
    return new Set(failures.map(({ index }) => index));
  }
}
