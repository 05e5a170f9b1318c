import type { Catalogue } from './catalogue.ts';

/**
 * What is made of a catalogue is made once for each: it comes out the same, and training or indexing is most of what a
 * start computes. Not for what changes afterwards.
 */
export function oncePerCatalogue<Made extends object>(
  make: (catalogue: Catalogue) => Made,
): (catalogue: Catalogue) => Made {
  const known = new WeakMap<Catalogue, Made>();
  return (catalogue) => {
    const made = known.get(catalogue) ?? make(catalogue);
    known.set(catalogue, made);
    return made;
  };
}
