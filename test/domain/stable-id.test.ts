import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseButtonId } from '../../src/domain/button-id.ts';
import { stableId } from '../../src/domain/stable-id.ts';

/** Ids of events come from platforms: anything but the separator itself. */
const part = fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\u0000'));
const parts = fc.array(part, { minLength: 1, maxLength: 4 });

describe('a stable id', () => {
  it('is the same in every process and release', () => {
    expect(stableId('request', 'm1')).toBe('KuEuv8YcYHhshFwfqBpHw8');
  });

  it('depends on every part and on where one ends', () => {
    fc.assert(
      fc.property(parts, parts, (one, other) => {
        const same = one.length === other.length && one.every((text, i) => text === other[i]);
        expect(stableId(...one) === stableId(...other)).toBe(same);
      }),
    );
    expect(stableId('ab', 'c')).not.toBe(stableId('a', 'bc'));
  });

  it('fits into a button', () => {
    fc.assert(
      fc.property(parts, (some) => {
        expect(stableId(...some)).toMatch(/^[\w-]{22}$/);
        expect(parseButtonId(`1:save:${stableId(...some)}`)).toMatchObject({ kind: 'known' });
      }),
    );
  });
});
