import { z } from 'zod';

/** Where people write from. */
export const surfaceSchema = z.enum(['slack', 'discord', 'playground']);
export type Surface = z.infer<typeof surfaceSchema>;

/** As people read them. */
export const surfaceNames: Readonly<Record<Surface, string>> = {
  slack: 'Slack',
  discord: 'Discord',
  playground: 'the playground',
};

/** Who can read a place: one person (`direct`) or everybody in it (`channel`). */
export const audienceSchema = z.enum(['direct', 'channel']);
export type Audience = z.infer<typeof audienceSchema>;

/** One thread of a place on a surface. Answers of a thread keep their order. */
export const threadRefSchema = z.strictObject({
  surface: surfaceSchema,
  /** The platform's id of the channel or direct message. */
  place: z.string().min(1),
  /** The platform's id of the message that roots the thread. */
  root: z.string().min(1),
  audience: audienceSchema,
});
export type ThreadRef = z.infer<typeof threadRefSchema>;

/** The thread's id in every table of ours. */
export function threadKeyOf(thread: ThreadRef): string {
  return `${thread.surface}/${thread.place}/${thread.root}`;
}

const postMark = 'post:';

/** Where a message begins a thread of its own in a channel: its root is the message, which is not there yet. */
export function channelPostOf(surface: Surface, place: string, id: string): ThreadRef {
  return { surface, place, root: `${postMark}${id}`, audience: 'channel' };
}

/** Whether what is said there is for the whole channel, so that it is said in no other place instead. */
export function isChannelPost({ root, audience }: ThreadRef): boolean {
  return audience === 'channel' && root.startsWith(postMark);
}
