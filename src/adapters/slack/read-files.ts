import { type AttachedFile, describeFile, fileBytesLimit, mostFiles } from '../../domain/attached-file.ts';
import type { IncomingMessage } from '../../domain/incoming.ts';
import type { Logger } from '../../ports/logger.ts';
import { outcomeOf } from './call-outcome.ts';
import type { SlackEnvelope } from './parse-event.ts';
import { cureOf } from './refusals.ts';
import type { Workspace } from './workspaces.ts';

/** Where Slack keeps what people send. The token goes nowhere else, whatever an address says. */
const slackHost = 'files.slack.com';
const fetchMs = 8_000;

/** What a message tells of a file. Of one in a shared channel, or without `files:read`, it tells the id alone. */
interface SlackFile {
  id: string;
  name?: string | null | undefined;
  mimetype?: string | undefined;
  size?: number | undefined;
  url_private?: string | undefined;
  alt_txt?: string | undefined;
}

/** A message with the files that its event tells of, as far as they can be read. */
export type ReadFiles = (
  message: IncomingMessage,
  event: SlackEnvelope['event'],
  workspace: Workspace,
) => Promise<IncomingMessage>;

/**
 * At most five files, of 10 MiB each. One that cannot be fetched, or is larger, is kept by its name alone: whoever answers
 * says that it could not be read. Never rejects. An `app_mention`, its twin and a retry share one download.
 *
 * @param apiUrl Another server than Slack's keeps its files itself.
 */
export function createReadFiles(apiUrl: string | undefined, log: Logger): ReadFiles {
  const ownHost = apiUrl === undefined ? undefined : new URL(apiUrl).host;
  const reading = new Map<string, Promise<AttachedFile>>();

  function mayFetch({ host, protocol }: URL): boolean {
    return host === ownHost || (protocol === 'https:' && host === slackHost);
  }

  async function read(told: SlackFile, workspace: Workspace): Promise<AttachedFile> {
    const file = told.url_private === undefined ? { ...told, ...(await ask(told.id, workspace)) } : told;
    const name = file.name ?? 'a file';
    const unread = { ...describeFile(file.id, name, new Uint8Array([0])), bytes: file.size ?? 0 };
    if ((file.size ?? 0) > fileBytesLimit || file.url_private === undefined) return unread;
    try {
      const address = new URL(file.url_private);
      if (!mayFetch(address)) throw new Error(`${address.host} is none of Slack's`);
      const content = await download(address, file, workspace.client.token ?? '');
      return describeFile(file.id, name, content, file.alt_txt);
    } catch (error) {
      log.warn({ file: file.id, error }, 'a file of Slack could not be fetched');
      return unread;
    }
  }

  async function ask(file: string, { client }: Workspace): Promise<SlackFile | undefined> {
    const outcome = await outcomeOf(client.files.info({ file }));
    if (outcome.kind === 'done') return outcome.result.file && { ...outcome.result.file, id: file };
    const error = outcome.kind === 'refused' ? outcome.error : outcome.why;
    log.warn({ file, error, cure: cureOf(error) }, 'Slack does not say what a file is');
    return undefined;
  }

  function readOnce(file: SlackFile, workspace: Workspace): Promise<AttachedFile> {
    const key = `${workspace.teamId} ${file.id}`;
    const under = reading.get(key) ?? read(file, workspace).finally(() => reading.delete(key));
    reading.set(key, under);
    return under;
  }

  return async (message, event, workspace) => {
    if (!mayBeForUs(message)) return message;
    const files = await Promise.all(
      filesOf(event)
        .slice(0, mostFiles)
        .map((file) => readOnce(file, workspace)),
    );
    return files.length === 0 ? message : { ...message, files };
  };
}

/** What people of a channel send each other is not fetched: it is neither in a thread nor names anybody. */
function mayBeForUs({ id, addressed, thread, text }: IncomingMessage): boolean {
  return addressed || !id.endsWith(`:${thread.root}`) || text.includes('@');
}

function filesOf(event: SlackEnvelope['event']): SlackFile[] {
  return 'files' in event && Array.isArray(event.files) ? (event.files as SlackFile[]) : [];
}

/** Without the right to read Slack answers its sign-in page, with 200. */
async function download(
  address: URL,
  { mimetype, size }: SlackFile,
  token: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const answer = await fetch(address, {
    headers: { authorization: `Bearer ${token}` },
    signal: AbortSignal.timeout(fetchMs),
    redirect: 'error',
  });
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  const content = await readWithin(answer, fileBytesLimit);
  const isPage = /^text\/html\b/i.test(answer.headers.get('content-type') ?? '');
  if (isPage && (mimetype !== 'text/html' || size !== content.length))
    throw new Error('Slack answered its sign-in page: is files:read granted? npm run doctor says');
  return content;
}

/** Whatever was told of its size: no more of it than this is taken. */
async function readWithin(answer: Response, limit: number): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of answer.body ?? []) {
    bytes += chunk.length;
    if (bytes > limit) throw new Error(`larger than ${limit} bytes`);
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}
