import { z } from 'zod';

/** What people ask of the program itself, and the Director does without an agent. */
export const commandSchema = z.enum([
  'help',
  'interview',
  'interview-passed',
  'missing',
  'foundation-changes',
  'undo',
  'edit-list',
  'research',
  'list-prompts',
  'progress',
  'save',
  'assets',
  'archive',
  'asset',
  'stop',
  'mute',
  'nudges',
  'remind',
  'settings',
  'link',
  'export',
  'delete',
  'metric',
  'my-numbers',
  'weekly-numbers',
  'delete-numbers',
  'export-numbers',
  'hook',
  'revoke-hook',
  'appoint',
  'module-link',
  'cohort',
  'announce',
  'schedule',
  'person',
]);
export type Command = z.infer<typeof commandSchema>;

/** All that the Director does beside talking: commands, taking a week's numbers, and saying what is no course matter. */
export const directorTaskSchema = z.enum([
  // These take their exact words: what is near "mute" is about reminders, near "my numbers" a question, near "assets"
  // Sage's; what the Foundation's own commands would match is a question to Sage; a reminder of one's own is told from "remind me of my pains" by what follows.
  ...commandSchema.exclude([
    'interview',
    'interview-passed',
    'missing',
    'foundation-changes',
    'undo',
    'edit-list',
    'research',
    'mute',
    'remind',
    'assets',
    'asset',
    'my-numbers',
    'weekly-numbers',
    'delete-numbers',
    'export-numbers',
    'hook',
    'revoke-hook',
    'appoint',
    'module-link',
    'cohort',
    'announce',
  ]).options,
  'numbers',
  'out-of-scope',
]);
export type DirectorTask = z.infer<typeof directorTaskSchema>;
