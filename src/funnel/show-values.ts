import type { FunnelValues, ScoreKind } from '../domain/user-funnel-snapshot.ts';
import { type MetricName, metricNames, metricOf } from './metrics.ts';
import { capital } from './settle-figure.ts';

/** A value that people read: the seed's metrics, and revenue, in the order of the funnel. */
export const valueNames = [...metricNames, 'convert_Revenue'] as const;
export type ValueName = MetricName | 'convert_Revenue';

export function isValueName(name: string): name is ValueName {
  return (valueNames as readonly string[]).includes(name);
}

/** As people read it at the beginning of a line. */
export function valueLabel(name: ValueName): string {
  return name === 'convert_Revenue' ? 'Revenue' : capital(metricOf(name).label);
}

const signs: Record<string, string> = { GBP: '£', EUR: '€', USD: '$', AUD: 'A$', CAD: 'C$' };

/** "2.1%", "£3.20", "3.4×", "1,240". */
export function shownValue(name: ValueName, value: number, currency: string, scoreKind?: ScoreKind): string {
  const kind = name === 'convert_Revenue' ? 'money' : metricOf(name).kind;
  switch (kind) {
    case 'percent':
      return `${value.toLocaleString('en-GB')}%`;
    case 'ratio':
      return `${value}×`;
    case 'count':
      return value.toLocaleString('en-GB');
    case 'money':
      return money(value, currency);
    case 'score':
      if (scoreKind === 'CSAT %') return `${value}% (CSAT)`;
      return scoreKind === 'CSAT 1–5'
        ? `${value} of 5 (CSAT)`
        : `${value}${scoreKind ? ` (${scoreKind})` : ''}`;
  }
}

function money(value: number, currency: string): string {
  const isWhole = Number.isInteger(value);
  const digits = value.toLocaleString('en-GB', {
    minimumFractionDigits: isWhole ? 0 : 2,
    maximumFractionDigits: 2,
  });
  const sign = signs[currency];
  return sign === undefined ? `${digits} ${currency}` : `${sign}${digits}`;
}

/** The values that there are, in the order of the funnel. */
export function givenValues(values: FunnelValues): Array<{ name: ValueName; value: number }> {
  return valueNames.flatMap((name) => {
    const value = values[name];
    return value === undefined ? [] : [{ name, value }];
  });
}
