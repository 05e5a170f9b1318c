import { DateTime } from 'luxon';
import type { Announcement } from '../domain/announcement.ts';
import { formatButtonId } from '../domain/button-id.ts';
import type { Catalogue } from '../domain/catalogue.ts';
import type { Form, FormField } from '../domain/reply.ts';
import { readTime } from '../playbook/read-time.ts';

/** Above this a post is a wall of text on a phone. */
export const textCharacters = 1_200;

const noLesson = 'No lesson';

export type AnnouncementContent = Pick<
  Announcement,
  'moduleNumber' | 'text' | 'recordingUrl' | 'role' | 'dueAt'
>;

/** When something is to be posted, or the question that is left. */
export type PostTime = { dueAt: number } | { question: string };

/** By the clock of whoever said it; asked, rather than guessed. */
export function readPostTime(words: string, nowMs: number, timeZone: string): PostTime & { words: string } {
  const [now] = /\b(?:right )?now\b|\bimmediately\b|\bat once\b/i.exec(words) ?? [];
  if (now !== undefined) return { dueAt: nowMs, words: now };
  const time = readTime(words, nowMs, timeZone);
  if (time.kind === 'none')
    return { question: 'When shall it be posted? Such as “next Friday 9am”.', words: '' };
  if (time.kind === 'out-of-range')
    return { question: 'That time is past, or more than a year away. When shall it be posted?', words: '' };
  const said = time.words;
  const rest = words.replace(said, ' ');
  if (time.isSpan || readTime(rest, nowMs, timeZone).kind === 'time')
    return { question: 'I read two times there. When shall it be posted?', words: said };
  if (time.hour === 'unsaid')
    return { question: `At what time on ${dayInZone(time.atMs, timeZone)}? Such as 9am.`, words: said };
  if (time.hour === 'bare')
    return {
      question: `In the morning or in the evening, on ${dayInZone(time.atMs, timeZone)}? Such as 9am, or 21:00.`,
      words: said,
    };
  return { dueAt: time.atMs, words: said };
}

function dayInZone(atMs: number, timeZone: string): string {
  return DateTime.fromMillis(atMs, { zone: timeZone, locale: 'en-GB' }).toFormat('cccc d LLLL');
}

/** What is there is changed; the time, the lesson and the role of a post are over. */
export function announcementForm(
  announcement: Announcement,
  catalogue: Catalogue,
  typed: Record<string, string> = {},
  errors: Record<string, string> = {},
): Form {
  const { _id, moduleNumber, text, recordingUrl, role, dueAt, timeZone, state } = announcement;
  const field = (
    name: string,
    label: string,
    value: string,
    hint: string,
    more: Partial<FormField> = {},
  ): FormField => ({
    name,
    label,
    type: 'line',
    required: false,
    value: typed[name] ?? value,
    options: [],
    hint,
    maxCharacters: 200,
    ...(errors[name] === undefined ? {} : { error: errors[name] }),
    ...more,
  });
  const lessons = lessonOptions(catalogue);
  const lesson = moduleNumber === undefined ? noLesson : (lessons[moduleNumber + 1] ?? noLesson);
  const when =
    dueAt === undefined ? '' : DateTime.fromMillis(dueAt, { zone: timeZone }).toFormat('d LLLL yyyy HH:mm');
  const words = field('text', 'Your own words', text, 'Beside the lesson, or instead of one.', {
    type: 'text',
    maxCharacters: textCharacters,
  });
  const recording = field(
    'recording',
    'Recording',
    recordingUrl ?? '',
    'An address that begins with https://',
  );
  return {
    id: formatButtonId('announce', _id),
    title: isPosted(announcement) ? 'Edit the post' : 'Announcement',
    fields: isPosted(announcement)
      ? [words, recording]
      : [
          field('lesson', 'Which lesson?', lesson, '', { type: 'choice', options: lessons, required: true }),
          words,
          field(
            'when',
            'When?',
            state === 'skipped' ? '' : when,
            `Such as next Friday 9am, in ${timeZone}.`,
            {
              required: true,
            },
          ),
          field(
            'role',
            'Discord role to ping',
            role ?? '',
            'One that people chose. Empty: nobody is pinged.',
          ),
          recording,
        ],
  };
}

export function isPosted({ state }: Announcement): boolean {
  return state === 'sent' || state === 'sending' || state === 'changing';
}

function lessonOptions({ modules }: Catalogue): string[] {
  return [noLesson, ...modules.map(({ moduleNumber, step }) => `${moduleNumber} ${step}`)];
}

export function readAnnouncementForm(
  values: Record<string, string>,
  announcement: Announcement,
  catalogue: Catalogue,
  nowMs: number,
): { content: AnnouncementContent; errors: Record<string, string> } {
  const typed = (name: string) => (values[name] ?? '').trim();
  const errors: Record<string, string> = {};
  const text = typed('text');
  if (text.length > textCharacters)
    errors.text = `That has ${text.length} characters, at most ${textCharacters}: a post is read on a phone.`;
  const recordingUrl = typed('recording').replace(/^<|>$/g, '');
  if (recordingUrl !== '' && !isAddress(recordingUrl))
    errors.recording = 'I take an address that begins with https://, and nothing beside it.';
  const recording = recordingUrl === '' ? undefined : recordingUrl;
  if (isPosted(announcement)) {
    const { moduleNumber, role, dueAt } = announcement;
    if (moduleNumber === undefined && text === '') errors.text = 'A post without a lesson needs words.';
    return { content: { moduleNumber, role, dueAt, text, recordingUrl: recording }, errors };
  }
  const lesson = lessonOptions(catalogue).indexOf(typed('lesson'));
  if (lesson < 0) errors.lesson = 'Choose one of the lessons, or none.';
  if (lesson === 0 && text === '') errors.text = 'Choose a lesson, or write what it shall say.';
  const time = readPostTime(typed('when'), nowMs, announcement.timeZone);
  if ('question' in time) errors.when = time.question;
  return {
    content: {
      moduleNumber: lesson > 0 ? lesson - 1 : undefined,
      text,
      recordingUrl: recording,
      role: typed('role').replace(/^@/, '') || undefined,
      dueAt: 'dueAt' in time ? time.dueAt : undefined,
    },
    errors,
  };
}

export function isAddress(text: string): boolean {
  return /^https:\/\/[^\s<>"`|]{3,490}$/.test(text) && URL.canParse(text) && new URL(text).username === '';
}
