import type { ExecutionUsage } from './user-prompt-execution.ts';

/** What a model costs, in major units of whatever currency its owner counts in, for a million tokens. */
export interface ModelPrice {
  model: string;
  inputPerMillion: number;
  outputPerMillion: number;
  /** Of input tokens that the provider had cached. */
  cachedPerMillion: number;
}

/**
 * What a run cost, in hundredths of the currency of the prices; undefined where none is given for the model. A dated
 * name that a provider answers with (`gpt-5-mini-2025-08-07`) has the price of the longest name that it begins with.
 */
export function costMinorUnits(
  prices: readonly ModelPrice[],
  model: string,
  usage: ExecutionUsage,
): number | undefined {
  const price = prices
    .filter((one) => model === one.model || model.startsWith(`${one.model}-`))
    .sort((one, other) => other.model.length - one.model.length)[0];
  if (!price) return undefined;
  const fresh = Math.max(0, usage.inputTokens - usage.cachedTokens);
  const perMillion =
    fresh * price.inputPerMillion +
    usage.cachedTokens * price.cachedPerMillion +
    usage.outputTokens * price.outputPerMillion;
  return perMillion / 10_000;
}
