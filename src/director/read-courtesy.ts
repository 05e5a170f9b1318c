/** Words that greet, thank, praise or take leave; at least one of them makes a courtesy. */
const courteous = new Set(
  'hi hello hey hiya yo howdy morning afternoon evening thanks thank thx ta cheers brilliant perfect great lovely amazing awesome nice cool bye goodbye wonderful'.split(
    ' ',
  ),
);
/** Words that stand beside them and ask for nothing. */
const beside = new Set(
  'good all there everyone everybody team folks you u so much very many a lot loads again ok okay lol haha for now see ya later that thats this was is helped helpful really it its the help director elevate'.split(
    ' ',
  ),
);
const longestCourtesy = 10;

/** Whether a message is a greeting, thanks or a farewell and nothing besides ("thanks, that helped loads"). */
export function isCourtesy(words: string): boolean {
  // "Thanks Ben": somebody's name, at most one.
  const all = wordsOf(words.replace(/(?<=\p{L}[\s,]+)\p{Lu}\p{Ll}+(?=\W*$)/u, ''));
  return (
    all.length <= longestCourtesy &&
    all.some((word) => courteous.has(word)) &&
    all.every((word) => courteous.has(word) || beside.has(word))
  );
}

/** What asks for something, however it is put: then the words are for an agent. */
const asks =
  /\b(?:write|draft|rewrite|review|headlines?|emails?|ads?|posts?|pages?|plans?|ideas?|titles?|how|what|which|why|when|who|can|could|should|please|pls|need|list|show|explain|help)\b/;

/**
 * A newcomer's first words, to be received before anything is done: they say that somebody is new, with a wish in passing
 * ("want more sales"), or only who they are ("hi, I sell candles").
 */
export function isFirstHello(words: string): boolean {
  const all = wordsOf(words);
  const text = all.join(' ');
  const greets = /^(?:hi|hello|hey|hiya|morning)$/.test(all[0] ?? '');
  const isNew =
    /\b(?:just (?:joined|signed up|started)|im new|new here|where do (?:i|we) (?:start|begin))\b/.test(text);
  const introduces = /\b(?:i|we) (?:sell|make|run|own|have|started)\b/.test(text) && !asks.test(text);
  return greets && (isNew || (introduces && !words.includes('?')));
}

function wordsOf(words: string): string[] {
  return (
    words
      .toLowerCase()
      .replace(/[’']/g, '')
      .match(/\p{L}+/gu) ?? []
  );
}
