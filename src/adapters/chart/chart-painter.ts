import { createRequire } from 'node:module';
import type { Chart, ChartPainter } from '../../ports/chart-painter.ts';
import { chartColours } from './chart-colours.ts';
import { type ChartLayout, layOut, lineHeight, margin } from './chart-layout.ts';
import { markLetter, panelChart } from './panel-chart.ts';

const fontName = 'Elevate Inter';
/** The first font that has a character draws it: accents of Central Europe stand in the second file. */
const fontFamily = `'${fontName}', '${fontName} Ext'`;
const pixelsPerPoint = 2;

/** Loads chart.js and its canvas with the first picture: most programs never paint one, and both are large. */
export function createChartPainter(): ChartPainter {
  let tools: ReturnType<typeof loadTools> | undefined;
  return {
    paint: async (chart) => {
      tools ??= loadTools();
      return paintChart(chart, await tools);
    },
  };
}

async function loadTools() {
  const [canvas, charts] = await Promise.all([import('@napi-rs/canvas'), import('chart.js')]);
  const {
    CategoryScale,
    Chart: Drawing,
    LineController,
    LineElement,
    LinearScale,
    PointElement,
    Title,
  } = charts;
  Drawing.register(CategoryScale, LinearScale, LineController, LineElement, PointElement, Title);
  const require = createRequire(import.meta.url);
  const fonts = [
    [fontName, require.resolve('@fontsource/inter/files/inter-latin-400-normal.woff2')],
    [fontName, require.resolve('@fontsource/inter/files/inter-latin-600-normal.woff2')],
    [`${fontName} Ext`, require.resolve('@fontsource/inter/files/inter-latin-ext-400-normal.woff2')],
    [`${fontName} Ext`, require.resolve('@fontsource/inter/files/inter-latin-ext-600-normal.woff2')],
  ] as const;
  for (const [name, path] of fonts) {
    if (!canvas.GlobalFonts.registerFromPath(path, name)) throw new Error(`the font ${path} is not readable`);
  }
  return { createCanvas: canvas.createCanvas, Drawing };
}

type Tools = Awaited<ReturnType<typeof loadTools>>;

async function paintChart(chart: Chart, { createCanvas, Drawing }: Tools): Promise<Uint8Array> {
  const layout = layOut(chart);
  const picture = createCanvas(layout.width * pixelsPerPoint, layout.height * pixelsPerPoint);
  const pen = picture.getContext('2d');
  pen.scale(pixelsPerPoint, pixelsPerPoint);
  pen.fillStyle = chartColours.ground;
  pen.fillRect(0, 0, layout.width, layout.height);
  writeWords(pen, chart, layout);
  for (const place of layout.panels) {
    const panel = chart.groups[place.group]?.panels[place.panel];
    if (!panel) continue;
    // chart.js takes the size of its canvas for points, and makes the pixels itself.
    const ground = createCanvas(place.width, place.height);
    const config = panelChart(panel, chart.periods, chart.marks, {
      font: fontFamily,
      pixelsPerPoint,
    });
    const drawing = new Drawing(ground as never, config);
    pen.fillStyle = chartColours.panel;
    pen.fillRect(place.left, place.top, place.width, place.height);
    pen.drawImage(ground, place.left, place.top, place.width, place.height);
    drawing.destroy();
  }
  return picture.encode('png');
}

type Pen = ReturnType<ReturnType<Tools['createCanvas']>['getContext']>;

function writeWords(pen: Pen, chart: Chart, layout: ChartLayout): void {
  const width = layout.width - 2 * margin;
  pen.textBaseline = 'top';
  pen.fillStyle = chartColours.ink;
  pen.font = `600 26px ${fontFamily}`;
  pen.fillText(cutToWidth(pen, chart.title, width), margin, margin);
  pen.font = `600 18px ${fontFamily}`;
  for (const heading of layout.headings) pen.fillText(heading.text, heading.left, heading.top + 8);
  pen.font = `400 16px ${fontFamily}`;
  let left = margin;
  for (const { colour, dash, text } of legendOf(chart)) {
    pen.strokeStyle = colour;
    pen.lineWidth = 3;
    pen.setLineDash(dash);
    pen.beginPath();
    pen.moveTo(left, layout.legendTop + 9);
    pen.lineTo(left + 28, layout.legendTop + 9);
    pen.stroke();
    pen.fillStyle = chartColours.quietInk;
    pen.fillText(text, left + 36, layout.legendTop);
    left += 36 + pen.measureText(text).width + 24;
  }
  pen.setLineDash([]);
  for (const [index, mark] of chart.marks.entries()) {
    pen.fillStyle = chartColours[mark.kind];
    const line = `${markLetter(index)}  ${mark.label}`;
    pen.fillText(cutToWidth(pen, line, width), margin, layout.legendTop + (1 + index) * lineHeight);
  }
}

/** What each kind of line means; only kinds that the picture has. */
function legendOf(chart: Chart): { colour: string; dash: number[]; text: string }[] {
  const panels = chart.groups.flatMap((group) => group.panels);
  return [
    { colour: chartColours.own, dash: [], text: 'You' },
    ...(panels.some((panel) => panel.band)
      ? [{ colour: chartColours.bandEdge, dash: [2, 4], text: 'Typical band' }]
      : []),
    ...(panels.some((panel) => panel.median)
      ? [{ colour: chartColours.median, dash: [7, 5], text: 'Middle of the group' }]
      : []),
  ];
}

function cutToWidth(pen: Pen, text: string, width: number): string {
  // The narrowest letters of the smallest text take 4 points each: more than these never fit.
  const characters = Array.from(text).slice(0, Math.ceil(width / 4));
  const fits = (count: number) => pen.measureText(`${characters.slice(0, count).join('')}…`).width <= width;
  if (pen.measureText(characters.join('')).width <= width) return characters.join('');
  let [fitting, tooMany] = [0, characters.length];
  while (tooMany - fitting > 1) {
    const middle = Math.floor((fitting + tooMany) / 2);
    if (fits(middle)) fitting = middle;
    else tooMany = middle;
  }
  return `${characters.slice(0, fitting).join('')}…`;
}
