import { expect, it } from 'vitest';
import { type CueOwner, checkCues } from '../../src/playbook/check-cues.ts';
import { cuesOf } from '../support/content-files.ts';

function problemsOf(...owners: CueOwner[]): string[] {
  const problems: string[] = [];
  checkCues(owners, (path) => (problem) => problems.push(`${path}: ${problem}`));
  return problems;
}

const h1 = (cues: string[]) => ({ path: 'H1.md', promptCode: 'H1', cues });
const sage = (cues: string[]) => ({ path: 'sage.md', cues });

it('accepts 25 to 60 cues of a prompt and 15 or more of an agent', () => {
  expect(problemsOf(h1(cuesOf('H1', 25)), sage(cuesOf('Sage', 15)))).toEqual([]);
  expect(problemsOf(h1(cuesOf('H1', 60)), sage(cuesOf('Sage', 200)))).toEqual([]);
  expect(problemsOf(h1(cuesOf('H1', 24)), sage(cuesOf('Sage', 14)))).toEqual([
    'H1.md: has 24 cues; at least 25 messages are needed to learn from',
    'sage.md: has 14 cues; at least 15 messages are needed to learn from',
  ]);
  expect(problemsOf(h1(cuesOf('H1', 61)))).toEqual(['H1.md: has 61 cues; keep the 60 that differ most']);
});

it('gives a message one owner, however it is written', () => {
  const twice = [...cuesOf('Sage', 15), '5 Ads, please!', '5 ads please'];
  expect(problemsOf(h1([...cuesOf('H1', 25), '5 ads  PLEASE']), sage(twice))).toEqual([
    'sage.md: cue "5 Ads, please!" stands in H1.md too; one message has one owner',
    'sage.md: cue "5 ads please" stands in this file too; one message has one owner',
  ]);
  expect(problemsOf(h1([...cuesOf('H1', 25), 'is £5 ok', 'is 5% ok']))).toEqual([]);
});

it('leaves the prompt’s own code to the rules; a heading or another code is no matter', () => {
  const cues = [...cuesOf('H1', 25), 'run h-1 again', 'what is an h1 tag', 'like H2 but sad'];
  expect(problemsOf(h1(cues))).toEqual([
    'H1.md: cue "run h-1 again" holds the code H1, which is found by rule; say the wish instead',
  ]);
});
