import type { IncomingMessage, ServerResponse } from 'node:http';
import { type App, HTTPReceiver, type ReceiverEvent } from '@slack/bolt';
import type { Author } from '../../domain/incoming.ts';
import type { ChatPlatform } from '../../ports/chat-platform.ts';
import type { HttpRoute } from '../../ports/http-route.ts';
import { createAdmission, type SlackAnswers } from './admission.ts';
import { createAgentSessions } from './agent-sessions.ts';
import { eventsPath } from './app-surface.ts';
import { openLastingSocket } from './lasting-socket.ts';
import { createPeople } from './people.ts';
import { createReadFiles } from './read-files.ts';
import { type ActiveThread, readMissed } from './read-missed.ts';
import { createSlackReceiving, type ReceiveDeps } from './receive-from-slack.ts';
import { slackLogger } from './slack-logger.ts';
import { createSlackPlatform } from './slack-platform.ts';
import type { Workspaces } from './workspaces.ts';

/** How Slack reaches the program: a socket that the program opens, or requests to its public address. */
export type SlackTransport =
  | { kind: 'socket'; appToken: string; pingTimeoutMs?: number }
  | { kind: 'http'; signingSecret: string };

export interface SlackOptions extends Omit<ReceiveDeps, 'admission' | 'sessions' | 'readFiles'> {
  workspaces: Workspaces;
  answers: SlackAnswers;
  transport: SlackTransport;
  apiUrl: string | undefined;
  publicUrl: string | undefined;
  /** Where workspaces install the app, if many may. */
  installRoutes?: HttpRoute[];
  /** Threads with a message in the last day, newest first: what was missed in them is read back at the start. */
  activeThreads(): Promise<ActiveThread[]>;
}

export interface Slack {
  platform: ChatPlatform;
  /** Where Slack sends events over HTTP, and where the app is installed. */
  routes: HttpRoute[];
  /** Begins to take events: the program must be able to keep them. */
  start(): Promise<void>;
  /** Takes nothing new. */
  stop(): Promise<void>;
}

/** Slack as a surface. Bolt brings the transports; it is not its App that hands events on, for that acknowledges first. */
export function openSlack(options: SlackOptions): Slack {
  const { workspaces, transport, publicUrl, installRoutes = [], clock, log } = options;
  const people = createPeople(workspaces, clock, log);
  const admission = createAdmission(options.answers, people);
  const sessions = createAgentSessions(clock);
  const readFiles = createReadFiles(options.apiUrl, log);
  const platform = createSlackPlatform({ workspaces, people, sessions, publicUrl, clock, log });
  const receive = createSlackReceiving({ ...options, admission, sessions, readFiles });
  const processEvent = async (event: ReceiverEvent) => {
    try {
      await receive(event);
    } catch (error) {
      log.error({ error }, 'something of Slack’s could not be taken or acknowledged; events are sent again');
      throw error;
    }
  };
  const ending = new AbortController();
  /** In the background: new events do not wait for it. */
  const readBack = async () => {
    try {
      const admits = async (author: Author) =>
        (await admission(author, options.answers.sharedChannels)) === undefined;
      await readMissed(await options.activeThreads(), { ...options, readFiles, admits }, ending.signal);
    } catch (error) {
      log.warn({ error }, 'what was missed could not be read back');
    }
  };
  const target = { processEvent } as unknown as App;
  if (transport.kind === 'socket') {
    const { appToken, pingTimeoutMs } = transport;
    const socket = openLastingSocket(target, { appToken, pingTimeoutMs, apiUrl: options.apiUrl, clock, log });
    return {
      platform,
      routes: installRoutes,
      start: async () => {
        await socket.start();
        void readBack();
      },
      stop: async () => {
        ending.abort();
        await socket.stop();
      },
    };
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
    routes: [{ method: 'POST', path: eventsPath, anyName: true, handleRaw }, ...installRoutes],
    start: async () => void readBack(),
    stop: async () => ending.abort(),
  };
}
