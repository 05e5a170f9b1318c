import { z } from 'zod';

/** How often somebody wants to be nudged; absent until they chose, and then nobody nudges them. */
export const nudgeChoices = ['Weekly', 'Twice a week', 'Only when I ask'] as const;
export const spellingChoices = ['UK English', 'US English'] as const;
export const requestChoices = ['Every week', 'Not at all'] as const;
export const weekdays = [
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
  'Sunday',
] as const;
export const weekendChoices = ['Leave me alone', 'Weekends are fine'] as const;

/** A time of day on a 24-hour clock, such as "08:30". */
const timeOfDay = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/);

/**
 * What a person has chosen, each kept as one row of `settings` under the user's id and its name here. Absent: not chosen,
 * and the program's own habit holds.
 */
export const personSettingsSchema = z.object({
  business: z.string().min(1).max(80).optional(),
  /** IANA name, such as "Europe/Lisbon". */
  timeZone: z.string().min(1).optional(),
  /** ISO 4217, such as "GBP". */
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .optional(),
  spelling: z.enum(spellingChoices).optional(),
  nudges: z.enum(nudgeChoices).optional(),
  /** Nothing is sent unasked from then … */
  quietFrom: timeOfDay.optional(),
  /** … until then, in the person's time zone. */
  quietTo: timeOfDay.optional(),
  weekends: z.enum(weekendChoices).optional(),
  /** Whether they are asked for their numbers; absent: with the nudges. */
  numbersRequest: z.enum(requestChoices).optional(),
  numbersDay: z.enum(weekdays).optional(),
  numbersTime: timeOfDay.optional(),
  /** Nothing is sent unasked before then, whatever else is chosen. */
  pausedUntil: z.number().optional(),
});

export type PersonSettings = z.infer<typeof personSettingsSchema>;
export type PersonSettingName = keyof PersonSettings;

export const personSettingNames = personSettingsSchema.keyof().options;

/** When nobody has chosen (course-facts §6.2). */
export const quietByDefault = { quietFrom: '20:00', quietTo: '08:30' } as const;

/** Monday at nine (course-facts §6.2). */
export const numbersByDefault = { numbersDay: 'Monday', numbersTime: '09:00' } as const;

/** `pausedUntil` of somebody who said stop and named no day: the last moment that a date can hold. */
export const untilTheySaySo = 8_640_000_000_000_000;

/** Whether anything is sent to them unasked. */
export function wantsNudges({ nudges }: PersonSettings): boolean {
  return nudges !== undefined && nudges !== 'Only when I ask';
}

export function wantsRequests(settings: PersonSettings): boolean {
  return settings.numbersRequest === undefined
    ? wantsNudges(settings)
    : settings.numbersRequest === 'Every week';
}
