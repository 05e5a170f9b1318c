/**
 * Every number at which Slack refuses, and every time it keeps, in one place. Where sources differ the stricter one
 * stands here, so that what passes here passes there.
 *
 * Sources, by the letter in each comment: **P** the limits collected in the project's platform facts (§2.1, with
 * their sources), **T** a doc comment in `@slack/types` 3.2.0 or `@slack/web-api` 8.2.0, **D** docs.slack.dev.
 * Lengths are counted in UTF-16 units: nobody has measured what Slack counts, and no other count is larger.
 */
export const limits = {
  message: {
    /** P: "cut above 40,000". Refused here, for text that is cut is text lost. */
    textChars: 40_000,
    /** P. */
    updateTextChars: 4_000,
    /** T: `markdown_text`, also in one chunk of a stream. */
    markdownTextChars: 12_000,
    /** P: measured between 13,172 and 13,297; all text of all blocks together. */
    allBlocksChars: 13_200,
    /** P: counted after Slack has expanded `markdown` blocks. */
    blocks: 50,
    /** P. */
    charts: 2,
    /** From memory of the table block's page (`only_one_table_allowed`); tables inside `markdown` do not count. */
    tables: 1,
  },
  block: {
    /** T. */
    blockIdChars: 255,
    sectionTextChars: 3_000,
    sectionFields: 10,
    sectionFieldChars: 2_000,
    headerChars: 150,
    markdownChars: 12_000,
    contextElements: 10,
    actionsElements: 25,
    contextActionsElements: 5,
    imageAltTextChars: 2_000,
    imageTitleChars: 2_000,
    inputLabelChars: 2_000,
    inputHintChars: 2_000,
    tableRows: 100,
    tableColumns: 20,
    dataTableRows: 100,
    dataTableColumns: 20,
    /** P. */
    dataTableChars: 10_000,
    dataTablePageRows: 100,
    cardTitleChars: 150,
    cardBodyChars: 200,
    carouselCards: 10,
    containerBlocks: 10,
    containerTitleChars: 150,
    /** T: "must be less than 200", "less than 50". */
    videoTitleChars: 199,
    videoAuthorChars: 49,
    /** P: of a chart; D says the same. */
    chartTitleChars: 50,
    chartLabelChars: 20,
    /** P: 6 on the docs page, 12 elsewhere; stay at 6. */
    chartSeries: 6,
    /** D, as the OpenClaw docs give it. */
    chartCategories: 20,
    /** T: the general bound of a text object, where nothing stricter is said. */
    textChars: 3_000,
  },
  element: {
    /** T. */
    actionIdChars: 255,
    buttonTextChars: 75,
    valueChars: 2_000,
    urlChars: 3_000,
    accessibilityLabelChars: 75,
    placeholderChars: 150,
    selectOptions: 100,
    optionGroups: 100,
    choiceOptions: 10,
    overflowOptions: 5,
    optionTextChars: 75,
    /** D: raised from 75 to 150 in 2024. */
    optionValueChars: 150,
    optionDescriptionChars: 75,
    inputChars: 3_000,
    fileInputFiles: 10,
    confirmTitleChars: 100,
    confirmTextChars: 300,
    confirmButtonChars: 30,
  },
  view: {
    /** T, P. */
    titleChars: 24,
    blocks: 100,
    privateMetadataChars: 3_000,
    callbackIdChars: 255,
    externalIdChars: 255,
    /** P: "250 KB"; the smaller reading. */
    bytes: 250_000,
    /** P: the root and two more. */
    stack: 3,
  },
  trigger: {
    /** P: used within 3 s of being given out, once. */
    lifeMs: 3_000,
  },
  responseUrl: {
    /** P: 5 times in 30 min. */
    uses: 5,
    lifeMs: 30 * 60_000,
  },
  stream: {
    /** P: "closed by the server after ~5 min"; appends do not prolong it (hermes-agent #59010 measured 306 s). */
    lifeMs: 5 * 60_000,
    /** D: one `blocks` chunk, and apart from it the `blocks` of `chat.stopStream`. */
    blocks: 50,
    /** D: the title of a `task_update` or `plan_update` chunk. */
    titleChars: 256,
  },
  assistant: {
    /** P. */
    suggestedPrompts: 4,
    loadingMessages: 10,
    statusLifeMs: 2 * 60_000,
    sessionTitleChars: 200,
  },
  file: {
    /** D: `alt_txt_too_large`. */
    altChars: 1_000,
  },
  delivery: {
    /** P: acknowledged within 3 s. */
    ackMs: 3_000,
    /** P: then three more tries: at once, after 1 min, after 5 min. */
    retryAfterMs: [0, 60_000, 5 * 60_000],
    /** P. */
    sockets: 10,
  },
  oauth: {
    /** P: 12 h. */
    tokenLifeSeconds: 43_200,
    /** D: a code is good for 10 min. */
    codeLifeMs: 10 * 60_000,
  },
  history: {
    /** D: the largest page. */
    pageObjects: 999,
    /** P: for commercially distributed apps outside the Marketplace. */
    restrictedPageObjects: 15,
  },
} as const;

export interface RateRule {
  calls: number;
  windowMs: number;
  /** Counted for the whole workspace unless this says for each channel. */
  per?: 'channel';
}

const minuteMs = 60_000;

/** P. The tiers say "N+ a minute": N is what one can rely on. */
const tiers = {
  tier1: { calls: 1, windowMs: minuteMs },
  tier2: { calls: 20, windowMs: minuteMs },
  tier3: { calls: 50, windowMs: minuteMs },
  tier4: { calls: 100, windowMs: minuteMs },
  /** P: "about 1 per second per channel, short bursts allowed": five at once, one a second on average. */
  posting: { calls: 5, windowMs: 5_000, per: 'channel' },
  /** P. */
  appending: { calls: 180, windowMs: minuteMs },
  unlimited: { calls: Number.POSITIVE_INFINITY, windowMs: minuteMs },
} as const satisfies Record<string, RateRule>;

export type Tier = keyof typeof tiers;

export function rateRule(tier: Tier): RateRule {
  return tiers[tier];
}
