import { readFile, writeFile } from 'node:fs/promises';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { describe, expect, test } from 'vitest';
import { createChartPainter } from '../../../src/adapters/chart/chart-painter.ts';
import type { Chart, ChartPanel } from '../../../src/ports/chart-painter.ts';

const painter = createChartPainter();
const percent = (value: number) => `${value}%`;

const periods = ['29 Sep', '6 Oct', '13 Oct', '20 Oct', '27 Oct', '3 Nov'];
const clicks: ChartPanel = {
  title: 'Click-through rate',
  values: [1.1, 1.2, undefined, 1.3, 1.9, 2.1],
  band: { from: 1.5, to: 2.6 },
  median: [1.5, 1.5, 1.6, undefined, 1.6, 1.7],
  read: percent,
};
const one: Chart = {
  title: 'Your click-through rate',
  periods,
  groups: [{ heading: '', panels: [clicks] }],
  marks: [
    { kind: 'module', position: 2.5, label: 'Hook finished' },
    { kind: 'asset', position: 4.2, label: '“May headlines” went live' },
  ],
};
const many: Chart = {
  title: 'Zoë’s numbers',
  periods,
  groups: [
    {
      heading: 'ATTRACT',
      panels: [
        clicks,
        { title: 'Opt-in rate', values: [8, 9, 12, undefined, 18, 22], read: percent },
        {
          title: 'New leads',
          values: [40, 55, 48, 80, 120, 400],
          read: (value) => value.toLocaleString('en-GB'),
        },
      ],
    },
    { heading: 'CONVERT', panels: [] },
    { heading: 'GROW', panels: [{ title: 'Return', values: [-40, -12, 5, 9, 20, 31], read: percent }] },
  ],
  marks: [],
};

interface Pixels {
  width: number;
  height: number;
  data: Uint8ClampedArray;
}

async function pixelsOf(png: Uint8Array): Promise<Pixels> {
  const image = await loadImage(png);
  const pen = createCanvas(image.width, image.height).getContext('2d');
  pen.drawImage(image, 0, 0);
  return {
    width: image.width,
    height: image.height,
    data: pen.getImageData(0, 0, image.width, image.height).data,
  };
}

/** Of all pixels, the share whose colour differs by more than the edges of letters do from machine to machine. */
function shareOfOtherPixels(one: Pixels, other: Pixels): number {
  if (one.width !== other.width || one.height !== other.height) return 1;
  let differing = 0;
  for (let at = 0; at < one.data.length; at += 4) {
    const distance = [0, 1, 2].map((channel) =>
      Math.abs((one.data[at + channel] ?? 0) - (other.data[at + channel] ?? 0)),
    );
    if (Math.max(...distance) > 40) differing += 1;
  }
  return differing / (one.width * one.height);
}

/** The share that another machine's letters may differ by. A median's line that is missing differs by 0.3 %. */
const tolerance = 0.001;

/** The kept picture; `UPDATE_PICTURES=1 npm test -- test/adapters/chart` paints it anew. Look at it then. */
async function keptPicture(name: string, painted: Uint8Array): Promise<Pixels> {
  const path = new URL(`../../fixtures/charts/${name}.png`, import.meta.url);
  if (process.env.UPDATE_PICTURES === '1') await writeFile(path, painted);
  return pixelsOf(await readFile(path));
}

describe('pictures', () => {
  test.each([
    ['one-metric', one],
    ['dashboard', many],
    [
      'one-period',
      {
        ...one,
        periods: ['3 Nov'],
        groups: [{ heading: '', panels: [{ ...clicks, values: [2.1], median: [1.7] }] }],
        marks: [],
      },
    ],
  ] satisfies [string, Chart][])('%s is painted as it was', async (name, chart) => {
    const painted = await painter.paint(chart);
    expect(shareOfOtherPixels(await pixelsOf(painted), await keptPicture(name, painted))).toBeLessThan(
      tolerance,
    );
  });

  const without: [string, Chart][] = [
    ['the median', { ...one, groups: [{ heading: '', panels: [withoutMedian(clicks)] }] }],
    ['the band', { ...one, groups: [{ heading: '', panels: [withoutBand(clicks)] }] }],
    ['a mark', { ...one, marks: one.marks.map((mark) => ({ ...mark, position: 0 })) }],
    [
      'a gap',
      { ...one, groups: [{ heading: '', panels: [{ ...clicks, values: [1.1, 1.2, 1.25, 1.3, 1.9, 2.1] }] }] },
    ],
  ];
  test.each(without)('%s that is missing or elsewhere is another picture', async (_what, chart) => {
    const other = await pixelsOf(await painter.paint(chart));
    expect(shareOfOtherPixels(await pixelsOf(await painter.paint(one)), other)).toBeGreaterThan(tolerance);
  });
});

test('the picture has a ground of its own: no pixel lets the page behind it through', async () => {
  const { data } = await pixelsOf(await painter.paint(one));
  let clear = 0;
  for (let at = 3; at < data.length; at += 4) if (data[at] !== 255) clear += 1;
  expect(clear).toBe(0);
});

test('hostile words stay in the picture, cut to its width', async () => {
  const title = 'W'.repeat(5_000);
  const painted = await pixelsOf(await painter.paint({ ...one, title }));
  expect(painted.width).toBe(1_440);
  // The right margin of the title's line is empty.
  const inMargin = (x: number, y: number) => painted.data[(y * painted.width + x) * 4];
  for (let y = 40; y < 120; y += 1) expect(inMargin(1_420, y)).toBe(255);
});

function withoutMedian({ median: _median, ...rest }: ChartPanel): ChartPanel {
  return rest;
}

function withoutBand({ band: _band, ...rest }: ChartPanel): ChartPanel {
  return rest;
}
