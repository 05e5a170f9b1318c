import { RESTJSONErrorCodes } from 'discord-api-types/v10';
import { isObject, type JsonObject } from '../checks/form-check.ts';
import { DiscordError, refusal } from '../discord-error.ts';
import type { RouteName } from '../faults.ts';
import type { ChannelRecord, GuildRecord, World } from '../world.ts';

export interface UploadedFile {
  /** The n of `files[n]`. */
  index: number;
  filename: string;
  contentType: string;
  bytes: Buffer;
}

export interface RestRequest {
  params: Readonly<Record<string, string>>;
  query: URLSearchParams;
  /** As it was sent; of a form with files, its `payload_json`. */
  body: unknown;
  files: UploadedFile[];
}

export interface RestAnswer {
  status: number;
  body?: unknown;
}

export interface Route {
  name: RouteName;
  /** The token in the path is the key; no bot token is asked for. */
  isOpen?: boolean;
  /** Interaction end-points do not count towards the 50 a second. */
  isOutsideGlobalLimit?: boolean;
  handle(request: RestRequest): RestAnswer;
}

export const ok = (body: unknown): RestAnswer => ({ status: 200, body });
export const created = (body: unknown): RestAnswer => ({ status: 201, body });
export const noContent: RestAnswer = { status: 204 };

/** The body as a JSON object; what is none is an invalid form. */
export function formOf({ body }: RestRequest): JsonObject {
  if (isObject(body)) return body;
  const errors = {
    _errors: [{ code: 'DICT_TYPE_CONVERT', message: 'Only dictionaries may be used in a DictType' }],
  };
  throw new DiscordError(400, RESTJSONErrorCodes.InvalidFormBodyOrContentType, 'Invalid Form Body', errors);
}

export function paramOf(request: RestRequest, name: string): string {
  const value = request.params[name];
  if (value === undefined) throw new Error(`This route has no :${name}.`);
  return value;
}

export function channelOf(world: World, request: RestRequest): ChannelRecord {
  const channel = world.channels.get(paramOf(request, 'channel'));
  if (!channel) throw refusal('unknownChannel');
  return channel;
}

/** Of a guild that the bot is in; about others it learns nothing. */
export function guildOf(world: World, request: RestRequest): GuildRecord {
  const guild = world.guilds.get(paramOf(request, 'guild'));
  if (!guild) throw refusal('unknownGuild');
  if (!guild.hasBot) throw refusal('missingAccess');
  return guild;
}
