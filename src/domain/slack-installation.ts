import { z } from 'zod';
import { defineTable } from './table.ts';

/**
 * The app in one workspace of Slack, where many install it. Tokens are sealed (`ports/text-seal.ts`), each for its
 * workspace and field, and never stand here in plain.
 */
export const slackInstallationSchema = z.strictObject({
  /** The workspace's id at Slack, such as `T012AB3CD`. */
  _id: z.string(),
  teamName: z.string().optional(),
  appId: z.string(),
  botId: z.string(),
  botUserId: z.string(),
  /** What was granted. */
  scopes: z.array(z.string()),
  /** The Slack user who installed it last. */
  installedBy: z.string(),
  /** Milliseconds since the Unix epoch, as everywhere. */
  installedAt: z.number(),
  /** Another with every set of tokens: what a change of them is compared with. */
  tokensId: z.string(),
  /** Sealed. */
  botToken: z.string(),
  /** Sealed; only where the app rotates its tokens. Slack takes it once. */
  refreshToken: z.string().optional(),
  /** When the bot token ends; only where the app rotates its tokens. */
  expiresAt: z.number().optional(),
  /** Slack does not take the refresh token: after `expiresAt` only a new installation helps. */
  refreshRefused: z.boolean().optional(),
  /** Whoever refreshes the tokens holds this lease meanwhile. */
  leaseToken: z.string().optional(),
  /** 0: nobody holds it. */
  leaseExpiresAt: z.number(),
});
export type SlackInstallation = z.infer<typeof slackInstallationSchema>;

export const slackInstallationsTable = defineTable({
  name: 'slackInstallations',
  purpose: 'The workspaces of Slack that have installed the app, with their sealed tokens.',
  schema: slackInstallationSchema,
  // Always looked for by workspace.
  indexes: [],
});
