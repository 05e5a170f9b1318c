import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createTextSeal } from '../../../src/adapters/system/sealed-text.ts';

const key = fc.uint8Array({ minLength: 32, maxLength: 32 });
/** Whole characters: half a surrogate pair has no UTF-8. */
const text = fc.string({ unit: 'binary', maxLength: 200 });

describe('a sealed text', () => {
  test('opens with its key, at its place', () => {
    fc.assert(
      fc.property(key, text, text, (bytes, secret, place) => {
        const sealed = createTextSeal(bytes).seal(secret, place);
        // As after a restart.
        expect(createTextSeal(bytes).open(sealed, place)).toEqual({ kind: 'opened', text: secret });
      }),
    );
  });

  test('does not open at another place', () => {
    fc.assert(
      fc.property(key, text, text, text, (bytes, secret, place, other) => {
        fc.pre(place !== other);
        const seal = createTextSeal(bytes);
        expect(seal.open(seal.seal(secret, place), other)).toEqual({ kind: 'damaged' });
      }),
    );
  });

  test('tells that another key sealed it', () => {
    fc.assert(
      fc.property(key, key, text, (bytes, others, secret) => {
        fc.pre(Buffer.compare(bytes, others) !== 0);
        const sealed = createTextSeal(bytes).seal(secret, 'T1');
        expect(createTextSeal(others).open(sealed, 'T1')).toEqual({ kind: 'other-key' });
      }),
    );
  });

  test('does not open when any one of its characters was changed, taken or added', () => {
    const characters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.= '];
    fc.assert(
      fc.property(
        key,
        text,
        fc.nat(),
        fc.constantFrom('', ...characters),
        fc.boolean(),
        (bytes, secret, at, put, keepsOld) => {
          const seal = createTextSeal(bytes);
          const sealed = seal.seal(secret, 'T1');
          const index = at % sealed.length;
          const changed = sealed.slice(0, index) + put + sealed.slice(keepsOld ? index : index + 1);
          fc.pre(changed !== sealed);
          expect(seal.open(changed, 'T1').kind).not.toBe('opened');
        },
      ),
      { numRuns: 1_000 },
    );
  });

  test('is another each time, and shows nothing of what it holds', () => {
    const seal = createTextSeal(randomBytes(32));
    const sealed = Array.from({ length: 100 }, () => seal.seal('xoxb-secret', 'T1'));
    expect(new Set(sealed).size).toBe(100);
    for (const one of sealed) {
      const [, , body = ''] = one.split('.');
      expect(Buffer.from(body, 'base64url').toString('latin1')).not.toContain('xoxb');
    }
  });
});
