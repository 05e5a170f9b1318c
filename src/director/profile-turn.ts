import { formatButtonId } from '../domain/button-id.ts';
import type { IncomingForm } from '../domain/incoming.ts';
import { nudgeChoices } from '../domain/person-settings.ts';
import type { Form, Reply } from '../domain/reply.ts';
import { keepPersonSettings, readPersonSettings } from '../people/person-settings.ts';
import {
  type PersonFormName,
  type PersonFormState,
  personFields,
  personFormTitles,
  personSummary,
  readPersonForm,
} from '../people/profile-form.ts';
import { keepContactChoices } from './contact-choices.ts';
import { privateReply } from './private-reply.ts';
import { button } from './reply-parts.ts';
import type { DirectorDeps, Turn } from './turn.ts';

type ProfileDeps = Pick<DirectorDeps, 'people' | 'settings'>;

/** Profile and settings as they are, and the two forms that change them. */
export async function showProfile(turn: Turn): Promise<Reply> {
  const state = await stateOf(turn.person.userId, turn.deps);
  return privateReply('Director', `This is what I go by:\n${personSummary(state)}`, turn, {
    buttons: [
      button('Change my profile', 'profile', 'profile'),
      button('Change reminders', 'profile', 'settings'),
    ],
  });
}

/** The form, filled with what is known. */
export async function profileForm(id: string, userId: string, deps: ProfileDeps): Promise<Form> {
  return formOf(formNameOf(id), await stateOf(userId, deps));
}

/** What is wrong in a form that was sent; undefined where nothing is. */
export async function checkProfileForm(
  id: string,
  values: Record<string, string>,
  userId: string,
  deps: ProfileDeps,
): Promise<Form | undefined> {
  const { errors } = readPersonForm(formNameOf(id), values);
  if (Object.keys(errors).length === 0) return undefined;
  return formOf(formNameOf(id), await stateOf(userId, deps), values, errors);
}

/** The form was sent: keep what it says. */
export async function takeProfileForm(id: string, form: IncomingForm, turn: Turn): Promise<Reply> {
  const { people, plans, settings, clock } = turn.deps;
  const { personId, userId } = turn.person;
  const { name, settings: chosen, errors } = readPersonForm(formNameOf(id), form.values);
  if (Object.keys(errors).length > 0)
    return privateReply('Director', Object.values(errors).join('\n'), turn, {
      buttons: [button('Fill in', 'profile', formNameOf(id))],
    });
  if (name !== undefined) await people.rename(personId, name);
  if (formNameOf(id) === 'settings') await keepContactChoices(chosen, turn);
  else {
    await keepPersonSettings(userId, chosen, settings, clock.nowMs());
    // Their zone may be another one.
    await plans.wake(userId, clock.nowMs());
  }
  const state = await stateOf(userId, turn.deps);
  return privateReply('Director', `Kept. This is what I go by now:\n${personSummary(state)}`, turn);
}

/** One press says how often they want to hear from us unasked. */
export async function chooseNudges(position: string, turn: Turn): Promise<Reply | undefined> {
  const nudges = nudgeChoices[Number(position)];
  if (nudges === undefined) return undefined;
  await keepContactChoices({ nudges, pausedUntil: undefined }, turn);
  const said =
    nudges === 'Only when I ask'
      ? 'Noted: I write only when you ask.'
      : `Noted: ${nudges.toLowerCase()} at most, outside your quiet hours.`;
  return privateReply('Director', `${said} “settings” changes it.`, turn);
}

export async function stateOf(userId: string, { people, settings }: ProfileDeps): Promise<PersonFormState> {
  const [person, chosen] = await Promise.all([people.ofUser(userId), readPersonSettings(userId, settings)]);
  const accounts = person ? await people.accountsOf(person._id) : [];
  const platformTimeZone = accounts.flatMap(({ profile }) => profile?.timeZone ?? [])[0];
  return { name: person?.name ?? '', settings: chosen, platformTimeZone };
}

function formOf(
  name: PersonFormName,
  state: PersonFormState,
  typed?: Record<string, string>,
  errors?: Record<string, string>,
): Form {
  return {
    id: formatButtonId('profile', name),
    title: personFormTitles[name],
    fields: personFields(name, state, typed, errors),
  };
}

function formNameOf(id: string): PersonFormName {
  return id === 'settings' ? 'settings' : 'profile';
}
