import { AllowedMentionsTypes, MessageFlags } from 'discord-api-types/v10';
import { refusal } from '../discord-error.ts';
import { messageLimits } from '../limits.ts';
import { FormCheck, type FormPath, type JsonObject } from './form-check.ts';
import { checkMessageComponents } from './message-components.ts';

/**
 * What every message must be like, sent or edited by whichever door; of an edit this is the message as it would be.
 * Refuses with 50035, then with 50006 where there is nothing to see.
 */
export function checkMessageBody(body: JsonObject, filenames: readonly string[]): void {
  const form = new FormCheck();
  const isV2 = (Number(body.flags ?? 0) & MessageFlags.IsComponentsV2) !== 0;
  form.text(['content'], body.content, { max: messageLimits.contentCharacters, optional: true });
  checkEmbeds(form, body.embeds);
  checkMessageComponents(form, body.components, { isV2 });
  checkNonce(form, body.nonce);
  checkAllowedMentions(form, body.allowed_mentions);
  form.list(['attachments'], body.attachments, { max: messageLimits.attachments, optional: true });
  form.list(['files'], filenames, { max: messageLimits.attachments });
  checkReferences(form, body.components, filenames);
  if (isV2) refuseLegacyFields(form, body);
  form.refuseIfWrong();
  if (isEmpty(body, filenames.length)) throw refusal('emptyMessage');
}

function isEmpty(body: JsonObject, files: number): boolean {
  const has = (value: unknown) => Array.isArray(value) && value.length > 0;
  const content = typeof body.content === 'string' ? body.content.trim() : '';
  return (
    content === '' &&
    !has(body.embeds) &&
    !has(body.components) &&
    files === 0 &&
    !body.poll &&
    !has(body.sticker_ids)
  );
}

/** Media in components may point at a file of the same message by `attachment://name`, and only at such. */
function checkReferences(form: FormCheck, components: unknown, filenames: readonly string[]): void {
  const scheme = 'attachment://';
  const visit = (path: FormPath, value: unknown): void => {
    if (typeof value === 'string' && path.at(-1) === 'url' && value.startsWith(scheme)) {
      if (filenames.includes(value.slice(scheme.length))) return;
      const message = 'The referenced attachment was not found';
      form.fail(path, 'UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND', message);
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, child] of Object.entries(value)) visit([...path, key], child);
    }
  };
  visit(['components'], components);
}

function refuseLegacyFields(form: FormCheck, body: JsonObject): void {
  for (const field of ['content', 'embeds', 'poll', 'sticker_ids'] as const) {
    const value = body[field];
    if (!value || (Array.isArray(value) && value.length === 0)) continue;
    const message = `The '${field}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2`;
    form.fail([field], 'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2', message);
  }
}

function checkNonce(form: FormCheck, nonce: unknown): void {
  if (typeof nonce === 'number') return;
  form.text(['nonce'], nonce, { max: messageLimits.nonceCharacters, optional: true });
}

function checkAllowedMentions(form: FormCheck, value: unknown): void {
  if (value === undefined || value === null) return;
  const at = ['allowed_mentions'];
  const allowed = form.object(at, value);
  const parse = form.list([...at, 'parse'], allowed.parse, { max: 3, optional: true });
  for (const [index, kind] of parse.entries()) {
    form.choice([...at, 'parse', index], kind, Object.values(AllowedMentionsTypes));
  }
  for (const kind of ['users', 'roles'] as const) {
    const ids = form.list([...at, kind], allowed[kind], {
      max: messageLimits.allowedMentionIds,
      optional: true,
    });
    if (ids.length > 0 && parse.includes(kind)) {
      const message = `parse:["${kind}"] and ${kind}: [ids...] are mutually exclusive.`;
      form.fail(at, 'MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE', message);
    }
  }
}

function checkEmbeds(form: FormCheck, value: unknown): void {
  const embeds = form.list(['embeds'], value, { max: messageLimits.embeds, optional: true });
  let inAll = 0;
  for (const [index, embed] of embeds.entries()) {
    inAll += checkEmbed(form, ['embeds', index], form.object(['embeds', index], embed));
  }
  if (inAll > messageLimits.embedCharactersInAll) {
    const message = `Embed size exceeds maximum size of ${messageLimits.embedCharactersInAll}`;
    form.fail(['embeds'], 'MAX_EMBED_SIZE_EXCEEDED', message);
  }
}

/** Gives the characters that count towards the sum over all embeds. */
function checkEmbed(form: FormCheck, path: FormPath, embed: JsonObject): number {
  let characters = 0;
  const text = (at: FormPath, value: unknown, max: number, { required = false } = {}) => {
    const min = required ? 1 : 0;
    characters += form.text([...path, ...at], value, { min, max, optional: !required })?.length ?? 0;
  };
  const part = (key: string) => {
    const value = embed[key];
    return value === undefined || value === null ? {} : form.object([...path, key], value);
  };
  text(['title'], embed.title, messageLimits.embedTitleCharacters);
  text(['description'], embed.description, messageLimits.embedDescriptionCharacters);
  text(['footer', 'text'], part('footer').text, messageLimits.embedFooterCharacters);
  text(['author', 'name'], part('author').name, messageLimits.embedAuthorCharacters);
  const fields = form.list([...path, 'fields'], embed.fields, {
    max: messageLimits.embedFields,
    optional: true,
  });
  for (const [index, value] of fields.entries()) {
    const field = form.object([...path, 'fields', index], value);
    const { embedFieldNameCharacters, embedFieldValueCharacters } = messageLimits;
    text(['fields', index, 'name'], field.name, embedFieldNameCharacters, { required: true });
    text(['fields', index, 'value'], field.value, embedFieldValueCharacters, { required: true });
  }
  return characters;
}
