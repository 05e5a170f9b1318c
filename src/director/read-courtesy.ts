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

/** A newcomer's first words, which name a business and a wish in passing and still want to be received first. */
export function isFirstHello(words: string): boolean {
  const all = wordsOf(words);
  const greets = /^(?:hi|hello|hey|hiya|morning)$/.test(all[0] ?? '');
  return (
    greets &&
    /\b(?:just (?:joined|signed up|started)|im new|new here|where do (?:i|we) (?:start|begin))\b/.test(
      all.join(' '),
    )
  );
}

function wordsOf(words: string): string[] {
  return (
    words
      .toLowerCase()
      .replace(/[’']/g, '')
      .match(/\p{L}+/gu) ?? []
  );
}
