import { describe, expect, it } from 'vitest';
import { foundationValue, snapshotContext } from '../../src/context/context-snapshot.ts';
import { foundationWith } from '../support/foundation-values.ts';

const foundation = foundationWith({
  companyContext: { coreOffers: ' 250 g bags ', guarantee: ' \n', brandVoiceAdjectives: [' plain', 'warm '] },
  marketAwareness: { competitors: [{ name: 'Bean & Co', weakness: 'stale stock', offer: 'beans' }] },
  customerAvatar: { pains: ['sour cups', ' '], goals: [], fears: ['', '  '] },
  strategicBlueprintSummary: 'A summary.',
});

describe("a Foundation's value", () => {
  it.each([
    ['companyContext.coreOffers', '250 g bags'],
    ['companyContext.brandVoiceAdjectives', ['plain', 'warm']],
    ['marketAwareness.competitors', ['Bean & Co: stale stock']],
    ['customerAvatar.pains', ['sour cups']],
    ['strategicBlueprintSummary', 'A summary.'],
    ['companyContext.guarantee', undefined],
    ['companyContext.policies', undefined],
    ['customerAvatar.goals', undefined],
    ['customerAvatar.fears', undefined],
  ] as const)('of %s is %j', (path, value) => {
    expect(foundationValue(foundation, path)).toEqual(value);
  });

  it('is nothing anywhere in an empty one', () => {
    expect(foundationValue(foundationWith(), 'strategicBlueprintSummary')).toBeUndefined();
  });
});

describe('what a prompt is given', () => {
  it('is what it declares and nothing else; what is empty is missing or left out', () => {
    const prompt = {
      requiredContext: ['companyContext.coreOffers', 'companyContext.guarantee', 'customerAvatar.pains'],
      optionalContext: ['customerAvatar.goals', 'marketAwareness.competitors'],
    };
    expect(snapshotContext(prompt, foundation)).toEqual({
      snapshot: {
        'companyContext.coreOffers': '250 g bags',
        'customerAvatar.pains': ['sour cups'],
        'marketAwareness.competitors': ['Bean & Co: stale stock'],
      },
      missing: ['companyContext.guarantee'],
      leftOut: ['customerAvatar.goals'],
    });
  });

  it('is nothing where it declares nothing', () => {
    const none = snapshotContext({ requiredContext: [], optionalContext: [] }, foundation);
    expect(none).toEqual({ snapshot: {}, missing: [], leftOut: [] });
  });
});
