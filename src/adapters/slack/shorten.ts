/** At most that many characters, cut after a word where there is one, with an ellipsis in the place of the rest. */
export function shorten(text: string, characters: number): string {
  if (text.length <= characters) return text;
  const room = text.slice(0, characters - 1);
  // A pair of surrogates is one character: half of one is none.
  const whole = room.replace(/[\ud800-\udbff]$/, '');
  const lastSpace = /\s/.test(text.charAt(characters - 1)) ? whole.length : whole.search(/\s\S*$/);
  return `${(lastSpace > characters / 2 ? whole.slice(0, lastSpace) : whole).trimEnd()}…`;
}
