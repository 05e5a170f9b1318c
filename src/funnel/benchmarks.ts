import type { ScoreKind } from '../domain/user-funnel-snapshot.ts';
import { type MetricName, metricOf, type TypicalBand } from './metrics.ts';

/** Below this share of the band's lower edge a metric is weak; up to the edge it is one to watch. Course-facts 5.2. */
const weakShare = 0.7;
/** Bands of money are in dollars; these currencies are near enough for orientation. */
const nearTheDollar = ['USD', 'EUR', 'GBP'];

export type Standing = 'weak' | 'watch' | 'fine';

/** What a value is counted in. Unknown money is taken for near the dollar; a score on no known scale has no band. */
export interface Scale {
  currency?: string | undefined;
  scoreKind?: ScoreKind | undefined;
}

const satisfactionBand: TypicalBand = { from: 75, to: 85, note: 'CSAT as a percentage' };

/** What is usual; undefined where nothing is known for this scale. */
export function typicalBandOf(name: MetricName, { currency, scoreKind }: Scale): TypicalBand | undefined {
  const { kind, typical } = metricOf(name);
  if (name === 'educate_CSAT_NPS')
    return scoreKind === 'NPS' ? typical : scoreKind === 'CSAT %' ? satisfactionBand : undefined;
  return kind === 'money' && currency !== undefined && !nearTheDollar.includes(currency)
    ? undefined
    : typical;
}

/** Where a value stands by the edge of its band that it must reach; undefined where there is no band. */
export function standingOf(name: MetricName, value: number, scale: Scale): Standing | undefined {
  const band = typicalBandOf(name, scale);
  if (!band) return undefined;
  const share = band.lowIsGood
    ? value === 0
      ? Number.POSITIVE_INFINITY
      : band.to / value
    : value / band.from;
  return share < weakShare ? 'weak' : share < 1 ? 'watch' : 'fine';
}

/** Where a value stands against the metric's typical band, in a sentence that says how little a band proves. */
export function judgeAgainstBenchmark(name: MetricName, value: number, scoreKind?: ScoreKind): string {
  const { label } = metricOf(name);
  const band = typicalBandOf(name, { scoreKind });
  if (!band) {
    return name === 'educate_CSAT_NPS' && scoreKind === undefined
      ? `${label} ${value}: which scale it is on must be known first (NPS or CSAT %).`
      : `${label} ${value}: there is no typical band; compare it with their own past.`;
  }
  const words = verdicts[band.lowIsGood ? 'cost' : 'rate'];
  const standing = standingOf(name, value, { scoreKind });
  const isBetter = band.lowIsGood ? value < band.from : value > band.to;
  const verdict =
    standing === 'fine' ? (isBetter ? words.better : 'within the typical band') : words[standing ?? 'watch'];
  return `${label} ${value}: ${verdict}. Typical: ${band.from} to ${band.to} (${band.note}). Bands differ by trade and by how it is counted.`;
}

const verdicts = {
  rate: {
    weak: 'weak, well below the typical band',
    watch: 'one to watch, a little below the band',
    better: 'above the typical band',
  },
  cost: {
    weak: 'weak, well above the typical cost',
    watch: 'one to watch, a little above the band',
    better: 'cheaper than the typical band',
  },
};
