import { describe, expect, it } from 'vitest';
import { systemClock } from '../../src/adapters/system/system-clock.ts';
import { repairTooLong } from '../../src/playbook/repair-answer.ts';
import type { LanguageModel } from '../../src/ports/language-model.ts';

const prompt = { outputType: 'List' as const, limits: [{ in: 'items', characters: { most: 10 } }] };

/** Gives these parts to whoever asks for a structure. */
async function repaired(text: string, parts: Array<{ number: number; text: string }>) {
  const asked: string[] = [];
  const model: LanguageModel = {
    name: 'shortener',
    async complete(request) {
      asked.push(request.messages.at(-1)?.content ?? '');
      return {
        kind: 'answered',
        value: { parts } as never,
        text: '',
        usage: { inputTokens: 1, outputTokens: 1, cachedTokens: 0 },
        model: 'shortener',
        durationMs: 1,
        truncated: false,
      };
    },
  };
  const repair = await repairTooLong(
    prompt,
    text,
    [],
    model,
    new AbortController().signal,
    systemClock,
    () => {},
  );
  return { text: repair.text, calls: asked.length };
}

describe('a repair', () => {
  it('puts each part in its place', async () => {
    const text = '1. Far too many letters\n2. Short\n3. Also far too many';
    const parts = [
      { number: 2, text: 'Also\nshort' },
      { number: 1, text: 'Few' },
      { number: 9, text: 'Nobody asked' },
    ];
    expect(await repaired(text, parts)).toEqual({ text: '1. Few\n2. Short\n3. Also short', calls: 1 });
  });

  it('that loses a gap, says nothing or grows is not taken', async () => {
    const text = '1. Only [NEEDS: price] for everybody\n2. Far too many letters\n3. Also far too many';
    const parts = [
      { number: 1, text: 'Only £4' },
      { number: 2, text: ' ' },
      { number: 3, text: 'Also far too many letters now' },
    ];
    expect((await repaired(text, parts)).text).toBe(text);
  });

  it('is not asked for where nothing is too long, nor where nearly everything is', async () => {
    expect((await repaired('1. Short\n2. Too', [])).calls).toBe(0);
    const all = Array.from({ length: 21 }, (_, index) => `${index + 1}. Far too many letters`).join('\n');
    expect(await repaired(all, [])).toEqual({ text: all, calls: 0 });
  });
});
