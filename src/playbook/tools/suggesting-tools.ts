import { z } from 'zod';
import { elevateStepSchema } from '../../domain/elevate-step.ts';
import { readTime, timeInWords } from '../read-time.ts';
import { defineTool, result } from './tool.ts';

/** What a saved text may hold: what a model writes in one go. */
const assetCharacters = 20_000;

export const saveAsset = defineTool({
  name: 'saveAsset',
  description:
    'Offers to save a finished text among the work of this person. They are asked by a button under your answer: never say that it is saved.',
  parameters: z.strictObject({
    title: z.string().min(1).max(60),
    /** Such as "Ad Headline". */
    assetType: z.string().min(1).max(40),
    step: elevateStepSchema,
    content: z.string().min(1).max(assetCharacters),
  }),
  status: 'Getting a draft ready to save…',
  run: ({ title, assetType, step, content }) => ({
    kind: 'suggests',
    text: `A button under your answer asks whether to save "${title}". It is not saved yet.`,
    suggestion: { kind: 'asset', title, assetType, elevateStep: step, content },
  }),
});

export const scheduleReminder = defineTool({
  name: 'scheduleReminder',
  description:
    'Offers to remind this person once. Give the time in their own words ("on Friday at 9") or as a local ISO date and time. They are asked by a button under your answer: never say that it is set.',
  parameters: z.strictObject({ when: z.string().min(1).max(100), text: z.string().min(1).max(300) }),
  status: 'Finding the time for a reminder…',
  run: ({ when, text }, { askedAtMs, timeZone }) => {
    const time = readTime(when, askedAtMs, timeZone);
    if (time.kind === 'none') return result(`"${when}" is no time that I can read. Ask for day and hour.`);
    if (time.kind === 'out-of-range')
      return result(`"${when}" is past, or more than a year away. Ask for another time.`);
    return {
      kind: 'suggests',
      text: `A button under your answer asks whether to remind them on ${timeInWords(time.atMs, timeZone)}. It is not set yet.`,
      suggestion: { kind: 'reminder', text, dueAt: time.atMs, timeZone },
    };
  },
});
