import { z } from 'zod';
import { threadRefSchema } from '../../domain/thread-ref.ts';

/**
 * What a modal carries to come back with, in its `private_metadata`: nothing is kept here meanwhile. `longOptions` holds
 * by field what is too long for an option's value; the value is then its index there.
 */
const formMetadataSchema = z.strictObject({
  formId: z.string().min(1),
  thread: threadRefSchema,
  longOptions: z.record(z.string(), z.array(z.string())),
});
export type FormMetadata = z.infer<typeof formMetadataSchema>;

export function writeFormMetadata(metadata: FormMetadata): string {
  return JSON.stringify(metadata);
}

/** Undefined for a view that is not a form of ours. */
export function readFormMetadata(text: string): FormMetadata | undefined {
  try {
    return formMetadataSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
