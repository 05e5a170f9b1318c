/**
 * The one JSON object in what somebody pasted: chat models put it between fences or sentences, and some programs turn
 * its quotation marks into curly ones.
 */
export function readJsonText(
  text: string,
): { kind: 'value'; value: object } | { kind: 'problem'; problem: string } {
  const from = text.indexOf('{');
  const to = text.lastIndexOf('}');
  if (from < 0) return { kind: 'problem', problem: 'It holds no JSON: no "{" is in it.' };
  if (to < from) return { kind: 'problem', problem: 'It breaks off: the last "}" is missing.' };
  const found = text.slice(from, to + 1);
  let problem = '';
  for (const candidate of [found, withStraightQuotes(found)]) {
    try {
      const value: unknown = JSON.parse(candidate);
      if (typeof value === 'object' && value !== null) return { kind: 'value', value };
    } catch (error) {
      problem ||= whereItFails(candidate, error);
    }
  }
  return { kind: 'problem', problem };
}

/** Curly marks only where they stand as JSON's own: beside a bracket, a comma or a colon. */
function withStraightQuotes(text: string): string {
  return text
    .replace(/(?<=[{[,:]\s*)[“”„]/g, '"')
    .replace(/[“”](?=\s*[:,\]}])/g, '"')
    .replace(/\u00A0/g, ' ');
}

function whereItFails(text: string, error: unknown): string {
  const at = Number(/position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1]);
  if (!Number.isFinite(at)) return 'It breaks off, or a quotation mark or comma is missing.';
  const near = text
    .slice(Math.max(0, at - 20), at + 10)
    .replace(/\s+/g, ' ')
    .trim();
  return `It is no JSON from line ${text.slice(0, at).split('\n').length} of the object on, near «${near}».`;
}
