import { glossaryOf } from '../course/glossary.ts';
import { gridPartOf, type LessonPart, lessonParts } from '../course/lesson-parts.ts';
import { moduleWorksheet, type WorksheetFormat, worksheetName } from '../course/module-worksheet.ts';
import type { CourseWish } from '../course/read-course-wish.ts';
import type { ModuleFile } from '../domain/catalogue.ts';
import type { ElevateStep } from '../domain/elevate-step.ts';
import type { Button, Reply } from '../domain/reply.ts';
import type { ModuleLinks } from '../ports/module-links-store.ts';
import { moduleIdOf } from '../progress/course-place.ts';
import { opened } from '../progress/module-progress.ts';
import { sentenceFor } from '../sentences/failure-sentences.ts';
import {
  markModule,
  showChecklist,
  showNotes,
  takeNote,
  tickItem,
  whatIsNext,
  whereAmI,
} from './progress-turn.ts';
import { stepId } from './prompt-list.ts';
import { button, say } from './reply-parts.ts';
import type { Turn } from './turn.ts';

/** The course, read in small steps, and a person's place in it. */
export async function answerCourseWish(wish: CourseWish, turn: Turn): Promise<Reply> {
  switch (wish.kind) {
    case 'modules':
      return listModules(turn);
    case 'part':
      return showPart(moduleOf(wish.step, turn), wish.part, turn);
    case 'next-part':
      return showNextPart(turn);
    case 'worksheet':
      return withModule(wish.step, turn, (module) => sendWorksheet(module, wish.format, turn));
    case 'checklist':
      return withModule(wish.step, turn, (module) => showChecklist(module, turn));
    case 'glossary':
      return showGlossary(turn);
    case 'term': {
      const { text, place, moduleNumber, part } = wish.entry;
      const more = button('Read on in the lesson', 'lesson', `${moduleNumber}.${part}`);
      return [say('Teacher', `${text}\n\n_${place}_`, { buttons: [more] })];
    }
    case 'tick':
      return withModule(wish.step, turn, (module) => tickItem(module, wish.item - 1, wish.on, turn));
    case 'mark':
      return markModule(moduleOf(wish.step, turn), wish.done, turn);
    case 'note': {
      const module = moduleOf(wish.step, turn);
      return wish.text === '' ? showNotes(module, turn) : takeNote(module, wish.text, turn);
    }
    case 'where':
      return whereAmI('Guide', turn);
    case 'next':
      return whatIsNext('Guide', turn);
  }
}

/** The ten modules, each a button. */
function listModules(turn: Turn): Reply {
  const { modules } = turn.deps.catalogue;
  const lines = modules.map(({ moduleNumber, title }) => `${moduleNumber}. ${title}`);
  return [
    say('Teacher', `The course has ${modules.length} modules. Which one shall I open?\n${lines.join('\n')}`, {
      buttons: modules.map(({ step, moduleNumber }) => button(step, 'lesson', `${moduleNumber}.0`)),
    }),
  ];
}

/** One part of a lesson. To open one is to begin its module. */
export async function showPart(module: ModuleFile, position: number, turn: Turn): Promise<Reply> {
  const { progress, clock, links } = turn.deps;
  const parts = lessonParts(module);
  const part = parts[position];
  if (!part) return [say('Teacher', sentenceFor({ kind: 'outdated-button' }), { buttons: beside(module) })];
  const event = { id: turn.incoming.id, atMs: clock.nowMs() };
  await progress.change(turn.person.userId, moduleIdOf(module), (row) => opened(row, position, event));
  const hasLink = part.kind === 'overview' || part.kind === 'example';
  const shown = partText(part, hasLink ? await links.read(module.moduleNumber) : {});
  const place = `_Module ${module.moduleNumber}, ${module.step}: part ${position + 1} of ${parts.length}_`;
  const end =
    position + 1 === parts.length
      ? '\n\nThat is the end of this lesson. Its checklist says what is left to do.'
      : '';
  const next = parts[position + 1]
    ? [button('Next part', 'lesson', `${module.moduleNumber}.${position + 1}`)]
    : [];
  return [say('Teacher', `${shown}${end}\n\n${place}`, { buttons: [...next, ...beside(module, part.kind)] })];
}

/** From the lesson that was read last; at its end, or before any, the modules. */
async function showNextPart(turn: Turn): Promise<Reply> {
  const last = await lastRead(turn);
  if (!last) return listModules(turn);
  const isAtEnd = last.part + 1 >= lessonParts(last.module).length;
  if (!isAtEnd) return showPart(last.module, last.part + 1, turn);
  const text = `${last.module.step} has no further part: you have read all of it. Its checklist says what is left to do.`;
  return [say('Teacher', text, { buttons: beside(last.module) })];
}

async function lastRead(turn: Turn): Promise<{ module: ModuleFile; part: number } | undefined> {
  const rows = await turn.deps.progress.list(turn.person.userId);
  const [row] = rows
    .filter(({ lessonReadAt }) => lessonReadAt !== undefined)
    .sort((one, other) => (other.lessonReadAt ?? 0) - (one.lessonReadAt ?? 0));
  const module = turn.deps.catalogue.modules.find((one) => moduleIdOf(one) === row?.moduleId);
  return module && { module, part: row?.lessonPart ?? 0 };
}

/** Where no step was named: that of the lesson read last, or a question. */
async function withModule(
  step: ElevateStep | undefined,
  turn: Turn,
  then: (module: ModuleFile) => Promise<Reply>,
): Promise<Reply> {
  const module = step === undefined ? (await lastRead(turn))?.module : moduleOf(step, turn);
  return module ? then(module) : listModules(turn);
}

/** A file to fill in. What the Foundation says is in it already, and then it is for the person alone. */
export async function sendWorksheet(module: ModuleFile, format: WorksheetFormat, turn: Turn): Promise<Reply> {
  const { foundations, links, publicUrl } = turn.deps;
  const foundation = await foundations.read(turn.person.userId);
  const { name, mediaType, content, filled } = moduleWorksheet(module, format, foundation);
  const { worksheetUrl } = await links.read(module.moduleNumber);
  const other = format === 'md' ? 'csv' : 'md';
  const served =
    publicUrl === undefined ? [] : [`${publicUrl}/worksheets/${worksheetName(module.step, format)}`];
  const address = [...(worksheetUrl === undefined ? [] : [worksheetUrl]), ...served][0];
  const cells = filled === 1 ? 'One cell is' : `${filled} cells are`;
  const text = [
    `The ${module.step} worksheet: ${module.worksheet.purpose}`,
    filled > 0 ? `${cells} filled in from your Foundation already.` : '',
    address === undefined ? '' : `Blank, to print or share: ${address}`,
  ];
  const options = {
    files: [
      {
        name,
        mediaType,
        alt: `The worksheet of module ${module.moduleNumber}, ${module.step}`,
        content,
        encoding: 'utf-8' as const,
      },
    ],
    buttons: [
      button(
        format === 'md' ? 'As a spreadsheet' : 'As text',
        'worksheet',
        `${module.moduleNumber}.${other}`,
      ),
      ...beside(module, 'worksheet'),
    ],
  };
  const said = text.filter((line) => line !== '').join('\n');
  if (!turn.inChannel || filled === 0) return [say('Teacher', said, options)];
  return [
    say('Teacher', 'It has your own answers in it, so I have sent it to you privately.'),
    say('Teacher', said, { ...options, part: 'private', audience: 'person' }),
  ];
}

/** Every word that "what is …" explains, module by module, each once. */
function showGlossary(turn: Turn): Reply {
  const { modules } = turn.deps.catalogue;
  const glossary = glossaryOf(modules);
  const lines = modules.map(({ step, moduleNumber }) => {
    const terms = glossary.filter((entry) => entry.moduleNumber === moduleNumber && entry.kind === 'lesson');
    return `**${step}**: ${[...new Set(terms.map(({ term }) => term))].join(', ')}`;
  });
  const first =
    'Ask “what is …” about any of these, about a step, or about any cell of the Foundation grids.';
  return [say('Teacher', `${first}\n\n${lines.join('\n')}`)];
}

function partText({ kind, title, text }: LessonPart, { videoUrl, exampleImageUrl }: ModuleLinks): string {
  const video = kind === 'overview' && videoUrl !== undefined ? `\n\nVideo: ${videoUrl}` : '';
  const picture =
    kind === 'example' && exampleImageUrl !== undefined ? `\n\nPicture: ${exampleImageUrl}` : '';
  return `**${title}**\n\n${text}${video}${picture}`;
}

/** What stands beside every part of a module, but for the one that is shown. */
function beside(module: ModuleFile, shown?: LessonPart['kind'] | 'worksheet'): Button[] {
  const { moduleNumber, step } = module;
  const grid = gridPartOf(lessonParts(module));
  return [
    ...(shown === 'grid' ? [] : [button('Grid', 'lesson', `${moduleNumber}.${grid}`)]),
    button('Checklist', 'checklist', String(moduleNumber)),
    ...(shown === 'worksheet' ? [] : [button('Worksheet', 'worksheet', `${moduleNumber}.md`)]),
    button('Prompts of this step', 'step', stepId(step)),
  ];
}

function moduleOf(step: ElevateStep, turn: Turn): ModuleFile {
  const module = turn.deps.catalogue.modules.find((one) => one.step === step);
  if (!module) throw new Error(`The catalogue has no module for ${step}.`);
  return module;
}
