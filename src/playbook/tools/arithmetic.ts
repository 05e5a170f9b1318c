export type Worked = { kind: 'value'; value: number } | { kind: 'wrong'; problem: string };

/** Deeper than any sum that means something; beyond it the stack would decide. */
const deepest = 50;

const functions: Record<string, (...values: number[]) => number> = {
  round: (value = Number.NaN, digits = 0) => Number(`${Math.round(Number(`${value}e${digits}`))}e${-digits}`),
  min: Math.min,
  max: Math.max,
};

/** Works out a sum as people write it: £ and thousands commas are read over, `%` is a hundredth. Runs no code. */
export function arithmetic(expression: string): Worked {
  const tokens = tokensOf(expression);
  let at = 0;
  let depth = 0;
  const next = () => tokens[at];
  const take = (wanted: string): boolean => {
    if (next() !== wanted) return false;
    at += 1;
    return true;
  };
  const expect = (wanted: string) => {
    if (!take(wanted)) throw new SyntaxError(`"${wanted}" is missing`);
  };

  function sum(): number {
    let value = product();
    for (;;) {
      if (take('+')) value += product();
      else if (take('-')) value -= product();
      else return value;
    }
  }
  function product(): number {
    let value = power();
    for (;;) {
      if (take('*')) value *= power();
      else if (take('/')) value /= power();
      else return value;
    }
  }
  function power(): number {
    if (take('-')) return -power();
    let base = atom();
    while (take('%')) base /= 100;
    return take('^') ? base ** power() : base;
  }
  function atom(): number {
    depth += 1;
    if (depth > deepest) throw new SyntaxError('it is nested too deeply');
    const token = next() ?? '';
    at += 1;
    let value: number;
    if (token === '(') {
      value = sum();
      expect(')');
    } else if (Object.hasOwn(functions, token)) {
      expect('(');
      const values = [sum()];
      while (take(',')) values.push(sum());
      expect(')');
      value = functions[token]?.(...values) ?? Number.NaN;
    } else value = Number(token === '' ? Number.NaN : token);
    if (Number.isNaN(value))
      throw new SyntaxError(token === '' ? 'it ends too early' : `"${token}" is no number`);
    depth -= 1;
    return value;
  }

  try {
    const value = sum();
    if (at < tokens.length) return { kind: 'wrong', problem: `I cannot read "${next()}" there.` };
    if (!Number.isFinite(value))
      return { kind: 'wrong', problem: 'That has no finite result (a division by 0?).' };
    // Beyond twelve digits it is the machine's own rounding that shows.
    return { kind: 'value', value: Number(value.toPrecision(12)) };
  } catch (error) {
    const why = error instanceof SyntaxError ? error.message : 'it is no sum';
    return { kind: 'wrong', problem: `That cannot be worked out: ${why}.` };
  }
}

function tokensOf(expression: string): string[] {
  const plain = expression
    .toLowerCase()
    .replace(/[£€$]/g, '')
    .replace(/(?<=\d),(?=\d{3}(?!\d))/g, '')
    .replace(/[×x](?=\s*[\d(.])/g, '*')
    .replace(/÷/g, '/')
    .replace(/−/g, '-');
  return plain.match(/\d+(?:\.\d+)?|\.\d+|[a-z]+|\S/g) ?? [];
}
