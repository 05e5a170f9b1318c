import { beforeAll, expect, test } from 'vitest';
import type { Catalogue } from '../../src/domain/catalogue.ts';
import { oncePerCatalogue } from '../../src/domain/once-per-catalogue.ts';
import { loadCatalogue } from '../../src/load-catalogue.ts';

let catalogue: Catalogue;
beforeAll(async () => {
  catalogue = await loadCatalogue();
});

test('what is made of a catalogue is made once, and anew for other content', () => {
  const madeOf: Catalogue[] = [];
  const make = oncePerCatalogue((given) => {
    madeOf.push(given);
    return { given };
  });
  const other = { ...catalogue };
  expect(make(catalogue)).toBe(make(catalogue));
  expect(make(other)).not.toBe(make(catalogue));
  expect(madeOf).toEqual([catalogue, other]);
});
