import { describe, expect, it, test } from 'vitest';
import { cohortCodeInWords, newCohortCode, readCohortCode } from '../../src/cohort/cohort-code.ts';
import { readCohortWish } from '../../src/cohort/read-cohort-wish.ts';

test.each([
  ['cohorts', { kind: 'list' }],
  ['show me my cohorts', { kind: 'list' }],
  ['cohort', { kind: 'list' }],
  ['my cohort', { kind: 'list' }],
  ['Which cohort am I in?', { kind: 'list' }],
  ['cohort list', { kind: 'list' }],
  ['Create a new cohort', { kind: 'create', cohort: '' }],
  ['create cohort Spring 26', { kind: 'create', cohort: 'Spring 26' }],
  ['pls set up a cohort called “Spring 26”.', { kind: 'create', cohort: 'Spring 26' }],
  ['cohort create Spring 26', { kind: 'create', cohort: 'Spring 26' }],
  ['new cohort', { kind: 'create', cohort: '' }],
  ['rename cohort Spring 26 to Early birds', { kind: 'rename', cohort: 'Spring 26', to: 'Early birds' }],
  ['rename the cohort to Early birds', { kind: 'rename', cohort: '', to: 'Early birds' }],
  ['cohort rename Spring 26 to Early birds', { kind: 'rename', cohort: 'Spring 26', to: 'Early birds' }],
  ['end the cohort', { kind: 'end', cohort: '' }],
  ['close cohort Spring 26', { kind: 'end', cohort: 'Spring 26' }],
  ['edit cohort Spring 26', { kind: 'edit', cohort: 'Spring 26' }],
  ['invite code for Spring 26', { kind: 'invite', cohort: 'Spring 26' }],
  ['give me an invite code', { kind: 'invite', cohort: '' }],
  ['cohort code', { kind: 'invite', cohort: '' }],
  ['cohort code Spring 26', { kind: 'invite', cohort: 'Spring 26' }],
  ['invite people to Spring 26', { kind: 'invite', cohort: 'Spring 26' }],
  ['revoke the invite code of Spring 26', { kind: 'revoke-code', cohort: 'Spring 26' }],
  ['connect this channel to Spring 26', { kind: 'connect', cohort: 'Spring 26' }],
  ['connect this channel', { kind: 'connect', cohort: '' }],
  ['cohort connect Spring 26', { kind: 'connect', cohort: 'Spring 26' }],
  ['cohort connect', { kind: 'connect', cohort: '' }],
  ['disconnect this channel', { kind: 'disconnect', cohort: '' }],
  ['leave the cohort', { kind: 'leave', cohort: '' }],
  ['cohort Spring 26', { kind: 'show', cohort: 'Spring 26' }],
  ['join K7QM-4XPD', { kind: 'join', code: 'K7QM4XPD' }],
  ['join the cohort with code k7qm 4xpd', { kind: 'join', code: 'K7QM4XPD' }],
  ['cohort join k7qm4xpd', { kind: 'join', code: 'K7QM4XPD' }],
])('“%s” is a wish', (text, wish) => expect(readCohortWish(text)).toEqual(wish));

test.each([
  'join tomorrow',
  'join the call at 9',
  'write a headline for my spring cohort',
  'how do I price a cohort course',
  'our cohort of candle buyers converts better',
  'cohort analysis for my shop',
  'start a cohort analysis',
  'end the email with a question',
  'change the headline',
  'connect Klaviyo to my shop',
  'remove the second pain',
  'start my Foundation',
])('“%s” is none', (text) => expect(readCohortWish(text)).toBeUndefined());

describe('a code', () => {
  it('is read as it is written, and is never a word', () => {
    for (let count = 0; count < 200; count += 1) {
      const code = newCohortCode();
      expect(readCohortCode(cohortCodeInWords(code))).toBe(code);
      expect(code).toMatch(/\d/);
    }
    expect(readCohortCode('pathways')).toBeUndefined();
    expect(readCohortCode('K7QM-4XP')).toBeUndefined();
  });
});
