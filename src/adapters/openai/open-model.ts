import type { Clock } from '../../ports/clock.ts';
import type { LanguageModel } from '../../ports/language-model.ts';

/** As the settings say: at least a key or an address is given. */
export interface ModelSettings {
  apiKey: string | undefined;
  baseUrl: string | undefined;
  name: string;
}

/** The model that is set, if one is. The provider's package is loaded only then. */
export async function openModel(
  settings: ModelSettings | undefined,
  clock: Clock,
): Promise<LanguageModel | undefined> {
  if (!settings) return undefined;
  const { createOpenAiModel } = await import('./openai-model.ts');
  const { apiKey, baseUrl, name } = settings;
  return createOpenAiModel({
    ...(apiKey === undefined ? {} : { apiKey }),
    ...(baseUrl === undefined ? {} : { baseUrl }),
    model: name,
    clock,
  });
}
