import type { allTables } from './tables.ts';
import type { Surface } from './thread-ref.ts';

export type CollectionName = (typeof allTables)[number]['name'];

/** By what a row names a person. */
export type OwnerKey =
  /** `users._id`. */
  | 'user'
  /** `persons._id`. */
  | 'person'
  /** The platform's id of one of their accounts. */
  | 'account'
  /** Begins with `<surface>:<account id>|`. */
  | 'account-prefix'
  /** Slack's user id, in the row of their workspace. */
  | 'slack-user'
  /** The name under which their terminal reads the playground. */
  | 'terminal'
  /** The key of a thread in which nobody else has taken part. */
  | 'own-thread';

/** A field that says whose a row is. */
export interface Mark {
  /** Dotted path; a list counts where it contains them. */
  field: string;
  by: OwnerKey;
  /** Where the account's surface stands, or the one surface that there is. Only with `account`. */
  surfaceField?: string;
  surface?: Surface;
  /** The field with the conversation's id: rows are looked for in conversations that they take part in. */
  within?: string;
  /** What else the row must say. */
  where?: Readonly<Record<string, string>>;
}

/** What becomes of a mention of somebody in a row that is not theirs: out of the list, left out, or made nobody's. */
export interface Naming extends Mark {
  how: 'pull' | 'unset' | 'nobody';
  /** Other fields that may tell of them, and go with it. */
  alsoUnset?: readonly string[];
}

/** What of one collection belongs to a person. */
export interface Belonging {
  /** Rows that are theirs, by any of these: exported whole, deleted whole, moved whole to whom they are joined with. */
  theirs: readonly Mark[];
  /** Rows of others, or of all, that name them: of these only the mention is exported, deleted or moved. */
  naming?: readonly Naming[];
  /** Fields of other collections that point at such a row: unset when it goes. */
  pointedAtBy?: readonly { collection: CollectionName; field: string }[];
  /** What a person calls such rows, for one and for several; absent where they never meet them as a thing. */
  called?: readonly [one: string, several: string];
  /** For a collection of nobody's: why. */
  nobodys?: string;
}

/** In place of a person whose data was deleted. */
export const nobody = 'removed';

const byUser: Mark = { field: 'userId', by: 'user' };

/**
 * What belongs to whom, for every collection: export, deletion and joining two accounts all read it here. In the order
 * of deletion: what leads to other rows goes after them, and who somebody is goes last.
 */
export const belongings: Record<CollectionName, Belonging> = {
  userGeneratedAssets: { theirs: [byUser], called: ['saved asset', 'saved assets'] },
  assetVersions: {
    theirs: [byUser],
    called: ['wording of saved work', 'wordings of saved work'],
  },
  userPromptExecutions: { theirs: [byUser], called: ['run of a prompt', 'runs of prompts'] },
  userFoundations: { theirs: [byUser], called: ['Foundation', 'Foundations'] },
  foundationVersions: {
    theirs: [byUser],
    called: ['change of your Foundation', 'changes of your Foundation'],
  },
  userModuleProgress: { theirs: [byUser], called: ['module with progress', 'modules with progress'] },
  userFunnelSnapshots: { theirs: [byUser], called: ['period of numbers', 'periods of numbers'] },
  funnelDrafts: { theirs: [byUser], called: ['preview card', 'preview cards'] },
  pendingRequests: { theirs: [byUser], called: ['waiting request', 'waiting requests'] },
  reminders: { theirs: [byUser], called: ['reminder', 'reminders'] },
  contactPlans: { theirs: [byUser], called: ['plan for writing to you', 'plans for writing to you'] },
  funnelMedians: { theirs: [], nobodys: 'Middles of five people and more, which name nobody.' },
  modelUsage: { theirs: [byUser], called: ['day of model use', 'days of model use'] },
  funnelHooks: { theirs: [byUser], called: ['address for numbers', 'addresses for numbers'] },
  formDrafts: {
    theirs: [{ field: '_id', by: 'account-prefix' }],
    called: ['half-filled form', 'half-filled forms'],
  },
  agents: {
    theirs: [{ field: 'createdBy', by: 'user', where: { kind: 'user_agent' } }],
    called: ['agent of your own', 'agents of your own'],
  },
  playgroundFiles: {
    theirs: [{ field: 'accountId', by: 'account', surface: 'playground' }],
    called: ['file', 'files'],
  },
  playgroundMessages: {
    theirs: [
      { field: 'authorAccountId', by: 'account', surface: 'playground' },
      { field: 'answersAccountId', by: 'account', surface: 'playground' },
      { field: 'visibleTo', by: 'account', surface: 'playground' },
    ],
  },
  playgroundReaders: { theirs: [{ field: '_id', by: 'terminal' }] },
  conversationMessages: {
    theirs: [
      { field: 'conversationId', by: 'own-thread' },
      { field: 'authorPersonId', by: 'person', within: 'conversationId' },
      { field: 'audiencePersonId', by: 'person', within: 'conversationId' },
      { field: 'answeredPersonId', by: 'person', within: 'conversationId' },
    ],
    called: ['message', 'messages'],
  },
  conversations: {
    theirs: [{ field: '_id', by: 'own-thread' }],
    naming: [{ field: 'openedByPersonId', by: 'person', within: '_id', how: 'unset', alsoUnset: ['title'] }],
    called: ['conversation', 'conversations'],
  },
  conversationParticipants: {
    theirs: [
      { field: 'conversationId', by: 'own-thread' },
      { field: 'personId', by: 'person' },
    ],
  },
  inbox: {
    theirs: [{ field: 'incoming.author.accountId', by: 'account', surfaceField: 'incoming.author.surface' }],
  },
  outbox: { theirs: [{ field: 'personId', by: 'person' }] },
  threads: { theirs: [{ field: '_id', by: 'own-thread' }] },
  settings: {
    theirs: [
      { field: 'ownerId', by: 'user', where: { scope: 'person' } },
      { field: 'ownerId', by: 'person', where: { scope: 'person' } },
    ],
    called: ['setting', 'settings'],
  },
  cohorts: {
    theirs: [],
    naming: [
      { field: 'memberPersonIds', by: 'person', how: 'pull' },
      { field: 'leftPersonIds', by: 'person', how: 'pull' },
      { field: 'untoldPersonIds', by: 'person', how: 'pull' },
      { field: 'facilitatorPersonIds', by: 'person', how: 'pull' },
    ],
  },
  announcements: {
    theirs: [{ field: 'authorPersonId', by: 'person' }],
    called: ['announcement', 'announcements'],
  },
  officeHourGuests: {
    theirs: [{ field: 'personId', by: 'person' }, byUser],
    called: ['answer about office hours', 'answers about office hours'],
  },
  officeHours: {
    theirs: [{ field: 'authorPersonId', by: 'person' }],
    called: ['office hour of yours', 'office hours of yours'],
  },
  humanQuestions: {
    theirs: [{ field: 'personId', by: 'person' }, byUser],
    naming: [
      { field: 'answeredByPersonId', by: 'person', how: 'nobody', alsoUnset: ['answeredByName'] },
      { field: 'leaderPersonIds', by: 'person', how: 'pull' },
    ],
    called: ['question to a human', 'questions to a human'],
  },
  audit: {
    theirs: [],
    naming: [
      { field: 'actorPersonId', by: 'person', how: 'nobody', alsoUnset: ['detail'] },
      { field: 'subjectPersonId', by: 'person', how: 'unset', alsoUnset: ['detail'] },
    ],
  },
  slackInstallations: { theirs: [], naming: [{ field: 'installedBy', by: 'slack-user', how: 'nobody' }] },
  organizations: {
    theirs: [{ field: 'ownerId', by: 'user' }],
    pointedAtBy: [{ collection: 'persons', field: 'organizationId' }],
    called: ['organization', 'organizations'],
  },
  playbookPrompts: { theirs: [], nobodys: 'The playbook, from files.' },
  courseModules: { theirs: [], nobodys: 'The course, from files.' },
  erasures: { theirs: [], nobodys: 'Deletions under way; of those that are over, only counts.' },
  linkCodes: { theirs: [{ field: 'personId', by: 'person' }] },
  codeTries: { theirs: [{ field: 'personId', by: 'person' }] },
  accountMerges: {
    theirs: [
      { field: 'olderPersonId', by: 'person' },
      { field: 'newerPersonId', by: 'person' },
    ],
  },
  users: { theirs: [{ field: '_id', by: 'user' }] },
  persons: {
    theirs: [
      { field: '_id', by: 'person' },
      { field: 'userId', by: 'user' },
    ],
  },
  accounts: { theirs: [{ field: 'personId', by: 'person' }], called: ['account', 'accounts'] },
};
