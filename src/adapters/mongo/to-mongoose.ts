import { type Document, Schema, type SchemaDefinition, type SchemaDefinitionProperty } from 'mongoose';
import type { z } from 'zod';
import type { Table } from '../../domain/table.ts';

// Mongoose calls a required '' missing. zod does not, and neither does the seed.
Schema.Types.String.checkRequired((value) => typeof value === 'string');

/** What MongoDB can be told of a zod schema: unions are merged, checks such as lengths stay with zod. */
type Shape =
  | { kind: 'text'; values?: string[] }
  | { kind: 'number'; values?: number[] }
  | { kind: 'boolean' }
  | { kind: 'anything' }
  | { kind: 'list'; of: Shape }
  | { kind: 'map'; of: Shape }
  | { kind: 'object'; fields: Fields };

type Fields = Map<string, { shape: Shape; required: boolean }>;

/**
 * The mongoose schema of a table, derived from its zod schema. Unknown keys throw, nothing is cast to another type, and
 * nothing is filled in. In a union of objects every field of any variant is allowed, and required where all variants
 * require it: which belong together is for zod to say, when the document is read.
 *
 * Throws a TypeError naming table and path for a zod schema it cannot derive, and for an index over no field.
 */
export function toMongoose(table: Table): Schema {
  const shape = shapeOf(table.schema, table.name);
  if (shape.kind !== 'object')
    throw new TypeError(`${table.name}: documents must be objects, not ${shape.kind}.`);

  const schema = new Schema(definitionOf(shape.fields), {
    collection: table.name,
    strict: 'throw',
    strictQuery: 'throw',
    autoIndex: false,
    // Collections come with their indexes, when the store is made ready.
    autoCreate: false,
    versionKey: false,
    minimize: false,
    // The text `_id` of the table itself.
    _id: false,
    id: false,
  });

  for (const { name, keys, unique } of table.indexes) {
    const stray = Object.keys(keys).find((key) => !schema.path(key));
    if (stray) throw new TypeError(`${table.name}: index ${name} is over ${stray}, which is no field.`);
    schema.index({ ...keys }, unique ? { name, unique } : { name });
  }
  return schema;
}

function shapeOf(schema: z.core.$ZodType, at: string): Shape {
  const def = (schema as z.core.$ZodTypes)._zod.def;
  switch (def.type) {
    case 'string':
      return { kind: 'text' };
    case 'number':
      return { kind: 'number' };
    case 'boolean':
      return { kind: 'boolean' };
    case 'unknown':
      return { kind: 'anything' };
    case 'literal':
      return shapeOfValues(def.values, at);
    case 'enum':
      return shapeOfValues(Object.values(def.entries), at);
    case 'array':
      return { kind: 'list', of: shapeOf(def.element, `${at}[]`) };
    case 'record':
      return { kind: 'map', of: shapeOf(def.valueType, `${at}{}`) };
    case 'union':
      return def.options.map((option) => shapeOf(option, at)).reduce(merge);
    case 'object':
      if (def.catchall?._zod.def.type !== 'never') {
        throw new TypeError(`${at}: the object is not strict. Use z.strictObject.`);
      }
      return { kind: 'object', fields: fieldsOf(def.shape, at) };
    default:
      throw new TypeError(`${at}: no MongoDB path can be derived from the zod type "${def.type}".`);
  }
}

function fieldsOf(fields: z.core.$ZodShape, at: string): Fields {
  return new Map(
    Object.entries(fields).map(([name, schema]) => {
      const def = (schema as z.core.$ZodTypes)._zod.def;
      const optional = def.type === 'optional';
      const shape = shapeOf(optional ? def.innerType : schema, `${at}.${name}`);
      return [name, { shape, required: !optional }];
    }),
  );
}

function shapeOfValues(values: readonly unknown[], at: string): Shape {
  if (values.every((value) => typeof value === 'string')) return { kind: 'text', values: [...values] };
  if (values.every((value) => typeof value === 'number')) return { kind: 'number', values: [...values] };
  if (values.every((value) => typeof value === 'boolean')) return { kind: 'boolean' };
  throw new TypeError(`${at}: literals must be all text, all numbers or all booleans.`);
}

function merge(a: Shape, b: Shape): Shape {
  if (a.kind === 'text' && b.kind === 'text') return { kind: 'text', ...mergeValues(a.values, b.values) };
  if (a.kind === 'number' && b.kind === 'number')
    return { kind: 'number', ...mergeValues(a.values, b.values) };
  if (a.kind === 'list' && b.kind === 'list') return { kind: 'list', of: merge(a.of, b.of) };
  if (a.kind === 'map' && b.kind === 'map') return { kind: 'map', of: merge(a.of, b.of) };
  if (a.kind === 'object' && b.kind === 'object')
    return { kind: 'object', fields: mergeFields(a.fields, b.fields) };
  return a.kind === 'boolean' && b.kind === 'boolean' ? a : { kind: 'anything' };
}

function mergeValues<Value>(a: Value[] | undefined, b: Value[] | undefined): { values?: Value[] } {
  return a && b ? { values: [...new Set([...a, ...b])] } : {};
}

function mergeFields(a: Fields, b: Fields): Fields {
  const merged: Fields = new Map();
  for (const name of new Set([...a.keys(), ...b.keys()])) {
    const [left, right] = [a.get(name), b.get(name)];
    if (left && right) {
      merged.set(name, { shape: merge(left.shape, right.shape), required: left.required && right.required });
    } else {
      const only = left ?? right;
      if (only) merged.set(name, { shape: only.shape, required: false });
    }
  }
  return merged;
}

function definitionOf(fields: Fields): SchemaDefinition {
  return Object.fromEntries(
    [...fields].map(([name, { shape, required }]) => [
      name,
      { ...pathOf(shape), ...presence(name, shape, required) },
    ]),
  );
}

/** `default: undefined` because mongoose would fill in an empty array. */
function presence(name: string, shape: Shape, required: boolean): object {
  if (!required) return { default: undefined };
  if (shape.kind !== 'anything') return { default: undefined, required: true };
  // Mongoose calls a required null missing, but null is something that "anything" may be.
  return {
    default: undefined,
    required(this: Document) {
      return this.get(name) === undefined;
    },
  };
}

function pathOf(shape: Shape): SchemaDefinitionProperty & object {
  switch (shape.kind) {
    case 'text':
      return { type: String, cast: only('string'), ...(shape.values && { enum: shape.values }) };
    case 'number':
      return { type: Number, cast: only('number'), ...(shape.values && { enum: shape.values }) };
    case 'boolean':
      return { type: Boolean, cast: only('boolean') };
    case 'anything':
      return { type: Schema.Types.Mixed };
    case 'list':
      return { type: [pathOf(shape.of)], castNonArrays: false };
    case 'map':
      return { type: Map, of: pathOf(shape.of) };
    case 'object':
      return {
        type: new Schema(definitionOf(shape.fields), {
          _id: false,
          id: false,
          strict: 'throw',
          minimize: false,
        }),
      };
  }
}

/** Refuses what mongoose would quietly turn into another type. null passes: filters ask for it to mean "absent". */
function only(type: 'string' | 'number' | 'boolean'): (value: unknown) => unknown {
  return (value) => {
    if (value === null || value === undefined || typeof value === type) return value;
    throw new TypeError(`expected a ${type}`);
  };
}
