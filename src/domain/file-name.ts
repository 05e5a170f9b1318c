const nameCharacters = 100;

/** What cannot be seen, or turns the order of what can: control, format and bidi characters, line and paragraph ends. */
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]/gu;

/**
 * A name as it may be shown and saved: the last part of a path, without characters that are not seen, at most 100
 * characters of which the ending is kept. Never empty.
 */
export function cleanFileName(given: string): string {
  const seen = given
    .normalize('NFC')
    .replace(/\t|\r|\n/g, ' ')
    .replace(unseen, '');
  const last = seen.split(/[/\\]/).at(-1) ?? '';
  const name = last
    .replace(/[<>:"|?*]/g, '_')
    .replace(/\s+/g, ' ')
    .trim();
  if (/^[.\s]*$/.test(name)) return 'file';
  const characters = [...name];
  if (characters.length <= nameCharacters) return name;
  const ending = /\.[\p{L}\d]{1,10}$/u.exec(name)?.[0] ?? '';
  return `${characters
    .slice(0, nameCharacters - ending.length)
    .join('')
    .trimEnd()}${ending}`;
}
