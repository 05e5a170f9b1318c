import type { OutboxEntry } from '../../domain/outbox-entry.ts';
import type { ReplyFile } from '../../domain/reply.ts';
import { shorten } from '../../markdown/shorten.ts';
import { type CallOutcome, outcomeOf } from './call-outcome.ts';
import type { Posted } from './growing-messages.ts';
import { isPersonId, type MessagePlace } from './message-place.ts';
import { renderStreamMark } from './render-part.ts';
import { fileLimits } from './slack-limits.ts';
import type { Workspace } from './workspaces.ts';

/** As long as a call of the Web API may take. */
const uploadTimeoutMs = 10_000;

/** What Slack says when a workspace, and not a place, takes no files. */
const filesRefused = new Set([
  'file_uploads_disabled',
  'file_uploads_except_images_disabled',
  'file_upload_size_restricted',
  'file_type_not_allowed',
  'storage_limit_reached',
  'team_storage_limit_reached',
  'missing_scope',
]);

export function refusesFiles(error: string): boolean {
  return filesRefused.has(error);
}

/**
 * The files of an entry, as one message. Until it is completed nobody sees anything of an upload: whatever fails before
 * may be begun anew, and only the last call can leave it unknown. Slack gives the message no metadata and does not tell
 * its timestamp: it is found again by the `block_id` of its first block, and its id here is that of its first file.
 */
export async function postFiles(
  entry: OutboxEntry,
  { client }: Workspace,
  { channel: given, threadTs }: MessagePlace,
): Promise<CallOutcome<Posted>> {
  let channel = given;
  if (isPersonId(given)) {
    const opened = await outcomeOf(client.conversations.open({ users: given }));
    if (opened.kind !== 'done') return unseen(opened);
    channel = opened.result.channel?.id ?? '';
  }
  const uploaded: Array<{ id: string; title: string }> = [];
  for (const file of entry.content.files ?? []) {
    const bytes = bytesOf(file);
    const alt = shorten(file.alt, fileLimits.altCharacters);
    const asked = await outcomeOf(
      client.files.getUploadURLExternal({
        filename: file.name,
        length: bytes.length,
        alt_text: alt,
        // So Slack's page of the method calls it, and `alt_text` the SDK.
        ...{ alt_txt: alt },
      }),
    );
    if (asked.kind !== 'done') return unseen(asked);
    const { file_id: id, upload_url: url } = asked.result;
    if (id === undefined || url === undefined) return again('no upload address');
    const failure = await upload(url, bytes);
    if (failure !== undefined) return again(failure);
    uploaded.push({ id, title: file.name });
  }
  const [first, ...others] = uploaded;
  if (!first) return { kind: 'refused', error: 'no files', retryable: false };
  const completed = await outcomeOf(
    client.files.completeUploadExternal({
      files: [first, ...others],
      channel_id: channel,
      blocks: [renderStreamMark(entry.content, entry._id)],
      ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
    }),
  );
  return completed.kind === 'done' ? { kind: 'done', result: { channel, ts: first.id } } : completed;
}

function bytesOf({ content, encoding }: ReplyFile): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(content, encoding === 'base64' ? 'base64' : 'utf8'));
}

/** What went wrong, or undefined. */
async function upload(url: string, bytes: Uint8Array<ArrayBuffer>): Promise<string | undefined> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: bytes,
      signal: AbortSignal.timeout(uploadTimeoutMs),
    });
    await response.arrayBuffer();
    return response.ok ? undefined : `upload: status ${response.status}`;
  } catch {
    return 'upload: lost';
  }
}

function again(error: string): CallOutcome<never> {
  return { kind: 'refused', error, retryable: true };
}

/** Of a call after which nothing can be seen yet, whatever became of it. */
function unseen(outcome: Exclude<CallOutcome<unknown>, { kind: 'done' }>): CallOutcome<never> {
  return outcome.kind === 'unknown' ? again(outcome.why) : outcome;
}
