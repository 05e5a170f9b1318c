/** One value for each period of the picture, in its order; a period without a number is undefined, never 0. */
export type PeriodValues = readonly (number | undefined)[];

/** One metric's course over the picture's periods. */
export interface ChartPanel {
  /** What is shown, such as "Click-through rate". */
  title: string;
  values: PeriodValues;
  /** The typical band, in the unit of `values`. */
  band?: { from: number; to: number };
  /** The middle of what five or more others reported, in the unit of `values`. */
  median?: PeriodValues;
  /** The value as it is read, such as "2.1%" or "£3.20". */
  read: (value: number) => string;
}

/** Panels that belong together, under one heading such as "ATTRACT". */
export interface ChartGroup {
  /** Empty: the group has no heading of its own. */
  heading: string;
  panels: readonly ChartPanel[];
}

/** Something that happened: a module was finished, an asset went live. */
export interface ChartMark {
  kind: 'module' | 'asset';
  /** Where it stands on the time axis: 0 is the first period, 0.5 halfway to the second. */
  position: number;
  label: string;
}

/** A picture of numbers over time, all panels on one time axis. */
export interface Chart {
  title: string;
  /** As they are written under the axis, oldest first, such as "3 Nov". At least one. */
  periods: readonly string[];
  groups: readonly ChartGroup[];
  marks: readonly ChartMark[];
}

/** Draws charts. What a chart says in words is `describeChart`'s. */
export interface ChartPainter {
  /**
   * PNG bytes, 1,440 pixels wide on a ground of its own, so that it reads alike in dark and light.
   * @throws when the picture cannot be drawn; whoever asked then sends the words alone.
   */
  paint(chart: Chart): Promise<Uint8Array>;
}
