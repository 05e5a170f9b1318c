import { z } from 'zod';
import { elevateStepSchema } from './elevate-step.ts';

/** Something with an outside effect that an agent suggests: nothing happens until its person presses the button. */
export const suggestionSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('asset'),
    title: z.string(),
    assetType: z.string(),
    elevateStep: elevateStepSchema,
    content: z.string(),
  }),
  z.strictObject({
    kind: z.literal('reminder'),
    /** What to be reminded of, in the person's words. */
    text: z.string(),
    dueAt: z.number(),
    /** IANA name: the zone in which the time was meant, and in which it is shown. */
    timeZone: z.string(),
  }),
]);
export type Suggestion = z.infer<typeof suggestionSchema>;
