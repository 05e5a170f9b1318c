import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { describeRoute } from '../../src/director/describe-route.ts';
import { createIntentIndex, type IntentIndex, type RankedIntent } from '../../src/director/intent-index.ts';
import { type Route, type RouteRequest, routeMessage } from '../../src/director/route.ts';
import type { SystemRole } from '../../src/domain/system-role.ts';
import { loadCatalogue } from '../../src/load-catalogue.ts';

const catalogue = await loadCatalogue();
const learned = createIntentIndex(catalogue);

function route(text: string, values: Partial<RouteRequest> = {}, index: IntentIndex = learned): Route {
  return routeMessage({ text, addressed: true, owner: undefined, ...values }, catalogue, index);
}

/** An index that is as sure as a test says. */
function ranking(...intents: Array<[SystemRole, string | null, number]>): IntentIndex {
  const ranked: RankedIntent[] = intents.map(([agent, promptCode, share]) => ({ agent, promptCode, share }));
  return { rank: () => ranked };
}

describe('who is meant', () => {
  it('is nobody here, for a message in a channel that names none of us', () => {
    const channel = { addressed: false };
    for (const text of [
      'hello all',
      'run H1',
      'stop',
      '@everyone free cake',
      '@Priya look at this',
      'note: buy milk',
    ]) {
      expect(route(text, channel)).toEqual({ kind: 'not-addressed' });
    }
  });

  it('is an agent of ours in a channel when it is named, nearly named, or answered last in the thread', () => {
    const channel = { addressed: false };
    expect(route('@Writer H1', channel)).toMatchObject({ kind: 'run', promptCode: 'H1' });
    expect(route('writer: H1', channel)).toMatchObject({ kind: 'run', promptCode: 'H1' });
    expect(route('@Wirter H1', channel)).toEqual({ kind: 'unknown-agent', name: 'Wirter', near: 'Writer' });
    expect(route('qqq', { ...channel, owner: 'Writer' })).toMatchObject({
      kind: 'agent',
      agent: 'Writer',
    });
  });

  it("is somebody else when a person is named in an agent's thread", () => {
    expect(route('@Priya what do you think?', { addressed: false, owner: 'Writer' })).toEqual({
      kind: 'not-addressed',
    });
  });

  it('is unknown when we are spoken to under a name we do not know', () => {
    expect(route('@Priya look at this')).toEqual({ kind: 'unknown-agent', name: 'Priya', near: undefined });
    expect(route('@Wirter H1')).toEqual({ kind: 'unknown-agent', name: 'Wirter', near: 'Writer' });
    expect(route('@Writer ask @Priya for H1')).toMatchObject({ kind: 'run', agent: 'Writer' });
  });

  it.each(['', '   ', '\n', '@Elevate', '@Elevate!'])('is the Director when nothing is said: %j', (text) => {
    expect(route(text)).toEqual({ kind: 'empty' });
  });

  it('is the agent mentioned alone, without a prompt', () => {
    expect(route('@Writer')).toEqual({ kind: 'agent', agent: 'Writer', offered: [] });
    expect(route('@Writer!')).toEqual({ kind: 'agent', agent: 'Writer', offered: [] });
  });

  it('is the first of two that are mentioned; the second is offered', () => {
    expect(route('@Writer @Seller H1')).toEqual({
      kind: 'run',
      agent: 'Writer',
      promptCode: 'H1',
      offered: [{ agent: 'Seller', promptCode: null }],
    });
    expect(route('@Seller and @Writer')).toMatchObject({
      agent: 'Seller',
      offered: [{ agent: 'Writer', promptCode: null }],
    });
  });
});

describe('commands and numbers', () => {
  it("go to the Director, in its name or nobody's", () => {
    expect(route('Stop!!')).toEqual({ kind: 'command', command: 'stop' });
    expect(route('@Director progress')).toEqual({ kind: 'command', command: 'progress' });
    expect(route('stop', { owner: 'Writer' })).toEqual({ kind: 'command', command: 'stop' });
    expect(route('ctr 1.4%, opt in 21%, 96 leads')).toEqual({ kind: 'numbers' });
    expect(route('stop the scroll').kind).not.toBe('command');
  });

  it('do not overrule the agent that was named', () => {
    expect(route('@MediaBuyer ctr 1.4%, opt in 21%')).toMatchObject({ agent: 'MediaBuyer' });
    expect(route('@Writer help')).toMatchObject({ agent: 'Writer' });
  });
});

describe('a code', () => {
  it.each([
    'H1',
    'h-1',
    '#h1',
    'prompt h1',
    'HOOK1',
    'run hook 1',
    'h1 please, use the pain about stale beans',
    '@Director H1',
  ])('runs its prompt: %j', (text) => {
    expect(route(text)).toEqual({ kind: 'run', agent: 'Writer', promptCode: 'H1', offered: [] });
  });

  it('is run by its owner, with a word from the agent that was asked instead', () => {
    expect(route('@Seller H1')).toEqual({
      kind: 'run',
      agent: 'Writer',
      promptCode: 'H1',
      handedOverBy: 'Seller',
      offered: [],
    });
    expect(route('@Writer H1')).not.toHaveProperty('handedOverBy');
    expect(route('H1', { owner: 'Seller' })).not.toHaveProperty('handedOverBy');
  });

  it('that does not exist names its step', () => {
    expect(route('run H99')).toEqual({ kind: 'unknown-code', code: 'H99', step: 'Hook' });
    expect(route('ED9')).toEqual({ kind: 'unknown-code', code: 'ED9', step: 'Educate' });
    expect(route('run s')).toEqual({ kind: 'unknown-code', code: 'S', step: 'Sell' });
    expect(route('@Writer run SH')).toEqual({ kind: 'unknown-code', code: 'SH', step: 'Share' });
  });

  it('that is a guess is asked about', () => {
    expect(route('l1')).toEqual({ kind: 'unsure-code', code: 'I1', step: 'Identify' });
  });

  it('that is asked about is explained, not run', () => {
    expect(route('how do i use my brand voice in H1?')).toEqual({
      kind: 'agent',
      agent: 'Teacher',
      offered: [],
    });
    expect(route('@Teacher explain H1')).toMatchObject({ kind: 'agent', agent: 'Teacher' });
    expect(route('@Writer H1, and explain why each works')).toMatchObject({ kind: 'run', promptCode: 'H1' });
  });
});

describe('an agent that was named', () => {
  it("answers with its own prompt where the words mean it, hands over what is plainly another's, else answers itself", () => {
    expect(route('@Writer any', {}, ranking(['Writer', 'H1', 0.6], ['Seller', 'S1', 0.4]))).toEqual({
      kind: 'run',
      agent: 'Writer',
      promptCode: 'H1',
      offered: [],
    });
    expect(route('@Advocate any', {}, ranking(['Writer', 'H1', 0.9], ['Advocate', null, 0.1]))).toEqual({
      kind: 'run',
      agent: 'Writer',
      promptCode: 'H1',
      handedOverBy: 'Advocate',
      offered: [],
    });
    expect(route('@Advocate any', {}, ranking(['Writer', 'H1', 0.7], ['Advocate', null, 0.3]))).toEqual({
      kind: 'agent',
      agent: 'Advocate',
      offered: [],
    });
    expect(route('@Advocate any', {}, ranking(['Writer', null, 0.95], ['Advocate', null, 0.05]))).toEqual({
      kind: 'agent',
      agent: 'Writer',
      handedOverBy: 'Advocate',
      offered: [],
    });
    expect(route('@Advocate any', {}, ranking(['Writer', null, 0.84], ['Advocate', null, 0.16]))).toEqual({
      kind: 'agent',
      agent: 'Advocate',
      offered: [],
    });
    // Every agent explains its own field and says hello.
    for (const everyones of ['Teacher', 'Director'] as const) {
      expect(route('@Advocate any', {}, ranking([everyones, null, 0.95], ['Advocate', null, 0.05]))).toEqual({
        kind: 'agent',
        agent: 'Advocate',
        offered: [],
      });
    }
    expect(route('@Writer any', {}, ranking(['Writer', 'H1', 0.4], ['Seller', 'S1', 0.6]))).toEqual({
      kind: 'agent',
      agent: 'Writer',
      offered: [],
    });
  });

  it("hands over in one line what is another's, on the real content", () => {
    expect(route('@Advocate write me facebook ad headlines about mugs that chip')).toMatchObject({
      kind: 'run',
      agent: 'Writer',
      promptCode: 'H1',
      handedOverBy: 'Advocate',
    });
  });
});

describe('a wish in words', () => {
  it('is decided where one agent is likely, with its likeliest prompt', () => {
    expect(
      route('any', {}, ranking(['Writer', 'H1', 0.5], ['Seller', null, 0.3], ['Writer', null, 0.2])),
    ).toEqual({ kind: 'run', agent: 'Writer', promptCode: 'H1', offered: [] });
    expect(route('any', {}, ranking(['Sage', null, 0.6], ['Writer', null, 0.4]))).toEqual({
      kind: 'agent',
      agent: 'Sage',
      offered: [],
    });
    expect(route('any', {}, ranking(['Director', null, 0.9], ['Writer', null, 0.1]))).toEqual({
      kind: 'talk',
    });
  });

  it('is asked about where two are near, with at most three buttons, none for small talk', () => {
    const near = ranking(
      ['Director', null, 0.3],
      ['Writer', 'H1', 0.28],
      ['Seller', 'S1', 0.2],
      ['SEO', null, 0.12],
      ['Sage', null, 0.1],
    );
    expect(route('any', {}, near)).toEqual({
      kind: 'ask',
      offered: [
        { agent: 'Writer', promptCode: 'H1' },
        { agent: 'Seller', promptCode: 'S1' },
        { agent: 'SEO', promptCode: null },
      ],
    });
    const far = ranking(['Writer', 'H1', 0.48], ['Seller', 'S1', 0.42], ['SEO', null, 0.1]);
    expect(route('any', {}, far)).toMatchObject({ offered: [{ agent: 'Writer' }, { agent: 'Seller' }] });
  });

  it('is talked about where no word of it is known', () => {
    expect(route('qqq zzz', {}, ranking())).toEqual({ kind: 'talk' });
  });
});

describe("in an agent's thread", () => {
  const owner = { owner: 'Writer' } as const;

  it('the agent goes on, unless the words are plainly for another', () => {
    expect(route('any', owner, ranking(['Seller', 'S1', 0.8], ['Writer', null, 0.2]))).toEqual({
      kind: 'agent',
      agent: 'Writer',
      offered: [],
    });
    expect(route('any', owner, ranking(['Seller', 'S1', 0.9], ['Writer', null, 0.1]))).toMatchObject({
      kind: 'run',
      agent: 'Seller',
      promptCode: 'S1',
    });
    expect(route('any', owner, ranking(['Writer', 'H1', 0.6], ['Seller', 'S1', 0.4]))).toMatchObject({
      kind: 'run',
      agent: 'Writer',
      promptCode: 'H1',
    });
    expect(route('qqq', owner, ranking())).toEqual({ kind: 'agent', agent: 'Writer', offered: [] });
  });

  it('another agent answers when it is named', () => {
    expect(route('@Sage what are my pains?', owner)).toMatchObject({ kind: 'agent', agent: 'Sage' });
  });

  it('the Director owning it is as if nobody did', () => {
    expect(
      route('any', { owner: 'Director' }, ranking(['Seller', 'S1', 0.6], ['SEO', null, 0.4])),
    ).toMatchObject({ agent: 'Seller' });
    expect(
      route('any', { owner: 'Director' }, ranking(['Seller', 'S1', 0.48], ['SEO', null, 0.48])),
    ).toMatchObject({ kind: 'ask' });
  });
});

describe('a choice between what stands in the thread already', () => {
  const sure = ranking(['Writer', 'H1', 0.99]);

  it.each([
    'which of these two?',
    '@Marketer which of these two angles?',
    '@Marketer: which one is better',
    'i like the second one',
  ])('%j makes nothing new', (text) => {
    expect(route(text, { owner: 'Marketer' }, sure)).toEqual({
      kind: 'agent',
      agent: 'Marketer',
      offered: [],
    });
  });

  it.each([
    'which of these two: cold feet, wet feet',
    'which of these two\n1. cold',
    'which of [a] and those two',
    `${'long '.repeat(20)} which one`,
  ])('%j brings its own material', (text) => {
    expect(route(text, { owner: 'Marketer' }, sure)).toMatchObject({ kind: 'run', promptCode: 'H1' });
  });

  it("is nobody's without an agent", () => {
    expect(route('which of these two?', {}, sure)).toMatchObject({ kind: 'run', promptCode: 'H1' });
  });
});

describe('the decision as it is printed', () => {
  it.each<[Route, object]>([
    [
      { kind: 'run', agent: 'Writer', promptCode: 'H1', offered: [] },
      { kind: 'run', agent: 'Writer', promptCode: 'H1', offered: [] },
    ],
    [
      { kind: 'agent', agent: 'Sage', offered: [{ agent: 'Writer', promptCode: null }] },
      { kind: 'agent', agent: 'Sage', promptCode: null, offered: [{ agent: 'Writer', promptCode: null }] },
    ],
    [
      { kind: 'ask', offered: [{ agent: 'Writer', promptCode: 'H1' }] },
      { kind: 'ask', agent: 'Director', promptCode: null, offered: [{ agent: 'Writer', promptCode: 'H1' }] },
    ],
    [
      { kind: 'unknown-code', code: 'H99', step: 'Hook' },
      { kind: 'unknown-code', agent: 'Director', promptCode: null, offered: [] },
    ],
    [{ kind: 'talk' }, { kind: 'talk', agent: 'Director', promptCode: null, offered: [] }],
  ])('%j', (decision, described) => {
    expect(describeRoute(decision)).toEqual(described);
  });
});

describe('messages as people write them', () => {
  const fixture = new URL('../fixtures/routing-examples.jsonl', import.meta.url);
  const examples = readFileSync(fixture, 'utf8')
    .trim()
    .split('\n')
    .map((line): { text: string; agent: string; promptCode: string | null } => JSON.parse(line));

  it('go to the right agent more often than the floor, and seldom to a wrong one unasked', () => {
    let right = 0;
    let decidedAndWrong = 0;
    for (const { text, agent } of examples) {
      const decision = describeRoute(route(text));
      if (decision.agent === agent) right++;
      else if (decision.offered.length === 0) decidedAndWrong++;
    }
    expect(examples.length).toBeGreaterThan(250);
    expect(right / examples.length).toBeGreaterThanOrEqual(0.65);
    expect(decidedAndWrong / examples.length).toBeLessThanOrEqual(0.12);
  });

  it('are decided the same way every time', () => {
    const again = createIntentIndex(catalogue);
    for (const { text } of examples) expect(route(text, {}, again)).toEqual(route(text));
  });
});
