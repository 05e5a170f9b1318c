/** Which saved asset is meant: the one that is open in this thread, or one to be found by words. */
export type AssetTarget = { kind: 'here' } | { kind: 'named'; words: string };

/** What somebody wants done with saved work. */
export type AssetWish =
  | { kind: 'find'; words: string }
  | { kind: 'open'; target: AssetTarget }
  | { kind: 'name'; target: AssetTarget; name: string }
  /** `when` as it was said; empty: now. */
  | { kind: 'live'; target: AssetTarget; when: string }
  | { kind: 'draft'; target: AssetTarget }
  | { kind: 'archive'; target: AssetTarget }
  | { kind: 'unarchive'; target: AssetTarget }
  | { kind: 'channel'; target: AssetTarget; channel: string }
  | { kind: 'export'; target: AssetTarget; format: 'md' | 'csv' }
  /** What it came from. */
  | { kind: 'why'; target: AssetTarget }
  /** `goals` may be empty: then they are asked for. */
  | { kind: 'refine'; target: AssetTarget; goals: string }
  /** Back to version `number`, or to the one before. */
  | { kind: 'back'; target: AssetTarget; number: number | undefined };

const here = '(?:it|this|that|them|these|those|they|this one|that one)';
const day =
  '(?:now|today|yesterday|tomorrow|next|on|since|last|this|from|as of|in|(?:mon|tues|wednes|thurs|fri|satur|sun)day|\\d)';
const formats = '(?:csv|markdown|md|spreadsheet|excel|text|file)';
const kinds =
  '(?:assets|drafts|saved work|headlines?|titles|e-?mails?|subject lines?|posts?|captions?|openers?|bullets?|descriptions?|scripts?|ads|hooks|faqs?|pages?|landing pages?|sales pages?|copy|offers?|guarantees?|reviews?|surveys?|plans?|audits?|messages)';

/**
 * Wordings that are about saved work whatever else is said: they need no open asset to be understood. Read from the
 * whole message.
 */
const plain: Array<[RegExp, (groups: Record<string, string | undefined>) => AssetWish | undefined]> = [
  [
    new RegExp(`^(?:call|name|title|rename) ${here}(?: to| as)?[:,]? (?<name>.{1,100})$`, 'i'),
    ({ name = '' }) => ({ kind: 'name', target: { kind: 'here' }, name }),
  ],
  [
    /^save (?:it|this|that|them) (?:as|under)(?: the name)?[:,]? (?!(?:an? |the )?(?:drafts?|final|markdown|md|csv|file|assets?)\b)(?<name>.{1,100})$/i,
    ({ name = '' }) => ({ kind: 'name', target: { kind: 'here' }, name }),
  ],
  [
    /^rename (?<target>.{2,80}?) (?:to|as) (?<name>.{1,100})$/i,
    ({ target, name = '' }) => ({ kind: 'name', target: targetOf(target), name }),
  ],
  [
    new RegExp(
      `^(?:${here}(?:'s| is| are|'re| has| have)?(?: now| just| already)* |(?:now |just )?)(?:went live|gone live|is live|are live|live|been published|published|in use)(?: (?<when>${day}\\b.{0,40}|now|today|yesterday))?$`,
      'i',
    ),
    ({ when = '' }) => ({ kind: 'live', target: { kind: 'here' }, when }),
  ],
  [
    new RegExp(
      `^(?:please )?(?:mark|set|log|note) (?<target>.{2,80}?) (?:as |to )?(?:implemented|live|published|in use)(?: (?<when>${day}\\b.{0,40}))?$`,
      'i',
    ),
    ({ target, when = '' }) => ({ kind: 'live', target: targetOf(target), when }),
  ],
  [
    new RegExp(
      `^(?:please )?(?:(?:mark|set|move|put|take|turn) (?<target>.{2,80}?) (?:back )?(?:as |to |into )?(?:an? )?drafts?(?: again)?|(?:make )?(?:${here} )?back to drafts?|${here}(?:'s| is|'re| are) not live(?: any ?more| yet)?|${here} (?:was|were) never live)$`,
      'i',
    ),
    ({ target }) => ({ kind: 'draft', target: targetOf(target) }),
  ],
  [
    /^(?:please )?archive (?<target>.{2,80})$/i,
    ({ target }) => ({ kind: 'archive', target: targetOf(target) }),
  ],
  [
    /^(?:please )?(?:un-?archive|take (?<first>.{2,80}?) out of the archive|bring back (?<second>.{2,80}?) from the archive) ?(?<target>.{0,80})$/i,
    ({ target, first, second }) => ({ kind: 'unarchive', target: targetOf(first ?? second ?? target) }),
  ],
  [
    /^(?:please )?(?:set|change) (?:its|their|the) channel (?:(?:of|for) (?<target>.{2,80}?) )?to (?<channel>.{1,60})$/i,
    ({ target, channel = '' }) => ({ kind: 'channel', target: targetOf(target), channel }),
  ],
  [
    new RegExp(
      `^(?:please )?(?:export|download)(?: me)? (?<target>${here}|(?!to )(?:all )?(?:of )?(?:my |the )?(?:[^,]{0,40} )?${kinds}(?: (?!(?:as|in|to) (?:an? )?${formats})[^,]{1,60}?)?)(?: (?:as|in|to) (?:an? )?(?<format>${formats})(?: files?)?)?$`,
      'i',
    ),
    ({ target, format = '' }) => ({
      kind: 'export',
      target: targetOf(target),
      format: /csv|spreadsheet|excel/i.test(format) ? 'csv' : 'md',
    }),
  ],
  [
    /^(?:please )?refine (?<target>(?!.*\b(?:funnel|numbers|metrics|step|prompts?)\b).{1,80}?)(?:(?:: ?|, | to be | so that (?:it|they) (?:is|are)? ?)(?<goals>.{2,400}))?$/i,
    ({ target, goals = '' }) => ({ kind: 'refine', target: targetOf(target), goals }),
  ],
  [
    /^(?:search|look)(?: in| through)? my (?:assets|drafts|saved work) for (?<find>.{2,80})$/i,
    ({ find = '' }) => ({ kind: 'find', words: find }),
  ],
];

/** Wordings that mean saved work only where some of it fits, or is open here; else they mean something else. */
const loose: typeof plain = [
  [
    /^(?:so |but |and )?(?:why (?:does|did|do) (?:it|this|that|they|you) (?:say|write|use|mention|choose|pick) .{1,80}|where (?:does|did) (?:it|this|that) come from|what (?:is|was) (?:it|this|that) based on)$/i,
    () => ({ kind: 'why', target: { kind: 'here' } }),
  ],
  [
    /^(?:please )?(?:go back|back|revert)(?: (?:it|this|that))?(?: to (?:the )?(?:version (?<number>\d{1,3})|(?:one|version) before|(?:previous|last|earlier|old)(?: version| one)?))$/i,
    ({ number }) => ({
      kind: 'back',
      target: { kind: 'here' },
      number: number === undefined ? undefined : Number(number),
    }),
  ],
  [
    new RegExp(
      `^(?!(?:is|are|was|were|when|has|have|did|what|which|how|do|does|can|could|should|why|i|we|if)\\b)(?<target>.{2,80}?)(?: is| are| has| have)?(?: now| just| already)? (?:went live|gone live|live|published|in use)(?: (?<when>${day}\\b.{0,40}))?$`,
      'i',
    ),
    ({ target, when = '' }) => ({ kind: 'live', target: targetOf(target), when }),
  ],
  [/^(?:please )?open (?<target>.{2,80})$/i, ({ target }) => ({ kind: 'open', target: targetOf(target) })],
  [
    new RegExp(
      `^(?:please )?(?<find>(?:(?:show|find|get|search|list|pull up|see|where (?:are|is))(?: me)?(?: for)? )?(?:all )?(?:of )?(?:my|the|our|those|saved)(?: saved| old| last| live| archived| implemented| ad| social)* ${kinds}(?: (?:for|about|from|on|in|of|with|that|i|we) .{1,80})?)$`,
      'i',
    ),
    ({ find = '' }) => ({ kind: 'find', words: find }),
  ],
];

const degree =
  "(?:(?:please|pls|now|ok|okay|and|but|can you|could you|make|it|this|that|them|these|a|bit|little|slightly|much|even|still|way|a lot|far|try|again|something|be|let'?s|i want|i'd like|want) ?,? ?)*";
/** "shorter, less salesy", "too formal", "cut it to 40 words", "add the price". */
const changes = [
  new RegExp(
    `^${degree}(?:shorter|longer|(?:less|more) [\\p{L}-]{3,20}|warmer|bolder|plainer|simpler|clearer|punchier|friendlier|funnier|softer|stronger|tighter|snappier|sharper|calmer|cheekier|lighter|kinder|livelier|crisper)\\b.{0,150}$`,
    'iu',
  ),
  /^(?:(?:it'?s|this is|that'?s|that is|still|a bit|way) )*too (?:long|short|[\p{L}-]{3,20})\b.{0,150}$/iu,
  /^(?:please |can you |could you )?(?:cut|trim|shorten|tighten|lengthen|soften|simplify|rewrite|rephrase|reword|polish|tone)(?: (?:it|this|that|them|these))?(?: (?:down|up|to|by|so|with|without|in|for|a bit|please)\b.{0,150})?$/i,
  /^(?:please |can you |could you )?(?:add|mention|drop|remove|leave out|take out) (?:the|our|an?|that|any|all|its)\b.{2,150}$/i,
];

/** The wish that words plainly are. */
export function readAssetWish(words: string): AssetWish | undefined {
  return firstOf(plain, words);
}

/** The wish that words are where saved work fits them, or is open. */
export function readLooseAssetWish(words: string): AssetWish | undefined {
  return firstOf(loose, words) ?? readChange(words);
}

function readChange(words: string): AssetWish | undefined {
  const goals = bareOf(words);
  return !words.includes('\n') &&
    !words.trim().endsWith('?') &&
    changes.some((pattern) => pattern.test(goals))
    ? { kind: 'refine', target: { kind: 'here' }, goals }
    : undefined;
}

function firstOf(patterns: typeof plain, words: string): AssetWish | undefined {
  if (words.includes('\n')) return undefined;
  const bare = bareOf(words);
  for (const [pattern, wish] of patterns) {
    const match = pattern.exec(bare);
    if (match) return wish(match.groups ?? {});
  }
  return undefined;
}

function bareOf(words: string): string {
  return words
    .replace(/’/g, "'")
    .replace(/\s+/g, ' ')
    .replace(/^[\s,.:;!–-]+|[\s.!?]+$/g, '');
}

function targetOf(words: string | undefined): AssetTarget {
  const named = (words ?? '').trim().replace(/^["“'‘]+|["”'’]+$/g, '');
  return named === '' || new RegExp(`^${here}$`, 'i').test(named)
    ? { kind: 'here' }
    : { kind: 'named', words: named };
}
