import { expect, it } from 'vitest';
import { leftPlaceholders } from '../../../src/playbook/answers/left-placeholders.ts';

const template = 'Footer: [unsubscribe link from your email tool]';

it.each([
  ['Hello [customer name],', ['[customer name]']],
  ['Lorem ipsum dolor', ['Lorem ipsum dolor']],
  ['By your business name here', ['your business name here']],
  ['Write to insert email address here', ['insert email address here']],
  ['Material: TBD. Owner: XXX', ['TBD', 'XXX']],
  ['Dear {{input.name}}, see <your link>', ['{{input.name}}', '<your link>']],
  ['It is [NEEDS: …]', ['[NEEDS: …]']],
])('%s', (answer, left) => {
  expect(leftPlaceholders(answer, template)).toEqual(left);
});

it.each([
  'It is [NEEDS: full price].',
  'Here it is: [Open the card](https://shop.example/card)',
  '[Unsubscribe link from your email tool]',
  '- [x] done, [1] noted, and […] left out',
  '{"pains": ["sour", "thin"], "rivals": [{"name": "x"}]}',
])('nothing is left in %s', (answer) => {
  expect(leftPlaceholders(answer, template)).toEqual([]);
});
