import { describe, expect, it } from 'vitest';
import { asksAboutNumbers, looksLikeNumbers } from '../../src/director/read-numbers.ts';

describe("a week's numbers", () => {
  it.each([
    'ctr 1.4%, opt in 21%, cpl £2.80, 96 leads',
    'CTR 1.8 % | Optin 20 % | CPL 2.90 GBP | Leads 58 | Sales 6',
    'CTR: 2,1%\nOpt-in: 18,5%\nCPL: €4,10',
    'hook 1.2 gift 24 sell 2.1 upsell 8 share 4',
    'Morning! numbers for last 7 days - leads 240, sales 11, repeat 19%',
    'October: leads 412, sales 37, cpa 19.40',
    'quiet week, 2 sales, no ads running',
    'sorry the opt in was 18 not 81',
    'same as last week',
    'Numbers: the same as last month!',
    'nps 42, repeat 27 percent',
  ])('are in %j', (text) => {
    expect(looksLikeNumbers(text)).toBe(true);
  });

  it.each([
    '',
    'five headlines about 20% off',
    'ctr .6, kill it or wait?',
    'ctr 1.4 and cpl 3, which is worst',
    'write 5 sales emails and 3 gift ideas',
    'what is roas and ctr',
    'why is my ctr 0.4 and opt in 12%',
    'ctr 1.4% this week',
    'ctr 1.4%, cpl £3?',
    'asdf 99 banana',
    'H1 please',
    'sales page for 3 candles',
    'same headline as last week please',
    'how many leads from 100 clicks',
  ])('are not in %j', (text) => {
    expect(looksLikeNumbers(text)).toBe(false);
  });
});

describe('a question about numbers', () => {
  it.each([
    'ctr .9, optin 12, whats broken',
    'roas 1.1 after a week, kill it',
    'leads 40 and sales 0, should i stop',
  ])('is asked in %j', (text) => {
    expect(asksAboutNumbers(text)).toBe(true);
  });

  it.each(['ctr .9, optin 12', 'sorry, leads were 40 not 14'])('is not asked in %j', (text) => {
    expect(asksAboutNumbers(text)).toBe(false);
  });
});
