import { randomUUID } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import type { ChannelLack } from './adapters/discord/channel-rights.ts';
import type { CommandsCompared } from './adapters/discord/commands.ts';
import { ensureStore } from './adapters/mongo/ensure-store.ts';
import { examineStore } from './adapters/mongo/examine-store.ts';
import { createMongoConversationStore } from './adapters/mongo/mongo-conversation-store.ts';
import { createMongoSlackInstallationStore } from './adapters/mongo/mongo-slack-installation-store.ts';
import { openMongo } from './adapters/mongo/open-store.ts';
import { StoreError } from './adapters/mongo/store-error.ts';
import type { StoreModels } from './adapters/mongo/store-models.ts';
import { openModel } from './adapters/openai/open-model.ts';
import { findPlayground } from './adapters/playground/terminal/playground-client.ts';
import { createJsonLogger } from './adapters/system/json-logger.ts';
import { createTextSeal } from './adapters/system/sealed-text.ts';
import { systemClock } from './adapters/system/system-clock.ts';
import { storeNameOf } from './compose.ts';
import {
  type Config,
  ConfigError,
  type DiscordConfig,
  loadConfig,
  type SlackOauthConfig,
  secretSettings,
} from './config.ts';
import { type Finding, note, ok, toDo } from './domain/finding.ts';
import { ContentError, loadCatalogue } from './load-catalogue.ts';
import type { FailureReason } from './ports/language-model.ts';

export interface DiagnoseOptions {
  env: Record<string, string | undefined>;
  /** Such as `20.19.2`. */
  nodeVersion: string;
  /** Called with each finding as soon as it is there. Secret values are cut out of it. */
  onFinding(finding: Finding): void;
  /** Lines for who waits. */
  progress(line: string): void;
  /** Where the content files are; the program's own unless told. */
  contentRoot?: string;
}

const leastNode = [20, 19];
const modelWaitMs = 20_000;
const storeWaitMs = 6_000;
/** A channel in which people have talked to the bot since then counts as used. */
const activeMs = 30 * 24 * 60 * 60_000;
const mostConversations = 1_000;
const mostNamed = 5;
/** Leases last 15 s: with clocks further apart than this, machines begin to doubt each other's. */
const tolerableSkewMs = 5_000;

/** Looks at everything that the program needs. Resolves with true when there is nothing to do. */
export async function diagnose(options: DiagnoseOptions): Promise<boolean> {
  const { env } = options;
  const clean = withoutSecrets(env);
  let sound = true;
  const tell = (found: Finding[]) => {
    for (const finding of found) {
      sound &&= finding.verdict !== 'to do';
      options.onFinding({
        ...finding,
        text: clean(finding.text),
        ...(finding.cure === undefined ? {} : { cure: clean(finding.cure) }),
      });
    }
  };

  tell([examineNode(options.nodeVersion)]);
  tell(await examineContent(options.contentRoot));
  const config = readConfig(env, tell);
  if (config === undefined) {
    tell([
      note(
        'Data folder, store, model, Slack and port were not looked at: they depend on the settings. Run it again then.',
      ),
    ]);
    return sound;
  }
  const folder = await examineDataDir(config.dataDir);
  tell([folder]);
  if (config.mongodbUri === undefined && folder.verdict === 'to do')
    tell([note('The store was not looked at: it keeps its files in DATA_DIR.')]);
  else tell(await examineStores(config, options));
  tell([await examineModel(config)]);
  tell(await examineSurfaces(config, options));
  if (config.discord) tell(await examineDiscordToken(config, config.discord, options));
  tell([await examinePort(config)]);
  return sound;
}

function examineNode(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [leastMajor = 0, leastMinor = 0] = leastNode;
  if (major > leastMajor || (major === leastMajor && minor >= leastMinor)) return ok(`Node ${version}.`);
  return toDo(
    `Node ${version} is too old.`,
    `Install Node ${leastNode.join('.')} or newer (https://nodejs.org, or nvm install --lts), then npm ci.`,
  );
}

async function examineContent(root?: string): Promise<Finding[]> {
  try {
    const { agents, prompts, modules } = await loadCatalogue(root);
    return [ok(`Content files: ${agents.size} agents, ${prompts.size} prompts, ${modules.length} modules.`)];
  } catch (error) {
    if (!(error instanceof ContentError))
      return [
        toDo(
          `The content files could not be read: ${why(error)}.`,
          'Put back the folders agents/, prompts/ and integrations/ of this checkout (git restore agents prompts integrations).',
        ),
      ];
    return error.problems.map((problem) =>
      toDo(`Content: ${problem}`, 'Correct that file; npm run -s content checks it again.'),
    );
  }
}

function readConfig(env: DiagnoseOptions['env'], tell: (found: Finding[]) => void): Config | undefined {
  try {
    const config = loadConfig(env);
    tell([ok('Settings: every one can be read.')]);
    return config;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    tell(
      error.problems.map((problem) =>
        toDo(problem, 'Change it in .env or in the environment; .env.example explains each setting.'),
      ),
    );
    return undefined;
  }
}

async function examineDataDir(given: string): Promise<Finding> {
  const folder = resolve(given);
  const trial = join(folder, `.doctor-${randomUUID()}`);
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(trial, 'x');
    await rm(trial);
    return ok(`Data folder ${folder} may be written.`);
  } catch (error) {
    const code = codeOf(error);
    const cure =
      code === 'ENOSPC'
        ? 'Free some space on that disk, or set DATA_DIR to a folder on another.'
        : code === 'ENOTDIR' || code === 'EEXIST'
          ? 'A file is in the way: move it, or set DATA_DIR to a folder.'
          : `Let the user that runs this write there (chown -R "$(id -un)" '${folder}'), or set DATA_DIR to a folder that it may write.`;
    return toDo(`Data folder ${folder} cannot be written (${code}).`, cure);
  }
}

async function examineStores(config: Config, options: DiagnoseOptions): Promise<Finding[]> {
  const { env, progress } = options;
  const log = createJsonLogger('silent', config.secrets);
  const own = config.mongodbUri === undefined;
  let store: Awaited<ReturnType<typeof ensureStore>>;
  try {
    store = await ensureStore({ dataDir: config.dataDir, uri: config.mongodbUri, env, log, progress });
  } catch (error) {
    const [first = '', ...rest] = (error instanceof StoreError ? error.message : why(error)).split('\n');
    const cure =
      rest.length > 0
        ? rest.join('\n')
        : `Look at ${join(resolve(config.dataDir), 'store.log')}, stop what else uses that folder, or set MONGODB_URI to a server of your own.`;
    return [toDo(`The embedded store does not start: ${first}`, cure)];
  }
  try {
    const found = await examineStore(store.uri, log);
    switch (found.kind) {
      case 'silent':
        return [
          toDo(
            `The store did not answer within ${found.waitedMs / 1_000} s.`,
            own
              ? 'Stop every program that uses this DATA_DIR, then run this again.'
              : 'Start that server, and check that this machine reaches the host and port in MONGODB_URI (firewall, VPN, access list). Without MONGODB_URI the embedded store is used.',
          ),
        ];
      case 'unusable':
        return [
          toDo(
            found.sentence,
            own
              ? 'Stop every program that uses this DATA_DIR, then run this again.'
              : 'Correct MONGODB_URI: name, password, host, and their %-escapes; or remove it to use the embedded store.',
          ),
        ];
      case 'forbidden':
        return [
          toDo(
            'The store lets us in, but not read its tables.',
            'Give the user in MONGODB_URI the role readWrite on the database that it names (elevate, where it names none).',
          ),
        ];
      case 'reached':
        return [
          ok(`Store: ${store.describe}, answers in ${found.answersInMs} ms.`),
          indexFinding(found),
          clockFinding(found.clockAheadMs, own),
        ];
    }
  } finally {
    await store.release();
  }
}

function indexFinding(found: { missingIndexes: string[]; indexCount: number; isEmpty: boolean }): Finding {
  const { missingIndexes: missing, indexCount } = found;
  if (missing.length === 0) return ok(`Indexes: all ${indexCount} are there.`);
  if (found.isEmpty) return note(`Indexes: the store is still empty; the first npm start makes them.`);
  const shown = missing.slice(0, 5).join(', ');
  return toDo(
    `Indexes: ${missing.length} of ${indexCount} are missing (${shown}${missing.length > 5 ? ', …' : ''}).`,
    'Run npm start once: it makes them. If it then stops with a duplicate key, remove the double documents first.',
  );
}

function clockFinding(aheadMs: number | undefined, own: boolean): Finding {
  if (own) return note("Clock: not compared; the embedded store keeps this machine's time.");
  if (aheadMs === undefined) return note('Clock: not compared; the store does not tell its time.');
  const apart = `${Math.abs(aheadMs)} ms ${aheadMs < 0 ? 'behind' : 'ahead of'} ours`;
  if (Math.abs(aheadMs) <= tolerableSkewMs) return ok(`Clock: the store's is ${apart}.`);
  return toDo(
    `Clock: the store's is ${apart}.`,
    'Set both machines by a time server (Linux: timedatectl set-ntp true): leases and reminders go by the clock.',
  );
}

async function examineDiscordToken(
  config: Config,
  { token, apiUrl }: DiscordConfig,
  options: DiagnoseOptions,
): Promise<Finding[]> {
  const { examineDiscord } = await import('./adapters/discord/examine-discord.ts');
  const found = await examineDiscord(token, apiUrl);
  if (found.kind === 'refused')
    return [
      toDo(
        `Discord does not take DISCORD_TOKEN: ${found.why}.`,
        'Reset it on the Bot page of https://discord.com/developers/applications and copy the new one.',
      ),
    ];
  const { botName, servers, looked } = found;
  const there =
    servers === 0
      ? toDo(
          `Discord knows ${botName}, which is in no server.`,
          'Invite it as docs/discord.md says, steps 4 and 5.',
        )
      : ok(`Discord knows ${botName}, which is in ${servers} ${servers === 1 ? 'server' : 'servers'}.`);
  const intent = found.readsContent
    ? ok('Discord: follow-ups in threads are heard without a mention.')
    : note(
        'Discord: the Message Content Intent is off, so in threads only messages that mention the bot are heard, and roles named like agents do not call them. Switch it on on the Bot page of the developer portal.',
      );
  const active = looked.some(({ channels }) => channels && channels.length > 0)
    ? await activeDiscordChannels(config, options)
    : new Set<string>();
  const rights = looked.flatMap(({ server, needed, helpful, channels }) => [
    ...(needed.length === 0
      ? []
      : [
          toDo(
            `Discord: in ${server} the bot lacks ${needed.join(', ')}.`,
            'Give them to its role (Server Settings, Roles), or invite it anew as docs/discord.md says, steps 4 and 5.',
          ),
        ]),
    ...(helpful.length === 0 ? [] : [note(`Discord: in ${server} the bot lacks ${helpful.join(', ')}.`)]),
    ...(channels
      ? channelFindings(server, channels, active, botName)
      : [note(`Discord: the channels of ${server} were not looked at, for Discord did not list them.`)]),
  ]);
  const others =
    servers > looked.length && looked.length > 0
      ? [note(`Discord: the rights in the first ${looked.length} of ${servers} servers were looked at.`)]
      : [];
  return [there, intent, ...rights, ...others, ...commandFindings(found.commands)];
}

/** Where people talked to the bot is a failure what elsewhere may be meant so, as in a private channel. */
function channelFindings(
  server: string,
  channels: readonly ChannelLack[],
  active: ReadonlySet<string> | undefined,
  botName: string,
): Finding[] {
  const named = channels.map((one) => ({ ...one, shown: `#${one.name} of ${server}` }));
  const used = named.filter(({ id }) => active?.has(id));
  const unused = named.filter(({ id, needed }) => !active?.has(id) && needed.length > 0);
  const names = unused.map(({ name, needed }) => `#${name} (${needed.join(', ')})`);
  const more = names.length > mostNamed ? ` and ${names.length - mostNamed} more` : '';
  return [
    ...used.flatMap(({ shown, name, needed, helpful }) => [
      ...(needed.length === 0
        ? []
        : [
            toDo(
              `Discord: in ${shown}, where people talk to it, the bot lacks ${needed.join(', ')}.`,
              `#${name} → Edit Channel → Permissions → Add members or roles → ${botName} → allow ${needed.join(', ')} → Save Changes.`,
            ),
          ]),
      ...(helpful.length === 0 ? [] : [note(`Discord: in ${shown} the bot lacks ${helpful.join(', ')}.`)]),
    ]),
    ...(names.length === 0
      ? []
      : [
          note(
            `Discord: in these channels of ${server} nobody gets an answer, for the bot lacks what stands beside them: ${names.slice(0, mostNamed).join(', ')}${more}. Where one is wanted: Edit Channel → Permissions → add ${botName}.`,
          ),
        ]),
  ];
}

function commandFindings(commands: CommandsCompared | undefined): Finding[] {
  if (!commands) return [note('Discord: its commands were not looked at, for Discord did not list them.')];
  const { missing, outdated, left } = commands;
  const told: Array<[string, string[]]> = [
    ['not registered yet', missing],
    ['registered as another version has them', outdated],
    ['left by another version', left],
  ];
  const findings = told
    .filter(([, names]) => names.length > 0)
    .map(([what, names]) =>
      note(`Discord: these commands are ${what}: ${names.join(', ')}. The next start puts that right.`),
    );
  return findings.length > 0 ? findings : [ok('Discord: its commands are as this version has them.')];
}

/** Channels, and those above threads, in which people have talked to the bot of late; undefined without the store. */
async function activeDiscordChannels(
  config: Config,
  options: DiagnoseOptions,
): Promise<ReadonlySet<string> | undefined> {
  try {
    return await withStoreToRead(config, options, async (models) => {
      const conversations = createMongoConversationStore(models);
      const active = await conversations.activeSince('discord', Date.now() - activeMs, mostConversations);
      return new Set(active.filter(({ audience }) => audience === 'channel').map(({ place }) => place));
    });
  } catch {
    return undefined;
  }
}

async function examineModel(config: Config): Promise<Finding> {
  const model = await openModel(config.model, systemClock);
  if (!model || !config.model)
    return note(
      'No model is set: prompts are handed out to paste elsewhere. For one, set OPENAI_API_KEY or OPENAI_BASE_URL.',
    );
  const completion = await model.complete(
    { messages: [{ role: 'user', content: 'Answer with the one word: ready' }], timeoutMs: modelWaitMs },
    AbortSignal.timeout(modelWaitMs + 1_000),
  );
  const name = `Model ${model.name} at ${addressOf(config.model)}`;
  if (completion.kind === 'failed') {
    // An answer in good order without a single word of one: a page, say.
    const wordless = completion.reason === 'cut-short' && completion.partialText === '';
    const reason = wordless ? 'invalid-answer' : completion.reason;
    return toDo(`${name}: ${failures[reason]}.`, modelCure(reason, config.model));
  }
  const verdict =
    completion.kind === 'refused' ? 'answers, though it declined the trial question' : 'answers';
  return ok(`${name} ${verdict}, in ${Math.round(completion.durationMs)} ms.`);
}

const failures: Record<FailureReason, string> = {
  'not-authorised': 'the server turned the key down, or its account has no credit',
  unreachable: 'nothing answers there',
  'timed-out': `no whole answer within ${modelWaitMs / 1_000} s`,
  'rate-limited': 'too many requests, or the quota is used up',
  'server-error': 'the server answered with a fault of its own',
  'bad-request': 'the server turned the question down',
  'cut-short': 'the answer broke off',
  'invalid-answer': 'what answers there does not speak Chat Completions',
  stopped: 'the trial was stopped',
};

function modelCure(reason: FailureReason, model: NonNullable<Config['model']>): string {
  const elsewhere = model.baseUrl !== undefined;
  switch (reason) {
    case 'not-authorised':
      if (model.apiKey === undefined) return 'Set OPENAI_API_KEY to a key of the server in OPENAI_BASE_URL.';
      return elsewhere
        ? 'Check OPENAI_API_KEY: whole, not withdrawn, with credit, and a key of the server in OPENAI_BASE_URL.'
        : 'Check OPENAI_API_KEY: whole, not withdrawn, with credit (https://platform.openai.com/api-keys). For another provider also set OPENAI_BASE_URL.';
    case 'unreachable':
      return elsewhere
        ? 'Start the server that OPENAI_BASE_URL names, or correct that address (host, port, https or http, /v1 at its end).'
        : "Check this machine's network, or set OPENAI_BASE_URL to a server that it reaches.";
    case 'timed-out':
      return elsewhere
        ? 'A local model may still be loading: run this again in a minute; if it stays slow, set OPENAI_MODEL to a smaller one.'
        : 'Run this again in a minute; if it stays slow, set OPENAI_MODEL to a faster one.';
    case 'rate-limited':
      return "Wait a minute and run this again; if it stays, raise the account's limit or its credit at the provider.";
    case 'server-error':
      return elsewhere
        ? "Look at that server's own log, correct what it says, and run this again."
        : "Look at the provider's status page (https://status.openai.com) and run this again later.";
    case 'bad-request':
      return `Set OPENAI_MODEL to a name that the server knows (${model.name} may be none)${elsewhere ? ', and see that OPENAI_BASE_URL ends in the version, such as /v1' : ''}; see that OPENAI_API_KEY holds no blank or quotation mark.`;
    case 'cut-short':
      return 'Run this again; if it stays, look for a proxy between that cuts long answers, and let it pass streams.';
    case 'invalid-answer':
      return elsewhere
        ? 'Correct OPENAI_BASE_URL: the address of the API itself, which most often ends in /v1, and not of a page.'
        : 'Look for a proxy that answers in place of api.openai.com, and let this machine past it.';
    case 'stopped':
      return 'Run this again.';
  }
}

/** An address may hold a name and a password, which are left out. */
function addressOf({ baseUrl }: NonNullable<Config['model']>): string {
  if (baseUrl === undefined) return 'api.openai.com';
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  return url ? `${url.origin}${url.pathname}` : 'OPENAI_BASE_URL';
}

async function examineSurfaces(config: Config, options: DiagnoseOptions): Promise<Finding[]> {
  const { slack, publicUrl, secrets } = config;
  if (!slack) return [];
  const { access, transport, apiUrl, answers } = slack;
  if (access.kind === 'many') return examineInstallations(config, access, apiUrl, options);
  const { examineSlack } = await import('./adapters/slack/examine-slack.ts');
  return examineSlack({
    botToken: access.botToken,
    transport,
    apiUrl,
    answers,
    publicUrl,
    nowMs: Date.now,
    log: createJsonLogger('silent', secrets),
  });
}

async function examineInstallations(
  config: Config,
  { publicUrl, encryptionKey }: SlackOauthConfig,
  apiUrl: string | undefined,
  options: DiagnoseOptions,
): Promise<Finding[]> {
  const log = createJsonLogger('silent', config.secrets);
  const [{ examineWorkspaces }, { installUrlOf }] = await Promise.all([
    import('./adapters/slack/examine-workspaces.ts'),
    import('./adapters/slack/install-routes.ts'),
  ]);
  try {
    return await withStoreToRead(config, options, (models) =>
      examineWorkspaces({
        store: createMongoSlackInstallationStore(models, createTextSeal(encryptionKey)),
        installUrl: installUrlOf(publicUrl),
        apiUrl,
        nowMs: Date.now(),
        log,
      }),
    );
  } catch {
    return [note('Slack: the workspaces were not looked at, for the store above keeps them.')];
  }
}

/** Rejects where the store cannot be read: `examineStores` has said why. */
async function withStoreToRead<Result>(
  { dataDir, mongodbUri: uri, secrets }: Config,
  { env, progress }: DiagnoseOptions,
  read: (models: StoreModels) => Promise<Result>,
): Promise<Result> {
  const log = createJsonLogger('silent', secrets);
  const store = await ensureStore({ dataDir, uri, env, log, progress });
  try {
    const signal = AbortSignal.timeout(storeWaitMs);
    const mongo = await openMongo({ uri: store.uri, log, signal, onlyLooks: true });
    try {
      return await read(mongo.models);
    } finally {
      await mongo.close();
    }
  } finally {
    await store.release();
  }
}

async function examinePort(config: Config): Promise<Finding> {
  const { host, port } = config;
  if (port === 0) return ok('Port: PORT is 0, so any free one will be taken.');
  const code = await tryPort(host, port);
  if (code === undefined) return ok(`Port ${port} on ${host} is free.`);
  if (code === 'EADDRINUSE') {
    const url = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
    if (await findPlayground(url, storeNameOf(config)))
      return ok(`Port ${port} is held by this program itself, which is running: ${url}.`);
    // Only a playground can be asked whose it is.
    if (!config.playground)
      return note(`Port ${port} on ${host} is used: well so, if by this program itself, which is running.`);
    return toDo(
      `Port ${port} on ${host} is used by another program.`,
      `Stop that program, or set PORT to another, such as ${port < 65_535 ? port + 1 : port - 1}.`,
    );
  }
  if (code === 'EACCES')
    return toDo(
      `Port ${port} may not be opened by this user.`,
      'Set PORT to 1024 or above, such as 3000, and let a proxy pass it on.',
    );
  return toDo(
    `HOST is ${host}, on which this machine cannot listen (${code}).`,
    'Set HOST to 127.0.0.1 (this machine only) or 0.0.0.0 (from everywhere).',
  );
}

/** The code of the error, or undefined when the port could be opened. */
function tryPort(host: string, port: number): Promise<string | undefined> {
  return new Promise((done) => {
    const server = createServer();
    server.once('error', (error) => done(codeOf(error)));
    server.listen({ host, port }, () => server.close(() => done(undefined)));
  });
}

/** Cuts out whatever is secret, also a part of it that stands alone, and also where a setting could not be read. */
function withoutSecrets(env: DiagnoseOptions['env']): (text: string) => string {
  const values = secretSettings.flatMap((name) => env[name]?.trim() || []);
  const parts = [...values, env.OPENAI_BASE_URL ?? ''].flatMap((value) => {
    const [, name = '', password = ''] = /^[a-z+]+:\/\/([^:@/?]*):?([^@/?]*)@/i.exec(value) ?? [];
    return [password, decoded(password), name, decoded(name)];
  });
  const secrets = [...values, ...parts].filter((secret) => secret.length >= 4);
  secrets.sort((one, other) => other.length - one.length);
  return (text) => secrets.reduce((rest, secret) => rest.replaceAll(secret, '[secret]'), text);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function why(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function codeOf(error: unknown): string {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : 'unknown';
}
