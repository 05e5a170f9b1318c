import { describe, expect, it } from 'vitest';
import { foundationFields } from '../../src/domain/foundation-fields.ts';
import type { UserFoundation } from '../../src/domain/user-foundation.ts';
import { interviewOrder, nextToAsk, questionText } from '../../src/foundation/interview-order.ts';
import { readInterviewWords } from '../../src/foundation/read-answer-to-question.ts';

const foundation = (company: UserFoundation['companyContext'] = {}): UserFoundation => ({
  _id: 'u',
  userId: 'u',
  companyContext: company,
  marketAwareness: {},
  customerAvatar: {},
  lastUpdatedAt: 0,
});

describe('the order of an interview', () => {
  it('asks what most prompts need first, then the rest, each once, and never for the blueprint', () => {
    const required: string[] = foundationFields.filter((field) => field.required).map(({ path }) => path);
    expect(interviewOrder.slice(0, required.length)).toEqual(required);
    expect(new Set(interviewOrder).size).toBe(foundationFields.length - 1);
    expect(interviewOrder).not.toContain('strategicBlueprintSummary');
  });

  it('goes over what is written down and what was passed', () => {
    expect(nextToAsk(foundation(), [])).toBe('companyContext.coreOffers');
    expect(nextToAsk(foundation({ coreOffers: 'candles' }), [])).toBe('companyContext.uniqueMechanism');
    expect(nextToAsk(foundation({ coreOffers: 'candles' }), ['companyContext.uniqueMechanism'])).toBe(
      'companyContext.valueProposition',
    );
    expect(nextToAsk(foundation(), interviewOrder)).toBeUndefined();
  });

  it('says how far somebody is, and how a list is answered', () => {
    expect(questionText('companyContext.uniqueMechanism', foundation({ coreOffers: 'candles' }))).toMatch(
      /^\*\*Unique mechanism\*\* \(Company A2, 2 of the 7 that most prompts need\)\n/,
    );
    expect(questionText('marketAwareness.competitors', foundation())).toContain('“Name: weak point”');
  });
});

describe('what is said under a question', () => {
  it.each([
    ['Skip', 'pass'],
    ['I don’t know', 'pass'],
    ['not sure yet', 'pass'],
    ['Stop!', 'rest'],
    ['that’s enough for today', 'rest'],
    ['let’s finish later', 'rest'],
    ['keep it', 'keep'],
    ['yes', 'keep'],
    ['what is a unique mechanism?', 'other'],
    ['Can you write me five headlines', 'other'],
    ['export my data', 'other'],
    ['Soy candles at £14, poured in Leeds', 'answer'],
    ['Stop the waste of half-burned candles', 'answer'],
    ['What makes us different is the wick. Ask anybody.', 'answer'],
    ['Yes, we sell soap. Bars at £6', 'answer'],
  ])('%j is %s', (words, said) => {
    expect(readInterviewWords(words, 'companyContext.coreOffers')).toBe(said);
  });

  it('is an answer where questions are what is asked for', () => {
    expect(readInterviewWords('Will it fit my grinder?', 'customerAvatar.commonQuestions')).toBe('answer');
    expect(readInterviewWords('Will it fit my grinder?', 'companyContext.coreOffers')).toBe('other');
  });
});
