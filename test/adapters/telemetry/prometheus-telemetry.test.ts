import { type Span, trace } from '@opentelemetry/api';
import { afterEach, describe, expect, it } from 'vitest';
import { logFields } from '../../../src/adapters/telemetry/log-fields.ts';
import { createPrometheusTelemetry } from '../../../src/adapters/telemetry/prometheus-telemetry.ts';

const turn = { surface: 'slack', kind: 'message' };
const ids = { entry: 'slack:T1/1.1', thread: 'slack/T1:C1/1.1' };

describe('telemetry for Prometheus', () => {
  it('times a stage by how it ended, and passes on what it came to', async () => {
    const telemetry = createPrometheusTelemetry();
    const result = await telemetry.measure(
      'turn',
      turn,
      ids,
      async () => 'done',
      (how) => `was ${how}`,
    );
    expect(result).toBe('done');
    const broken = telemetry.measure('turn', turn, ids, () => Promise.reject(new Error('no')), String);
    await expect(broken).rejects.toThrow('no');
    const { text, contentType } = await telemetry.read();
    expect(contentType).toMatch(/^text\/plain/);
    expect(text).toContain('elevate_turn_seconds_count{surface="slack",kind="message",outcome="was done"} 1');
    expect(text).toContain('elevate_turn_seconds_count{surface="slack",kind="message",outcome="failed"} 1');
  });

  it('names nobody: ids are for logs and spans', async () => {
    const telemetry = createPrometheusTelemetry();
    await telemetry.measure(
      'turn',
      turn,
      ids,
      async () => 1,
      () => 'answered',
    );
    expect((await telemetry.read()).text).not.toMatch(/T1|1\.1/);
  });

  it('counts tokens by who asks, and a cost only where there is a price', async () => {
    const telemetry = createPrometheusTelemetry();
    const used = { asker: 'Writer', model: 'm', inputTokens: 100, outputTokens: 20, cachedTokens: 5 };
    telemetry.used({ ...used, costMinorUnits: 150 });
    telemetry.used({ ...used, model: 'unpriced', costMinorUnits: undefined });
    const { text } = await telemetry.read();
    expect(text).toContain('elevate_model_tokens_total{asker="Writer",model="m",kind="input"} 100');
    expect(text).toContain('elevate_model_tokens_total{asker="Writer",model="m",kind="output"} 20');
    expect(text).toContain('elevate_model_cost_total{asker="Writer",model="m"} 1.5');
    expect(text).not.toMatch(/elevate_model_cost_total\{[^}]*unpriced/);
  });

  it('reads the backlog when it is asked, and forgets what no longer waits', async () => {
    const telemetry = createPrometheusTelemetry();
    let states: Record<string, number> = { waiting: 3, unknown: 1 };
    telemetry.backlogFrom(async () => ({
      inbox: { waiting: 7, oldestAgeMs: 2_500 },
      outbox: { states, oldestAgeMs: 0 },
    }));
    const first = (await telemetry.read()).text;
    expect(first).toContain('elevate_queue_depth{queue="inbox",state="waiting"} 7');
    expect(first).toContain('elevate_queue_depth{queue="outbox",state="unknown"} 1');
    expect(first).toContain('elevate_queue_oldest_seconds{queue="inbox"} 2.5');
    states = { waiting: 0 };
    expect((await telemetry.read()).text).not.toContain('state="unknown"');
  });

  it('counts waits in seconds', async () => {
    const telemetry = createPrometheusTelemetry();
    telemetry.rateLimited('discord', 1_500);
    telemetry.queued('slack', -3);
    telemetry.firstWords('slack', 250);
    const { text } = await telemetry.read();
    expect(text).toContain('elevate_rate_limit_wait_seconds_sum{where="discord"} 1.5');
    // Clocks of two machines differ: nothing has waited less than no time.
    expect(text).toContain('elevate_queued_seconds_sum{surface="slack"} 0');
    expect(text).toContain('elevate_first_words_seconds_sum{surface="slack"} 0.25');
  });

  it('adds its ids to what is logged meanwhile, those of the work around it too', async () => {
    const telemetry = createPrometheusTelemetry();
    const inner = () =>
      telemetry.measure(
        'delivery',
        { surface: 'slack', cause: 'message' },
        { delivery: 'd' },
        async () => logFields(),
        () => 'ok',
      );
    const seen = await telemetry.measure('turn', turn, ids, inner, () => 'ok');
    expect(seen).toEqual({ ...ids, delivery: 'd' });
    expect(logFields()).toEqual({});
  });

  describe('with a tracer', () => {
    afterEach(() => trace.disable());

    it('opens a span for each stage, with its ids and how it ended, and without the words of an error', async () => {
      const spans: Array<{
        name: string;
        attributes: Record<string, unknown>;
        status?: unknown;
        ended?: true;
      }> = [];
      const startActiveSpan = (
        name: string,
        { attributes }: { attributes: Record<string, unknown> },
        work: (span: Span) => unknown,
      ) => {
        const kept: (typeof spans)[number] = { name, attributes: { ...attributes } };
        spans.push(kept);
        return work({
          setAttribute: (key: string, value: unknown) =>
            void Object.assign(kept.attributes, { [key]: value }),
          setStatus: (status: unknown) => void Object.assign(kept, { status }),
          end: () => void Object.assign(kept, { ended: true }),
        } as unknown as Span);
      };
      trace.setGlobalTracerProvider({ getTracer: () => ({ startActiveSpan }) as never });
      const telemetry = createPrometheusTelemetry();
      await telemetry.measure(
        'turn',
        turn,
        ids,
        async () => 1,
        () => 'answered',
      );
      const error = new TypeError('Ana wrote: my secret');
      await telemetry.measure('turn', turn, ids, () => Promise.reject(error), String).catch(() => {});
      expect(spans).toEqual([
        { name: 'elevate turn', attributes: { ...turn, ...ids, outcome: 'answered' }, ended: true },
        {
          name: 'elevate turn',
          attributes: { ...turn, ...ids },
          status: { code: 2, message: 'TypeError' },
          ended: true,
        },
      ]);
    });
  });
});
