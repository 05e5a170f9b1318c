/** Words for the metrics of a funnel report, longest first (course-facts §5.3). */
const metric =
  /\b(?:ctr|click(?:s| |-)?(?:through|thru)?(?: rate)?|opt[- ]?in(?: rate)?s?|sign[- ]?ups?|cpl|cost per (?:lead|sale|order|customer)|(?:new )?leads|subscribers|assisted|conv(?:ersion)?(?: rate)?|cvr|aov|average order|basket|email conv(?:ersion)?|roas|sales|orders|cpa|cac|take rate|upsell|repeat(?: rate)?|nps|csat|review rate|reviews|ltv|cltv|roi|hook|gift|identify|engage|sell|nurture|educate|share)\b/gi;
const number = /(?:[£€$]\s?)?\d[\d.,]*\s?(?:%|percent|k|x|p|quid)?|\bzero\b|\bnone\b/i;

/** A report that says nothing new. */
const sameAsBefore =
  /^\W*(?:(?:my |the )?(?:weekly )?numbers?:? )?(?:are |is )?(?:all )?(?:the )?same(?: numbers| figures| again)? as (?:last|the last) (?:week|time|month)\W*$/i;

/** Whether a message that names numbers asks something about them: then whoever can answer is meant, not the weekly report. */
export function asksAboutNumbers(words: string): boolean {
  return /\?|\b(?:which|why|should i|am i|is that|is this|what(?:'?s)? (?:off|wrong|broken)|what do i|worst|how (?:do|would|many|should)|write|verdict|kill|fix|diagnose|good or bad|read my|look at my)\b/i.test(
    words,
  );
}

/**
 * Whether a message reports a week's numbers: two or more metric words that stand next to a number, nothing asked.
 * "five headlines about 20% off" has one number and no metric; "ctr .6, kill it or wait?" asks.
 */
export function looksLikeNumbers(words: string): boolean {
  if (asksAboutNumbers(words)) return false;
  if (sameAsBefore.test(words)) return true;
  let reported = 0;
  for (const match of words.matchAll(metric)) {
    const after = words.slice(match.index + match[0].length, match.index + match[0].length + 14);
    const before = words.slice(Math.max(0, match.index - 10), match.index);
    if (
      new RegExp(`^\\W{0,3}(?:is|was|at|of|=|:|rate|came back at)?\\s{0,2}(?:${number.source})`, 'i').test(
        after,
      ) ||
      new RegExp(`(?:${number.source})\\s*$`, 'i').test(before)
    ) {
      reported++;
    }
  }
  return reported >= 2 || (reported === 1 && /\b(?:quiet week|the \w+ was|not \d)/i.test(words));
}
