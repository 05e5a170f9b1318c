import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { describeRoute } from '../../src/director/describe-route.ts';
import { createIntentIndex, type IntentIndex, type RankedIntent } from '../../src/director/intent-index.ts';
import { type Route, type RouteRequest, routeMessage } from '../../src/director/route.ts';
import { routeAll, routingFigures } from '../../src/director/routing-figures.ts';
import { trainingMessages } from '../../src/director/training-messages.ts';
import type { DirectorTask } from '../../src/domain/director-task.ts';
import type { SystemRole } from '../../src/domain/system-role.ts';
import { loadCatalogue } from '../../src/load-catalogue.ts';

const catalogue = await loadCatalogue();
const learned = createIntentIndex(trainingMessages(catalogue));

function route(text: string, values: Partial<RouteRequest> = {}, index: IntentIndex = learned): Route {
  return routeMessage({ text, addressed: true, owner: undefined, ...values }, catalogue, index);
}

/** An index that is as sure as a test says. */
function ranking(...intents: Array<[SystemRole, string | null, number, DirectorTask?]>): IntentIndex {
  const ranked: RankedIntent[] = intents.map(([agent, promptCode, share, task]) => ({
    agent,
    promptCode,
    share,
    ...(task ? { task } : {}),
  }));
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
  it('is decided where one agent is likely, with its likeliest prompt, and what else it may be stands beside', () => {
    expect(
      route('any', {}, ranking(['Writer', 'H1', 0.5], ['Seller', null, 0.3], ['Writer', null, 0.2])),
    ).toEqual({
      kind: 'run',
      agent: 'Writer',
      promptCode: 'H1',
      offered: [
        { agent: 'Seller', promptCode: null },
        { agent: 'Writer', promptCode: null },
      ],
    });
    expect(route('any', {}, ranking(['Sage', null, 0.95], ['Writer', null, 0.05]))).toEqual({
      kind: 'agent',
      agent: 'Sage',
      offered: [],
    });
    expect(
      route('any', {}, ranking(['Sage', null, 0.94], ['Writer', null, 0.051], ['Seller', 'S1', 0.009])),
    ).toMatchObject({ offered: [{ agent: 'Writer' }] });
  });

  it('is done by the Director where that is plain: talk, a command, a report, no matter of the course', () => {
    const director = (share: number, task?: DirectorTask) =>
      route(
        'any',
        {},
        ranking(task ? ['Director', null, share, task] : ['Director', null, share], [
          'Writer',
          'H1',
          1 - share,
        ]),
      );
    expect(director(0.8)).toEqual({ kind: 'talk' });
    expect(director(0.8, 'nudges')).toEqual({ kind: 'command', command: 'nudges' });
    expect(director(0.8, 'numbers')).toEqual({ kind: 'numbers' });
    expect(director(0.8, 'out-of-scope')).toEqual({ kind: 'out-of-scope' });
    for (const task of [undefined, 'nudges'] as const) {
      expect(director(0.79, task)).toEqual({ kind: 'ask', offered: [{ agent: 'Writer', promptCode: 'H1' }] });
    }
    expect(route('any', {}, ranking(['Director', null, 0.6, 'save'], ['Director', null, 0.4]))).toEqual({
      kind: 'command',
      command: 'save',
    });
  });

  it('that asks about numbers is no report of them', () => {
    const report = ranking(['Director', null, 0.9, 'numbers'], ['Guide', 'OP1', 0.1]);
    expect(route('any', {}, report)).toEqual({ kind: 'numbers' });
    expect(route('any, whats broken', {}, report)).toMatchObject({ kind: 'run', promptCode: 'OP1' });
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
    const far = ranking(['Writer', 'H1', 0.44], ['Seller', 'S1', 0.43], ['SEO', null, 0.13]);
    expect(route('any', {}, far)).toMatchObject({
      kind: 'ask',
      offered: [{ agent: 'Writer' }, { agent: 'Seller' }, { agent: 'SEO' }],
    });
  });

  it('that a rule knows goes where the rule says, with what the index is sure of beside it', () => {
    const sure = ranking(['Seller', 'S4', 0.7], ['Writer', 'H1', 0.29], ['Sage', null, 0.01]);
    expect(route('shorten this please: it is long', {}, sure)).toEqual({
      kind: 'run',
      agent: 'Writer',
      promptCode: 'RW1',
      offered: [{ agent: 'Seller', promptCode: 'S4' }],
    });
  });

  it('of which a rule knows the agent only gets the prompt that the index finds among that agent’s', () => {
    const index = ranking(['Writer', 'H1', 0.6], ['SEO', 'H8', 0.3], ['SEO', null, 0.1]);
    expect(route('alt text for the mug', {}, index)).toEqual({
      kind: 'run',
      agent: 'SEO',
      promptCode: 'H8',
      offered: [{ agent: 'SEO', promptCode: null }],
    });
    expect(route('alt text for the mug', {}, ranking(['Writer', 'H1', 1]))).toEqual({
      kind: 'agent',
      agent: 'SEO',
      offered: [],
    });
  });

  it('is talked about where no word of it is known', () => {
    expect(route('qqq zzz', {}, ranking())).toEqual({ kind: 'talk' });
  });
});

describe("in an agent's thread", () => {
  const owner = { owner: 'Writer' } as const;

  it('or for an agent that was named, a prompt runs only where it is likely itself, not its agent alone', () => {
    const torn = ranking(['Writer', 'H1', 0.44], ['Writer', 'H3', 0.3], ['Writer', null, 0.26]);
    const answers = { kind: 'agent', agent: 'Writer', offered: [] };
    expect(route('any', owner, torn)).toEqual(answers);
    expect(route('@Writer any', {}, torn)).toEqual(answers);
    expect(route('any', {}, torn)).toMatchObject({ kind: 'run', promptCode: 'H1' });
  });

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
      route('any', { owner: 'Director' }, ranking(['Seller', 'S1', 0.44], ['SEO', null, 0.44])),
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

  it('are routed no worse than the floor', () => {
    // Measured: 90, 87, 95 and 1.5 %. One message is 0.4 %; two points are left to what content changes.
    const figures = routingFigures(routeAll(examples, catalogue, learned));
    expect(figures.messages).toBeGreaterThan(250);
    expect(figures.rightAgent).toBeGreaterThanOrEqual(0.88);
    expect(figures.rightPrompt).toBeGreaterThanOrEqual(0.84);
    expect(figures.rightOrOffered).toBeGreaterThanOrEqual(0.92);
    expect(figures.decidedAndWrong).toBeLessThanOrEqual(0.04);
    expect(figures.wrongAnswer).toBeLessThanOrEqual(0.075);
  });

  it('are decided the same way every time', () => {
    const again = createIntentIndex(trainingMessages(catalogue));
    for (const { text } of examples) expect(route(text, {}, again)).toEqual(route(text));
  });
});
