import { randomInt } from 'node:crypto';

/** Without what is mistaken for something else when it is read out: 0 and O, 1 and I and L. */
const letters = 'ABCDEFGHJKMNPQRSTUVWXYZ';
const digits = '23456789';
const half = 4;

/** Eight characters, a digit among them, so that no word is one: 31 of them give 800 thousand million codes. */
export function newCohortCode(): string {
  const all = letters + digits;
  const code = Array.from({ length: 2 * half }, () => all.charAt(randomInt(all.length)));
  code[randomInt(code.length)] = digits.charAt(randomInt(digits.length));
  return code.join('');
}

/** As it is read out: "K7QM-4XPD". */
export function cohortCodeInWords(code: string): string {
  return `${code.slice(0, half)}-${code.slice(half)}`;
}

/** The code in what somebody typed, in any case; undefined where it is none. */
export function readCohortCode(typed: string): string | undefined {
  const bare = typed.replace(/[\s-]/g, '').toUpperCase();
  const isOne = new RegExp(`^[${letters}${digits}]{${2 * half}}$`).test(bare) && /\d/.test(bare);
  return isOne ? bare : undefined;
}
