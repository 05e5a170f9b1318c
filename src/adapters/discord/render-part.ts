import {
  type APIActionRowComponent,
  type APIButtonComponentWithCustomId,
  ButtonStyle,
  ComponentType,
  MessageFlags,
  type RESTPostAPIChannelMessageJSONBody,
} from 'discord-api-types/v10';
import type { Button, Moment, ReplyPart } from '../../domain/reply.ts';
import { stableId } from '../../domain/stable-id.ts';
import { discordLimits } from '../../markdown/limits.ts';
import { discordMarkdown } from './discord-markdown.ts';
import { agentLine, blocksOfText, buttonsInMessage, buttonsOf } from './split-part.ts';

/** Nobody is pinged by what we say, whatever is in it: absent, Discord would read every mention. */
const pingsNobody = { parse: [] };

/**
 * One message of Discord. Links do not unfold: a reply is not buried under pictures of the pages that it names.
 *
 * @param part As splitPart gives it: a RangeError for one that has not been split and does not fit.
 * @param options.agentInText Names the agent in bold, where a webhook cannot speak in its name.
 * @param options.roleId The one role that is pinged, by a line of ours above the text.
 */
export function renderPart(
  part: ReplyPart,
  options: { agentInText: boolean; roleId?: string | undefined },
): RESTPostAPIChannelMessageJSONBody {
  const { agentInText, roleId } = options;
  const head = (roleId === undefined ? '' : `<@&${roleId}>\n`) + (agentInText ? agentLine(part) : '');
  const text = withMoments(discordMarkdown(blocksOfText(part.text)), part.moments ?? []);
  const content = head + text;
  const buttons = buttonsOf(part);
  if (content.length > discordLimits.textCharacters || buttons.length > buttonsInMessage) {
    throw new RangeError(
      `Part "${part.part}" takes ${content.length} characters and ${buttons.length} buttons, at most ${discordLimits.textCharacters} and ${buttonsInMessage}: splitPart comes first.`,
    );
  }
  return {
    content,
    components: buttonRows(buttons),
    allowed_mentions: roleId === undefined ? pingsNobody : { parse: [], roles: [roleId] },
    flags: MessageFlags.SuppressEmbeds,
  };
}

/**
 * The same for a message that is said anew: a card is framed, words and buttons together (components v2: at most 40
 * components and 4,000 characters, and never files that are shown by themselves). An edit cannot make or unmake a frame,
 * so what grows, and what answers an interaction, is never a card.
 */
export function renderFresh(
  part: ReplyPart,
  options: Parameters<typeof renderPart>[1],
): RESTPostAPIChannelMessageJSONBody {
  const plain = renderPart(part, options);
  if (!part.isCard || part.files || !plain.content) return plain;
  const { content, components, allowed_mentions } = plain;
  return {
    components: [
      {
        type: ComponentType.Container,
        components: [
          { type: ComponentType.TextDisplay, content },
          ...(components as APIActionRowComponent<APIButtonComponentWithCustomId>[]),
        ],
      },
    ],
    ...(allowed_mentions ? { allowed_mentions } : {}),
    flags: MessageFlags.IsComponentsV2,
  };
}

/** Each reader sees the time of their own clock, with its day. What is put in is shorter than any such words. */
function withMoments(text: string, moments: readonly Moment[]): string {
  return moments.reduce(
    (shown, { words, atMs }) => shown.replaceAll(words, `<t:${Math.floor(atMs / 1_000)}:F>`),
    text,
  );
}

/** The first leads on, so it stands out. Labels have 75 characters at most (domain/reply.ts), of Discord's 80. */
export function buttonRows(
  buttons: readonly Button[],
): APIActionRowComponent<APIButtonComponentWithCustomId>[] {
  const { inRow } = discordLimits.buttons;
  const all = buttons.map(
    ({ id, label }, index): APIButtonComponentWithCustomId => ({
      type: ComponentType.Button,
      style: index === 0 ? ButtonStyle.Primary : ButtonStyle.Secondary,
      label,
      custom_id: id,
    }),
  );
  return Array.from({ length: Math.ceil(all.length / inRow) }, (_, row) => ({
    type: ComponentType.ActionRow,
    components: all.slice(row * inRow, (row + 1) * inRow),
  }));
}

/**
 * What `nonce` (at most 25 characters) is sent for an outbox key, with `enforce_nonce`: a repeat within a few minutes
 * gets the first message back instead of a second one.
 */
export function nonceOf(key: string): string {
  return stableId(key);
}
