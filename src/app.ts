import { announcementWords } from './director/announcement-words.ts';
import { type AnswerNow, answerNow } from './director/answer-now.ts';
import { placeInReply } from './director/explain-route.ts';
import { homeOf, suggestionsFor } from './director/home.ts';
import { createIntentIndex } from './director/intent-index.ts';
import { type Unasked, unaskedWords } from './director/nudge-words.ts';
import { erasureConfirmedBy } from './director/own-data-turn.ts';
import { expectsAnswer, readsAsStop } from './director/read-control.ts';
import { say } from './director/reply-parts.ts';
import { respond } from './director/respond.ts';
import { trainingMessages } from './director/training-messages.ts';
import type { DirectorDeps } from './director/turn.ts';
import type { AdminMark } from './domain/admin.ts';
import type { Announcement } from './domain/announcement.ts';
import { withFilesInWords } from './domain/attached-file.ts';
import { nobody } from './domain/belonging.ts';
import type { Catalogue } from './domain/catalogue.ts';
import type { ContactKind, Reach } from './domain/contact-plan.ts';
import type { ConversationMessage } from './domain/conversation.ts';
import type { Erasure } from './domain/erasure.ts';
import type { HomeSection } from './domain/home-section.ts';
import type { InboxEntry } from './domain/inbox-entry.ts';
import type { Author, Incoming } from './domain/incoming.ts';
import type { JobMessage, PostOutcome } from './domain/job-message.ts';
import type { ModelPrice } from './domain/model-price.ts';
import type { Budgets } from './domain/model-usage.ts';
import { oncePerCatalogue } from './domain/once-per-catalogue.ts';
import { createOthersFirst } from './domain/others-first.ts';
import type { OutboxEntry } from './domain/outbox-entry.ts';
import type { Reply, ReplyPart } from './domain/reply.ts';
import type { SystemRole } from './domain/system-role.ts';
import { type Surface, threadKeyOf } from './domain/thread-ref.ts';
import { createInbox } from './inbox/inbox.ts';
import { createThreadWorkers } from './inbox/thread-workers.ts';
import type { Work } from './inbox/work-entry.ts';
import { makeHarmless } from './markdown/make-harmless.ts';
import { createDeliverer } from './outbox/deliverer.ts';
import { createLiveReply } from './outbox/live-reply.ts';
import { measuredPlatform } from './outbox/measured-platform.ts';
import { endErasures, goOnErasing } from './people/erase-all.ts';
import { modelWithin } from './playbook/budgets.ts';
import { createCourseIndex } from './playbook/course-index.ts';
import { measuredModel } from './playbook/measured-model.ts';
import { createRunSlots } from './playbook/run-slots.ts';
import type { AnnouncementStore } from './ports/announcement-store.ts';
import type { AssetStore } from './ports/asset-store.ts';
import type { ChartPainter } from './ports/chart-painter.ts';
import type { ChatPlatform } from './ports/chat-platform.ts';
import type { Clock } from './ports/clock.ts';
import type { CohortHealthStore } from './ports/cohort-health-store.ts';
import type { CohortStore } from './ports/cohort-store.ts';
import type { ContactPlanStore } from './ports/contact-plan-store.ts';
import type { ConversationStore } from './ports/conversation-store.ts';
import type { ErasureStore } from './ports/erasure-store.ts';
import type { ExecutionStore } from './ports/execution-store.ts';
import type { FoundationStore } from './ports/foundation-store.ts';
import type { FunnelDraftStore } from './ports/funnel-draft-store.ts';
import type { FunnelHookStore } from './ports/funnel-hook-store.ts';
import type { FunnelMedianStore } from './ports/funnel-median-store.ts';
import type { FunnelSnapshotStore } from './ports/funnel-snapshot-store.ts';
import type { HumanQuestionStore } from './ports/human-question-store.ts';
import type { InboxStore } from './ports/inbox-store.ts';
import type { LanguageModel } from './ports/language-model.ts';
import type { LinkStore } from './ports/link-store.ts';
import type { Logger } from './ports/logger.ts';
import type { MergeStore } from './ports/merge-store.ts';
import type { ModelUsageStore } from './ports/model-usage-store.ts';
import type { ModuleLinksStore } from './ports/module-links-store.ts';
import type { OfficeHourStore } from './ports/office-hour-store.ts';
import type { OutboxStore } from './ports/outbox-store.ts';
import type { OwnDataStore } from './ports/own-data-store.ts';
import type { PageReader } from './ports/page-reader.ts';
import type { PendingRequestStore } from './ports/pending-request-store.ts';
import type { KnownPerson, PeopleStore } from './ports/people-store.ts';
import type { ProgressStore } from './ports/progress-store.ts';
import type { ReminderStore } from './ports/reminder-store.ts';
import type { SettingStore } from './ports/setting-store.ts';
import type { StaffStore } from './ports/staff-store.ts';
import { noTelemetry, type Telemetry } from './ports/telemetry.ts';
import type { ThreadStore } from './ports/thread-store.ts';
import type { WebSearch } from './ports/web-search.ts';
import { sentenceFor } from './sentences/failure-sentences.ts';

export interface Stores {
  inbox: InboxStore;
  threads: ThreadStore;
  outbox: OutboxStore;
  people: PeopleStore;
  foundations: FoundationStore;
  executions: ExecutionStore;
  assets: AssetStore;
  conversations: ConversationStore;
  pending: PendingRequestStore;
  progress: ProgressStore;
  links: ModuleLinksStore;
  staff: StaffStore;
  cohorts: CohortStore;
  health: CohortHealthStore;
  announcements: AnnouncementStore;
  officeHours: OfficeHourStore;
  humanQuestions: HumanQuestionStore;
  snapshots: FunnelSnapshotStore;
  settings: SettingStore;
  linkCodes: LinkStore;
  merges: MergeStore;
  reminders: ReminderStore;
  plans: ContactPlanStore;
  funnelDrafts: FunnelDraftStore;
  hooks: FunnelHookStore;
  ownData: OwnDataStore;
  erasures: ErasureStore;
  modelUsage: ModelUsageStore;
  medians: FunnelMedianStore;
}

export interface AppDeps {
  catalogue: Catalogue;
  stores: Stores;
  model: LanguageModel | undefined;
  /** What reads web pages, and searches the web; absent where nothing is set. */
  pages?: PageReader | undefined;
  search?: WebSearch | undefined;
  modelPrices: readonly ModelPrice[];
  /** What may be asked of the model in a day; no limit unless told. */
  budgets?: Budgets;
  /** What counts and times; nothing does unless told. */
  telemetry?: Telemetry | undefined;
  /** Who may say who is a facilitator; nobody where none is set. */
  admins?: readonly AdminMark[];
  painter: ChartPainter;
  /** Where worksheets are served, if anywhere that others can reach. */
  publicUrl?: string | undefined;
  clock: Clock;
  log: Logger;
  /** Where this program is reached from outside, without a slash at its end. */
  baseUrl?: () => string;
  /** Whether people are told once, at first contact, what is kept and who sees it. Not, unless told. */
  welcomes?: boolean | undefined;
  /** Names this process among those that share the store. */
  holder: string;
  /** Whether the process of that name still runs; true where it cannot be told. */
  isAlive(holder: string): boolean;
}

/** What a surface may do with the program. */
export interface App {
  /** Keeps what a person did and starts on it. Rejects when it could not be kept: tell the platform so. */
  receive(event: Incoming): Promise<'kept' | 'known'>;
  /** What a platform must have within 3 s; `queued` is then received like anything else. */
  answerNow(event: Extract<Incoming, { kind: 'press' | 'form' }>): Promise<AnswerNow>;
  /** What stands in a person's home, on surfaces that have one. Read-only. */
  home(author: Author): Promise<HomeSection[]>;
  /** Good next steps of somebody, in words that they may say. Read-only, and never rejects. */
  nextSteps(author: Author): Promise<string[]>;
  /**
   * What an event led to that is for one person alone, in order; nothing where that was another account. Read-only.
   */
  saidPrivately(eventId: string, accountId: string): Promise<ReplyPart[]>;
  /** What is said to somebody unasked, as it is at that moment. Read-only. */
  unaskedWords(kind: ContactKind, to: Unasked): Promise<ReplyPart>;
  /** Until when the platform says that an account is not to be disturbed; nothing where it does not say. */
  notDisturbedUntil(reach: Reach, nowMs: number): Promise<number | undefined>;
  /** Says what a job found due, once for each key. Resolves when it is kept and was tried to be delivered. */
  tell(message: JobMessage): Promise<void>;
  /** Says something for a whole channel, once for each key, and tells how far that is. */
  post(message: JobMessage): Promise<PostOutcome>;
  /** What an announcement says. Read-only. */
  announcementWords(announcement: Announcement): Promise<ReplyPart>;
  /**
   * A surface that can speak. Called before `start`. Where other processes hear for it, they work what they hear, and this
   * one what they leave.
   */
  addPlatform(platform: ChatPlatform, hears?: 'here' | 'elsewhere'): void;
  /** True when everything that this event caused has been worked and said. */
  isSettled(eventId: string): Promise<boolean>;
  /** Calls back with the event for which something was worked or said. Returns a function that ends it. */
  onProgress(callback: (eventId: string) => void): () => void;
  /**
   * Frees what dead processes of this machine held, then works what waits; or only what it receives itself, where another
   * process looks around.
   */
  start(works?: 'what waits' | 'what it receives'): Promise<void>;
  /** Takes nothing new; what is under way ends or is handed back within `graceMs`. */
  stop(graceMs: number): Promise<void>;
}

/** How far apart the edits of a growing message are, by platform (Discord allows one each 1.1 s, Slack about one a second). */
const editEveryMs: Record<Surface, number> = { playground: 100, slack: 1_000, discord: 1_200 };

/** What another process has heard is its own to work for this long. */
const othersFirstMs = 5_000;

const intentsOf = oncePerCatalogue((catalogue) => createIntentIndex(trainingMessages(catalogue)));
const courseOf = oncePerCatalogue(createCourseIndex);

/** Joins the stages: inbox, Director, outbox. Knows no vendor and no environment. */
export function createApp(deps: AppDeps): App {
  const { stores, clock, log } = deps;
  const telemetry = deps.telemetry ?? noTelemetry;
  const { budgets = {} } = deps;
  const model = deps.model && measuredModel(deps.model, telemetry, deps.modelPrices);
  const platforms = new Map<Surface, ChatPlatform>();
  const heardElsewhere = new Set<Surface>();
  const isHeardElsewhere = (threadKey: string) =>
    [...heardElsewhere].some((surface) => threadKey.startsWith(`${surface}/`));
  /** Threads in which this process was told something, where it works nothing else. */
  let received: Set<string> | undefined;
  const createTakeNow = () => {
    const othersFirst = createOthersFirst(isHeardElsewhere, othersFirstMs);
    return (threadKeys: string[], nowMs: number) =>
      received ? threadKeys.filter((threadKey) => received?.has(threadKey)) : othersFirst(threadKeys, nowMs);
  };
  const watchers = new Set<(eventId: string) => void>();
  const progressed = (eventId: string) => {
    for (const watcher of watchers) watcher(eventId);
  };
  const stopping = new AbortController();
  const director: DirectorDeps = {
    catalogue: deps.catalogue,
    intents: intentsOf(deps.catalogue),
    course: courseOf(deps.catalogue),
    foundations: stores.foundations,
    executions: stores.executions,
    assets: stores.assets,
    conversations: stores.conversations,
    pending: stores.pending,
    people: stores.people,
    links: stores.links,
    staff: stores.staff,
    cohorts: stores.cohorts,
    health: stores.health,
    announcements: stores.announcements,
    officeHours: stores.officeHours,
    humanQuestions: stores.humanQuestions,
    partsOn: (surface, part) => platforms.get(surface)?.split(part) ?? [part],
    admins: deps.admins ?? [],
    progress: stores.progress,
    snapshots: stores.snapshots,
    medians: stores.medians,
    settings: stores.settings,
    linkCodes: stores.linkCodes,
    merges: stores.merges,
    reminders: stores.reminders,
    plans: stores.plans,
    pages: deps.pages,
    search: deps.search,
    funnelDrafts: stores.funnelDrafts,
    hooks: stores.hooks,
    ownData: stores.ownData,
    erasures: stores.erasures,
    endWork: (erasure) => {
      void endErasing();
      return workers.endWork((entry) => goesWith(entry, erasure));
    },
    welcomes: deps.welcomes ?? false,
    baseUrl: deps.baseUrl ?? (() => ''),
    model,
    modelAway: undefined,
    modelPrices: deps.modelPrices,
    slots: createRunSlots(),
    painter: deps.painter,
    publicUrl: deps.publicUrl,
    clock,
    log,
  };
  const deliverer = createDeliverer({
    store: stores.outbox,
    platforms,
    clock,
    log,
    holder: deps.holder,
    takeNow: createTakeNow(),
    onDelivered: ({ inReplyTo }) => {
      if (inReplyTo !== undefined) progressed(inReplyTo);
    },
  });
  const workers = createThreadWorkers({
    inbox: stores.inbox,
    threads: stores.threads,
    clock,
    log,
    holder: deps.holder,
    takeNow: createTakeNow(),
    onFinished: progressed,
    stages: { answer: answerMeasured, apologise },
  });
  const inbox = createInbox(stores.inbox, clock, (event) => {
    // The first visible sign comes before any lease: nobody waits in silence for a queue.
    if (expectsAnswer(event)) {
      void platforms.get(event.thread.surface)?.showStatus(event.thread, event.author.accountId, 'Got it…');
    }
    received?.add(threadKeyOf(event.thread));
    workers.kick(threadKeyOf(event.thread));
  });

  async function recognise(author: Author): Promise<KnownPerson> {
    const known = (await platforms.get(author.surface)?.lookUp(author)) ?? author;
    return stores.people.recognise(known, clock.nowMs());
  }

  function answerMeasured(entry: InboxEntry, work: Work): Promise<void> {
    const { surface } = entry.incoming.thread;
    if (entry.attempts === 0) telemetry.queued(surface, clock.nowMs() - entry.receivedAt);
    return telemetry.measure(
      'turn',
      { surface, kind: entry.incoming.kind },
      { entry: entry._id, thread: entry.threadKey },
      () => answer(entry, work),
      () => (work.lost.aborted ? 'lost' : 'answered'),
    );
  }

  /** Who is this, what do they get, and keep it. */
  async function answer(entry: InboxEntry, work: Work): Promise<void> {
    const person = await whoAsks(entry, work.lost);
    if (!person) return endSign(entry);
    const reply = await respondLive(entry, person, work);
    if (work.lost.aborted) return;
    // A press or a form may have made somebody of two persons, or of one: it is kept under who they are now.
    // One that deletes them makes nobody known again.
    const { incoming } = entry;
    const staysSo = incoming.kind === 'message' || erasureConfirmedBy(incoming) !== undefined;
    await keep(entry, staysSo ? person : await recognise(incoming.author), reply);
  }

  /**
   * The person of an entry. Nobody where their data was deleted since: what they did before that is over. What they do
   * after it waits until it is done, and is then a first contact.
   */
  async function whoAsks(entry: InboxEntry, lost: AbortSignal): Promise<KnownPerson | undefined> {
    const { author } = entry.incoming;
    for (let waits = 0; ; waits += 1) {
      const erasure = await stores.erasures.ofAccount(author.surface, author.accountId);
      if (!erasure?.whose) break;
      const { personId, userId } = erasure.whose;
      if (isAbout(entry, erasure))
        return { personId, userId, accountId: author.accountId, name: author.name };
      if (goesWith(entry, erasure)) return undefined;
      if (erasure.state !== 'erasing') break;
      // Longer than a lease: whoever began it has died.
      if (waits * erasureLookMs > 30_000) await goOnErasing(erasure, lost, director);
      await clock.sleep(erasureLookMs, lost);
      if (lost.aborted) return undefined;
    }
    return (await pressedAgain(entry)) ?? recognise(author);
  }

  /** The button of a deletion, pressed again by somebody of whom nothing is here: it makes nobody known anew. */
  async function pressedAgain({ _id, threadKey, incoming }: InboxEntry): Promise<KnownPerson | undefined> {
    const { surface, accountId, name } = incoming.author;
    const id = erasureConfirmedBy(incoming);
    const erasure = id === undefined ? undefined : await stores.erasures.get(id);
    if (!erasure || (await stores.people.userIdOf(surface, accountId)) !== undefined) return undefined;
    await stores.erasures.addTrace(erasure._id, { eventId: _id, threadKey }, `${surface}:${accountId}`);
    void endErasing();
    return { personId: nobody, userId: nobody, accountId, name };
  }

  let ending: Promise<void> | undefined;
  /** Ends deletions as soon as their answer is out. */
  function endErasing(): Promise<void> {
    ending ??= (async () => {
      try {
        while (!stopping.signal.aborted && (await endErasures(stores.inbox, stopping.signal, director)))
          await clock.sleep(erasureLookMs, stopping.signal);
      } catch (error) {
        log.warn({ error }, 'a deletion is ended after the next start');
      } finally {
        ending = undefined;
      }
    })();
    return ending;
  }

  async function apologise(entry: InboxEntry): Promise<void> {
    const person = await whoAsks(entry, stopping.signal);
    if (!person) return endSign(entry);
    await keep(entry, person, [say('Director', sentenceFor({ kind: 'out-of-order' }))]);
  }

  async function respondLive(entry: InboxEntry, person: KnownPerson, work: Work): Promise<Reply> {
    const { incoming } = entry;
    const platform = platforms.get(incoming.thread.surface);
    const live = platform
      ? createLiveReply({
          store: stores.outbox,
          platform,
          clock,
          log,
          editEveryMs: editEveryMs[incoming.thread.surface],
          thread: incoming.thread,
          accountId: incoming.author.accountId,
          entryFor: (part) => ({ ...outboxEntry(entry, part, 0, person), leaseToken: work.lease.token }),
          earlierDelivered: () => deliverer.deliverThread(entry.threadKey),
        })
      : undefined;
    let hasSpoken = false;
    const speaks = () => {
      if (!hasSpoken) telemetry.firstWords(incoming.thread.surface, clock.nowMs() - entry.receivedAt);
      hasSpoken = true;
    };
    const view = {
      status: (text: string) => live?.status(text),
      announce: (part: ReplyPart) => announce(entry, person, part, work),
      show: (part: ReplyPart, textSoFar: string) => {
        speaks();
        live?.show(part, makeHarmless(textSoFar));
      },
    };
    try {
      const reply = await respond(incoming, person, work, view, await withinBudget(person));
      if (reply.length > 0) speaks();
      return reply;
    } finally {
      await live?.settle();
    }
  }

  /** The Director's parts with the model as this person may use it today. */
  async function withinBudget(person: KnownPerson): Promise<DirectorDeps> {
    if (!model || Object.keys(budgets).length === 0) return director;
    const organizationOf = async (userId: string) => (await stores.people.ofUser(userId))?.organizationId;
    const allowed = await modelWithin(model, person, {
      budgets,
      usage: stores.modelUsage,
      organizationOf,
      prices: deps.modelPrices,
      clock,
      log,
    });
    return 'spent' in allowed
      ? { ...director, model: undefined, modelAway: allowed.spent }
      : { ...director, model: allowed.model };
  }

  /** A part that comes before the rest, such as a hand-over. */
  async function announce(
    entry: InboxEntry,
    person: KnownPerson,
    part: ReplyPart,
    work: Work,
  ): Promise<void> {
    if (work.lost.aborted) return;
    await stores.outbox.put([outboxEntry(entry, part, 0, person)]);
    deliverer.kick(entry.threadKey);
  }

  /** Nothing is said: what showed that something was received must not stand for ever. */
  function endSign({ incoming }: InboxEntry): void {
    if (expectsAnswer(incoming)) void platforms.get(incoming.thread.surface)?.endStatus?.(incoming.thread);
  }

  /** The reply into the outbox, from where it is said at once; then the turn into the conversation. */
  async function keep(entry: InboxEntry, person: KnownPerson, reply: Reply): Promise<void> {
    if (reply.length === 0) return endSign(entry);
    const { surface, accountId } = entry.incoming.author;
    const erasure = await stores.erasures.ofAccount(surface, accountId);
    if (erasure && goesWith(entry, erasure)) return endSign(entry);
    const platform = platforms.get(entry.incoming.thread.surface);
    const messages = reply.flatMap((part) => platform?.split(part) ?? [part]);
    const entries = messages.map((part, index) => outboxEntry(entry, part, index, person));
    // What an earlier attempt has kept is what people see: it is remembered, rather than the words of this one.
    const kept = await stores.outbox.put(entries);
    deliverer.kick(entry.threadKey);
    // The receipt of a deletion: nothing is remembered of it.
    if (erasure && isAbout(entry, erasure)) return;
    const main = kept.find((one) => one.content.part === 'answer') ?? kept[0];
    const reach = { thread: entry.incoming.thread, accountId };
    await stores.plans.active(person.userId, reach, entry.incoming.sentAtMs);
    await stores.conversations.record(entry.incoming.thread, {
      personId: person.personId,
      title: titleOf(entry.incoming),
      agents: [...new Set(kept.map((one) => one.content.agent))],
      ...ownership(main?.content),
      messages: [messageOf(entry, person), ...kept.map((one) => replyMessage(one, entry.incoming))],
      nowMs: clock.nowMs(),
    });
  }

  function outboxEntry(entry: InboxEntry, part: ReplyPart, index: number, person: KnownPerson): OutboxEntry {
    return {
      _id: `reply:${entry._id}:${part.part}`,
      threadKey: entry.threadKey,
      thread: entry.incoming.thread,
      position: `${entry.position}:${placeInReply(part, index)}`,
      accountId: entry.incoming.author.accountId,
      personId: person.personId,
      inReplyTo: entry._id,
      cause: 'message',
      // The one way by which words reach people: whoever they come from, from here on they ping nobody.
      content: { ...part, text: makeHarmless(part.text) },
      state: 'waiting',
      claimedUntil: 0,
      attempts: 0,
      nextAttemptAt: 0,
      createdAt: clock.nowMs(),
    };
  }

  /** What a job says into the outbox, from where it is tried at once. */
  async function keepAndDeliver(message: JobMessage): Promise<OutboxEntry[]> {
    const { key, thread, accountId, personId, part, platformMessageId } = message;
    const now = clock.nowMs();
    const threadKey = threadKeyOf(thread);
    const messages = platforms.get(thread.surface)?.split(part) ?? [part];
    const entries = await stores.outbox.put(
      messages.map((content, index) => ({
        _id: `${key}:${content.part}`,
        threadKey,
        thread,
        // Behind every reply that waits in its thread.
        position: `~${now}:${String(index).padStart(2, '0')}`,
        accountId,
        personId,
        cause: 'job',
        content: { ...content, text: makeHarmless(content.text) },
        state: 'waiting',
        claimedUntil: 0,
        attempts: 0,
        // From its hour on, behind replies to people, which are due from 0 on.
        nextAttemptAt: now,
        ...(platformMessageId === undefined ? {} : { platformMessageId }),
        createdAt: now,
      })),
    );
    await deliverer.deliverThread(threadKey, 'job');
    return entries;
  }

  /** What stands above the thread under a post: whoever is asked there knows what it is about. */
  async function rememberPost({ key, thread, personId, part }: JobMessage, platformMessageId: string) {
    const root = platforms.get(thread.surface)?.rootUnder?.(platformMessageId) ?? thread.root;
    const under = { ...thread, root };
    const now = clock.nowMs();
    await stores.conversations.record(under, {
      personId,
      title: part.text.replace(/\s+/g, ' ').slice(0, 100),
      agents: [part.agent],
      // Nobody's: people may talk there among themselves, and mention whom they ask.
      owningAgent: undefined,
      messages: [
        {
          _id: `${key}:${part.part}`,
          conversationId: threadKeyOf(under),
          authorAgentRole: part.agent,
          text: part.text,
          audience: 'thread',
          answeredPersonId: personId,
          position: '0',
          sentAt: now,
        },
      ],
      nowMs: now,
    });
  }

  return {
    receive: async (event) => {
      const verdict = await telemetry.measure(
        'keep',
        { surface: event.thread.surface },
        { entry: event.id },
        () => inbox.accept(event),
        (kept) => kept,
      );
      // Control overtakes: a wish to stop does not queue behind the run that it is about.
      if (verdict === 'kept' && readsAsStop(event)) {
        const wish = { accountId: event.author.accountId, saidAtMs: event.sentAtMs };
        await workers.stopWork(threadKeyOf(event.thread), event.id, wish);
      }
      return verdict;
    },
    answerNow: async (event) => {
      if (erasureConfirmedBy(event) !== undefined) return { kind: 'queued' };
      // Within 3 s: who is known already is not looked up on their platform first.
      const { surface, accountId } = event.author;
      const userId =
        (await stores.people.userIdOf(surface, accountId)) ?? (await recognise(event.author)).userId;
      return answerNow(event, userId, director);
    },
    home: async (author) => homeOf((await recognise(author)).userId, director),
    nextSteps: async ({ surface, accountId }) => {
      const userId = await stores.people.userIdOf(surface, accountId).catch(() => undefined);
      return suggestionsFor(userId, director);
    },
    saidPrivately: async (eventId, accountId) =>
      (await stores.outbox.causedBy(eventId))
        .filter((entry) => entry.accountId === accountId && entry.content.audience === 'person')
        .map(({ content }) => content),
    unaskedWords: (kind, to) => unaskedWords(kind, to, director),
    notDisturbedUntil: async ({ thread, accountId }, nowMs) =>
      platforms.get(thread.surface)?.notDisturbedUntil?.(accountId, nowMs),
    tell: async (message) => void (await keepAndDeliver(message)),
    post: async (message) => {
      const entries = await keepAndDeliver(message);
      const states = await Promise.all(entries.map(({ _id }) => stores.outbox.get(_id)));
      if (states.some((entry) => entry?.state === 'failed')) return { kind: 'failed' };
      const { platformMessageId } = states[0] ?? {};
      if (platformMessageId === undefined || states.some((entry) => entry?.state !== 'delivered'))
        return { kind: 'under-way' };
      await rememberPost(message, platformMessageId);
      return { kind: 'said', platformMessageId };
    },
    announcementWords: (announcement) => announcementWords(announcement, director),
    addPlatform: (platform, hears = 'here') => {
      platforms.set(platform.surface, measuredPlatform(platform, telemetry));
      if (hears === 'elsewhere') heardElsewhere.add(platform.surface);
    },
    isSettled: async (eventId) => {
      const state = await stores.inbox.stateOf(eventId);
      // An entry that is gone went with its person's data.
      return state !== 'waiting' && (await stores.outbox.openFor(eventId)) === 0;
    },
    onProgress: (callback) => {
      watchers.add(callback);
      return () => void watchers.delete(callback);
    },
    start: async (works = 'what waits') => {
      await Promise.all(
        [stores.threads, stores.outbox].map(async (held) => {
          const holders = await held.holders(clock.nowMs());
          const dead = holders.filter((holder) => !deps.isAlive(holder));
          await Promise.all(dead.map((holder) => held.releaseHeldBy(holder)));
        }),
      );
      if (works === 'what it receives') received = new Set();
      workers.start();
      deliverer.start();
      void endErasing();
    },
    stop: async (graceMs) => {
      stopping.abort();
      await ending;
      await workers.stop(graceMs);
      await deliverer.stop();
    },
  };
}

/**
 * Whose the thread is after this. The Director opens threads and hands on: a sentence of its in another agent's thread,
 * or one for somebody alone, takes the thread from nobody.
 */
function ownership(main: ReplyPart | undefined): {
  opensWith: SystemRole;
  owningAgent: SystemRole | undefined;
} {
  const agent = main?.agent ?? 'Director';
  return {
    opensWith: agent,
    owningAgent: agent === 'Director' || main?.audience === 'person' ? undefined : agent,
  };
}

/** How often a deletion is looked at. */
const erasureLookMs = 200;

/** Whether the entry is the press that asked for the deletion. */
function isAbout({ _id }: InboxEntry, { traces }: Erasure): boolean {
  return traces.some(({ eventId }) => eventId === _id);
}

/** Whether the deletion takes the entry along: theirs, from before it. */
function goesWith(entry: InboxEntry, erasure: Erasure): boolean {
  const { surface, accountId } = entry.incoming.author;
  return (
    erasure.accountKeys.includes(`${surface}:${accountId}`) &&
    entry.receivedAt <= erasure.askedAt &&
    !isAbout(entry, erasure)
  );
}

/** A turn's first words, for lists of conversations. */
function titleOf(incoming: Incoming): string {
  return textOf(incoming).replace(/\s+/g, ' ').slice(0, 100);
}

/** What is remembered of something a person did: never what they typed into a form, which may be private. */
function textOf(incoming: Incoming): string {
  if (incoming.kind === 'message') return incoming.text;
  return incoming.kind === 'press' ? `[${incoming.label}]` : '[form sent]';
}

/** A message is remembered with what its files say: an agent may be asked about them later. */
function withFiles(incoming: Incoming): string {
  const files = incoming.kind === 'message' ? (incoming.files ?? []) : [];
  return withFilesInWords(textOf(incoming), files);
}

function messageOf(entry: InboxEntry, person: KnownPerson): ConversationMessage {
  return {
    _id: entry._id,
    conversationId: entry.threadKey,
    authorPersonId: person.personId,
    text: withFiles(entry.incoming),
    audience: 'thread',
    position: entry.position,
    sentAt: entry.incoming.sentAtMs,
  };
}

function replyMessage(entry: OutboxEntry, incoming: Incoming): ConversationMessage {
  const { content } = entry;
  return {
    _id: entry._id,
    conversationId: entry.threadKey,
    authorAgentRole: content.agent,
    text: content.isSecret ? '[a code]' : content.text,
    audience: content.audience,
    ...(content.audience === 'person' ? { audiencePersonId: entry.personId } : {}),
    answeredPersonId: entry.personId,
    ...(content.executionId ? { executionId: content.executionId } : {}),
    position: entry.position,
    sentAt: incoming.sentAtMs,
  };
}
