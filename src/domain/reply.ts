import { z } from 'zod';
import { systemRoleSchema } from './system-role.ts';

export const buttonSchema = z.strictObject({
  /** `1:<verb>:<id>`: holds no state, so it works after a restart. */
  id: z.string().min(1).max(100),
  label: z.string().min(1).max(75),
});
export type Button = z.infer<typeof buttonSchema>;

export const formFieldSchema = z.strictObject({
  name: z.string().min(1),
  label: z.string().min(1).max(45),
  /** `line` one line, `text` several lines, `list` one item a line, `choice` one of `options`, `checks` any of them, one a line. */
  type: z.enum(['line', 'text', 'list', 'choice', 'checks']),
  required: z.boolean(),
  value: z.string(),
  /** Suggestions; with `choice` and `checks` the only values allowed. */
  options: z.array(z.string()),
  hint: z.string().optional(),
  /** What is wrong with `value`, in a sentence that names the cure. */
  error: z.string().optional(),
  maxCharacters: z.number().int().positive(),
});
export type FormField = z.infer<typeof formFieldSchema>;

export const formSchema = z.strictObject({
  id: z.string().min(1).max(100),
  title: z.string().min(1).max(45),
  fields: z.array(formFieldSchema).min(1),
});
export type Form = z.infer<typeof formSchema>;

/** A file that an agent sends. It travels with its message, so that whatever repeats the message has all of it. */
export const replyFileSchema = z.strictObject({
  /** As it is saved, such as "H1 Pain-focused ad headlines.md". */
  name: z.string().min(1).max(100),
  mediaType: z.string().min(1),
  /** What it is, or what a picture shows, for whoever does not see it. */
  alt: z.string().min(1),
  content: z.string(),
  /** What `content` is: text as it stands, or bytes. */
  encoding: z.enum(['utf-8', 'base64']),
});
export type ReplyFile = z.infer<typeof replyFileSchema>;

/**
 * A point in time that a text names in these words, by the clock of one zone. A platform that shows each reader their own
 * time puts that in their place; only words that stand here are, so nothing that anybody wrote becomes a time.
 */
export const momentSchema = z.strictObject({ words: z.string().min(1), atMs: z.number() });
export type Moment = z.infer<typeof momentSchema>;

/** What one message of a reply shows. */
export const replyPartSchema = z.strictObject({
  /** Names the part within its reply: with the message's id it is the key that keeps it from being said twice. */
  part: z.string().min(1),
  /** `thread`: everybody in the thread. `person`: the person answered, alone. */
  audience: z.enum(['thread', 'person']),
  agent: systemRoleSchema,
  /** Markdown. */
  text: z.string().min(1),
  buttons: z.array(buttonSchema),
  form: formSchema.optional(),
  files: z.array(replyFileSchema).optional(),
  moments: z.array(momentSchema).optional(),
  /** A thing shown by itself, such as the numbers that are about to be kept: framed where a platform has frames. */
  isCard: z.literal(true).optional(),
  /** Said to them and not remembered: it holds a code. */
  isSecret: z.literal(true).optional(),
  /** In a post for a whole channel of Discord: the name of the one role that it pings. Other platforms ping nobody. */
  pingsRole: z.string().optional(),
  promptCode: z.string().optional(),
  executionId: z.string().optional(),
});
export type ReplyPart = z.infer<typeof replyPartSchema>;

/** What a person gets for one thing they did: parts in the order in which they are read. Empty: nothing is said. */
export type Reply = ReplyPart[];
