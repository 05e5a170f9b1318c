import { describe, expect, test } from 'vitest';
import { boundaryOf } from '../../src/director/boundary-rules.ts';

/** What a rule decides, in short: "Writer RW1", "Sage", "SEO?" (its prompt is open), "offer", "out-of-scope", or nothing. */
function decided(words: string): string | undefined {
  const boundary = boundaryOf(words);
  if (boundary?.kind === 'agent') return `${boundary.agent}?`;
  if (boundary?.kind !== 'intent') return boundary?.kind;
  return [boundary.agent, boundary.promptCode].filter(Boolean).join(' ');
}

describe('the boundaries of course-facts §4.4', () => {
  test.each([
    ['headlines for our facebook ads about damp tents', 'Writer H1'],
    ['headline for the product page of the teapot', 'Seller S1'],
    ['google ad headlines for beard oil', 'MediaBuyer H6'],
    ['write a product description for the oak stool', 'Writer S3'],
    ['retargeting ad wording for people who looked at the rug', 'MediaBuyer N4'],
    ['abandoned cart email for the soap set', 'Writer N5'],
    ['our cart abandonment is high', 'Seller E6'],
    ['what does AOV mean', 'Teacher'],
    ['why do we choose the format last', 'Teacher'],
    ['what is my brand voice?', 'Sage'],
    ['whats my ideal customer again', 'Sage'],
    ['did we ever write down a guarantee?', 'Sage'],
    ['where am i in the course', 'Guide'],
    ['i have 15 minutes today, what do i do', 'Guide'],
    ['review my email please', 'Writer RW1'],
    ['shorten this to one line', 'Writer RW1'],
    ['what do I say to a one star review', 'Advocate SH7'],
    ['words for the pop-up on the homepage', 'Writer I1'],
    ['my pop-up does not sync to the mailing list', 'Connector?'],
    ['how do i set up a webhook for new orders', 'Connector?'],
    ['alt text for six photos of mugs', 'SEO?'],
    ['title tag and alt text for the product page of the oak shelf', 'SEO S9'],
    ['meta description for my freebie page', 'SEO G9'],
    ['do search ads pay for a small shop', 'MediaBuyer?'],
    ['remarketing groups for 2,000 visits', 'MediaBuyer?'],
    ['my checkout abandonment is awful', 'Seller E6'],
    ['freebie ideas for new cyclists', 'Marketer G1'],
    ['which upsell after the tea pot', 'Marketer U1'],
    ['nps survey wording', 'Guide ED7'],
    ['how can we beat the big candle shops', 'Marketer?'],
    ['headlines please', 'offer'],
    ['five headlines', 'offer'],
    ['gift wrap ideas', 'offer'],
    ['need more traffic', 'offer'],
    ['can you look at my email', 'offer'],
    ['where is my parcel', 'out-of-scope'],
    ['do i need an accountant for vat', 'out-of-scope'],
    ['can I get a refund for my course', 'out-of-scope'],
  ])('%s → %s', (words, expected) => {
    expect(decided(words)).toBe(expected);
  });

  test.each([
    'hello there',
    'write an email to customers whose parcel is late',
    'what should the refund policy on the page say',
    'how do I write my brand voice',
    'I need more time',
    'landing page headline for the free checklist',
    'write a blog headline that ranks on google',
    'how many reviews do I need',
    'gift tag line for the box, an add-on at £2',
    'export my data',
    'link my slack to discord',
    'what numbers did i put down for roas',
    'explain to customers how the timer works',
    'score my freebie ideas',
    'where is the product description from last week, can you find it',
    'what do other shops charge for gift wrapping in december',
    'a one-page summary for my accountant',
    'give me a hand with the checkout',
    'is the new product description better than the old one, how do i test it',
    'why did my rankings drop',
  ])('"%s" is left to the index', (words) => {
    expect(decided(words)).toBeUndefined();
  });
});
