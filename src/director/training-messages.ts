import type { Catalogue } from '../domain/catalogue.ts';
import { directorTaskSchema } from '../domain/director-task.ts';
import type { KnownIntent } from './intent.ts';

/** A message that somebody wrote down as meaning an intent. */
export interface TrainingMessage {
  text: string;
  intent: KnownIntent;
}

/** Every cue in the content files, and the titles of prompts. */
export function trainingMessages(catalogue: Catalogue): TrainingMessage[] {
  const messages: TrainingMessage[] = [];
  for (const { role, cues } of catalogue.agents.values()) {
    for (const text of cues) messages.push({ text, intent: { agent: role, promptCode: null } });
  }
  for (const task of directorTaskSchema.options) {
    for (const text of catalogue.tasks[task])
      messages.push({ text, intent: { agent: 'Director', promptCode: null, task } });
  }
  for (const { owner, promptCode, title, cues } of catalogue.prompts.values()) {
    for (const text of [...cues, title]) messages.push({ text, intent: { agent: owner, promptCode } });
  }
  return messages;
}
