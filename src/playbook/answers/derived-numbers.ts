import { type FoundNumber, type KnownNumbers, numbersIn } from './numbers-in-text.ts';

/**
 * Adds to the known numbers those of an answer that follow from them: the figures of a sum that is shown and right, what
 * a row of a table works out from its own and its input's numbers, totals of amounts, shares of a budget. Goes on until
 * nothing is added, since one line may use the result of another.
 */
export function addDerivedNumbers(
  answer: string,
  known: KnownNumbers,
  { inputs, template }: { inputs: readonly string[]; template: string },
): void {
  const lines = answer
    .split('\n')
    .filter((line) => /\d/.test(line))
    .map((line) => ({ line, numbers: numbersIn(line) }));
  const inputLines = inputs.flatMap((text) => text.split('\n')).map(numbersIn);
  const budgets = inputLines.flat().filter(({ isMoney }) => isMoney);
  const steps = numbersIn(template).map(({ value }) => value);
  for (let size = -1; size !== known.size(); ) {
    size = known.size();
    for (const { line, numbers } of lines) {
      known.add(shownSums(line, numbers, known));
      known.add(sharesOf(budgets, numbers));
      known.add(perDay(numbers, known, steps));
      known.add(totals(numbers, known));
      known.add(rounded(numbers, known));
      if (line.trimStart().startsWith('|')) known.add(ofRow(numbers, known, inputLines, steps));
    }
  }
}

function comesTo(number: FoundNumber, result: number): boolean {
  return Math.abs(result - number.value) <= 0.5 * 10 ** -number.decimals + 1e-9;
}

/** "£15.45: £11.50 and £3.95": an amount that is the sum or the difference of two others in its line. */
function totals(numbers: readonly FoundNumber[], known: KnownNumbers): FoundNumber[] {
  const amounts = numbers.filter((number) => number.isMoney && known.has(number));
  return numbers.filter(
    (number) =>
      number.isMoney &&
      amounts.some((a) =>
        amounts.some(
          (b) => a !== b && [a.value + b.value, a.value - b.value].some((sum) => comesTo(number, sum)),
        ),
      ),
  );
}

/** "£36 a month, £1.20 a day": an amount divided by a figure of the prompt, such as its 30 days. */
function perDay(
  numbers: readonly FoundNumber[],
  known: KnownNumbers,
  steps: readonly number[],
): FoundNumber[] {
  const amounts = numbers.filter((number) => number.isMoney && known.has(number));
  return numbers.filter(
    (number) =>
      number.isMoney &&
      amounts.some(({ value }) => steps.some((step) => step >= 7 && comesTo(number, value / step))),
  );
}

/** Rounded to whole tens or ones, as a sample size is: beside the figure itself. */
function rounded(numbers: readonly FoundNumber[], known: KnownNumbers): FoundNumber[] {
  const exact = numbers.filter((number) => number.decimals > 0 && number.value > 10 && known.has(number));
  return numbers.filter(
    (number) =>
      number.decimals === 0 &&
      !number.isMoney &&
      !number.isPercent &&
      exact.some(({ value }) => Math.abs(value - number.value) < Math.max(1, value * 0.001)),
  );
}

/** "40%, £36 a month": both hold where the one is the other's share of a budget that was given. */
function sharesOf(budgets: readonly FoundNumber[], numbers: readonly FoundNumber[]): FoundNumber[] {
  const shares = numbers.filter(({ isPercent }) => isPercent);
  const parts = numbers.filter(({ isMoney }) => isMoney);
  return shares.flatMap((share) =>
    parts.flatMap((part) =>
      budgets.some(({ value }) => Math.abs((value * share.value) / 100 - part.value) < 0.01)
        ? [share, part]
        : [],
    ),
  );
}

/**
 * What a row works out: a share or a rate of two of its numbers, or of the input's line that it is about, the
 * course's value equation DO × PL ÷ (TD × ES), and what is still lacking to a figure of the prompt.
 */
function ofRow(
  numbers: readonly FoundNumber[],
  known: KnownNumbers,
  inputLines: readonly FoundNumber[][],
  steps: readonly number[],
): FoundNumber[] {
  const own = numbers.filter((number) => !number.isOrdinal && known.has(number));
  const beside = inputLines.filter(
    (theirs) => theirs.filter(({ value }) => own.some((one) => one.value === value)).length >= 2,
  );
  const grounds = [...own, ...beside.flat()];
  const plain = numbers.filter(
    ({ isMoney, isPercent, decimals }) => !isMoney && !isPercent && decimals === 0,
  );
  const [a, b, c, d] = plain.map(({ value }) => value);
  const equation = a !== undefined && b !== undefined && c && d ? (a * b) / (c * d) : Number.NaN;
  return numbers.filter((number) => {
    if (number.decimals > 0 && comesTo(number, equation)) return true;
    if (number.decimals === 0 && !number.isMoney && !number.isPercent) {
      return grounds.some(({ value }) => steps.some((step) => step > value && step - value === number.value));
    }
    return grounds.some((one) =>
      grounds.some((other) => {
        if (one === other || other.value === 0 || other.isMoney || other.isPercent) return false;
        const rate = one.value / other.value;
        return number.isPercent
          ? !one.isMoney && comesTo(number, 100 * rate)
          : one.isMoney && comesTo(number, rate);
      }),
    );
  });
}

/** The figures of every sum in a line that comes out right, if its result or all of its parts are grounded. */
function shownSums(line: string, numbers: readonly FoundNumber[], known: KnownNumbers): FoundNumber[] {
  if (!line.includes('=')) return [];
  return line
    .split(/[;:,.]\s|[;:,.]$/)
    .flatMap(equationsOf)
    .flatMap(([left, right]) => {
      const [result] = numbersIn(right);
      const parts = lastSum(left);
      const value = parts && evaluate(parts);
      if (!result || !parts || value === undefined || !comesTo(result, value)) return [];
      const operands = numbersIn(left).filter((number) => parts.includes(number.value));
      // A bare number is a step of the sum; an amount or a share is a claim of its own.
      const isGrounded = operands.every(
        (number) => (!number.isMoney && !number.isPercent) || known.has(number),
      );
      return isGrounded || known.has(result) ? [...operands, result, ...sameIn(numbers, result)] : [];
    });
}

/** The result once more in its line, with a sign that it has not behind the "=". */
function sameIn(numbers: readonly FoundNumber[], result: FoundNumber): FoundNumber[] {
  return numbers.filter(({ value }) => value === result.value);
}

/** "a = b = c" holds two. */
function equationsOf(segment: string): Array<[string, string]> {
  const sides = segment.split('=');
  return sides.slice(1).map((right, at) => [sides[at] ?? '', right]);
}

type SumPart = number | '+' | '-' | '*' | '/' | '(' | ')';
const signs: Record<string, SumPart> = {
  '+': '+',
  '−': '-',
  '-': '-',
  '×': '*',
  '*': '*',
  '÷': '/',
  '/': '/',
};

/** The numbers and signs that a text ends with, words between them left out. */
function lastSum(text: string): SumPart[] | undefined {
  const tokens = text.match(/\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|(?<=\s)[-+−×÷*/](?=\s)|[()]/g) ?? [];
  const parts = tokens.map((token): SumPart => {
    if (token === '(' || token === ')') return token;
    return signs[token] ?? Number(token.replaceAll(',', ''));
  });
  // Two numbers in a row: the sum begins with the second.
  const start = parts.findLastIndex(
    (part, at) => typeof part === 'number' && typeof parts[at + 1] === 'number',
  );
  const sum = parts.slice(start + 1);
  return sum.some((part) => typeof part !== 'number') ? sum : undefined;
}

/** Undefined where it is no sum. */
function evaluate(parts: readonly SumPart[]): number | undefined {
  let at = 0;
  const factor = (): number => {
    const part = parts[at++];
    if (part === '(') {
      const inner = sum();
      return parts[at++] === ')' ? inner : Number.NaN;
    }
    return typeof part === 'number' ? part : Number.NaN;
  };
  const product = (): number => {
    let value = factor();
    for (let sign = parts[at]; sign === '*' || sign === '/'; sign = parts[at]) {
      at++;
      value = sign === '*' ? value * factor() : value / factor();
    }
    return value;
  };
  const sum = (): number => {
    let value = product();
    for (let sign = parts[at]; sign === '+' || sign === '-'; sign = parts[at]) {
      at++;
      value = sign === '+' ? value + product() : value - product();
    }
    return value;
  };
  const result = sum();
  return at === parts.length && Number.isFinite(result) ? result : undefined;
}
