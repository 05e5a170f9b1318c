/** What stands where a person's own words should: a mark in brackets, or filler that nobody put in. */
const filler =
  /\blorem ipsum\b[^\n.]{0,20}|\b(?:TBC|TBD|TODO)\b|\bX{3,}\b|\{\{[^{}]*\}\}|<(?:your|insert|name|product)\b[^<>\n]*>|\b(?:your (?:business|company|brand|product|shop)(?: name)? here|insert [a-z' ]{1,30} here)\b/gi;
/** Brackets that hold words: neither a link `[words](address)` nor the array of a JSON answer. */
const bracketed = /(?<!\w)\[(?!\s*["'[{\]])([^[\]\n]{1,80})\](?!\()/g;
/** `[NEEDS: …]` names what is missing; with nothing but dots in it, it names nothing. */
const namedNeed = /^NEEDS: *(?=.*\p{L})/u;

/**
 * Placeholders that an answer leaves standing. Marks that its template or material puts there itself are none, such as
 * [unsubscribe link from your email tool].
 */
export function leftPlaceholders(answer: string, material: string): string[] {
  const own = material.toLowerCase();
  const marks = [...answer.matchAll(bracketed)]
    .filter(([whole, words = '']) => !namedNeed.test(words) && !own.includes(whole.toLowerCase()))
    // Ticks, counts and dots are signs, not gaps to fill: [x], [1], […].
    .filter(([, words = '']) => /\p{L}{2}/u.test(words) || words.startsWith('NEEDS'))
    .map(([whole]) => whole);
  return [...marks, ...[...answer.matchAll(filler)].map(([whole]) => whole.trim())];
}
