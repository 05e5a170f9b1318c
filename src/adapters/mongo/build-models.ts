import type { Connection, Model } from 'mongoose';
import type { z } from 'zod';
import type { Table } from '../../domain/table.ts';
import { toMongoose } from './to-mongoose.ts';

/** A model for each table, under the name of its collection. */
export type Models<Tables extends readonly Table[]> = {
  [Entry in Tables[number] as Entry['name']]: Model<z.output<Entry['schema']>>;
};

/** Makes the models of `tables` on a connection, once for each connection. Sends nothing to the server. */
export function buildModels<const Tables extends readonly Table[]>(
  connection: Connection,
  tables: Tables,
): Models<Tables> {
  const models = tables.map((table) => [
    table.name,
    connection.model<z.output<typeof table.schema>>(table.name, toMongoose(table), table.name),
  ]);
  return Object.fromEntries(models) as Models<Tables>;
}
