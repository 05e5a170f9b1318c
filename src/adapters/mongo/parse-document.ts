import type { z } from 'zod';
import type { DocumentSchema, Table } from '../../domain/table.ts';

/** A stored document that is not what its table says. Carries where, never what: values are people's own words. */
export class UnreadableDocumentError extends Error {
  override readonly name = 'UnreadableDocumentError';
  readonly collection: string;
  /** The document's `_id`, empty where it has no text `_id`. */
  readonly id: string;
  /** Dotted paths at fault, each once. */
  readonly paths: readonly string[];

  constructor(collection: string, id: string, paths: readonly string[]) {
    super(`${collection} ${id || '(no text _id)'} cannot be read: ${paths.join(', ')}.`);
    this.collection = collection;
    this.id = id;
    this.paths = paths;
  }
}

/** A lean document as its table's type. Throws an UnreadableDocumentError when it is not one. */
export function parseDocument<Schema extends DocumentSchema>(
  table: Table<Schema>,
  document: unknown,
): z.output<Schema> {
  const parsed = table.schema.safeParse(document);
  if (parsed.success) return parsed.data;
  const paths = new Set(parsed.error.issues.flatMap(pathsOf));
  throw new UnreadableDocumentError(table.name, idOf(document), [...paths]);
}

function pathsOf(issue: z.core.$ZodIssue): string[] {
  const keys = issue.code === 'unrecognized_keys' ? issue.keys : [];
  const paths = keys.length > 0 ? keys.map((key) => [...issue.path, key]) : [issue.path];
  return paths.map((path) => path.map(String).join('.') || '(document)');
}

function idOf(document: unknown): string {
  if (typeof document !== 'object' || document === null || !('_id' in document)) return '';
  return typeof document._id === 'string' ? document._id : '';
}
