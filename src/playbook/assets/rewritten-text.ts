export interface Rewritten {
  /** The new text alone, ready to copy. */
  text: string;
  /** What changed and why, as the answer lists it; may be empty. */
  notes: string;
}

const heading = /^#{1,4}\s*(rewrite|rewritten text|what changed)\b[^\n]*$/gim;

/** What RW1 answered, in its two parts. An answer without headings is all text. */
export function readRewrite(answer: string): Rewritten {
  const parts = { text: '', notes: '' };
  const found = [...answer.matchAll(heading)];
  const [first] = found;
  if (!first) return { text: answer.trim(), notes: '' };
  if (/changed/i.test(first[1] ?? '')) parts.text = answer.slice(0, first.index).trim();
  found.forEach((match, at) => {
    const part = answer.slice(match.index + match[0].length, found[at + 1]?.index).trim();
    if (/changed/i.test(match[1] ?? '')) parts.notes = part;
    else parts.text = part;
  });
  return parts.text === '' ? { text: answer.trim(), notes: '' } : parts;
}
