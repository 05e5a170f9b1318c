/** A line of the benchmark's table. */
interface Row {
  what: string;
  p50: string;
  p95: string;
  target: string;
}
const rows: Row[] = [];

/** p50 and p95 of samples. */
export function row(what: string, samples: number[], target = '', unit = 'ms'): void {
  rows.push({
    what,
    p50: shown(percentile(samples, 50), unit),
    p95: shown(percentile(samples, 95), unit),
    target,
  });
}

/** One value. */
export function single(what: string, value: number, unit: string, target = ''): void {
  rows.push({ what, p50: shown(value, unit), p95: '', target });
}

function shown(value: number, unit: string): string {
  if (Number.isNaN(value)) return 'not known';
  return `${value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0)} ${unit}`;
}

export function percentile(samples: number[], share: number): number {
  const sorted = samples.toSorted((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil((share / 100) * sorted.length) - 1)] ?? Number.NaN;
}

/** How many times as long as what it is compared with, at p50 and p95. */
export function ratio(what: string, samples: number[], compared: number[], target = ''): void {
  rows.push({
    what,
    p50: shown(percentile(samples, 50) / percentile(compared, 50), '×'),
    p95: shown(percentile(samples, 95) / percentile(compared, 95), '×'),
    target,
  });
}

export function printTable(): void {
  const head: Row = { what: 'measured', p50: 'p50 or value', p95: 'p95', target: 'target' };
  const lines = [head, ...rows];
  const width = (name: keyof Row) => Math.max(...lines.map((line) => line[name].length));
  const print = (line: Row) =>
    `| ${line.what.padEnd(width('what'))} | ${line.p50.padStart(width('p50'))} | ${line.p95.padStart(width('p95'))} | ${line.target.padEnd(width('target'))} |`;
  const [first, ...rest] = lines.map(print);
  const rule = `|${(['what', 'p50', 'p95', 'target'] as const).map((name) => '-'.repeat(width(name) + 2)).join('|')}|`;
  console.log([first, rule, ...rest].join('\n'));
}
