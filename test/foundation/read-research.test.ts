import { expect, it } from 'vitest';
import { readResearch } from '../../src/foundation/read-research.ts';

it.each([
  ['here is my research: they say it fades', undefined, 'they say it fades'],
  ['Here’s our customer research:\nIt fades', 'F9', 'It fades'],
  ['here are some notes from five interviews: it fades', 'F9', 'it fades'],
  ['here are my competitor notes\nFlare has no guide', 'F8', 'Flare has no guide'],
  ['here is our company research: we pour on Tuesdays', 'F7', 'we pour on Tuesdays'],
  ['here is my research', undefined, ''],
])('%j is research', (words, promptCode, text) => {
  expect(readResearch(words)).toEqual({ promptCode, text });
});

it.each([
  'research how people brew at home',
  "here's 40 trustpilot reviews of mine, pull out what people moan about",
  'heres the about page of my main rival, what are they actually promising? [paste]',
  '5 customer call notes here, make the avatar out of them',
  'take notes for me please and write me a plan',
])('%j is not', (words) => {
  expect(readResearch(words)).toBeUndefined();
});
