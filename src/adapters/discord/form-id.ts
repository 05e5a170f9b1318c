import { modalLimits } from './discord-limits.ts';

/** Which modal of a form that takes several. Both count from 1. */
export interface FormPage {
  number: number;
  of: number;
}

export const onlyPage: FormPage = { number: 1, of: 1 };

export interface FormIdParts {
  formId: string;
  page: FormPage;
  /** Root of the thread that the answer goes to. Undefined where the place tells it, as threads and direct messages do. */
  root: string | undefined;
}

/**
 * A modal's `custom_id`, and the same for a button that opens it: `<form id>#<page>.<pages>@<root>`, at most 100
 * characters, so that nothing is kept meanwhile. The page is left out of a form of one, the root where it is not needed
 * or has no room (then it is read from the message that the form was opened from). Ids of ours hold neither "#" nor "@".
 */
export function formatFormId({ formId, page, root }: FormIdParts): string {
  const paged = page.of === 1 ? formId : `${formId}#${page.number}.${page.of}`;
  const rooted = root === undefined ? paged : `${paged}@${root}`;
  return rooted.length <= modalLimits.customIdCharacters ? rooted : paged;
}

export function parseFormId(customId: string): FormIdParts {
  const [, formId = customId, number, of, root] =
    /^([^#@]*)(?:#(\d+)\.(\d+))?(?:@(\d{1,20}))?$/.exec(customId) ?? [];
  return { formId, page: number && of ? { number: Number(number), of: Number(of) } : onlyPage, root };
}
