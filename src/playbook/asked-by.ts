import type { LanguageModel } from '../ports/language-model.ts';

/** The model, every question to it counted as asked by this agent. */
export function askedBy(model: LanguageModel, asker: string): LanguageModel {
  return {
    name: model.name,
    complete: (request, signal) => model.complete({ asker, ...request }, signal),
  };
}
