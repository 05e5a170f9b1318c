import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Route } from '../../src/director/route.ts';
import { parseButtonId, type Verb, verbs } from '../../src/domain/button-id.ts';
import type { Command } from '../../src/domain/director-task.ts';
import { foundationFields } from '../../src/domain/foundation-fields.ts';
import type { ReplyPart } from '../../src/domain/reply.ts';
import type { ThreadRef } from '../../src/domain/thread-ref.ts';
import { directThread, eventFrom, receive } from '../support/conversation.ts';
import { type Elevate, startElevate } from '../support/elevate.ts';

/** What each command is asked for with: a new command does not compile before it is walked here. */
const commandWords: Record<Command, string> = {
  help: 'help',
  interview: 'interview me',
  'interview-passed': 'ask me what I skipped',
  missing: 'what is missing',
  'foundation-changes': 'what changed',
  undo: 'undo that',
  'edit-list': 'add "late parcels" to my pains',
  research: 'research https://rival.example/',
  'list-prompts': 'list prompts',
  progress: 'my progress',
  save: 'save it',
  assets: 'my assets',
  archive: 'archive my last draft',
  asset: 'show the mechanism I saved',
  stop: 'stop',
  mute: 'mute',
  nudges: 'pause reminders',
  remind: 'remind me to pour tomorrow at 9',
  settings: 'my profile',
  link: 'link my accounts',
  export: 'export my data',
  delete: 'delete all my data',
  metric: 'my trends',
  'my-numbers': 'my numbers',
  'weekly-numbers': 'weekly numbers',
  'delete-numbers': 'delete my numbers',
  'export-numbers': 'export my numbers',
  hook: 'make a hook',
  'revoke-hook': 'revoke my hook',
  appoint: 'make ben a facilitator',
  cohort: 'my cohorts',
  announce: 'announce module 3 tomorrow 9am',
  'module-link': 'set video for Gift https://example.org/v',
  schedule: 'when are office hours',
  person: 'can I talk to a human',
};

/** Messages of each way that a message can go. */
const routeWords: Record<Route['kind'], string[]> = {
  'not-addressed': ['lovely weather'],
  empty: ['@Elevate'],
  command: [],
  course: [
    '@Elevate open the Gift lesson',
    '@Elevate show me the Gift checklist',
    '@Elevate module 2 is done',
  ],
  /** Each has their own. */
  numbers: [],
  'unknown-agent': ['@Guido H1'],
  'unknown-code': ['@Elevate H99'],
  'unsure-code': ['@Elevate what is h 1'],
  'out-of-scope': ['@Elevate where is my parcel'],
  talk: ['@Elevate hello', '@Elevate thank you'],
  run: ['@Writer H1', '@Sage F3', '@Elevate F10', '@Elevate F11', '@Elevate RW1'],
  agent: [
    '@Sage what are my pains?',
    '@Sage everything in my Foundation',
    '@Sage what do you know about me?',
    '@Sage show my saved drafts',
    '@Guide where am I?',
    '@Guide what is next?',
    '@Teacher what does ROCKET stand for?',
    '@Marketer which of these two?',
    '@Analyst why are my leads so expensive?',
    '@Analyst how do my numbers look?',
    '@Connector connect Zapier',
  ],
  ask: ['@Elevate help me with my page or my emails'],
};

/** What shows the most buttons. */
const leadingOn = [
  '@Elevate interview me',
  '@Elevate what changed',
  '@Elevate undo that',
  '@Elevate list prompts',
  '@Elevate my progress',
  '@Elevate show the mechanism I saved',
  '@Elevate archive my last draft',
  '@Elevate my assets',
  '@Elevate remind me to pour tomorrow at 9',
  '@Elevate my profile',
  '@Elevate link my accounts',
  '@Elevate export my data',
  '@Elevate delete my numbers for last week',
  '@Elevate make a hook',
  '@Elevate make ben a facilitator',
  '@Elevate weekly numbers',
  '@Elevate show me the Gift checklist',
  '@Elevate open the Gift lesson',
  '@Elevate help me with my page or my emails',
  '@Sage F3',
  '@Writer H1',
];

/** Deleting all ends the walk (own-data.test.ts); a module's link is for everybody (facilitators.test.ts). */
const notPressed: readonly Verb[] = ['wipe', 'link'];

/** Pressed after everything else: what they take away would be missing from the walk. */
const takesAway: readonly Verb[] = ['drop', 'skip', 'erase', 'forget', 'shelve', 'undo', 'remove'];

const numbersOf = { ana: { leads: '4327', spend: '8761' }, ben: { leads: '5437', spend: '9871' } };
const reportOf = (name: 'ana' | 'ben') =>
  `@Elevate leads ${numbersOf[name].leads}, spend £${numbersOf[name].spend} last week`;

const place = '#general';
const general = (thread: number): ThreadRef => ({
  surface: 'playground',
  place,
  root: `walk${thread}`,
  audience: 'channel',
});
/** Left empty, so that there is something missing: H1 asks for both. */
const open: readonly string[] = ['companyContext.brandVoiceAdjectives', 'customerAvatar.profileSummary'];

describe('a channel in which two people do everything that can be done', () => {
  let elevate: Elevate;
  afterEach(() => elevate.end());

  async function livesHere(name: 'ana' | 'ben'): Promise<void> {
    const author = { surface: 'playground' as const, accountId: name, name };
    const { userId } = await elevate.stores.people.recognise(author, Date.now());
    const filled = foundationFields.filter(({ path }) => !open.includes(path));
    await elevate.stores.foundations.change(
      userId,
      `filled-for-${name}`,
      filled.map(({ path, kind }, index) => {
        const words = `zq${name}${index} in words of their own`;
        if (kind === 'competitors') return { path, after: [{ name: words, weakness: words }] };
        return { path, after: kind === 'list' ? [words, `${words} too`] : words };
      }),
      'form',
      Date.now(),
    );
    const dm = directThread(name, 'd1');
    await receive(elevate, eventFrom(name, dm, { text: '@Sage F3' }));
    const [run] = await elevate.models.userPromptExecutions.find({ userId }).lean();
    const id = run?._id ?? '';
    const answer = `The mechanism of zq${name}`;
    await receive(elevate, eventFrom(name, dm, { formId: `1:paste:${id}`, values: { answer } }));
    await receive(elevate, eventFrom(name, dm, { buttonId: `1:save:${id}` }));
    await receive(elevate, eventFrom(name, dm, { text: reportOf(name) }));
    await receive(elevate, eventFrom(name, dm, { text: 'yes' }));
  }

  /** Hands all of it over at once, in some threads of the channel side by side. */
  async function does(name: string, deeds: Parameters<typeof eventFrom>[2][]): Promise<void> {
    const events = deeds.map((deed, index) => eventFrom(name, general(index % 6), deed));
    for (const event of events) await elevate.app.receive(event);
    for (const { id } of events) await expect.poll(() => elevate.app.isSettled(id)).toBe(true);
  }

  /** Everything that the program has said in the channel, the newest last. */
  async function said() {
    const messages = await elevate.models.playgroundMessages.find({}).sort({ revision: 1 }).lean();
    return messages.flatMap(({ content, visibleTo, thread }) =>
      content && thread.place === place ? [{ content, visibleTo }] : [],
    );
  }

  async function shownTo(name: string): Promise<ReplyPart[]> {
    const messages = await said();
    return messages
      .filter(({ visibleTo }) => [name, 'everyone'].includes(visibleTo))
      .map(({ content }) => content);
  }

  /** The newest button of each verb that this person has been shown. */
  async function buttonsOf(name: string): Promise<Map<Verb, string>> {
    const ids = (await shownTo(name)).flatMap(({ buttons }) => buttons.map(({ id }) => id));
    return new Map(
      ids.flatMap((id) => {
        const read = parseButtonId(id);
        return read.kind === 'known' ? [[read.verb, id] as const] : [];
      }),
    );
  }

  /** Presses one button of each verb, and of those that come of it, until nothing new is shown. */
  async function pressesAll(name: string): Promise<Set<Verb>> {
    const pressed = new Set<Verb>();
    for (;;) {
      const fresh = [...(await buttonsOf(name))].filter(
        ([verb]) => !pressed.has(verb) && !notPressed.includes(verb),
      );
      const keeping = fresh.filter(([verb]) => !takesAway.includes(verb));
      const next = keeping.length > 0 ? keeping : fresh;
      if (next.length === 0) return pressed;
      for (const [verb] of next) pressed.add(verb);
      await does(
        name,
        next.map(([, buttonId]) => ({ buttonId })),
      );
    }
  }

  /** What others than its owner could see of what is one person's own. */
  async function leaks(): Promise<string[]> {
    const labels = foundationFields.filter(({ path }) => open.includes(path)).map(({ label }) => label);
    const ofEach = Object.entries(numbersOf).map(([name, { leads, spend }]) => ({
      name,
      own: new RegExp(`zq${name}|\\b(?:${[leads, spend].map((n) => `${n[0]},?${n.slice(1)}`).join('|')})\\b`),
    }));
    return (await said()).flatMap(({ content, visibleTo }) => {
      const shown = JSON.stringify(content);
      const found = ofEach.filter(({ name, own }) => visibleTo !== name && own.test(shown));
      const missing = visibleTo === 'everyone' ? labels.filter((label) => shown.includes(label)) : [];
      return found.length + missing.length > 0 ? [`${visibleTo} saw ${shown}`] : [];
    });
  }

  const asDeed = (text: string) => ({ text, addressed: text.startsWith('@') });

  beforeEach(async () => {
    elevate = await startElevate({ admins: [{ kind: 'account', surface: 'playground', accountId: 'ana' }] });
    await Promise.all([livesHere('ana'), livesHere('ben')]);
  });

  it('says nothing of either to the other, whichever command they give', async () => {
    await does(
      'ana',
      Object.values(commandWords).map((words) => asDeed(`@Elevate ${words}`)),
    );
    expect(await leaks()).toEqual([]);
  });

  it('nor whatever else they say', async () => {
    const routes = Object.values(routeWords).flat();
    await does('ana', [...routes, reportOf('ana')].map(asDeed));
    await does('ben', [...routeWords.agent, ...routeWords.run, reportOf('ben')].map(asDeed));
    expect(await leaks()).toEqual([]);
  });

  it('nor whatever they press that is shown there, and fill in', async () => {
    await does('ana', [...leadingOn, reportOf('ana')].map(asDeed));
    const pressed = await pressesAll('ana');
    expect(pressed.size).toBeGreaterThan(35);
    const forms = (await shownTo('ana')).flatMap(({ form }) => form ?? []);
    expect(forms.length).toBeGreaterThan(5);
    await does(
      'ana',
      forms.map(({ id, fields }) => ({
        formId: id,
        values: Object.fromEntries(fields.map(({ name, value }) => [name, String(value ?? '')])),
      })),
    );
    expect(await leaks()).toEqual([]);
  });

  it('nor by a button of every kind for a run, nor by another’s buttons', async () => {
    const run = await elevate.models.userPromptExecutions.findOne({ status: 'Success' }).lean();
    const every = verbs.filter((verb) => !notPressed.includes(verb));
    for (const name of ['ana', 'ben'])
      await does(
        name,
        every.map((verb) => ({ buttonId: `1:${verb}:${run?._id}` })),
      );
    await does('ana', [...leadingOn, reportOf('ana')].map(asDeed));
    // What is one person's own is not another's to press, wherever they have its id from.
    const anas = [...(await buttonsOf('ana'))].filter(([verb]) => !notPressed.includes(verb));
    await does(
      'ben',
      anas.map(([, buttonId]) => ({ buttonId })),
    );
    expect(await leaks()).toEqual([]);
  });
});
