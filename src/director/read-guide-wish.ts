/** What somebody wants of Guide that needs no weighing. */
export type GuideWish =
  | { kind: 'where' }
  | { kind: 'next'; minutes: number | undefined }
  | { kind: 'advice' };

const place =
  /\bwhere (?:am i|was i|did i (?:stop|leave off|get to))\b|\bhow (?:far|much) (?:am i|have i|is left|of the course)\b/;
const next =
  /\b(?:what(?:'?s| is| do i do| should i do| comes?)? next|next (?:step|action|thing|job|task)|one thing to do|what (?:should|shall|can|do) i do)\b/;
const time = /\b(?<count>\d{1,3}|an?|half an|one|two) ?(?<unit>mins?|minutes?|hours?|hrs?)\b/;

/** Questions about one's place and the next step; all others want advice. */
export function readGuideWish(words: string): GuideWish {
  const plain = words.toLowerCase().replace(/’/g, "'");
  if (place.test(plain)) return { kind: 'where' };
  const minutes = minutesIn(plain);
  return next.test(plain) || minutes !== undefined ? { kind: 'next', minutes } : { kind: 'advice' };
}

/** The time that somebody has: "20 mins", "half an hour", "an hour". */
function minutesIn(plain: string): number | undefined {
  const { count, unit } = time.exec(plain)?.groups ?? {};
  if (count === undefined || unit === undefined) return undefined;
  const words: Record<string, number> = { a: 1, an: 1, one: 1, two: 2, 'half an': 0.5 };
  return (words[count] ?? Number(count)) * (unit.startsWith('h') ? 60 : 1);
}
