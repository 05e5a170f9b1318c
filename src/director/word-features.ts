/**
 * What a message is compared by: its words without endings, pairs of neighbours ("review my" is not "my reviews"), its
 * first word, and pieces of four and five letters, which survive slips of the finger. Each once.
 */
export function wordFeatures(text: string): string[] {
  const words = (
    text
      .toLowerCase()
      .replace(/[’']/g, '')
      .match(/[\p{L}]+|\d+/gu) ?? []
  ).map(withoutEnding);
  const features = new Set<string>();
  words.forEach((word, index) => {
    features.add(`word:${word}`);
    if (index === 0) features.add(`first:${word}`);
    else features.add(`pair:${words[index - 1]} ${word}`);
    const marked = `^${word}$`;
    for (let size = 4; size <= 5; size++) {
      for (let at = 0; at + size <= marked.length; at++) features.add(`piece:${marked.slice(at, at + size)}`);
    }
  });
  return [...features];
}

function withoutEnding(word: string): string {
  // Any number is as good as any other.
  if (/^\d+$/.test(word)) return '#';
  if (word.length > 5 && word.endsWith('ing')) return word.slice(0, -3);
  if (word.length > 4 && word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  if (word.length > 3 && word.endsWith('s') && !word.endsWith('ss')) return word.slice(0, -1);
  return word;
}
