import type { Schema } from 'mongoose';
import { z } from 'zod';
import type { SeedFields, SeedShape } from './seed-schema.ts';

/** What mongoose tells of a path. Its own types leave most of this out. */
const pathSchema = z.object({
  instance: z.string(),
  isRequired: z.boolean().optional(),
  enumValues: z.array(z.union([z.string(), z.number()])).optional(),
  schema: z.custom<Schema>().optional(),
  embeddedSchemaType: z.unknown().optional(),
});

/** A mongoose schema in the seed's terms. */
export function shapeOfMongoose(schema: Schema): SeedShape {
  const fields: SeedFields = new Map();
  schema.eachPath((name, path) => {
    // `inputs.$*` stands for the values of a map.
    if (name.includes('.')) return;
    fields.set(name, { shape: shapeOfPath(path), optional: pathSchema.parse(path).isRequired !== true });
  });
  return { kind: 'object', fields };
}

function shapeOfPath(value: unknown): SeedShape {
  const path = pathSchema.parse(value);
  if (path.instance === 'Array') {
    return {
      kind: 'array',
      of: path.schema ? shapeOfMongoose(path.schema) : shapeOfPath(path.embeddedSchemaType),
    };
  }
  if (path.schema) return shapeOfMongoose(path.schema);
  if (path.enumValues && path.enumValues.length > 0) {
    return {
      kind: 'union',
      options: path.enumValues.map((literal) => ({ kind: 'literal', value: literal })),
    };
  }
  switch (path.instance) {
    case 'String':
      return { kind: 'string' };
    case 'Number':
      return { kind: 'number' };
    case 'Boolean':
      return { kind: 'boolean' };
    case 'Mixed':
    case 'Map':
      return { kind: 'any' };
    default:
      throw new Error(`The seed has nothing like the mongoose type ${path.instance}.`);
  }
}

/**
 * The seed's shape as far as mongoose can hold it: objects of a union become one, in which only what all of them
 * require is required; a number beside other values is any number.
 */
export function asMongooseCan(shape: SeedShape): SeedShape {
  switch (shape.kind) {
    case 'literal':
      return { kind: 'union', options: [shape] };
    case 'array':
      return { kind: 'array', of: asMongooseCan(shape.of) };
    case 'object':
      return {
        kind: 'object',
        fields: new Map(
          [...shape.fields].map(([name, field]) => [name, { ...field, shape: asMongooseCan(field.shape) }]),
        ),
      };
    case 'union':
      return shape.options.map(asMongooseCan).reduce(joined);
    default:
      return shape;
  }
}

function joined(a: SeedShape, b: SeedShape): SeedShape {
  if (a.kind === 'union' && b.kind === 'union')
    return { kind: 'union', options: [...a.options, ...b.options] };
  if (a.kind === 'number' || b.kind === 'number') return { kind: 'number' };
  if (a.kind === 'object' && b.kind === 'object') {
    const fields: SeedFields = new Map();
    for (const name of new Set([...a.fields.keys(), ...b.fields.keys()])) {
      const [left, right] = [a.fields.get(name), b.fields.get(name)];
      if (left && right) {
        const same = JSON.stringify(left.shape) === JSON.stringify(right.shape);
        fields.set(name, {
          shape: same ? left.shape : joined(left.shape, right.shape),
          optional: left.optional || right.optional,
        });
      } else {
        const only = left ?? right;
        if (only) fields.set(name, { shape: only.shape, optional: true });
      }
    }
    return { kind: 'object', fields };
  }
  return a.kind === b.kind ? a : { kind: 'any' };
}
