import { randomUUID } from 'node:crypto';
import mongoose from 'mongoose';
import { inject } from 'vitest';

/** A database that nobody else uses, on the server that the run shares. */
export async function openDatabase(): Promise<mongoose.Connection> {
  const dbName = `test-${randomUUID()}`;
  return mongoose.createConnection(inject('mongoUri'), { dbName }).asPromise();
}

export async function closeDatabase(connection: mongoose.Connection): Promise<void> {
  await connection.dropDatabase();
  await connection.close();
}
