import { z } from 'zod';

/** What an agent may be given to use, by the names that its file lists. */
export const toolNameSchema = z.enum([
  'getFoundation',
  'diffFoundationVersions',
  'searchAssets',
  'getProgress',
  'getModule',
  'searchCourse',
  'searchIntegrationDocs',
  'listPrompts',
  'runPrompt',
  'getFunnelSnapshots',
  'compareBenchmark',
  'calc',
  'fetchPage',
  'webSearch',
  'handOver',
  'saveAsset',
  'scheduleReminder',
]);
export type ToolName = z.infer<typeof toolNameSchema>;
