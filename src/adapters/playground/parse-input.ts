import type { AttachedFile } from '../../domain/attached-file.ts';
import type { Author, Incoming } from '../../domain/incoming.ts';
import type { ThreadRef } from '../../domain/thread-ref.ts';
import type { PlaygroundInput } from './protocol.ts';

/** The seeded facilitator; everybody else is a student. */
const facilitators = new Set(['fay']);

function authorNamed(as: string): Author {
  return {
    surface: 'playground',
    accountId: as,
    name: as.charAt(0).toUpperCase() + as.slice(1),
    ...(facilitators.has(as) ? { role: 'Facilitator' } : {}),
  };
}

/** Where an input belongs: in the thread it names, or in one of its own. A direct message is one person's place. */
export function threadOf(input: Pick<PlaygroundInput, 'as' | 'place' | 'thread' | 'id'>): ThreadRef {
  const direct = input.place === 'dm';
  return {
    surface: 'playground',
    place: direct ? `dm:${input.as}` : input.place,
    root: input.thread ?? input.id,
    audience: direct ? 'direct' : 'channel',
  };
}

export function eventIdOf({ as, id }: Pick<PlaygroundInput, 'as' | 'id'>): string {
  return `playground:${as}:${id}`;
}

/** An event of the playground in the program's own words. `nowMs` orders it: the playground's clock is ours. */
export function parseInput(
  input: Pick<PlaygroundInput, 'id' | 'as'>,
  thread: ThreadRef,
  what:
    | { kind: 'message'; text: string; files?: AttachedFile[] }
    | { kind: 'press'; buttonId: string; label: string }
    | { kind: 'form'; formId: string; values: Record<string, string> },
  nowMs: number,
): Incoming {
  const common = {
    id: eventIdOf(input),
    thread,
    author: authorNamed(input.as),
    // Milliseconds fill 13 digits until the year 2286, so positions sort as text.
    position: `${String(nowMs).padStart(13, '0')}:${input.id}`,
    sentAtMs: nowMs,
  };
  switch (what.kind) {
    case 'message': {
      // What we say pings nobody by a joiner behind the @ (make-harmless.ts): copied from us it means the same.
      const text = what.text.replaceAll('@\u200d', '@');
      // In a channel only a mention of the bot itself addresses it; agents' names are the Director's to read.
      const addressed = thread.audience === 'direct' || /(?:^|\s)@elevate\b/i.test(text);
      return { ...common, ...what, text, addressed };
    }
    case 'press':
      return { ...common, ...what };
    case 'form':
      return { ...common, ...what };
  }
}
