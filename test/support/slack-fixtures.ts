import type {
  BlockAction,
  ButtonAction,
  EnvelopedEvent,
  FeedbackButtonsAction,
  MessageShortcut,
  PlainTextInputAction,
  SlashCommand,
  ViewClosedAction,
  ViewSubmitAction,
} from '@slack/bolt';
import type { AllMessageEvents, AppMentionEvent } from '@slack/types';
import appMentionJson from '../fixtures/slack/app-mention.json' with { type: 'json' };
import botMessageJson from '../fixtures/slack/bot-message.json' with { type: 'json' };
import buttonPressJson from '../fixtures/slack/button-press.json' with { type: 'json' };
import channelJoinJson from '../fixtures/slack/channel-join.json' with { type: 'json' };
import directMessageJson from '../fixtures/slack/direct-message.json' with { type: 'json' };
import ephemeralPressJson from '../fixtures/slack/ephemeral-press.json' with { type: 'json' };
import feedbackPressJson from '../fixtures/slack/feedback-press.json' with { type: 'json' };
import fileShareJson from '../fixtures/slack/file-share.json' with { type: 'json' };
import homePressJson from '../fixtures/slack/home-press.json' with { type: 'json' };
import messageChangedJson from '../fixtures/slack/message-changed.json' with { type: 'json' };
import messageShortcutJson from '../fixtures/slack/message-shortcut.json' with { type: 'json' };
import messageTwinJson from '../fixtures/slack/message-twin.json' with { type: 'json' };
import ownMessageJson from '../fixtures/slack/own-message.json' with { type: 'json' };
import slashCommandJson from '../fixtures/slack/slash-command.json' with { type: 'json' };
import threadReplyJson from '../fixtures/slack/thread-reply.json' with { type: 'json' };
import typingJson from '../fixtures/slack/typing.json' with { type: 'json' };
import viewClosedJson from '../fixtures/slack/view-closed.json' with { type: 'json' };
import viewSubmissionJson from '../fixtures/slack/view-submission.json' with { type: 'json' };

/** A type as it is inferred from JSON: any string for a literal, and what must be undefined is absent. */
type AsJson<T> = T extends string
  ? string
  : T extends boolean
    ? boolean
    : T extends number | null | undefined
      ? T
      : T extends Array<infer Item>
        ? Array<AsJson<Item>>
        : { [K in keyof T as T[K] extends undefined ? never : K]: AsJson<T[K]> };

/** Payloads in the shapes that Slack records, checked here against the SDK's types. */
function typed<T>(json: AsJson<T>): T {
  return json as T;
}

type Said = EnvelopedEvent<AllMessageEvents>;

export const appMention = typed<EnvelopedEvent<AppMentionEvent>>(appMentionJson);
export const messageTwin = typed<Said>(messageTwinJson);
export const threadReply = typed<Said>(threadReplyJson);
export const directMessage = typed<Said>(directMessageJson);
export const fileShare = typed<Said>(fileShareJson);
export const ownMessage = typed<Said>(ownMessageJson);
export const botMessage = typed<Said>(botMessageJson);
export const messageChanged = typed<Said>(messageChangedJson);
export const channelJoin = typed<Said>(channelJoinJson);
export const buttonPress = typed<BlockAction<ButtonAction>>(buttonPressJson);
export const ephemeralPress = typed<BlockAction<ButtonAction>>(ephemeralPressJson);
export const homePress = typed<BlockAction<ButtonAction>>(homePressJson);
export const feedbackPress = typed<BlockAction<FeedbackButtonsAction>>(feedbackPressJson);
export const typing = typed<BlockAction<PlainTextInputAction>>(typingJson);
export const viewSubmission = typed<ViewSubmitAction>(viewSubmissionJson);
export const viewClosed = typed<ViewClosedAction>(viewClosedJson);
export const messageShortcut = typed<MessageShortcut>(messageShortcutJson);
export const slashCommand = typed<SlashCommand>(slashCommandJson);
