import {
  type APIEmbed,
  type APIInteractionResponseCallbackData,
  type APIMessage,
  MessageFlags,
} from 'discord-api-types/v10';
import type { Button, Form } from '../../domain/reply.ts';
import type { Block } from '../../markdown/blocks.ts';
import { discordLimits } from '../../markdown/limits.ts';
import { shorten } from '../../markdown/shorten.ts';
import { splitBlocks } from '../../markdown/split-blocks.ts';
import { discordMarkdown } from './discord-markdown.ts';
import { formatFormId } from './form-id.ts';
import { formPages } from './form-pages.ts';
import { buttonRows } from './render-part.ts';

/**
 * A modal can neither show what is wrong in it when it is sent nor be followed by another, so a private message stands
 * in between, with a button that opens the form again or its next page. What was typed travels in that message: Discord
 * hands it back with the press, and with the modal that the press opens, so nothing is kept here and a restart loses
 * nothing. What has no room (6,000 characters a message) goes along as a file, for the person to copy from.
 */
export interface PrivateMessage {
  body: APIInteractionResponseCallbackData;
  file?: { name: string; text: string };
}

/** A value as such a message holds it, under the label that people know it by. */
export interface KeptValue {
  label: string;
  text: string;
}

/** What such a message holds. */
export function keptIn(message: Pick<APIMessage, 'embeds'> | undefined): KeptValue[] {
  return (message?.embeds ?? []).flatMap(({ title, description }) =>
    title !== undefined && description !== undefined ? [{ label: title, text: description }] : [],
  );
}

/**
 * The form with what was kept, and over that what was typed just now, by the fields' names.
 */
export function fillForm(form: Form, kept: readonly KeptValue[], typed: Record<string, string> = {}): Form {
  const fields = form.fields.map((field) => {
    const value = typed[field.name] ?? kept.find(({ label }) => label === field.label)?.text ?? field.value;
    return { ...field, value };
  });
  return { ...form, fields };
}

/**
 * Names each field in which something is wrong, and the cure.
 *
 * @param form With the errors, and with all that was typed.
 */
export function renderFieldErrors(form: Form, root: string | undefined): PrivateMessage {
  const pages = formPages(form);
  const wrong = form.fields.filter(({ error }) => error !== undefined);
  const items = wrong.map(({ label, error = '' }) => ({
    checked: null,
    continued: false,
    blocks: [
      paragraph([
        { kind: 'strong', children: [{ kind: 'text', text: label }] },
        // All of them have room: 1,200 of 2,000 characters, for each may be escaped.
        { kind: 'text', text: ` ${shorten(error, Math.floor(1_200 / wrong.length) - 1)}` },
      ]),
    ],
  }));
  const buttons = pages.flatMap((page, index): Button[] => {
    const at = { number: index + 1, of: pages.length };
    if (!page.fields.some(({ error }) => error !== undefined)) return [];
    const label = pages.length === 1 ? 'Open it again' : `Open page ${at.number} again`;
    return [{ id: formatFormId({ formId: form.id, page: at, root }), label }];
  });
  return withValues(
    form,
    [say('Nothing is sent yet. What to change:'), { kind: 'list', start: null, items }],
    buttons,
  );
}

/**
 * Leads on from one page of a form to the next.
 *
 * @param form With all that was typed so far.
 * @param next Number of the page that follows.
 */
export function renderNextPage(form: Form, next: number, root: string | undefined): PrivateMessage {
  const of = formPages(form).length;
  const id = formatFormId({ formId: form.id, page: { number: next, of }, root });
  return withValues(
    form,
    [say(`Kept so far. Page ${next} of ${of} comes next.`)],
    [{ id, label: `Go on to page ${next}` }],
  );
}

function say(text: string): Block {
  return paragraph([{ kind: 'text', text }]);
}

function paragraph(children: Extract<Block, { kind: 'paragraph' }>['children']): Block {
  return { kind: 'paragraph', children };
}

function withValues(form: Form, blocks: Block[], buttons: Button[]): PrivateMessage {
  const { embeds, left } = keptEmbeds(form);
  const all =
    left === ''
      ? blocks
      : [...blocks, say('What is too long to be kept here is in the file: copy it from there.')];
  return {
    body: {
      content: discordMarkdown(firstPiece(all)),
      embeds,
      components: buttonRows(buttons),
      allowed_mentions: { parse: [] },
      flags: MessageFlags.Ephemeral,
    },
    ...(left === '' ? {} : { file: { name: 'what-you-wrote.txt', text: left } }),
  };
}

/** All of it, but for a form so long that not even its labels have room: the rest stands in the form itself. */
function firstPiece(blocks: Block[]): Block[] {
  const measure = (piece: Block[]) => discordMarkdown(piece).length;
  return splitBlocks(blocks, measure, discordLimits.textCharacters)[0] ?? [];
}

function keptEmbeds(form: Form): { embeds: APIEmbed[]; left: string } {
  const embeds: APIEmbed[] = [];
  const left: string[] = [];
  let room: number = discordLimits.embedsCharacters;
  for (const { label, value } of form.fields) {
    if (value.trim() === '') continue;
    const takes = label.length + value.length;
    const fits =
      embeds.length < discordLimits.embeds &&
      takes <= room &&
      value.length <= discordLimits.embedDescriptionCharacters;
    if (fits) {
      embeds.push({ title: label, description: value });
      room -= takes;
    } else left.push(`${label}\n\n${value}`);
  }
  return { embeds, left: left.join('\n\n\n') };
}
