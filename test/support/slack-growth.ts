import type { LanguageModel } from '../../src/ports/language-model.ts';
import { createReadModel, type ReadOptions as Reading } from './read-model.ts';
import type { SlackServer } from './slack-server/slack-server.ts';
import { wordsOfMessage } from './slack-words.ts';

export interface ReadOptions extends Omit<Reading, 'untilShown'> {
  slack: () => SlackServer;
  /** Unless told: its words stand in a message. */
  isShown?: (soFar: string) => boolean;
}

/** A model that goes on only when what it has said so far can be read in Slack. */
export function modelReadOnSlack(words: string, { slack, isShown, ...reading }: ReadOptions): LanguageModel {
  const standsThere = (soFar: string) => {
    const places = new Set(
      slack().calls.flatMap(({ args }) => (typeof args.channel === 'string' ? [args.channel] : [])),
    );
    return [...places].some((place) =>
      slack()
        .messagesIn(place)
        .some((message) => wordsOfMessage(message).includes(soFar.trim())),
    );
  };
  const untilShown = (soFar: string) =>
    slack().until(() => (isShown ?? standsThere)(soFar), `"${soFar.slice(-80)}"`);
  return createReadModel(words, { ...reading, untilShown });
}
