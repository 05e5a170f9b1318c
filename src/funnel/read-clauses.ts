import type { Named } from './metric-phrases.ts';
import type { Amount } from './read-amount.ts';
import type { Token } from './report-tokens.ts';

/** A number of a report, with what the words around it say of it. */
export interface Figure {
  amount: Amount;
  /** "not 4.1": taken back. */
  denied: boolean;
  /** "was 1.8", "vs 1.8", "last week": how it used to be, where another number says how it is. */
  past: boolean;
  /** "now 41", "this week". */
  now: boolean;
  /** A noun that is none of ours follows: "5 headlines". */
  ofSomething: string | undefined;
  /** That noun has company of its own, "3 people about leads": what is named there is not counted by it. */
  apart: boolean;
  start: number;
  end: number;
}

export type Piece =
  | { kind: 'named'; named: Named; text: string; start: number; end: number }
  | ({ kind: 'figure' } & Figure)
  | { kind: 'missing' | 'change'; start: number; end: number };

/** What stands between two commas. */
export interface Clause {
  pieces: Piece[];
  words: string;
  /** A wish, a target, a maybe, somebody else's: nothing that happened. */
  supposed: boolean;
  /** Asked rather than told: "is 2% ok?". */
  asked: boolean;
  /** What the clause before it ended with. */
  after: 'start' | 'stop' | 'break' | 'and' | 'bracket';
}

const supposedWords =
  /(?:^|[^\p{L}])(?:goals?|targets?|aim(?:ing|s)?|hop(?:e|ing)|want(?:s|ed)?|wish|need(?:s|ed)? (?:to|at least)|would|could|might|if|benchmarks?|typical(?:ly)?|industry|competitors?|rivals?|expect(?:s|ed|ing)?|forecast|projected|projections?|predict(?:ed)?|plan(?:s|ned|ning)?|last year|supposed to|ideal(?:ly)?|dream(?:ing)?|should|for example|e\.?g|imagine|suppose|let'?s say|get (?:it|my|our|this|that|the|\p{L}+) (?:up |down |back )?to|trying to|how (?:do|can|would|to)|others?|everyone|people say|they say|norm(?:al(?:ly)?)?|average (?:shop|store|for)|according to|i (?:read|heard|saw)|apparently|an? (?:good|decent|healthy|great|bad|poor|normal|usual)(?! (?:week|month|day|one|start|few|bit|time|run|result)))(?![\p{L}])/u;
/** What others have, say or get: "mate of mine gets", "guru on youtube says". */
const othersWords =
  /(?:^|[^\p{L}])(?:mates?|friends?|budd(?:y|ies)|gurus?|coach(?:es)?|mentors?|influencers?|youtubers?|tiktokers?|someone|somebody|guys?|girls?|wom[ae]n|lad(?:y|ies)|bloke|podcasts?|blogs?|articles?|book|webinar|video|sister|brother|husband|wife|cousin|colleague|agency|neighbour|people)(?:'s \p{L}+)?(?: of mine| i know)?(?: (?:on|in|from|at|called|named|who|next) [\p{L}' ]{1,40}?)? (?:gets?|got|getting|has|have|had|says?|said|saying|reckons?|claims?|claimed|told|tells|swears?|does|did|sees?|makes?|made|hits?|posts?|posted|averages?|runs?|boasts?|brags?|bragged|is (?:on|at|getting)|are (?:on|at|getting))(?![\p{L}])/u;
/** Who speaks of themselves has left what others say. */
const ownStart =
  /^(?:and |but |so |while |whereas |mine |here |me )*(?:i|i'm|im|i've|my|mine|me|we|we're|we've|our|ours|us)(?![\p{L}])/u;
const actualWords =
  /(?:^|[^\p{L}])(?:got|hit|reached|managed|did|had|actual(?:ly)?|only|ended|came|landed)(?![\p{L}])/u;
const correctionWords =
  /(?:^|[^\p{L}])(?:sorry|oops|ooops|whoops|correction|correct(?:ed|ing)?|meant|i mean|typo|wrong|mistyped|my bad|not|actually|make that|scrap that|instead of|rather than|should (?:be|have been|read|say))(?![\p{L}])/gu;
const askingStart =
  /^(?:so |ok |hey |and |but )*(?:is|are|was|would|does|do|should|what if|how good|how bad|can|could|why|what'?s|what is|which)(?![\p{L}])/u;

/** A question without its mark. */
const wondering =
  /^(?:so |ok |hey |and |but |please )*(?:what (?:does|is|are|counts|makes)|what'?s|explain|define|how (?:much|many|good|bad|do|can|should))(?![\p{L}])/u;

export function readsAsCorrection(text: string): boolean {
  return /(?:^|[^\p{L}])(?:sorry|oops|whoops|correction|meant|i mean|typo|mistyped|my bad|make that|scrap that|(?:should|shd) (?:be|have been|read|say)|wrong|not \d)/u.test(
    text,
  );
}

export function tellsActual(clause: Clause): boolean {
  return actualWords.test(clause.words) || ownStart.test(clause.words);
}

/** Tokens, by clause; each number with what the words around it say of it. */
export function clausesOf(tokens: readonly Token[], text: string): Clause[] {
  const clauses: Clause[] = [];
  const corrects = readsAsCorrection(text);
  let from = 0;
  let after: Clause['after'] = 'start';
  for (let index = 0; index <= tokens.length; index++) {
    const token = tokens[index];
    if (
      token &&
      token.kind !== 'stop' &&
      (token.kind !== 'break' || goesOnCorrecting(tokens, index)) &&
      !turnsToAsk(token, tokens.slice(from, index))
    )
      continue;
    const own = tokens.slice(from, index);
    if (own.length > 0) clauses.push(clauseOf(own, after, asksAfter(tokens, index), corrects));
    after = endingOf(token, own.length === 0 ? after : undefined);
    from = token && turnsToAsk(token, own) ? index : index + 1;
  }
  return carried(clauses);
}

/** "80, no wait, 88": the comma parts nothing. */
function goesOnCorrecting(tokens: readonly Token[], index: number): boolean {
  const said = tokens
    .slice(Math.max(0, index - 2), index)
    .map(({ text }) => text)
    .join(' ');
  return tokens[index + 1]?.kind === 'amount' && takenBack.test(said);
}

/** "my ctr is 0.9% how do i get it to 2%": told up to there. */
function turnsToAsk(token: Token, before: readonly Token[]): boolean {
  return (
    token.kind === 'word' &&
    /^(?:how|why|what|should|shall)$/.test(token.text) &&
    before.some(({ kind }) => kind === 'amount')
  );
}

/** "Priya's opt-in", "their ctr": not the person's own. */
function isSomebodyElses(tokens: readonly Token[]): boolean {
  return tokens.some(({ kind, text }, index) => {
    const next = tokens[index + 1];
    return (
      kind === 'word' &&
      next?.kind === 'named' &&
      (/^(?:their|his|her|your)$/.test(text) || isPossessive(text))
    );
  });
}

function isPossessive(word: string): boolean {
  return (
    /\p{L}{2}'s$/u.test(word) &&
    !/^(?:it|that|what|here|there|let|who|today|yesterday|tonight|week|month|year|monday|friday)'s$/.test(
      word,
    )
  );
}

/** A clause is asked where its sentence ends in a question mark. */
function asksAfter(tokens: readonly Token[], from: number): boolean {
  const stop = tokens.slice(from).find((token) => token.kind === 'stop');
  return stop?.kind === 'stop' && stop.asks;
}

function endingOf(token: Token | undefined, before: Clause['after'] | undefined): Clause['after'] {
  if (token?.kind === 'stop') return 'stop';
  if (token?.text === '(' || token?.text === '[') return 'bracket';
  if (before === 'stop' || before === 'bracket') return before;
  return ['and', '&', 'plus', '+', ')', ']'].includes(token?.text ?? '') ? 'and' : 'break';
}

function clauseOf(tokens: Token[], after: Clause['after'], asked: boolean, corrects: boolean): Clause {
  const words = tokens
    .filter((token) => token.kind !== 'named' && token.kind !== 'amount')
    .map((token) => token.text)
    .join(' ');
  const whole = tokens.map((token) => token.text).join(' ');
  return {
    pieces: tokens.flatMap((token, index) => pieceOf(token, index, tokens)),
    words,
    supposed:
      isSomebodyElses(tokens) ||
      othersWords.test(words) ||
      supposedWords.test(corrects ? words.replaceAll(correctionWords, ' ') : words),
    asked: (asked && askingStart.test(whole)) || wondering.test(whole),
    after,
  };
}

function pieceOf(token: Token, index: number, tokens: readonly Token[]): Piece[] {
  const { start, end } = token;
  if (token.kind === 'named') return [{ kind: 'named', named: token.named, text: token.text, start, end }];
  if (token.kind === 'missing' || token.kind === 'change') return [{ kind: token.kind, start, end }];
  if (token.kind !== 'amount') return [];
  const before = tokens
    .slice(Math.max(0, index - 3), index)
    .map(({ text }) => text)
    .join(' ');
  const next = tokens[index + 1];
  const ofSomething = next?.kind === 'word' && !isFiller(next.text) ? next.text : undefined;
  // "was 32 now 41", "was 1.8 now is 2.3": what introduces the next number says nothing of this one.
  const introduces = tokens.slice(index + 1, index + 4).some(({ kind }) => kind === 'amount');
  const behind = tokens
    .slice(index + 1, introduces ? index + 1 : index + 3)
    .map(({ text }) => text)
    .join(' ');
  return [
    {
      kind: 'figure',
      amount: token.amount,
      denied: /(?:^| )(?:not|isn'?t|wasn'?t|instead of|rather than|never)$/.test(before),
      past:
        /(?:^| )(?:was|were|vs\.?|versus|against|than|compared (?:to|with)|previously|before|prior|used to be|last (?:week|month|time)(?:'s)?(?: was| were| :| =)?|from)$/.test(
          before,
        ) || /^(?:last (?:week|month|time)|before|previously|the week before)/.test(behind),
      now:
        /(?:^| )(?:now|currently|today|this week|this month)(?: is| at| it'?s)?$/.test(before) ||
        takenBack.test(before) ||
        /^(?:now|this week|today)/.test(behind),
      ofSomething,
      apart: ofSomething !== undefined && leadsOn.test(tokens[index + 2]?.text ?? ''),
      start,
      end,
    },
  ];
}

/** "3.1 sorry 1.3", "80, no wait, 88": the number behind it is the one that counts. */
const takenBack =
  /(?:^| )(?:sorry|oops|whoops|wait|i mean|i meant|make that|scrap that|correction)(?: [,:-])?(?: it'?s| its)?$/;
const leadsOn = /^(?:about|for|on|to|with|regarding|re)$/;

/** Words that may follow a metric's number and are no noun. */
function isFiller(word: string): boolean {
  return fillers.has(word) || /ly$/.test(word);
}
const fillers = new Set(
  "this last so far today in on for from per a an the each me us my our it its it's is was were which that who overall total ouch yay sadly again not no too as by via after before to up down good bad better worse great ok okay meh nice lol haha ha wow phew eek ugh argh approx new fresh came come took got opted signed bought left converted helped of out all than compared vs went going over under above below i we they you he she what how why when where hence thanks thx cheers please pls x mate guys team best worst same still just only even though now yesterday all-in inc incl excl organic paid diese".split(
    ' ',
  ),
);

/** A wish goes on over "and" and commas until a clause tells what happened: "aiming for 50 leads and 5 sales". */
function carried(clauses: Clause[]): Clause[] {
  let supposed = false;
  return clauses.map((clause) => {
    if (clause.after === 'stop' || clause.after === 'start' || tellsActual(clause)) supposed = false;
    // Brackets are their own: "ctr 2.1 (target 3), cpl 4".
    const own = clause.supposed;
    const result = { ...clause, supposed: own || supposed };
    if (clause.after !== 'bracket' && own) supposed = true;
    return result;
  });
}
