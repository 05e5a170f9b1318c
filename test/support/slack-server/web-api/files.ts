import { limits } from '../limits.ts';
import { isRecord } from '../shape-check.ts';
import { wireFile } from '../wire.ts';
import type { StoredFile } from '../world.ts';
import { nowSeconds } from '../world.ts';
import type { Methods } from './answers.ts';
import { storeBotMessage } from './chat.ts';
import { readContent } from './content.ts';
import { refuse, workspaceOfCall } from './method.ts';
import { threadRoot, writableChannel } from './places.ts';

export const fileMethods: Methods<
  'files.info' | 'files.getUploadURLExternal' | 'files.completeUploadExternal'
> = {
  'files.info': {
    token: 'bot',
    scopes: ['files:read'],
    tier: 'tier4',
    run: (call, { world, baseUrl }) => {
      const file = world.files.get(call.args.required('file'));
      if (!file?.completed || file.workspaceId !== call.token?.workspaceId) refuse('file_not_found');
      return { file: wireFile(baseUrl, file), comments: [] };
    },
  },

  'files.getUploadURLExternal': {
    token: 'bot',
    scopes: ['files:write'],
    tier: 'tier4',
    run: (call, backstage) => {
      const { world, baseUrl } = backstage;
      const name = call.args.required('filename');
      const declaredBytes = call.args.number('length') ?? refuse('missing_argument', 'length');
      if (declaredBytes < 1) refuse('invalid_arguments', 'length must be at least 1');
      // The SDK's types call it so; the method's page `alt_txt`.
      const altText = call.args.text('alt_text') ?? call.args.text('alt_txt');
      if ((altText?.length ?? 0) > limits.file.altChars) refuse('alt_txt_too_large');
      if (name.length === 0 || /[/\\]/.test(name)) refuse('invalid_arguments', 'filename');
      const workspace = workspaceOfCall(call, backstage);
      const file: StoredFile = {
        id: world.nextId('F'),
        workspaceId: workspace.id,
        name,
        title: name,
        mimetype: mimetypeOf(name),
        declaredBytes,
        userId: workspace.botUserId,
        createdSeconds: nowSeconds(world),
        completed: false,
        ...(altText && { altText }),
      };
      world.files.set(file.id, file);
      return { file_id: file.id, upload_url: `${baseUrl}/upload/v1/${file.id}` };
    },
  },

  'files.completeUploadExternal': {
    token: 'bot',
    scopes: ['files:write'],
    tier: 'tier4',
    run: (call, backstage) => {
      const { world, baseUrl, events } = backstage;
      const given = call.args.json('files');
      if (!Array.isArray(given) || given.length === 0) refuse('invalid_arguments', 'files');
      const files = given.map((one: unknown) => {
        const file = isRecord(one) ? world.files.get(String(one.id)) : undefined;
        // What was not uploaded, or only in part, cannot be completed.
        if (file?.content?.length !== file?.declaredBytes || !file || file.completed)
          return refuse('file_not_found');
        if (isRecord(one) && typeof one.title === 'string') file.title = one.title;
        return file;
      });
      const channelId = call.args.text('channel_id');
      // A person's id, which chat.postMessage takes for their direct message, is none of a channel.
      if (channelId !== undefined && !/^[CDG]/.test(channelId)) refuse('channel_not_found');
      const channel = channelId ? writableChannel(call, backstage, channelId) : undefined;
      const threadTs = call.args.text('thread_ts');
      if (channel && threadTs) threadRoot(channel, threadTs);
      for (const file of files) file.completed = true;
      if (channel) {
        const text = call.args.text('initial_comment');
        // Beside a comment blocks are left out (P).
        const comment = { text, blocks: text === undefined ? call.args.json('blocks') : undefined };
        const says = comment.text !== undefined || comment.blocks !== undefined;
        const content = says
          ? readContent(
              world,
              {
                ...call.args,
                text: (name) => (name === 'text' ? comment.text : call.args.text(name)),
                json: (name) => (name === 'blocks' ? comment.blocks : call.args.json(name)),
              },
              { maxTextChars: limits.message.textChars },
            )
          : { text: '', blocks: undefined, attachments: undefined, metadata: undefined };
        const message = storeBotMessage(call, backstage, { channel, threadTs, content });
        message.files = files;
        message.subtype = 'file_share';
        void Promise.all(events.posted(message));
      }
      return { files: files.map((file) => wireFile(baseUrl, file)) };
    },
  },
};

export function mimetypeOf(name: string): string {
  const types: Record<string, string> = {
    png: 'image/png',
    jpg: 'image/jpeg',
    pdf: 'application/pdf',
    csv: 'text/csv',
    txt: 'text/plain',
    md: 'text/markdown',
    json: 'application/json',
  };
  return types[name.split('.').at(-1)?.toLowerCase() ?? ''] ?? 'application/octet-stream';
}
