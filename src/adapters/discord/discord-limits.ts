/**
 * What Discord takes beside messages (those: `discordLimits` of markdown/limits.ts), in November 2026, in UTF-16 code
 * units. Source: discord-api-docs, components/reference and interactions/application-commands.
 */
export const modalLimits = {
  titleCharacters: 45,
  components: 5,
  labelCharacters: 45,
  descriptionCharacters: 100,
  textCharacters: 4_000,
  selectOptions: 25,
  /** A radio group refuses one option alone, and more than ten. */
  radioOptions: { fewest: 2, most: 10 },
  /** In a group; one alone will do. */
  checkboxes: 10,
  /** Of an option's label, and of its value. */
  optionCharacters: 100,
  customIdCharacters: 100,
} as const;

export const commandLimits = {
  nameCharacters: 32,
  descriptionCharacters: 100,
  options: 25,
  /** Names, descriptions and values of one command together; of each localised text the longest counts. */
  allCharacters: 8_000,
  choices: 25,
  choiceCharacters: 100,
} as const;
