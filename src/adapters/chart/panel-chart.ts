import type { ChartConfiguration, ChartDataset, Plugin } from 'chart.js';
import type { ChartMark, ChartPanel, PeriodValues } from '../../ports/chart-painter.ts';
import { chartColours } from './chart-colours.ts';

/** The name of a mark in the picture; what it stands for is written once, under the panels. */
export const markLetter = (index: number): string => String.fromCharCode(65 + (index % 26));

/** One panel as chart.js wants it. */
export function panelChart(
  panel: ChartPanel,
  periods: readonly string[],
  marks: readonly ChartMark[],
  { font, pixelsPerPoint }: { font: string; pixelsPerPoint: number },
): ChartConfiguration<'line', (number | null)[], string> {
  const text = (size: number, weight: 'normal' | 600 = 'normal') => ({ family: font, size, weight });
  return {
    type: 'line',
    data: { labels: [...periods], datasets: datasets(panel) },
    options: {
      animation: false,
      responsive: false,
      devicePixelRatio: pixelsPerPoint,
      layout: { padding: { top: 2, right: 30, bottom: 2, left: 8 } },
      plugins: {
        legend: { display: false },
        tooltip: { enabled: false },
        title: {
          display: true,
          text: panel.title,
          align: 'start',
          color: chartColours.ink,
          font: text(18, 600),
          // The letters of the marks stand between the title and the uppermost value.
          padding: { top: 6, bottom: marks.length > 0 ? 30 : 14 },
        },
      },
      scales: {
        x: {
          grid: { display: false },
          offset: periods.length === 1,
          ticks: {
            color: chartColours.quietInk,
            font: text(16),
            maxRotation: 0,
            autoSkip: true,
            autoSkipPadding: 14,
          },
        },
        y: {
          ...valueRange(panel),
          grid: { color: chartColours.grid },
          border: { display: false },
          ticks: {
            color: chartColours.quietInk,
            font: text(16),
            maxTicksLimit: 4,
            callback: (value) => panel.read(Number(value)),
          },
        },
      },
    },
    plugins: [bandOf(panel), marksOf(marks, font)],
  };
}

function datasets(panel: ChartPanel): ChartDataset<'line', (number | null)[]>[] {
  const own: ChartDataset<'line', (number | null)[]> = {
    data: gapsAsNull(panel.values),
    borderColor: chartColours.own,
    backgroundColor: chartColours.own,
    borderWidth: 3,
    pointRadius: 5,
    pointStyle: 'circle',
    // A week without a number stays a gap: a line across it would claim one.
    spanGaps: false,
    clip: false,
  };
  if (!panel.median) return [own];
  return [
    own,
    {
      data: gapsAsNull(panel.median),
      borderColor: chartColours.median,
      backgroundColor: chartColours.median,
      borderWidth: 2,
      borderDash: [7, 5],
      pointRadius: 5,
      pointStyle: 'rectRot',
      spanGaps: false,
      clip: false,
    },
  ];
}

const gapsAsNull = (values: PeriodValues) => values.map((value) => value ?? null);

/** The axis holds every value and the near edge of the band; it begins at 0 unless something is below. */
function valueRange(panel: ChartPanel): { suggestedMin: number; suggestedMax: number } {
  const shown = [...panel.values, ...(panel.median ?? [])].filter((value) => value !== undefined);
  const highest = Math.max(...shown, panel.band?.from ?? 0);
  // A wide band must not press the person's own line flat.
  const band = Math.min(panel.band?.to ?? 0, highest * 1.5);
  return { suggestedMin: Math.min(0, ...shown), suggestedMax: Math.max(highest * 1.1, band) };
}

/** The typical band, behind the lines. */
function bandOf({ band }: ChartPanel): Plugin<'line'> {
  return {
    id: 'band',
    beforeDatasetsDraw: ({ ctx, chartArea, scales }) => {
      const y = scales.y;
      if (!band || !y) return;
      const inside = (value: number) =>
        Math.min(Math.max(y.getPixelForValue(value), chartArea.top), chartArea.bottom);
      const [top, bottom] = [inside(band.to), inside(band.from)];
      ctx.save();
      ctx.fillStyle = chartColours.band;
      ctx.fillRect(chartArea.left, top, chartArea.width, bottom - top);
      ctx.strokeStyle = chartColours.bandEdge;
      ctx.lineWidth = 1;
      ctx.setLineDash([2, 4]);
      for (const edge of [top, bottom]) {
        ctx.beginPath();
        ctx.moveTo(chartArea.left, edge);
        ctx.lineTo(chartArea.right, edge);
        ctx.stroke();
      }
      ctx.restore();
    },
  };
}

/** What happened, as lettered upright lines: long dashes for a module, short ones for an asset. */
function marksOf(marks: readonly ChartMark[], font: string): Plugin<'line'> {
  return {
    id: 'marks',
    afterDatasetsDraw: ({ ctx, chartArea, scales, data }) => {
      const x = scales.x;
      const last = (data.labels?.length ?? 1) - 1;
      if (!x) return;
      ctx.save();
      ctx.font = `600 16px ${font}`;
      ctx.textAlign = 'center';
      ctx.lineWidth = 2;
      for (const [index, mark] of marks.entries()) {
        const at = pixelAt(x, Math.min(Math.max(mark.position, 0), last));
        ctx.strokeStyle = chartColours[mark.kind];
        ctx.fillStyle = chartColours[mark.kind];
        ctx.setLineDash(mark.kind === 'module' ? [10, 4] : [3, 3]);
        ctx.beginPath();
        ctx.moveTo(at, chartArea.top);
        ctx.lineTo(at, chartArea.bottom);
        ctx.stroke();
        ctx.fillText(markLetter(index), at, chartArea.top - 5);
      }
      ctx.restore();
    },
  };
}

/** A category axis knows whole positions only; between two of them the way is straight. */
function pixelAt(x: { getPixelForValue(value: number): number }, position: number): number {
  const before = Math.floor(position);
  const from = x.getPixelForValue(before);
  return position === before ? from : from + (x.getPixelForValue(before + 1) - from) * (position - before);
}
