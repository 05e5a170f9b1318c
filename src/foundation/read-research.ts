/** Prompts that turn pasted research into proposals for one grid each. */
export const researchPrompts = ['F7', 'F8', 'F9'] as const;
export type ResearchPrompt = (typeof researchPrompts)[number];

const opening =
  /^(?:please )?(?:here(?:'s| is| are| comes)?|this is|i've pasted) (?:all )?(?:of )?(?:(?:my|our|the|some|all) )*((?:[\p{L}]+ ){0,2})(?:research|notes|findings)\b([^:\n]{0,60}?)(?:\s*[:\n–—-]\s*|[.!]?$)/iu;

const about: ReadonlyArray<readonly [ResearchPrompt, RegExp]> = [
  ['F9', /\b(?:customers?|buyers?|avatars?|interviews?|reviews?|clients?)\b/i],
  ['F8', /\b(?:markets?|competitors?|rivals?|trends?|channels?)\b/i],
  ['F7', /\b(?:company|business|brand|offers?|website|site|products?)\b/i],
];

/** "Here is my market research: …": what was pasted, and which grid it is about where that is said. */
export function readResearch(
  words: string,
): { text: string; promptCode: ResearchPrompt | undefined } | undefined {
  const bare = words.trim().replace(/’/g, "'");
  const match = opening.exec(bare);
  if (!match) return undefined;
  const said = `${match[1] ?? ''} ${match[2] ?? ''}`;
  const promptCode = about.find(([, pattern]) => pattern.test(said))?.[0];
  return { text: bare.slice(match[0].length).trim(), promptCode };
}
