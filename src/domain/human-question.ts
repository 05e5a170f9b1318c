import { z } from 'zod';
import { reachSchema } from './contact-plan.ts';
import { defineTable } from './table.ts';

/** What somebody asked of a person instead of an agent. */
export const humanQuestionSchema = z.strictObject({
  _id: z.string(),
  personId: z.string(),
  userId: z.string(),
  /** Where the answer goes: where it was asked. */
  reach: reachSchema,
  text: z.string(),
  /** Who gets it, and may answer. */
  leaderPersonIds: z.array(z.string()),
  /** `asked`: not passed on yet. `answered`: its answer has not been passed back yet. */
  state: z.enum(['asked', 'passed', 'answered', 'over']),
  answer: z.string().optional(),
  answeredByPersonId: z.string().optional(),
  answeredByName: z.string().optional(),
  askedAt: z.number(),
  answeredAt: z.number().optional(),
});
export type HumanQuestion = z.infer<typeof humanQuestionSchema>;

export const humanQuestionsTable = defineTable({
  name: 'humanQuestions',
  purpose: 'Questions to facilitators, and what they answered.',
  schema: humanQuestionSchema,
  indexes: [
    { name: 'by_state', keys: { state: 1, askedAt: 1 } },
    { name: 'by_user', keys: { userId: 1 } },
    { name: 'by_person', keys: { personId: 1 } },
    { name: 'by_answerer', keys: { answeredByPersonId: 1 } },
    { name: 'by_leader', keys: { leaderPersonIds: 1 } },
  ],
});
