import { z } from 'zod';
import { defineTable } from './table.ts';
import { surfaceSchema } from './thread-ref.ts';

/** Whom the store knows under which ids. */
export const whoseSchema = z.strictObject({
  personId: z.string(),
  userId: z.string(),
  accounts: z.array(z.strictObject({ surface: surfaceSchema, accountId: z.string() })),
  /** Keys of the threads that only they and the program are in. */
  directThreads: z.array(z.string()),
  /** Keys of all threads that they take part in. */
  threads: z.array(z.string()),
});
export type Whose = z.infer<typeof whoseSchema>;

/** A press that is answered with what became of a deletion. */
export const traceSchema = z.strictObject({ eventId: z.string(), threadKey: z.string() });
export type Trace = z.infer<typeof traceSchema>;

/**
 * The deletion of all data of one person. `_id` is the id of the button that confirms it, which follows from the person
 * and the time of their first contact: pressed again it finds what it has done, also after they came back.
 */
export const erasureSchema = z.strictObject({
  _id: z.string(),
  /** `erasing`: rows go. `erased`: all but the traces of saying so are gone. `over`: nothing here tells who it was. */
  state: z.enum(['erasing', 'erased', 'over']),
  /** When its button was worked: what they did before that goes too. */
  askedAt: z.number(),
  /** Whose; absent once it is over. */
  whose: whoseSchema.optional(),
  /** `<surface>:<account id>` of each account, to find it by; none once it is over. */
  accountKeys: z.array(z.string()),
  /** Their own rows go when the answer is out. */
  traces: z.array(traceSchema),
  /** How many rows went, by collection. */
  counts: z.record(z.string(), z.number()),
  overAt: z.number().optional(),
});
export type Erasure = z.infer<typeof erasureSchema>;

export const erasuresTable = defineTable({
  name: 'erasures',
  purpose:
    'Deletions of all data of a person: while they last, so that they end; afterwards, how much it was.',
  schema: erasureSchema,
  indexes: [
    { name: 'by_account', keys: { accountKeys: 1 } },
    { name: 'by_state', keys: { state: 1 } },
  ],
});
