/** A reader of the seed's schema: TypeScript for Convex, told in prose, with every table in it once or twice. */

/** A validator of the seed, `v.id` read as text. */
export type SeedShape =
  | { kind: 'string' | 'number' | 'boolean' | 'any' }
  | { kind: 'literal'; value: string | number }
  | { kind: 'array'; of: SeedShape }
  | { kind: 'object'; fields: SeedFields }
  | { kind: 'union'; options: SeedShape[] };

export type SeedFields = Map<string, { shape: SeedShape; optional: boolean }>;

export interface SeedTable {
  shape: SeedShape;
  indexes: Map<string, string[]>;
}

type Value =
  | { kind: 'shape'; shape: SeedShape; optional: boolean }
  | { kind: 'fields'; fields: SeedFields }
  | { kind: 'text'; text: string }
  | { kind: 'number'; number: number }
  | { kind: 'texts'; texts: string[] };

const definition = /^(export )?const (\w+) = (?=v\.|\{|defineTable)/gm;

/** What the seed spreads from its host's own `users` table. */
const authFields: SeedFields = new Map(
  Object.entries({
    name: 'string',
    image: 'string',
    email: 'string',
    emailVerificationTime: 'number',
    phone: 'string',
    phoneVerificationTime: 'number',
    isAnonymous: 'boolean',
  } as const).map(([name, kind]) => [name, { shape: { kind }, optional: true }]),
);

/**
 * The tables of the seed by name. A definition that only says "as before" takes its fields from the earlier one.
 * Throws where two definitions of a thing differ, so that no half of the text can change unseen.
 */
export function readSeedTables(text: string): Map<string, SeedTable> {
  const tables = new Map<string, SeedTable>();
  const names = new Map<string, Value>();

  for (const match of text.matchAll(definition)) {
    const name = match[2] ?? '';
    const reader = new Reader(text, match.index + match[0].length, names);
    if (!match[1]) {
      const value = reader.value();
      const before = names.get(name);
      if (before && spelled(before) !== spelled(value))
        throw new Error(`The seed defines ${name} in two ways.`);
      names.set(name, value);
      continue;
    }
    const table = reader.table();
    const before = tables.get(name);
    if (!before) {
      tables.set(name, table);
      continue;
    }
    if (spelled(before.indexes) !== spelled(table.indexes)) {
      throw new Error(`The seed indexes ${name} in two ways.`);
    }
    const asBefore = table.shape.kind === 'object' && table.shape.fields.size === 0;
    if (!asBefore) tables.set(name, table);
  }
  return tables;
}

function spelled(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => (part instanceof Map ? [...part] : part));
}

class Reader {
  readonly #text: string;
  readonly #names: ReadonlyMap<string, Value>;
  #at: number;

  constructor(text: string, at: number, names: ReadonlyMap<string, Value>) {
    this.#text = text;
    this.#at = at;
    this.#names = names;
  }

  table(): SeedTable {
    this.#expect('defineTable');
    this.#expect('(');
    const value = this.value();
    this.#expect(')');
    const indexes = new Map<string, string[]>();
    while (!this.#take(';')) {
      this.#expect('.index');
      this.#expect('(');
      const name = this.value();
      this.#expect(',');
      const keys = this.value();
      this.#expect(')');
      if (name.kind !== 'text' || keys.kind !== 'texts') throw this.#wrong('an index name and its keys');
      indexes.set(name.text, keys.texts);
    }
    return {
      shape: value.kind === 'fields' ? { kind: 'object', fields: value.fields } : shapeIn(value),
      indexes,
    };
  }

  value(): Value {
    if (this.#take('{')) return { kind: 'fields', fields: this.#fields() };
    if (this.#take('[')) return { kind: 'texts', texts: this.#texts() };
    const text = this.#match(/"([^"]*)"/y);
    if (text) return { kind: 'text', text: text[1] ?? '' };
    const number = this.#match(/\d+/y);
    if (number) return { kind: 'number', number: Number(number[0]) };
    if (this.#take('v.')) return this.#validator();
    return this.#named();
  }

  #validator(): Value {
    const name = this.#match(/\w+/y)?.[0];
    this.#expect('(');
    const parts: Value[] = [];
    while (!this.#take(')')) {
      parts.push(this.value());
      this.#take(',');
    }
    const [first] = parts;
    switch (name) {
      case 'string':
      case 'number':
      case 'boolean':
      case 'any':
        return required({ kind: name });
      case 'id':
        return required({ kind: 'string' });
      case 'optional':
        return { kind: 'shape', shape: shapeIn(first), optional: true };
      case 'array':
        return required({ kind: 'array', of: shapeIn(first) });
      case 'union':
        return required({ kind: 'union', options: parts.map(shapeIn) });
      case 'object':
        if (first?.kind === 'fields') return required({ kind: 'object', fields: first.fields });
        break;
      case 'literal':
        if (first?.kind === 'text') return required({ kind: 'literal', value: first.text });
        if (first?.kind === 'number') return required({ kind: 'literal', value: first.number });
        break;
    }
    throw this.#wrong(`a validator known to this reader, not v.${name}`);
  }

  #fields(): SeedFields {
    const fields: SeedFields = new Map();
    while (!this.#take('}')) {
      if (this.#take('...')) {
        const spread = this.#named();
        if (spread.kind !== 'fields') throw this.#wrong('fields to spread');
        for (const [name, field] of spread.fields) fields.set(name, field);
      } else {
        const name = this.#match(/\w+/y)?.[0];
        if (!name) throw this.#wrong('a field');
        this.#expect(':');
        const value = this.value();
        fields.set(name, { shape: shapeIn(value), optional: value.kind === 'shape' && value.optional });
      }
      this.#take(',');
    }
    return fields;
  }

  #texts(): string[] {
    const texts: string[] = [];
    while (!this.#take(']')) {
      const value = this.value();
      if (value.kind !== 'text') throw this.#wrong('a text');
      texts.push(value.text);
      this.#take(',');
    }
    return texts;
  }

  #named(): Value {
    const name = this.#match(/[\w.]+/y)?.[0] ?? '';
    if (name === 'authTables.users.validator.fields') return { kind: 'fields', fields: authFields };
    const value = this.#names.get(name);
    if (!value) throw this.#wrong(`a name defined above, not "${name}"`);
    return value;
  }

  #expect(token: string): void {
    if (!this.#take(token)) throw this.#wrong(`"${token}"`);
  }

  #take(token: string): boolean {
    this.#skip();
    if (!this.#text.startsWith(token, this.#at)) return false;
    this.#at += token.length;
    return true;
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    this.#skip();
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (match) this.#at = pattern.lastIndex;
    return match;
  }

  /** White space and comments. */
  #skip(): void {
    const space = /(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/y;
    space.lastIndex = this.#at;
    space.exec(this.#text);
    this.#at = space.lastIndex;
  }

  #wrong(expected: string): Error {
    const line = this.#text.slice(0, this.#at).split('\n').length;
    return new Error(`Seed schema, line ${line}: expected ${expected}.`);
  }
}

function required(shape: SeedShape): Value {
  return { kind: 'shape', shape, optional: false };
}

function shapeIn(value: Value | undefined): SeedShape {
  if (value?.kind !== 'shape')
    throw new Error(`The seed has a ${value?.kind ?? 'nothing'} where a validator belongs.`);
  return value.shape;
}
