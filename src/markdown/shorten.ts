/** At most that many characters, cut after a word where there is one, with an ellipsis in the place of the rest. */
export function shorten(text: string, characters: number): string {
  if (text.length <= characters) return text;
  // Half of a surrogate pair is no character.
  const room = text.slice(0, characters - 1).replace(/[\ud800-\udbff]$/, '');
  const lastSpace = /\s/.test(text.charAt(characters - 1)) ? room.length : room.search(/\s\S*$/);
  return `${(lastSpace > characters / 2 ? room.slice(0, lastSpace) : room).trimEnd()}…`;
}
