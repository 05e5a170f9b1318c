import { costMinorUnits, type ModelPrice } from '../domain/model-price.ts';
import type { LanguageModel } from '../ports/language-model.ts';
import type { Telemetry } from '../ports/telemetry.ts';

/** The model, timed and counted by who asks. */
export function measuredModel(
  model: LanguageModel,
  telemetry: Telemetry,
  prices: readonly ModelPrice[],
): LanguageModel {
  return {
    name: model.name,
    complete: async (request, signal) => {
      const { asker = 'other' } = request;
      const completion = await telemetry.measure(
        'model',
        { asker, model: model.name },
        {},
        () => model.complete(request, signal),
        (how) => (how.kind === 'failed' ? how.reason : how.kind),
      );
      if (completion.kind === 'answered') {
        telemetry.used({
          asker,
          model: model.name,
          ...completion.usage,
          costMinorUnits: costMinorUnits(prices, completion.model, completion.usage),
        });
      } else if (completion.kind === 'failed' && completion.retryAfterMs !== undefined) {
        telemetry.rateLimited('model', completion.retryAfterMs);
      }
      return completion;
    },
  };
}
