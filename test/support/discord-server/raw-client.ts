import type { RESTErrorData } from 'discord-api-types/v10';
import type { DiscordServer } from './discord-server.ts';

export interface RawAnswer {
  status: number;
  headers: Headers;
  /** Undefined where there was no body. */
  body: unknown;
  /** Of a refusal. */
  code: number | undefined;
  errors: RESTErrorData | undefined;
}

interface RawOptions {
  /** Null to send none. The bot's unless told. */
  authorization?: string | null;
  files?: Array<{ name: string; bytes: Uint8Array<ArrayBuffer> }>;
}

/** Plain HTTP, for what a library would never send. */
export async function call(
  discord: DiscordServer,
  route: string,
  body?: unknown,
  { authorization = `Bot ${discord.token}`, files }: RawOptions = {},
): Promise<RawAnswer> {
  const [method = 'GET', path = '/'] = route.split(' ');
  const headers: Record<string, string> = authorization === null ? {} : { authorization };
  let sent: FormData | string | undefined;
  if (files) {
    sent = new FormData();
    sent.set('payload_json', JSON.stringify(body ?? {}));
    for (const [index, file] of files.entries())
      sent.set(`files[${index}]`, new Blob([file.bytes]), file.name);
  } else if (body !== undefined) {
    sent = JSON.stringify(body);
    headers['content-type'] = 'application/json';
  }
  const response = await fetch(`${discord.apiUrl}/v10${path}`, {
    method,
    headers,
    ...(sent !== undefined && { body: sent }),
  });
  const text = await response.text();
  const parsed = text === '' ? undefined : JSON.parse(text);
  return {
    status: response.status,
    headers: response.headers,
    body: parsed,
    code: parsed?.code,
    errors: parsed?.errors,
  };
}
