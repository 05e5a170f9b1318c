import { z } from 'zod';

/** The twelve agents that ship with the program, exactly as the seed spells their roles. */
export const systemRoleSchema = z.enum([
  'Director',
  'Sage',
  'Teacher',
  'Writer',
  'Marketer',
  'SEO',
  'Researcher',
  'Connector',
  'Seller',
  'MediaBuyer',
  'Advocate',
  'Guide',
]);

export type SystemRole = z.infer<typeof systemRoleSchema>;
