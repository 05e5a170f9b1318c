import { AsyncLocalStorage } from 'node:async_hooks';

const fields = new AsyncLocalStorage<Record<string, string>>();

/** Whatever is logged during `work` has these fields, beside those that were there already. */
export function withLogFields<Result>(more: Record<string, string>, work: () => Result): Result {
  return fields.run({ ...fields.getStore(), ...more }, work);
}

/** The fields of the work that is under way here. */
export function logFields(): Record<string, string> {
  return fields.getStore() ?? {};
}
