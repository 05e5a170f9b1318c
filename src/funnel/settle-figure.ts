import type { ScoreKind } from '../domain/user-funnel-snapshot.ts';
import type { Named, Usage } from './metric-phrases.ts';
import { isWithin, type Metric } from './metrics.ts';
import type { Figure } from './read-clauses.ts';

/** What a figure comes to for a metric: a value to keep, or the question that has to be answered first. */
export type Settled =
  | { kind: 'value'; value: number; scoreKind?: ScoreKind; question?: string }
  | { kind: 'question'; question: string };

const bareFractionsAsk = [
  'gift_OptInRate',
  'upsell_TakeRate',
  'educate_RepeatPurchaseRate',
  'share_ReviewRate',
  'engage_AssistedConversionRate',
];

/** The rules of course-facts 5.4 for one number of one metric. `currency` is the person's; ISO 4217. */
export function settleFigure(metric: Metric, figure: Figure, currency: string): Settled {
  const { amount } = figure;
  const said = `“${amount.written}”`;
  if (amount.bound) return ask(`${capital(metric.label)}: ${said} is a limit. What is the figure itself?`);
  if (amount.thousandsPoint && metric.kind !== 'percent' && metric.kind !== 'ratio') {
    const grouped = Math.round(amount.value * 1_000);
    return ask(`${capital(metric.label)}: is ${said} ${grouped} or ${amount.value}?`);
  }
  if (amount.unit === 'money' && amount.currency !== undefined && amount.currency !== currency) {
    return ask(`${capital(metric.label)}: ${said} is not in ${currency}. What is it in ${currency}?`);
  }
  switch (metric.kind) {
    case 'percent':
      return metric.name === 'overallROI' ? settleReturn(metric, figure) : settlePercent(metric, figure);
    case 'money':
      return settleMoney(metric, figure);
    case 'count':
      return settleCount(metric, figure);
    case 'ratio':
      return settleRatio(metric, figure);
    case 'score':
      return settleScore(metric, figure);
  }
}

function settlePercent(metric: Metric, { amount }: Figure): Settled {
  const said = `“${amount.written}”`;
  if (amount.outOf !== undefined) return within(metric, round((amount.value / amount.outOf) * 100));
  if (amount.unit === 'money' || amount.unit === 'ratio') {
    return ask(`${capital(metric.label)} is a percentage. What is ${said} in per cent?`);
  }
  const isBareFraction = amount.unit === 'plain' && amount.value > 0 && amount.value < 1;
  if (isBareFraction && bareFractionsAsk.includes(metric.name)) {
    return ask(`${capital(metric.label)}: is ${said} ${round(amount.value * 100)}% or ${amount.value}%?`);
  }
  return within(metric, amount.value);
}

/** 180 means 180 % profit on cost; "1.8x" may mean that or 80 %. */
function settleReturn(metric: Metric, { amount }: Figure): Settled {
  const said = `“${amount.written}”`;
  const isMultiple =
    amount.unit === 'ratio' || (amount.unit === 'plain' && amount.decimals > 0 && amount.value < 10);
  if (isMultiple) {
    return ask(
      `Return on investment: does ${said} mean ${round((amount.value - 1) * 100)}% or ${round(amount.value * 100)}% profit on cost?`,
    );
  }
  if (amount.unit === 'money' || amount.outOf !== undefined)
    return ask(`Return on investment is a percentage. What is ${said} in per cent?`);
  return within(metric, signed(amount));
}

function settleMoney(metric: Metric, { amount }: Figure): Settled {
  const said = `“${amount.written}”`;
  if (amount.unit === 'percent' || amount.unit === 'ratio' || amount.outOf !== undefined) {
    return ask(`${capital(metric.label)} is an amount of money. How much is ${said}?`);
  }
  return within(metric, amount.value);
}

function settleCount(metric: Metric, { amount }: Figure): Settled {
  const said = `“${amount.written}”`;
  const name = capital(metric.label);
  if (amount.unit !== 'plain' || amount.outOf !== undefined)
    return ask(`${name} is a count. How many is ${said}?`);
  if (amount.range) return ask(`${name}: ${said} is a range. How many exactly?`);
  if (!Number.isInteger(amount.value)) return ask(`${name} is a whole number. How many is ${said}?`);
  return within(metric, amount.value);
}

function settleRatio(metric: Metric, { amount }: Figure): Settled {
  if (amount.unit === 'money')
    return ask(`${capital(metric.label)}: how many times its spend came back? “${amount.written}” is money.`);
  if (amount.outOf !== undefined) return within(metric, round(amount.value / amount.outOf));
  return within(metric, amount.unit === 'percent' ? round(amount.value / 100) : amount.value);
}

/** The ranges of the three scales, hard and soft (course-facts 5.2). */
export const scoreRanges: Record<ScoreKind, { hard: [number, number]; soft: [number, number] }> = {
  NPS: { hard: [-100, 100], soft: [-50, 90] },
  'CSAT %': { hard: [0, 100], soft: [40, 100] },
  'CSAT 1–5': { hard: [1, 5], soft: [1, 5] },
};

function settleScore(metric: Metric, figure: Figure & { label?: string }): Settled {
  const { amount } = figure;
  const said = `“${amount.written}”`;
  const isNps = /nps|promoter/.test(figure.label ?? '');
  // "9/10" is one person's answer, not the score of all.
  const kind: ScoreKind | undefined = amount.outOf === 10 ? undefined : isNps ? 'NPS' : csatKind(amount);
  if (kind === undefined) return ask(`Satisfaction: on which scale is ${said}, NPS, per cent, or 1 to 5?`);
  const value = isNps
    ? signed(amount)
    : kind === 'CSAT %' && amount.outOf !== undefined
      ? round((amount.value / amount.outOf) * 100)
      : amount.value;
  const { hard, soft } = scoreRanges[kind];
  if (value < hard[0] || value > hard[1]) return ask(outside({ ...metric, label: kind }, value));
  return {
    kind: 'value',
    value: round(value),
    scoreKind: kind,
    ...(value < soft[0] || value > soft[1] ? { question: unusual({ ...metric, label: kind }, value) } : {}),
  };
}

/** 4.6 and "4.6/5" are stars, 92 and "46 of 50" a share; 9 is neither. */
function csatKind(amount: Figure['amount']): ScoreKind | undefined {
  if (amount.outOf === 5) return 'CSAT 1–5';
  if (amount.unit === 'percent' || amount.outOf !== undefined) return 'CSAT %';
  if (amount.value <= 5) return 'CSAT 1–5';
  return amount.value > 10 ? 'CSAT %' : undefined;
}

function within(metric: Metric, exact: number): Settled {
  const value = round(exact);
  if (!isWithin(value, metric.hard)) return ask(outside(metric, value));
  // Nothing sold or collected at all is somebody's word, not a slip.
  if (isWithin(value, metric.soft) || value === 0) return { kind: 'value', value };
  return { kind: 'value', value, question: unusual(metric, value) };
}

function outside(metric: Metric, value: number): string {
  return `${capital(metric.label)} cannot be ${shown(metric, value)}. What is it?`;
}

function unusual(metric: Metric, value: number): string {
  return `${capital(metric.label)} of ${shown(metric, value)} is unusual. Did you mean that?`;
}

export function shown(metric: Pick<Metric, 'kind'>, value: number): string {
  if (metric.kind === 'percent') return `${value}%`;
  return metric.kind === 'ratio' ? `${value}×` : String(value);
}

function signed(amount: Figure['amount']): number {
  return amount.dash ? -amount.value : amount.value;
}

/** Snapshots keep two decimals. */
export function round(value: number): number {
  return Math.round((value + Number.EPSILON) * 100) / 100;
}

export function capital(label: string): string {
  return label.charAt(0).toUpperCase() + label.slice(1);
}

function ask(question: string): Settled {
  return { kind: 'question', question };
}

/** A word that is a rate with a share behind it and a count of leads without: "opt ins 45", "12 opted in". */
export function isCountOfPeople(named: Named, figure: Figure): boolean {
  if (named.kind !== 'metric') return false;
  const peopleUsages: Usage[] = ['people', 'share'];
  const { unit, outOf, decimals } = figure.amount;
  return peopleUsages.includes(named.usage) && unit === 'plain' && outOf === undefined && decimals === 0;
}
