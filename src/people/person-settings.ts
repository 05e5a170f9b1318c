import { type PersonSettings, personSettingNames, personSettingsSchema } from '../domain/person-settings.ts';
import type { SettingStore } from '../ports/setting-store.ts';

/** What a person has chosen. A value that is not what it should be counts as not chosen. */
export async function readPersonSettings(
  userId: string,
  settings: Pick<SettingStore, 'readAll'>,
): Promise<PersonSettings> {
  const all = await settings.readAll('person', userId);
  const good = personSettingNames.flatMap((name) => {
    const read = personSettingsSchema.shape[name].safeParse(all.get(name));
    return read.success && read.data !== undefined ? [[name, read.data]] : [];
  });
  return personSettingsSchema.parse(Object.fromEntries(good));
}

/** Keeps what is named; `undefined` forgets it. */
export async function keepPersonSettings(
  userId: string,
  chosen: { [Name in keyof PersonSettings]?: PersonSettings[Name] },
  settings: Pick<SettingStore, 'write'>,
  nowMs: number,
): Promise<void> {
  for (const name of personSettingNames)
    if (name in chosen) await settings.write('person', userId, name, chosen[name], nowMs);
}
