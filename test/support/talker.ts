/** What somebody heard, whatever surface they are on. */
export interface HeardMessage {
  /** Who said it, by name. */
  agent: string;
  text: string;
  /** Labels. */
  buttons: string[];
  /** For them alone, in a place that others read too. */
  isPrivate: boolean;
}

/** A person on any surface, so that one conversation can be held on all of them. Each resolves when all is said. */
export interface Talker {
  says(text: string): Promise<HeardMessage[]>;
  /** The newest button of that label which they can see. */
  presses(label: string): Promise<HeardMessage[]>;
  /** Fills in the form that is open, or that the newest button opens, and sends it. By names of fields. */
  fillsIn(values: Record<string, string | string[]>): Promise<HeardMessage[]>;
  /** What is wrong in the form that was sent last, by names of fields; the form is still open. */
  fieldErrors(): Record<string, string>;
}

/** The first that matches; fails with everything that was heard when none does. */
export function hears(heard: HeardMessage[], pattern: RegExp): HeardMessage {
  const found = heard.find(({ text }) => pattern.test(text));
  if (!found)
    throw new Error(
      `Expected ${pattern}, but heard:\n${heard.map(({ agent, text }) => `${agent}: ${text}`).join('\n')}`,
    );
  return found;
}
