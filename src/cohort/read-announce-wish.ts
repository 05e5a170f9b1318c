import { type ElevateStep, elevateStepNamed } from '../domain/elevate-step.ts';

/** What somebody wants to be posted, or to know of it. Times stay in `words`: they are read by the zone of whoever says them. */
export type AnnounceWish =
  | { kind: 'list' }
  | { kind: 'announce'; words: string; text: string; step?: ElevateStep | number; role?: string }
  | { kind: 'recording'; step?: ElevateStep | number; url: string }
  | { kind: 'plan'; cohort: string };

const please = '^(?:(?:please|pls|can you|could you) )*';

/**
 * Undefined where a message is about none of this. Anybody may "announce a sale on Instagram": that is this only with a
 * lesson, a time of day or words to be said as they are, unless whoever says it leads a cohort.
 */
export function readAnnounceWish(
  message: string,
  said: 'of anybody' | 'of a leader' = 'of anybody',
): AnnounceWish | undefined {
  const bare = message.replaceAll('\u200d', '').replace(/’/g, "'").trim();
  const tidy = bare.replace(/\s+/g, ' ').replace(/[\s.!?]+$/, '');
  if (/^(?:(?:list|show)(?: me)? )?(?:all |my |our |the )*(?:scheduled )?announcements$/i.test(tidy))
    return { kind: 'list' };
  if (/^announce list$/i.test(tidy)) return { kind: 'list' };
  const plan =
    new RegExp(
      `${please}(?:plan|schedule|drip|announce) (?:all )?(?:of )?(?:the |our )?lessons(?: (?:for|of|to) (?:the )?(?:cohort )?(.{1,80}))?$`,
      'i',
    ).exec(tidy) ??
    /^(?:show )?(?:the )?lesson (?:plan|drip|schedule)(?: (?:for|of) (?:the )?(?:cohort )?(.{1,80}))?$/i.exec(
      tidy,
    );
  if (plan) return { kind: 'plan', cohort: (plan[1] ?? '').trim() };
  const recording =
    /^(?:please )?(?:(?:add|post|set|here'?s|here is) )?(?:the |a )?recording(?: link)?(?: (?:for|of|to) (?:the )?(.{1,40}?))?(?: is| to)?:? <?(https?:\/\/[^\s>]+)>?$/i.exec(
      bare,
    );
  if (recording) {
    const step = stepIn(recording[1] ?? '') ?? elevateStepNamed(recording[1] ?? '');
    return { kind: 'recording', url: recording[2] ?? '', ...(step === undefined ? {} : { step }) };
  }
  const announced = new RegExp(
    `${please}(?:announce|(?:make|schedule|post) an announcement)\\b:?\\s*([\\s\\S]*)$`,
    'i',
  ).exec(bare);
  // Live hours have words of their own, and people who come.
  if (!announced || /\boffice hours\b/i.test(headAndText(announced[1] ?? '').head)) return undefined;
  const [, rest = ''] = announced;
  return said === 'of a leader' || isForCohort(rest) ? announcementIn(rest) : undefined;
}

function isForCohort(rest: string): boolean {
  const { text, head } = headAndText(rest);
  if (rest.trim() === '' || text !== '' || stepIn(head) !== undefined) return true;
  return /\b(?:\d{1,2} ?(?:am|pm)|\d{1,2}[:.]\d{2}|noon)\b/i.test(head);
}

/**
 * "module 3 next Friday 9am, ping @spring: bring your form". What stands in quotation marks or behind a colon is said as it
 * is; before it stand the lesson, the role and the time.
 */
function announcementIn(rest: string): AnnounceWish {
  const { head, text } = headAndText(rest);
  const role =
    /(?:^|[\s,;])(?:and )?(?:ping|mention|notify) (?:the role )?@?([\p{L}\p{N}_-]{1,60}(?: role)?)/iu.exec(
      head,
    );
  const withoutRole = role ? head.replace(role[0], ' ') : head;
  const step = stepIn(withoutRole);
  return {
    kind: 'announce',
    words: withoutRole.replace(/\s+/g, ' ').trim(),
    text,
    ...(step === undefined ? {} : { step }),
    ...(role?.[1] === undefined ? {} : { role: role[1].replace(/ role$/i, '') }),
  };
}

function headAndText(rest: string): { head: string; text: string } {
  // Not the colon of "09:00" or of an address.
  const colon = /:(?=\s)/.exec(rest);
  const quoted = /["“”]([\s\S]+)["“”]/.exec(rest);
  if (quoted && (!colon || quoted.index < colon.index))
    return { head: rest.replace(quoted[0], ' '), text: (quoted[1] ?? '').trim() };
  if (!colon) return { head: rest, text: '' };
  return { head: rest.slice(0, colon.index), text: rest.slice(colon.index + 1).trim() };
}

/** "module 3" or "lesson Identify". A step's name alone may be a common word: "share your wins". */
function stepIn(words: string): ElevateStep | number | undefined {
  const [, named = ''] = /\b(?:module|lesson|step)\s+(\d|\p{L}+)\b/iu.exec(words) ?? [];
  return /^\d$/.test(named) ? Number(named) : elevateStepNamed(named);
}

/** What is left of the words once the lesson, the time and the cohort are taken out; free text without a colon. */
export function freeText(words: string, taken: readonly string[]): string {
  let rest = words;
  for (const one of taken) if (one !== '') rest = rest.replace(one, ' ');
  return rest
    .replace(/\b(?:the )?(?:module|lesson|step)\s+(?:\d|\p{L}+)\b/iu, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^(?:[\s,;.-]|\b(?:on|at|for|to|in)\b)+|(?:[\s,;-]|\b(?:on|at|for|to|in)\b)+$/gi, '')
    .trim();
}
