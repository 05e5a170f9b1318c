/** What one message of a platform takes. Text is counted in UTF-16 code units, as both platforms' SDKs count it. */
export interface MessageLimits {
  /** Of the plainest message: what is sent as text. */
  textCharacters: number;
  /** Blocks (Slack) or components (Discord) of one message. */
  blocks: number;
  /** All blocks or components of one message together. */
  blocksCharacters: number;
  buttons: { inRow: number; labelCharacters: number; idCharacters: number };
}

/**
 * Slack, in November 2026. Sources: docs.slack.dev's pages of each block and of chat.postMessage, @slack/types 3.2.0;
 * where they say nothing, what others measured.
 */
export const slackLimits = {
  // chat.update refuses more than 4,000; longer posts may be split by the server (java-slack-sdk #704).
  textCharacters: 4_000,
  // 50 after the server has expanded a `markdown` block into others, which it does not tell beforehand (archestra #4980).
  blocks: 45,
  // `msg_blocks_too_long` came at 13,202 and 13,297 (bolt-js #2509, metabase #79908).
  blocksCharacters: 13_000,
  buttons: { inRow: 25, labelCharacters: 75, idCharacters: 255 },
  /** All `markdown` blocks of a message together, and `markdown_text` of a stream. */
  markdownCharacters: 12_000,
  sectionCharacters: 3_000,
  sectionFields: 10,
  sectionFieldCharacters: 2_000,
  headerCharacters: 150,
  contextElements: 10,
  tableRows: 100,
  tableColumns: 20,
  /** Of all tables of a message, all cells together. */
  dataTableCharacters: 10_000,
} as const satisfies MessageLimits & Record<string, unknown>;

/**
 * Discord, in November 2026. Source: discord-api-docs (resources/message, components/reference), but for what is noted.
 */
export const discordLimits = {
  textCharacters: 2_000,
  /** With `flags: 1 << 15`; nested components count. */
  blocks: 40,
  // Chat SDK's discord.mdx; not in Discord's own pages.
  blocksCharacters: 4_000,
  buttons: { inRow: 5, labelCharacters: 80, idCharacters: 100 },
  embeds: 10,
  /** All embeds of a message together. */
  embedsCharacters: 6_000,
  embedTitleCharacters: 256,
  embedDescriptionCharacters: 4_096,
  embedFields: 25,
  embedFieldNameCharacters: 256,
  embedFieldValueCharacters: 1_024,
  threadNameCharacters: 100,
} as const satisfies MessageLimits & Record<string, unknown>;
