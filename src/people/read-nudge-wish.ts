/** What somebody wants of the messages that nobody asked for. */
export type NudgeWish =
  | { kind: 'stop' }
  | { kind: 'resume' }
  /** Nothing until a day that `words` name; it may be missing. */
  | { kind: 'away'; words: string }
  | { kind: 'snooze'; days: 1 | 7 }
  | { kind: 'catch-up' }
  /** Something finer: other days, other hours. */
  | { kind: 'settings' };

const bare = /^(?:please )?(?:pause|mute|unsubscribe(?: me)?|leave me alone)(?: please)?$/;

/** "pause", "mute", "leave me alone": like "stop" they mean what is under way, and else what we send unasked. */
export function meansBeQuiet(words: string): boolean {
  return bare.test(plain(words));
}

export function readNudgeWish(words: string): NudgeWish {
  const text = plain(words);
  if (/\b(?:catch me up|(?:did|have) i miss(?:ed)?)\b/.test(text)) return { kind: 'catch-up' };
  const until = /\b(?:until|till|for)\b (?:the )?(.{2,40})$/.exec(text);
  const isTime = until !== null && !/^(?:now|a (?:bit|while)|good|ever|me|my\b.*)$/.test(until[1] ?? '');
  if (/\bsnooze\b/.test(text) && !isTime) return { kind: 'snooze', days: /\bweek\b/.test(text) ? 7 : 1 };
  if (/\b(?:away|holiday|vacation|out of office|off)\b/.test(text) && !/\bturn\b|\bswitch\b/.test(text))
    return { kind: 'away', words: isTime ? asTime(until) : '' };
  if (isTime && /\b(?:pause|snooze|stop|mute|no|quiet|don'?t|do not)\b/.test(text))
    return { kind: 'away', words: asTime(until) };
  if (/\b(?:resume|unpause|unmute|restart|i'?m back|i am back|start again|back on)\b/.test(text))
    return { kind: 'resume' };
  if (
    /\b(?:only|fewer|less|more|weekly|weekends?|evenings?|mornings?|\w+days?|after \d|before \d)\b/.test(text)
  )
    return { kind: 'settings' };
  if (/\b(?:stop|unsubscribe|pause|mute|leave me alone|don'?t|do not|off|quiet)\b/.test(text))
    return { kind: 'stop' };
  return { kind: 'settings' };
}

/** "for two weeks" is a time in two weeks. */
function asTime([said, when = '']: RegExpExecArray): string {
  return said.startsWith('for') ? `in ${when}` : when;
}

function plain(words: string): string {
  return words
    .toLowerCase()
    .replace(/’/g, "'")
    .replace(/^[\s\p{P}]+|[\s\p{P}]+$/gu, '');
}
