/**
 * Discord's numbers, as data. C: in discord-api-docs or in the comments of discord-api-types 0.38.57; S: measured or
 * told by others; M: from memory. Characters are counted in UTF-16 units, the stricter reading wherever Discord's own
 * counting is not written down.
 */

export const messageLimits = {
  contentCharacters: 2_000, // C
  embeds: 10, // C
  embedCharactersInAll: 6_000, // C
  embedTitleCharacters: 256, // C
  embedDescriptionCharacters: 4_096, // C
  embedFields: 25, // C
  embedFieldNameCharacters: 256, // C
  embedFieldValueCharacters: 1_024, // C
  embedFooterCharacters: 2_048, // C
  embedAuthorCharacters: 256, // C
  nonceCharacters: 25, // C
  attachments: 10, // C
  attachmentBytes: 10 * 1024 * 1024, // C
  requestBytes: 25 * 1024 * 1024, // C
  listed: 100, // C
  allowedMentionIds: 100, // C
} as const;

/** "A few minutes" in the docs; the design counts on two. */
export const nonceLifeMs = 2 * 60_000;

export const componentLimits = {
  rows: 5, // C, without components v2
  all: 40, // C, with components v2, nested ones included
  textCharactersInAll: 4_000, // S: Chat SDK's discord.mdx, composure's limits.rs
  rowButtons: 5, // C
  buttonLabelCharacters: 80, // C
  urlCharacters: 512, // C
  customIdCharacters: 100, // C
  options: 25, // C
  optionCharacters: 100, // C: label, value and description alike
  placeholderCharacters: 150, // C
  sectionTexts: 3, // C
  galleryItems: 10, // C
  mediaDescriptionCharacters: 1_024, // C
} as const;

export const modalLimits = {
  titleCharacters: 45, // C
  components: 5, // C
  labelCharacters: 45, // C
  descriptionCharacters: 100, // C
  inputCharacters: 4_000, // C
  inputPlaceholderCharacters: 100, // C
  files: 10, // C
  radioOptionsAtLeast: 2, // C
  groupOptions: 10, // C
} as const;

export const commandLimits = {
  slash: 100, // C
  menuEach: 15, // C: user and message commands, raised on 2026-03-03
  nameCharacters: 32, // C
  descriptionCharacters: 100, // C
  options: 25, // C
  choices: 25, // C
  choiceCharacters: 100, // C: name, and value of a string choice
  charactersInAll: 8_000, // C
  creationsPerDay: 200, // C: for each guild, and for the global ones
} as const;

export const autocompleteLimits = { choices: 25 } as const; // C

export const threadLimits = {
  nameCharacters: 100, // C
  archiveMinutes: [60, 1_440, 4_320, 10_080], // C
  appliedTags: 5, // C
} as const;

export const webhookLimits = {
  perChannel: 15, // C
  nameCharacters: 80, // C
  forbiddenInNames: ['clyde', 'discord'], // C
} as const;

export const interactionLimits = {
  firstAnswerMs: 3_000, // C
  tokenMs: 15 * 60_000, // C
  followUpsWhenOnlyUserInstalled: 5, // C
} as const;

export const gatewayLimits = {
  sendsPerMinute: 120, // C
  identifiesPerDay: 1_000, // C
} as const;

export const requestsPerSecond = 50; // C, without interaction end-points

export interface RateRule {
  name: string;
  /** As the route table writes it. */
  routes: readonly string[];
  requests: number;
  windowMs: number;
}

/** Discord publishes no bucket sizes and asks clients to read the headers; these were seen in such headers (S, M). */
export const rateRules: readonly RateRule[] = [
  { name: 'send', routes: ['POST /channels/:channel/messages'], requests: 5, windowMs: 5_000 },
  { name: 'edit', routes: ['PATCH /channels/:channel/messages/:message'], requests: 5, windowMs: 5_000 },
  { name: 'delete', routes: ['DELETE /channels/:channel/messages/:message'], requests: 5, windowMs: 1_000 },
  { name: 'typing', routes: ['POST /channels/:channel/typing'], requests: 5, windowMs: 5_000 },
  {
    name: 'react',
    routes: [
      'PUT /channels/:channel/messages/:message/reactions/:emoji/@me',
      'DELETE /channels/:channel/messages/:message/reactions/:emoji/@me',
    ],
    requests: 1,
    windowMs: 250,
  },
  {
    name: 'threads',
    routes: ['POST /channels/:channel/threads', 'POST /channels/:channel/messages/:message/threads'],
    requests: 50,
    windowMs: 300_000,
  },
  {
    name: 'webhook',
    routes: [
      'POST /webhooks/:webhook/:token',
      'PATCH /webhooks/:webhook/:token/messages/:message',
      'GET /webhooks/:webhook/:token/messages/:message',
      'DELETE /webhooks/:webhook/:token/messages/:message',
    ],
    requests: 5,
    windowMs: 2_000,
  },
];
