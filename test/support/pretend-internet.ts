import { createServer, type RequestListener } from 'node:http';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import type { DialTarget } from '../../src/adapters/web/page-reader.ts';

/** Hosts with addresses that a test gives them, all served from this machine: what is dialled there arrives here. */
export interface PretendInternet {
  /** What was dialled, in order. */
  dialled: DialTarget[];
  /** What was resolved, in order. */
  resolved: string[];
  /** A host has these addresses; each further resolving takes the next list, the last one stays. */
  host(name: string, ...answers: string[][]): void;
  resolve(host: string): Promise<string[]>;
  dial(target: DialTarget): Promise<Duplex>;
  close(): Promise<void>;
}

export async function startPretendInternet(answer: RequestListener): Promise<PretendInternet> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  const hosts = new Map<string, string[][]>();
  const dialled: DialTarget[] = [];
  const resolved: string[] = [];
  return {
    dialled,
    resolved,
    host: (name, ...answers) => void hosts.set(name, answers),
    async resolve(host) {
      resolved.push(host);
      const answers = hosts.get(host) ?? [[]];
      return (answers.length > 1 ? answers.shift() : answers[0]) ?? [];
    },
    dial(target) {
      dialled.push(target);
      return new Promise((resolve, reject) => {
        const socket = connect({ host: '127.0.0.1', port: address.port });
        socket.once('connect', () => resolve(socket));
        socket.once('error', reject);
      });
    },
    close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      return closed;
    },
  };
}
