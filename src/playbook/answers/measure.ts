const needsMark = /\[NEEDS:[^\]]*\]/g;

/** The words of a passage as they are used: without marks of Markdown, gaps, a count behind it, or quotation marks around it. */
export function bareText(text: string): string {
  const bare = text
    .replace(needsMark, ' ')
    .replace(/\[([^\]]+)\]\((?:https?|mailto):[^)\s]*\)/g, '$1')
    .replace(/(?<![\p{L}\d])[*_`]{1,3}(?=\S)|(?<=\S)[*_`]{1,3}(?![\p{L}\d])/gu, '')
    .replace(/[^\S\n]+/g, ' ')
    .trim()
    .replace(/ ?\(\d{1,3}(?: (?:characters?|chars?|words?))?\)$/, '');
  return /^(?:"[^"]*"|“[^“”]*”|‘[^‘’]*’)$/.test(bare) ? bare.slice(1, -1).trim() : bare;
}

/** East Asian wide letters and emoji, which Google counts twice. */
const doubleWidth =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|\p{Emoji_Presentation}/u;
const countsNothing = /\p{Mark}|\u200B|\u200D|\u2060|\uFEFF/u;

/**
 * Characters as advertising platforms count them: spaces and punctuation too, a letter with its accent once, wide letters
 * and emoji twice (Google Ads, "About text ads"), and of `{KeyWord:default}` the default text alone.
 */
export function countCharacters(text: string): number {
  const counted = bareText(text)
    .replace(/\{key ?word:([^{}]*)\}/gi, '$1')
    .normalize('NFC');
  let count = 0;
  for (const character of counted) {
    if (!countsNothing.test(character)) count += doubleWidth.test(character) ? 2 : 1;
  }
  return count;
}

/** What stands between spaces and holds a letter or a digit. */
export function countWords(text: string): number {
  return bareText(text)
    .split(/\s+/)
    .filter((word) => /[\p{L}\d]/u.test(word)).length;
}

const sentences = new Intl.Segmenter('en-GB', { granularity: 'sentence' });

export function countSentences(text: string): number {
  return [...sentences.segment(bareText(text))].filter(({ segment }) => /[\p{L}\d]/u.test(segment)).length;
}

/** What the [NEEDS: …] marks of a text ask for, each once, in their order. */
export function needsOf(text: string): string[] {
  const asked = [...text.matchAll(needsMark)]
    .map(([mark]) => mark.slice('[NEEDS:'.length, -1).trim())
    .filter((need) => /[\p{L}\d]/u.test(need));
  return [...new Set(asked)];
}

/** Whether a line says nothing but what is missing. */
export function isGapLine(line: string): boolean {
  return line.includes('[NEEDS:') && !/[\p{L}\d]/u.test(bareText(line));
}
