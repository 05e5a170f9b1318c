import { hostname } from 'node:os';
import { extname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createChartPainter } from './adapters/chart/chart-painter.ts';
import type { DiscordProgram } from './adapters/discord/discord-program.ts';
import type { Discord, DiscordOptions } from './adapters/discord/open-discord.ts';
import type { ShardNumber, ShardOrder } from './adapters/discord/shard-order.ts';
import { avatarRoutes } from './adapters/http/avatar-routes.ts';
import { funnelHookRoutes } from './adapters/http/funnel-hook-routes.ts';
import { healthRoutes } from './adapters/http/health-routes.ts';
import { startHttpServer } from './adapters/http/http-server.ts';
import { metricsRoute } from './adapters/http/metrics-route.ts';
import { worksheetRoutes } from './adapters/http/worksheet-routes.ts';
import { ensureStore, type StoreOptions } from './adapters/mongo/ensure-store.ts';
import { createMongoAnnouncementStore } from './adapters/mongo/mongo-announcement-store.ts';
import { createMongoAssetStore } from './adapters/mongo/mongo-asset-store.ts';
import { createMongoCatalogueStore } from './adapters/mongo/mongo-catalogue-store.ts';
import { createMongoCohortHealthStore } from './adapters/mongo/mongo-cohort-health-store.ts';
import { createMongoCohortStore } from './adapters/mongo/mongo-cohort-store.ts';
import { createMongoContactPlanStore } from './adapters/mongo/mongo-contact-plan-store.ts';
import { createMongoConversationStore } from './adapters/mongo/mongo-conversation-store.ts';
import { createMongoErasureStore } from './adapters/mongo/mongo-erasure-store.ts';
import { createMongoExecutionStore } from './adapters/mongo/mongo-execution-store.ts';
import { createMongoFormDraftStore } from './adapters/mongo/mongo-form-draft-store.ts';
import { createMongoFoundationStore } from './adapters/mongo/mongo-foundation-store.ts';
import { createMongoFunnelDraftStore } from './adapters/mongo/mongo-funnel-draft-store.ts';
import { createMongoFunnelHookStore } from './adapters/mongo/mongo-funnel-hook-store.ts';
import { createMongoFunnelMedianStore } from './adapters/mongo/mongo-funnel-median-store.ts';
import { createMongoFunnelSnapshotStore } from './adapters/mongo/mongo-funnel-snapshot-store.ts';
import { createMongoHumanQuestionStore } from './adapters/mongo/mongo-human-question-store.ts';
import { createMongoInboxStore } from './adapters/mongo/mongo-inbox-store.ts';
import { createMongoLinkStore } from './adapters/mongo/mongo-link-store.ts';
import { createMongoMergeStore } from './adapters/mongo/mongo-merge-store.ts';
import { createMongoModelUsageStore } from './adapters/mongo/mongo-model-usage-store.ts';
import { createMongoModuleLinksStore } from './adapters/mongo/mongo-module-links-store.ts';
import { createMongoOfficeHourStore } from './adapters/mongo/mongo-office-hour-store.ts';
import { createMongoOutboxStore } from './adapters/mongo/mongo-outbox-store.ts';
import { createMongoOwnDataStore } from './adapters/mongo/mongo-own-data-store.ts';
import { createMongoPendingRequestStore } from './adapters/mongo/mongo-pending-request-store.ts';
import { createMongoPeopleStore } from './adapters/mongo/mongo-people-store.ts';
import { createMongoPlaygroundFileStore } from './adapters/mongo/mongo-playground-file-store.ts';
import { createMongoPlaygroundStore } from './adapters/mongo/mongo-playground-store.ts';
import { createMongoProgressStore } from './adapters/mongo/mongo-progress-store.ts';
import { createMongoReminderStore } from './adapters/mongo/mongo-reminder-store.ts';
import { createMongoSettingStore } from './adapters/mongo/mongo-setting-store.ts';
import { createMongoSlackInstallationStore } from './adapters/mongo/mongo-slack-installation-store.ts';
import { createMongoStaffStore } from './adapters/mongo/mongo-staff-store.ts';
import { createMongoThreadStore } from './adapters/mongo/mongo-thread-store.ts';
import { openMongo } from './adapters/mongo/open-store.ts';
import { isRunning, thisProcess } from './adapters/mongo/process-identity.ts';
import { readBacklog } from './adapters/mongo/read-backlog.ts';
import type { StoreModels } from './adapters/mongo/store-models.ts';
import { scheduleJob } from './adapters/node-cron/schedule.ts';
import { openModel } from './adapters/openai/open-model.ts';
import type { PageReads } from './adapters/playground/page-data-routes.ts';
import type { Slack, SlackOptions } from './adapters/slack/open-slack.ts';
import type { Workspaces } from './adapters/slack/workspaces.ts';
import { createJsonLogger } from './adapters/system/json-logger.ts';
import { createTextSeal } from './adapters/system/sealed-text.ts';
import { systemClock } from './adapters/system/system-clock.ts';
import { logFields } from './adapters/telemetry/log-fields.ts';
import { logTelemetry } from './adapters/telemetry/log-telemetry.ts';
import type { MeasuringTelemetry } from './adapters/telemetry/prometheus-telemetry.ts';
import { type App, type AppDeps, createApp, type Stores } from './app.ts';
import type { Config, DiscordConfig, SlackConfig } from './config.ts';
import { blankWorksheets } from './course/module-worksheet.ts';
import { receiptWords, skippedWords } from './director/announcement-words.ts';
import { digestWords } from './director/cohort-health-turn.ts';
import { answerWords, questionWords } from './director/human-turn.ts';
import { lateWords, silenceWords } from './director/nudge-words.ts';
import { officeHourWords } from './director/office-hours-words.ts';
import { savedInPanel } from './director/saved-work.ts';
import type { Announcement } from './domain/announcement.ts';
import { roleFileName } from './domain/avatar.ts';
import type { Catalogue } from './domain/catalogue.ts';
import type { Cohort } from './domain/cohort.ts';
import type { ContactKind, ContactPlan } from './domain/contact-plan.ts';
import { usedFields, worksheet } from './foundation/worksheet.ts';
import { answerHook } from './funnel/answer-hook.ts';
import { defaultTimeZone } from './funnel/period.ts';
import { announceDue } from './jobs/announce.ts';
import { contactDue } from './jobs/contact-due.ts';
import { keepMedians } from './jobs/count-medians.ts';
import { digestDue } from './jobs/digest.ts';
import { passQuestionsOn } from './jobs/human-questions.ts';
import { createIncidents } from './jobs/incidents.ts';
import { officeHoursDue } from './jobs/office-hours.ts';
import { remindDue } from './jobs/remind.ts';
import { spreadMs } from './jobs/spread.ts';
import { createSweep } from './jobs/sweep.ts';
import { createLeaderNotes, createZoneOf } from './jobs/write-unasked.ts';
import { loadAvatars, loadCatalogue } from './load-catalogue.ts';
import { readPersonSettings } from './people/person-settings.ts';
import type { Clock } from './ports/clock.ts';
import type { HttpRoute } from './ports/http-route.ts';
import type { Logger } from './ports/logger.ts';

/** The store by name: what a client compares, to know that it talks to the program it means. */
export function storeNameOf(config: Config): string {
  return config.mongodbUri === undefined ? resolve(config.dataDir) : 'external MongoDB';
}

export function mongoStores(models: StoreModels): Stores {
  return {
    inbox: createMongoInboxStore(models),
    threads: createMongoThreadStore(models),
    outbox: createMongoOutboxStore(models),
    people: createMongoPeopleStore(models),
    foundations: createMongoFoundationStore(models),
    executions: createMongoExecutionStore(models),
    assets: createMongoAssetStore(models),
    conversations: createMongoConversationStore(models),
    pending: createMongoPendingRequestStore(models),
    progress: createMongoProgressStore(models),
    links: createMongoModuleLinksStore(models),
    staff: createMongoStaffStore(models),
    cohorts: createMongoCohortStore(models),
    health: createMongoCohortHealthStore(models),
    announcements: createMongoAnnouncementStore(models),
    officeHours: createMongoOfficeHourStore(models),
    humanQuestions: createMongoHumanQuestionStore(models),
    snapshots: createMongoFunnelSnapshotStore(models),
    settings: createMongoSettingStore(models),
    linkCodes: createMongoLinkStore(models),
    merges: createMongoMergeStore(models),
    reminders: createMongoReminderStore(models),
    plans: createMongoContactPlanStore(models),
    funnelDrafts: createMongoFunnelDraftStore(models),
    hooks: createMongoFunnelHookStore(models),
    ownData: createMongoOwnDataStore(models),
    erasures: createMongoErasureStore(models),
    modelUsage: createMongoModelUsageStore(models),
    medians: createMongoFunnelMedianStore(models),
  };
}

export interface Program {
  /** Where the playground, the agents' pictures, `/healthz` and `/readyz` are served. */
  url: string;
  /** One line: surfaces, store and model. */
  ready: string;
  /** Runs the jobs as of that time. */
  runJobsAt(atMs: number): Promise<void>;
  /** Resolves when everything under way has ended or was handed back, within about 10 s. */
  stop(): Promise<void>;
}

/** Work under way gets this long to end; stopping the rest takes the remainder of 10 s. */
const graceMs = 7_000;
/** Shards end first, and all this within the 10 s. */
const shardGraceMs = 2_000;

/** Brings up everything that is configured: store, catalogue, model, surfaces. `progress` gets lines for who waits. */
export async function startProgram(
  config: Config,
  env: Record<string, string | undefined>,
  progress: (line: string) => void,
): Promise<Program> {
  const log = createJsonLogger(config.logLevel, config.secrets, logFields);
  const clock = systemClock;
  const undo: Array<() => Promise<void>> = [];
  const stop = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    // Read first: a broken file is told before anything is started.
    const [catalogue, model] = await Promise.all([loadCatalogue(), openModel(config.model, systemClock)]);
    const avatars = await loadAvatars();
    const storeOptions = { dataDir: config.dataDir, uri: config.mongodbUri, env, log, progress };
    const { store, mongo } = await openStore(storeOptions, undo);
    const stores = mongoStores(mongo.models);
    let serverUrl = '';
    const baseUrl = () => (config.publicUrl ?? serverUrl).replace(/\/+$/, '');
    const measured = await openTelemetry(config);
    const telemetry = measured ?? logTelemetry;
    measured?.backlogFrom(() => readBacklog(mongo.models, clock.nowMs()));
    const app = createApp(
      await appParts({ catalogue, stores, model, config, log, baseUrl, telemetry: measured ?? logTelemetry }),
    );

    const routes = [
      ...healthRoutes(() => mongo.isUp()),
      ...(measured ? [metricsRoute(measured.read)] : []),
      ...avatarRoutes(avatars),
      ...worksheetRoutes(blankWorksheets(catalogue.modules)),
    ];
    routes.push(...funnelHookRoutes((token, body) => answerHook(token, body, { ...stores, clock })));
    if (config.playground)
      routes.push(...(await openPlayground(app, mongo.models, config, playgroundReads(stores, catalogue))));
    const slack = config.slack
      ? await openSlackSurface(app, mongo.models, config.slack, config.publicUrl, log)
      : undefined;
    if (slack) {
      routes.push(...slack.routes);
      // After everything that speaks, and while the store is open.
      undo.push(() => slack.close());
    }
    const discord = config.discord
      ? await openDiscordSurface(app, catalogue, mongo.models, config.discord, {
          publicUrl: config.publicUrl,
          shardProcess: { file: programFile(), baseUrl },
          log,
        })
      : undefined;
    const server = await startHttpServer({ host: config.host, port: config.port, routes, log });
    serverUrl = server.url;
    undo.push(() => server.stop());
    // Not before: where PORT is 0, only now it is known where the pictures are.
    const catalogueStore = createMongoCatalogueStore(mongo.models);
    await catalogueStore.project(catalogue, config.publicUrl ?? server.url, clock.nowMs());
    await app.start();
    // Before the server: what is asked meanwhile is kept and answered after the next start.
    undo.push(() => app.stop(graceMs));
    if (slack) {
      await slack.start();
      undo.push(() => slack.stop());
    }
    if (discord) {
      await discord.start();
      undo.push(() => discord.stop());
    }
    const sweep = createSweep({
      ...stores,
      files: createMongoPlaygroundFileStore(mongo.models),
      drafts: createMongoFormDraftStore(mongo.models),
    });
    const incidents = createIncidents({ channel: config.adminChannel, tell: app.tell, clock, log });
    const schedule = (job: string, cron: string, work: () => Promise<unknown>) =>
      scheduleJob(
        job,
        cron,
        () => incidents.watch(job, () => telemetry.measure('job', { job }, { job }, work, () => 'done')),
        log,
      );
    const job = schedule('sweep', '17 3 * * *', () => sweep.tick(clock.nowMs()));
    undo.push(() => job.stop());
    // Night after night, for numbers come late and are corrected.
    const counting = schedule('medians', '40 3 * * *', () => keepMedians(clock.nowMs(), stores));
    undo.push(() => counting.stop());
    const remind = (nowMs: number) => remindDue(nowMs, { reminders: stores.reminders, tell: app.tell });
    const reminding = schedule('remind', '* * * * *', () => remind(clock.nowMs()));
    undo.push(() => reminding.stop());
    const writeUnasked = unaskedJob(app, stores, log);
    const writing = schedule('unasked', '* * * * *', () => writeUnasked(clock.nowMs()));
    undo.push(() => writing.stop());
    const announce = announceJob(app, stores, catalogue, log);
    const announcing = schedule('announce', '* * * * *', () => announce(clock.nowMs()));
    const digest = digestJob(app, stores, catalogue, log);
    const digesting = schedule('digest', '* * * * *', () => digest(clock.nowMs()));
    undo.push(() => digesting.stop());
    undo.push(() => announcing.stop());
    const passOn = humanQuestionsJob(app, stores);
    const passing = schedule('questions', '* * * * *', passOn);
    undo.push(() => passing.stop());
    const remindOfHours = officeHoursJob(app, stores);
    const holding = schedule('office-hours', '* * * * *', () => remindOfHours(clock.nowMs()));
    undo.push(() => holding.stop());
    const surfaces = [
      ...(slack ? [slack.describe] : []),
      ...(discord ? [discord.describe()] : []),
      ...(config.playground ? [`playground ${server.url}`] : []),
    ];
    return {
      url: server.url,
      ready: `ready: ${surfaces.join(' · ') || 'no surface (set PLAYGROUND=on for one)'} · store ${store.describe} · ${model ? `model ${model.name}` : 'no model (set OPENAI_API_KEY or OPENAI_BASE_URL for one)'}`,
      runJobsAt: async (atMs) => {
        await remind(atMs);
        // As if the minutes over which a cohort is spread were over.
        await writeUnasked(atMs, spreadMs);
        await announce(atMs, spreadMs);
        await digest(atMs);
        await passOn();
        await remindOfHours(atMs);
        await keepMedians(atMs, stores);
        await sweep.tick(atMs);
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Nudges and requests for numbers that are due by then; `aheadMs` takes in those who come that much later. */
export function unaskedJob(
  app: Pick<App, 'tell' | 'unaskedWords' | 'notDisturbedUntil'>,
  stores: Stores,
  log: Logger,
): (nowMs: number, aheadMs?: number) => Promise<{ sent: number; skipped: number }> {
  const { plans, settings, snapshots, people, staff } = stores;
  const notes = createLeaderNotes({
    staff,
    tell: app.tell,
    silenceWords,
    lateWords: (count, nowMs) => lateWords(count, nowMs, defaultTimeZone),
    log,
  });
  const deps = {
    plans,
    settings,
    snapshots,
    zoneOf: createZoneOf({ people, staff, otherwise: defaultTimeZone }),
    wordsFor: (
      kind: ContactKind,
      { plan, ...when }: { plan: ContactPlan; timeZone: string; slotAt: number },
    ) => app.unaskedWords(kind, { userId: plan.userId, personId: plan.personId, ...when }),
    notDisturbedUntil: app.notDisturbedUntil,
    tell: app.tell,
    ...notes,
  };
  return (nowMs, aheadMs) => contactDue(nowMs, deps, aheadMs);
}

/** Takes questions to those who lead, and their answers back. */
export function humanQuestionsJob(
  app: Pick<App, 'tell'>,
  { humanQuestions, staff }: Stores,
): () => Promise<void> {
  const deps = { questions: humanQuestions, staff, questionWords, answerWords, tell: app.tell };
  return () => passQuestionsOn(deps);
}

/** What those who lead a cohort are told on Mondays. */
export function digestJob(
  app: Pick<App, 'tell'>,
  stores: Stores,
  catalogue: Catalogue,
  log: Logger,
): (nowMs: number) => Promise<number> {
  const wordsFor = (cohort: Cohort, nowMs: number) => digestWords(cohort, nowMs, { ...stores, catalogue });
  return (nowMs) => digestDue(nowMs, { ...stores, wordsFor, tell: app.tell, log });
}

/** Announcements that are due by then; `aheadMs` takes in cohorts whose turn comes that much later. */
export function announceJob(
  app: Pick<App, 'tell' | 'post' | 'announcementWords'>,
  { announcements, cohorts }: Stores,
  catalogue: Catalogue,
  log: Logger,
): (nowMs: number, aheadMs?: number) => Promise<void> {
  const deps = {
    announcements,
    cohorts,
    post: app.post,
    tell: app.tell,
    wordsFor: app.announcementWords,
    receiptWords: (announcement: Announcement, name: string) =>
      receiptWords(announcement, name, { catalogue }),
    skippedWords: (announcement: Announcement, why: 'late' | 'no-channel', name: string) =>
      skippedWords(announcement, why, name, { catalogue }),
    log,
  };
  return (nowMs, aheadMs) => announceDue(nowMs, deps, aheadMs);
}

/** Reminders of live hours that are due by then. */
export function officeHoursJob(
  app: Pick<App, 'tell'>,
  { officeHours, settings, people, staff }: Stores,
): (nowMs: number) => Promise<void> {
  const deps = {
    officeHours,
    settingsOf: (userId: string) => readPersonSettings(userId, settings),
    zoneOf: createZoneOf({ people, staff, otherwise: defaultTimeZone }),
    wordsFor: officeHourWords,
    tell: app.tell,
  };
  return (nowMs) => officeHoursDue(nowMs, deps);
}

/**
 * One shard of Discord, begun by the program that `startProgram` started: it hears and answers what is said there. Jobs,
 * the other surfaces, and what a shard leaves undone are that program's.
 */
export async function startDiscordShard(
  config: Config,
  env: Record<string, string | undefined>,
  order: ShardOrder & ShardNumber,
  progress: (line: string) => void,
): Promise<{ stop(): Promise<void> }> {
  const log = createJsonLogger(config.logLevel, config.secrets, logFields);
  const undo: Array<() => Promise<void>> = [];
  const stop = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    if (!config.discord) throw new Error('A shard of Discord needs DISCORD_TOKEN.');
    const [catalogue, model] = await Promise.all([loadCatalogue(), openModel(config.model, systemClock)]);
    const storeOptions = { dataDir: config.dataDir, uri: config.mongodbUri, env, log, progress };
    const { mongo } = await openStore(storeOptions, undo);
    const stores = mongoStores(mongo.models);
    const baseUrl = () => order.baseUrl;
    const app = createApp(
      await appParts({ catalogue, stores, model, config, log, baseUrl, telemetry: logTelemetry }),
    );
    const discord = await openDiscordSurface(app, catalogue, mongo.models, config.discord, {
      publicUrl: config.publicUrl,
      shard: order,
      log,
    });
    await app.start('what it receives');
    undo.push(() => app.stop(shardGraceMs));
    undo.push(() => discord.stop());
    await discord.start();
    return { stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The store, kept alive while this process runs. `undo` gets what closes it. */
async function openStore(options: StoreOptions, undo: Array<() => Promise<void>>) {
  const { log } = options;
  const store = await ensureStore(options);
  undo.push(() => store.release());
  const mongo = await openMongo({ uri: store.uri, log, onWaiting: options.progress });
  undo.push(() => mongo.close());
  if (options.uri === undefined) {
    // Our own server died: whoever notices starts it again, on the same port, and the driver reconnects.
    mongo.onLost(() => {
      ensureStore(options).catch((error: unknown) =>
        log.error({ error }, 'the store could not be started again'),
      );
    });
  }
  return { store, mongo };
}

async function appParts({
  config,
  ...parts
}: Pick<AppDeps, 'catalogue' | 'stores' | 'model' | 'log' | 'baseUrl' | 'telemetry'> & {
  config: Config;
}): Promise<AppDeps> {
  const self = thisProcess();
  return {
    ...parts,
    ...(await openWeb(config)),
    painter: createChartPainter(),
    publicUrl: config.publicUrl,
    welcomes: true,
    modelPrices: config.modelPrices,
    budgets: config.budgets,
    admins: config.admins,
    clock: systemClock,
    holder: holderName(hostname(), self.pid, self.startedAt),
    isAlive: (holder) => holderIsAlive(holder),
  };
}

/** Counts and times, where `/metrics` is served. */
async function openTelemetry(config: Config): Promise<MeasuringTelemetry | undefined> {
  if (!config.metrics) return undefined;
  const { createPrometheusTelemetry } = await import('./adapters/telemetry/prometheus-telemetry.ts');
  return createPrometheusTelemetry();
}

/** What a process of one shard runs: main, as it stands beside this file, compiled or not. */
function programFile(): string {
  return fileURLToPath(new URL(`./main${extname(import.meta.url)}`, import.meta.url));
}

/** Only a model reads pages and searches; without one nothing of that is loaded. */
async function openWeb(config: Config): Promise<Pick<AppDeps, 'pages' | 'search'>> {
  if (!config.model) return {};
  const [{ createPageReader }, { createWebSearch }] = await Promise.all([
    import('./adapters/web/page-reader.ts'),
    import('./adapters/web/web-search.ts'),
  ]);
  return {
    pages: createPageReader({ clock: systemClock }),
    ...(config.search ? { search: createWebSearch(config.search) } : {}),
  };
}

/** Threads that were quiet for longer are not read back: whoever wants an answer after a day asks again. */
const readBackMs = 24 * 60 * 60 * 1_000;
/** Discord does not tell of direct messages by itself: those of somebody who was silent for a week are looked into. */
const discordReadBackMs = 7 * readBackMs;
const mostReadBack = 100;

/** Rejects with a sentence where Slack does not take the token. */
async function openSlackSurface(
  app: App,
  models: StoreModels,
  config: SlackConfig,
  publicUrl: string | undefined,
  log: Logger,
): Promise<Slack & SlackAccess> {
  const [{ openSlack }, access] = await Promise.all([
    import('./adapters/slack/open-slack.ts'),
    openSlackAccess(models, config, log),
  ]);
  const slack = openSlack({
    ...slackParts(app, models, systemClock),
    workspaces: access.workspaces,
    installRoutes: access.installRoutes,
    transport: config.transport,
    apiUrl: config.apiUrl,
    publicUrl,
    answers: config.answers,
    clock: systemClock,
    log,
  });
  app.addPlatform(slack.platform);
  const transport = `Slack by ${config.transport.kind === 'socket' ? 'socket' : 'HTTP'}`;
  return { ...slack, ...access, describe: transport + access.describe };
}

/** The program as Slack uses it, with what it keeps of forms and threads. */
export function slackParts(
  app: App,
  models: StoreModels,
  clock: Clock,
): Pick<SlackOptions, 'program' | 'drafts' | 'activeThreads'> {
  const drafts = createMongoFormDraftStore(models);
  const conversations = createMongoConversationStore(models);
  return {
    program: app,
    drafts: {
      keep: (accountId, formId, values) => drafts.keep('slack', accountId, formId, values, clock.nowMs()),
      read: (accountId, formId) => drafts.read('slack', accountId, formId),
      drop: (accountId, formId) => drafts.drop('slack', accountId, formId),
    },
    activeThreads: async () => {
      const active = await conversations.activeSince('slack', clock.nowMs() - readBackMs, mostReadBack);
      return active.map(({ place, thread, lastMessageAt }) => ({
        place,
        root: thread,
        lastMessageAtMs: lastMessageAt,
      }));
    },
  };
}

interface SlackAccess {
  workspaces: Workspaces;
  installRoutes: HttpRoute[];
  /** What the ready line says after the transport. */
  describe: string;
  /** Resolves when nothing of it writes any more. */
  close(): Promise<void>;
}

/** To the one workspace of a token, or to every one that installs the app. */
async function openSlackAccess(models: StoreModels, config: SlackConfig, log: Logger): Promise<SlackAccess> {
  const { access, apiUrl } = config;
  if (access.kind === 'one') {
    const { singleWorkspace, slackClient } = await import('./adapters/slack/workspaces.ts');
    const workspaces = await singleWorkspace(slackClient(access.botToken, apiUrl, log));
    return { workspaces, installRoutes: [], describe: '', close: async () => {} };
  }
  const [{ manyWorkspaces }, { installRoutes, installUrlOf }] = await Promise.all([
    import('./adapters/slack/many-workspaces.ts'),
    import('./adapters/slack/install-routes.ts'),
  ]);
  const { clientId, clientSecret, stateSecret, publicUrl, encryptionKey } = access;
  const store = createMongoSlackInstallationStore(models, createTextSeal(encryptionKey));
  const installUrl = installUrlOf(publicUrl);
  const shared = { clientId, clientSecret, apiUrl, store, clock: systemClock, log };
  const workspaces = manyWorkspaces({ ...shared, installUrl });
  return {
    workspaces,
    installRoutes: installRoutes({ ...shared, stateSecret, publicUrl, onInstalled: workspaces.renew }),
    describe: ` (install at ${installUrl})`,
    close: workspaces.close,
  };
}

/** Rejects with a sentence where Discord does not take the token. */
async function openDiscordSurface(
  app: App,
  catalogue: Catalogue,
  models: StoreModels,
  config: DiscordConfig,
  options: Pick<DiscordOptions, 'publicUrl' | 'shard' | 'shardProcess' | 'log'>,
): Promise<Discord> {
  const { openDiscord } = await import('./adapters/discord/open-discord.ts');
  const settings = createMongoSettingStore(models);
  const conversations = createMongoConversationStore(models);
  const registered = 'discordCommands';
  const discord = await openDiscord({
    ...config,
    program: discordProgram(app, catalogue),
    commands: {
      read: async (applicationId) => {
        const hash = await settings.read('workspace', applicationId, registered);
        return typeof hash === 'string' ? hash : undefined;
      },
      write: (applicationId, hash) =>
        settings.write('workspace', applicationId, registered, hash, systemClock.nowMs()),
    },
    activeThreads: async () => {
      const sinceMs = systemClock.nowMs() - discordReadBackMs;
      const active = await conversations.activeSince('discord', sinceMs, mostReadBack);
      return active.map(({ place, audience, lastMessageAt }) => ({
        place,
        isDirect: audience === 'direct',
        lastMessageAtMs: lastMessageAt,
      }));
    },
    ...options,
    clock: systemClock,
  });
  app.addPlatform(discord.platform, discord.hearsElsewhere ? 'elsewhere' : 'here');
  return discord;
}

/** The program as Discord uses it, with what its commands suggest. */
export function discordProgram(app: App, catalogue: Catalogue): DiscordProgram {
  return {
    receive: (event) => app.receive(event),
    answerNow: (event) => app.answerNow(event),
    saidPrivately: (eventId, accountId) => app.saidPrivately(eventId, accountId),
    agents: [...catalogue.agents.values()].map(({ role, name, description }) => ({
      value: role,
      name: `${name} · ${description}`,
    })),
    prompts: [...catalogue.prompts.values()].map(({ promptCode, title, owner }) => ({
      value: promptCode,
      name: `${promptCode} · ${title}`,
      agent: owner,
    })),
  };
}

async function openPlayground(
  app: App,
  models: StoreModels,
  config: Config,
  reads: PageReads,
): Promise<HttpRoute[]> {
  const [
    { createPlaygroundPlatform },
    { createPlaygroundFiles },
    { playgroundRoutes },
    { pageDataRoutes },
    { pageRoutes },
  ] = await Promise.all([
    import('./adapters/playground/playground-platform.ts'),
    import('./adapters/playground/playground-files.ts'),
    import('./adapters/playground/playground-routes.ts'),
    import('./adapters/playground/page-data-routes.ts'),
    import('./adapters/playground/page-routes.ts'),
  ]);
  const store = createMongoPlaygroundStore(models);
  const fileStore = createMongoPlaygroundFileStore(models);
  const platform = createPlaygroundPlatform(store, fileStore, systemClock);
  const files = createPlaygroundFiles({ store: fileStore, messages: store, clock: systemClock });
  app.addPlatform(platform);
  return [
    ...playgroundRoutes({
      program: app,
      platform,
      store,
      files,
      clock: systemClock,
      storeName: storeNameOf(config),
    }),
    ...files.routes,
    ...pageDataRoutes({ store, platform, reads }),
    ...(await pageRoutes()),
  ];
}

/** What the playground's page shows beside the chat. */
export function playgroundReads(stores: Stores, catalogue: Catalogue): PageReads {
  return {
    agents: [...catalogue.agents.values()].map(({ role, name, emoji, description }) => ({
      role,
      name,
      emoji,
      description,
      picture: `/avatars/${roleFileName(role)}.svg`,
    })),
    prompts: [...catalogue.prompts.values()].map(({ promptCode, title, owner }) => ({
      code: promptCode,
      title,
      owner,
    })),
    readFoundation: async (as) => {
      const userId = await stores.people.userIdOf('playground', as);
      return worksheet(userId === undefined ? undefined : await stores.foundations.read(userId));
    },
    readSaved: async (as) => {
      const userId = await stores.people.userIdOf('playground', as);
      return userId === undefined ? { saved: [], more: false } : savedInPanel(userId, stores);
    },
    readRun: async (as, executionId) => {
      const userId = await stores.people.userIdOf('playground', as);
      const run = userId === undefined ? undefined : await stores.executions.get(userId, executionId);
      if (!run) return undefined;
      const prompt = catalogue.prompts.get(run.promptCode);
      return {
        promptCode: run.promptCode,
        title: prompt?.title ?? run.promptCode,
        model: run.model ?? null,
        inputs: Object.entries(run.inputs ?? {}).map(([name, value]) => ({
          label: prompt?.inputs.find((input) => input.name === name)?.label ?? name,
          value,
        })),
        fields: usedFields(run.inputContextSnapshot),
      };
    },
  };
}

function holderName(host: string, pid: number, startedAt: string): string {
  return [host, pid, startedAt].join('|');
}

/** False only for a process of this machine that is gone; another machine's leases run out by themselves. */
function holderIsAlive(holder: string): boolean {
  const [host, pid, startedAt] = holder.split('|');
  if (host !== hostname() || pid === undefined || startedAt === undefined) return true;
  return isRunning({ pid: Number(pid), startedAt });
}
