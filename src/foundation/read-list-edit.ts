import { type FoundationPath, foundationField } from '../domain/foundation-fields.ts';
import { fieldsAskedFor } from './recall.ts';

/** Which item: its place from 1, the last one, or words that stand in it. */
export type WhichItem = number | 'last' | { words: string };

export type ListEdit =
  | { kind: 'add'; path: FoundationPath; text: string }
  | { kind: 'remove'; path: FoundationPath; which: WhichItem }
  | { kind: 'replace'; path: FoundationPath; which: WhichItem; text: string };

const ordinals = 'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth'.split(
  ' ',
);
const place = `(${ordinals.join('|')}|last|\\d{1,2}(?:st|nd|rd|th)|(?:#|number |no\\.? )\\d{1,2})`;
const field = "([\\p{L}][\\p{L}' -]{2,40}?)";
const polite = '^(?:please )?';
const quotation = '[“"‘\']';

const patterns: ReadonlyArray<readonly [RegExp, (groups: string[]) => ListEdit | undefined]> = [
  [
    new RegExp(`${polite}add (?:a |an |another |one more |new |to my |to our )*${field}: *(.+)$`, 'isu'),
    ([named, text]) => edit(named, (path) => ({ kind: 'add', path, text: (text ?? '').trim() })),
  ],
  [
    new RegExp(`${polite}add ${quotation}(.+)[”"’'] to (?:my|our|the) ${field}$`, 'isu'),
    ([text, named]) => edit(named, (path) => ({ kind: 'add', path, text: (text ?? '').trim() })),
  ],
  [
    new RegExp(`${polite}(?:remove|delete|drop|take out) (?:the |my |our )?${place} ${field}$`, 'iu'),
    ([which, named]) => edit(named, (path) => ({ kind: 'remove', path, which: placeOf(which) })),
  ],
  [
    new RegExp(
      `${polite}(?:remove|delete|drop|take out) ${quotation}?(.+?)[”"’']? from (?:my|our|the) ${field}$`,
      'iu',
    ),
    ([words, named]) => edit(named, (path) => ({ kind: 'remove', path, which: { words: words ?? '' } })),
  ],
  [
    new RegExp(
      `${polite}(?:change|replace|update|reword) (?:the |my |our )?${place} ${field} (?:to|with|by):? +(.+)$`,
      'isu',
    ),
    ([which, named, text]) =>
      edit(named, (path) => ({ kind: 'replace', path, which: placeOf(which), text: (text ?? '').trim() })),
  ],
];

/** "remove the second pain", "add a competitor: Flare: no burn guide", "change the first goal to …"; undefined for all else. */
export function readListEdit(words: string): ListEdit | undefined {
  const bare = words
    .trim()
    .replace(/[.!]+$/, '')
    .replace(/’/g, "'");
  for (const [pattern, read] of patterns) {
    const match = pattern.exec(bare);
    const found = match && read(match.slice(1).map((group) => group ?? ''));
    if (found) return found;
  }
  return undefined;
}

/** Where that item stands, from 0; undefined where there is none such, or several. */
export function indexOfItem(items: readonly string[], which: WhichItem): number | undefined {
  if (which === 'last') return items.length > 0 ? items.length - 1 : undefined;
  if (typeof which === 'number') return which >= 1 && which <= items.length ? which - 1 : undefined;
  const wanted = which.words.trim().toLowerCase();
  const exact = items.findIndex((item) => item.toLowerCase() === wanted);
  if (exact >= 0) return exact;
  const found = items.flatMap((item, index) => (item.toLowerCase().includes(wanted) ? [index] : []));
  return found.length === 1 ? found[0] : undefined;
}

/** One field that holds a list, named in the singular or the plural and as nothing else. */
function edit(named = '', make: (path: FoundationPath) => ListEdit): ListEdit | undefined {
  const wordings = [named, `${named}s`, named.replace(/y$/i, 'ies'), `customer ${named}s`];
  const path = wordings
    .flatMap((wording) => fieldsAskedFor(wording))
    .find((one) => foundationField(one).kind !== 'text');
  return path && named.split(' ').length <= 4 ? make(path) : undefined;
}

function placeOf(word = ''): WhichItem {
  const lower = word.toLowerCase();
  if (lower === 'last') return 'last';
  const index = ordinals.indexOf(lower);
  return index >= 0 ? index + 1 : Number(/\d+/.exec(lower)?.[0] ?? 0);
}
