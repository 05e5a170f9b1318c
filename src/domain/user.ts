import { z } from 'zod';
import { defineTable } from './table.ts';

/** How far a user has come, in order. The stored field is any string, as in the seed; the program writes these. */
export const onboardingStatuses = ['Not Started', 'Foundation Complete', 'Course Complete'] as const;

export type OnboardingStatus = (typeof onboardingStatuses)[number];

/** A user: whom every user table points at. Times are milliseconds since the Unix epoch. */
export const userSchema = z.strictObject({
  _id: z.string(),
  name: z.string().optional(),
  /** URL of a picture. */
  image: z.string().optional(),
  email: z.string().optional(),
  emailVerificationTime: z.number().optional(),
  phone: z.string().optional(),
  phoneVerificationTime: z.number().optional(),
  isAnonymous: z.boolean().optional(),
  /** One of `onboardingStatuses`. */
  onboardingStatus: z.string().optional(),
});

export type User = z.infer<typeof userSchema>;

export const usersTable = defineTable({
  name: 'users',
  schema: userSchema,
  indexes: [{ name: 'by_email', keys: { email: 1 } }],
  purpose: 'One row for each person who uses the program; every user table points here.',
});
