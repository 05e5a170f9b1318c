import type { IncomingMessage, ServerResponse } from 'node:http';
import { type App, HTTPReceiver, type ReceiverEvent } from '@slack/bolt';
import type { ChatPlatform } from '../../ports/chat-platform.ts';
import type { HttpRoute } from '../../ports/http-route.ts';
import { openLastingSocket } from './lasting-socket.ts';
import { createSlackReceiving, type ReceiveDeps } from './receive-from-slack.ts';
import { slackLogger } from './slack-logger.ts';
import { createSlackPlatform } from './slack-platform.ts';
import type { Workspaces } from './workspaces.ts';

/** How Slack reaches the program: a socket that the program opens, or requests to its public address. */
export type SlackTransport =
  | { kind: 'socket'; appToken: string; pingTimeoutMs?: number }
  | { kind: 'http'; signingSecret: string };

export interface SlackOptions extends ReceiveDeps {
  workspaces: Workspaces;
  transport: SlackTransport;
  apiUrl: string | undefined;
  publicUrl: string | undefined;
}

export interface Slack {
  platform: ChatPlatform;
  /** Where Slack sends events over HTTP; none with a socket. */
  routes: HttpRoute[];
  /** Begins to take events: the program must be able to keep them. */
  start(): Promise<void>;
  /** Takes nothing new. */
  stop(): Promise<void>;
}

const eventsPath = '/slack/events';

/** Slack as a surface. Bolt brings the transports; it is not its App that hands events on, for that acknowledges first. */
export function openSlack(options: SlackOptions): Slack {
  const { workspaces, transport, publicUrl, clock, log } = options;
  const platform = createSlackPlatform({ workspaces, publicUrl, clock, log });
  const receive = createSlackReceiving(options);
  const processEvent = async (event: ReceiverEvent) => {
    try {
      await receive(event);
    } catch (error) {
      log.error({ error }, 'something of Slack’s could not be taken or acknowledged; events are sent again');
      throw error;
    }
  };
  const target = { processEvent } as unknown as App;
  if (transport.kind === 'socket') {
    const { appToken, pingTimeoutMs } = transport;
    const socket = openLastingSocket(target, { appToken, pingTimeoutMs, apiUrl: options.apiUrl, clock, log });
    return { platform, routes: [], start: socket.start, stop: socket.stop };
  }
  const receiver = new HTTPReceiver({
    signingSecret: transport.signingSecret,
    endpoints: eventsPath,
    logger: slackLogger(log),
    // An answer other than 200, so that Slack sends it again.
    processEventErrorHandler: async ({ response }) => {
      if (!response.headersSent) response.writeHead(503).end();
      return true;
    },
  });
  receiver.init(target);
  const handleRaw = (request: IncomingMessage, response: ServerResponse) =>
    receiver.requestListener(request, response);
  return {
    platform,
    routes: [{ method: 'POST', path: eventsPath, anyName: true, handleRaw }],
    start: async () => {},
    stop: async () => {},
  };
}
