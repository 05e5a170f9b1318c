import { describe, expect, it } from 'vitest';
import { readLinkWish } from '../../src/course/read-link-wish.ts';
import { elevateStepSchema } from '../../src/domain/elevate-step.ts';

const read = (words: string) => readLinkWish(words, elevateStepSchema.options);

describe('what a facilitator wants of a link', () => {
  it.each([
    ['set video for Gift https://example.org/v?a=b', 'videoUrl', 'Gift', 'https://example.org/v?a=b'],
    [
      '@Elevate please set the worksheet for module 2: https://example.org',
      'worksheetUrl',
      'Gift',
      'https://example.org/',
    ],
    [
      'set image of the hook module to <https://example.org/i.png>',
      'exampleImageUrl',
      'Hook',
      'https://example.org/i.png',
    ],
  ])('%s', (words, link, step, url) => {
    expect(read(words)).toEqual({ kind: 'set', link, step, url });
  });

  it.each([
    'http://example.org/v',
    'javascript:alert(1)',
    'https://a:b@example.org/v',
    'https://localhost/v',
    'https://example.org/v and more',
    'example.org/v',
    `https://example.org/${'v'.repeat(500)}`,
  ])('takes no address but a plain https one: %.40s', (address) => {
    expect(read(`set video for Gift ${address}`)).toEqual({ kind: 'wrong-address' });
  });

  it('removes, and says what it does not know', () => {
    expect(read('remove video for Gift')).toEqual({ kind: 'remove', link: 'videoUrl', step: 'Gift' });
    expect(read('set video for Gift')).toEqual({ kind: 'no-address' });
    expect(read('set video for Geft https://example.org')).toEqual({ kind: 'unknown-module', named: 'Geft' });
    expect(read('write a video script for Gift')).toBeUndefined();
  });
});
