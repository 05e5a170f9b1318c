import { DateTime } from 'luxon';
import { lessonPlan, type PlannedLesson } from '../cohort/lesson-plan.ts';
import type { Announcement } from '../domain/announcement.ts';
import { formatButtonId } from '../domain/button-id.ts';
import type { Cohort } from '../domain/cohort.ts';
import type { IncomingForm } from '../domain/incoming.ts';
import type { Form, Reply } from '../domain/reply.ts';
import { stableId } from '../domain/stable-id.ts';
import { sentenceFor } from '../sentences/failure-sentences.ts';
import { readPostTime } from './announcement-form.ts';
import { notYours } from './cohort-card.ts';
import { privateReply } from './private-reply.ts';
import { button } from './reply-parts.ts';
import { ledCohort, noteAct, type StaffDeps } from './staff.ts';
import type { DirectorDeps, Turn } from './turn.ts';

type PlanDeps = StaffDeps & Pick<DirectorDeps, 'announcements' | 'catalogue' | 'clock'>;

const planCharacters = 2_000;

/** One lesson a week from the cohort's first day: shown once, confirmed once, each changed by itself afterwards. */
export async function proposeLessons(cohort: Cohort, turn: Turn): Promise<Reply> {
  if (cohort.startsAt === undefined)
    return privateReply(
      'Director',
      `When does ${cohort.name} begin? With its first day I can plan the lessons.`,
      turn,
      {
        buttons: [button('Edit cohort', 'cohort', cohort._id)],
      },
    );
  const now = turn.deps.clock.nowMs();
  const plan = await planOf(cohort, turn.deps);
  const coming = plan.filter(({ atMs }) => atMs > now);
  const past = plan.length - coming.length;
  if (coming.length === 0)
    return privateReply('Director', 'All ten weeks are behind us, so there is nothing left to plan.', turn);
  const left = past === 0 ? '' : `\n\nLeft out, as their time is past: ${past}.`;
  const text = `I would announce the lessons to ${cohort.name} like this:\n${linesOf(coming, cohort, turn.deps, '- ')}${left}\n\nNothing is posted before you say so, and each can be changed or cancelled afterwards.`;
  return privateReply('Director', text, turn, {
    buttons: [button('Schedule all', 'plan', cohort._id), button('Change the plan', 'replan', cohort._id)],
  });
}

/** What is scheduled already stands; the rest is proposed. */
async function planOf(cohort: Cohort, deps: PlanDeps): Promise<PlannedLesson[]> {
  const scheduled = await deps.announcements.ofCohort(cohort._id, ['scheduled']);
  const proposed = lessonPlan(
    cohort.startsAt ?? deps.clock.nowMs(),
    cohort.timeZone,
    deps.catalogue.modules.map(({ moduleNumber }) => moduleNumber),
  );
  return proposed.map(({ moduleNumber, atMs }) => {
    const there = scheduled.find(({ _id }) => _id === lessonIdOf(cohort, moduleNumber));
    return { moduleNumber, atMs: there?.dueAt ?? atMs };
  });
}

const lessonIdOf = ({ _id }: Cohort, moduleNumber: number) => stableId('lesson', _id, String(moduleNumber));

function linesOf(
  plan: readonly PlannedLesson[],
  { timeZone }: Cohort,
  { catalogue }: Pick<DirectorDeps, 'catalogue'>,
  before = '',
): string {
  return plan
    .map(({ moduleNumber, atMs }) => {
      const step = catalogue.modules.find((one) => one.moduleNumber === moduleNumber)?.step ?? '';
      const at = DateTime.fromMillis(atMs, { zone: timeZone, locale: 'en-GB' });
      return `${before}${moduleNumber} ${step}: ${at.toFormat('ccc d LLL yyyy HH:mm')}`;
    })
    .join('\n');
}

/** "Schedule all". */
export async function schedulePlan(cohortId: string, turn: Turn): Promise<Reply> {
  const cohort = await ledCohort(cohortId, turn.person.personId, turn.deps);
  if (!cohort || cohort.endedAt !== undefined || cohort.startsAt === undefined) return notYours(turn);
  const plan = await planOf(cohort, turn.deps);
  return keepPlan(
    plan.filter(({ atMs }) => atMs > turn.deps.clock.nowMs()),
    cohort,
    turn,
  );
}

async function keepPlan(plan: readonly PlannedLesson[], cohort: Cohort, turn: Turn): Promise<Reply> {
  const { announcements, clock } = turn.deps;
  await noteAct('schedule lessons', turn, { detail: cohort.name });
  const kept = await Promise.all(plan.map((lesson) => keepLesson(lesson, cohort, turn)));
  const scheduled = kept.filter((one) => one.state === 'scheduled');
  const coming = scheduled
    .map(({ moduleNumber = 0, dueAt = 0 }) => ({ moduleNumber, atMs: dueAt }))
    .sort((one, other) => one.atMs - other.atMs);
  const all = await announcements.ofCohort(cohort._id, ['scheduled']);
  const first = all.find(({ dueAt = 0 }) => dueAt > clock.nowMs());
  return privateReply(
    'Director',
    `Scheduled for ${cohort.name}, each with a receipt:\n${linesOf(coming, cohort, turn.deps, '- ')}\n\n“announcements” shows what is to come.`,
    turn,
    { buttons: first ? [button('Show the first', 'notice', first._id)] : [] },
  );
}

/** One that was posted or is being posted stays as it is. */
async function keepLesson(
  { moduleNumber, atMs }: PlannedLesson,
  cohort: Cohort,
  turn: Turn,
): Promise<Announcement> {
  const { announcements, clock } = turn.deps;
  const { thread, author } = turn.incoming;
  const id = lessonIdOf(cohort, moduleNumber);
  const fresh: Announcement = {
    _id: id,
    cohortId: cohort._id,
    authorPersonId: turn.person.personId,
    moduleNumber,
    text: '',
    dueAt: atMs,
    timeZone: cohort.timeZone,
    state: 'scheduled',
    posts: [],
    edition: 0,
    reach: { thread, accountId: author.accountId },
    createdAt: clock.nowMs(),
  };
  const there = await announcements.create(fresh);
  const mayChange = ['draft', 'scheduled', 'cancelled', 'skipped'].includes(there.state);
  if (!mayChange || (there.state === 'scheduled' && there.dueAt === atMs)) return there;
  await announcements.change(id, there.state, { state: 'scheduled', dueAt: atMs });
  return (await announcements.get(id)) ?? fresh;
}

type Opened = { kind: 'form'; form: Form } | { kind: 'sentence'; sentence: string };

export async function openPlanForm(cohortId: string, userId: string, deps: PlanDeps): Promise<Opened> {
  const cohort = await cohortOfUser(cohortId, userId, deps);
  return cohort
    ? { kind: 'form', form: await planForm(cohort, deps) }
    : { kind: 'sentence', sentence: sentenceFor({ kind: 'not-yours' }) };
}

async function cohortOfUser(id: string, userId: string, deps: PlanDeps): Promise<Cohort | undefined> {
  const person = await deps.people.ofUser(userId);
  const cohort = person && (await ledCohort(id, person._id, deps));
  return cohort?.endedAt === undefined ? cohort : undefined;
}

async function planForm(cohort: Cohort, deps: PlanDeps, typed?: string, error?: string): Promise<Form> {
  const coming = (await planOf(cohort, deps)).filter(({ atMs }) => atMs > deps.clock.nowMs());
  return {
    id: formatButtonId('replan', cohort._id),
    title: 'The lesson plan',
    fields: [
      {
        name: 'plan',
        label: 'One lesson a line',
        type: 'list',
        required: true,
        value: typed ?? linesOf(coming, cohort, deps),
        options: [],
        hint: `Number, colon, time in ${cohort.timeZone}. A line taken out is not scheduled.`,
        maxCharacters: planCharacters,
        ...(error === undefined ? {} : { error }),
      },
    ],
  };
}

export async function checkPlanForm(
  cohortId: string,
  values: Record<string, string>,
  userId: string,
  deps: PlanDeps,
): Promise<Opened | undefined> {
  const cohort = await cohortOfUser(cohortId, userId, deps);
  if (!cohort) return { kind: 'sentence', sentence: sentenceFor({ kind: 'not-yours' }) };
  const typed = values.plan ?? '';
  const { error } = readPlan(typed, cohort, deps);
  return error === undefined ? undefined : { kind: 'form', form: await planForm(cohort, deps, typed, error) };
}

export async function takePlanForm(cohortId: string, form: IncomingForm, turn: Turn): Promise<Reply> {
  const cohort = await cohortOfUser(cohortId, turn.person.userId, turn.deps);
  if (!cohort) return notYours(turn);
  const { plan, error } = readPlan(form.values.plan ?? '', cohort, turn.deps);
  if (error !== undefined)
    return privateReply('Director', error, turn, { buttons: [button('Fill in', 'replan', cohortId)] });
  return keepPlan(plan, cohort, turn);
}

function readPlan(
  typed: string,
  { timeZone }: Cohort,
  { catalogue, clock }: Pick<DirectorDeps, 'catalogue' | 'clock'>,
): { plan: PlannedLesson[]; error?: string } {
  const plan: PlannedLesson[] = [];
  for (const line of typed.split('\n').map((one) => one.trim())) {
    if (line === '') continue;
    const [, number = '', when = ''] = /^[-*\s]*(?:module )?(\d)\b[^:]*:\s*(.+)$/i.exec(line) ?? [];
    const known = catalogue.modules.some(({ moduleNumber }) => String(moduleNumber) === number);
    if (!known) return { plan, error: `“${line}”: write it like “3 Identify: 25 January 2027 09:00”.` };
    const time = readPostTime(when, clock.nowMs(), timeZone);
    if ('question' in time) return { plan, error: `Module ${number}: ${time.question}` };
    if (plan.some(({ moduleNumber }) => String(moduleNumber) === number))
      return { plan, error: `Module ${number} stands there twice.` };
    plan.push({ moduleNumber: Number(number), atMs: time.dueAt });
  }
  return plan.length === 0 ? { plan, error: 'There is no line left. Cancel by closing the form.' } : { plan };
}
