import { describe, expect, it } from 'vitest';
import { isCourtesy, isFirstHello } from '../../src/director/read-courtesy.ts';

describe('a courtesy', () => {
  it.each([
    'hi',
    'Hello there!',
    'good evening all',
    'thanks, that helped',
    'ta very much 🙏',
    'ok cool, bye for now',
    'hello Ana!',
  ])('is %j', (words) => expect(isCourtesy(words)).toBe(true));
  it.each([
    'hi, five headlines please',
    'hello headlines',
    'thanks page copy',
    'ok',
    'now',
    '',
    'great great great great great great great great great great great',
    'thank you email for buyers',
  ])('is not %j', (words) => expect(isCourtesy(words)).toBe(false));
});

describe("a newcomer's first hello", () => {
  it.each([
    'hi, just joined, I sell candles, want more sales',
    'Hello! I’m new here, got a pottery studio',
    'hey we make dog treats. where do we start?',
    'hi, I sell candles',
    'hello! we run a small yarn shop in Galway',
  ])('is %j', (words) => expect(isFirstHello(words)).toBe(true));
  it.each([
    'I just joined a new market stall, write a post',
    'hi, headline for new arrivals',
    'hi, I sell candles, write me a headline',
    'hi, we make soap. which gift would suit us?',
    'I sell candles',
    'where do I start with SEO',
  ])('is not %j', (words) => expect(isFirstHello(words)).toBe(false));
});
