import type { OfficeHour, OfficeHourGuest } from '../domain/office-hour.ts';
import type { ReplyPart } from '../domain/reply.ts';
import { momentInWords } from '../playbook/read-time.ts';
import { button, say } from './reply-parts.ts';

const mostQuestions = 20;

/** Said unasked: to those who come, and to whoever holds it. */
export function officeHourWords(
  news: 'day' | 'hour' | 'cancelled' | 'questions',
  hour: OfficeHour,
  timeZone: string,
  guests: readonly OfficeHourGuest[],
): ReplyPart {
  const moment = momentInWords(hour.startsAt, timeZone);
  const where = hour.link === undefined ? '' : `\nJoin: ${hour.link}`;
  const options = { part: 'office-hour', moments: [moment] };
  switch (news) {
    case 'day':
      return say('Director', `Office hours are tomorrow, on ${moment.words}.${where}`, {
        ...options,
        buttons: [button('Ask before', 'askfirst', hour._id), button('I cannot come', 'absent', hour._id)],
      });
    case 'hour':
      return say('Director', `Office hours begin within the hour: ${moment.words}.${where}`, {
        ...options,
        buttons: [button('I cannot come', 'absent', hour._id)],
      });
    case 'cancelled':
      return say('Director', `The office hours on ${moment.words} do not take place.`, options);
    case 'questions':
      return say('Director', `Office hours on ${moment.words}: ${guestsInWords(guests)}`, options);
  }
}

/** "Three come. What they ask: …", for whoever holds it. */
export function guestsInWords(guests: readonly OfficeHourGuest[]): string {
  const coming = guests.filter(({ isGoing }) => isGoing).length;
  const questions = guests.flatMap(({ question }) => question ?? []);
  const who =
    coming === 0
      ? 'nobody has said yet that they come.'
      : coming === 1
        ? 'one person comes.'
        : `${coming} people come.`;
  if (questions.length === 0) return `${who} No questions so far.`;
  const lines = questions.slice(0, mostQuestions).map((question) => `- ${question.replace(/\s+/g, ' ')}`);
  return `${who} What they ask:\n${lines.join('\n')}`;
}

/** The post that invites to it. */
export function invitationWords(hour: OfficeHour, text: string): ReplyPart {
  const moment = momentInWords(hour.startsAt, hour.timeZone);
  const lines = [
    `**Office hours: ${moment.words}**`,
    text,
    hour.link === undefined ? '' : `Join: ${hour.link}`,
    'Going: I remind you, and nobody else, a day and an hour before. Who cannot come can ask before, too.',
  ];
  return say('Guide', lines.filter((line) => line !== '').join('\n\n'), {
    part: 'announcement',
    moments: [moment],
    buttons: [button('Going', 'going', hour._id), button('Ask before', 'askfirst', hour._id)],
  });
}
