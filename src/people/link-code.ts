import { randomInt, scrypt } from 'node:crypto';

/** A code for one's own account: six digits, ten minutes. */
export const accountCode = { digits: 6, lastsMs: 10 * 60 * 1_000 } as const;
/** An invitation to an organization: eight digits, a week. */
export const organizationCode = { digits: 8, lastsMs: 7 * 24 * 60 * 60 * 1_000 } as const;

/** Each code that is entered counts, whoever's it is. */
export const triesAnHour = 5;

export function newCode(digits: number): string {
  return String(randomInt(10 ** digits)).padStart(digits, '0');
}

/**
 * What is kept of a code. Slow on purpose: whoever gets hold of the store would need some hours for all six-digit codes,
 * and they last ten minutes.
 */
export function hashOfCode(code: string): Promise<string> {
  return new Promise((resolve, reject) =>
    scrypt(code, 'elevate link code', 24, (error, key) =>
      error ? reject(error) : resolve(key.toString('base64url')),
    ),
  );
}

/** In two halves, as people read it out: "123 456". */
export function codeInWords(code: string): string {
  const half = code.length / 2;
  return `${code.slice(0, half)} ${code.slice(half)}`;
}

/** The code in what somebody typed; spaces, dashes and dots in it do not count. */
export function readCode(typed: string, digits: number): string | undefined {
  const bare = typed.replace(/[\s.-]/g, '');
  return new RegExp(`^\\d{${digits}}$`).test(bare) ? bare : undefined;
}
