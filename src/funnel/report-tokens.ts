import { type Named, namedAt } from './metric-phrases.ts';
import { metricOf } from './metrics.ts';
import { type Amount, amountAt } from './read-amount.ts';
import { periodAt } from './read-period.ts';

/** A report, cut into what its pieces mean. Positions are those in the text as it was read. */
export type Token = { start: number; end: number; text: string } & (
  | { kind: 'named'; named: Named }
  | { kind: 'amount'; amount: Amount }
  /** "up 12%", "doubled": a change, not a level. */
  | { kind: 'change' }
  /** "n/a", "dunno": asked for, and not known. */
  | { kind: 'missing' }
  /** "same as last week". */
  | { kind: 'same' }
  | { kind: 'period'; name: string }
  /** A number of something else: "7 days", "3pm", "24 Nov". */
  | { kind: 'aside' }
  /** Ends a thought: a new line, a full stop. `asks` where it is a question mark. */
  | { kind: 'stop'; asks: boolean }
  /** Ends a clause: a comma, "and", a bar, a slash, a bracket. */
  | { kind: 'break' }
  /** Joins a name and its number: ":", "=", "is", "at". */
  | { kind: 'joint' }
  | { kind: 'word' }
);

const missing =
  /(?:n\/a|n\.a\.?|na(?=\s*(?:$|[,;|.\n/)]))|dunno|don'?t know|do not know|idk|not sure|unsure|no idea|no clue|unknown|tbc|tbd|no data|not (?:tracked|tracking|available|measured)|(?:didn'?t|haven'?t|did not|have not) (?:track(?:ed)?|measured?|check(?:ed)?|look(?:ed)?|got|get)(?: it| that)?)(?![\p{L}\d])/uy;
/** "sales -": a dash, and nothing behind it. */
const leftOut = /[-–—](?=\s*(?:$|[,;|\n]))/uy;
const same =
  /(?:(?:all |pretty much |basically )?(?:the )?(?:same|unchanged|no change|as)(?: numbers?| figures?| again)? (?:as|from|since) (?:last|the last|previous) (?:week|time|month|report)|same again(?! \p{L}))/uy;
const change =
  /(?:(?:(?:is|was|went|gone|are|were) )?(?:up|down|increased|decreased|rose|risen|fell|fallen|dropped|grew|grown|improved|jumped|climbed|slipped|\+)(?: by| about| around| roughly)* ?[£$€]?\d[\d.,]*\s?(?:%|percent|points?|pts?|pp|x)?(?!\d)(?!\s?(?:to|->|→)\s?[£$€]?\d)|(?:has |have )?(?:doubled|tripled|trebled|quadrupled|halved)(?: again)?)(?!\p{L})/uy;
/** "up 12% to 2.4%": what it went to is the level. */
const changeTo =
  /(?:(?:is|was|went|gone) )?(?:up|down|increased|rose|fell|dropped|grew|improved|jumped|climbed|slipped)(?: by)? ?[£$€]?\d[\d.,]*\s?(?:%|percent|points?|pts?|pp)? (?:to|->|→) ?(?=[£$€]?[\d.])/uy;
/** "up to 1.6", "down at 14": the level it moved to, no bound. */
const movedTo =
  /(?:came (?:back|in|out) at (?=\S)|(?:(?:has|have) )?(?:doubled|tripled|trebled|quadrupled|halved) to (?=(?:about |around |~)?[£$€]?[\d.])|(?:(?:is|was|went|gone|now|back) )*(?:up|down|rose|fell|dropped|grew|improved|climbed|slipped|moved|jumped|got|went|came|increased) (?:to|at) (?=(?:about |around |~)?[£$€]?[\d.]))/uy;
const aside =
  /(?:\d{1,2}(?::\d{2})\s?(?:am|pm)?|\d{1,2}\s?(?:am|pm)|\d{1,3}\s?[-–]?\s?(?:\d{1,3}\s?)?(?:days?|d|weeks?|wks?|months?|mths?|years?|yrs?|y\/o|hours?|hrs?|h|minutes?|mins?|seconds?|secs?|s)|\d{1,2}(?:st|nd|rd|th)(?: of)?(?: \p{L}{3,9})?|\d{1,2} (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\p{L}*|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\p{L}* \d{1,2}(?:st|nd|rd|th)?|\d{1,2}\/\d{1,2}\/\d{2,4}|\d{4}-\d{2}-\d{2}|(?:week|wk|step|module|lesson|day|no|top|number|#)\s?#?\d{1,2}(?=\s*(?:$|[:,.\n–-])))(?![\p{L}\d%])/uy;
/** "picked up 37 leads" is no rise by 37. */
const verbBeforeUp =
  /^(?:picked|ended|end|signed|opened|made|set|wound|racked|totted|added|adds|turned|came|lined|closed)$/;
const phoneOrId = /(?:\+|0)\d{2,5}(?:[ -]?\d{2,7}){2,4}(?!\d)|#\d+(?![\d.,])/uy;
const url = /(?:https?:\/\/|www\.)\S+/uy;
const joint =
  /(?:[:=]+|(?:is|was|were|are|at|came in at|came out at|came back at|sits at|stands at|of|now|still|currently|only|just|exactly|hit|equals)(?![\p{L}\d]))/uy;
const broken =
  /(?:\s[-–—]+\s|[,()[\]|•·&+*]|(?:and|plus|but|so|then|while|with|whereas|though|although|because)(?![\p{L}\d])|\/)/uy;
const word = /[\p{L}][\p{L}\d'’_-]*|\d[\p{L}\d]*/uy;

/** Cuts a report, lower case, into tokens. */
export function tokensOf(text: string, monthNow: number): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const token = tokenAt(text, at, monthNow, tokens.at(-1));
    if (token && token.end > at) {
      tokens.push({ ...token, text: text.slice(token.start, token.end).trim() });
      at = token.end;
    } else at += 1;
  }
  return tokens;
}

type Cut = Token extends infer One ? (One extends Token ? Omit<One, 'text'> : never) : never;

function tokenAt(text: string, at: number, monthNow: number, last: Token | undefined): Cut | undefined {
  const ending = (end: number) => ({ start: at, end });
  const take = (pattern: RegExp) => {
    pattern.lastIndex = at;
    const length = pattern.exec(text)?.[0].length ?? 0;
    return length > 0 ? ending(at + length) : undefined;
  };
  const character = text[at] ?? '';
  if (character === '\n' || character === ';') return { kind: 'stop', asks: false, ...ending(at + 1) };
  if (character === '?' || character === '!')
    return { kind: 'stop', asks: character === '?', ...ending(at + 1) };
  if (character === '.' && !/^\.\d/.test(text.slice(at, at + 2))) {
    return { kind: 'stop', asks: false, ...ending(at + 1) };
  }
  if (character === ' ' && !/^ [-–—]+ /.test(text.slice(at, at + 5))) return undefined;
  const link = take(url);
  if (link) return { kind: 'aside', ...link };
  const sameAs = take(same);
  if (sameAs) return { kind: 'same', ...sameAs };
  const period = periodAt(text, at, monthNow);
  if (period) return { kind: 'period', name: period.name, ...ending(period.end) };
  const unknown = take(missing) ?? (last?.kind === 'named' ? take(leftOut) : undefined);
  if (unknown) return { kind: 'missing', ...unknown };
  const to = take(changeTo) ?? take(movedTo);
  if (to) return { kind: 'joint', ...to };
  const changed = verbBeforeUp.test(last?.kind === 'word' ? last.text : '') ? undefined : take(change);
  if (changed) return { kind: 'change', ...changed };
  const other = take(phoneOrId) ?? take(aside);
  if (other) return { kind: 'aside', ...other };
  const named = namedAt(text, at);
  if (named) return { kind: 'named', named: named.named, ...ending(named.end) };
  // "£412 over 11 orders": across them, no more than them.
  const across = last?.kind === 'amount' && last.amount.unit === 'money' ? take(acrossOrders) : undefined;
  if (across) return { kind: 'joint', ...across };
  const none = noneAt(text, at);
  if (none) return none;
  const amount = amountAt(text, at);
  if (amount) return { kind: 'amount', amount, ...ending(amount.end) };
  // A dash between a name and its number joins them; anywhere else it parts.
  const parted = take(broken);
  if (parted) {
    const mark = text.slice(at, parted.end).trim();
    const joins =
      /^[-–—]+$/.test(mark) && last?.kind === 'named' && /^\s*[~£$€<>]?[\d.]/.test(text.slice(parted.end));
    return joins ? { kind: 'joint', ...parted } : { kind: 'break', ...parted };
  }
  const joined = take(joint);
  if (joined) return { kind: 'joint', ...joined };
  const plain = take(word);
  return plain ? { kind: 'word', ...plain } : undefined;
}

const acrossOrders = /over (?=\d)/uy;
const nothing =
  /(?:not (?:a single|even one|even a|one)(?= \p{L})|no|zero|nil|none|nada|zilch|nothing)(?![\p{L}\d])/uy;

/** "no leads", "sales: none": a number that somebody gave. "no ads" and "no ctr" are none. */
function noneAt(text: string, at: number): Cut | undefined {
  nothing.lastIndex = at;
  const found = nothing.exec(text)?.[0];
  if (found === undefined) return undefined;
  const end = at + found.length;
  const behind = /^\s*(?:new |more |other )?/.exec(text.slice(end))?.[0].length ?? 0;
  if (found === 'no' || found.startsWith('not ')) {
    const named = namedAt(text, end + behind)?.named;
    if (named?.kind !== 'metric') return undefined;
    if (metricOf(named.metric).kind !== 'count') return { kind: 'missing', start: at, end };
  }
  return {
    kind: 'amount',
    start: at,
    end,
    amount: {
      value: 0,
      end,
      unit: 'plain',
      decimals: 0,
      thousandsPoint: false,
      approximate: false,
      bound: false,
      dash: false,
      inWords: false,
      written: found,
    },
  };
}
