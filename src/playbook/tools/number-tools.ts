import { z } from 'zod';
import { dayInWords } from '../../domain/day-in-words.ts';
import type { UserFunnelSnapshot } from '../../domain/user-funnel-snapshot.ts';
import { judgeAgainstBenchmark } from '../../funnel/benchmarks.ts';
import { type MetricKind, metricNames, metricOf } from '../../funnel/metrics.ts';
import { arithmetic } from './arithmetic.ts';
import { defineTool, result, type ToolContext } from './tool.ts';

const mostSnapshots = 12;
/** Enough to find when a number was last given. */
const lookedBack = 60;

const units: Record<MetricKind, string> = {
  percent: '%',
  money: '',
  count: '',
  ratio: '×',
  score: '',
};

export const getFunnelSnapshots = defineTool({
  name: 'getFunnelSnapshots',
  description:
    'Reads the funnel numbers that this person gave for the newest periods, newest first. A number that is missing was not given; it is not 0.',
  parameters: z.strictObject({ periods: z.number().int().min(1).max(mostSnapshots).optional() }),
  status: 'Looking at the numbers…',
  isPrivate: true,
  run: async ({ periods = 4 }, context) => {
    const newest = await context.deps.snapshots.newest(context.userId, periods);
    if (newest.length === 0) return result('No numbers have been given yet.');
    return result(newest.map((snapshot) => inWords(snapshot, context)).join('\n\n'));
  },
});

function inWords(snapshot: UserFunnelSnapshot, { timeZone }: ToolContext): string {
  const lines = metricNames.flatMap((name) => {
    const value = snapshot[name];
    if (value === undefined) return [];
    const { label, kind } = metricOf(name);
    const currency = kind === 'money' && snapshot.currency ? ` ${snapshot.currency}` : '';
    const scale =
      name === 'educate_CSAT_NPS' && snapshot.educate_ScoreKind ? ` (${snapshot.educate_ScoreKind})` : '';
    return [`- ${label} (${name}): ${value}${units[kind]}${currency}${scale}`];
  });
  const revenue = snapshot.convert_Revenue;
  if (revenue !== undefined) lines.push(`- revenue: ${revenue} ${snapshot.currency ?? ''}`.trimEnd());
  const notes = snapshot.notes ? [`- notes: ${snapshot.notes}`] : [];
  const head = `${snapshot.timePeriod}, to ${dayInWords(snapshot.snapshotDate, { timeZone })}`;
  return [head, ...lines, ...notes].join('\n');
}

export const compareBenchmark = defineTool({
  name: 'compareBenchmark',
  description:
    'Holds a funnel metric against its typical band. Without a value: the newest that this person gave. Bands are orientation, not targets; say so.',
  parameters: z.strictObject({
    metric: z.enum(metricNames),
    value: z.number().optional(),
  }),
  status: 'Comparing with typical figures…',
  isPrivate: true,
  run: async ({ metric, value }, context) => {
    const snapshots =
      value === undefined ? await context.deps.snapshots.newest(context.userId, lookedBack) : [];
    const snapshot = snapshots.find((one) => one[metric] !== undefined);
    const given = value ?? snapshot?.[metric];
    if (given === undefined) return result(`No ${metricOf(metric).label} has been given yet.`);
    const when = snapshot
      ? ` (${snapshot.timePeriod}, to ${dayInWords(snapshot.snapshotDate, context)})`
      : '';
    return result(`${judgeAgainstBenchmark(metric, given, snapshot?.educate_ScoreKind)}${when}`);
  },
});

export const calc = defineTool({
  name: 'calc',
  description:
    'Works out a sum exactly: + - * / ^, brackets, percent ("15% of 80" is 80 * 15%), round(x, digits), min, max. Use it for every sum.',
  parameters: z.strictObject({ expression: z.string().min(1).max(300) }),
  status: 'Doing the sum…',
  run: ({ expression }) => {
    const worked = arithmetic(expression);
    return result(worked.kind === 'value' ? `${expression} = ${worked.value}` : worked.problem);
  },
});

export const getProgress = defineTool({
  name: 'getProgress',
  description: 'Reads how far this person is in the course: each module with its state and ticked items.',
  parameters: z.strictObject({}),
  status: 'Looking at the progress…',
  isPrivate: true,
  run: async (_, { userId, timeZone, deps }) => {
    const rows = new Map((await deps.progress.list(userId)).map((row) => [row.moduleId, row]));
    const lines = deps.catalogue.modules.map((module) => {
      const row = rows.get(`module:${module.moduleNumber}`);
      const name = `Module ${module.moduleNumber}, ${module.step}`;
      if (!row || row.status === 'Not Started') return `${name}: not started`;
      if (row.status === 'Completed')
        return `${name}: completed${row.completedAt === undefined ? '' : ` on ${dayInWords(row.completedAt, { timeZone })}`}`;
      const ticked = new Set(row.checkedItems ?? []);
      const open = module.checklistItems.filter((_item, index) => !ticked.has(index));
      return `${name}: in progress, ${ticked.size} of ${module.checklistItems.length} items ticked; open: ${open.join('; ')}`;
    });
    return result(lines.join('\n'));
  },
});
