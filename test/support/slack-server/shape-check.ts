/** What is wrong, where. The wording is Slack's own, for people search for it. */
export interface Fault {
  /** A JSON pointer into what was sent, such as `/blocks/0/text`. */
  pointer: string;
  code: string;
  message: string;
}

export interface Findings {
  faults: Fault[];
}

/** Looks at one value and adds what is wrong with it. */
export type Check = (value: unknown, pointer: string, findings: Findings) => void;

interface Field {
  check: Check;
  required: boolean;
}

export function report(findings: Findings, pointer: string, code: string, message: string): void {
  findings.faults.push({ pointer, code, message });
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function chars(maximum: number, minimum = 1): Check {
  return (value, pointer, findings) => {
    if (typeof value !== 'string') return report(findings, pointer, 'invalid_type', 'must be a string');
    if (value.length > maximum) {
      report(findings, pointer, 'failed_constraint', `must be less than ${maximum + 1} characters`);
    }
    if (value.length < minimum) {
      report(findings, pointer, 'failed_constraint', `must be more than ${minimum - 1} characters`);
    }
  };
}

export const anyString = chars(Number.POSITIVE_INFINITY, 0);

export function literal(...allowed: readonly string[]): Check {
  return (value, pointer, findings) => {
    if (typeof value !== 'string' || !allowed.includes(value)) {
      report(findings, pointer, 'invalid_enum', `must be one of ${allowed.join(', ')}`);
    }
  };
}

export const bool: Check = (value, pointer, findings) => {
  if (typeof value !== 'boolean') report(findings, pointer, 'invalid_type', 'must be a boolean');
};

export function number({
  from = Number.NEGATIVE_INFINITY,
  to = Number.POSITIVE_INFINITY,
  whole = false,
} = {}): Check {
  return (value, pointer, findings) => {
    if (typeof value !== 'number' || !Number.isFinite(value) || (whole && !Number.isInteger(value))) {
      return report(findings, pointer, 'invalid_type', whole ? 'must be an integer' : 'must be a number');
    }
    if (value < from) report(findings, pointer, 'failed_constraint', `must not be less than ${from}`);
    if (value > to) report(findings, pointer, 'failed_constraint', `must not be more than ${to}`);
  };
}

export function list(
  item: Check,
  { min = 1, max = Number.POSITIVE_INFINITY }: { min?: number; max?: number } = {},
): Check {
  return (value, pointer, findings) => {
    if (!Array.isArray(value)) return report(findings, pointer, 'invalid_type', 'must be an array');
    if (value.length > max) {
      report(findings, pointer, 'failed_constraint', `no more than ${max} items allowed`);
    }
    if (value.length < min) {
      report(findings, pointer, 'failed_constraint', `no fewer than ${min} items allowed`);
    }
    for (const [index, one] of value.entries()) item(one, `${pointer}/${index}`, findings);
  };
}

export function required(check: Check): Field {
  return { check, required: true };
}

export function optional(check: Check): Field {
  return { check, required: false };
}

/** Refuses fields it does not know, as Slack does. */
export function shape(fields: Record<string, Field>, whole?: Check): Check {
  return (value, pointer, findings) => {
    if (!isRecord(value)) return report(findings, pointer, 'invalid_type', 'must be an object');
    for (const [name, { check, required: isRequired }] of Object.entries(fields)) {
      const given = value[name];
      if (given === undefined || given === null) {
        if (isRequired) {
          report(findings, `${pointer}/${name}`, 'missing_required_field', `missing required field: ${name}`);
        }
        continue;
      }
      check(given, `${pointer}/${name}`, findings);
    }
    for (const name of Object.keys(value)) {
      if (!(name in fields)) {
        report(
          findings,
          `${pointer}/${name}`,
          'invalid_additional_property',
          `invalid additional property: ${name}`,
        );
      }
    }
    whole?.(value, pointer, findings);
  };
}

/** Chooses the check by the value's own `type`. */
export function byType(checks: Record<string, Check>, what: string): Check {
  return (value, pointer, findings) => {
    if (!isRecord(value)) return report(findings, pointer, 'invalid_type', 'must be an object');
    const { type } = value;
    const check = typeof type === 'string' && Object.hasOwn(checks, type) ? checks[type] : undefined;
    if (!check) return report(findings, `${pointer}/type`, 'invalid_enum', `unsupported ${what}: ${type}`);
    check(value, pointer, findings);
  };
}

export const type: Field = required(anyString);
