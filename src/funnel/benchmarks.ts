import type { ScoreKind } from '../domain/user-funnel-snapshot.ts';
import { type MetricName, metricOf } from './metrics.ts';

/** Below this share of the band's lower edge a metric is weak; up to the edge it is one to watch. Course-facts 5.2. */
const weakShare = 0.7;

/** Where a value stands against the metric's typical band, in a sentence that says how little a band proves. */
export function judgeAgainstBenchmark(name: MetricName, value: number, scoreKind?: ScoreKind): string {
  const { label, typical } = metricOf(name);
  if (name === 'educate_CSAT_NPS' && scoreKind !== 'NPS' && scoreKind !== 'CSAT %')
    return `${label} ${value}: which scale it is on must be known first (NPS or CSAT %).`;
  const band = name === 'educate_CSAT_NPS' && scoreKind === 'CSAT %' ? satisfactionBand : typical;
  if (!band) return `${label} ${value}: there is no typical band; compare it with their own past.`;
  const range = `${band.from} to ${band.to}`;
  const lowIsGood = band.lowIsGood ?? false;
  const verdict = lowIsGood ? costVerdict(value, band.from, band.to) : rateVerdict(value, band.from, band.to);
  return `${label} ${value}: ${verdict}. Typical: ${range} (${band.note}). Bands differ by trade and by how it is counted.`;
}

const satisfactionBand = { from: 75, to: 85, note: 'CSAT as a percentage', lowIsGood: false };

function rateVerdict(value: number, from: number, to: number): string {
  if (value > to) return 'above the typical band';
  if (value >= from) return 'within the typical band';
  return value < from * weakShare
    ? 'weak, well below the typical band'
    : 'one to watch, a little below the band';
}

function costVerdict(value: number, from: number, to: number): string {
  if (value < from) return 'cheaper than the typical band';
  if (value <= to) return 'within the typical band';
  return value * weakShare > to
    ? 'weak, well above the typical cost'
    : 'one to watch, a little above the band';
}
