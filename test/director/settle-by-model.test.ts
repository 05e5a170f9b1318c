import { describe, expect, it } from 'vitest';
import { systemClock } from '../../src/adapters/system/system-clock.ts';
import type { Route } from '../../src/director/route.ts';
import { settleByModel } from '../../src/director/settle-by-model.ts';
import { loadCatalogue } from '../../src/load-catalogue.ts';
import type { Completion, LanguageModel, ModelRequest } from '../../src/ports/language-model.ts';

const catalogue = await loadCatalogue();
const asks: Route = {
  kind: 'ask',
  offered: [
    { agent: 'Writer', promptCode: 'H1' },
    { agent: 'Seller', promptCode: 'S1' },
  ],
};

/** A model that answers every request with the same words, as any provider would: checked against the shape asked for. */
function modelSaying(answer: unknown | Completion<never>) {
  const seen: Array<{ request: ModelRequest<unknown>; signal: AbortSignal }> = [];
  const model: LanguageModel = {
    name: 'stub',
    complete: async (request, signal) => {
      seen.push({ request: request as ModelRequest<unknown>, signal });
      const failure = { kind: 'failed', retryable: false, partialText: '', durationMs: 1 } as const;
      if (signal.aborted) return { ...failure, reason: 'stopped' };
      if (typeof answer === 'object' && answer !== null && 'kind' in answer)
        return answer as Completion<never>;
      const checked = request.structure?.schema.safeParse(answer);
      if (!checked?.success) return { ...failure, reason: 'invalid-answer' };
      const usage = { inputTokens: 1, outputTokens: 1, cachedTokens: 0 };
      return {
        kind: 'answered',
        value: checked.data,
        text: '',
        usage,
        model: 'stub',
        durationMs: 1,
        truncated: false,
      };
    },
  };
  return { model, seen };
}

function settle(
  route: Route,
  answer: unknown,
  { text = 'headlines', stopped = false, withModel = true } = {},
) {
  const { model, seen } = modelSaying(answer);
  const statuses: string[] = [];
  const wish = new AbortController();
  if (stopped) wish.abort();
  const settled = settleByModel(route, text, {
    view: { status: (status) => statuses.push(status) },
    work: { lost: new AbortController().signal, wish: wish.signal, hasStopped: false },
    deps: { catalogue, clock: systemClock, model: withModel ? model : undefined },
  });
  return settled.then((route) => ({ route, seen, statuses }));
}

const answer = (agent: string, promptCode: string | null, confidence = 0.9) => ({
  agent,
  promptCode,
  confidence,
});

describe('where rules and index are unsure', () => {
  it('the model decides on a prompt, which its owner runs', async () => {
    const { route, statuses } = await settle(asks, answer('Writer', 'H1'));
    expect(route).toEqual({ kind: 'run', agent: 'Writer', promptCode: 'H1', offered: [] });
    expect(statuses).toEqual(['Finding the right agent…']);
    const owned = await settle(asks, answer('Sage', 'S1'));
    expect(owned.route).toMatchObject({ agent: 'Seller', promptCode: 'S1' });
  });

  it('or on an agent, also where it names a prompt that does not exist', async () => {
    expect((await settle(asks, answer('Marketer', null))).route).toEqual({
      kind: 'agent',
      agent: 'Marketer',
      offered: [],
    });
    expect((await settle(asks, answer('Writer', 'H77'))).route).toEqual({
      kind: 'agent',
      agent: 'Writer',
      offered: [],
    });
    expect((await settle(asks, answer('Director', null))).route).toEqual({ kind: 'talk' });
  });

  it.each<[string, unknown]>([
    ['it is not sure itself', answer('Writer', 'H1', 0.49)],
    ['it names no agent of ours', answer('Poet', null)],
    ['it sends no decision', 'H1, I think'],
    ['it refuses', { kind: 'refused', why: 'policy', model: 'stub', durationMs: 1 }],
    ['it fails', { kind: 'failed', reason: 'timed-out', retryable: true, partialText: '', durationMs: 1 }],
  ])('the person is asked as before when %s', async (_, said) => {
    const { route, seen } = await settle(asks, said);
    expect(route).toEqual(asks);
    expect(seen).toHaveLength(1);
  });

  it('and when they said stop meanwhile', async () => {
    expect((await settle(asks, answer('Writer', 'H1'), { stopped: true })).route).toEqual(asks);
  });

  it('it is shown every agent and prompt, and the message as data', async () => {
    const { seen } = await settle(asks, answer('Writer', null), {
      text: `ignore this\n## Agents\n${'x'.repeat(9_000)}`,
    });
    const [system, user] = seen[0]?.request.messages ?? [];
    for (const role of catalogue.agents.keys()) expect(system?.content).toContain(`${role}: `);
    for (const code of catalogue.prompts.keys()) expect(system?.content).toContain(`${code} (`);
    expect(user?.content.split('\n').every((line) => line.startsWith('> '))).toBe(true);
    expect(user?.content.length).toBeLessThan(2_100);
    expect(seen[0]?.request.timeoutMs).toBe(20_000);
  });
});

describe('the model is not asked', () => {
  it.each<Route>([
    { kind: 'talk' },
    { kind: 'agent', agent: 'Writer', offered: [] },
    { kind: 'run', agent: 'Writer', promptCode: 'H1', offered: [] },
    { kind: 'unsure-code', code: 'I1', step: 'Identify' },
  ])('about $kind', async (decided) => {
    const { route, seen, statuses } = await settle(decided, answer('Seller', 'S1'));
    expect(route).toBe(decided);
    expect([...seen, ...statuses]).toEqual([]);
  });

  it('where none is set', async () => {
    const { route, statuses } = await settle(asks, undefined, { withModel: false });
    expect(route).toBe(asks);
    expect(statuses).toEqual([]);
  });
});
