import { refuse } from './method.ts';

/** The arguments of a call, whether they came as a form (objects as JSON in a string) or as JSON. */
export interface Arguments {
  /** As they came. */
  readonly raw: Readonly<Record<string, unknown>>;
  has(name: string): boolean;
  text(name: string): string | undefined;
  /** `invalid_arguments` where it is missing or empty. */
  required(name: string): string;
  flag(name: string): boolean;
  number(name: string): number | undefined;
  json(name: string): unknown;
}

export function readArguments(raw: Record<string, unknown>): Arguments {
  const text = (name: string): string | undefined => {
    const value = raw[name];
    if (value === undefined || value === null) return undefined;
    return typeof value === 'string' ? value : String(value);
  };
  return {
    raw,
    has: (name) => raw[name] !== undefined && raw[name] !== null,
    text,
    required: (name) => text(name) || refuse('invalid_arguments', `missing required field: ${name}`),
    flag: (name) => ['true', '1'].includes(text(name) ?? ''),
    number: (name) => {
      const given = text(name);
      if (given === undefined) return undefined;
      const value = Number(given);
      return Number.isFinite(value) ? value : refuse('invalid_arguments', `${name} must be a number`);
    },
    json: (name) => {
      const value = raw[name];
      if (typeof value !== 'string') return value ?? undefined;
      try {
        return JSON.parse(value);
      } catch {
        return refuse('invalid_arguments', `${name} is not valid JSON`);
      }
    },
  };
}
