import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readGrowing } from '../../../src/adapters/slack/read-growing.ts';
import { nothingSettled } from '../../../src/markdown/parse-growing.ts';
import { replyPart } from '../../support/chat-values.ts';

const content = replyPart();
const read = (text: string, before = nothingSettled) => readGrowing(content, text, before);

describe('a text that grows', () => {
  test('is read from its last settled paragraph on', () => {
    const first = read('One paragraph.\n\nAnother one.\n\nA thi');
    expect(first.settled.text).toBe('One paragraph.\n\nAnother one.\n\n');
    const next = read('One paragraph.\n\nAnother one.\n\nA third', first.settled);
    // The very same: nothing of it was parsed again.
    expect(next.settled).toBe(first.settled);
    expect(next).toMatchObject({ head: 'One paragraph.\n\nAnother one.\n\nA third', streams: true });
  });

  test('streams as long as it shows what a message would', () => {
    expect(read('Take **this**.').streams).toBe(true);
    expect(read('Take this.\n\n| a | b |\n| - | - |\n| 1 | 2 |').streams).toBe(false);
    expect(read('Take this.\n\n---\n\nAnd that.').streams).toBe(false);
  });

  test('shows its first message only, once it takes more than one', () => {
    const { head } = read(`${'word '.repeat(2_000)}\n\n`.repeat(3));
    expect(head.length).toBeLessThan(12_001);
    expect(head.length).toBeGreaterThan(5_000);
  });

  test('reads the same by steps as at once, whatever it is', () => {
    const line = fc.constantFrom(
      'A line of words.',
      '- an item',
      '1. a step',
      '> said',
      '```',
      '| a | b |',
      '| - | - |',
      '## Title',
      '---',
      '<b>',
      '[x]: http://x',
      '    code',
      '',
      '',
      '**bold @here**',
    );
    fc.assert(
      fc.property(
        fc.array(line, { maxLength: 14 }),
        fc.array(fc.nat(400), { maxLength: 5 }),
        (lines, cuts) => {
          const text = lines.join('\n');
          let settled = nothingSettled;
          for (const cut of [...cuts.toSorted((one, other) => one - other), text.length]) {
            const soFar = text.slice(0, cut);
            if (soFar.trim() === '') continue;
            const step = read(soFar, settled);
            settled = step.settled;
            const atOnce = read(soFar);
            expect([step.head, step.streams]).toEqual([atOnce.head, atOnce.streams]);
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});
