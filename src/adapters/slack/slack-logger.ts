import { LogLevel, type Logger as SlackLogger } from '@slack/logger';
import type { Logger } from '../../ports/logger.ts';

/**
 * Slack's packages log whole requests at debug, tokens and people's words included: only what they warn of is passed on,
 * and of that the first words.
 */
export function slackLogger(log: Logger): SlackLogger {
  const firstOf = (words: unknown[]) => ({ said: String(words[0]).slice(0, 200) });
  return {
    debug: () => {},
    info: () => {},
    warn: (...words) => log.warn(firstOf(words), 'slack'),
    error: (...words) => log.error(firstOf(words), 'slack'),
    setLevel: () => {},
    getLevel: () => LogLevel.WARN,
    setName: () => {},
  };
}
