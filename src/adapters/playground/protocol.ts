import { z } from 'zod';
import { altCharacters, mostFiles } from '../../domain/attached-file.ts';
import { shownFileSchema } from '../../domain/playground-file.ts';
import { formSchema } from '../../domain/reply.ts';
import { blocksSchema } from '../../markdown/blocks.ts';
import { everyone } from '../../ports/playground-store.ts';

/** Words with a meaning of their own among names: every reader, and everybody in a place. */
const reservedNames = new Set(['all', everyone, 'elevate']);

/** Who writes: `ana`, `ben`, `fay` (a facilitator), or any other such name. */
export const playgroundNameSchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,31}$/, 'is a name of small letters, digits and hyphens, such as ana')
  .refine((name) => !reservedNames.has(name), 'is a word with another meaning here; take a name such as ana');

/** `dm`, or a channel such as `#general`. */
export const playgroundPlaceSchema = z
  .string()
  .regex(/^(?:dm|#[a-z0-9-]{1,40})$/, 'is dm or a channel such as #general');

/** What a client sends for one thing its person does. */
export const playgroundInputSchema = z.strictObject({
  /** Made by the client: sent again after a lost answer, it is kept once. */
  id: z.string().min(8).max(64),
  as: playgroundNameSchema,
  place: playgroundPlaceSchema,
  /** The thread to go on in; null roots a new one. */
  thread: z.string().nullable(),
  input: z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('message'),
      text: z.string(),
      /** Files handed in before (`POST /playground/files`), with what pictures show. */
      files: z
        .array(z.strictObject({ id: z.string(), alt: z.string().max(altCharacters) }))
        .max(mostFiles)
        .optional(),
    }),
    /** A button by its label: that of the message, or the newest one that this person can see. */
    z.strictObject({ kind: z.literal('press'), label: z.string(), message: z.string().optional() }),
    /** `formId` null: the newest form that this person can see. */
    z.strictObject({
      kind: z.literal('form'),
      formId: z.string().nullable(),
      values: z.record(z.string(), z.string()),
    }),
  ]),
});
export type PlaygroundInput = z.infer<typeof playgroundInputSchema>;

/** What the server answers to an input. */
export const inputAnswerSchema = z.discriminatedUnion('kind', [
  /** Kept; ask for its end at `/playground/settled/<id>`. `thread` is where it goes on. */
  z.strictObject({ kind: z.literal('queued'), id: z.string(), thread: z.string() }),
  /** A form to be filled in now: opened by a button, or sent back with what is wrong in it. */
  z.strictObject({ kind: z.literal('form'), form: formSchema, thread: z.string() }),
  /** Nothing was kept; this is why, for the person. */
  z.strictObject({ kind: z.literal('sentence'), sentence: z.string() }),
]);
export type InputAnswer = z.infer<typeof inputAnswerSchema>;

/** What the server answers to a file that was handed in: what it is, to be named in a message. */
export const fileAnswerSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('file'),
    file: shownFileSchema.omit({ alt: true }),
    /** What becomes of it: shown as a picture, read as text, or only kept. */
    use: z.enum(['picture', 'text', 'none']),
  }),
  z.strictObject({ kind: z.literal('sentence'), sentence: z.string() }),
]);
export type FileAnswer = z.infer<typeof fileAnswerSchema>;

/** A message as clients see it. */
const wireMessageSchema = z.strictObject({
  id: z.string(),
  /** The person in a direct message or a private answer; otherwise the channel. */
  to: z.string(),
  place: z.string(),
  thread: z.string(),
  /** Null for what a person wrote. */
  agent: z.string().nullable(),
  author: z.string().nullable(),
  promptCode: z.string().nullable(),
  text: z.string(),
  /** The same to be shown: an agent's Markdown parsed; what a person wrote, as they typed it. */
  blocks: blocksSchema,
  buttons: z.array(z.strictObject({ label: z.string() })),
  form: formSchema.nullable(),
  files: z.array(shownFileSchema),
  /** Seen by one person in a place where others read. */
  private: z.boolean(),
  inReplyTo: z.string().nullable(),
  cause: z.enum(['message', 'job', 'update']),
  /** When it was first posted, in milliseconds since the Unix epoch: the order in which a thread is read. */
  at: z.number(),
  /** Whether it came of a run of a prompt: `/playground/used` says what that used. */
  run: z.boolean(),
});
export type WireMessage = z.infer<typeof wireMessageSchema>;

/** What the event stream carries. */
export const playgroundEventSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('message'), message: wireMessageSchema }),
  /** Something is going on in a thread: shown until the next message there. */
  z.strictObject({
    kind: z.literal('status'),
    to: z.string(),
    place: z.string(),
    thread: z.string(),
    text: z.string(),
  }),
  /** Everything up to this revision has been sent. */
  z.strictObject({ kind: z.literal('up-to'), revision: z.number() }),
]);
export type PlaygroundEvent = z.infer<typeof playgroundEventSchema>;

export const settledSchema = z.strictObject({
  settled: z.boolean(),
  /** The newest revision then: what the event led to is at or below it. */
  revision: z.number(),
});

export const helloSchema = z.strictObject({
  product: z.literal('elevate'),
  /** Absolute path of the program's DATA_DIR, or the name of its external store: a client of another one is no client. */
  store: z.string(),
});

/** A thread as a list shows it. */
const listedThreadSchema = z.strictObject({
  thread: z.string(),
  /** What its first message says, cut to a line. */
  title: z.string(),
  /** When something was last posted in it, in milliseconds since the Unix epoch. */
  at: z.number(),
});
export type ListedThread = z.infer<typeof listedThreadSchema>;

/** The newest thread of a person in a place, to go on in after a restart. */
export const latestThreadSchema = z.strictObject({ thread: z.string().nullable() });
