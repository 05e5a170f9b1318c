import { expect, test } from 'vitest';
import { readAnnounceWish } from '../../src/cohort/read-announce-wish.ts';

test.each([
  ['announce', { kind: 'announce', words: '', text: '' }],
  [
    'announce module 3 next friday 9am',
    { kind: 'announce', words: 'module 3 next friday 9am', text: '', step: 3 },
  ],
  [
    'Announce lesson Identify tomorrow',
    { kind: 'announce', words: 'lesson Identify tomorrow', text: '', step: 'Identify' },
  ],
  [
    'announce module 4 to Spring 27 on friday 9am, ping @spring',
    { kind: 'announce', words: 'module 4 to Spring 27 on friday 9am,', text: '', step: 4, role: 'spring' },
  ],
  [
    'announce friday 9am: the call moves to 3pm. Bring "form 2".',
    { kind: 'announce', words: 'friday 9am', text: 'the call moves to 3pm. Bring "form 2".' },
  ],
  ['announce “Bring your form” at 10:00', { kind: 'announce', words: 'at 10:00', text: 'Bring your form' }],
  ['announcements', { kind: 'list' }],
  ['show me the scheduled announcements', { kind: 'list' }],
  ['lesson plan', { kind: 'plan', cohort: '' }],
  ['schedule all the lessons for Spring 27', { kind: 'plan', cohort: 'Spring 27' }],
  [
    'recording for module 3: https://example.org/r',
    { kind: 'recording', step: 3, url: 'https://example.org/r' },
  ],
  [
    'add the recording link for Identify https://example.org/r',
    { kind: 'recording', step: 'Identify', url: 'https://example.org/r' },
  ],
])('“%s” is a wish', (text, wish) => expect(readAnnounceWish(text)).toEqual(wish));

test.each([
  'announce a sale on instagram',
  'announce our launch on friday',
  'write an announcement for my new candle',
  'make an announcement post for instagram about our launch',
  'plan my week',
  'schedule the emails',
  'how do I announce a price rise',
])('“%s” is a student’s task, not a post to a cohort', (text) =>
  expect(readAnnounceWish(text)).toBeUndefined(),
);

test('of whoever leads a cohort it is one', () => {
  expect(readAnnounceWish('announce that the call moves to friday', 'of a leader')).toMatchObject({
    words: 'that the call moves to friday',
  });
  expect(readAnnounceWish('how do I announce a price rise', 'of a leader')).toBeUndefined();
});
