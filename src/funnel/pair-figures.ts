import type { Named } from './metric-phrases.ts';
import { type Clause, type Figure, type Piece, tellsActual } from './read-clauses.ts';

type NamedPiece = Extract<Piece, { kind: 'named' }>;
type FigurePiece = Extract<Piece, { kind: 'figure' }>;

/** A name, and the numbers that stand by it. */
export interface Reported {
  named: Named;
  /** As it was typed, for questions. */
  text: string;
  figures: Figure[];
  /** "n/a": the person says that there is none. */
  isMissing: boolean;
  /** "up 12%" and no level. */
  isChange: boolean;
  /** Wished for, asked about or somebody else's. */
  supposed: boolean;
}

export interface Paired {
  reported: Reported[];
  /** Numbers that stand by no name. */
  loose: Figure[];
}

/** Which number belongs to which name. Within a clause neighbours belong together; over a comma only what lacks its other half. */
export function pairFigures(clauses: readonly Clause[]): Paired {
  const paired: Paired = { reported: [], loose: [] };
  let last: Reported | undefined;
  for (const clause of clauses) {
    const { reported, loose } = pairClause(clause);
    if (reported.length > 0) {
      const joined = joinOver(paired, reported, clause);
      paired.reported.push(...joined);
      last = joined.at(-1) ?? last;
      if (joined.length === 1 && last && sameBreath(last, loose)) last.figures.push(...loose);
      else paired.loose.push(...loose);
      continue;
    }
    if (loose.length === 0) {
      if (last && last.figures.length === 0 && clause.pieces.some(({ kind }) => kind === 'missing'))
        last.isMissing = true;
      if (last && clause.pieces.some(({ kind }) => kind === 'change')) last.isChange = true;
      continue;
    }
    if (last && belongsToLast(last, loose, clause)) {
      if (!clause.supposed) {
        if (last.supposed) Object.assign(last, { figures: [], supposed: false });
        last.figures.push(...loose);
      }
    } else paired.loose.push(...loose);
  }
  return paired;
}

/** Another number of the same kind makes the first doubtful, unless it counts something else. */
function sameBreath(last: Reported, loose: readonly Figure[]): boolean {
  const [own] = last.figures;
  return (
    own !== undefined &&
    loose.every(
      ({ ofSomething, amount }) =>
        ofSomething === undefined && !amount.inWords && amount.unit === own.amount.unit,
    )
  );
}

/** "12/400, opted in": the number came first and lacked its name. */
function joinOver(paired: Paired, reported: Reported[], clause: Clause): Reported[] {
  const [first] = reported;
  const waiting = paired.loose.at(-1);
  if (!first || !waiting || clause.after !== 'break' || reported.length > 1) return reported;
  if (first.figures.length > 0 || first.isMissing || first.isChange || waiting.ofSomething) return reported;
  if (waiting.amount.outOf === undefined && waiting.amount.unit !== 'percent') return reported;
  paired.loose.pop();
  return [{ ...first, figures: [waiting] }];
}

/** "ctr: 2.0 (fb) and 5.1", "leads, 58", "ctr was 1.1, now 1.6", "aiming for 50 leads, got 38": numbers for the name before. */
function belongsToLast(last: Reported, loose: readonly Figure[], clause: Clause): boolean {
  if (clause.after === 'stop' && !last.supposed)
    return last.figures.length === 0 && !last.isMissing && loose.length === 1;
  if (last.supposed) return tellsActual(clause) || loose.some(({ now }) => now);
  if (last.figures.length === 0) return !last.isMissing && loose.length === 1;
  if (loose.some(({ denied, past, now, amount }) => denied || past || now || amount.before !== undefined))
    return true;
  const isAnother = clause.after === 'and' || clause.after === 'bracket' || platform.test(clause.words);
  return isAnother && sameBreath(last, loose);
}

/** "ctr 1.2 on fb, 2.8 on pinterest": one metric, told by where it was. */
const platform =
  /(?:^| )(?:on|from|for|via|in) (?:fb|facebook|insta(?:gram)?|ig|google|tiktok|pinterest|meta|youtube|bing|linkedin|search|display|stories|reels|desktop|mobile|email)(?![\p{L}])/u;

/** Within one clause: the pairing of neighbours that leaves the fewest alone, then the closest. */
function pairClause(clause: Clause): Paired {
  const pieces = joinShares(namesInPlace(clause), clause);
  const names = pieces.filter((piece) => piece.kind === 'named');
  const supposed = clause.supposed || clause.asked;
  const reported = new Map<NamedPiece, Reported>(
    names.map((name) => [
      name,
      { named: name.named, text: name.text, figures: [], isMissing: false, isChange: false, supposed },
    ]),
  );
  const loose: Figure[] = [];
  for (const [index, partner] of bestPartners(pieces).entries()) {
    const piece = pieces[index];
    if (piece?.kind === 'figure') {
      const name = partner === undefined ? undefined : pieces[partner];
      const owner = name?.kind === 'named' ? reported.get(name) : undefined;
      if (owner) owner.figures.push(piece);
      else loose.push(piece);
    }
    if (piece?.kind === 'missing' || piece?.kind === 'change') {
      const partnered = partner === undefined ? undefined : pieces[partner];
      const name = partnered?.kind === 'named' ? partnered : nameNear(pieces, index);
      const owner = name && reported.get(name);
      if (owner && piece.kind === 'missing') owner.isMissing = true;
      if (owner && piece.kind === 'change') owner.isChange = true;
    }
  }
  const joined = joinSame([...reported.values()]);
  const [only] = joined;
  // "repeat was 32 now 41": both are the one name's.
  const isComparison = loose.some(({ denied, past, now }) => denied || past || now);
  if (joined.length === 1 && only && isComparison && sameBreath(only, loose)) {
    only.figures.push(...loose);
    return { reported: joined, loose: [] };
  }
  return { reported: joined, loose };
}

/** The name before, else behind. */
function nameNear(pieces: readonly Piece[], index: number): NamedPiece | undefined {
  const before = pieces.slice(0, index).findLast((piece) => piece.kind === 'named');
  return before ?? pieces.slice(index).find((piece) => piece.kind === 'named');
}

/** "Upsell: 14% took it" names one metric twice. */
function joinSame(reported: Reported[]): Reported[] {
  const joined: Reported[] = [];
  for (const one of reported) {
    const same = joined.find((other) => isSameMetric(other.named, one.named) && isSameUnit(other, one));
    if (same) {
      same.figures.push(...one.figures);
      same.isMissing ||= one.isMissing;
      same.isChange ||= one.isChange;
    } else joined.push(one);
  }
  return joined;
}

function isSameMetric(one: Named, other: Named): boolean {
  return one.kind === 'metric' && other.kind === 'metric' && one.metric === other.metric;
}

/** "sales £860 from 17 orders" tells of two things. */
function isSameUnit(one: Reported, other: Reported): boolean {
  const units = [one.figures[0]?.amount.unit, other.figures[0]?.amount.unit];
  return !(units.includes('money') && units.includes('plain'));
}

/**
 * Names that count where they stand: an everyday word such as "gift" only right before its number, a doing such as
 * "opted in" only with a share, and what a share is counted of ("6% of orders") not at all.
 */
function namesInPlace(clause: Clause): Piece[] {
  const { pieces } = clause;
  return pieces.filter((piece, index) => {
    if (piece.kind !== 'named') return true;
    if (piece.named.kind === 'other') return false;
    const next = pieces[index + 1];
    const previous = pieces[index - 1];
    if (piece.named.kind === 'metric') {
      const { usage } = piece.named;
      if (usage === 'step') {
        const near = next && next.kind !== 'named' && next.start - piece.end <= 4;
        const plain = next?.kind === 'figure' ? next.ofSomething === undefined : true;
        return Boolean((near && plain) || (index === 0 && pieces.length === 1 && clause.words === ''));
      }
      // One order is a count, "order 4471" a number on a parcel.
      if (piece.text === 'order' || piece.text === 'sale')
        return previous?.kind === 'figure' && previous.amount.value <= 1;
      if (isCounted(piece.named) && undone.test(clause.words)) return false;
      // "3.40 per lead" is money without its sign; "3 per lead" may be anything.
      if (usage === 'each')
        return (
          previous?.kind === 'figure' &&
          (previous.amount.unit === 'money' ||
            (previous.amount.unit === 'plain' && previous.amount.decimals === 2))
        );
    }
    // "14 of our 210 orders came after a dm", "6% of orders".
    const countsOf =
      previous?.kind === 'figure' &&
      (previous.amount.outOf !== undefined ||
        (previous.amount.unit === 'percent' && /(?:^| )of( |$)/.test(clause.words)));
    return !(
      countsOf &&
      (isCounted(piece.named) || piece.named.kind === 'noted') &&
      pieces.some((other) => other !== piece && other.kind === 'named')
    );
  });
}

/** "9 reviews from 120 asks", "12 opt ins of 400": a share, with its noun in the middle. */
function joinShares(pieces: Piece[], clause: Clause): Piece[] {
  return pieces.flatMap((piece, index): Piece[] => {
    const [name, whole] = [pieces[index + 1], pieces[index + 2]];
    if (isShareOf(piece, name, whole) && whole?.kind === 'figure') {
      const outOf = whole.amount.value;
      return [
        {
          ...piece,
          ofSomething: undefined,
          amount: { ...piece.amount, outOf, written: `${piece.amount.written} of ${whole.amount.written}` },
        },
      ];
    }
    const [before, own] = [pieces[index - 2], pieces[index - 1]];
    return isShareOf(before, own, piece) ? [] : [piece];
  });

  function isShareOf(
    part: Piece | undefined,
    name: Piece | undefined,
    whole: Piece | undefined,
  ): part is FigurePiece {
    if (
      part?.kind !== 'figure' ||
      whole?.kind !== 'figure' ||
      name?.kind !== 'named' ||
      name.named.kind !== 'metric'
    )
      return false;
    const counts =
      part.amount.unit === 'plain' &&
      whole.amount.unit === 'plain' &&
      part.amount.value <= whole.amount.value;
    return (
      counts &&
      ['share', 'share-or-note', 'people'].includes(name.named.usage) &&
      /(?:^| )(?:from|of|out of)(?: |$)/.test(clause.words) &&
      whole.start - name.end <= 14
    );
  }
}

const undone = /(?:^| )(?:refund(?:ed|ing)?|cancel(?:led|ed|ling)?|disputed|missing|unshipped)(?: |$)/;

/** For each piece its partner's index. Pairs are neighbours and never cross; found by the best score from the left. */
function bestPartners(pieces: readonly Piece[]): (number | undefined)[] {
  interface Best {
    score: number;
    partner: [number, number] | undefined;
    rest: number;
  }
  const best: Best[] = [];
  best[pieces.length] = { score: 0, partner: undefined, rest: pieces.length };
  for (let index = pieces.length - 1; index >= 0; index--) {
    const skip = best[index + 1];
    let choice: Best = { score: skip?.score ?? 0, partner: undefined, rest: index + 1 };
    const piece = pieces[index];
    const next = pieces[index + 1];
    if (piece && next) {
      const score = pairScore(piece, next);
      const total = score + (best[index + 2]?.score ?? 0);
      if (score > 0 && total >= choice.score)
        choice = { score: total, partner: [index, index + 1], rest: index + 2 };
    }
    best[index] = choice;
  }
  const partners: (number | undefined)[] = pieces.map(() => undefined);
  for (let index = 0; index < pieces.length; ) {
    const choice = best[index];
    if (choice?.partner) {
      const [left, right] = choice.partner;
      partners[left] = right;
      partners[right] = left;
    }
    index = choice?.rest ?? pieces.length;
  }
  return partners;
}

/** 100 for a pair, less for distance and for what does not fit: so more pairs win over closer ones. */
function pairScore(left: Piece, right: Piece): number {
  const distance = Math.min(30, right.start - left.end);
  if (left.kind === 'missing' && right.kind === 'named') return right.start - left.end <= 2 ? 95 : 0;
  if (left.kind === 'named' && (right.kind === 'missing' || right.kind === 'change')) return 100 - distance;
  if (left.kind === 'named' && right.kind === 'figure') return 100 - distance - misfit(left, right);
  if (left.kind === 'figure' && right.kind === 'named') {
    if (left.apart && isCounted(right.named)) return 0;
    // "12 leads": a count stands before its noun, any other number rather behind its name.
    const isBeforeItsNoun =
      isCounted(right.named) && right.start - left.end <= 2 && left.amount.unit === 'plain';
    return 98 - distance + (isBeforeItsNoun ? 5 : 0) - misfit(right, left);
  }
  return 0;
}

function misfit(name: NamedPiece, figure: FigurePiece): number {
  const { unit, outOf } = figure.amount;
  let points = figure.ofSomething === undefined ? 0 : 25;
  if (figure.denied || figure.past) points += 10;
  if (isCounted(name.named) && unit !== 'plain') points += 40;
  if (name.named.kind === 'spend' && outOf !== undefined) points += 60;
  if (name.named.kind === 'metric' && name.named.usage === 'share' && unit === 'money') points += 60;
  return points;
}

function isCounted(named: Named): boolean {
  if (named.kind === 'customers') return true;
  return (
    named.kind === 'metric' &&
    (named.metric === 'attract_LeadsTotal' || named.metric === 'convert_TotalSales')
  );
}
