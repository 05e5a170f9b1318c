import type { ModuleFile } from '../domain/catalogue.ts';
import { type ElevateStep, elevateStepSchema, elevateSteps } from '../domain/elevate-step.ts';
import { nearest } from '../domain/nearest.ts';
import type { SystemRole } from '../domain/system-role.ts';
import { type GlossaryEntry, glossaryOf, lookUpTerm } from './glossary.ts';
import { gridPartOf, lessonParts } from './lesson-parts.ts';
import type { WorksheetFormat } from './module-worksheet.ts';

/** What somebody wants to read of the course, or to note of their place in it. */
export type CourseWish =
  /** The ten modules at a glance. */
  | { kind: 'modules' }
  /** One part of a lesson, from 0 on. */
  | { kind: 'part'; step: ElevateStep; part: number }
  /** The part after the one read last. */
  | { kind: 'next-part' }
  /** Without a step: that of the lesson read last. */
  | { kind: 'worksheet'; step: ElevateStep | undefined; format: WorksheetFormat }
  | { kind: 'checklist'; step: ElevateStep | undefined }
  | { kind: 'glossary' }
  | { kind: 'term'; entry: GlossaryEntry }
  /** Items as people count them, from 1 on. */
  | { kind: 'tick'; step: ElevateStep | undefined; item: number; on: boolean }
  /** Where they are in the course, and what comes next. */
  | { kind: 'where' }
  | { kind: 'next' }
  /** A module is done, or not done after all. */
  | { kind: 'mark'; step: ElevateStep; done: boolean }
  /** Without a text: show what is noted. */
  | { kind: 'note'; step: ElevateStep; text: string };

const step = `(?:${elevateStepSchema.options.join('|').toLowerCase()})`;
const numbers = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
const number = `(?:[0-9]|${numbers.join('|')})`;
/** "gift", "the gift module", "module 2", "step two". */
const module = `(?:the )?(?:(?<name>${step})(?: (?:module|step|lesson))?|(?:module|step|lesson) (?<number>${number})|(?:module|step|lesson) (?<last>${step}))`;
const please = '(?: please| pls| plz)?';
const show =
  '(?:(?:please )?(?:show|open|read|see|give|send|get|view|display|pull up)(?: me)? |(?:can|could) (?:i|you) (?:please )?(?:see|open|read|show(?: me)?|have|get|send(?: me)?) |i (?:want|need)(?: to (?:see|read))? )?(?:the |my |a |all (?:the )?)?';
const ordinals = [
  'first',
  'second',
  'third',
  'fourth',
  'fifth',
  'sixth',
  'seventh',
  'eighth',
  'ninth',
  'tenth',
];
const item = `(?:(?:item|box|point|number|no\\.?|#) ?)?(?<item>\\d{1,2}|${ordinals.join('|')})(?: (?:one|item|box|point))?`;

const whole = (pattern: string) => new RegExp(numbered(`^${pattern}${please}$`));
const modules = whole(
  `(?:${show}(?:ten )?(?:course )?modules|(?:list|show)(?: me)?(?: all)?(?: the)?(?: ten)? modules|${show}(?:course (?:overview|outline|contents)|table of contents))`,
);
const lesson = whole(
  `(?:${show}|start |begin |teach me |go to |take me to |explain )(?:${module}|lesson (?:for|of|on) ${module})`,
);
const lessonOf = whole(`${show}lesson (?:for|of|on) ${module}`);
const nextPart = whole(
  '(?:(?:the |show (?:me )?(?:the )?)?next (?:part|page|bit|section)|(?:go on|carry on|continue|keep) (?:reading|with (?:the|my) lesson)|continue (?:the|my) lesson|read on|more of (?:this|the) lesson)',
);
const checklist = whole(
  `${show}(?:${module} checklist|checklist(?: (?:for|of|in|on) (?:${module}|(?<typed>[a-z]+)))?|things to tick(?: (?:for|in) ${module})?)`,
);
const worksheet = whole(
  `${show}(?:blank |empty )?(?:${module} )?worksheet(?: (?:for|of) (?:${module}|(?<typed>[a-z]+)))?(?: (?:as|in) (?:a )?(?<format>csv|spreadsheet|excel|md|markdown)(?: file)?)?`,
);
const guide = whole(
  `${show}(?:${module} (?<what>order of work|implementation guide|guide|example)|(?<what>order of work|implementation guide|example) (?:for|of) ${module})`,
);
const grid = whole(`${show}(?<grid>.{2,40}?) (?:grid|table|planner)(?: (?:for|of|in) ${module})?`);
const where = whole(
  '(?:so )?where am i(?: now| up to| at)?(?: in (?:the|this) course)?|which (?:module|step) am i (?:on|in|at)',
);
const next = whole(
  "(?:so |ok )?(?:what(?:'?s| is| comes| do i do| should i do)|(?:show me |what is )?(?:my|the)) next(?: (?:step|thing|action))?(?: for me| to do)?(?: now| today)?",
);
const glossary = whole(`${show}(?:course )?glossary`);
const term =
  /^(?:so |ok |and )?(?:what(?:'?s| is| are)|define|what does|explain|meaning of)(?: the term)? (?:an? |the )?(?<term_>(?!my |our |your ).{2,50}?)(?: mean| stand for)?(?: in plain english| exactly| again| in this course)?(?: please| pls)?$/;
const tick = whole(`(?<un>un)?(?:tick|check)(?: off)? (?:the )?${item}(?: (?:in|of|for|on) ${module})?`);
const finished = '(?:done|complete|completed|finished)(?: now)?';
const mark = whole(
  `(?:(?:i(?: have|'ve|ve)? |just )?(?:just )?(?:finished|completed|done(?: with)?) ${module}|${module} is ${finished}|(?:(?:can|could) you )?(?:please )?(?:mark|set|log|record|put) ${module}(?: (?:as|to|down as))? ${finished}|tick(?: off)? ${module}(?: for me| off)?)`,
);
const unmark = whole(
  `(?:re-?open ${module}|(?:mark|set) ${module}(?: (?:as|to))? (?:not (?:done|complete|completed|finished)|open|undone|unfinished|in progress)|${module} (?:is not|isn't|isnt) ${finished})`,
);
const note = new RegExp(
  numbered(`^(?:add (?:a )?)?notes? (?:for|on|about|to) ${module} ?[:,–—-]+ ?(?<text>[\\s\\S]+)$`),
  'i',
);
const notes = whole(`${show}notes? (?:for|on|about) ${module}|${show}${module} notes?`);

/** Who answers: Teacher what the course says, Guide where somebody is; what they note, the program itself keeps. */
export function answererOf({ kind }: CourseWish): SystemRole {
  if (kind === 'where' || kind === 'next') return 'Guide';
  return ['checklist', 'tick', 'mark', 'note'].includes(kind) ? 'Director' : 'Teacher';
}

/**
 * What the words want of the course; undefined for everything else. Near-exact wordings of whole messages: "flesh out
 * the checklist for new puppy owners" wants copy.
 */
export function readCourseWish(words: string, all: readonly ModuleFile[]): CourseWish | undefined {
  const bare = words
    .toLowerCase()
    .replace(/’/g, "'")
    .replace(/\s+/g, ' ')
    .replace(/^[\s\p{P}]+|[\s\p{P}]+$/gu, '');
  const noted = note.exec(words.trim());
  const notedStep = noted && stepOf(noted);
  if (notedStep) return { kind: 'note', step: notedStep, text: (given(noted, 'text') ?? '').trim() };
  const showing = notes.exec(bare);
  const shownStep = showing && stepOf(showing);
  if (shownStep) return { kind: 'note', step: shownStep, text: '' };
  return readMark(bare) ?? readPlace(bare) ?? readLesson(bare, all) ?? readTerm(bare, all);
}

function readMark(bare: string): CourseWish | undefined {
  const ticked = tick.exec(bare);
  if (ticked) {
    const typed = given(ticked, 'item') ?? '';
    const position = ordinals.indexOf(typed) + 1 || Number(typed);
    return { kind: 'tick', step: stepOf(ticked), item: position, on: given(ticked, 'un') === undefined };
  }
  const undone = unmark.exec(bare);
  const undoneStep = undone && stepOf(undone);
  if (undoneStep) return { kind: 'mark', step: undoneStep, done: false };
  const done = mark.exec(bare);
  const doneStep = done && stepOf(done);
  return doneStep ? { kind: 'mark', step: doneStep, done: true } : undefined;
}

function readPlace(bare: string): CourseWish | undefined {
  if (modules.test(bare)) return { kind: 'modules' };
  if (nextPart.test(bare)) return { kind: 'next-part' };
  if (glossary.test(bare)) return { kind: 'glossary' };
  if (where.test(bare)) return { kind: 'where' };
  if (next.test(bare)) return { kind: 'next' };
  const listed = checklist.exec(bare);
  if (listed && isAboutCourse(listed)) return { kind: 'checklist', step: stepOf(listed) };
  const sheet = worksheet.exec(bare);
  if (!sheet || !isAboutCourse(sheet)) return undefined;
  const format = /csv|spreadsheet|excel/.test(given(sheet, 'format') ?? '') ? 'csv' : 'md';
  return { kind: 'worksheet', step: stepOf(sheet), format };
}

function readLesson(bare: string, all: readonly ModuleFile[]): CourseWish | undefined {
  const opened = lesson.exec(bare) ?? lessonOf.exec(bare);
  const openedStep = opened && stepOf(opened);
  // A step's bare name is a topic ("sell"), not a wish to read; a number or the word "module" is one.
  if (openedStep && bare !== openedStep.toLowerCase()) return { kind: 'part', step: openedStep, part: 0 };
  const guided = guide.exec(bare);
  const guidedStep = guided && stepOf(guided);
  if (guidedStep) {
    const kind = given(guided, 'what') === 'example' ? 'example' : 'guide';
    const found = all.find((one) => one.step === guidedStep);
    const part = found ? lessonParts(found).findIndex((one) => one.kind === kind) : 0;
    return { kind: 'part', step: guidedStep, part };
  }
  return readGrid(bare, all);
}

/** "the gift grid", "format table", "customer grid"; "my company grid" wants what is written in it, which is Sage's. */
function readGrid(bare: string, all: readonly ModuleFile[]): CourseWish | undefined {
  const match = grid.exec(bare);
  if (!match || /\bmy\b/.test(bare)) return undefined;
  const wanted = (given(match, 'grid') ?? '').replace(/^(?:show|open|the|all) /, '').split(' ');
  const within = stepOf(match);
  const named = elevateSteps.find((info) => wanted.length === 1 && info.step.toLowerCase() === wanted[0]);
  for (const one of all) {
    if (within !== undefined && one.step !== within) continue;
    const found = named
      ? one.step === named.step && one.grids[0]
      : one.grids.find(({ name }) => wanted.every((word) => name.toLowerCase().split(' ').includes(word)));
    if (found) return { kind: 'part', step: one.step, part: gridPartOf(lessonParts(one), found.name) };
  }
  return undefined;
}

function readTerm(bare: string, all: readonly ModuleFile[]): CourseWish | undefined {
  const asked = given(term.exec(bare), 'term');
  const entry = asked === undefined ? undefined : lookUpTerm(glossaryOf(all), asked);
  return entry && { kind: 'term', entry };
}

/** Where a word stands for a step, it is one, or near enough to be a slip. */
function isAboutCourse(match: RegExpExecArray): boolean {
  const typed = given(match, 'typed');
  return typed === undefined || nearest(typed, elevateStepSchema.options) !== undefined;
}

function stepOf(match: RegExpExecArray): ElevateStep | undefined {
  const typed = given(match, 'name') ?? given(match, 'last') ?? given(match, 'typed');
  const digit = given(match, 'number');
  if (typed !== undefined) {
    const near = nearest(typed, elevateStepSchema.options);
    return elevateSteps.find((info) => info.step === near)?.step;
  }
  if (digit === undefined) return undefined;
  const position = numbers.includes(digit) ? numbers.indexOf(digit) : Number(digit);
  return elevateSteps.find((info) => info.moduleNumber === position)?.step;
}

/** A pattern whose groups may share a name: each gets a number behind it, for an expression allows a name once. */
function numbered(pattern: string): string {
  let count = 0;
  return pattern.replace(/\(\?<([a-z]+)>/g, (_, name: string) => `(?<${name}_${count++}>`);
}

/** What the first of the groups of this name that matched has caught. */
function given(match: RegExpExecArray | null, name: string): string | undefined {
  const [, text] =
    Object.entries(match?.groups ?? {}).find(
      ([key, caught]) => key.replace(/_\d*$/, '') === name && caught !== undefined,
    ) ?? [];
  return text;
}
