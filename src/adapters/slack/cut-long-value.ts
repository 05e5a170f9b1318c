/**
 * A value as pieces for inputs of at most that many characters, cut at line ends, else at spaces; the line end or space
 * goes, because the pieces are read back as lines.
 */
export function cutLongValue(value: string, characters: number): string[] {
  const pieces: string[] = [];
  let rest = value;
  while (rest.length > characters) {
    // A line end right behind the last character is still a place to cut.
    const room = rest.slice(0, characters + 1);
    const place = [room.lastIndexOf('\n'), room.lastIndexOf(' ')].find((one) => one > 0);
    const end = place ?? room.slice(0, characters).replace(/[\ud800-\udbff]$/, '').length;
    pieces.push(rest.slice(0, end));
    rest = rest.slice(place === undefined ? end : end + 1);
  }
  return rest === '' ? pieces : [...pieces, rest];
}
