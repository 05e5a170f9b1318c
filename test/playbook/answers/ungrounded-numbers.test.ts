import { describe, expect, it } from 'vitest';
import { isClaim, ungroundedNumbers } from '../../../src/playbook/answers/ungrounded-numbers.ts';

const template = `## KEY INSTRUCTIONS

1. Write exactly 5 headlines in 40 characters or fewer; judge no ad before 1,000 impressions. Month ÷ 30.

## EXAMPLES

1. Down 60% for £9
`;
const foundation = ['250 g bags at £11.50', '412 reviews at 4.8', 'card for three brewers', 'delivery £3.95'];

function claimsIn(
  answer: string,
  { inputs = [] as string[], outputType = 'Page section' as 'Page section' | 'Plan' | 'Table' } = {},
): string[] {
  const found = ungroundedNumbers(answer, { prompt: { outputType, template }, foundation, inputs });
  return found.filter(isClaim).map(({ kind, text }) => `${kind} ${text}`);
}

describe('what was given', () => {
  it.each([
    'A bag is £11.50, and 412 people wrote reviews.',
    'Reviews stand at 4.8.',
    'The card serves 3 brewers.',
    'No ad is judged before 1,000 impressions.',
    '250 g, as ever.',
  ])('may be said: %s', (answer) => {
    expect(claimsIn(answer)).toEqual([]);
  });

  it('may be said when it stands in an input', () => {
    expect(claimsIn('It is £14.45 in all.')).toEqual(['price £14.45']);
    expect(claimsIn('It is £14.45 in all.', { inputs: ['£14.45 with delivery'] })).toEqual([]);
  });

  it('grounds its own kind: 250 g is no grounds for £250 or 250%', () => {
    expect(claimsIn('Win £250 and brew 250% better.')).toEqual(['price £250', 'statistic 250%']);
  });

  it('is not what the template shows as an example, nor its limits of length', () => {
    expect(claimsIn('Now 60% less, for £9, within 40 days.')).toEqual([
      'statistic 60%',
      'price £9',
      'term 40',
    ]);
  });
});

describe('what is a claim', () => {
  it.each([
    ['Only £12.99.', ['price £12.99']],
    ['It costs 12 euros.', ['price 12 euros']],
    ['83% agree.', ['statistic 83%']],
    ['Seven of ten? No: 7 out of 10.', ['statistic 7 out of 10']],
    ['Thousands of happy customers.', ['statistic Thousands of happy customers']],
    ['Asked by 9 customers.', ['statistic 9']],
    ['Back within 60 days.', ['term 60']],
    ['Take 9 cups, one by one.', []],
    ['Email 2, step 7, version 9.', []],
    ['gift_chart_202603 and https://shop.example/83', []],
  ])('%s', (answer, claims) => {
    expect(claimsIn(answer)).toEqual(claims);
  });

  it('is no delay that a plan sets', () => {
    expect(claimsIn('Wait 9 days.', { outputType: 'Plan' })).toEqual([]);
    expect(claimsIn('Wait 9 days.')).toEqual(['term 9']);
  });
});

describe('what follows from it', () => {
  it('is a total in its line', () => {
    expect(claimsIn('£15.45: £11.50 and £3.95 delivery.')).toEqual([]);
    expect(claimsIn('£16.45: £11.50 and £3.95 delivery.')).toEqual(['price £16.45']);
  });

  it('is a sum that is shown and right', () => {
    const inputs = ['order £23', 'scale £6'];
    expect(claimsIn('6 ÷ 23 × 100 = 26%', { inputs })).toEqual([]);
    expect(claimsIn('6 ÷ 23 × 100 = 18%', { inputs })).toEqual(['statistic 18%']);
    expect(claimsIn('Half of it: £7 ÷ 2 = £3.50', { inputs })).toEqual(['price £7', 'price £3.50']);
  });

  it('is a share of a budget with its amount, and the amount a day', () => {
    const inputs = ['£90 a month'];
    const outputType = 'Plan';
    expect(claimsIn('Budget: 40%, £36 a month, £1.20 a day', { inputs, outputType })).toEqual([]);
    expect(claimsIn('Budget: 40%, £50 a month', { inputs, outputType })).toEqual([
      'statistic 40%',
      'price £50',
    ]);
  });

  it('is a rate that a row works out from its input', () => {
    const inputs = ['Sour by Sunday: 4,000 impressions, 92 clicks, £27.60'];
    const outputType = 'Table';
    expect(claimsIn('| Sour by Sunday | 4,000 | 92 | 2.30% | £0.30 |', { inputs, outputType })).toEqual([]);
    expect(claimsIn('| Sour by Sunday | 4,000 | 92 | 3.10% | £0.30 |', { inputs, outputType })).toEqual([
      'statistic 3.10%',
    ]);
  });

  it('is the count of the lines that a report was given', () => {
    expect(claimsIn('2 of 12 people say so.', { inputs: [Array(12).fill('a line').join('\n')] })).toEqual([]);
  });
});

it('lists what is no claim, too', () => {
  const found = ungroundedNumbers('Take 9 cups.', {
    prompt: { outputType: 'Message', template },
    foundation,
    inputs: [],
  });
  expect(found).toEqual([{ text: '9', kind: 'count', near: 'Take 9 cups.' }]);
});
