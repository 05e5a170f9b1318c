import { z } from 'zod';

/** What people ask of the program itself, and the Director does without an agent. */
export const commandSchema = z.enum([
  'help',
  'list-prompts',
  'progress',
  'save',
  'archive',
  'stop',
  'mute',
  'nudges',
  'remind',
  'settings',
  'link',
  'export',
  'delete',
  'metric',
  'schedule',
  'person',
]);
export type Command = z.infer<typeof commandSchema>;

/** All that the Director does beside talking: commands, taking a week's numbers, and saying what is no course matter. */
export const directorTaskSchema = z.enum([
  // Muting a thread takes its exact words: what is near them is about reminders. So does a reminder of one's own, which
  // is told from "remind me of my pains" by what follows.
  ...commandSchema.exclude(['mute', 'remind']).options,
  'numbers',
  'out-of-scope',
]);
export type DirectorTask = z.infer<typeof directorTaskSchema>;
