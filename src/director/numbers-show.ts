import type { Button, ReplyFile } from '../domain/reply.ts';
import type { UserFunnelSnapshot } from '../domain/user-funnel-snapshot.ts';
import { describeChart } from '../funnel/describe-chart.ts';
import { explainNumbers } from '../funnel/explain-numbers.ts';
import { dashboardChart, type Happening, metricsChart } from '../funnel/numbers-chart.ts';
import type { ValueName } from '../funnel/show-values.ts';
import { valueLabel } from '../funnel/show-values.ts';
import { tellTrend } from '../funnel/tell-trend.ts';
import { mostWeeks, trendOf } from '../funnel/trend.ts';
import type { Chart } from '../ports/chart-painter.ts';
import { runButton } from './reply-parts.ts';
import type { Turn } from './turn.ts';

/** Months and other stretches may stand between the weeks. */
const mostRead = 2 * mostWeeks;
/** A picture of one metric more is a dashboard. */
const mostInOnePicture = 4;

/** What a person's numbers look like over the weeks. */
export interface ShownNumbers {
  text: string;
  files: ReplyFile[];
  buttons: Button[];
}

/** Whether words ask for a course of numbers rather than for the last one. */
export function asksForTrend(words: string): boolean {
  return /\b(?:trends?|charts?|graphs?|plot(?:ted)?|dashboards?|pictures?|history|over (?:time|the (?:last|past|month|weeks?))|last \d+ weeks|compared?|comparison|vs|versus|up or down|gone (?:up|down)|chang(?:ed?|ing)|how am i doing)\b/i.test(
    words,
  );
}

/** Trend and picture of the metrics named, or of all; undefined where no week was reported. */
export async function showTrend(names: readonly ValueName[], turn: Turn): Promise<ShownNumbers | undefined> {
  const trend = trendOf(await newestOf(turn));
  if (!trend) return undefined;
  const shown = trend.series.filter(({ name }) => names.includes(name)).map(({ name }) => name);
  if (names.length > 0 && shown.length === 0) return undefined;
  const happenings = await happeningsOf(turn);
  const chart =
    shown.length === 0 || shown.length > mostInOnePicture
      ? dashboardChart('Your numbers', trend, {}, happenings)
      : metricsChart(shown.map(valueLabel).join(', '), shown, trend, {}, happenings);
  const heading = `**Your last ${trend.weeks.length === 1 ? 'week' : `${trend.weeks.length} weeks`}**`;
  return {
    text: `${heading}\n${tellTrend(trend, {}, shown.length > 0 ? shown : undefined)}`,
    files: await picture('Your numbers', chart, turn),
    buttons: [],
  };
}

/** What a snapshot just kept says: its trend, one cause, one next step, and the picture. */
export async function showKept(snapshot: UserFunnelSnapshot, turn: Turn): Promise<ShownNumbers> {
  const { text, promptCode, diagnosis } = explainNumbers(snapshot);
  const trend = trendOf(await newestOf(turn));
  const next = promptCode === undefined ? undefined : turn.deps.catalogue.prompts.get(promptCode);
  const buttons = next ? [runButton(next)] : [];
  if (!trend) return { text, files: [], buttons };
  const names = trend.series.map(({ name }) => name);
  const first = diagnosis.kind === 'weakest' ? diagnosis.name : undefined;
  // The weakest first: it is what the words are about.
  const inPicture = [...names.filter((name) => name === first), ...names.filter((name) => name !== first)];
  const chart = metricsChart(
    'Your numbers',
    inPicture.slice(0, mostInOnePicture),
    trend,
    {},
    await happeningsOf(turn),
  );
  const moved =
    trend.weeks.length > 1 ? `${tellTrend(trend, {}, inPicture.slice(0, mostInOnePicture))}\n\n` : '';
  return { text: `${moved}${text}`, files: await picture('Your numbers', chart, turn), buttons };
}

const newestOf = ({ deps, person }: Turn) => deps.snapshots.newest(person.userId, mostRead);

/** Modules that the person finished. */
async function happeningsOf({ deps, person }: Turn): Promise<Happening[]> {
  const rows = await deps.progress.list(person.userId);
  return rows.flatMap(({ moduleId, completedAt }) => {
    const module = deps.catalogue.modules.find(({ moduleNumber }) => moduleId === `module:${moduleNumber}`);
    return completedAt === undefined || !module
      ? []
      : [{ kind: 'module', label: `${module.step} finished`, atMs: completedAt }];
  });
}

/** The words stand without it: a picture that cannot be painted is logged, and left out. */
async function picture(name: string, chart: Chart, { deps }: Turn): Promise<ReplyFile[]> {
  try {
    const png = await deps.painter.paint(chart);
    return [
      {
        name: `${name}.png`,
        mediaType: 'image/png',
        alt: describeChart(chart),
        content: Buffer.from(png).toString('base64'),
        encoding: 'base64',
      },
    ];
  } catch (error) {
    deps.log.error({ error }, 'a chart could not be painted');
    return [];
  }
}
