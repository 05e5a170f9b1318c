import type { ReceiverEvent } from '@slack/bolt';
import type { AppHomeOpenedEvent } from '@slack/types';
import type { Author } from '../../domain/incoming.ts';
import type { Form } from '../../domain/reply.ts';
import type { ThreadRef } from '../../domain/thread-ref.ts';
import { shorten } from '../../markdown/shorten.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Logger } from '../../ports/logger.ts';
import { sentenceFor } from '../../sentences/failure-sentences.ts';
import type { Admission } from './admission.ts';
import type { AgentSessions } from './agent-sessions.ts';
import { aboutForm, isAboutForm, messageAbout } from './ask-about.ts';
import { type CallOutcome, outcomeOf } from './call-outcome.ts';
import { escapeMrkdwn } from './fall-back-text.ts';
import { isPersonId, threadTsOf } from './message-place.ts';
import { parseSlackEvent, type SlackEnvelope } from './parse-event.ts';
import {
  parseSlackInteraction,
  type SlackInteraction,
  type SlackInteractionBody,
} from './parse-interaction.ts';
import type { ReadFiles } from './read-files.ts';
import { renderFieldErrors, renderModal } from './render-form.ts';
import { renderHome } from './render-home.ts';
import { renderNotice } from './render-notice.ts';
import { authorOf, isDirect, readPlace } from './slack-ids.ts';
import type { FormDrafts, SlackProgram } from './slack-program.ts';
import { stopOfSession } from './stop-of-session.ts';
import type { Workspace, Workspaces } from './workspaces.ts';

export interface ReceiveDeps {
  program: SlackProgram;
  workspaces: Workspaces;
  drafts: FormDrafts;
  admission: Admission;
  sessions: Pick<AgentSessions, 'willBeCalled'>;
  readFiles: ReadFiles;
  clock: Clock;
  log: Logger;
}

interface Envelope extends SlackEnvelope {
  type: 'event_callback';
  event: SlackEnvelope['event'] & { channel?: string };
  /** Whole seconds since the Unix epoch. */
  event_time: number;
  is_ext_shared_channel?: boolean;
}

/** As long as a list beside the messages shows of a title. */
const titleCharacters = 60;

/** A modal opens within 3 s of the press; what it needs is waited for this long, so that Slack still takes it. */
const answerMs = 2_000;

/**
 * Whatever Slack sends: kept first, then acknowledged. Rejects when it could not be kept, and Slack sends it again.
 */
export function createSlackReceiving(deps: ReceiveDeps): (event: ReceiverEvent) => Promise<void> {
  const { program, workspaces, drafts, admission, sessions, readFiles, clock, log } = deps;
  /** What was turned away at the door: the inbox does not know it, and a twin or a retry must not be answered again. */
  const turnedAway = new Set<string>();
  const lastDraft = new Map<string, Promise<unknown>>();

  async function takeEvent(envelope: Envelope, ack: ReceiverEvent['ack']): Promise<void> {
    if (isRemoval(envelope.event)) {
      // Whatever was installed in the second of the event came before it: removing takes longer than that.
      await workspaces.forget(envelope.team_id, (envelope.event_time + 1) * 1_000);
      return void (await ack());
    }
    const workspace = await workspaces.of(envelope.team_id);
    if (!workspace) return void (await ack());
    const message = parseSlackEvent(envelope, workspace.self) ?? stopOfSession(envelope);
    const away = message && (await admission(message.author, envelope.is_ext_shared_channel === true));
    if (message && away === undefined) {
      nameThread(message);
      await program.receive(await readFiles(message, envelope.event, workspace));
    }
    await ack();
    if (message && away !== undefined && message.addressed && isFirstOf(message.id))
      await sayAlone(message, workspace, away);
    if (envelope.event.type === 'app_home_opened')
      await showHome(envelope.event as AppHomeOpenedEvent, workspace);
  }

  /** In the list of a person's direct messages each is called by its first words. */
  function nameThread({ id, thread, text }: { id: string; thread: ThreadRef; text: string }): void {
    const title = shorten(text.replace(/\s+/g, ' ').trim(), titleCharacters);
    const isRoot = thread.audience === 'direct' && id.endsWith(`:${thread.root}`);
    if (isRoot && title !== '') sessions.willBeCalled(thread, title);
  }

  function isFirstOf(id: string): boolean {
    if (turnedAway.has(id)) return false;
    if (turnedAway.size >= 1_000) turnedAway.clear();
    turnedAway.add(id);
    return true;
  }

  /** Best effort: the next opening of the tab draws it anew. */
  async function showHome(event: AppHomeOpenedEvent, workspace: Workspace): Promise<void> {
    const author = authorOf(workspace.teamId, event.user, undefined);
    const away = await admission(author, false);
    if (event.tab === 'messages') {
      if (away !== undefined) return;
      const steps = await program.nextSteps(author);
      const prompts = steps.slice(0, 4).map((words) => ({ title: words, message: words }));
      if (prompts.length === 0) return;
      await outcomeOf(
        workspace.client.assistant.threads.setSuggestedPrompts({
          channel_id: event.channel,
          title: 'Good next steps',
          prompts: prompts as [(typeof prompts)[0], ...typeof prompts],
        }),
      );
      return;
    }
    const view = renderHome(
      away === undefined ? await program.home(author) : [{ title: 'Elevate', text: away, buttons: [] }],
    );
    const outcome = await outcomeOf(workspace.client.views.publish({ user_id: event.user, view }));
    if (outcome.kind === 'refused') log.error({ error: outcome.error }, 'App Home could not be shown');
  }

  async function takeInteraction(body: SlackInteractionBody, ack: ReceiverEvent['ack']): Promise<void> {
    const teamId = 'team_id' in body ? body.team_id : (body.team?.id ?? body.user.team_id ?? '');
    const workspace = await workspaces.of(teamId);
    const read = workspace && parseSlackInteraction(body, workspace.self, clock.nowMs());
    if (!workspace || !read) return void (await ack());
    const author = authorOfInteraction(read);
    const ofTeam = 'user_id' in body ? undefined : body.user.team_id;
    const away = await admission(author, ofTeam !== undefined && ofTeam !== teamId);
    if (away !== undefined) return turnAway(read, author, away, workspace, ack);
    switch (read.kind) {
      case 'press':
        return press(read, workspace, ack);
      case 'form':
        return form(read, ack);
      case 'draft':
        await ack();
        return void (await draft('kept', `${read.author.accountId} ${read.formId}`, () =>
          drafts.keep(read.author.accountId, read.formId, read.values),
        ));
      case 'form-closed':
        return void (await ack());
      case 'command':
        await program.receive(read.message);
        return void (await ack({
          response_type: 'ephemeral',
          text: sentenceFor({ kind: 'answered-directly' }),
        }));
      case 'ask-about':
        await ack();
        return open(aboutForm(read.about), read.thread, read, workspace);
    }
  }

  async function turnAway(
    read: SlackInteraction,
    author: Author,
    sentence: string,
    workspace: Workspace,
    ack: ReceiverEvent['ack'],
  ): Promise<void> {
    if (read.kind === 'command') return void (await ack({ response_type: 'ephemeral', text: sentence }));
    await ack();
    const thread =
      read.kind === 'press' ? read.press.thread : read.kind === 'ask-about' ? read.thread : undefined;
    if (thread) await sayAlone({ author, thread }, workspace, sentence);
  }

  async function press(
    read: Extract<SlackInteraction, { kind: 'press' }>,
    workspace: Workspace,
    ack: ReceiverEvent['ack'],
  ): Promise<void> {
    const answer = await inTime(program.answerNow(read.press));
    if (answer?.kind === 'queued') await program.receive(read.press);
    await ack();
    const { author, thread } = read.press;
    if (answer?.kind === 'form')
      return open(answer.form, thread, { author, triggerId: read.triggerId }, workspace);
    if (answer?.kind === 'queued') return;
    await sayAlone(read.press, workspace, answer?.sentence ?? sentenceFor({ kind: 'form-too-late' }));
  }

  async function form(
    read: Extract<SlackInteraction, { kind: 'form' }>,
    ack: ReceiverEvent['ack'],
  ): Promise<void> {
    const { accountId } = read.form.author;
    const about = isAboutForm(read.form.formId) ? messageAbout(read.form) : undefined;
    const answer = about ? ({ kind: 'queued' } as const) : await inTime(program.answerNow(read.form));
    if (answer?.kind === 'form') {
      // Another one than is open, for what it is about has changed: it takes its place, with what was typed.
      if (answer.form.id !== read.form.formId) {
        const view = renderModal(answer.form, read.form.thread);
        return void (await ack({ response_action: 'update', view }));
      }
      const errors = renderFieldErrors(answer.form);
      return void (await (errors ? ack(errors) : ack()));
    }
    if (answer?.kind !== 'queued') {
      const sentence = answer?.sentence ?? sentenceFor({ kind: 'form-too-late' });
      return void (await ack({ response_action: 'update', view: renderNotice(sentence) }));
    }
    await program.receive(about ?? read.form);
    await ack();
    await draft('dropped', `${accountId} ${read.form.formId}`, () =>
      drafts.drop(accountId, read.form.formId),
    );
  }

  async function open(
    form: Form,
    thread: ThreadRef,
    { author, triggerId }: { author: { accountId: string }; triggerId: string },
    workspace: Workspace,
  ): Promise<void> {
    const typed = await draft('read', `${author.accountId} ${form.id}`, () =>
      drafts.read(author.accountId, form.id),
    );
    const view = renderModal(typed ? withDraft(form, typed) : form, thread);
    const outcome = await outcomeOf(workspace.client.views.open({ trigger_id: triggerId, view }));
    if (outcome.kind === 'done') return;
    const error = outcome.kind === 'refused' ? outcome.error : outcome.why;
    log.warn({ error }, 'a form could not be opened');
    await sayAlone({ author, thread }, workspace, sentenceFor({ kind: 'form-too-late' }));
  }

  /**
   * Drafts are a convenience: what is asked for does not fail with them. One after the other for each form, for each
   * character typed is told by itself and the last word counts.
   */
  function draft<Result>(
    done: string,
    key: string,
    work: () => Promise<Result>,
  ): Promise<Result | undefined> {
    const turn = (lastDraft.get(key) ?? Promise.resolve())
      .then(work)
      .catch((error: unknown) => void log.warn({ error }, `a draft could not be ${done}`))
      .finally(() => {
        if (lastDraft.get(key) === turn) lastDraft.delete(key);
      }) as Promise<Result | undefined>;
    lastDraft.set(key, turn);
    return turn;
  }

  /** To one person, where they are, else in their direct message. Best effort: nothing was promised yet. */
  async function sayAlone(
    { author, thread }: { author: { accountId: string }; thread: ThreadRef },
    { client }: Workspace,
    sentence: string,
  ): Promise<void> {
    const { channelId: channel } = readPlace(thread.place);
    const ts = threadTsOf(thread);
    const inThread = ts === undefined ? {} : { thread_ts: ts };
    const text = escapeMrkdwn(sentence);
    const user = author.accountId.split(':')[1] ?? '';
    let outcome: CallOutcome<unknown>;
    if (isDirect(channel)) outcome = await outcomeOf(client.chat.postMessage({ channel, text, ...inThread }));
    else {
      // In App Home there is no channel; and not every channel takes messages of ours.
      outcome = isPersonId(channel)
        ? { kind: 'refused', error: 'no channel', retryable: false }
        : await outcomeOf(client.chat.postEphemeral({ channel, user, text, ...inThread }));
      if (outcome.kind === 'refused')
        outcome = await outcomeOf(client.chat.postMessage({ channel: user, text }));
    }
    if (outcome.kind === 'refused')
      log.warn({ error: outcome.error }, 'a sentence to one person was refused');
  }

  /** Undefined when it takes too long: a sentence and the button still there are better than a dead press. */
  async function inTime<Answer>(answer: Promise<Answer>): Promise<Answer | undefined> {
    const over = new AbortController();
    try {
      return await Promise.race([answer, clock.sleep(answerMs, over.signal).then(() => undefined)]);
    } finally {
      over.abort();
    }
  }

  return async ({ body, ack }) => {
    if (body.type === 'event_callback') return takeEvent(body as unknown as Envelope, ack);
    return takeInteraction(body as unknown as SlackInteractionBody, ack);
  };
}

function authorOfInteraction(read: SlackInteraction): Author {
  switch (read.kind) {
    case 'press':
      return read.press.author;
    case 'form':
      return read.form.author;
    case 'command':
      return read.message.author;
    default:
      return read.author;
  }
}

/** The app is out of the workspace. A person's own token, of which we ask for none, may be revoked by itself. */
function isRemoval(event: { type: string; tokens?: { bot?: string[] } }): boolean {
  if (event.type === 'tokens_revoked') return (event.tokens?.bot?.length ?? 0) > 0;
  return event.type === 'app_uninstalled';
}

/** What was typed before wins over what is known, field by field. */
function withDraft(form: Form, draft: Record<string, string>): Form {
  return {
    ...form,
    fields: form.fields.map((field) => ({ ...field, value: draft[field.name] ?? field.value })),
  };
}
