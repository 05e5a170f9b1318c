import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatButtonId, parseButtonId, verbs } from '../../src/domain/button-id.ts';

describe('button ids', () => {
  it('are read back as they were written', () => {
    const id = fc.stringMatching(/^[A-Za-z0-9._~-]{0,60}$/);
    fc.assert(
      fc.property(fc.constantFrom(...verbs), id, (verb, id) => {
        expect(parseButtonId(formatButtonId(verb, id))).toEqual({ kind: 'known', verb, id });
      }),
    );
  });

  it('say version, verb and id', () => {
    expect(formatButtonId('pick', 'r1~H1')).toBe('1:pick:r1~H1');
  });

  it.each(['2:save:e1', '0:save:e1', '01:save:e1', '1:sing:e1', '12:juggle:'])(
    '%j is from another version',
    (text) => {
      expect(parseButtonId(text)).toEqual({ kind: 'outdated' });
    },
  );

  it.each([
    '',
    'save',
    '1:save',
    ':save:e1',
    '1:SAVE:e1',
    '1:save:e 1',
    '1:save:e1\n',
    '1:save:e1:x',
    '1::e1',
    '-1:save:e1',
    ' 1:save:e1',
  ])('%j is malformed', (text) => {
    expect(parseButtonId(text)).toEqual({ kind: 'malformed' });
  });
});
