import type { z } from 'zod';
import type { SeedShape } from './seed-schema.ts';

/** A zod schema in the seed's terms. Records are beyond the seed, so "anything" is close enough. */
export function shapeOfZod(schema: z.core.$ZodType): SeedShape {
  const def = (schema as z.core.$ZodTypes)._zod.def;
  switch (def.type) {
    case 'string':
    case 'number':
    case 'boolean':
      return { kind: def.type };
    case 'unknown':
    case 'record':
      return { kind: 'any' };
    case 'literal':
      return oneOf(def.values.map(literal));
    case 'enum':
      return oneOf(Object.values(def.entries).map(literal));
    case 'array':
      return { kind: 'array', of: shapeOfZod(def.element) };
    case 'union':
      return { kind: 'union', options: def.options.map(shapeOfZod) };
    case 'object':
      return {
        kind: 'object',
        fields: new Map(
          Object.entries(def.shape).map(([name, field]) => {
            const inner = (field as z.core.$ZodTypes)._zod.def;
            const optional = inner.type === 'optional';
            return [name, { shape: shapeOfZod(optional ? inner.innerType : field), optional }];
          }),
        ),
      };
    default:
      throw new Error(`The seed has nothing like the zod type ${def.type}.`);
  }
}

function literal(value: unknown): SeedShape {
  if (typeof value !== 'string' && typeof value !== 'number')
    throw new Error(`The seed has no literal ${value}.`);
  return { kind: 'literal', value };
}

function oneOf(options: SeedShape[]): SeedShape {
  const [first] = options;
  return first && options.length === 1 ? first : { kind: 'union', options };
}
