import type { Connection } from 'mongoose';

/** Every document of the database as the server has it, to be searched for what must not stand there. */
export async function storedText(connection: Connection): Promise<string> {
  const { db } = connection;
  if (!db) throw new Error('The connection is closed.');
  const collections = await db.listCollections({}, { nameOnly: true }).toArray();
  const documents = await Promise.all(collections.map(({ name }) => db.collection(name).find({}).toArray()));
  return JSON.stringify(documents);
}
