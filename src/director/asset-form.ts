import { formatButtonId } from '../domain/button-id.ts';
import type { Form, FormField } from '../domain/reply.ts';
import type { UserGeneratedAsset } from '../domain/user-generated-asset.ts';
import { assetName } from '../playbook/assets/asset-name.ts';

export const nameCharacters = 80;
export const channelCharacters = 60;
const textCharacters = 20_000;

export interface EditedAsset {
  title: string;
  content: string;
  /** Empty where it has none. */
  channel: string;
}

/** A saved text as it is, to be changed by hand. */
export function editForm(
  asset: UserGeneratedAsset,
  channels: readonly string[],
  typed: Record<string, string> = {},
  errors: Record<string, string> = {},
): Form {
  const field = (one: Omit<FormField, 'value'>, value: string): FormField => ({
    ...one,
    value: typed[one.name] ?? value,
    ...(errors[one.name] === undefined ? {} : { error: errors[one.name] }),
  });
  return {
    id: formatButtonId('edit', asset._id),
    title: `Edit ${assetName(asset)}`.slice(0, 45),
    fields: [
      field(
        {
          name: 'name',
          label: 'What is it called?',
          type: 'line',
          required: true,
          options: [],
          maxCharacters: nameCharacters,
        },
        assetName(asset).slice(0, nameCharacters),
      ),
      field(
        {
          name: 'text',
          label: 'The text',
          type: 'text',
          required: true,
          options: [],
          hint: 'The wording before is kept.',
          maxCharacters: textCharacters,
        },
        asset.content,
      ),
      field(
        {
          name: 'channel',
          label: 'Where is it used?',
          type: 'line',
          required: false,
          options: [...channels],
          maxCharacters: channelCharacters,
        },
        asset.channel ?? '',
      ),
    ],
  };
}

/** What the form says, and what is wrong in it by names of fields. A field that was not sent stays as it is. */
export function readEditForm(
  asset: UserGeneratedAsset,
  values: Record<string, string>,
): { edited: EditedAsset; errors: Record<string, string> } {
  const line = (text: string) => text.replace(/\s+/g, ' ').trim();
  const edited = {
    title: line(values.name ?? assetName(asset)),
    content: (values.text ?? asset.content).replace(/\r\n?/g, '\n').trim(),
    channel: line(values.channel ?? asset.channel ?? ''),
  };
  const errors: Record<string, string> = {};
  if (edited.title === '') errors.name = 'The name is still empty. A word or two is enough.';
  else if (edited.title.length > nameCharacters)
    errors.name = `The name has ${edited.title.length} characters, at most ${nameCharacters}.`;
  if (edited.content === '') errors.text = 'The text is empty. To put it away, archive it instead.';
  else if (edited.content.length > textCharacters)
    errors.text = `The text has ${edited.content.length.toLocaleString('en-GB')} characters, at most ${textCharacters.toLocaleString('en-GB')}.`;
  if (edited.channel.length > channelCharacters)
    errors.channel = `The channel has ${edited.channel.length} characters, at most ${channelCharacters}.`;
  return { edited, errors };
}
