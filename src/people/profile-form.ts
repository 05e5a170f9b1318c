import { nearest } from '../domain/nearest.ts';
import {
  nudgeChoices,
  type PersonSettings,
  quietByDefault,
  spellingChoices,
  weekendChoices,
} from '../domain/person-settings.ts';
import type { FormField } from '../domain/reply.ts';
import { findTimeZone } from './find-time-zone.ts';

/** Who somebody is, and how they want to be dealt with: one form each. */
export type PersonFormName = 'profile' | 'settings';

export interface PersonFormState {
  name: string;
  settings: PersonSettings;
  /** What their platform says, until they have chosen one. */
  platformTimeZone?: string | undefined;
}

/** What a form leads to: settings by name, `undefined` where one is to be forgotten. */
export interface PersonFormReading {
  name?: string;
  settings: { [Name in keyof PersonSettings]?: PersonSettings[Name] };
  /** What is wrong, by field. */
  errors: Record<string, string>;
}

const nameCharacters = 80;

export const personFormTitles: Record<PersonFormName, string> = {
  profile: 'Your profile',
  settings: 'Reminders and quiet hours',
};

export function personFields(
  form: PersonFormName,
  { name, settings, platformTimeZone }: PersonFormState,
  typed: Record<string, string> = {},
  errors: Record<string, string> = {},
): FormField[] {
  const line = (field: string, label: string, value: string | undefined, hint: string): FormField => ({
    name: field,
    label,
    type: 'line',
    required: false,
    value: typed[field] ?? value ?? '',
    options: [],
    hint,
    maxCharacters: nameCharacters,
    ...(errors[field] === undefined ? {} : { error: errors[field] }),
  });
  const choice = (field: string, label: string, value: string | undefined, options: readonly string[]) => ({
    ...line(field, label, value, ''),
    type: 'choice' as const,
    options: [...options],
  });
  if (form === 'profile')
    return [
      { ...line('name', 'What shall I call you?', name, ''), required: true },
      line('business', 'Your business', settings.business, 'Its name, as customers know it.'),
      line(
        'timeZone',
        'Your time zone',
        settings.timeZone ?? platformTimeZone,
        'A city will do: Lisbon, New York.',
      ),
      line('currency', 'Currency of your numbers', settings.currency, 'Such as GBP, EUR or USD.'),
      choice('spelling', 'Spelling', settings.spelling ?? spellingChoices[0], spellingChoices),
    ];
  return [
    choice('nudges', 'How often may I nudge you?', settings.nudges ?? nudgeChoices[2], nudgeChoices),
    line(
      'quietFrom',
      'Quiet from',
      settings.quietFrom ?? quietByDefault.quietFrom,
      'A time, such as 20:00. In your time zone.',
    ),
    line('quietTo', 'Quiet until', settings.quietTo ?? quietByDefault.quietTo, 'Such as 08:30.'),
    choice('weekends', 'At weekends', settings.weekends ?? weekendChoices[0], weekendChoices),
  ];
}

/** A field left empty forgets what was chosen. */
export function readPersonForm(form: PersonFormName, values: Record<string, string>): PersonFormReading {
  const reading: PersonFormReading = { settings: {}, errors: {} };
  const typed = (field: string) => (values[field] ?? '').replace(/\s+/g, ' ').trim();
  const { settings, errors } = reading;
  if (form === 'profile') {
    const name = typed('name');
    if (name === '') errors.name = 'Please give a name: it is what I call you by.';
    else if (name.length > nameCharacters) errors.name = tooLong(name);
    else if (!/\p{L}/u.test(name)) errors.name = 'A name has at least one letter.';
    else reading.name = name;
    const business = typed('business');
    if (business.length > nameCharacters) errors.business = tooLong(business);
    else settings.business = business === '' ? undefined : business;
    readTimeZone(typed('timeZone'), reading);
    readCurrency(typed('currency'), reading);
    readChoice('spelling', typed('spelling'), spellingChoices, reading);
    return reading;
  }
  readChoice('nudges', typed('nudges'), nudgeChoices, reading);
  readTime('quietFrom', typed('quietFrom'), reading);
  readTime('quietTo', typed('quietTo'), reading);
  if (settings.quietFrom !== undefined && settings.quietFrom === settings.quietTo)
    errors.quietTo = 'Quiet hours that begin and end at one time have no length. Choose two different times.';
  readChoice('weekends', typed('weekends'), weekendChoices, reading);
  return reading;
}

function tooLong(value: string): string {
  return `That has ${value.length} characters, at most ${nameCharacters}.`;
}

function readTimeZone(typed: string, { settings, errors }: PersonFormReading): void {
  if (typed === '') {
    settings.timeZone = undefined;
    return;
  }
  const finding = findTimeZone(typed);
  if (finding.kind === 'found') settings.timeZone = finding.timeZone;
  else if (finding.kind === 'several')
    errors.timeZone = `Which one: ${finding.timeZones.join(', ')}? Write the one you mean.`;
  else errors.timeZone = 'I do not know that place. Name the nearest big city, such as Lisbon or New York.';
}

const currencyNames: Record<string, string> = {
  '£': 'GBP',
  pound: 'GBP',
  pounds: 'GBP',
  sterling: 'GBP',
  '€': 'EUR',
  euro: 'EUR',
  euros: 'EUR',
  $: 'USD',
  dollar: 'USD',
  dollars: 'USD',
};

function readCurrency(typed: string, { settings, errors }: PersonFormReading): void {
  if (typed === '') {
    settings.currency = undefined;
    return;
  }
  const code = currencyNames[typed.toLowerCase()] ?? typed.toUpperCase();
  const known = Intl.supportedValuesOf('currency');
  if (known.includes(code)) {
    settings.currency = code;
    return;
  }
  const near = code.length === 3 ? nearest(code, known) : undefined;
  const did = near === undefined ? '' : ` Did you mean ${near}?`;
  errors.currency = `That is no currency I know.${did} Write its three letters, such as GBP, EUR or USD.`;
}

function readTime(
  field: 'quietFrom' | 'quietTo',
  typed: string,
  { settings, errors }: PersonFormReading,
): void {
  if (typed === '') {
    settings[field] = undefined;
    return;
  }
  const time = timeOfDay(typed);
  if (time === undefined) errors[field] = 'Write a time of day, such as 20:00 or 8 pm.';
  else settings[field] = time;
}

/** "8pm", "8.30 am", "20", "20:00" on a 24-hour clock; nothing where that is no time. */
export function timeOfDay(typed: string): string | undefined {
  const match = /^(\d{1,2})(?:[:.h](\d{2}))?\s?(am|pm|a\.m\.|p\.m\.)?$/i.exec(typed);
  if (!match) return undefined;
  const [, hours = '', minutes = '00', half = ''] = match;
  const isHalf = half !== '';
  let hour = Number(hours);
  if (isHalf && (hour < 1 || hour > 12)) return undefined;
  if (isHalf) hour = (hour % 12) + (/^p/i.test(half) ? 12 : 0);
  if (hour > 23 || Number(minutes) > 59) return undefined;
  return `${String(hour).padStart(2, '0')}:${minutes}`;
}

function readChoice<Name extends 'spelling' | 'nudges' | 'weekends'>(
  field: Name,
  typed: string,
  choices: readonly NonNullable<PersonSettings[Name]>[],
  { settings, errors }: PersonFormReading,
): void {
  if (typed === '') return;
  const chosen = choices.find((one) => one.toLowerCase() === typed.toLowerCase());
  if (chosen === undefined) errors[field] = `One of these: ${choices.join(', ')}.`;
  else Object.assign(settings, { [field]: chosen });
}

/** All that is set, in words. */
export function personSummary({ name, settings, platformTimeZone }: PersonFormState): string {
  const { business, timeZone, currency, spelling, nudges, weekends } = settings;
  const from = settings.quietFrom ?? quietByDefault.quietFrom;
  const to = settings.quietTo ?? quietByDefault.quietTo;
  const zone =
    timeZone ?? (platformTimeZone === undefined ? 'not set' : `${platformTimeZone}, as your chat says`);
  return [
    `- Name: ${name}`,
    `- Business: ${business ?? 'not set'}`,
    `- Time zone: ${zone}`,
    `- Currency: ${currency ?? 'not set'}`,
    `- Spelling: ${spelling ?? spellingChoices[0]}`,
    `- Nudges: ${nudges ?? 'not chosen yet, so none'}`,
    `- Quiet hours: ${from} to ${to}, at weekends: ${(weekends ?? weekendChoices[0]).toLowerCase()}`,
  ].join('\n');
}
