import { z } from 'zod';
import type { PlaybookPromptFile } from '../../domain/catalogue.ts';
import { foundationField, isFoundationPath } from '../../domain/foundation-fields.ts';

const texts = z.array(z.string());

/** What goes with every value: the words it rests on, how sure, and what is missing. */
const proof = {
  evidence: z.union([z.string(), texts, z.null()]),
  confidence: z.union([z.enum(['high', 'medium', 'low']), z.null()]),
  reason: z.union([z.string(), z.null()]),
};

const rival = z.object({
  name: z.string(),
  offer: z.string().nullable(),
  valueProposition: z.string().nullable(),
  url: z.string().nullable(),
  positioning: z.string().nullable(),
  weakness: z.string(),
  evidence: z.string().nullable(),
});

const angles = z.array(z.object({ angle: z.string(), reason: z.string() }));

const valueSchemas = {
  text: z.string().nullable(),
  list: texts.nullable(),
  competitors: z.array(rival).nullable(),
};

/**
 * The shape of a JSON answer: one group of the Foundation, each of the fields that the prompt writes with its value and
 * what it rests on. Undefined for prompts of other kinds. The checker sees to it that the fields are of one group.
 */
export function answerSchemaOf(
  prompt: Pick<PlaybookPromptFile, 'outputType' | 'writes'>,
): z.ZodType<Record<string, unknown>> | undefined {
  const paths = (prompt.writes ?? []).map(({ path }) => path).filter(isFoundationPath);
  const group = paths[0]?.split('.')[0];
  if (prompt.outputType !== 'JSON' || group === undefined) return undefined;
  const fields = paths.map((path) => {
    const { kind } = foundationField(path);
    return [
      path.split('.')[1] ?? path,
      z.object({
        value: valueSchemas[kind],
        ...proof,
        ...(group === 'customerAvatar' ? { inferred: z.boolean() } : {}),
        ...(path === 'marketAwareness.differentiation' ? { angles } : {}),
      }),
    ] as const;
  });
  return z.object({ [group]: z.object(Object.fromEntries(fields)) });
}
