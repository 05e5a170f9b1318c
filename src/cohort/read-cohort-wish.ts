import { readCohortCode } from './cohort-code.ts';

/** What somebody wants of a cohort. `cohort` is its name as they wrote it, or empty where they named none. */
export type CohortWish =
  | { kind: 'list' }
  | { kind: 'create'; cohort: string }
  | { kind: 'leave'; cohort: string }
  | { kind: LedKind; cohort: string }
  | { kind: 'rename'; cohort: string; to: string }
  | { kind: 'join'; code: string };

/** What those who lead it may want. */
type LedKind = 'health' | 'show' | 'edit' | 'end' | 'invite' | 'revoke-code' | 'connect' | 'disconnect';

const please = '(?:(?:please|pls|can you|could you) )*';
const aCohort = '(?:(?:a|an|the|my|our|this|new) )*cohort';
const aCode =
  '(?:(?:a|an|the|my|our|new|fresh) )*(?:invite|invitation|join|joining|cohort)(?: cohort)? (?:code|link)';
const ofCohort = '(?: (?:for|of|to|from) (?:the |my |our )?(?:cohort )?(?<cohort>.{1,80}))?';
const toCohort = '(?: (?:to|with|for|from) (?:the |my |our )?(?:cohort )?(?<cohort>.{1,80}))?';
const channel = '(?:(?:this|the) )?channel';

/** Each is held against the whole message, without case and without punctuation at its ends. */
const patterns: Array<[Exclude<CohortWish['kind'], 'join'>, RegExp]> = [
  ['list', /^(?:(?:list|show|see)(?: me)? )?(?:(?:all|my|our|the) )*cohorts$/],
  ['list', /^(?:(?:(?:show|see)(?: me)? )?(?:my|our) )?cohort$/],
  ['list', /^(?:which|what) cohorts? (?:am i|are we) in$/],
  [
    'health',
    new RegExp(
      `^${please}(?:(?:show|tell)(?: me)? )?(?:who(?:'?s| is| are)? (?:all )?stuck|(?:the |my |our )*cohort health|(?:the )?health|how(?:'?s| is| are) ${aCohort}(?: (?:doing|going|getting on))?)(?: (?:in|of|for) (?:the |my |our )?(?:cohort )?(?<cohort>.{1,80}))?$`,
    ),
  ],
  [
    'create',
    new RegExp(
      `^${please}(?:(?:create|make|start|add|set up|open|begin) ${aCohort}|new cohort)(?:[,:]? (?:(?:called|named) (?<other>.{1,80})|(?<cohort>.{1,80})))?$`,
    ),
  ],
  [
    'rename',
    new RegExp(`^${please}rename ${aCohort} (?:(?<cohort>.{1,80}?) )?(?:to|as|into) (?<to>.{1,80})$`),
  ],
  ['end', new RegExp(`^${please}(?:end|close|finish) ${aCohort}(?: (?<cohort>.{1,80}))?$`)],
  ['edit', new RegExp(`^${please}(?:edit|change|update) ${aCohort}(?: (?<cohort>.{1,80}))?$`)],
  ['leave', new RegExp(`^${please}leave ${aCohort}(?: (?<cohort>.{1,80}))?$`)],
  ['revoke-code', new RegExp(`^${please}(?:revoke|cancel|close|delete) ${aCode}${ofCohort}$`)],
  [
    'invite',
    new RegExp(
      `^${please}(?:(?:show|give|get|make|create|what'?s|what is)(?: me)? )?${aCode}${ofCohort}$|^${please}invite (?:people|students|somebody|someone|them) (?:to|into) (?:the |my |our )?(?:cohort )?(?<other>.{1,80})$`,
    ),
  ],
  ['disconnect', new RegExp(`^${please}(?:disconnect|unlink|remove) ${channel}${toCohort}$`)],
  ['connect', new RegExp(`^${please}(?:connect|link|add) ${channel}${toCohort}$`)],
  ['show', new RegExp(`^(?:(?:show|open)(?: me)? )?${aCohort} (?<cohort>.{1,80})$`)],
];

/** As after "/elevate cohort …", where what is to be done comes second. */
const doesSecond =
  /^cohort (health|stuck|list|create|new|add|rename|end|close|edit|change|leave|connect|disconnect|join|invite|code)\b ?(.*)$/i;
const inFront: Record<string, (rest: string) => string> = {
  list: () => 'cohorts',
  health: (rest) => `cohort health ${rest}`,
  stuck: (rest) => `cohort health ${rest}`,
  code: (rest) => `invite code ${rest}`,
  invite: (rest) => `invite code ${rest}`,
  connect: (rest) => `connect channel ${rest}`,
  disconnect: (rest) => `disconnect channel ${rest}`,
  join: (rest) => `join ${rest}`,
};

/** What a message wants of a cohort; undefined where it is about none. */
export function readCohortWish(text: string): CohortWish | undefined {
  const bare = text
    .replace(/’/g, "'")
    .replace(/\s+/g, ' ')
    .replace(/^[\s\p{P}]+|[\s.,;:!?…]+$/gu, '');
  const [, verb = '', rest = ''] = doesSecond.exec(bare) ?? [];
  const words =
    verb === ''
      ? bare
      : (inFront[verb.toLowerCase()]?.(withPreposition(verb, rest)) ?? `${verb} cohort ${rest}`).trim();
  const join =
    /^(?:please )?join(?: (?:the|my|our))?(?: cohort)?(?: with)?(?: (?:the )?code)? (\S{4}[\s-]?\S{4})$/i.exec(
      words,
    );
  const code = readCohortCode(join?.[1] ?? '');
  if (code !== undefined) return { kind: 'join', code };
  for (const [kind, pattern] of patterns) {
    const match = new RegExp(pattern.source, 'iu').exec(words);
    if (!match) continue;
    const { cohort = '', other = '', to = '' } = match.groups ?? {};
    if ((kind === 'create' || kind === 'show') && cohort !== '' && !looksLikeName(cohort)) continue;
    const name = (cohort || other).replace(/^["“”']+|["“”']+$/g, '').trim();
    if (kind === 'list') return { kind };
    return kind === 'rename'
      ? { kind, cohort: name, to: to.replace(/^["“”']+|["“”']+$/g, '') }
      : { kind, cohort: name };
  }
  return undefined;
}

/** "cohort Spring 26" is one of ours; "cohort analysis" and "our cohort of buyers" are about a shop's customers. */
function looksLikeName(words: string): boolean {
  return /\d/.test(words) || /^["“”']?\p{Lu}/u.test(words);
}

/** "cohort code Spring 26" as "invite code for Spring 26". */
function withPreposition(verb: string, rest: string): string {
  const takes = { health: 'of', stuck: 'of', code: 'for', invite: 'for', connect: 'to', disconnect: 'from' }[
    verb.toLowerCase()
  ];
  const bare = rest.replace(/^(?:(?:this|the) )?channel\b ?/i, '');
  if (takes === undefined || bare === '' || /^(?:for|to|from|of|with) /i.test(bare))
    return takes === undefined ? rest : bare;
  return `${takes} ${bare}`;
}
