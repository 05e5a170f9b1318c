import { accountCode, organizationCode, readCode } from './link-code.ts';

export type LinkWish = { kind: 'code'; code: string } | { kind: 'unlink' } | { kind: 'ask' };

/** What a message about linking wants: to enter a code, to undo it, or to begin. */
export function readLinkWish(words: string): LinkWish {
  const digits = /\d[\d\s.-]*\d/.exec(words)?.[0] ?? '';
  const code = readCode(digits, accountCode.digits) ?? readCode(digits, organizationCode.digits);
  if (code !== undefined) return { kind: 'code', code };
  return /\b(?:un-?link|disconnect|separate|split)\b/i.test(words) ? { kind: 'unlink' } : { kind: 'ask' };
}
