import type { MetricName } from './metrics.ts';

/** What words in a report name: a metric, money that went out, customers, or something that is noted and no metric. */
export type Named =
  | { kind: 'metric'; metric: MetricName; usage: Usage }
  | { kind: 'spend' }
  | { kind: 'customers' }
  | { kind: 'revenue' }
  /** Not a field of a snapshot (course-facts 5.2, last lines): goes to the notes. */
  | { kind: 'noted' }
  /** Holds a metric's word and means something else: "sales page". */
  | { kind: 'other' };

/**
 * How the words stand to their number. `label`: before or after it. `step`: the bare name of a step, an everyday word,
 * which counts only with its number right behind it. `share`: a doing, such as "opted in", that needs a share of people.
 * `people`: the same word is a rate with a share and a count of leads without.
 */
export type Usage = 'label' | 'step' | 'share' | 'people' | 'share-or-note' | 'each';

interface Phrase {
  pattern: string;
  named: Named;
}

const sp = '[\\s-]?';

/** Words that people type, for each metric (course-facts 5.3 and more of their kind). Longest match wins. */
const metricPhrases: Record<MetricName, Partial<Record<Usage, string[]>>> = {
  hook_AvgCTR: {
    label: [
      `(?:(?:average|avg|ad|ads|link|hook|fb|facebook|insta|instagram|meta|tiktok|google)\\s)?ctrs?`,
      `(?:(?:ad|ads|link|hook)\\s)?click${sp}(?:through|thru)?${sp}rate`,
      `click${sp}(?:through|thru)s?(?:\\s%)?`,
      'hook rate',
    ],
    step: ['hook'],
    share: ['clicked(?: through| thru)?(?: on)?(?: the| our| my)?(?: ads?| links?| hooks?)?'],
  },
  gift_OptInRate: {
    label: [
      `opt(?:ed)?${sp}in${sp}rate`,
      `opt${sp}in\\s?%`,
      `sign${sp}up${sp}(?:rate|%)`,
      `(?:landing page|lp|lead page|squeeze page|freebie|gift page|gift|lead magnet|opt${sp}in page)s?\\s(?:conversions?|conv|converts|converted|converting|cvr|cr|rate|opt${sp}in)(?:\\s(?:rate|is|at))?`,
      'squeeze page',
    ],
    people: [`opt${sp}in`, `sign${sp}up`],
    step: ['gift', 'freebie', 'lp'],
    share: [
      '(?:have |has )?opted in(?:to it| to it)?',
      '(?:have |has )?signed up',
      'joined (?:the|my|our) (?:list|newsletter)',
      'gave (?:me |us )?their emails?',
      '(?:downloaded|grabbed|got|took) (?:the|my|our) (?:freebie|gift|guide|pdf|checklist|lead magnet)',
    ],
  },
  gift_CPL: {
    label: [
      'cpls?',
      'costs? ?(?:per|/|a) ?(?:new )?lead',
      '(?:price|spend) per lead',
      '(?:a |each )?(?:new )?lead costs?(?: me| us)?',
      'leads? (?:cost|costs|costing|are costing)(?: me| us)?',
      'what a lead costs',
      'cost of a lead',
    ],
    each: ['(?:per|a|each|/) ?(?:new )?lead'],
  },
  attract_LeadsTotal: {
    label: [
      '(?:(?:new|total|fresh) )?(?:email )?leads?(?: total| in| captured| collected)?',
      '(?:new )?(?:email )?subscribers?',
      '(?:new )?subs',
      '(?:new )?emails? (?:addresses )?(?:collected|captured|on (?:the|my|our) list)',
      'new emails',
      'list growth',
      '(?:new )?contacts',
    ],
    people: [`opt${sp}ins`, `(?:new )?sign${sp}ups`],
    step: ['identify'],
  },
  engage_AssistedConversionRate: {
    label: [
      '(?:chat|dm)?[\\s-]?assisted(?: (?:conversions?|conv|sales|orders|rate))?(?: rate)?',
      '(?:chat|dm) (?:sales|orders|conversions?)(?: ?%| rate)?',
      '(?:sales|orders) (?:via|through|from|after|helped by) (?:a |the |our |live )?(?:chats?|dms?|messenger|whatsapp|messages)',
      '(?:helped by|via|through) (?:a |the |our |live )?(?:chats?|dms?|messenger|whatsapp)',
      'chat helped(?: with| close)?',
    ],
    step: ['engage'],
    share: [
      '(?:came|come|coming) (?:after|from|via|through|in via) (?:a |the |our |live )?(?:chats?|dms?|messenger|whatsapp|messages?)',
      'from (?:a |the |our )?(?:dms?|chats?)',
      '(?:chatted|messaged|dm(?:e)?d)(?: us| me)?(?: first| before)?',
    ],
    'share-or-note': ['(?:live )?chat', 'dms?', 'whatsapp', 'messenger'],
  },
  sell_ConversionRate: {
    label: [
      '(?:(?:sales|sale|sales page|store|shop|site|website|overall|lead|checkout) )?(?:conversions?|conv)(?:\\.)? ?(?:rate|%)?',
      'cvr',
      'cr',
      `lead${sp}to${sp}sales?(?: rate| conversion)?`,
      `leads? (?:to|into) (?:sales?|customers?|orders?)(?: rate)?`,
      'clos(?:e|ing) rate',
      'sell rate',
      'converted? at',
      '(?:page|site|store|shop|leads?) (?:is |are )?convert(?:s|ed|ing)(?: at)?',
    ],
    step: ['sell'],
    share: [
      '(?:of leads )?(?:bought|purchased|converted|became customers|turned into (?:sales|customers|orders|buyers))',
    ],
  },
  sell_AOV_Initial: {
    label: [
      '(?:initial |first )?aov(?: initial| before upsells?)?',
      '(?:initial )?(?:average|avg|av)(?:\\.)? (?:order|basket|spend|cart)(?: value| size)?',
      '(?:average )?basket(?: size| value)?',
      'order (?:value|size)',
      'initial',
    ],
  },
  nurture_EmailConvRate: {
    label: [
      'e-?mails? (?:sequence |flow |list )?(?:conversions?|conv|cvr|cr)(?:\\.)?(?: rate)?',
      'e-?mails? (?:are |is )?convert(?:s|ed|ing)?(?: at)?',
      '(?:sales|orders) from e-?mails?(?: ?%)?',
      'e-?mails? to (?:sales?|orders?)(?: rate)?',
      'placed order rate',
      '(?:welcome )?flow (?:conversions?|conv|cvr)(?: rate)?',
      'nurture (?:conversions?|conv|rate)(?: rate)?',
    ],
    step: ['nurture'],
  },
  nurture_RetargetingROAS: {
    label: [
      '(?:(?:retargeting|remarketing|ad|ads|fb|facebook|meta|google) )?roas',
      'return on ad ?spend',
      '(?:retargeting|remarketing)(?: ads?)?(?: returns?)?',
    ],
  },
  convert_TotalSales: {
    label: [
      '(?:no\\.?|number|nr|count) of (?:sales|orders|purchases)',
      '(?:total |new |paid )?(?:sales|orders|purchases)(?: total)?',
      'sale',
      'order',
      'sold',
    ],
  },
  convert_CPA: {
    label: [
      'cpas?',
      'cac',
      'costs? ?(?:per|/) ?(?:new )?(?:sales?|orders?|customers?|acquisitions?|purchases?|conversions?|buyers?)',
      '(?:customer )?acquisition costs?',
      '(?:what )?a (?:new )?customer costs?',
    ],
    each: ['(?:per|a|each|/) ?(?:new )?(?:customer|acquisition|buyer)'],
  },
  upsell_TakeRate: {
    label: [
      `(?:upsell |bump |offer )?take${sp}(?:up )?(?:rate|up)`,
      'upsells? (?:rate|take|conversions?|conv|uptake|acceptance)(?: rate)?',
      '(?:order )?bump(?: take)?(?: rate)?',
      `add${sp}on rate`,
      'attach rate',
    ],
    step: ['upsells?'],
    share: [
      '(?:took|accepted|added|bought|grabbed|said yes to) (?:it|the (?:upsell|bump|offer|add-?on|extra))',
      'took (?:the |our |my )?(?:upsell|bump|offer)',
    ],
  },
  upsell_AOV_Final: {
    label: [
      'aov (?:with|after|incl|including|inc)(?:\\.)? (?:the )?(?:upsells?|bumps?)',
      '(?:final|total) (?:aov|basket|order value|average order)(?: value)?',
      'aov final',
      '(?:basket|order value|average order(?: value)?) (?:with|after|including) (?:the )?(?:upsells?|bumps?)',
      'final',
    ],
  },
  educate_RepeatPurchaseRate: {
    label: [
      'repeat (?:purchase|customers?|orders?|buyers?|buy|business)?(?: )?rates?',
      'repeat(?: purchases?| customers?| orders?| buyers?)?',
      'returning customers?(?: rate)?',
      `re-?(?:buy|order|purchase)(?: rate)?`,
      'second[ -]order rate',
    ],
    step: ['educate'],
    share: [
      '(?:came back|bought again|ordered again|reordered|re-ordered|returned to buy|bought a second time|ordered twice)',
    ],
  },
  educate_CSAT_NPS: {
    label: [
      'nps(?: score)?',
      'net promoter(?: score)?',
      'c-?sat(?: score)?',
      '(?:customer )?satisfaction(?: score| rate)?',
      'happiness(?: score)?',
    ],
  },
  share_ReviewRate: {
    label: ['reviews? rate', 'reviews? ?%', '% leaving (?:a )?reviews?', 'leaving (?:a )?reviews?'],
    step: ['share'],
    share: ['left (?:us |me )?(?:a )?reviews?', 'reviewed(?: us)?'],
    'share-or-note': ['reviews?'],
  },
  grow_CLTV_Estimate: {
    label: [
      'c?ltv',
      'clv',
      '(?:customer )?lifetime value(?: estimate)?',
      'customer value',
      'value of a customer',
    ],
  },
  overallROI: {
    label: ['(?:overall |total )?roi', '(?:overall )?return on investment'],
    step: ['return'],
  },
};

const spendPhrases = [
  '(?:total |my |our )?ad(?:s|vertising)?[ -]?spend(?:ing)?',
  'spend(?:ing)?',
  'spent',
  'ad(?:s|vertising)? (?:cost|costs|budget)(?: me| us)?',
];

const customerPhrases = ['(?:new )?customers?', '(?:new )?buyers?'];

const revenuePhrases = ['(?:total )?revenue', 'turnover', 'takings', 'took in', 'income', 'sales value'];

/** What people report besides, and what only sounds like a metric. */
const notedPhrases = [
  'e-?mail (?:click[ -]?(?:through |thru )?(?:rate|s)?|ctr)',
  '(?:e-?mail )?open(?:s|ed| rate)?',
  'clicks?',
  'cpm',
  'cpc',
  'cost per click',
  'sessions?',
  'visit(?:s|ors?)?',
  'traffic',
  'refunds?',
  'add[ -]to[ -]carts?(?: rate)?',
  'atc(?: rate)?',
  '(?:new )?followers?',
  '(?:(?:cart|checkout|basket) )?abandon(?:ment|ed)(?: rate)?(?: carts?)?',
  'impressions?',
  'reach',
  'views?',
  'likes',
  'downloads?',
  'unsub(?:scribe)?s?(?: rate)?',
  'bounce(?: rate)?',
  'profit',
  'margin',
  'discounts?',
];

const otherPhrases = [
  '(?:sales|landing|lead|gift|product|order|upsell|thank you|opt[ -]?in) (?:pages?|copy|letters?|teams?|calls?|forms?|times?|magnets?|scripts?|confirmations?)',
  // Before a word for a trade, its people or its tools, "sales" is the field and no count of orders.
  'sales (?:experience|background|skills?|knowledge|training|courses?|jobs?|roles?|people|persons?|reps?|staff|meetings?|pitch(?:es)?|tools?|channels?|events?|books?)',
  'review requests?',
  '(?:lead|email|subscriber|contact) lists?',
];

const phrases: Phrase[] = [
  ...Object.entries(metricPhrases).flatMap(([metric, usages]) =>
    Object.entries(usages).flatMap(([usage, patterns]) =>
      patterns.map((pattern) => ({
        pattern,
        named: { kind: 'metric' as const, metric: metric as MetricName, usage: usage as Usage },
      })),
    ),
  ),
  ...spendPhrases.map((pattern) => ({ pattern, named: { kind: 'spend' as const } })),
  ...customerPhrases.map((pattern) => ({ pattern, named: { kind: 'customers' as const } })),
  ...revenuePhrases.map((pattern) => ({ pattern, named: { kind: 'revenue' as const } })),
  ...notedPhrases.map((pattern) => ({ pattern, named: { kind: 'noted' as const } })),
  ...otherPhrases.map((pattern) => ({ pattern, named: { kind: 'other' as const } })),
];

const compiled = phrases.map(({ pattern, named }) => ({
  // No letter may go on where the phrase ends: "sales" is not in "salesperson". A number may, behind three letters: "optin22".
  regex: new RegExp(`(?:${pattern})(?!\\p{L})(?:(?<=\\p{L}{3})|(?!\\d))`, 'uy'),
  named,
}));

/** The longest phrase that begins at `at`; lower case expected. */
export function namedAt(text: string, at: number): { named: Named; end: number } | undefined {
  let best: { named: Named; end: number } | undefined;
  for (const { regex, named } of compiled) {
    regex.lastIndex = at;
    const match = regex.exec(text);
    if (match && match[0].length > 0 && (!best || at + match[0].trimEnd().length > best.end)) {
      best = { named, end: at + match[0].trimEnd().length };
    }
  }
  return best;
}
