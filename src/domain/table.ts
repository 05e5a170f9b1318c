import type { z } from 'zod';

/** One index of a collection. `keys` are field names in index order, all ascending. */
export interface TableIndex {
  name: string;
  keys: Record<string, 1>;
  unique?: boolean;
}

/** A zod schema whose values are documents: an object, or a union of objects, with a string `_id`. */
export type DocumentSchema = z.ZodType<{ _id: string }>;

/** One collection: what its documents look like, how it is searched and what it is for. */
export interface Table<Schema extends DocumentSchema = DocumentSchema, Name extends string = string> {
  /** The collection's name in MongoDB, such as `userFoundations`. */
  name: Name;
  schema: Schema;
  indexes: readonly TableIndex[];
  /** One sentence for whoever opens the database. */
  purpose: string;
}

/** Keeps a table's name and schema as exact types, so that models and parsed documents are typed by them. */
export function defineTable<Schema extends DocumentSchema, const Name extends string>(
  table: Table<Schema, Name>,
): Table<Schema, Name> {
  return table;
}
