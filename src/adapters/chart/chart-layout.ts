import type { Chart, ChartGroup } from '../../ports/chart-painter.ts';

/** Where one panel of the picture stands, in picture points (the picture has two pixels for each). */
export interface PanelPlace {
  group: number;
  panel: number;
  left: number;
  top: number;
  width: number;
  height: number;
}

export interface HeadingPlace {
  text: string;
  left: number;
  top: number;
}

export interface ChartLayout {
  width: number;
  height: number;
  panels: PanelPlace[];
  headings: HeadingPlace[];
  /** The top of the words under the panels: what lines and marks mean. */
  legendTop: number;
}

/** A phone shows the picture some 360 points wide: 720 points with text of 16 and more stay readable there. */
const pictureWidth = 720;
export const margin = 24;
export const lineHeight = 26;
const titleHeight = 56;
const headingHeight = 36;
const gap = 16;
const singleHeight = 320;
const manyHeight = 210;

/** Panels stand two abreast, each group on rows of its own; one that is alone in its row takes the width. */
export function layOut(chart: Chart): ChartLayout {
  const whole = pictureWidth - 2 * margin;
  const half = (whole - gap) / 2;
  const height = panelCount(chart.groups) === 1 ? singleHeight : manyHeight;
  const panels: PanelPlace[] = [];
  const headings: HeadingPlace[] = [];
  let top = margin + titleHeight;
  for (const [group, { heading, panels: inGroup }] of chart.groups.entries()) {
    if (inGroup.length === 0) continue;
    if (heading !== '') {
      headings.push({ text: heading, left: margin, top });
      top += headingHeight;
    }
    for (const panel of inGroup.keys()) {
      const isRight = panel % 2 === 1;
      const isLast = panel === inGroup.length - 1;
      const left = margin + (isRight ? half + gap : 0);
      panels.push({ group, panel, left, top, width: isLast && !isRight ? whole : half, height });
      if (isRight || isLast) top += height + gap;
    }
  }
  return {
    width: pictureWidth,
    height: top + (1 + chart.marks.length) * lineHeight + margin,
    panels,
    headings,
    legendTop: top,
  };
}

function panelCount(groups: readonly ChartGroup[]): number {
  return groups.reduce((sum, group) => sum + group.panels.length, 0);
}
