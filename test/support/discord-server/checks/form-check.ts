import { RESTJSONErrorCodes } from 'discord-api-types/v10';
import { DiscordError } from '../discord-error.ts';

export type FormPath = ReadonlyArray<string | number>;
export type JsonObject = Record<string, unknown>;

interface Bounds {
  min?: number;
  max: number;
  optional?: boolean;
}

interface ErrorTree {
  [key: string]: ErrorTree | Array<{ code: string; message: string }>;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Gathers every fault of a form, as Discord does, and refuses them together as 50035. */
export class FormCheck {
  readonly #errors: ErrorTree = {};
  #failed = false;

  fail(path: FormPath, code: string, message: string): void {
    this.#failed = true;
    let node = this.#errors;
    for (const step of path) {
      const next = node[step];
      if (next && !Array.isArray(next)) node = next;
      else {
        const fresh: ErrorTree = {};
        node[step] = fresh;
        node = fresh;
      }
    }
    const known = node._errors;
    if (Array.isArray(known)) known.push({ code, message });
    else node._errors = [{ code, message }];
  }

  /** The text where there is one. What is null or absent fails unless it is optional. */
  text(path: FormPath, value: unknown, { min = 0, max, optional = false }: Bounds): string | undefined {
    if (this.#isAbsent(path, value, optional)) return undefined;
    if (typeof value !== 'string') {
      this.fail(path, 'STRING_TYPE_CONVERT', 'Could not interpret value as string.');
      return undefined;
    }
    this.#length(path, value.length, min, max);
    return value;
  }

  list(path: FormPath, value: unknown, { min = 0, max, optional = false }: Bounds): unknown[] {
    if (this.#isAbsent(path, value, optional)) return [];
    if (!Array.isArray(value)) {
      this.fail(path, 'LIST_TYPE_CONVERT', 'Only iterables may be used in a ListType.');
      return [];
    }
    this.#length(path, value.length, min, max);
    return value;
  }

  integer(path: FormPath, value: unknown, { min = 0, max, optional = false }: Bounds): number | undefined {
    if (this.#isAbsent(path, value, optional)) return undefined;
    if (!Number.isInteger(value)) {
      this.fail(path, 'NUMBER_TYPE_COERCE', `Value "${String(value)}" is not int.`);
      return undefined;
    }
    const number = Number(value);
    if (number < min)
      this.fail(path, 'NUMBER_TYPE_MIN', `int value should be greater than or equal to ${min}.`);
    if (number > max) this.fail(path, 'NUMBER_TYPE_MAX', `int value should be less than or equal to ${max}.`);
    return number;
  }

  object(path: FormPath, value: unknown): JsonObject {
    if (isObject(value)) return value;
    this.fail(path, 'MODEL_TYPE_CONVERT', 'Only dictionaries may be used in a ModelType');
    return {};
  }

  choice(path: FormPath, value: unknown, allowed: readonly unknown[]): void {
    if (!allowed.includes(value)) {
      const choices = allowed.map(String).join(', ');
      this.fail(path, 'BASE_TYPE_CHOICES', `Value must be one of {${choices}}.`);
    }
  }

  refuseIfWrong(): void {
    if (!this.#failed) return;
    const code = RESTJSONErrorCodes.InvalidFormBodyOrContentType;
    throw new DiscordError(400, code, 'Invalid Form Body', this.#errors);
  }

  #isAbsent(path: FormPath, value: unknown, optional: boolean): boolean {
    if (value !== undefined && value !== null) return false;
    if (!optional) this.fail(path, 'BASE_TYPE_REQUIRED', 'This field is required');
    return true;
  }

  #length(path: FormPath, length: number, min: number, max: number): void {
    if (length >= min && length <= max) return;
    if (min > 0) {
      this.fail(path, 'BASE_TYPE_BAD_LENGTH', `Must be between ${min} and ${max} in length.`);
    } else {
      this.fail(path, 'BASE_TYPE_MAX_LENGTH', `Must be ${max} or fewer in length.`);
    }
  }
}
