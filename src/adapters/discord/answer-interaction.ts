import {
  InteractionResponseType as Answer,
  type APIInteraction,
  type APIInteractionResponseCallbackData,
  RESTJSONErrorCodes as Code,
  InteractionType,
  MessageFlags,
} from 'discord-api-types/v10';
import type { Incoming, IncomingForm, IncomingPress } from '../../domain/incoming.ts';
import type { Form } from '../../domain/reply.ts';
import type { ThreadRef } from '../../domain/thread-ref.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Logger } from '../../ports/logger.ts';
import { sentenceFor } from '../../sentences/failure-sentences.ts';
import { aboutForm } from './ask-about-message.ts';
import { type DiscordApi, type InteractionRef, isRefused, seen } from './discord-api.ts';
import type { DiscordProgram } from './discord-program.ts';
import type { DiscordSelf } from './discord-self.ts';
import { formatFormId, onlyPage } from './form-id.ts';
import { formPages } from './form-pages.ts';
import type { OpenAnswers } from './open-answers.ts';
import { type DiscordInteraction, parseInteraction } from './parse-interaction.ts';
import type { ReadAttachments } from './read-attachments.ts';
import { renderChoices } from './render-choices.ts';
import { renderModal } from './render-form.ts';
import { buttonRows, renderPart } from './render-part.ts';
import { makeRoles, proposeRoles } from './setup-roles.ts';
import { shownEvent } from './show-button.ts';
import { splitPart } from './split-part.ts';
import { stopOfPress } from './stop-button.ts';
import { fillForm, type PrivateMessage, renderFieldErrors, renderNextPage } from './typed-values.ts';

export interface AnswerDeps {
  api: DiscordApi;
  program: DiscordProgram;
  answers: OpenAnswers;
  selfIn(guildId: string | undefined): DiscordSelf;
  /** Whether messages that do not mention us come with their words. */
  readsContent(): boolean;
  readAttachments: ReadAttachments;
  clock: Clock;
  log: Logger;
}

type Read<Kind extends DiscordInteraction['kind']> = Extract<DiscordInteraction, { kind: Kind }>;

/** Discord takes a first answer for 3 s; what it needs is waited for this long. */
const answerMs = 2_000;

/** Answers to an interaction that Discord no longer waits for: too late, or it was replayed and has one. */
const answered = Code.InteractionHasAlreadyBeenAcknowledged;

/**
 * Each interaction is kept, then acknowledged: deferred where work follows, with a form where one opens, for that can be
 * a first answer only.
 */
export function createInteractionAnswers(deps: AnswerDeps): (interaction: APIInteraction) => Promise<void> {
  const { api, program, answers, selfIn, clock, log } = deps;

  async function command(read: Read<'message'>, interaction: APIInteraction): Promise<void> {
    const isAboutForm = interaction.type === InteractionType.ModalSubmit;
    if (isAboutForm && read.reach === 'bot') {
      return keepAndAnswer(
        read.event,
        interaction,
        read,
        privately(sentenceFor({ kind: 'answered-in-thread' })),
      );
    }
    // Where we are not ourselves, others did not ask for us.
    const flags = read.reach === 'token' || read.isPrivate ? MessageFlags.Ephemeral : undefined;
    const data = flags === undefined ? {} : { data: { flags } };
    return keepAndAnswer(read.event, interaction, read, {
      type: Answer.DeferredChannelMessageWithSource,
      ...data,
    });
  }

  async function press(read: Read<'press'>, interaction: APIInteraction): Promise<void> {
    const { event } = read;
    const shown = shownEvent(event.buttonId);
    if (shown !== undefined) return show(shown, event, interaction);
    const stop = stopOfPress(event);
    if (stop) return keepAndAnswer(stop, interaction, read, seen);
    const answer = await inTime(program.answerNow(event));
    switch (answer?.kind) {
      case 'queued':
        return keepAndAnswer(event, interaction, read, acknowledgement(read));
      case 'form':
        return open(fillForm(answer.form, read.kept), read.page.number, event.thread, interaction);
      default:
        return say(interaction, answer?.sentence ?? sentenceFor({ kind: 'form-too-late' }));
    }
  }

  /** Where we are not ourselves, the answer has to take the place of a private "is thinking…". */
  function acknowledgement({ reach }: Pick<DiscordInteraction, 'reach'>) {
    return reach === 'bot'
      ? seen
      : {
          type: Answer.DeferredChannelMessageWithSource as const,
          data: { flags: MessageFlags.Ephemeral as const },
        };
  }

  async function form(read: Read<'form'>, interaction: APIInteraction): Promise<void> {
    const { page, kept } = read;
    const { event, errors } = await withFiles(read);
    const isReadable = Object.keys(errors).length === 0;
    const root = rootFor(event.thread, interaction);
    const isWhole = page.of === onlyPage.of;
    // The pages before are in the message that this one was opened from, by labels: the form tells the names.
    const opened = isWhole && isReadable ? undefined : await inTime(program.answerNow(asPress(event)));
    if (!(isWhole && isReadable) && opened?.kind !== 'form')
      return say(
        interaction,
        opened?.kind === 'sentence' ? opened.sentence : sentenceFor({ kind: 'form-too-late' }),
      );
    const filled = opened?.kind === 'form' ? fillForm(opened.form, kept, event.values) : undefined;
    if (filled && !isReadable)
      return sayOver(interaction, renderFieldErrors(withErrors(filled, errors), root));
    if (filled && page.number < page.of)
      return sayOver(interaction, renderNextPage(filled, page.number + 1, root));
    const whole = filled ? { ...event, values: valuesOf(filled) } : event;
    const answer = await inTime(program.answerNow(whole));
    switch (answer?.kind) {
      case 'queued':
        return keepAndAnswer(
          whole,
          interaction,
          read,
          isOnPrivateMessage(interaction) ? sent : acknowledgement(read),
        );
      case 'form':
        return sayOver(interaction, renderFieldErrors(answer.form, root));
      default:
        return say(interaction, answer?.sentence ?? sentenceFor({ kind: 'form-too-late' }));
    }
  }

  /** The form with what its files hold in the place of texts, and why one of them cannot be read, by field. */
  async function withFiles({
    event,
    files,
  }: Read<'form'>): Promise<{ event: IncomingForm; errors: Record<string, string> }> {
    const read =
      files.length === 0 ? [] : await inTime(deps.readAttachments(files.map((one) => one.attachment)));
    const values = { ...event.values };
    const errors: Record<string, string> = {};
    for (const [index, { field, attachment }] of files.entries()) {
      const { text, name } = read?.[index] ?? { text: undefined, name: attachment.filename };
      if (text === undefined) errors[field] = sentenceFor({ kind: 'unreadable-file', name });
      else values[field] = text;
    }
    return { event: { ...event, values }, errors };
  }

  async function aboutMessage(read: Read<'about-message'>, interaction: APIInteraction): Promise<void> {
    return open(aboutForm(read.about), 1, read.thread, interaction);
  }

  /** Nothing of it is kept: it is done while it is answered, and may be done again. */
  async function setupRoles(read: Read<'setup-roles'>, interaction: APIInteraction): Promise<void> {
    if (!read.isAllowed) return say(interaction, sentenceFor({ kind: 'not-allowed-roles' }));
    const deferred = read.isConfirmed
      ? seen
      : {
          type: Answer.DeferredChannelMessageWithSource as const,
          data: { flags: MessageFlags.Ephemeral as const },
        };
    if (!(await answer(interaction, deferred))) return;
    const names = program.agents.map(({ value }) => value);
    const { text, buttons } = await (read.isConfirmed ? makeRoles : proposeRoles)(api, read.guildId, names);
    const needsIntent = deps.readsContent() ? '' : `\n${sentenceFor({ kind: 'roles-need-intent' })}`;
    const body = {
      content: text + needsIntent,
      components: buttonRows(buttons),
      allowed_mentions: { parse: [] },
    };
    const outcome = await api.editAnswer(refOf(interaction), '@original', body);
    if (outcome.kind !== 'done')
      log.warn({ id: interaction.id, error: outcome.why }, 'what became of the roles could not be said');
  }

  async function choices(read: Read<'choices'>, interaction: APIInteraction): Promise<void> {
    const agent = read.agent?.replace(/^@/, '').toLowerCase();
    const owned = program.prompts.filter((prompt) => prompt.agent.toLowerCase() === agent);
    const offered = read.option === 'agent' ? program.agents : owned.length > 0 ? owned : program.prompts;
    const data = { choices: renderChoices(read.typed, offered) };
    await answer(interaction, { type: Answer.ApplicationCommandAutocompleteResult, data });
  }

  /** What could not be sent by direct message: to its owner, and to nobody else. */
  async function show(
    eventId: string,
    { author }: IncomingPress,
    interaction: APIInteraction,
  ): Promise<void> {
    const parts = await inTime(program.saidPrivately(eventId, author.accountId));
    if (parts === undefined) return say(interaction, sentenceFor({ kind: 'form-too-late' }));
    const [first, ...others] = parts.flatMap(splitPart);
    if (!first) return say(interaction, sentenceFor({ kind: 'not-yours' }));
    const messageOf = (part: typeof first) => {
      const body = renderPart(part, { agentInText: true });
      return { ...body, flags: (body.flags ?? 0) | MessageFlags.Ephemeral };
    };
    const data = messageOf(first) as APIInteractionResponseCallbackData;
    await answer(interaction, { type: Answer.ChannelMessageWithSource, data });
    for (const part of others) await api.followUp(refOf(interaction), messageOf(part), part.files);
  }

  async function open(
    form: Form,
    number: number,
    thread: ThreadRef,
    interaction: APIInteraction,
  ): Promise<void> {
    const pages = formPages(form);
    const at = Math.min(number, pages.length);
    const page = pages[at - 1] ?? form;
    const root = rootFor(thread, interaction);
    const id = formatFormId({ formId: form.id, page: { number: at, of: pages.length }, root });
    await answer(interaction, { type: Answer.Modal, data: renderModal(page, id) });
  }

  /** Kept first. The answers to it are expected before, for they may come before Discord has taken this one. */
  async function keepAndAnswer(
    event: Incoming,
    interaction: APIInteraction,
    { reach }: Pick<DiscordInteraction, 'reach'>,
    acknowledgement: Parameters<DiscordApi['answer']>[1],
  ): Promise<void> {
    const isDeferred = acknowledgement.type === Answer.DeferredChannelMessageWithSource;
    const isAlone =
      reach === 'token' ||
      (isDeferred && ((acknowledgement.data?.flags ?? 0) & MessageFlags.Ephemeral) !== 0);
    const settle = answers.expect(event.id, { interaction: refOf(interaction), isAlone, isDeferred });
    try {
      await program.receive(event);
    } catch (error) {
      settle(false);
      log.error({ id: event.id, error }, 'an interaction of Discord could not be kept');
      return say(interaction, sentenceFor({ kind: 'out-of-order' }));
    }
    settle(await answer(interaction, acknowledgement));
  }

  async function sayOver(interaction: APIInteraction, { body, file }: PrivateMessage): Promise<void> {
    await (isOnPrivateMessage(interaction)
      ? answer(interaction, { type: Answer.UpdateMessage, data: { attachments: [], ...body } }, file)
      : answer(interaction, { type: Answer.ChannelMessageWithSource, data: body }, file));
  }

  async function say(interaction: APIInteraction, sentence: string): Promise<void> {
    await answer(interaction, privately(sentence));
  }

  /** Whether Discord took it. */
  async function answer(
    interaction: APIInteraction,
    body: Parameters<DiscordApi['answer']>[1],
    file?: PrivateMessage['file'],
  ): Promise<boolean> {
    const outcome = await api.answer(refOf(interaction), body, file);
    if (outcome.kind === 'done' || isRefused(outcome, answered)) return true;
    log.warn({ id: interaction.id, error: outcome.why }, 'an interaction was not answered in time');
    return false;
  }

  /** Undefined when it takes too long: a sentence and the button still there are better than a dead press. */
  async function inTime<Result>(result: Promise<Result>): Promise<Result | undefined> {
    const over = new AbortController();
    try {
      return await Promise.race([result, clock.sleep(answerMs, over.signal).then(() => undefined)]);
    } finally {
      over.abort();
    }
  }

  return async (interaction) => {
    const read = parseInteraction(interaction, selfIn(interaction.guild_id));
    switch (read?.kind) {
      case 'message':
        return command(read, interaction);
      case 'press':
        return press(read, interaction);
      case 'form':
        return form(read, interaction);
      case 'choices':
        return choices(read, interaction);
      case 'setup-roles':
        return setupRoles(read, interaction);
      case 'about-message':
        return aboutMessage(read, interaction);
      default:
        if (interaction.type !== InteractionType.ApplicationCommandAutocomplete)
          await say(interaction, sentenceFor({ kind: 'outdated-button' }));
    }
  };
}

/** In the place of what was typed, once all of it is sent. */
const sent = {
  type: Answer.UpdateMessage as const,
  data: { content: sentenceFor({ kind: 'form-sent' }), embeds: [], components: [], attachments: [] },
};

function privately(content: string) {
  const flags = MessageFlags.Ephemeral;
  return {
    type: Answer.ChannelMessageWithSource as const,
    data: { content, flags, allowed_mentions: { parse: [] } },
  };
}

function refOf({ id, token, application_id: applicationId }: APIInteraction): InteractionRef {
  return { id, token, applicationId };
}

/** A form goes to the thread that it was opened in; in a channel its place alone does not tell which that is. */
function rootFor({ root, audience }: ThreadRef, { channel }: APIInteraction): string | undefined {
  return audience === 'direct' || channel?.id === root ? undefined : root;
}

function isOnPrivateMessage({ message }: APIInteraction): boolean {
  return ((message?.flags ?? 0) & MessageFlags.Ephemeral) !== 0;
}

/** A form has the id of the button that opens it. */
function asPress({ formId, values: _values, ...form }: IncomingForm): IncomingPress {
  return { ...form, kind: 'press', buttonId: formId, label: '' };
}

function withErrors(form: Form, errors: Record<string, string>): Form {
  const fields = form.fields.map((field) => {
    const error = errors[field.name];
    return error === undefined ? field : { ...field, error };
  });
  return { ...form, fields };
}

function valuesOf(form: Form): Record<string, string> {
  return Object.fromEntries(form.fields.map(({ name, value }) => [name, value]));
}
