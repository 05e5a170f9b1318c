import type { SystemRole } from '../domain/system-role.ts';
import type { Intent } from './intent.ts';

/** What a rule of the course decides. `offer`: the words alone cannot tell, so the person chooses. */
export type Boundary =
  | { kind: 'intent'; agent: SystemRole; promptCode: string | null }
  /** This agent, with the prompt that the rest of the words mean, if any. */
  | { kind: 'agent'; agent: SystemRole }
  | { kind: 'offer'; offered: Intent[] }
  /** Not a matter of the course. */
  | { kind: 'out-of-scope' };

interface Rule {
  when: RegExp;
  /** The rule is silent where this matches too. */
  unless?: RegExp;
  decides: Boundary;
}

const to = (agent: SystemRole, promptCode: string | null = null): Boundary => ({
  kind: 'intent',
  agent,
  promptCode,
});
const anyOf = (agent: SystemRole): Boundary => ({ kind: 'agent', agent });
const either = (...offered: Array<[SystemRole, string | null]>): Boundary => ({
  kind: 'offer',
  offered: offered.map(([agent, promptCode]) => ({ agent, promptCode })),
});

const page = /\b(?:sales|product|offer) page\b/;
const traffic = /\b(?:ads?|adverts?|facebook|fb|meta|insta\w*|feed|posts?)\b/;
/** What a search engine reads on a page. */
const onPage = /\b(?:alt texts?|title tags?|meta (?:titles?|descriptions?)|(?:page )?h1)\b/;
const productPage = /\b(?:product (?:page|listing)s?|product photos?|listing)\b/;
const giftPage =
  /\b(?:gift|freebie|lead magnet|free (?:guide|checklist|download)|opt[- ]?in) (?:landing )?page\b/;
const searchWords = /\b(?:google|seo|rank\w*|search|keyword|blog|article)\b/;
/** A gift's page is Writer's G3; questions and saved work want no copy at all. */
const notACopyWish =
  /\b(?:gift|freebie|free|opt[- ]?in|checklist|what|why|find|saved?|approved|did|archive|test|which|upsell|post[- ]?purchase)\b/;

/**
 * The hard boundaries between agents and the traps in the course's vocabulary, in order: the first that matches
 * decides. Source: course-facts §4.3 and §4.4. What no rule knows is left to the index.
 */
const rules: Rule[] = [
  // Outside the course.
  {
    when: /\b(?:my|the|an?) (?:parcel|package|delivery|order)\b.{0,30}\b(?:lost|late|missing|arriv\w+|has ?n[o']?t|where)\b|\bwhere(?:'?s| is) my (?:parcel|order|delivery)\b/,
    unless: /\b(?:review|customers?|email|write|reply|say)\b/,
    decides: { kind: 'out-of-scope' },
  },
  {
    when: /\brefund\b.{0,20}\b(?:me|my|course|fee|someone|somebody|please|pls)\b|\b(?:my|course) .{0,10}refund\b|\b(?:vat|tax return|corporation tax|accountant|solicitor|lawyer|ltd company|salary|dividends?)\b/,
    unless:
      /\b(?:page|policy|write|copy|email|guarantee|answer|faq|review|privacy|for my accountant|will check)\b/,
    decides: { kind: 'out-of-scope' },
  },
  // Stored: what was written down is recalled, not made again.
  {
    when: /\b(?:did|have) (?:i|we) (?:ever |already )?(?:say|said|write|written|wrote|put|pick|picked|choose|chosen|go|gone|went|decide|decided|save|saved|record|recorded|note|noted|settle|settled|mark|marked)\b|\b(?:remind me|pull up|bring up|dig out|read me back)\b.{0,30}\bmy\b|\b(?:we|i) (?:said|put down|wrote down|picked|chose|went with|settled on|saved)\b.{0,40}(?:\?|$)|\b(?:show|give|tell) me my (?:foundation|avatar|pains?|goals?|voice|mechanism|offers?)\b/,
    unless:
      /\b(?:write me|draft|how do i|numbers|stats|figures|roas|ctr|cpl|aov|click rate|remove|delete|archive)\b/,
    decides: to('Sage'),
  },
  {
    when: /\bwhat(?:'?s| is| are| was| were) (?:my|our) (?:\d+ )?(?:brand voice|voice|unique mechanism|mechanism|value prop\w*|pains?|customer pains?|goals?|fears|dreams|avatar|customer profile|(?:ideal|target|best|dream) (?:customer|buyer|client|shopper)s?|mission|guarantee|price position\w*|positioning|differentiation|watering holes|competitors|priority channels?|hook|foundation)\b/,
    decides: to('Sage'),
  },
  // The person's place in the course.
  {
    when: /\bwhere (?:am i|was i|did i (?:stop|leave off|get to))\b|\bwhat(?:'?s| is| do i do| comes?)? next\b.{0,25}$|(?:^|\b(?:what|to|i|we) (?:\w+ ){0,3})hand in\b|\b(?:catch up|fallen behind|how far behind|missed .{0,15}weeks?)\b|\b(?:can|should|may) i skip\b|\b(?:i'?ve|i have|ive|only) (?:got )?(?:only )?\d+ (?:mins?|minutes|hours?)\b/,
    decides: to('Guide'),
  },
  // Reviews: a verb with "my" or "this" wants an edit, the noun is about customers.
  {
    when: /\b(?:review|critique) (?:my|this|our|the) (?!reviews?|page for reviews)\w+|\b(?:shorten|rewrite|re-?word|rephrase|tighten|proof ?read|polish|trim|simplify) (?:this|my|it|the|our)\b|\b(?:make|keep) (?:this|it) (?:shorter|clearer|warmer|punchier)\b/,
    unless: /\b(?:request|ask|reply to|invit\w+|sign[- ]?up form|form|set ?up|upsell|offers?|funnel)\b/,
    decides: to('Writer', 'RW1'),
  },
  {
    when: /\b(?:reply|respond|answer|say)\b.{0,40}\b(?:star|bad|negative|public(?:ly)?|this) ?reviews?\b|\b(?:one|1|two|2|three|3) ?-?star\b.{0,60}\b(?:say|reply|answer|respond)\b/,
    decides: to('Advocate', 'SH7'),
  },
  // Headlines, by where they stand; without a place nobody can tell.
  {
    when: /\bheadlines?\b.{0,40}\bgoogle ads?\b|\bgoogle ads?\b.{0,40}\bheadlines?\b/,
    unless: /\b(?:stats|results|working|which|test|per headline)\b/,
    decides: to('MediaBuyer', 'H6'),
  },
  {
    when: /\b(?:search|google|shopping) ads?\b/,
    unless: /\b(?:landing|page|gift)\b/,
    decides: anyOf('MediaBuyer'),
  },
  {
    when: new RegExp(
      `\\b(?:headlines?|heading)\\b.{0,40}${page.source}|${page.source}.{0,40}\\b(?:headlines?|heading)\\b`,
    ),
    unless: notACopyWish,
    decides: to('Seller', 'S1'),
  },
  {
    when: new RegExp(`\\bheadlines?\\b.{0,40}${traffic.source}|${traffic.source}.{0,40}\\bheadlines?\\b`),
    unless: new RegExp(`${searchWords.source}|${notACopyWish.source}`),
    decides: to('Writer', 'H1'),
  },
  {
    when: /^(?:\w+ ){0,4}headlines?(?: please| pls| plz)?$/,
    unless: new RegExp(`${page.source}|${traffic.source}|${searchWords.source}|${notACopyWish.source}`),
    decides: either(['Writer', 'H1'], ['Seller', 'S1'], ['SEO', 'H2']),
  },
  // Search and paid traffic.
  {
    when: new RegExp(
      `${onPage.source}.{0,60}${productPage.source}|${productPage.source}.{0,60}${onPage.source}`,
    ),
    decides: to('SEO', 'S9'),
  },
  {
    when: new RegExp(`${onPage.source}.{0,60}${giftPage.source}|${giftPage.source}.{0,60}${onPage.source}`),
    decides: to('SEO', 'G9'),
  },
  { when: onPage, decides: anyOf('SEO') },
  {
    when: /\b(?:retarget\w*|remarketing)\b.{0,40}\b(?:ads?|wording|words|copy|text|lines?|creatives?)\b|\b(?:wording|words|copy|text|lines?|write)\b.{0,40}\b(?:retarget\w*|remarketing)\b/,
    unless:
      /\b(?:audiences?|exclude|plan|caps?|window|days|roas|budget|worth|bother|traffic|visits|groups?)\b/,
    decides: to('MediaBuyer', 'N4'),
  },
  { when: /\bretarget\w*|\bremarketing\b/, decides: anyOf('MediaBuyer') },
  // Carts: the email, the friction, the weakest step.
  {
    when: /\b(?:abandon\w*|left)\b.{0,25}\b(?:carts?|baskets?)\b.{0,40}\b(?:emails?|mails?|sequence|reminder|write)\b|\b(?:emails?|mails?|reminder|write)\b.{0,40}\b(?:abandon\w*|left)\b.{0,25}\b(?:carts?|baskets?)\b/,
    decides: to('Writer', 'N5'),
  },
  {
    when: /\b(?:carts?|baskets?|checkout) (?:abandonment|drop[- ]?off)\b|\bleave at (?:the )?(?:checkout|postage|payment|basket|cart)\b/,
    unless: /\bwhich step\b|\b(?:emails?|mails?|klaviyo|sequence|copy)\b/,
    decides: to('Seller', 'E6'),
  },
  // Words and plumbing.
  {
    when: /\b(?:pop ?-?ups?)\b.{0,40}\b(?:say|words?|wording|copy|text)\b|\b(?:words?|wording|copy|text|line)\b.{0,40}\b(?:pop ?-?ups?)\b/,
    unless: /\b(?:connect|into|tag|sync|fire|firing|integrat\w*)\b/,
    decides: to('Writer', 'I1'),
  },
  {
    when: /\b(?:webhooks?|zapier|zaps?|api(?: key)?|pixel|utms?|integrat\w+|double opt[- ]?in)\b|\b(?:connect|sync|import(?! dut)|export)\b.{0,40}\b(?:to|from|into|with|contacts|list)\b/,
    unless: /\b(?:export my data|write|words|slack|discord|from here|grid|company info)\b/,
    decides: anyOf('Connector'),
  },
  // Concepts, not one's own case.
  {
    when: /^(?:so |ok |and |but )?(?:explain|what (?:does|do) .{1,60} (?:mean|stand for)|whats? the difference|what(?:'?s| is) the difference|why (?:do|does|is|are) (?!my|our|you|they|people|customers|meta|facebook|google)|how (?:is|are) .{1,60} different|what (?:counts as|is meant by))\b|\blike i'?m (?:5|five)\b|^(?:i |sorry i |still )?do ?n[o']?t (?:get|understand) (?:the|what|why|how)\b/,
    // What is explained to others, on a page or in a manual, is copy.
    unless:
      /\b(?:pages?|site|section|manual|app|customers?|buyers?|owners?|to people|bullets|in two lines|paragraph|the bot|this bot|a dm)\b/,
    decides: to('Teacher'),
  },
  // Choose or write.
  {
    when: /\b(?:upsell|add[- ]?on|bump) ideas?\b|\b(?:what|which)\b.{0,25}\b(?:upsell|add[- ]?on)\b/,
    decides: to('Marketer', 'U1'),
  },
  {
    when: /\b(?:freebie|lead magnet|gift) ideas?\b|\bideas? for (?:a |my )?(?:freebie|lead magnet|free gift)\b|\bwhat (?:freebie|lead magnet)\b|\bgive away (?:for )?free\b/,
    unless: /\b(?:rate|score|rank|mark|compare|winner|best|any good|vs|blog|title)\b/,
    decides: to('Marketer', 'G1'),
  },
  {
    when: /\bproduct descriptions?\b/,
    unless: /\b(?:meta|seo|google|find|pull|saved?|did|better|test|duplicate|what|why|how)\b/,
    decides: to('Writer', 'S3'),
  },
  {
    when: /\b(?:survey|nps|csat) (?:questions?|wording)\b|\bquestions? for (?:a|my|our|the) survey\b/,
    unless: /\b(?:save|archive|answers|results|replies)\b/,
    decides: to('Guide', 'ED7'),
  },
  { when: /\bhow (?:do|can|could|should) (?:i|we) (?:beat|compete|stand out)\b/, decides: anyOf('Marketer') },
  {
    when: /\b(?:summari[sz]e|read|sum up)\b.{0,40}https?:\/\/|\bwith sources?\b|\bsource please\b/,
    decides: anyOf('Researcher'),
  },
  // Traps: a gift that is a present, and wishes too wide for one agent.
  {
    when: /^(?:\S+ ){0,4}gift (?:box|boxes|wrap\w*|bags?|sets?)(?: \S+){0,3}$/,
    unless:
      /\b(?:add[- ]?on|line|price|lead|freebie|opt[- ]?in|sign ?up|upsell|bump|tick|write|page|bullets|review)\b/,
    decides: either(['Marketer', 'G1'], ['Marketer', null]),
  },
  {
    when: /^(?:i )?(?:really )?(?:need|want|get)(?: me)? (?:more|some) (?:traffic|visitors|clicks)(?: please| pls)?$|^(?:how do i get )?more (?:traffic|visitors)$/,
    decides: either(['MediaBuyer', null], ['SEO', null], ['Writer', 'H3']),
  },
  {
    when: /^(?:can|could|would|will) (?:u|you) (?:have a look|look|take a look|check) (?:at )?my (?:e?mails?|newsletter)(?: please| pls)?$/,
    decides: either(['Writer', 'RW1'], ['Marketer', 'N1'], ['Connector', null]),
  },
];

/** The rule that decides about these words, if any. */
export function boundaryOf(words: string): Boundary | undefined {
  const plain = words
    .toLowerCase()
    .replace(/’/g, "'")
    .replace(/\s+/g, ' ')
    .replace(/[\s.!?]+$/, '')
    .trim();
  return rules.find(({ when, unless }) => when.test(plain) && !unless?.test(plain))?.decides;
}
