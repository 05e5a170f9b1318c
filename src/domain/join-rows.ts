import { funnelMetricNames, type UserFunnelSnapshot } from './user-funnel-snapshot.ts';
import type { UserModuleProgress } from './user-module-progress.ts';

/** One period of one person who was two: what the first says stays, the second fills in, and where they differ a note says so. */
export function joinSnapshots(kept: UserFunnelSnapshot, other: UserFunnelSnapshot): UserFunnelSnapshot {
  const values = Object.fromEntries(
    Object.entries(other).filter(([name]) => funnelMetricNames.includes(name)),
  );
  const known: Record<string, unknown> = { ...kept };
  const differing = Object.entries(values).filter(
    ([name, value]) => known[name] !== undefined && known[name] !== value,
  );
  const notes = [
    ...(kept.notes?.split('\n') ?? []),
    ...(other.notes?.split('\n') ?? []),
    ...differing.map(([name, value]) => `Also given: ${name} ${String(value)}`),
  ];
  return {
    ...other,
    ...kept,
    ...(notes.length > 0 ? { notes: [...new Set(notes)].join('\n') } : {}),
    ...listed('derived', kept, other),
    ...listed('approximate', kept, other),
    ...listed('changeIds', kept, other),
  };
}

function listed(
  name: 'derived' | 'approximate' | 'changeIds',
  kept: UserFunnelSnapshot,
  other: UserFunnelSnapshot,
): Partial<UserFunnelSnapshot> {
  const all = [...(kept[name] ?? []), ...(other[name] ?? [])];
  return all.length === 0 ? {} : { [name]: [...new Set(all)] };
}

const states = ['Not Started', 'In Progress', 'Completed'] as const;

/** One module of one person who was two: as far as either of them came, with the ticks and notes of both. */
export function joinProgress(kept: UserModuleProgress, other: UserModuleProgress): UserModuleProgress {
  const further = Math.max(states.indexOf(kept.status), states.indexOf(other.status));
  const ticks = [...new Set([...(kept.checkedItems ?? []), ...(other.checkedItems ?? [])])];
  const notes = [...new Set([...(kept.notes?.split('\n') ?? []), ...(other.notes?.split('\n') ?? [])])];
  const earliest = (one?: number, two?: number) =>
    one === undefined ? two : two === undefined ? one : Math.min(one, two);
  const [startedAt, completedAt] = [
    earliest(kept.startedAt, other.startedAt),
    earliest(kept.completedAt, other.completedAt),
  ];
  return {
    ...other,
    ...kept,
    status: states[further] ?? kept.status,
    ...(ticks.length > 0 ? { checkedItems: ticks.sort((one, two) => one - two) } : {}),
    ...(notes.length > 0 ? { notes: notes.join('\n') } : {}),
    ...(startedAt === undefined ? {} : { startedAt }),
    ...(completedAt === undefined ? {} : { completedAt }),
  };
}
