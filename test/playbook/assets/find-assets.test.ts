import { describe, expect, it } from 'vitest';
import type { UserGeneratedAsset } from '../../../src/domain/user-generated-asset.ts';
import { findAssets } from '../../../src/playbook/assets/find-assets.ts';
import { readAssetQuery } from '../../../src/playbook/assets/read-asset-query.ts';

const nowMs = Date.parse('2026-12-01T09:00:00Z');

function asset(title: string, assetType: string, more: Partial<UserGeneratedAsset> = {}): UserGeneratedAsset {
  const createdAt = more.createdAt ?? Date.parse('2026-11-20T09:00:00Z');
  const fixed = { _id: title, userId: 'ana', elevateStep: 'Hook' as const, status: 'Draft' as const };
  return { ...fixed, content: title, assetType, title, createdAt, lastUpdatedAt: createdAt, ...more };
}

const assets = [
  asset('Weekend offer', 'Ad Headline'),
  asset('May headlines', 'Ad Headline', { createdAt: Date.parse('2026-10-02T09:00:00Z') }),
  asset('Sour cups', 'Ad Headline', { createdAt: Date.parse('2026-05-31T22:30:00Z') }),
  asset('Why we weigh', 'Email', { content: 'Three words on brewing at home', elevateStep: 'Nurture' }),
  asset('Welcome', 'Email', { elevateStep: 'Nurture', status: 'Implemented', implementedAt: nowMs }),
  asset('Old brewing email', 'Email', { status: 'Archived' }),
];

const found = (words: string, timeZone = 'Europe/London') => {
  const result = findAssets(assets, readAssetQuery(words, nowMs, timeZone));
  return { titles: result.assets.map(({ title }) => title).sort(), fits: result.fits };
};

describe('saved work is found by', () => {
  it.each([
    ['my assets', ['May headlines', 'Sour cups', 'Weekend offer', 'Welcome', 'Why we weigh']],
    ['drafts and saved work', ['May headlines', 'Sour cups', 'Weekend offer', 'Welcome', 'Why we weigh']],
    ['the headlines for May', ['May headlines', 'Sour cups']],
    ['my emails about brewing', ['Old brewing email', 'Why we weigh']],
    ['emals about brewin', ['Old brewing email', 'Why we weigh']],
    ['drafts of emails', ['Why we weigh']],
    ['which emails did I mark as implemented', ['Welcome']],
    ['archived assets', ['Old brewing email']],
    ['what went live this month', ['Welcome']],
    ['what went live last month', []],
    ['nurture emails', ['Welcome', 'Why we weigh']],
    ['<script> & "quotes" ((', []],
  ])('%s', (words, titles) => {
    expect(found(words)).toEqual({ titles, fits: titles.length > 0 || found(words).fits });
  });

  it('the month as its person’s clock has it', () => {
    expect(found('headlines from May', 'Europe/London').titles).toContain('Sour cups');
    expect(found('headlines from May', 'Asia/Tokyo').titles).toEqual(['May headlines']);
  });

  it('the nearest, and says so, where nothing fits all', () => {
    expect(found('headlines about unicorns')).toEqual({
      titles: ['May headlines', 'Sour cups', 'Weekend offer'],
      fits: false,
    });
  });

  it('a name before a text that only mentions it', () => {
    const named = asset('Brewing guide', 'Page');
    const result = findAssets([...assets, named], { terms: ['brewing', 'guide'] });
    expect(result.assets[0]).toBe(named);
  });
});
