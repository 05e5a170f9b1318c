import { expect, it } from 'vitest';
import { costMinorUnits, type ModelPrice } from '../../src/domain/model-price.ts';

const prices: ModelPrice[] = [
  { model: 'gpt-5', inputPerMillion: 1.25, outputPerMillion: 10, cachedPerMillion: 0.125 },
  { model: 'gpt-5-mini', inputPerMillion: 0.25, outputPerMillion: 2, cachedPerMillion: 0.025 },
];
const usage = { inputTokens: 1_000_000, outputTokens: 500_000, cachedTokens: 400_000 };

it('counts fresh input, cached input and output, each at its price, in hundredths', () => {
  // 0.6 × 0.25 + 0.4 × 0.025 + 0.5 × 2 = 1.16
  expect(costMinorUnits(prices, 'gpt-5-mini', usage)).toBeCloseTo(116, 9);
});

it('takes the longest name that a dated model begins with', () => {
  expect(costMinorUnits(prices, 'gpt-5-mini-2025-08-07', usage)).toBeCloseTo(116, 9);
  expect(costMinorUnits(prices, 'gpt-5-2025-08-07', usage)).toBeCloseTo(580, 9);
});

it('knows no price of another model', () => {
  expect(costMinorUnits(prices, 'gpt-50', usage)).toBeUndefined();
  expect(costMinorUnits([], 'gpt-5', usage)).toBeUndefined();
});
