const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const monthWord =
  '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';

const pastDays =
  /(?:(?:in|over|for|during|from) )?(?:the )?(?:last|past|previous) (\d{1,3}|seven|ten|fourteen|thirty|sixty|ninety)[ -]?(days?|d|weeks?|months?)(?![\p{L}\d])/uy;
const pastOne =
  /(?:(?:in|over|for|during|from) )?(?:the )?(this|last|past) (week|month|fortnight|quarter)(?:'s|’s)?(?!\p{L})/uy;
const namedMonth = new RegExp(`(?:(?:month of|in|for|during) )?${monthWord}(?:'s|’s)?(?![\\p{L}\\d])`, 'uy');

const words: Record<string, number> = { seven: 7, ten: 10, fourteen: 14, thirty: 30, sixty: 60, ninety: 90 };
const unitDays: Record<string, number> = { d: 1, w: 7, m: 30 };

/** A period as `timePeriod` names it ("Last 7 Days", "Month of October"), where the words at `at` name one. */
export function periodAt(
  text: string,
  at: number,
  /** 1 to 12: what "last month" is counted from. */
  monthNow: number,
): { name: string; end: number } | undefined {
  const days = exec(pastDays, text, at);
  if (days) {
    const count = words[days[1] ?? ''] ?? Number(days[1]);
    return {
      name: `Last ${count * (unitDays[(days[2] ?? 'd').charAt(0)] ?? 1)} Days`,
      end: at + days[0].length,
    };
  }
  const one = exec(pastOne, text, at);
  if (one) {
    const [found, which, unit] = one;
    const name =
      unit === 'month'
        ? `Month of ${months[(monthNow - (which === 'this' ? 1 : 2) + 12) % 12]}`
        : `Last ${unit === 'week' ? 7 : unit === 'fortnight' ? 14 : 90} Days`;
    return { name, end: at + found.length };
  }
  return monthAt(text, at);
}

/** A month's name; "may", "mar" and "march" are words too, and count only where a month can stand. */
function monthAt(text: string, at: number): { name: string; end: number } | undefined {
  const month = exec(namedMonth, text, at);
  const word = month?.[1];
  if (!month || word === undefined) return undefined;
  const end = at + month[0].length;
  // "3 March", "March 3" and "by 3 Nov" are days.
  if (
    /\d(?:st|nd|rd|th)?(?: of)? $/.test(text.slice(0, at)) ||
    /^ \d{1,2}(?![\d.,%])/.test(text.slice(end))
  ) {
    return undefined;
  }
  const isEverydayWord = ['may', 'mar', 'march'].includes(word);
  if (isEverydayWord && word === month[0] && !/^\s*[:\-–(,\n]/.test(text.slice(end))) return undefined;
  const index = months.findIndex((name) => name.toLowerCase().startsWith(word.slice(0, 3)));
  return { name: `Month of ${months[index]}`, end };
}

function exec(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
