import { SpanStatusCode, trace } from '@opentelemetry/api';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Backlog, Stages, Telemetry } from '../../ports/telemetry.ts';
import { withLogFields } from './log-fields.ts';

export interface MeasuringTelemetry extends Telemetry {
  /** Everything in the text format of Prometheus. The backlog is read from the store at this moment. */
  read(): Promise<{ text: string; contentType: string }>;
  /** What says how much waits; asked at each reading. */
  backlogFrom(read: () => Promise<Backlog>): void;
}

/** In seconds: keeping takes milliseconds, a model's answer a minute and a half at most. */
const buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120];

const stages: { [Stage in keyof Stages]: { help: string; labels: Array<keyof Stages[Stage] & string> } } = {
  keep: { help: 'A message is kept before its platform is told so.', labels: ['surface'] },
  turn: { help: 'One message, press or form is answered.', labels: ['surface', 'kind'] },
  delivery: { help: 'One attempt to say something.', labels: ['surface', 'cause'] },
  model: { help: 'One question to a model.', labels: ['asker', 'model'] },
  job: { help: 'One tick of a job.', labels: ['job'] },
};

/**
 * Counts for Prometheus, spans for OpenTelemetry. Spans go to the tracer that somebody registered before the program
 * (`node --import`); without one they cost nothing.
 */
export function createPrometheusTelemetry(): MeasuringTelemetry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const tracer = trace.getTracer('elevate');
  const registers = [registry];
  const seconds = Object.fromEntries(
    Object.entries(stages).map(([stage, { help, labels }]) => [
      stage,
      new Histogram({
        name: `elevate_${stage}_seconds`,
        help,
        labelNames: [...labels, 'outcome'],
        buckets,
        registers,
      }),
    ]),
  ) as Record<keyof Stages, Histogram>;
  const waiting = (name: string, help: string, label: string) =>
    new Histogram({ name, help, labelNames: [label], buckets, registers });
  const queuedSeconds = waiting('elevate_queued_seconds', 'Between being kept and being worked.', 'surface');
  const firstWordsSeconds = waiting(
    'elevate_first_words_seconds',
    'Between being kept and the first words of the answer.',
    'surface',
  );
  const rateLimitSeconds = waiting(
    'elevate_rate_limit_wait_seconds',
    'Waited for a platform or a model that takes only so much.',
    'where',
  );
  const counter = (name: string, help: string, labelNames: string[]) =>
    new Counter({ name, help, labelNames, registers });
  const tokens = counter('elevate_model_tokens_total', 'Tokens as the provider counted them.', [
    'asker',
    'model',
    'kind',
  ]);
  const cost = counter(
    'elevate_model_cost_total',
    'In the currency of MODEL_PRICES; absent for models without a price.',
    ['asker', 'model'],
  );
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name, help, labelNames, registers });
  const depth = gauge('elevate_queue_depth', 'Entries that wait to be worked or said.', ['queue', 'state']);
  const age = gauge('elevate_queue_oldest_seconds', 'How long the oldest of them has waited.', ['queue']);
  let readBacklog: (() => Promise<Backlog>) | undefined;

  return {
    measure: async (stage, labels, ids, work, outcome) => {
      const startedMs = performance.now();
      const end = (how: string) =>
        seconds[stage].observe({ ...labels, outcome: how }, (performance.now() - startedMs) / 1_000);
      return tracer.startActiveSpan(
        `elevate ${stage}`,
        { attributes: { ...labels, ...ids } },
        async (span) => {
          try {
            const result = await withLogFields(ids, work);
            const how = outcome(result);
            span.setAttribute('outcome', how);
            end(how);
            return result;
          } catch (error) {
            // Its message may hold what a person wrote, so only its kind is told.
            span.setStatus({
              code: SpanStatusCode.ERROR,
              message: error instanceof Error ? error.name : 'Error',
            });
            end('failed');
            throw error;
          } finally {
            span.end();
          }
        },
      );
    },
    queued: (surface, waitedMs) => queuedSeconds.observe({ surface }, Math.max(0, waitedMs) / 1_000),
    firstWords: (surface, afterMs) => firstWordsSeconds.observe({ surface }, Math.max(0, afterMs) / 1_000),
    rateLimited: (where, waitMs) => rateLimitSeconds.observe({ where }, waitMs / 1_000),
    used: ({ asker, model, inputTokens, outputTokens, cachedTokens, costMinorUnits }) => {
      tokens.inc({ asker, model, kind: 'input' }, inputTokens);
      tokens.inc({ asker, model, kind: 'output' }, outputTokens);
      tokens.inc({ asker, model, kind: 'cached' }, cachedTokens);
      if (costMinorUnits !== undefined) cost.inc({ asker, model }, costMinorUnits / 100);
    },
    backlogFrom: (read) => {
      readBacklog = read;
    },
    read: async () => {
      const backlog = await readBacklog?.();
      if (backlog) {
        depth.reset();
        depth.set({ queue: 'inbox', state: 'waiting' }, backlog.inbox.waiting);
        for (const [state, count] of Object.entries(backlog.outbox.states))
          depth.set({ queue: 'outbox', state }, count);
        age.set({ queue: 'inbox' }, backlog.inbox.oldestAgeMs / 1_000);
        age.set({ queue: 'outbox' }, backlog.outbox.oldestAgeMs / 1_000);
      }
      return { text: await registry.metrics(), contentType: registry.contentType };
    },
  };
}
