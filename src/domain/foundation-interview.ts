import { z } from 'zod';

/** Where somebody is in Sage's interview: one value under the person's settings, the same on all their surfaces. */
export const foundationInterviewSchema = z.strictObject({
  /** The field whose question waits for an answer; absent while the interview rests. */
  asked: z.string().optional(),
  /** The thread in which it was asked; absent where the question went to them from a channel. */
  threadKey: z.string().optional(),
  /** The answer that is shown and neither kept nor passed yet: a pending request. */
  answerId: z.string().optional(),
  /** Fields that they passed: asked again only when they say so. */
  passed: z.array(z.string()),
  /** The event that moved it on: worked once more, it moves nothing. */
  movedBy: z.string().optional(),
  /** How many other things they have asked since the question. */
  asides: z.number(),
  askedAt: z.number(),
});
export type FoundationInterview = z.infer<typeof foundationInterviewSchema>;
