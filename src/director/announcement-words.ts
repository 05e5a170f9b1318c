import { worksheetName } from '../course/module-worksheet.ts';
import type { Announcement, AnnouncementPost } from '../domain/announcement.ts';
import type { ModuleFile } from '../domain/catalogue.ts';
import type { Button, ReplyPart } from '../domain/reply.ts';
import { surfaceNames } from '../domain/thread-ref.ts';
import { stepMinutes } from '../progress/next-step.ts';
import { invitationWords } from './office-hours-words.ts';
import { button, runButton, say } from './reply-parts.ts';
import type { DirectorDeps } from './turn.ts';

type WordsDeps = Pick<DirectorDeps, 'catalogue' | 'links' | 'publicUrl' | 'officeHours'>;

const announcementPart = 'announcement';

/** What a cohort reads: the lesson in a few lines, its first step as a button, and the facilitator's own words. */
export async function announcementWords(
  { moduleNumber, text, recordingUrl, role, officeHourId }: Announcement,
  deps: WordsDeps,
): Promise<ReplyPart> {
  const hour = officeHourId === undefined ? undefined : await deps.officeHours.get(officeHourId);
  if (hour) return invitationWords(hour, text);
  const module = deps.catalogue.modules.find((one) => one.moduleNumber === moduleNumber);
  const lines = [
    ...(module ? [await lessonLines(module, deps)] : []),
    text,
    recordingUrl === undefined ? '' : `Recording: ${recordingUrl}`,
    'Questions? Ask in the thread below, and mention @Elevate for an answer.',
  ];
  return say('Teacher', lines.filter((line) => line !== '').join('\n\n'), {
    part: announcementPart,
    buttons: module ? firstActions(module, deps) : [],
    ...(role === undefined ? {} : { pingsRole: role }),
  });
}

async function lessonLines(module: ModuleFile, { links, publicUrl }: WordsDeps): Promise<string> {
  const { moduleNumber, title, objective, step } = module;
  const { videoUrl, worksheetUrl } = await links.read(moduleNumber);
  const served = publicUrl === undefined ? undefined : `${publicUrl}/worksheets/${worksheetName(step, 'md')}`;
  const sheet = worksheetUrl ?? served;
  return [
    `**Module ${moduleNumber} · ${title}**`,
    `${objective} Reading takes about ${stepMinutes.lesson} minutes, the first step about ${stepMinutes.run}.`,
    ...(videoUrl === undefined ? [] : [`Video: ${videoUrl}`]),
    ...(sheet === undefined ? [] : [`Worksheet: ${sheet}`]),
  ].join('\n');
}

/** The first step towards the deliverable, then the lesson. */
function firstActions({ step, moduleNumber, firstRuns }: ModuleFile, { catalogue }: WordsDeps): Button[] {
  const prompt = catalogue.prompts.get(firstRuns[0] ?? '');
  const first =
    step === 'Foundation'
      ? button('Start my Foundation', 'foundation', 'minimum')
      : prompt && runButton(prompt);
  return [...(first ? [first] : []), button('Open the lesson', 'lesson', `${moduleNumber}.0`)];
}

/** What it is about, in a few words. */
export function announcementTitle(
  { moduleNumber, text, officeHourId }: Pick<Announcement, 'moduleNumber' | 'text' | 'officeHourId'>,
  { catalogue }: Pick<DirectorDeps, 'catalogue'>,
): string {
  const module = catalogue.modules.find((one) => one.moduleNumber === moduleNumber);
  if (module) return `Module ${module.moduleNumber} · ${module.step}`;
  if (officeHourId !== undefined) return 'Office hours';
  const words = text.replace(/\s+/g, ' ');
  return `“${words.length > 40 ? `${words.slice(0, 39).trimEnd()}…` : words}”`;
}

/** Told to its author alone: what has become of it in each channel. */
export function receiptWords(
  announcement: Announcement,
  cohortName: string,
  deps: Pick<DirectorDeps, 'catalogue'>,
): ReplyPart {
  const { _id, posts, state, edition } = announcement;
  const counts = new Map<string, number>();
  const lines = posts.map(({ surface, state: is }) => {
    const number = (counts.get(surface) ?? 0) + 1;
    counts.set(surface, number);
    const several = posts.filter((one) => one.surface === surface).length > 1;
    return `- ${surfaceNames[surface]}${several ? ` ${number}` : ''}: ${postInWords[is]}`;
  });
  const failed = posts.some((post) => post.state === 'failed');
  const isOver = state === 'sent';
  const head = edition > 0 ? 'Changed' : 'Posted';
  return say(
    'Director',
    `**${isOver ? head : 'Under way'}**: ${announcementTitle(announcement, deps)}, for ${cohortName}.\n${lines.join('\n')}`,
    {
      part: 'receipt',
      buttons: isOver
        ? [
            ...(failed ? [button('Retry', 'resend', _id)] : []),
            ...(failed && posts.every((post) => post.state === 'failed')
              ? []
              : [button('Edit the post', 'announce', _id)]),
          ]
        : [],
    },
  );
}

const postInWords: Record<AnnouncementPost['state'], string> = {
  said: 'it is there.',
  waiting: 'not there yet. I go on trying for half an hour and tell you then.',
  failed: 'not posted. I may not be in that channel, or may not write there.',
};

/** Told to its author alone, where it was not posted at all. */
export function skippedWords(
  announcement: Announcement,
  why: 'late' | 'no-channel',
  cohortName: string,
  deps: Pick<DirectorDeps, 'catalogue'>,
): ReplyPart {
  const what = announcementTitle(announcement, deps);
  const text =
    why === 'late'
      ? `I was not running in time: ${what}, for ${cohortName}, was more than two hours late, so I left it out. Edit gives it a new time.`
      : `${what} was due, but ${cohortName} has no channel yet: in the channel, say “@Elevate connect this channel”. Then Edit gives it a new time.`;
  return say('Director', text, { part: 'receipt', buttons: [button('Edit', 'announce', announcement._id)] });
}
