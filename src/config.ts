import { z } from 'zod';
import { type AdminChannel, type AdminMark, readAdminMark } from './domain/admin.ts';
import type { ModelPrice } from './domain/model-price.ts';
import type { Budget, BudgetOwner, Budgets } from './domain/model-usage.ts';
import { surfaceSchema } from './domain/thread-ref.ts';

/** Every setting there is: what it expects, and how that is explained to whoever set it wrong. */
const text = z.string().trim();
const httpUrl = text.refine(
  (value) => /^https?:\/\/\S+$/.test(value),
  'expected an http:// or https:// address, such as http://127.0.0.1:8000/v1',
);
const publicUrl = text.refine(
  (value) => /^https?:\/\/[^\s?#]*[^\s?#/]$/.test(value) && URL.canParse(value),
  'expected an http:// or https:// address without a slash at its end, such as https://elevate.example.org',
);
const flag = text
  .toLowerCase()
  .refine(
    (value) => ['1', '0', 'true', 'false', 'yes', 'no', 'on', 'off'].includes(value),
    'expected on or off',
  )
  .transform((value) => ['1', 'true', 'yes', 'on'].includes(value));

const priceExample = 'gpt-5-mini=0.25/2/0.025 (input, output and, if it differs, cached input)';
/** `model=input/output/cached` for a million tokens each, several with commas between. */
const modelPrices = text.transform((value, context): ModelPrice[] =>
  value.split(',').flatMap((entry) => {
    const found = /^([^=\s]+)\s*=\s*(\d+(?:\.\d+)?)\/(\d+(?:\.\d+)?)(?:\/(\d+(?:\.\d+)?))?$/.exec(
      entry.trim(),
    );
    const [, model, input, output, cached] = found ?? [];
    if (model === undefined) {
      context.addIssue(
        `"${entry.trim()}" is no price: expected prices for a million tokens such as ${priceExample}`,
      );
      return [];
    }
    const inputPerMillion = Number(input);
    const cachedPerMillion = cached === undefined ? inputPerMillion : Number(cached);
    return [{ model, inputPerMillion, outputPerMillion: Number(output), cachedPerMillion }];
  }),
);

/** `200000`, `200k` or `2m` tokens, `£`-less money such as `cost 1.50`, or both with a comma between; for a day. */
const budget = text.transform((value, context): Budget => {
  const found: Budget = {};
  for (const part of value.toLowerCase().split(',')) {
    const [, tokens, unit] = /^(\d+(?:\.\d+)?)\s*([km]?)(?:\s*tokens)?$/.exec(part.trim()) ?? [];
    const [, cost] = /^cost\s*(\d+(?:\.\d+)?)$/.exec(part.trim()) ?? [];
    if (cost !== undefined) found.costMinorUnits = Number(cost) * 100;
    else if (tokens !== undefined)
      found.tokens = Number(tokens) * (unit === 'k' ? 1e3 : unit === 'm' ? 1e6 : 1);
    else
      context.addIssue(
        `"${part.trim()}" is no budget: expected tokens for a day such as 200k, money such as cost 1.50, or both as in 200k, cost 1.50`,
      );
  }
  return found;
});

/** Several with commas between. */
const admins = text.transform((value, context): AdminMark[] =>
  value.split(',').flatMap((entry) => {
    const mark = readAdminMark(entry);
    if (mark) return [mark];
    context.addIssue(
      `"${entry.trim()}" names nobody: expected ids such as slack:T1/U1, U1, a Discord user id or playground:ana, or e-mail addresses, with commas between`,
    );
    return [];
  }),
);

/** A channel of a surface, as its platform names it. */
const adminChannel = text.transform((value, context): AdminChannel => {
  const [, surface = '', place = ''] =
    /^(slack|discord|playground):(T[A-Z0-9]+\/[CG][A-Z0-9]+|\d{15,20}|#[\w-]+)$/.exec(value) ?? [];
  const known = surfaceSchema.safeParse(surface);
  if (known.success) return { surface: known.data, place };
  context.addIssue(
    'expected a channel such as slack:T0123/C0456, discord:112233445566778899 or playground:#general',
  );
  return z.NEVER;
});

/** Stands in .env.example. */
const exampleKey = 'MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=';

/** A key in hex or base64. Hex is told by its length: 64 digits would be 48 bytes of base64. */
function keyBytes(text: string): Uint8Array {
  if (/^[\da-f]{64}$/i.test(text)) return Buffer.from(text, 'hex');
  return /^[\w+/-]+={0,2}$/.test(text) ? Buffer.from(text, 'base64') : new Uint8Array();
}

export const settingsSchema = z.object({
  MONGODB_URI: text
    .refine(
      (value) => /^mongodb(\+srv)?:\/\//.test(value),
      'expected a mongodb:// or mongodb+srv:// address; remove it to use the embedded store',
    )
    .optional(),
  OPENAI_API_KEY: text.optional(),
  OPENAI_BASE_URL: httpUrl.optional(),
  OPENAI_MODEL: text.default('gpt-5-mini'),
  MODEL_PRICES: modelPrices.optional(),
  BUDGET_PERSON: budget.optional(),
  BUDGET_ORGANIZATION: budget.optional(),
  BUDGET_TOTAL: budget.optional(),
  SEARCH_API_KEY: text.optional(),
  SEARCH_API_URL: httpUrl.default('https://api.search.brave.com/res/v1/web/search'),
  SLACK_BOT_TOKEN: text
    .refine((value) => value.startsWith('xoxb-'), 'expected a bot token, which begins with xoxb-')
    .optional(),
  SLACK_APP_TOKEN: text
    .refine((value) => value.startsWith('xapp-'), 'expected an app-level token, which begins with xapp-')
    .optional(),
  SLACK_SIGNING_SECRET: text.optional(),
  SLACK_CLIENT_ID: text.optional(),
  SLACK_CLIENT_SECRET: text.optional(),
  SLACK_STATE_SECRET: text
    .refine((value) => value.length >= 16, 'expected at least 16 characters that nobody can guess')
    .optional(),
  SLACK_API_URL: httpUrl
    .refine((value) => value.endsWith('/api/'), 'expected an address that ends in /api/')
    .optional(),
  SLACK_SHARED_CHANNELS: flag.default(false),
  SLACK_OUTSIDERS: flag.default(false),
  SLACK_GUESTS: flag.default(true),
  DISCORD_TOKEN: text.optional(),
  DISCORD_API_URL: httpUrl
    .refine((value) => value.endsWith('/api'), 'expected an address without a version, which ends in /api')
    .optional(),
  PLAYGROUND: flag.optional(),
  HOST: text.default('127.0.0.1'),
  PORT: z.coerce
    .number('expected a number from 0 to 65535, such as 3000')
    .int('expected a whole number, such as 3000')
    .min(0, 'expected a number from 0 to 65535')
    .max(65_535, 'expected a number from 0 to 65535')
    .default(3_000),
  PUBLIC_URL: publicUrl.optional(),
  ENCRYPTION_KEY: text
    .refine(
      (value) => keyBytes(value).length === 32,
      'expected 32 random bytes in base64 or hex, as "openssl rand -base64 32" makes them',
    )
    .optional(),
  ADMINS: admins.optional(),
  ADMIN_CHANNEL: adminChannel.optional(),
  METRICS: flag.default(false),
  DATA_DIR: text.default('data'),
  LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'], 'expected one of debug, info, warn, error, silent')
    .default('warn'),
});

/** Names whose values never reach a log, a message or an error. */
export const secretSettings = [
  'MONGODB_URI',
  'OPENAI_API_KEY',
  'SEARCH_API_KEY',
  'SLACK_BOT_TOKEN',
  'SLACK_APP_TOKEN',
  'SLACK_SIGNING_SECRET',
  'SLACK_CLIENT_SECRET',
  'SLACK_STATE_SECRET',
  'ENCRYPTION_KEY',
  'DISCORD_TOKEN',
] as const;

/** Many workspaces install the app themselves, by OAuth. */
export interface SlackOauthConfig {
  clientId: string;
  clientSecret: string;
  stateSecret: string;
  /** 32 bytes. */
  encryptionKey: Uint8Array;
  /** Where Slack sends people back to. Without a slash at its end. */
  publicUrl: string;
}

export interface SlackConfig {
  /** One workspace by its token, or many. */
  access: { kind: 'one'; botToken: string } | ({ kind: 'many' } & SlackOauthConfig);
  transport: { kind: 'socket'; appToken: string } | { kind: 'http'; signingSecret: string };
  apiUrl: string | undefined;
  /** Who is answered beside the workspace's own members. */
  answers: { sharedChannels: boolean; outsiders: boolean; guests: boolean };
}

export interface DiscordConfig {
  token: string;
  apiUrl: string | undefined;
}

export interface Config {
  mongodbUri: string | undefined;
  model: { apiKey: string | undefined; baseUrl: string | undefined; name: string } | undefined;
  modelPrices: ModelPrice[];
  /** What may be asked of the model in a day (UTC). */
  budgets: Budgets;
  /** Absent without a key: then nobody searches the web. */
  search: { url: string; apiKey: string } | undefined;
  slack: SlackConfig | undefined;
  discord: DiscordConfig | undefined;
  playground: boolean;
  host: string;
  port: number;
  /** Without a slash at its end. */
  publicUrl: string | undefined;
  dataDir: string;
  logLevel: z.infer<typeof settingsSchema>['LOG_LEVEL'];
  /** Who may say who is a facilitator. */
  admins: AdminMark[];
  /** Where a job of ours that fails is told, once for each incident. */
  adminChannel: AdminChannel | undefined;
  /** Whether `/metrics` is served. */
  metrics: boolean;
  /** Values to be cut out of every log line. */
  secrets: string[];
}

/** Lists every wrong setting: place, value, expectation and cure. Secret values are not repeated. */
export class ConfigError extends Error {
  readonly problems: string[];

  constructor(problems: string[]) {
    super(`These settings need a change:\n${problems.map((problem) => `- ${problem}`).join('\n')}`);
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

/** Reads the environment once, as a value. An empty setting counts as absent. */
export function loadConfig(env: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(
    Object.entries(env).filter(
      ([name, value]) => name in settingsSchema.shape && value !== undefined && value.trim() !== '',
    ),
  );
  const checked = settingsSchema.safeParse(given);
  if (!checked.success) {
    throw new ConfigError(
      checked.error.issues.map((issue) => {
        const name = String(issue.path[0]);
        const secret = (secretSettings as readonly string[]).includes(name);
        return `${name} is ${secret ? 'set (its value is not shown)' : `"${given[name]}"`}: ${issue.message}.`;
      }),
    );
  }
  const settings = checked.data;
  const slack = slackOf(settings);
  const { DISCORD_TOKEN: token, DISCORD_API_URL: apiUrl } = settings;
  const discord = token === undefined ? undefined : { token, apiUrl };
  const hasModel = settings.OPENAI_API_KEY !== undefined || settings.OPENAI_BASE_URL !== undefined;
  return {
    mongodbUri: settings.MONGODB_URI,
    model: hasModel
      ? { apiKey: settings.OPENAI_API_KEY, baseUrl: settings.OPENAI_BASE_URL, name: settings.OPENAI_MODEL }
      : undefined,
    modelPrices: settings.MODEL_PRICES ?? [],
    budgets: budgetsOf(settings),
    search:
      settings.SEARCH_API_KEY === undefined
        ? undefined
        : { url: settings.SEARCH_API_URL, apiKey: settings.SEARCH_API_KEY },
    slack,
    discord,
    // On when no other surface is.
    playground: settings.PLAYGROUND ?? (slack === undefined && discord === undefined),
    host: settings.HOST,
    port: settings.PORT,
    publicUrl: settings.PUBLIC_URL,
    dataDir: settings.DATA_DIR,
    logLevel: settings.LOG_LEVEL,
    admins: adminsOf(settings),
    adminChannel: settings.ADMIN_CHANNEL,
    metrics: settings.METRICS,
    secrets: secretSettings.flatMap((name) => settings[name] ?? []),
  };
}

type Settings = z.infer<typeof settingsSchema>;

function budgetsOf(settings: Settings): Budgets {
  const named = {
    person: 'BUDGET_PERSON',
    organization: 'BUDGET_ORGANIZATION',
    total: 'BUDGET_TOTAL',
  } as const;
  const set = (Object.keys(named) as BudgetOwner[]).flatMap((whose) => {
    const found = settings[named[whose]];
    return found ? [{ whose, name: named[whose], found }] : [];
  });
  const priced = settings.MODEL_PRICES?.some(({ model }) => settings.OPENAI_MODEL.startsWith(model));
  const unpriced = set.filter(({ found }) => found.costMinorUnits !== undefined && !priced);
  if (unpriced.length > 0) {
    throw new ConfigError(
      unpriced.map(
        ({ name }) =>
          `${name} sets what may be spent, and MODEL_PRICES has no price for ${settings.OPENAI_MODEL}: expected one, such as ${settings.OPENAI_MODEL}=0.25/2, or a budget in tokens, such as 200k.`,
      ),
    );
  }
  return Object.fromEntries(set.map(({ whose, found }) => [whose, found]));
}

/** Whoever runs another workspace can give its people any address: there an address proves nothing. */
function adminsOf({ ADMINS, SLACK_CLIENT_ID, SLACK_OUTSIDERS }: Settings): AdminMark[] {
  const strangers =
    SLACK_CLIENT_ID !== undefined ? 'SLACK_CLIENT_ID' : SLACK_OUTSIDERS ? 'SLACK_OUTSIDERS' : undefined;
  if (strangers !== undefined && ADMINS?.some(({ kind }) => kind === 'email')) {
    throw new ConfigError([
      `ADMINS holds an e-mail address beside ${strangers}: expected ids such as slack:T1/U1, for other workspaces give their people any address they like.`,
    ]);
  }
  return ADMINS ?? [];
}

/**
 * Slack is on with a bot token (one workspace) or a client id (many, by OAuth). Then events need a way in: the app-level
 * token (a socket), which wins, or the signing secret (HTTP).
 */
function slackOf(settings: Settings): SlackConfig | undefined {
  const { SLACK_BOT_TOKEN: botToken, SLACK_CLIENT_ID: clientId } = settings;
  const { SLACK_APP_TOKEN: appToken, SLACK_SIGNING_SECRET: signingSecret } = settings;
  if (botToken !== undefined && clientId !== undefined) {
    throw new ConfigError([
      'SLACK_BOT_TOKEN and SLACK_CLIENT_ID are both set: expected one of them. Remove SLACK_CLIENT_ID to serve the one workspace of the token, or SLACK_BOT_TOKEN to let many install the app; that workspace then installs it once more.',
    ]);
  }
  if (botToken === undefined && clientId === undefined) {
    const others = [appToken, signingSecret, settings.SLACK_CLIENT_SECRET, settings.SLACK_STATE_SECRET];
    if (others.every((value) => value === undefined)) return undefined;
    throw new ConfigError([
      'SLACK_BOT_TOKEN is not set: expected the xoxb- token of "OAuth & Permissions", or SLACK_CLIENT_ID where many workspaces install the app, beside the other Slack settings; remove those to run without Slack.',
    ]);
  }
  const problems: string[] = [];
  if (appToken === undefined && signingSecret === undefined) {
    problems.push(
      `SLACK_APP_TOKEN is not set: expected an xapp- token (Socket Mode), or SLACK_SIGNING_SECRET (events over HTTP), beside ${botToken === undefined ? 'SLACK_CLIENT_ID' : 'SLACK_BOT_TOKEN'}.`,
    );
  }
  const access = botToken !== undefined ? { kind: 'one' as const, botToken } : oauthOf(settings, problems);
  if (access === undefined || problems.length > 0) throw new ConfigError(problems);
  return {
    access,
    transport:
      appToken !== undefined
        ? { kind: 'socket', appToken }
        : { kind: 'http', signingSecret: signingSecret ?? '' },
    apiUrl: settings.SLACK_API_URL,
    answers: {
      sharedChannels: settings.SLACK_SHARED_CHANNELS,
      outsiders: settings.SLACK_OUTSIDERS,
      guests: settings.SLACK_GUESTS,
    },
  };
}

/** Adds to `problems` everything that is missing or wrong. */
function oauthOf(settings: Settings, problems: string[]): ({ kind: 'many' } & SlackOauthConfig) | undefined {
  const { SLACK_CLIENT_ID: clientId, SLACK_CLIENT_SECRET: clientSecret } = settings;
  const { SLACK_STATE_SECRET: stateSecret, PUBLIC_URL: publicUrl, ENCRYPTION_KEY: encryptionKey } = settings;
  const need = (name: string, value: string | undefined, expected: string) => {
    if (value === undefined)
      problems.push(`${name} is not set: expected ${expected}, beside SLACK_CLIENT_ID.`);
  };
  need('SLACK_CLIENT_SECRET', clientSecret, 'the client secret of "Basic Information"');
  need('SLACK_STATE_SECRET', stateSecret, 'a secret of your own of at least 16 characters');
  need('PUBLIC_URL', publicUrl, 'the https:// address to which Slack sends people back');
  need('ENCRYPTION_KEY', encryptionKey, '32 random bytes, as "openssl rand -base64 32" makes them');
  if (publicUrl !== undefined && !isReachedSafely(publicUrl)) {
    problems.push(
      `PUBLIC_URL is "${publicUrl}": expected an https:// address beside SLACK_CLIENT_ID, for Slack sends people back to no other.`,
    );
  }
  if (encryptionKey === exampleKey) {
    problems.push(
      'ENCRYPTION_KEY is the one of .env.example, which everybody knows: expected one of your own, as "openssl rand -base64 32" makes it.',
    );
  }
  if (
    clientId === undefined ||
    clientSecret === undefined ||
    stateSecret === undefined ||
    publicUrl === undefined ||
    encryptionKey === undefined
  )
    return undefined;
  return {
    kind: 'many',
    clientId,
    clientSecret,
    stateSecret,
    publicUrl,
    encryptionKey: keyBytes(encryptionKey),
  };
}

/** Over https, or without leaving this machine. */
function isReachedSafely(address: string): boolean {
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' || ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
}
