import { describe, expect, it } from 'vitest';
import { foundationFields } from '../../src/domain/foundation-fields.ts';
import {
  asksForAll,
  fieldsAskedFor,
  filledFields,
  missingMinimum,
  recall,
} from '../../src/foundation/recall.ts';
import { foundationWith } from '../support/foundation-values.ts';

const foundation = foundationWith({
  companyContext: { coreOffers: '250 g bags', brandVoiceAdjectives: ['plain', 'warm'] },
  customerAvatar: { pains: ['sour cups'] },
});

describe('the fields a question names', () => {
  it.each(
    foundationFields.flatMap(({ path, label, aliases }) =>
      [label, ...aliases].map((words) => [words, path] as const),
    ),
  )('by %j: %s', (words, path) => {
    expect(fieldsAskedFor(`what did we say about ${words}?`)).toEqual([path]);
    expect(fieldsAskedFor(`${words.toUpperCase()}!`)).toEqual([path]);
  });

  it('are in the order of the question, each once', () => {
    expect(fieldsAskedFor('my goals, pains and pains; goals too')).toEqual([
      'customerAvatar.goals',
      'customerAvatar.pains',
    ]);
  });

  it('are those of the longest wording: "brand voice" is not also the voice of a channel', () => {
    expect(fieldsAskedFor('what was our channel voice')).toEqual(['marketAwareness.voiceAdaptation']);
    expect(fieldsAskedFor('our tone of voice')).toEqual(['companyContext.brandVoiceAdjectives']);
  });

  it.each(['', '?', 'hello there', 'painstaking goalkeepers', 'offside'])('are none in %j', (question) => {
    expect(fieldsAskedFor(question)).toEqual([]);
  });
});

it.each([
  ['show my foundation', true],
  ["what's in my avatar", true],
  ['everything please', true],
  ['the whole market', true],
  ['my pains', false],
  ['market stalls', false],
  ['my companyname', false],
])('%j wants all: %s', (question, all) => {
  expect(asksForAll(question)).toBe(all);
});

describe('recall', () => {
  it('says each field with its place, its words and the day of the last change', () => {
    const { text, empty } = recall(foundation, [
      'customerAvatar.pains',
      'companyContext.coreOffers',
      'companyContext.guarantee',
    ]);
    expect(text).toBe(
      '**Customer pains** (Customer A2):\n- sour cups\n\n**Core offers** (Company A1): 250 g bags\n\n**Guarantee** (Company B3): not recorded yet.\n\n_From your Foundation, last changed 24 November 2026._',
    );
    expect(empty).toEqual(['companyContext.guarantee']);
  });

  it('names no day where nothing is recorded', () => {
    expect(recall(foundation, ['companyContext.guarantee']).text).toBe(
      '**Guarantee** (Company B3): not recorded yet.',
    );
  });
});

it('knows what is filled and what of the minimum is not, in the order of the worksheet', () => {
  expect(filledFields(foundation)).toEqual([
    'companyContext.coreOffers',
    'companyContext.brandVoiceAdjectives',
    'customerAvatar.pains',
  ]);
  expect(missingMinimum(foundation)).toEqual([
    'companyContext.uniqueMechanism',
    'companyContext.valueProposition',
    'customerAvatar.profileSummary',
    'customerAvatar.goals',
  ]);
});
