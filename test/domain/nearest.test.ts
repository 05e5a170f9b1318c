import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nearest } from '../../src/domain/nearest.ts';
import { systemRoleSchema } from '../../src/domain/system-role.ts';

const roles = systemRoleSchema.options;

describe('the nearest name', () => {
  it.each([
    ['Wirter', 'Writer'],
    ['writter', 'Writer'],
    ['mediabyer', 'MediaBuyer'],
    ['Techer', 'Teacher'],
    ['SOE', 'SEO'],
    ['sgae', 'Sage'],
    ['GUIDE', 'Guide'],
    ['bob', undefined],
    ['priya', undefined],
    ['', undefined],
    ['copywriting', undefined],
  ])('to %j is %s', (text, role) => {
    expect(nearest(text, roles)).toBe(role);
  });

  it('is the nearest of several that are near', () => {
    expect(nearest('cats', ['carts', 'cat', 'cots'])).toBe('carts');
    expect(nearest('customerAvatar.pain', ['customerAvatar.gain', 'customerAvatar.pains'])).toBe(
      'customerAvatar.gain',
    );
    expect(nearest('x', [])).toBeUndefined();
  });

  it('forgives one slip of the finger in a name of four letters or more', () => {
    const slip = fc.record({
      role: fc.constantFrom(...roles.filter((role) => role.length > 3)),
      at: fc.nat(),
      kind: fc.constantFrom('drop', 'double', 'swap'),
    });
    fc.assert(
      fc.property(slip, ({ role, at, kind }) => {
        const i = at % (role.length - 1);
        const pair = `${role[i]}${role[i + 1]}`;
        const wrong = { drop: role[i + 1], double: `${role[i]}${pair}`, swap: `${role[i + 1]}${role[i]}` }[
          kind
        ];
        expect(nearest(`${role.slice(0, i)}${wrong}${role.slice(i + 2)}`.toLowerCase(), roles)).toBe(role);
      }),
    );
  });
});
