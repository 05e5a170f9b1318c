import type { Form } from '../../domain/reply.ts';
import { shorten } from '../../markdown/shorten.ts';
import { modalLimits } from './discord-limits.ts';

/**
 * The form as the modals that it takes, five fields each. All have the form's id: which is meant stands beside it in the
 * `custom_id` (form-id.ts).
 */
export function formPages(form: Form): Form[] {
  const pages = Math.ceil(form.fields.length / modalLimits.components);
  if (pages <= 1) return [form];
  return Array.from({ length: pages }, (_, index) => {
    const where = ` (${index + 1} of ${pages})`;
    return {
      ...form,
      title: shorten(form.title, modalLimits.titleCharacters - where.length) + where,
      fields: form.fields.slice(index * modalLimits.components, (index + 1) * modalLimits.components),
    };
  });
}
