import type { ScoreKind } from '../domain/user-funnel-snapshot.ts';
import { checkConsistency } from './check-consistency.ts';
import { type MetricName, type MetricValues, metricNames, metricOf } from './metrics.ts';
import { type Paired, pairFigures, type Reported } from './pair-figures.ts';
import { type Clause, clausesOf, type Figure, readsAsCorrection } from './read-clauses.ts';
import { withoutTables } from './read-table.ts';
import { type Token, tokensOf } from './report-tokens.ts';
import { capital, isCountOfPeople, round, settleFigure } from './settle-figure.ts';

/** How a value came about, where it did not stand there as such. */
export interface Mark {
  approximate?: boolean;
  range?: { from: number; to: number };
  /** Such as "240 ÷ 60". */
  workedOut?: string;
}

/** What a report says, read without a model. Nothing in it is kept before the person has seen it. */
export interface FunnelReading {
  values: MetricValues;
  marks: Partial<Record<MetricName, Mark>>;
  /** Such as "Last 30 Days", only where it was said. */
  timePeriod: string | undefined;
  /** ISO 4217: the person's, or the only one that the report names. */
  currency: string;
  scoreKind: ScoreKind | undefined;
  /** Money taken, which is no metric of the seed: offered for `convert_Revenue`. */
  revenue: number | undefined;
  /** "sorry, ctr is 1.4": changes what was reported before. */
  isCorrection: boolean;
  /** "same as last week". */
  sameAsBefore: boolean;
  /** Short questions, the most telling first; each names its metric. */
  questions: string[];
  /** The metrics that were told of and have no value yet: a question asks for each. */
  open: MetricName[];
  /** Numbers that stand by no name, as they were typed; one question asks for all of them. */
  unplaced: string[];
  /** Pieces of the report that are no metric, as they were typed: "opens 44%". */
  notes: string[];
}

export interface ReadingContext {
  /** The person's currency, ISO 4217; absent where it is not known yet. */
  currency?: string;
  /** 1 to 12, of the person's own today. */
  monthNow: number;
  /** What the period before was, where there is one. */
  previous?: MetricValues;
  /** The metric that was asked for: a bare number is its. */
  asked?: MetricName;
}

/** A report is a message, not a book: what is longer goes in as a file. */
const longestReport = 4_000;
const defaultCurrency = 'GBP';

/** Reads a weekly report as people type it (rules: course-facts 5.1 to 5.4). Pure, and the same each time. */
export function parseFunnelReport(report: string, context: ReadingContext): FunnelReading {
  const original = withoutTables(unmarked(report.normalize('NFKC').slice(0, longestReport)));
  const text = lowered(original);
  const tokens = tokensOf(text, context.monthNow);
  const clauses = clausesOf(tokens, text);
  const paired = pairFigures(clauses);
  const reading: FunnelReading = {
    values: {},
    marks: {},
    timePeriod: periodOf(tokens),
    currency: currencyOf(tokens, context),
    scoreKind: undefined,
    revenue: undefined,
    isCorrection: readsAsCorrection(text),
    sameAsBefore: tokens.some((token) => token.kind === 'same'),
    questions: [],
    open: [],
    unplaced: [],
    notes: [],
  };
  const whole: Whole = { reading, namesUpsell: /upsell|bump/.test(text), isRow: paired.reported.length > 1 };
  const byMetric = new Map<MetricName, Reported[]>();
  paired.reported = assigned(paired, clauses, context);
  for (const reported of paired.reported) {
    if (reported.named.kind !== 'metric') continue;
    const { metric } = reported.named;
    byMetric.set(metric, [...(byMetric.get(metric) ?? []), reported]);
  }
  for (const metric of metricNames) {
    const all = byMetric.get(metric);
    if (!all) continue;
    const asked = reading.questions.length;
    settleMetric(metric, all, whole);
    if (reading.values[metric] === undefined && reading.questions.length > asked) reading.open.push(metric);
  }
  takeEach(paired, text, reading);
  const spend = spendOf(paired, text);
  workOut(spend, paired, reading);
  takeRevenue(paired, reading);
  reading.notes.push(...notesOf(paired, original));
  askAboutRest(
    paired.loose.filter((figure) => figure !== spend),
    reading,
  );
  if (reading.sameAsBefore && Object.keys(reading.values).length === 0) {
    reading.questions.push('Shall I copy your last numbers for this period?');
  }
  reading.questions.push(...checkConsistency(reading.values, context.previous, clicksOf(paired)));
  if (Object.keys(reading.values).length === 0) reading.timePeriod = undefined;
  return reading;
}

/** "*CTR* 1.8%", "_optin_ 20%": emphasis says nothing of the numbers. */
function unmarked(text: string): string {
  return text.replace(/(?<![\p{L}\d*_])([*_~]{1,2})(?=\S)([^*_~\n]{1,60}?)(?<=\S)\1(?![\p{L}\d*_])/gu, '$2');
}

/** Lower case of the same length, so that positions hold for both. */
function lowered(text: string): string {
  return Array.from(text, (character) => {
    const lower = character.toLowerCase();
    return lower.length === character.length ? lower : character;
  })
    .join('')
    .replaceAll('’', "'");
}

/** What the report is about: "14 (last week 11)" names the week before only to compare. */
function periodOf(tokens: readonly Token[]): string | undefined {
  const periods = tokens.flatMap((token, index) => (token.kind === 'period' ? [{ token, index }] : []));
  const isCompared = ({ token, index }: (typeof periods)[number]) =>
    /last (?:week|month)/.test(token.text) &&
    (tokens[index - 1]?.kind === 'amount' || /^(?:amount|joint)$/.test(tokens[index + 1]?.kind ?? '')) &&
    tokens.filter(({ kind }) => kind === 'amount').length >
      tokens.filter(({ kind }) => kind === 'named').length;
  const own = periods.find((period) => !isCompared(period));
  return own?.token.name;
}

/** A report in one currency tells what a person counts in, as long as nobody knows better. */
function currencyOf(tokens: readonly Token[], context: ReadingContext): string {
  if (context.currency !== undefined) return context.currency;
  const named = new Set(
    tokens.flatMap((token) => (token.kind === 'amount' ? (token.amount.currency ?? []) : [])),
  );
  const [only] = named;
  return named.size === 1 && only !== undefined ? only : defaultCurrency;
}

/** Names with their numbers, where words such as "opted in" mean a count of leads, and a bare answer means what was asked. */
function assigned(paired: Paired, clauses: readonly Clause[], context: ReadingContext): Reported[] {
  const reported = paired.reported.map((one): Reported => {
    const [figure] = one.figures;
    // "sales £860" is money.
    const isOrders = one.named.kind === 'metric' && one.named.metric === 'convert_TotalSales';
    if (isOrders && figure?.amount.unit === 'money') return { ...one, named: { kind: 'revenue' } };
    if (figure === undefined || one.named.kind !== 'metric' || !isCountOfPeople(one.named, figure))
      return one;
    const isLeads = ['gift_OptInRate', 'attract_LeadsTotal'].includes(one.named.metric);
    const isPlural = /s$|ed\b|joined|gave/.test(one.text);
    return isLeads && isPlural
      ? { ...one, named: { kind: 'metric', metric: 'attract_LeadsTotal', usage: 'label' } }
      : one;
  });
  const [only] = paired.loose;
  if (context.asked && reported.length === 0 && only && paired.loose.length === 1 && clauses.length === 1) {
    paired.loose.pop();
    return [namedAs(context.asked, only)];
  }
  return reported.map((one) => {
    // "sign ups 20%" is the rate.
    const [figure] = one.figures;
    const isShare = figure && (figure.amount.unit === 'percent' || figure.amount.outOf !== undefined);
    return isShare &&
      one.named.kind === 'metric' &&
      one.named.metric === 'attract_LeadsTotal' &&
      one.named.usage === 'people'
      ? { ...one, named: { ...one.named, metric: 'gift_OptInRate' as const } }
      : one;
  });
}

function namedAs(metric: MetricName, figure: Figure): Reported {
  return {
    named: { kind: 'metric', metric, usage: 'label' },
    text: metricOf(metric).label,
    figures: [figure],
    isMissing: false,
    isChange: false,
    supposed: false,
  };
}

/** What one metric's reading may need to know of the whole report. */
interface Whole {
  reading: FunnelReading;
  namesUpsell: boolean;
  /** More than one thing is reported. */
  isRow: boolean;
}

/** One metric's value from everything that was said of it, or a question. */
function settleMetric(name: MetricName, all: Reported[], whole: Whole): void {
  const { reading } = whole;
  const metric = metricOf(name);
  const told = all.filter((one) => !one.supposed);
  const figures = currentOf(
    told.flatMap(({ figures: own, text }) => own.map((figure) => ({ ...figure, label: text }))),
  );
  if (figures.length === 0) {
    const isTold = told.some(({ isChange }) => isChange);
    if (isTold) reading.questions.push(`${capital(metric.label)}: what is the figure now?`);
    else if (told.length === 0 && all.some(({ figures: own }) => own.length > 0)) {
      reading.questions.push(`${capital(metric.label)}: is that what you had, or what you are after?`);
    }
    return;
  }
  const total = totalOf(figures);
  const [figure] = total ? [total] : figures;
  if (!figure) return;
  if (!total && new Set(figures.map(({ amount }) => levelOf(amount))).size > 1) {
    const values = figures.map(({ amount }) => amount.written).join(' and ');
    reading.questions.push(`${capital(metric.label)}: you gave ${values}. Which is it for all together?`);
    return;
  }
  if (mayBeACode(all, figure, whole)) {
    reading.questions.push(
      `Is ${figure.amount.written} your ${metric.label}, or did you mean something else by “${all[0]?.text} ${figure.amount.written}”?`,
    );
    return;
  }
  if (isBareShareWord(all, figure)) {
    if (
      metric.name !== 'share_ReviewRate' ||
      all.some(({ named }) => named.kind === 'metric' && named.usage === 'share')
    ) {
      reading.questions.push(`${capital(metric.label)}: ${figure.amount.written} out of how many?`);
    } else reading.notes.push(`${figure.amount.written} ${all[0]?.text ?? ''}`.trim());
    return;
  }
  if (all.some(({ text }) => text === 'sold') && figure.ofSomething) {
    reading.questions.push(
      `Is ${figure.amount.written} ${figure.ofSomething} as many orders? How many orders were there?`,
    );
    return;
  }
  // "Upsell: 14% took it, basket went from 46 to 53": before it and with it.
  if (name === 'sell_AOV_Initial' && whole.namesUpsell && figure.amount.before !== undefined) {
    keep(
      'sell_AOV_Initial',
      { ...figure, amount: { ...figure.amount, value: figure.amount.before } },
      reading,
    );
    keep('upsell_AOV_Final', figure, reading);
    return;
  }
  keep(name, figure, reading);
}

/** "31 leads, 22 from insta and 9 from tiktok": a sum with its parts is one number, wherever it stands. */
function totalOf<Kept extends Figure>(figures: readonly Kept[]): Kept | undefined {
  if (
    figures.length < 3 ||
    figures.some(({ amount }) => amount.unit !== 'plain' || amount.outOf !== undefined)
  )
    return undefined;
  const sum = figures.reduce((all, { amount }) => all + amount.value, 0);
  return [figures[0], figures.at(-1)].find((one) => one !== undefined && one.amount.value * 2 === sum);
}

/** The same level, said twice, is no contradiction: "9 of 300 bought, so 3%". */
function levelOf({ value, outOf }: Figure['amount']): number {
  return outOf === undefined ? value : round((value / outOf) * 100);
}

function keep(name: MetricName, figure: Figure, reading: FunnelReading): void {
  const settled = settleFigure(metricOf(name), figure, reading.currency);
  if (settled.question !== undefined) reading.questions.push(settled.question);
  if (settled.kind === 'question') return;
  reading.values[name] = settled.value;
  if (settled.scoreKind) reading.scoreKind = settled.scoreKind;
  const { approximate, range, outOf } = figure.amount;
  const mark: Mark = {
    ...(approximate ? { approximate } : {}),
    ...(range ? { range } : {}),
    ...(outOf !== undefined && metricOf(name).kind === 'percent'
      ? { workedOut: `${figure.amount.value} ÷ ${outOf}` }
      : {}),
  };
  if (Object.keys(mark).length > 0) reading.marks[name] = mark;
}

/** What is taken back is gone; how it used to be counts only where nothing says how it is. */
function currentOf<Kept extends Figure>(figures: Kept[]): Kept[] {
  const standing = figures.filter(({ denied }) => !denied);
  const now = standing.filter((figure) => figure.now);
  if (now.length > 0) return now;
  const present = standing.filter(({ past }) => !past);
  return present.length > 0 ? present : standing;
}

/** "hook 3" alone: a click-through rate, or the third prompt of the step? In a row of steps it is the rate. */
function mayBeACode(all: Reported[], { amount }: Figure, whole: Whole): boolean {
  const isStepAlone =
    !whole.isRow && all.every(({ named }) => named.kind === 'metric' && named.usage === 'step');
  return (
    isStepAlone && amount.unit === 'plain' && amount.decimals === 0 && amount.value <= 12 && !amount.outOf
  );
}

/** "3 left a review": of how many? */
function isBareShareWord(all: Reported[], figure: Figure): boolean {
  const { unit, outOf } = figure.amount;
  return (
    unit === 'plain' &&
    outOf === undefined &&
    all.every(
      ({ named }) => named.kind === 'metric' && (named.usage === 'share' || named.usage === 'share-or-note'),
    )
  );
}

/** Spend and a count together give a cost: £240 for 60 leads is a cost per lead of £4. */
function workOut(spend: Figure | undefined, paired: Paired, reading: FunnelReading): void {
  if (!spend || (spend.amount.currency !== undefined && spend.amount.currency !== reading.currency)) return;
  const leads = reading.values.attract_LeadsTotal;
  const customers = paired.reported.find(({ named, supposed }) => named.kind === 'customers' && !supposed)
    ?.figures[0];
  derive('gift_CPL', spend, leads, reading);
  derive(
    'convert_CPA',
    spend,
    customers?.amount.unit === 'plain' ? customers.amount.value : undefined,
    reading,
  );
}

/** "60 leads at £4", "leads 60 at £4 each": what each of them cost. */
function takeEach(paired: Paired, text: string, reading: FunnelReading): void {
  const [each] = paired.loose;
  if (paired.loose.length !== 1 || each?.amount.unit !== 'money') return;
  const counted = paired.reported.findLast(
    ({ figures: [figure] }) => figure && figure.end < each.start && each.start - figure.end < 40,
  );
  const isEach =
    /(?:\bat|@)\s*$/.test(text.slice(0, each.start)) ||
    /^\s*(?:each|apiece|a lead|per)/.test(text.slice(each.end));
  const metric =
    isEach &&
    !counted?.supposed &&
    counted?.named.kind === 'metric' &&
    counted.named.metric === 'attract_LeadsTotal'
      ? 'gift_CPL'
      : undefined;
  if (!metric || reading.values[metric] !== undefined) return;
  paired.loose.pop();
  keep(metric, each, reading);
}

/** "£96 on the quiz ads brought me 48 leads". */
const spentOnAds =
  /^\s*(?:on|of|in|into|worth of) (?:[\p{L}'’-]+ ){0,4}?(?:ads?|adverts?|advertising|ad ?spend|campaigns?|boost(?:s|ed|ing)?|promos?|posts?|fb|facebook|meta|google|insta(?:gram)?|tiktok|pinterest)\s*(?:(?:has |have )?(?:got|gets|bought|brought|gave|made|pulled|won|landed)(?: (?:me|us|in))*|for|→|=|->)\s*(?:about |around |~)?\d/u;

function spendOf(paired: Paired, text: string): Figure | undefined {
  const named = paired.reported.find(({ named: { kind }, supposed }) => kind === 'spend' && !supposed);
  if (named) return named.figures.length === 1 ? named.figures[0] : undefined;
  const [only] = paired.loose;
  if (paired.loose.length !== 1 || !only) return undefined;
  // "£240 for 60 leads", "500 got 20 customers", "40 leads for £120".
  const spentOn = only.amount.unit === 'money' && spentOnAds.test(text.slice(only.end));
  const buys = /^\s*(?:(?:for|got|gets|bought|brought|gave|made)(?: (?:me|us|in))?|→|=|->)\s*[\d~]/.test(
    text.slice(only.end),
  );
  const paid =
    only.amount.unit === 'money' && /\b(?:for|paid|cost|costing)\s*$/.test(text.slice(0, only.start));
  return buys || paid || spentOn ? only : undefined;
}

function derive(
  name: 'gift_CPL' | 'convert_CPA',
  spend: Figure,
  count: number | undefined,
  reading: FunnelReading,
): void {
  if (count === undefined || count <= 0 || spend.amount.value <= 0 || reading.values[name] !== undefined)
    return;
  reading.values[name] = round(spend.amount.value / count);
  reading.marks[name] = { workedOut: `${spend.amount.value} ÷ ${count}` };
}

function takeRevenue(paired: Paired, reading: FunnelReading): void {
  const figures = paired.reported
    .filter(({ supposed }) => !supposed)
    .flatMap(({ named, figures: own }) => (named.kind === 'revenue' ? own : []));
  const [only] = figures;
  if (figures.length !== 1 || !only || only.amount.bound || only.amount.thousandsPoint) return;
  if (only.amount.currency === undefined || only.amount.currency === reading.currency)
    reading.revenue = round(only.amount.value);
}

/** Clicks are no metric of ours, and tell whether opt-in rate and leads go together. */
function clicksOf(paired: Paired): number | undefined {
  const clicks = paired.reported.filter(({ text, supposed }) => /^clicks?$/.test(text) && !supposed);
  const [figure, ...more] = clicks.flatMap(({ figures }) => figures);
  return figure && more.length === 0 && figure.amount.unit === 'plain' ? figure.amount.value : undefined;
}

function notesOf(paired: Paired, original: string): string[] {
  return paired.reported
    .filter(
      ({ named, figures }) => (named.kind === 'noted' || named.kind === 'revenue') && figures.length > 0,
    )
    .map(
      ({ text, figures }) =>
        `${text} ${figures.map(({ start, end }) => original.slice(start, end).trim()).join(', ')}`,
    );
}

/** What stands by no name is never guessed. Asked once for all of it. */
function askAboutRest(rest: readonly Figure[], reading: FunnelReading): void {
  const nothingYet = Object.keys(reading.values).length === 0 && reading.questions.length === 0;
  // Beside what was understood, "3 emails" is prose; where nothing was, it may be the report.
  const open = rest.filter(
    ({ ofSomething, amount }) => !amount.inWords && (nothingYet || ofSomething === undefined),
  );
  if (open.length === 0) return;
  reading.unplaced = open.map(({ amount }) => amount.written);
  const written = open.slice(0, 3).map(({ amount }) => `“${amount.written}”`);
  reading.questions.push(
    written.length === 1 ? `Which number is ${written[0]}?` : `Which numbers are ${written.join(', ')}?`,
  );
}
