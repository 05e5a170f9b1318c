import { expect, it } from 'vitest';
import type { UserFoundation } from '../../src/domain/user-foundation.ts';
import { countGrids, unlocks } from '../../src/foundation/completeness.ts';

const foundation: UserFoundation = {
  _id: 'u',
  userId: 'u',
  companyContext: { coreOffers: 'candles', brandVoiceAdjectives: [] },
  marketAwareness: {},
  customerAvatar: { pains: ['it tunnels'] },
  lastUpdatedAt: 0,
};

it('counts what is written down grid by grid; an emptied list is empty', () => {
  const [company, market] = countGrids(foundation);
  expect(company).toMatchObject({ grid: 'Company', filled: 1, of: 18 });
  expect(company?.requiredMissing).toContain('companyContext.brandVoiceAdjectives');
  expect(market).toMatchObject({ grid: 'Market', filled: 0, requiredMissing: [] });
});

it('says which field makes most prompts runnable', () => {
  const needs = (promptCode: string, ...requiredContext: string[]) => ({ promptCode, requiredContext });
  const voice = 'companyContext.brandVoiceAdjectives';
  const profile = 'customerAvatar.profileSummary';
  const { runnable, of, byField } = unlocks(foundation, [
    needs('A1', 'companyContext.coreOffers'),
    needs('A2', voice),
    needs('A3', 'customerAvatar.pains', voice),
    needs('A4', voice, profile),
  ]);
  expect([runnable, of]).toEqual([1, 4]);
  expect(byField).toEqual([
    { path: voice, opens: ['A2', 'A3'], waiting: 3 },
    { path: profile, opens: [], waiting: 1 },
  ]);
});
