import { z } from 'zod';
import { systemRoleSchema } from './system-role.ts';
import { defineTable } from './table.ts';

const commonAgentFields = {
  _id: z.string(),
  name: z.string(),
  description: z.string(),
  personality: z.string(),
  avatarUrl: z.string(),
  /** Names of tools the agent may use. */
  tools: z.array(z.string()).optional(),
  /** Milliseconds since the Unix epoch. */
  lastActiveTime: z.number().optional(),
};

/** An agent that a user made. The projection of `agents/*.md` never touches these rows. */
export const userAgentSchema = z.strictObject({
  kind: z.literal('user_agent'),
  /** `users._id`. */
  createdBy: z.string(),
  configuration: z.unknown().optional(),
  ...commonAgentFields,
});

/** One of the twelve agents that ship with the program, the projection of a file in `agents/`. */
export const systemAgentSchema = z.strictObject({
  kind: z.literal('system_agent'),
  systemRole: systemRoleSchema,
  baseInstructions: z.string().optional(),
  configuration: z.unknown().optional(),
  ...commonAgentFields,
  /** Stands in where no avatar can be shown. */
  emoji: z.string().optional(),
  version: z.number().optional(),
  /** Of the file, so that an unchanged one is not written again. */
  hash: z.string().optional(),
  /** When the file was gone, milliseconds since the Unix epoch. */
  retiredAt: z.number().optional(),
});

/** Either kind of agent, told apart by `kind`. */
export const agentSchema = z.discriminatedUnion('kind', [userAgentSchema, systemAgentSchema]);

export type UserAgent = z.infer<typeof userAgentSchema>;
export type SystemAgent = z.infer<typeof systemAgentSchema>;
export type Agent = z.infer<typeof agentSchema>;

export const agentsTable = defineTable({
  name: 'agents',
  schema: agentSchema,
  indexes: [
    { name: 'by_creator', keys: { createdBy: 1, kind: 1 } },
    { name: 'by_systemRole', keys: { systemRole: 1, kind: 1 } },
  ],
  purpose: 'The twelve agents that ship with the program, and those that users made.',
});
