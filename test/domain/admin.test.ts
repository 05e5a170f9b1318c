import { describe, expect, it } from 'vitest';
import { type AdminCandidate, isAdmin, readAdminMark } from '../../src/domain/admin.ts';

const slack: AdminCandidate = { surface: 'slack', accountId: 'T1:U1', email: 'Fay@Example.org' };

describe('an administrator', () => {
  it.each<[string, AdminCandidate, boolean]>([
    ['slack:T1/U1', slack, true],
    ['slack:T2/U1', slack, false],
    ['U1', slack, true],
    ['slack:U1', slack, true],
    ['U2', slack, false],
    ['U1', { surface: 'playground', accountId: 'U1' }, false],
    ['fay@example.org', slack, true],
    ['ben@example.org', slack, false],
    ['fay@example.org', { surface: 'slack', accountId: 'T1:U1' }, false],
    ['fay@example.org', { surface: 'playground', accountId: 'ana', email: 'fay@example.org' }, false],
    ['123456789012345678', { surface: 'discord', accountId: '123456789012345678' }, true],
    ['123456789012345678', { surface: 'playground', accountId: '123456789012345678' }, false],
    ['playground:ana', { surface: 'playground', accountId: 'ana' }, true],
    ['playground:ana', { surface: 'discord', accountId: 'ana' }, false],
  ])('%j and %j: %j', (text, candidate, expected) => {
    const mark = readAdminMark(text);
    expect(mark && isAdmin([mark], candidate)).toBe(expected);
  });

  it('is nobody where none is named', () => {
    expect(isAdmin([], slack)).toBe(false);
  });
});
