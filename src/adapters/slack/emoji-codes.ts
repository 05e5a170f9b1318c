/**
 * Codes by which Slack writes emoji in text, as far as they tell the program something: to leave or stop, yes, no and
 * thanks. All others are words that a model reads as well (":tada:").
 */
const emojiByCode: Record<string, string> = {
  no_bell: '🔕',
  mute: '🔇',
  octagonal_sign: '🛑',
  '+1': '👍',
  thumbsup: '👍',
  '-1': '👎',
  thumbsdown: '👎',
  ok_hand: '👌',
  white_check_mark: '✅',
  heavy_check_mark: '✔️',
  x: '❌',
  pray: '🙏',
};

/** A skin tone is part of the sign that it follows. */
const code = /:([a-z0-9_+-]+):(?::skin-tone-[2-6]:)?/g;

export function readEmojiCodes(text: string): string {
  return text.replace(code, (whole, name: string) => emojiByCode[name] ?? whole);
}
