/** What somebody heard, whatever surface they are on. */
export interface HeardMessage {
  /** Who said it, by name. */
  agent: string;
  text: string;
  /** Labels. */
  buttons: string[];
  /** For them alone, in a place that others read too. */
  isPrivate: boolean;
  files: HeardFile[];
}

export interface HeardFile {
  name: string;
  /** For those who do not see it. */
  alt: string;
  /** As it is downloaded. */
  read(): Promise<Buffer>;
}

/** What somebody attaches to what they say. */
export interface SaidFile {
  name: string;
  content: string | Uint8Array;
  /** Text unless told. */
  mediaType?: string;
}

/** A form as it stands before somebody. */
export interface OpenForm {
  title: string;
  /** By the fields' names, in their order. A field that takes several inputs is one here. */
  values: Record<string, string>;
}

/** Something that somebody did; awaited, it gives what they heard of it when all is said. */
export interface Exchange extends PromiseLike<HeardMessage[]> {
  /** The first message that matches; fails with all that was said when none does. */
  getsReply(pattern: RegExp): Promise<HeardMessage>;
  getsNoReply(): Promise<void>;
}

/** A channel where others read too, or the direct messages with the program. */
export type TalkPlace = '#general' | 'dm';

/** A person on any surface, so that one conversation can be held on all of them. In direct messages until told. */
export interface Talker {
  /** Typed as people there type it: agents by `@Name` or `name:`, the program by `@Elevate`. */
  says(text: string, files?: SaidFile[]): Exchange;
  /** The newest button of that label which they can see. */
  presses(label: string): Exchange;
  /** The form that is open, or that the newest button opens, before anything is typed into it. */
  opensForm(): Promise<OpenForm>;
  /** Fills in that form by names of fields, and sends it. What is not named is left as it stands. */
  fillsIn(values: Record<string, string | string[]>): Exchange;
  /** What is wrong in the form that was sent last, by names of fields; it can be opened or sent again. */
  fieldErrors(): Record<string, string>;
  goesTo(place: TalkPlace): Promise<void>;
  /** What is said next roots a new thread, where a place has several. */
  leavesThread(): Promise<void>;
  /** Everything of the program's that they can see, in order, also what still grows. */
  sees(): HeardMessage[];
  /** What they have been told in words of what is going on, all in all. */
  statuses(): string[];
}

/** Begun at once, whether it is awaited or not. */
export function exchangeOf(deed: string, heard: Promise<HeardMessage[]>): Exchange {
  return {
    // biome-ignore lint/suspicious/noThenProperty: an exchange is awaited like the promise it stands for
    then: (onHeard, onFailed) => heard.then(onHeard, onFailed),
    getsReply: async (pattern) => hears(await heard, pattern, deed),
    getsNoReply: async () => {
      const messages = await heard;
      if (messages.length > 0)
        throw new Error(`${deed}, and expected no reply, but got:\n${listed(messages)}`);
    },
  };
}

/** The first that matches; fails with everything that was heard when none does. */
export function hears(heard: HeardMessage[], pattern: RegExp, deed = 'Listened'): HeardMessage {
  const found = heard.find(({ text }) => pattern.test(text));
  if (!found) throw new Error(`${deed}, and expected ${pattern}, but got:\n${listed(heard)}`);
  return found;
}

function listed(heard: HeardMessage[]): string {
  return heard.map(({ agent, text }) => `${agent}: ${text}`).join('\n') || '(nothing)';
}

/** All that was heard, one below the other: an answer may take several messages. */
export function wordsOf(heard: HeardMessage[]): string {
  return heard.map(({ text }) => text).join('\n');
}

/** Wherever they stand: on Slack a file is a message by itself, below the words. */
export function filesOf(heard: HeardMessage[]): HeardFile[] {
  return heard.flatMap(({ files }) => files);
}

/** Its lines with something in them: surfaces set lists apart with blank lines of their own. */
export function linesOf({ text }: HeardMessage): string[] {
  return text.split('\n').filter((line) => line.trim() !== '');
}

const opening = [
  /^Fill in$/,
  /^Paste the answer$/,
  /^(?:Start|Go on with) my Foundation$/,
  /^Open (?:it|page \d+) again$/,
];

/** Whether a button of that label opens a form, on surfaces where forms are opened. */
export function opensForm(label: string): boolean {
  return opening.some((pattern) => pattern.test(label));
}
