import type { LanguageModel } from '../../src/ports/language-model.ts';
import type { SlackServer } from './slack-server/slack-server.ts';
import { wordsOfMessage } from './slack-words.ts';
import { createSpeakingModel } from './speaking-model.ts';
import type { TestClock } from './test-clock.ts';

export interface ReadOptions {
  slack: () => SlackServer;
  clock: TestClock;
  pieces?: number;
  /** What happens while a piece stands there, by its number from 1. */
  meanwhile?: (piece: number) => Promise<void> | void;
  /** Unless told: its words stand in a message. */
  isShown?: (soFar: string) => boolean;
}

/** A model that goes on only when what it has said so far can be read in Slack. */
export function modelReadOnSlack(
  words: string,
  { slack, clock, pieces = 3, meanwhile = () => {}, isShown }: ReadOptions,
): LanguageModel {
  let piece = 0;
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
  return createSpeakingModel(words, {
    pieces,
    betweenPieces: async () => {
      piece += 1;
      const soFar = words.slice(0, Math.ceil((words.length * piece) / pieces));
      await slack().until(() => (isShown ?? standsThere)(soFar), `"${soFar.slice(-80)}"`);
      await meanwhile(piece);
      clock.advance(1_100);
    },
  });
}
