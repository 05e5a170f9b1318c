import {
  type APIAllowedMentions,
  type APIAttachment,
  type APIEmbed,
  type APIMessage,
  type APIMessageTopLevelComponent,
  MessageFlags,
} from 'discord-api-types/v10';
import { isObject, type JsonObject } from '../checks/form-check.ts';
import { checkMessageBody } from '../checks/message-body.ts';
import { storeFile } from '../files.ts';
import type { Draft, MessageChanges } from '../messages.ts';
import type { ChannelRecord, World } from '../world.ts';
import { formOf, type RestRequest, type UploadedFile } from './route.ts';

type Outgoing = Omit<Draft, 'author'>;

/** What an author may set; Discord keeps the other flags to itself. */
const settableFlags =
  MessageFlags.SuppressEmbeds |
  MessageFlags.Ephemeral |
  MessageFlags.SuppressNotifications |
  MessageFlags.IsComponentsV2;

/** The message that a request wants to send, checked. `body` where it is only a part of the request's. */
export function readOutgoing(
  world: World,
  channel: ChannelRecord,
  request: RestRequest,
  body: JsonObject = formOf(request),
): Outgoing {
  checkMessageBody(body, filenamesOf(request.files));
  const attachments = storeFiles(world, channel, body, request.files);
  return {
    content: (body.content as string | null) ?? '',
    embeds: (body.embeds as APIEmbed[] | null) ?? [],
    components: (body.components as APIMessageTopLevelComponent[] | null) ?? [],
    attachments,
    flags: Number(body.flags ?? 0) & settableFlags,
    ...(isObject(body.allowed_mentions) && { allowedMentions: body.allowed_mentions as APIAllowedMentions }),
    ...(isNonce(body.nonce) && { nonce: body.nonce }),
  };
}

/** What a request wants to change, checked as the message that it would become. */
export function readChanges(
  world: World,
  channel: ChannelRecord,
  request: RestRequest,
  message: APIMessage,
  body: JsonObject = formOf(request),
): MessageChanges {
  const kept = keptAttachments(body, message);
  const flags =
    (Number(message.flags ?? 0) | (Number(body.flags ?? 0) & settableFlags)) & ~MessageFlags.Loading;
  const given = (key: 'content' | 'embeds' | 'components') =>
    body[key] === undefined ? message[key] : body[key];
  checkMessageBody(
    {
      flags,
      content: given('content'),
      embeds: given('embeds'),
      components: given('components'),
      allowed_mentions: body.allowed_mentions,
    },
    [...kept.map(({ filename }) => filename), ...filenamesOf(request.files)],
  );
  return {
    ...(body.content !== undefined && { content: body.content as string | null }),
    ...(body.embeds !== undefined && { embeds: body.embeds as APIEmbed[] | null }),
    ...(body.components !== undefined && {
      components: body.components as APIMessageTopLevelComponent[] | null,
    }),
    attachments: [...kept, ...storeFiles(world, channel, body, request.files)],
    flags,
  };
}

function isNonce(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}

function filenamesOf(files: UploadedFile[]): string[] {
  return files.map(({ filename }) => filename);
}

function storeFiles(
  world: World,
  channel: ChannelRecord,
  body: JsonObject,
  files: UploadedFile[],
): APIAttachment[] {
  const named = listed(body.attachments);
  return files.map((file) => {
    const about = named.find((one) => String(one.id) === String(file.index));
    const description = typeof about?.description === 'string' ? about.description : undefined;
    const filename = typeof about?.filename === 'string' ? about.filename : file.filename;
    return storeFile(world, channel.id, { ...file, filename, ...(description && { description }) });
  });
}

/** An edit that lists attachments keeps those it lists; one that does not keeps all. */
function keptAttachments(body: JsonObject, message: APIMessage): APIAttachment[] {
  if (body.attachments === undefined) return message.attachments;
  const ids = listed(body.attachments).map((one) => String(one.id));
  return message.attachments.filter(({ id }) => ids.includes(id));
}

function listed(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
