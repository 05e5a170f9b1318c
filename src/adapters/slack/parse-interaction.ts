import type {
  BlockAction,
  BlockElementAction,
  MessageShortcut,
  SlashCommand,
  ViewClosedAction,
  ViewSubmitAction,
} from '@slack/bolt';
import type { Author, IncomingForm, IncomingMessage, IncomingPress } from '../../domain/incoming.ts';
import type { ThreadRef } from '../../domain/thread-ref.ts';
import { readFormMetadata } from './form-metadata.ts';
import { readFormValues } from './read-form-values.ts';
import { readMrkdwn } from './read-mrkdwn.ts';
import {
  authorOf,
  commandRootOf,
  isDirect,
  msOfTs,
  placeOf,
  positionOfMs,
  positionOfTs,
  readPlace,
  type SlackSelf,
} from './slack-ids.ts';

/** Everything that Slack tells by interaction, in the program's own words. `triggerId` opens a modal, once, within 3 s. */
export type SlackInteraction =
  | { kind: 'press'; press: IncomingPress; triggerId: string; responseUrl?: string }
  | { kind: 'form'; form: IncomingForm; viewId: string; triggerId: string }
  /** A form's values while they are typed; kept, they come back when the form is opened again. */
  | { kind: 'draft'; author: Author; thread: ThreadRef; formId: string; values: Record<string, string> }
  | { kind: 'form-closed'; author: Author; thread: ThreadRef; formId: string }
  /** `/elevate …`: `responseUrl` takes five answers in 30 minutes. */
  | { kind: 'command'; message: IncomingMessage; triggerId: string; responseUrl: string }
  /** "Ask an agent about this": the message that it was about, and the thread in which it stands. */
  | {
      kind: 'ask-about';
      id: string;
      author: Author;
      thread: ThreadRef;
      about: { ts: string; text: string };
      triggerId: string;
    };

export type SlackInteractionBody =
  | BlockAction
  | ViewSubmitAction
  | ViewClosedAction
  | MessageShortcut
  | SlashCommand;

/** What the manifest calls the message shortcut "Ask an agent about this". */
export const askAboutCallbackId = 'ask_about';

/**
 * Nothing for what is not ours: other shortcuts, views that are no form, presses that lead to a page.
 *
 * @param receivedAtMs Orders what Slack does not time: forms and commands.
 */
export function parseSlackInteraction(
  body: SlackInteractionBody,
  self: SlackSelf,
  receivedAtMs: number,
): SlackInteraction | undefined {
  if (isCommand(body)) return parseCommand(body, self, receivedAtMs);
  switch (body.type) {
    case 'block_actions':
      return body.view?.type === 'modal' ? parseDraft(body) : parsePress(body);
    case 'view_submission':
      return parseForm(body, receivedAtMs);
    case 'view_closed':
      return parseClosed(body);
    case 'message_action':
      return parseAskAbout(body, self);
    default:
      return undefined;
  }
}

function isCommand(body: SlackInteractionBody): body is SlashCommand {
  return 'command' in body && typeof body.command === 'string';
}

function parsePress(body: BlockAction): SlackInteraction | undefined {
  const [action] = body.actions;
  const pressed = action && pressedButton(action);
  if (!action || !pressed) return undefined;
  const team = teamOf(body);
  const thread = threadOfPress(body, team, action.action_ts);
  const { channelId } = readPlace(thread.place);
  return {
    kind: 'press',
    press: {
      kind: 'press',
      // A second press has another time, a retry the same.
      id: ['slack', team, channelId, body.message?.ts ?? thread.root, body.user.id, action.action_ts].join(
        ':',
      ),
      thread,
      author: authorOfUser(body, team),
      position: positionOfTs(action.action_ts),
      sentAtMs: msOfTs(action.action_ts),
      buttonId: pressed.id,
      label: pressed.label,
    },
    triggerId: body.trigger_id,
    ...(body.response_url ? { responseUrl: body.response_url } : {}),
  };
}

/**
 * A button's id of ours is its `action_id`, which is one of a kind within its block as our ids are; feedback buttons are
 * two in one element and tell themselves apart by `value`.
 */
function pressedButton(action: BlockElementAction): { id: string; label: string } | undefined {
  switch (action.type) {
    case 'button':
      // One with an address opens a page; Slack tells of it, and there is nothing to do.
      return action.url ? undefined : { id: action.action_id, label: action.text.text };
    case 'feedback_buttons':
      return { id: action.value, label: action.text.text };
    default:
      return undefined;
  }
}

/** Where the message stands; after a press in App Home a thread of its own, in the person's direct message. */
function threadOfPress(body: BlockAction, team: string, actionTs: string): ThreadRef {
  const { message, channel, container } = body;
  const channelId: string | undefined = channel?.id ?? container.channel_id;
  if (channelId === undefined) {
    const root = `home:${actionTs}`;
    return { surface: 'slack', place: placeOf(team, body.user.id), root, audience: 'direct' };
  }
  // An ephemeral message is not told, only where it stands.
  const root: string = message?.thread_ts ?? container.thread_ts ?? message?.ts ?? container.message_ts;
  return threadIn(team, channelId, root);
}

function parseForm(body: ViewSubmitAction, receivedAtMs: number): SlackInteraction | undefined {
  const metadata = readFormMetadata(body.view.private_metadata);
  if (!metadata) return undefined;
  return {
    kind: 'form',
    form: {
      kind: 'form',
      // One view is taken once: with errors it stays open and nothing is kept; without, it closes. A retry is the same.
      id: `slack:${teamOf(body)}:${body.view.id}:${body.view.hash}`,
      thread: metadata.thread,
      author: authorOfUser(body, teamOf(body)),
      position: positionOfMs(receivedAtMs),
      sentAtMs: receivedAtMs,
      formId: metadata.formId,
      values: readFormValues(body.view, metadata),
    },
    viewId: body.view.id,
    triggerId: body.trigger_id,
  };
}

function parseDraft(body: BlockAction): SlackInteraction | undefined {
  const metadata = body.view && readFormMetadata(body.view.private_metadata);
  if (!body.view || !metadata) return undefined;
  const { thread, formId } = metadata;
  const author = authorOfUser(body, teamOf(body));
  return { kind: 'draft', author, thread, formId, values: readFormValues(body.view, metadata) };
}

function parseClosed(body: ViewClosedAction): SlackInteraction | undefined {
  const metadata = readFormMetadata(body.view.private_metadata);
  if (!metadata) return undefined;
  const { thread, formId } = metadata;
  return { kind: 'form-closed', author: authorOfUser(body, teamOf(body)), thread, formId };
}

function parseAskAbout(body: MessageShortcut, self: SlackSelf): SlackInteraction | undefined {
  if (body.callback_id !== askAboutCallbackId) return undefined;
  const team = teamOf(body);
  const { message, channel } = body;
  return {
    kind: 'ask-about',
    id: `slack:${team}:${channel.id}:${body.message_ts}:${body.user.id}:${body.action_ts}`,
    author: authorOfUser(body, team),
    thread: threadIn(team, channel.id, message.thread_ts ?? message.ts),
    about: { ts: message.ts, text: readMrkdwn(message.text ?? '', self).trim() },
    triggerId: body.trigger_id,
  };
}

/** A command is seen by nobody but the person: its thread is their own, rooted in the command. */
function parseCommand(body: SlashCommand, self: SlackSelf, receivedAtMs: number): SlackInteraction {
  return {
    kind: 'command',
    message: {
      kind: 'message',
      id: `slack:${body.team_id}:${body.channel_id}:${body.trigger_id}`,
      thread: {
        surface: 'slack',
        place: placeOf(body.team_id, body.channel_id),
        root: commandRootOf(body.trigger_id),
        audience: 'direct',
      },
      author: authorOf(body.team_id, body.user_id, body.user_name),
      position: positionOfMs(receivedAtMs),
      sentAtMs: receivedAtMs,
      // Without words it asks what there is.
      text: readMrkdwn(body.text, self).trim() || 'help',
      addressed: true,
    },
    triggerId: body.trigger_id,
    responseUrl: body.response_url,
  };
}

function threadIn(team: string, channelId: string, root: string): ThreadRef {
  const audience = isDirect(channelId) ? 'direct' : 'channel';
  return { surface: 'slack', place: placeOf(team, channelId), root, audience };
}

type ByUser = Exclude<SlackInteractionBody, SlashCommand>;

/** An app that is installed for a whole organisation is told no workspace: then the person's, then the organisation. */
function teamOf(body: ByUser): string {
  return body.team?.id ?? body.user.team_id ?? body.enterprise?.id ?? '';
}

function authorOfUser(body: ByUser, team: string): Author {
  const username = 'username' in body.user ? body.user.username : undefined;
  return authorOf(team, body.user.id, body.user.name ?? username);
}
