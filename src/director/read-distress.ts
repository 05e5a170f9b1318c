/**
 * Whether somebody says that they are not well, rather than that their shop is not. Narrow on purpose: "can't cope with
 * the orders" is about work. Who is meant gets a person and a helpline, and no course (routing sample, "wellbeing").
 */
export function soundsDistressed(words: string): boolean {
  const plain = words.replace(/[’']/g, '').replace(/\s+/g, ' ');
  return distress.some((pattern) => pattern.test(plain));
}

const distress = [
  /\b(?:dont|do not|cant|cannot) see (?:the|any) point (?:of|in) (?:anything|living|going on|it all)\b/i,
  /\b(?:cant|cannot|can not) (?:cope|go on|carry on)(?: any ?more| like this| with (?:life|anything))?[\s.!?]*(?:$|,)/i,
  /\b(?:want to die|kill myself|end it all|suicid\w*|self[- ]?harm\w*|hurt(?:ing)? myself|no reason to live)\b/i,
];
