/** How somebody writes dates, as far as that is known. */
export interface DateHabits {
  timeZone?: string;
  locale?: string;
}

const ours = { locale: 'en-GB', timeZone: 'UTC' };

/**
 * "3 March 2026", by the calendar of whoever reads it. All text is English: an American reads "March 3, 2026", and who
 * writes in another language reads it as we do.
 */
export function dayInWords(atMs: number, { timeZone = ours.timeZone, locale = '' }: DateHabits): string {
  const english = /^en(?:-|$)/.test(locale) ? locale : ours.locale;
  const write = (as: typeof ours) =>
    new Date(atMs).toLocaleDateString(as.locale, {
      day: 'numeric',
      month: 'long',
      year: 'numeric',
      timeZone: as.timeZone,
    });
  try {
    return write({ locale: english, timeZone });
  } catch {
    // A zone or a locale of the platform's that is none.
    return write(ours);
  }
}
