import { pino } from 'pino';
import type { Logger } from '../../ports/logger.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

const slackToken = /\bxox[a-z](?:\.xox[a-z])?-[\w-]+|\bxapp-[\w-]+/g;

/**
 * JSON lines on stderr. Errors are reduced to name, message and code: a driver's error may hold the document it was
 * about, and with it what a person wrote. Words known to be secret are cut out wherever they turn up, and so is what
 * looks like a token of Slack, for those of many workspaces are known to the store alone.
 */
export function createJsonLogger(
  level: LogLevel,
  secrets: string[],
  fields: () => Record<string, string> = () => ({}),
): Logger {
  const known = secrets.filter((secret) => secret.length >= 6);
  const clean = (text: string) =>
    known
      .reduce((rest, secret) => rest.replaceAll(secret, '[secret]'), text)
      .replaceAll(slackToken, '[secret]');
  const destination = pino.destination({ dest: 2, sync: true });
  return pino(
    {
      level,
      base: null,
      // Ids of the work under way, so that all lines of one turn are found by one of them.
      mixin: fields,
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: {
        error: (error: unknown) =>
          error instanceof Error
            ? { name: error.name, message: error.message.slice(0, 300), code: Reflect.get(error, 'code') }
            : { message: String(error).slice(0, 300) },
      },
    },
    { write: (line: string) => destination.write(clean(line)) },
  );
}
