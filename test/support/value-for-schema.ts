/**
 * The plainest value that a JSON schema allows: the first choice, the smallest number, an empty list, `words` for
 * text. Enough for the schemas that our models are asked with; not for references into other parts of a schema.
 */
export function valueForSchema(schema: unknown, words: string): unknown {
  if (!isRecord(schema)) return null;
  if ('const' in schema) return schema.const;
  if (Array.isArray(schema.enum)) return schema.enum[0];
  const choices = schema.anyOf ?? schema.oneOf;
  if (Array.isArray(choices)) return valueForSchema(choices[0], words);

  switch (Array.isArray(schema.type) ? schema.type[0] : schema.type) {
    case 'object': {
      const properties = isRecord(schema.properties) ? schema.properties : {};
      return Object.fromEntries(
        Object.entries(properties).map(([name, property]) => [name, valueForSchema(property, words)]),
      );
    }
    case 'array': {
      const count = typeof schema.minItems === 'number' ? schema.minItems : 0;
      return Array.from({ length: count }, () => valueForSchema(schema.items, words));
    }
    case 'string':
      return typeof schema.maxLength === 'number' ? words.slice(0, schema.maxLength) : words;
    case 'number':
    case 'integer':
      return typeof schema.minimum === 'number' ? schema.minimum : 0;
    case 'boolean':
      return false;
    default:
      return null;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
