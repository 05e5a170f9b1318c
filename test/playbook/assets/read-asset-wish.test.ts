import { describe, expect, it } from 'vitest';
import { readAssetWish, readLooseAssetWish } from '../../../src/playbook/assets/read-asset-wish.ts';

const here = { kind: 'here' };
const named = (words: string) => ({ kind: 'named', words });

describe('a wish about saved work', () => {
  it.each([
    ['call it May headlines', { kind: 'name', target: here, name: 'May headlines' }],
    ['Save it as “May headlines”.', { kind: 'name', target: here, name: '“May headlines”' }],
    [
      'rename May headlines to June headlines',
      { kind: 'name', target: named('May headlines'), name: 'June headlines' },
    ],
    ['that went live on Monday', { kind: 'live', target: here, when: 'on Monday' }],
    ['It’s live', { kind: 'live', target: here, when: '' }],
    ['went live yesterday', { kind: 'live', target: here, when: 'yesterday' }],
    ['mark it as implemented', { kind: 'live', target: here, when: '' }],
    [
      'mark May headlines live since 12 May',
      { kind: 'live', target: named('May headlines'), when: 'since 12 May' },
    ],
    ['back to draft', { kind: 'draft', target: here }],
    ['it is not live any more', { kind: 'draft', target: here }],
    ['archive the old headlines', { kind: 'archive', target: named('the old headlines') }],
    ['unarchive it', { kind: 'unarchive', target: here }],
    ['set its channel to Instagram', { kind: 'channel', target: here, channel: 'Instagram' }],
    ['export my assets as csv', { kind: 'export', target: named('my assets'), format: 'csv' }],
    ['export it', { kind: 'export', target: here, format: 'md' }],
    ['refine it: shorter, less salesy', { kind: 'refine', target: here, goals: 'shorter, less salesy' }],
    ['refine May headlines', { kind: 'refine', target: named('May headlines'), goals: '' }],
    ['search my assets for brewing', { kind: 'find', words: 'brewing' }],
    ['refine nothing', { kind: 'refine', target: named('nothing'), goals: '' }],
  ])('%s', (words, wish) => {
    expect(readAssetWish(words)).toEqual(wish);
  });

  it.each([
    ['shorter, less salesy', { kind: 'refine', target: here, goals: 'shorter, less salesy' }],
    ['too formal', { kind: 'refine', target: here, goals: 'too formal' }],
    ['make it a bit warmer please', { kind: 'refine', target: here, goals: 'make it a bit warmer please' }],
    ['cut it to 40 words', { kind: 'refine', target: here, goals: 'cut it to 40 words' }],
    ['why does it say that?', { kind: 'why', target: here }],
    ['go back to version 2', { kind: 'back', target: here, number: 2 }],
    ['back to the one before', { kind: 'back', target: here, number: undefined }],
    [
      'May headlines went live on Monday',
      { kind: 'live', target: named('May headlines'), when: 'on Monday' },
    ],
    ['the headlines for May', { kind: 'find', words: 'the headlines for May' }],
    ['my emails about brewing', { kind: 'find', words: 'my emails about brewing' }],
    ['open May headlines', { kind: 'open', target: named('May headlines') }],
  ])('%s, where something fits', (words, wish) => {
    expect(readAssetWish(words)).toBeUndefined();
    expect(readLooseAssetWish(words)).toEqual(wish);
  });

  it.each([
    'write me five headlines about sour coffee',
    'save it as a draft',
    'is my page live?',
    'refine my funnel',
    'export my data',
    'what is more expensive, ads or email?',
    'shorter\nand here is my text',
    'leads 40, spend £240 last week',
    'hello',
    'why does the weakest step matter more than the best one',
  ])('is not %j', (words) => {
    expect([readAssetWish(words), readLooseAssetWish(words)]).toEqual([undefined, undefined]);
  });
});
