import { z } from 'zod';

/** What is wrong with an answer is sent back to the model: the first faults tell enough. */
const problemCharacters = 800;

/** The first JSON value in a model's words that has the schema's shape, or what is wrong with what comes nearest. Never rejects. */
export async function readStructure<Value>(
  text: string,
  schema: z.ZodType<Value>,
): Promise<{ value: Value } | { problem: string }> {
  let problem = 'It is not JSON.';
  for (const candidate of jsonCandidates(text)) {
    try {
      const checked = await schema.safeParseAsync(JSON.parse(candidate));
      if (checked.success) return { value: checked.data };
      problem = z.prettifyError(checked.error).slice(0, problemCharacters);
    } catch {
      // Not JSON, or a refinement that threw on a value it did not foresee: not of this shape either way.
    }
  }
  return { problem };
}

/** The text itself, then what stands between fences, then from the first bracket to the last. */
function* jsonCandidates(text: string): Generator<string> {
  // Reasoning models behind home servers think aloud first, often in JSON that they then discard.
  const answer = text.replace(/<think>[\s\S]*?<\/think>/g, '').trim();
  yield answer;
  for (const [, fenced] of answer.matchAll(/```[a-z]*\s*\n([\s\S]*?)```/gi)) yield fenced ?? '';
  for (const [opening, closing] of ['{}', '[]']) {
    const from = answer.indexOf(opening ?? '');
    const to = answer.lastIndexOf(closing ?? '');
    if (from >= 0 && to > from) yield answer.slice(from, to + 1);
  }
}
