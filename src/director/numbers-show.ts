import type { Button, ReplyFile } from '../domain/reply.ts';
import type { UserFunnelSnapshot } from '../domain/user-funnel-snapshot.ts';
import type { UserGeneratedAsset } from '../domain/user-generated-asset.ts';
import { describeChart } from '../funnel/describe-chart.ts';
import { explainNumbers } from '../funnel/explain-numbers.ts';
import { medianIdsFor, mediansBeside } from '../funnel/medians.ts';
import { dashboardChart, type Happening, type Medians, metricsChart } from '../funnel/numbers-chart.ts';
import type { ValueName } from '../funnel/show-values.ts';
import { valueLabel } from '../funnel/show-values.ts';
import { type LiveWork, tellSinceLive } from '../funnel/since-live.ts';
import { tellTrend } from '../funnel/tell-trend.ts';
import { mostWeeks, type Trend, trendOf } from '../funnel/trend.ts';
import { assetName } from '../playbook/assets/asset-name.ts';
import type { Chart } from '../ports/chart-painter.ts';
import { button, runButton } from './reply-parts.ts';
import type { Turn } from './turn.ts';

/** Months and other stretches may stand between the weeks. */
const mostRead = 2 * mostWeeks;
/** A picture of one metric more is a dashboard. */
const mostInOnePicture = 4;
/** As many as a picture has letters for. */
const mostLive = 6;
const weekMs = 7 * 86_400_000;
const dashboardButton = button('My dashboard', 'dashboard', 'me');

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
  const { happenings, medians, since } = await besideTrend(trend, turn);
  const isDashboard = shown.length === 0 || shown.length > mostInOnePicture;
  const chart = isDashboard
    ? dashboardChart('Your numbers', trend, medians, happenings)
    : metricsChart(shown.map(valueLabel).join(', '), shown, trend, medians, happenings);
  const heading = `**Your last ${trend.weeks.length === 1 ? 'week' : `${trend.weeks.length} weeks`}**`;
  const lines = tellTrend(trend, medians, shown.length > 0 ? shown : undefined);
  return {
    text: [`${heading}\n${lines}`, since].filter(Boolean).join('\n\n'),
    files: await picture('Your numbers', chart, turn),
    buttons: isDashboard ? [] : [dashboardButton],
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
  const { happenings, medians, since } = await besideTrend(trend, turn);
  const shown = inPicture.slice(0, mostInOnePicture);
  const moved = trend.weeks.length > 1 ? tellTrend(trend, medians, shown) : '';
  return {
    text: [moved, text, since].filter(Boolean).join('\n\n'),
    files: await picture(
      'Your numbers',
      metricsChart('Your numbers', shown, trend, medians, happenings),
      turn,
    ),
    buttons: names.length > mostInOnePicture ? [...buttons, dashboardButton] : buttons,
  };
}

const newestOf = ({ deps, person }: Turn) => deps.snapshots.newest(person.userId, mostRead);

/** What stands beside a trend: what others reported, what they did themselves, and what became of it. */
async function besideTrend(
  trend: Trend,
  turn: Turn,
): Promise<{ happenings: Happening[]; medians: Medians; since: string }> {
  const [modules, medians, assets] = await Promise.all([
    finishedModules(turn),
    mediansFor(trend, turn),
    liveWithin(trend, turn),
  ]);
  const live = assets.flatMap((asset): LiveWork[] =>
    asset.implementedAt === undefined
      ? []
      : [{ name: assetName(asset), step: asset.elevateStep, liveAtMs: asset.implementedAt }],
  );
  const marks = live.map(
    ({ name, liveAtMs }): Happening => ({ kind: 'asset', label: `${name} live`, atMs: liveAtMs }),
  );
  return { happenings: [...modules, ...marks], medians, since: tellSinceLive(live, trend) };
}

/** As it was counted last night: nothing is counted while somebody waits. */
async function mediansFor(trend: Trend, { deps, person }: Turn): Promise<Medians> {
  const cohorts = (await deps.cohorts.ofMember(person.personId)).map(({ _id }) => _id);
  return mediansBeside(trend, cohorts, await deps.medians.read(medianIdsFor(trend, cohorts)));
}

/** Saved work that went live in the trend's weeks. */
async function liveWithin({ weeks: [first] }: Trend, { deps, person }: Turn): Promise<UserGeneratedAsset[]> {
  return first ? deps.assets.wentLive(person.userId, first.endsAtMs - weekMs, mostLive) : [];
}

/** Modules that the person finished. */
async function finishedModules({ deps, person }: Turn): Promise<Happening[]> {
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
