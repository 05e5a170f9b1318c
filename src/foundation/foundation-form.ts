import {
  type FoundationFieldKind,
  type FoundationPath,
  foundationField,
} from '../domain/foundation-fields.ts';
import type { FormField } from '../domain/reply.ts';
import type { FoundationChange } from '../ports/foundation-store.ts';

/** A Foundation field holds at most this much: a grid cell, not an essay. */
const maxCharacters = 2_000;
const maxItems = 12;

/** The form field that asks for a Foundation field. */
export function foundationFormField(path: FoundationPath, value: string): FormField {
  const field = foundationField(path);
  const list = field.kind !== 'text';
  return {
    name: path,
    label: field.question,
    type: list ? 'list' : 'text',
    required: true,
    value,
    options: [],
    hint: list ? `One a line. ${field.hint}`.slice(0, 100) : field.hint,
    maxCharacters,
  };
}

export type FieldReading = { kind: 'value'; change: FoundationChange } | { kind: 'wrong'; error: string };

/** Reads what a person typed into a Foundation field. Errors name the field and the cure. */
export function readFoundationField(path: FoundationPath, typed: string): FieldReading {
  const field = foundationField(path);
  const text = typed.replace(/\r\n?/g, '\n').trim();
  if (text.length > maxCharacters) {
    return {
      kind: 'wrong',
      error: `${field.label}: ${text.length} characters, at most ${maxCharacters}. Keep the core of it.`,
    };
  }
  if (field.kind === 'text') {
    return text === ''
      ? { kind: 'wrong', error: `${field.label} is still empty. One sentence is enough.` }
      : { kind: 'value', change: { path, after: text } };
  }
  const items = splitItems(text, field.kind);
  if (items.length === 0)
    return { kind: 'wrong', error: `${field.label} is still empty. One line is enough to go on.` };
  if (items.length > maxItems) {
    return {
      kind: 'wrong',
      error: `${field.label}: ${items.length} items, at most ${maxItems}. Keep those that matter most.`,
    };
  }
  if (field.kind === 'list') return { kind: 'value', change: { path, after: items } };
  const rivals = items.map((item) => /^([^:]+):\s*(.+)$/.exec(item));
  const unread = items[rivals.indexOf(null)];
  if (unread !== undefined) {
    return {
      kind: 'wrong',
      error: `${field.label}: "${unread.slice(0, 60)}" needs a colon, as in "Name: weak point".`,
    };
  }
  const after = rivals.map((rival) => ({
    name: rival?.[1]?.trim() ?? '',
    weakness: rival?.[2]?.trim() ?? '',
  }));
  return { kind: 'value', change: { path, after } };
}

/**
 * Lines are items; a single line is split at semicolons, or at commas where every piece is a word or two. Rivals are
 * split at commas only where every piece names one: "Acme: dear, slow" is one rival with two weaknesses.
 */
function splitItems(text: string, kind: FoundationFieldKind): string[] {
  const tidy = (items: string[]) =>
    [...new Set(items.map((item) => item.replace(/^\s*(?:[-*•]|\d+[.)])(?:\s+|$)/, '').trim()))].filter(
      (item) => item !== '',
    );
  if (text.includes('\n')) return tidy(text.split('\n'));
  if (text.includes(';')) return tidy(text.split(';'));
  const pieces = text.split(/,|\band\b/);
  if (kind === 'competitors') return tidy(pieces.every((piece) => piece.includes(':')) ? pieces : [text]);
  return pieces.every((piece) => piece.trim().split(/\s+/).length <= 2) ? tidy(pieces) : tidy([text]);
}
