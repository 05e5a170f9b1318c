import { z } from 'zod';
import { attachedFileSchema, mostFiles } from './attached-file.ts';
import { surfaceSchema, threadRefSchema } from './thread-ref.ts';

/** The account that wrote or pressed, as far as its platform tells. */
export const authorSchema = z.strictObject({
  surface: surfaceSchema,
  /** The platform's id of the account, unique on its surface (with the workspace in it where ids repeat). */
  accountId: z.string().min(1),
  name: z.string().min(1),
  firstName: z.string().optional(),
  lastName: z.string().optional(),
  email: z.string().optional(),
  avatarUrl: z.string().optional(),
  /** Such as "Europe/Lisbon". */
  timeZone: z.string().optional(),
  /** Such as "pt-PT". */
  locale: z.string().optional(),
  /** "Facilitator" where the platform or a setting says so; students otherwise. */
  role: z.string().optional(),
});
export type Author = z.infer<typeof authorSchema>;

const common = {
  /** The platform's id of this event: the same for every retry, another for every press. */
  id: z.string().min(1),
  thread: threadRefSchema,
  author: authorSchema,
  /** Orders the events of a thread as their platform does: sorts as text. */
  position: z.string().min(1),
  /** Milliseconds since the Unix epoch, by the platform's clock. */
  sentAtMs: z.number(),
};

export const incomingMessageSchema = z.strictObject({
  kind: z.literal('message'),
  ...common,
  /** Plain text, mention syntax and markup already turned into words ("@Writer H1 please"). */
  text: z.string(),
  /** True when the platform's own mention addressed the bot, or the place is a direct message. */
  addressed: z.boolean(),
  /** In the order in which they were attached; absent where there are none. */
  files: z.array(attachedFileSchema).min(1).max(mostFiles).optional(),
});

export const incomingPressSchema = z.strictObject({
  kind: z.literal('press'),
  ...common,
  /** `1:<verb>:<id>`, see button-id.ts. */
  buttonId: z.string(),
  label: z.string(),
});

export const incomingFormSchema = z.strictObject({
  kind: z.literal('form'),
  ...common,
  /** The id that the form was shown with: of the same make as a button's. */
  formId: z.string(),
  values: z.record(z.string(), z.string()),
});

/** Everything a person can do, in the program's own words. A parser of an adapter makes these, or nothing. */
export const incomingSchema = z.discriminatedUnion('kind', [
  incomingMessageSchema,
  incomingPressSchema,
  incomingFormSchema,
]);
export type Incoming = z.infer<typeof incomingSchema>;
export type IncomingMessage = z.infer<typeof incomingMessageSchema>;
export type IncomingPress = z.infer<typeof incomingPressSchema>;
export type IncomingForm = z.infer<typeof incomingFormSchema>;
