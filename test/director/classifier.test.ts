import { describe, expect, it } from 'vitest';
import { type Example, trainClassifier } from '../../src/director/classifier.ts';

const examples: Example[] = Array.from({ length: 12 }, (_, at) => [
  { features: ['word:review', 'word:my', `word:page${at}`], label: 'rewrite' },
  { features: ['word:review', 'word:stars', `word:shop${at}`], label: 'reply' },
  { features: ['word:budget', 'word:ads', `word:pounds${at}`], label: 'ads' },
]).flat();
const classifier = trainClassifier(examples);

function best(...features: string[]): string | undefined {
  const scores = classifier.scores(features);
  return scores && classifier.labels[scores.indexOf(Math.max(...scores))];
}

describe('the classifier', () => {
  it('learns which features speak for which label', () => {
    expect(classifier.labels).toEqual(['rewrite', 'reply', 'ads']);
    expect(best('word:review', 'word:my')).toBe('rewrite');
    expect(best('word:review', 'word:stars')).toBe('reply');
    expect(best('word:ads')).toBe('ads');
  });

  it('learns from a feature that stands in one example only', () => {
    expect(best('word:page3')).toBe('rewrite');
    expect(best('word:shop7')).toBe('reply');
    expect(best('word:pounds11')).toBe('ads');
  });

  it('takes what stands in one example only for as much as its share of that example', () => {
    const rare = classifier.scores(['word:page3']) as Float32Array;
    const common = classifier.scores(['word:my']) as Float32Array;
    const lead = ([rewrite = 0, reply = 0]: Float32Array) => rewrite - reply;
    expect(lead(rare)).toBeGreaterThan(0);
    expect(lead(common)).toBeGreaterThan(lead(rare));
  });

  it('shares out what an example taught among the features that stand in it alone', () => {
    const two = trainClassifier([
      { features: ['word:x', 'piece:y'], label: 'one' },
      { features: ['word:z'], label: 'other' },
    ]);
    const lead = (feature: string) => {
      const [one = 0, other = 0] = two.scores([feature]) ?? [];
      return one - other;
    };
    // A piece weighs 0.8 of a word.
    expect(lead('word:x') / lead('piece:y')).toBeCloseTo(1 / 0.8, 5);
  });

  it('leaves out features that it does not know, and says nothing where it knows none', () => {
    expect(classifier.scores(['word:ads', 'word:unheard'])).toEqual(classifier.scores(['word:ads']));
    expect(classifier.scores(['word:unheard'])).toBeUndefined();
    expect(classifier.scores([])).toBeUndefined();
  });

  it('lets a piece of a word count for less than the word', () => {
    const [, ofWords = 0] =
      trainClassifier([
        { features: ['word:a', 'word:b'], label: 'one' },
        { features: ['word:b', 'piece:c'], label: 'two' },
      ]).scores(['word:a', 'piece:c']) ?? [];
    const [, alike = 0] =
      trainClassifier([
        { features: ['word:a', 'word:b'], label: 'one' },
        { features: ['word:b', 'word:c'], label: 'two' },
      ]).scores(['word:a', 'word:c']) ?? [];
    expect(ofWords).toBeLessThan(alike);
  });

  it('is the same for the same examples', () => {
    const again = trainClassifier(examples);
    for (const { features } of examples) {
      expect(again.scores(features)).toEqual(classifier.scores(features));
    }
  });
});
