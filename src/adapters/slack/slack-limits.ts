/**
 * What views and their elements take. Source: docs.slack.dev's pages of each block, element and of views, and
 * @slack/types 3.2.0, whose smaller figure counts where they disagree (an option's value: 75 there, 150 on the page).
 * What messages take is in markdown/limits.ts.
 */
export const viewLimits = {
  titleCharacters: 24,
  blocks: 100,
  metadataCharacters: 3_000,
  labelCharacters: 2_000,
  hintCharacters: 2_000,
  inputCharacters: 3_000,
  radioOptions: 10,
  selectOptions: 100,
  optionCharacters: 75,
} as const;

/** docs.slack.dev, files.getUploadURLExternal (`alt_txt_too_large`). */
export const fileLimits = { altCharacters: 1_000 } as const;
