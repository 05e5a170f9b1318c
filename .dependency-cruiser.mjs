// Who may import whom in src (docs/decisions.md says why). test/dependency-rules.test.ts proves that every
// rule here bites: a new rule needs an offending file there.

/** The course's topics. */
const topics = ['context', 'course', 'foundation', 'progress', 'funnel', 'people', 'cohort'];

/** Every folder of src, and the folders that it may import from besides itself. */
const layers = {
  domain: [],
  ports: ['domain'],
  sentences: ['domain'],
  markdown: ['domain'],
  context: ['domain', 'ports'],
  // The context is the read side: what a prompt is given. So every topic may use it, and it uses none of them.
  course: ['domain', 'ports', 'context'],
  foundation: ['domain', 'ports', 'context'],
  progress: ['domain', 'ports', 'context'],
  funnel: ['domain', 'ports', 'context'],
  people: ['domain', 'ports', 'context'],
  cohort: ['domain', 'ports', 'context', 'progress', 'funnel', 'people'],
  playbook: ['domain', 'ports', ...topics],
  director: ['domain', 'ports', ...topics, 'playbook', 'sentences'],
  inbox: ['domain', 'ports'],
  outbox: ['domain', 'ports'],
  jobs: ['domain', 'ports', ...topics],
};

/** Packages that reach outside, and the one place that imports each. */
const homes = {
  fastify: 'adapters/http',
  mongoose: 'adapters/mongo',
  'mongodb-memory-server': 'adapters/mongo',
  openai: 'adapters/openai',
  '@slack/bolt': 'adapters/slack',
  '@slack/logger': 'adapters/slack',
  '@slack/oauth': 'adapters/slack',
  '@slack/types': 'adapters/slack',
  '@slack/web-api': 'adapters/slack',
  'discord.js': 'adapters/discord',
  'discord-api-types': 'adapters/discord',
  'chart.js': 'adapters/chart',
  '@napi-rs/canvas': 'adapters/chart',
  '@fontsource/inter': 'adapters/chart',
  'node-cron': 'adapters/node-cron',
  pino: 'adapters/system',
  'prom-client': 'adapters/telemetry',
  '@opentelemetry/api': 'adapters/telemetry',
  'ipaddr.js': 'adapters/web',
  htmlparser2: 'adapters/web',
  'rate-limiter-flexible': 'adapters/http',
  commander: 'main.ts',
  dotenv: 'main.ts',
  // Served to browsers: the page's own modules import them, as the browser does.
  preact: 'adapters/playground/page',
  htm: 'adapters/playground/page',
};

/** Packages that only compute: usable wherever they are needed. */
const pure = [
  'minisearch',
  'luxon',
  'chrono-node',
  'csv-parse',
  'fflate',
  'p-queue',
  'yaml',
  'zod',
  'unified',
  'remark-parse',
  'remark-gfm',
];

/** The files that join adapters to the program. load-catalogue.ts serves commands that need no store, diagnose.ts the doctor. */
const roots = ['main.ts', 'compose.ts', 'load-catalogue.ts', 'diagnose.ts'];

/** Layers as a pattern of paths. */
const within = (...names) => `^src/(${names.join('|')})/`;
const packages = (...names) => `(^|/)node_modules/(${names.join('|')})/`;
const rootFiles = `^src/(${roots.join('|').replaceAll('.', '[.]')})$`;

export default {
  forbidden: [
    ...Object.entries(layers).map(([layer, seen]) => ({
      name: `layer-${layer}`,
      comment: `src/${layer} may import of ours: ${seen.length === 0 ? 'nothing' : seen.join(', ')}.`,
      severity: 'error',
      from: { path: within(layer) },
      to: { path: '^src/', pathNot: within(layer, ...seen) },
    })),
    {
      name: 'adapters-apart',
      comment: 'An adapter may import of ours: domain, ports, markdown, sentences; never another adapter.',
      severity: 'error',
      from: { path: '^src/adapters/([^/]+)/' },
      to: {
        path: '^src/',
        pathNot: `${within('domain', 'ports', 'markdown', 'sentences')}|^src/adapters/$1/`,
      },
    },
    {
      name: 'app-knows-no-vendor',
      comment: 'app.ts joins the stages: it is handed adapters as ports, and settings as values.',
      severity: 'error',
      from: { path: '^src/app[.]ts$' },
      to: { path: '^src/(adapters/|config[.]ts$)' },
    },
    {
      name: 'config-alone',
      comment: 'config.ts turns the environment into a value, and needs at most the words for it (domain).',
      severity: 'error',
      from: { path: '^src/config[.]ts$' },
      to: { path: '^src/', pathNot: within('domain') },
    },
    {
      name: 'roots-on-top',
      comment: `Only ${roots.join(', ')} see all of src; in src, nothing else imports them.`,
      severity: 'error',
      from: { path: '^src/', pathNot: rootFiles },
      to: { path: rootFiles },
    },
    {
      name: 'main-on-top',
      comment: 'Importing main.ts starts the program: compose.ts is what other roots and scripts use.',
      severity: 'error',
      from: {},
      to: { path: '^src/main[.]ts$' },
    },
    {
      name: 'src-only',
      comment: 'The program does not import its tests or its scripts.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|scripts)/' },
    },
    {
      name: 'known-place',
      comment:
        'Every file of src belongs to a folder that the rules above know, is app.ts or config.ts, or is a root.',
      severity: 'error',
      from: {},
      to: {
        path: '^src/',
        pathNot: `${within(...Object.keys(layers), 'adapters/[^/]+')}|^src/(app|config)[.]ts$|${rootFiles}`,
      },
    },
    {
      name: 'no-drawer',
      comment:
        'A file or folder is named for the one thing it holds: utils, helpers, services … hold anything.',
      severity: 'error',
      from: {},
      to: {
        path: '[/-](utils?|helpers?|common|services?|managers?)(/|[.]ts$)',
        pathNot: '(^|/)node_modules/',
      },
    },
    {
      name: 'no-barrel',
      comment: 'Import from the file that defines the thing.',
      severity: 'error',
      from: {},
      to: { path: '/index[.]ts$', pathNot: '(^|/)node_modules/' },
    },
    {
      name: 'no-cycle',
      comment: 'Not even of types: what two files need of each other belongs in a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'resolves',
      comment: 'An import that leads nowhere would slip past every other rule.',
      severity: 'error',
      from: {},
      // Types alone, from @types/mdast: there is no such package to run.
      to: { couldNotResolve: true, pathNot: '^mdast$' },
    },
    ...Object.entries(homes).map(([name, home]) => ({
      name: `home-of-${name}`,
      comment: `In src only src/${home} may import ${name}.`,
      severity: 'error',
      from: { path: '^src/', pathNot: `^src/${home}(/|$)` },
      to: { path: packages(name) },
    })),
    {
      name: 'package-with-a-home',
      comment: 'A new package is named in .dependency-cruiser.mjs: with its one adapter, or as pure.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '(^|/)node_modules/', pathNot: packages(...Object.keys(homes), ...pure) },
    },
    {
      name: 'outside-at-the-edge',
      comment: 'Files, network, processes and timers are reached through ports; node:crypto only computes.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/adapters/', '^src/ports/', rootFiles] },
      to: { dependencyTypes: ['core'], pathNot: '^crypto$' },
    },
    {
      name: 'outside-by-name-only',
      comment:
        "A port may name Node's types, such as a request that an adapter hands on; it runs nothing of them.",
      severity: 'error',
      from: { path: '^src/ports/' },
      to: { dependencyTypes: ['core'], dependencyTypesNot: ['type-only'], pathNot: '^crypto$' },
    },
  ],
  options: {
    // Imports of types count as well.
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.mjs', '.js', '.json'],
    },
  },
};
