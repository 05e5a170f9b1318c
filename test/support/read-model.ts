import type { LanguageModel } from '../../src/ports/language-model.ts';
import { createSpeakingModel } from './speaking-model.ts';
import type { TestClock } from './test-clock.ts';

export interface ReadOptions {
  clock: TestClock;
  pieces?: number;
  /** What happens while a piece stands there, by its number from 1. */
  meanwhile?: (piece: number) => Promise<void> | void;
  /** Resolves when what it has said so far can be read. */
  untilShown: (soFar: string) => Promise<unknown>;
}

/** A model that goes on only when what it has said so far can be read. */
export function createReadModel(
  words: string,
  { clock, pieces = 3, meanwhile = () => {}, untilShown }: ReadOptions,
): LanguageModel {
  let piece = 0;
  return createSpeakingModel(words, {
    pieces,
    betweenPieces: async () => {
      piece += 1;
      await untilShown(words.slice(0, Math.ceil((words.length * piece) / pieces)));
      await meanwhile(piece);
      // The next edit of a growing message may follow.
      clock.advance(1_100);
    },
  });
}
