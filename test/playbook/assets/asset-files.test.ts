import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import type { UserGeneratedAsset } from '../../../src/domain/user-generated-asset.ts';
import { assetsFile } from '../../../src/playbook/assets/asset-files.ts';

const asset: UserGeneratedAsset = {
  _id: 'a',
  userId: 'ana',
  elevateStep: 'Hook',
  assetType: 'Ad Headline',
  content: '=HYPERLINK("http://x")\n"Quoted", too',
  title: 'May/June: headlines',
  channel: 'Facebook Ads',
  status: 'Implemented',
  createdAt: Date.parse('2026-05-01T09:00:00Z'),
  lastUpdatedAt: Date.parse('2026-05-02T09:00:00Z'),
  implementedAt: Date.parse('2026-05-12T11:00:00Z'),
};

describe('saved work as a file', () => {
  it('is a table whose cells do nothing', () => {
    const { file, count } = assetsFile([asset, { ...asset, _id: 'b', title: '+1 idea' }], 'csv');
    expect(count).toBe(2);
    expect(file.name).toBe('Elevate saved work.csv');
    const rows: unknown = parse(file.content, { bom: true, columns: true });
    expect(rows).toMatchObject([
      { name: 'May/June: headlines', liveSince: '2026-05-12', text: `'${asset.content}` },
      { name: "'+1 idea" },
    ]);
  });

  it('is a document, named as the one text in it', () => {
    const { file } = assetsFile([asset], 'md');
    expect(file.name).toBe('May-June_ headlines.md');
    expect(file.content).toContain('Ad Headline · Hook · Facebook Ads · Implemented · live since 2026-05-12');
    expect(file.content).toContain(asset.content);
  });

  it('takes the first up to what a message can carry', () => {
    const long = Array.from({ length: 1_000 }, (_, at) => ({
      ...asset,
      _id: `${at}`,
      content: 'x'.repeat(20_000),
    }));
    const { file, count } = assetsFile(long, 'md');
    expect(count).toBeGreaterThan(100);
    expect(count).toBeLessThan(250);
    expect(file.content.length).toBeLessThan(4_500_000);
  });
});
