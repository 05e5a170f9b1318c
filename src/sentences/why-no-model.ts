import type { SpentBudget } from '../domain/model-usage.ts';

const minuteMs = 60_000;

const used: Record<SpentBudget['whose'], string> = {
  person: 'Your share of the model for today is used up',
  organization: 'Your organisation’s share of the model for today is used up',
  total: 'What I may ask of the model today is used up',
};

/** The beginning of a sentence: why no model answers, and when one does again. Goes on with ", so …". */
export function whyNoModel(away: SpentBudget | undefined, nowMs: number): string {
  if (!away) return 'No model is set';
  return `${used[away.whose]} (there is more in ${inHours(away.againAtMs - nowMs)})`;
}

function inHours(ms: number): string {
  const minutes = Math.max(1, Math.ceil(ms / minuteMs));
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  const parts = [hours > 0 ? `${hours} h` : '', rest > 0 ? `${rest} min` : ''];
  return parts.filter(Boolean).join(' ');
}
