import { MongoMemoryServer } from 'mongodb-memory-server';
import type { TestProject } from 'vitest/node';
import { findServerProgram } from '../../src/adapters/mongo/find-server-program.ts';
import { silentLogger } from './silent-logger.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The server that all test files share. Take a database of your own: `openDatabase()`. */
    mongoUri: string;
  }
}

let server: MongoMemoryServer | undefined;

export async function setup(project: TestProject): Promise<void> {
  const program = await findServerProgram({
    env: process.env,
    log: silentLogger,
    progress: (line) => process.stderr.write(`${line}\n`),
  });
  server = await MongoMemoryServer.create({
    binary: { systemBinary: program.path, version: program.mongoVersion },
    instance: { launchTimeout: 30_000 },
  });
  project.provide('mongoUri', server.getUri());
}

export async function teardown(): Promise<void> {
  await server?.stop();
}
