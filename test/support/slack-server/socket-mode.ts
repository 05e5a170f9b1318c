import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';
import type { Clock } from '../../../src/ports/clock.ts';
import type { Outcome, Outgoing, Transport } from './deliveries.ts';
import { limits } from './limits.ts';

/** The test's hold on the app's sockets. */
export interface Sockets {
  /** How many are open. */
  readonly count: number;
  /** Cut without a word, as by a network. All of them unless told how many. */
  drop(howMany?: number): void;
  /** Slack asks for a new connection: `warning` some ten seconds ahead, `refresh_requested` now. */
  refresh(reason?: 'warning' | 'refresh_requested'): void;
  /** Stays open and neither answers pings nor hears anything: the silence that only a ping time-out can notice. */
  freeze(): void;
  /** A ping frame on each. From the first one on, the SDK expects them (every 30 s unless told otherwise). */
  ping(): void;
}

export interface SocketMode extends Transport {
  readonly sockets: Sockets;
  /** For `apps.connections.open`: good for one connection. */
  openUrl(host: string): string;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  close(): Promise<void>;
}

interface Connection {
  socket: WebSocket;
  /** Asked to leave: gets nothing new. */
  leaving: boolean;
  /** Hears nothing any more, not even a close frame. */
  frozen: boolean;
  waiting: Map<string, (outcome: Outcome) => void>;
}

/** From memory: Slack pings every few seconds. Only a running clock gets there. */
const pingEveryMs = 10_000;
const host = 'applink-loopback';

export function createSocketMode({
  clock,
  appId,
  changed,
}: {
  clock: Clock;
  appId: string;
  changed: () => void;
}): SocketMode {
  const server = new WebSocketServer({ noServer: true });
  const tickets = new Set<string>();
  const connections: Connection[] = [];
  let waitingForConnection: Array<() => void> = [];
  let turn = 0;

  const usable = () =>
    connections.filter(({ socket, leaving }) => !leaving && socket.readyState === WebSocket.OPEN);

  function welcome(socket: WebSocket): void {
    if (usable().length >= limits.delivery.sockets) {
      send(socket, { type: 'disconnect', reason: 'too_many_websockets', debug_info: { host } });
      socket.close();
      return;
    }
    const connection: Connection = { socket, leaving: false, frozen: false, waiting: new Map() };
    connections.push(connection);
    socket.on('message', (data) => hear(connection, data.toString()));
    socket.on('error', () => socket.terminate());
    const gone = new AbortController();
    socket.on('close', () => {
      gone.abort();
      connections.splice(connections.indexOf(connection), 1);
      for (const settle of connection.waiting.values()) settle({ acknowledged: false, reason: 'timeout' });
      changed();
    });
    void pingUntil(gone.signal, socket);

    send(socket, {
      type: 'hello',
      num_connections: usable().length,
      debug_info: { host, build_number: 1, approximate_connection_time: 18_060 },
      connection_info: { app_id: appId },
    });
    for (const wake of waitingForConnection) wake();
    waitingForConnection = [];
    changed();
  }

  async function pingUntil(gone: AbortSignal, socket: WebSocket): Promise<void> {
    while (!gone.aborted) {
      await clock.sleep(pingEveryMs, gone);
      if (!gone.aborted) socket.ping('loopback');
    }
  }

  function hear(connection: Connection, text: string): void {
    const { envelope_id: id, payload } = JSON.parse(text) as { envelope_id?: string; payload?: unknown };
    if (id === undefined) return;
    connection.waiting.get(id)?.({ acknowledged: true, body: payload });
  }

  async function attempt(outgoing: Outgoing, retry: { attempt: number; reason: string } | undefined) {
    const open = usable();
    // Slack picks any of them. In turn is any, and the same in every run.
    const connection = open[turn++ % Math.max(1, open.length)];
    if (!connection) return { acknowledged: false as const, reason: 'timeout' };
    const envelopeId = randomUUID();
    const settled = new AbortController();
    const answered = new Promise<Outcome>((resolve) => connection.waiting.set(envelopeId, resolve));
    send(connection.socket, {
      envelope_id: envelopeId,
      type: outgoing.kind,
      payload: outgoing.payload,
      accepts_response_payload: outgoing.kind !== 'events_api',
      ...(outgoing.kind === 'events_api' && {
        retry_attempt: retry?.attempt ?? 0,
        retry_reason: retry?.reason ?? '',
      }),
    });
    const tooLate = clock
      .sleep(limits.delivery.ackMs, settled.signal)
      .then((): Outcome => ({ acknowledged: false, reason: 'timeout' }));
    const outcome = await Promise.race([answered, tooLate]);
    settled.abort();
    connection.waiting.delete(envelopeId);
    return outcome;
  }

  return {
    sockets: {
      get count() {
        return usable().length;
      },
      drop: (howMany = connections.length) => {
        for (const { socket } of connections.slice(0, howMany)) socket.terminate();
      },
      refresh: (reason = 'refresh_requested') => {
        for (const connection of usable()) {
          connection.leaving = true;
          send(connection.socket, { type: 'disconnect', reason, debug_info: { host } });
        }
      },
      freeze: () => {
        for (const connection of usable()) {
          connection.frozen = true;
          connection.socket.pause();
        }
      },
      ping: () => {
        for (const { socket } of usable()) socket.ping('loopback');
      },
    },
    openUrl: (address) => {
      const ticket = randomUUID();
      tickets.add(ticket);
      return `ws://${address}/link/?ticket=${ticket}&app_id=${appId}`;
    },
    upgrade: (request, socket, head) => {
      const { pathname, searchParams } = new URL(request.url ?? '', 'ws://loopback');
      if (pathname !== '/link/' || !tickets.delete(searchParams.get('ticket') ?? '')) {
        socket.end('HTTP/1.1 401 Unauthorized\r\n\r\n');
        return;
      }
      server.handleUpgrade(request, socket, head, welcome);
    },
    attempt: (outgoing, { retry }) => attempt(outgoing, retry),
    reachable: () =>
      usable().length > 0
        ? Promise.resolve()
        : new Promise((resolve) => {
            waitingForConnection.push(resolve);
          }),
    close: async () => {
      const gone = connections.map(
        ({ socket, frozen }) =>
          new Promise<void>((resolve) => {
            socket.once('close', () => resolve());
            // With a close frame, for a client that is merely late would report a broken connection.
            if (frozen) socket.terminate();
            else socket.close(1001);
          }),
      );
      await Promise.all(gone);
      server.close();
    },
  };
}

function send(socket: WebSocket, message: object): void {
  socket.send(JSON.stringify(message));
}
