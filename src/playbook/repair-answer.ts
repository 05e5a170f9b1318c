import { z } from 'zod';
import { rangeText } from '../domain/answer-limits.ts';
import type { Clock } from '../ports/clock.ts';
import type { LanguageModel, ModelMessage, ModelUsage } from '../ports/language-model.ts';
import {
  type CheckedPrompt,
  checkAnswer,
  lengthOf,
  type TooLong,
  tooLongIn,
} from './answers/check-answer.ts';
import { readAnswer } from './answers/read-answer.ts';
import { askStructure } from './ask-structure.ts';

/** Shortening a few lines is quick, or not worth a person's wait. */
const repairTimeoutMs = 30_000;

/** An answer with more is another answer than was asked for: another try helps it, and not a repair. */
const mostParts = 20;

const repairSchema = z.object({ parts: z.array(z.object({ number: z.number(), text: z.string() })) });

export interface Repair {
  text: string;
  /** Undefined where nothing was too long, or the model gave nothing. */
  usage: ModelUsage | undefined;
}

/**
 * Asks the model once to shorten what is over its limit, and names nothing else: all other words stay as they are. What
 * comes back longer, empty or without a gap that it had is not taken.
 *
 * @param asked What the model was shown before it answered.
 * @param onRepair Told how many parts are too long, before the model is asked.
 */
export async function repairTooLong(
  prompt: CheckedPrompt,
  text: string,
  asked: ModelMessage[],
  model: LanguageModel,
  signal: AbortSignal,
  clock: Clock,
  onRepair: (parts: number) => void,
): Promise<Repair> {
  const answer = readAnswer(prompt.outputType, text);
  const long = tooLongIn(checkAnswer(prompt, answer));
  if (long.length === 0 || long.length > mostParts || signal.aborted) return { text, usage: undefined };
  onRepair(long.length);
  const completion = await askStructure(
    model,
    {
      messages: [
        ...asked,
        { role: 'assistant', content: answer.text },
        { role: 'user', content: wishFor(long) },
      ],
      timeoutMs: repairTimeoutMs,
      structure: { name: 'shorter', schema: repairSchema },
    },
    signal,
    clock,
  );
  if (completion.kind !== 'answered') return { text, usage: undefined };
  const shorter = new Map(completion.value.parts.map((part) => [part.number, part.text]));
  return { text: withShorter(answer.text, long, shorter), usage: completion.usage };
}

function wishFor(long: readonly TooLong[]): string {
  const lines = long.map(
    ({ place, figure, unit, limit, passage }, index) =>
      `${index + 1}. ${place}, ${figure} ${unit}, ${rangeText(limit)} allowed:\n${passage.text}`,
  );
  return [
    'These parts of your answer are too long. Shorten each to its limit; keep its meaning, its facts and every [NEEDS: …].',
    'Answer with JSON {"parts": [{"number": 1, "text": "…"}]}, one for each number below and nothing besides.',
    '',
    ...lines,
  ].join('\n');
}

function withShorter(text: string, long: readonly TooLong[], shorter: ReadonlyMap<number, string>): string {
  let repaired = text;
  // From the end, so that the places before stay where they are.
  for (const [index, part] of [...long.entries()].reverse()) {
    const wished = shorter.get(index + 1)?.trim() ?? '';
    const fitting = part.passage.text.includes('\n') ? wished : wished.replace(/\s*\n\s*/g, ' ');
    if (!isBetter(fitting, part)) continue;
    repaired = `${repaired.slice(0, part.passage.start)}${fitting}${repaired.slice(part.passage.end)}`;
  }
  return repaired;
}

function isBetter(text: string, { passage, unit, figure }: TooLong): boolean {
  const gaps = (words: string) => words.split('[NEEDS:').length;
  const length = lengthOf(unit, text);
  return length > 0 && length < figure && gaps(text) >= gaps(passage.text);
}
