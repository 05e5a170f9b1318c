import { lessonParts } from '../course/lesson-parts.ts';
import type { ModuleFile } from '../domain/catalogue.ts';
import { foundationField } from '../domain/foundation-fields.ts';
import type { Button, Reply, ReplyPart } from '../domain/reply.ts';
import type { SystemRole } from '../domain/system-role.ts';
import type { UserModuleProgress } from '../domain/user-module-progress.ts';
import { filledFields, missingMinimum } from '../foundation/recall.ts';
import { plainNames } from '../playbook/run-plan.ts';
import { coursePlace, type ModulePlace, moduleIdOf, onboardingOf } from '../progress/course-place.ts';
import {
  type ModuleNeeds,
  marked,
  noted,
  type ProgressEvent,
  reopened,
  ticked,
} from '../progress/module-progress.ts';
import { type NextStep, nextStep } from '../progress/next-step.ts';
import { button, runButton, say, underLead } from './reply-parts.ts';
import type { DirectorDeps, Turn } from './turn.ts';

/** A module's notes hold at most this much. */
const noteCharacters = 1_000;

type PlaceDeps = Pick<DirectorDeps, 'catalogue' | 'foundations' | 'executions' | 'progress'>;

/** Where somebody is in the course, and the one thing that comes next. */
export interface CourseView {
  place: ModulePlace[];
  next: NextStep;
}

/** Read-only: also for a person's home, and for what agents are told. */
export async function viewCourse(userId: string, deps: PlaceDeps): Promise<CourseView> {
  const { modules } = deps.catalogue;
  const [rows, activity, foundation] = await Promise.all([
    deps.progress.list(userId),
    deps.executions.activity(userId),
    deps.foundations.read(userId),
  ]);
  const missing = missingMinimum(foundation);
  const filled = filledFields(foundation).length;
  const place = coursePlace(modules, { rows, activity, foundation: { filled, missing: missing.length } });
  const labels = missing.map((path) => foundationField(path).label);
  const sectionsOf = (moduleNumber: number) => {
    const module = modules.find((one) => one.moduleNumber === moduleNumber);
    return module ? lessonParts(module).filter(({ kind }) => kind === 'section').length : 0;
  };
  return { place, next: nextStep({ place, missing: labels, sectionsOf }) };
}

/** All ten modules with their state, ticks and what is saved, and what comes next. */
export function placeText({ place, next }: CourseView): string {
  const done = place.filter(({ state }) => state === 'Completed').length;
  const lines = place.map(placeLine);
  // A list that begins with 0 needs the blank line.
  return `**You have finished ${done} of ${place.length} modules.**\n\n${lines.join('\n')}\n\n${nextText(next)}`;
}

export function nextText({ text, minutes }: NextStep): string {
  return `**Next, about ${minutes} minutes:** ${text}`;
}

/** The button that does it. */
export function nextButton({ does }: NextStep, { catalogue }: Pick<DirectorDeps, 'catalogue'>): Button[] {
  switch (does.kind) {
    case 'foundation':
      return [
        button('Start with Sage', 'interview', 'on'),
        button('Fill in my Foundation', 'foundation', 'minimum'),
      ];
    case 'lesson':
      return [
        button(
          does.part === 0 ? 'Open the lesson' : 'Read on',
          'lesson',
          `${does.moduleNumber}.${does.part}`,
        ),
      ];
    case 'checklist':
      return [button('Open the checklist', 'checklist', String(does.moduleNumber))];
    case 'run': {
      const prompt = catalogue.prompts.get(does.promptCode);
      return prompt ? [runButton(prompt)] : [];
    }
  }
}

export async function whereAmI(role: SystemRole, turn: Turn): Promise<Reply> {
  const view = await viewCourse(turn.person.userId, turn.deps);
  return forThem(role, placeText(view), nextButton(view.next, turn.deps), turn);
}

/** `minutes`: the time that they say they have. */
export async function whatIsNext(
  role: SystemRole,
  turn: Turn,
  { minutes, lead }: { minutes?: number | undefined; lead?: string } = {},
): Promise<Reply> {
  const view = await viewCourse(turn.person.userId, turn.deps);
  const isLong = minutes !== undefined && view.next.minutes > minutes;
  const end = isLong ? ` Begin it in the ${minutes} you have; it need not be finished in one go.` : '';
  const buttons = [...nextButton(view.next, turn.deps), button('Where am I?', 'where', 'me')];
  return forThem(role, underLead(lead, `${nextText(view.next)}${end}`), buttons, turn);
}

/** A module's checklist, each item a button that ticks it or takes the tick back. */
export async function showChecklist(module: ModuleFile, turn: Turn): Promise<Reply> {
  return [checklistPart([], module, await viewCourse(turn.person.userId, turn.deps), turn)];
}

/** `item` from 0. May be done twice: what is ticked stays ticked. */
export async function tickItem(module: ModuleFile, item: number, on: boolean, turn: Turn): Promise<Reply> {
  const name = module.checklistItems[item];
  if (name === undefined) {
    const count = module.checklistItems.length;
    const text = `${module.step} has ${count} items on its checklist; there is no ${item + 1}.`;
    return [say('Director', text, { audience: audienceOf(turn), buttons: [checklistButton(module)] })];
  }
  const { view, celebration, missing } = await changeModule(module, turn, (row, needs, event) =>
    ticked(row, item, on, needs, event),
  );
  const isWaiting = missing !== '' && placeIn(module, view)?.ticked.length === module.checklistItems.length;
  const lead = [
    on ? `Ticked: ${name}.` : `No longer ticked: ${name}.`,
    celebration,
    isWaiting ? `All is ticked. ${missing}` : '',
  ];
  return [checklistPart(lead, module, view, turn)];
}

/** "I finished the hook module", or not after all. */
export async function markModule(module: ModuleFile, done: boolean, turn: Turn): Promise<Reply> {
  const { view, celebration, missing } = await changeModule(module, turn, (row, needs, event) =>
    done ? marked(row, needs, event) : reopened(row),
  );
  const { next } = view;
  const isRefused = done && missing !== '';
  const text = isRefused
    ? missing
    : done
      ? `Noted: ${module.step} is done.`
      : `${module.step} is open again.`;
  const other =
    done && !isRefused ? button('Not done after all', 'reopen', idOf(module)) : checklistButton(module);
  const paragraphs = [[text, celebration].filter((one) => one !== '').join(' '), nextText(next)];
  return [
    say('Director', (isRefused ? paragraphs.slice(0, 1) : paragraphs).join('\n\n'), {
      audience: audienceOf(turn),
      buttons: [...nextButton(next, turn.deps), other],
    }),
  ];
}

export async function takeNote(module: ModuleFile, text: string, turn: Turn): Promise<Reply> {
  const line = text.replace(/\s+/g, ' ').trim();
  const rows = await turn.deps.progress.list(turn.person.userId);
  const kept = rows.find(({ moduleId }) => moduleId === moduleIdOf(module))?.notes ?? '';
  if (kept.length + line.length > noteCharacters) {
    const sentence = `Your notes for ${module.step} hold ${noteCharacters.toLocaleString('en-GB')} characters; this would make ${(kept.length + line.length).toLocaleString('en-GB')}. I have left them as they are.`;
    return [say('Director', sentence, { audience: audienceOf(turn) })];
  }
  await changeModule(module, turn, (row, _needs, event) => noted(row, line, event));
  return [
    say('Director', `Noted for ${module.step}. “notes for ${module.step}” shows them.`, {
      audience: audienceOf(turn),
      buttons: [checklistButton(module)],
    }),
  ];
}

export async function showNotes(module: ModuleFile, turn: Turn): Promise<Reply> {
  const rows = await turn.deps.progress.list(turn.person.userId);
  const notes = rows.find(({ moduleId }) => moduleId === moduleIdOf(module))?.notes;
  const text = notes
    ? `**Your notes for ${module.step}**\n${notes
        .split('\n')
        .map((line) => `- ${line}`)
        .join('\n')}`
    : `You have no notes for ${module.step} yet. Write “note for ${module.step}: …” and I keep it.`;
  return forThem('Director', text, [checklistButton(module)], turn);
}

interface Changed {
  view: CourseView;
  /** A sentence where this event was the first to complete the module; empty otherwise. */
  celebration: string;
  /** What keeps the module from being done, in a sentence; empty where nothing does. */
  missing: string;
}

async function changeModule(
  module: ModuleFile,
  turn: Turn,
  change: (row: UserModuleProgress, needs: ModuleNeeds, event: ProgressEvent) => UserModuleProgress,
): Promise<Changed> {
  const { foundations, progress, clock } = turn.deps;
  const { userId } = turn.person;
  const missing = module.step === 'Foundation' ? missingMinimum(await foundations.read(userId)) : [];
  const needs = { items: module.checklistItems.length, mayComplete: missing.length === 0 };
  const event = { id: turn.incoming.id, atMs: clock.nowMs() };
  const row = await progress.change(userId, moduleIdOf(module), (before) => change(before, needs, event));
  const view = await viewCourse(userId, turn.deps);
  await turn.deps.people.noteOnboarding(userId, onboardingOf(view.place));
  const isFirst = row.status === 'Completed' && row.firstCompletedBy === event.id;
  return {
    view,
    celebration: isFirst ? celebrate(module, view) : '',
    missing:
      missing.length === 0
        ? ''
        : `The Foundation is done once this is written down too: ${plainNames(missing)}.`,
  };
}

/** Quietly, and once: what is completed a second time was celebrated before. */
function celebrate(module: ModuleFile, { place }: CourseView): string {
  const done = place.filter(({ state }) => state === 'Completed').length;
  if (done === place.length) {
    return `That was the last of the ${place.length}: you have finished the whole course. Well done, and thank you for staying with it.`;
  }
  return `Well done: that is ${done} of ${place.length} modules${module.step === 'Foundation' ? ', and the one that all others stand on' : ''}.`;
}

function checklistPart(lead: string[], module: ModuleFile, view: CourseView, turn: Turn): ReplyPart {
  const { checklistItems, step } = module;
  const place = placeIn(module, view);
  const isTicked = (index: number) => place?.ticked.includes(index) ?? false;
  const lines = checklistItems.map((item, index) => `${index + 1}. ${item}${isTicked(index) ? ' ✓' : ''}`);
  const count = `${place?.ticked.length ?? 0} of ${checklistItems.length} ticked`;
  const state = place?.state === 'Completed' ? `done, ${count}` : count;
  const first = lead.filter((line) => line !== '').join(' ');
  const text = `${first === '' ? '' : `${first}\n\n`}**${step} checklist** (${state})\n${lines.join('\n')}`;
  const ticks = checklistItems.map((_, index) =>
    button(
      isTicked(index) ? `Untick ${index + 1}` : `Tick ${index + 1}`,
      isTicked(index) ? 'untick' : 'tick',
      `${idOf(module)}.${index}`,
    ),
  );
  const end =
    place?.state === 'Completed'
      ? button('Not done after all', 'reopen', idOf(module))
      : button(`${step} is done`, 'done', idOf(module));
  return say('Director', text, { audience: audienceOf(turn), buttons: [...ticks, end] });
}

function placeLine({ module, state, ticked: items, saved }: ModulePlace): string {
  const facts = [
    { 'Not Started': 'not started', 'In Progress': 'in progress', Completed: 'done' }[state],
    ...(state === 'Not Started' ? [] : [`${items.length} of ${module.checklistItems.length} ticked`]),
    ...(saved > 0 ? [`${saved} saved`] : []),
  ];
  return `${module.moduleNumber}. ${module.step}: ${facts.join(', ')}`;
}

function placeIn(module: ModuleFile, { place }: CourseView): ModulePlace | undefined {
  return place.find((one) => one.module.moduleNumber === module.moduleNumber);
}

function checklistButton(module: ModuleFile): Button {
  return button('Checklist', 'checklist', idOf(module));
}

function idOf({ moduleNumber }: ModuleFile): string {
  return String(moduleNumber);
}

/** A person's place in the course is theirs: where others read along, it goes to them alone. */
function audienceOf(turn: Turn): ReplyPart['audience'] {
  return turn.inChannel ? 'person' : 'thread';
}

function forThem(agent: SystemRole, text: string, buttons: Button[], turn: Turn): Reply {
  if (!turn.inChannel) return [say(agent, text, { buttons })];
  return [
    say(agent, 'That is yours alone, so I have answered you privately.'),
    say(agent, text, { part: 'private', audience: 'person', buttons }),
  ];
}
