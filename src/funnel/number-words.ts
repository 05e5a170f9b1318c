const small: Record<string, number> = {
  zero: 0,
  nil: 0,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
  thirteen: 13,
  fourteen: 14,
  fifteen: 15,
  sixteen: 16,
  seventeen: 17,
  eighteen: 18,
  nineteen: 19,
};
const tens: Record<string, number> = {
  twenty: 20,
  thirty: 30,
  forty: 40,
  fourty: 40,
  fifty: 50,
  sixty: 60,
  seventy: 70,
  eighty: 80,
  ninety: 90,
};

const smallWord = Object.keys(small).join('|');
const digitWord = 'one|two|three|four|five|six|seven|eight|nine';
const tenWord = Object.keys(tens).join('|');
const below100 = `(?:(?:${tenWord})(?:[\\s-](?:${digitWord}))?|${smallWord})`;
const pattern = new RegExp(
  `(?:(?:(?<hundreds>an?|${digitWord}) hundred)(?:(?: and)? (?<rest>${below100}))?|(?<alone>${below100}))(?: point (?<decimals>(?:zero|${digitWord})(?: (?:zero|${digitWord}))?))?(?![\\p{L}\\d])`,
  'uy',
);

const dozens = /(?:an? |(?<times>two|three|four|five|six) )dozen(?![\p{L}\d])/uy;

/** A number written as words, up to 999 ("twenty two", "a hundred and five", "one point four"); lower case expected. */
export function numberWordsAt(text: string, at: number): { value: number; end: number } | undefined {
  dozens.lastIndex = at;
  const dozen = dozens.exec(text);
  if (dozen) return { value: 12 * (small[dozen.groups?.times ?? 'one'] ?? 1), end: at + dozen[0].length };
  pattern.lastIndex = at;
  const match = pattern.exec(text);
  if (!match) return undefined;
  const { hundreds, rest, alone, decimals } = match.groups ?? {};
  const whole =
    (hundreds === undefined ? 0 : 100 * (small[hundreds] ?? 1)) + belowHundred(rest ?? alone ?? 'zero');
  const fraction = (decimals ?? '')
    .split(' ')
    .map((word) => small[word] ?? '')
    .join('');
  return { value: fraction === '' ? whole : Number(`${whole}.${fraction}`), end: at + match[0].length };
}

function belowHundred(words: string): number {
  return words.split(/[\s-]/).reduce((sum, word) => sum + (tens[word] ?? small[word] ?? 0), 0);
}
