const assent =
  /^\W*(?:yes|yep|yeah|sure|ok|okay|please|go on|let'?s (?:go|start|do it)|start)\b\W*(?:please|pls|go on|let'?s (?:go|start|do it))?\W*$/i;

/** Whether a message does nothing but agree to what was just asked. */
export function isAssent(words: string): boolean {
  return assent.test(words.replace(/’/g, "'"));
}
