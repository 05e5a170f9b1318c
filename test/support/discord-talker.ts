import { ComponentType } from 'discord-api-types/v10';
import { expect } from 'vitest';
import { parseInputName } from '../../src/adapters/discord/form-inputs.ts';
import type { StoreModels } from '../../src/adapters/mongo/store-models.ts';
import type { App } from '../../src/app.ts';
import { systemRoleSchema } from '../../src/domain/system-role.ts';
import { sentenceFor } from '../../src/sentences/failure-sentences.ts';
import type { DiscordServer } from './discord-server/discord-server.ts';
import type { Person } from './discord-server/person.ts';
import type { Place, Thread } from './discord-server/places.ts';
import type { SeenMessage } from './discord-server/reading.ts';
import type { ShownForm } from './discord-server/world.ts';
import { heardAfter } from './heard-after.ts';
import { exchangeOf, type HeardMessage, opensForm, type SaidFile, type Talker } from './talker.ts';

/** Somebody in a place of Discord. */
export interface DiscordTalker extends Talker {
  person: Person;
  place: Place;
  /** Everything of the bot's that they can see, in order. */
  seen(): SeenMessage[];
  /** The newest message that shows a button of that label. */
  messageWith(label: string): SeenMessage;
  /** What was said to them, for this many messages, in answer to what they do. */
  after(act: () => unknown): Promise<HeardMessage[]>;
}

export interface DiscordTalkerDeps {
  discord: DiscordServer;
  /** The one that runs. */
  app: () => App;
  models: StoreModels;
  person: Person;
  /** Somebody else, who asks for help where nobody hears it, so that what was said before has arrived. */
  witness: Person;
  /** Where they begin. */
  place: Place;
  /** Without the intent to read messages: in a channel each of theirs is a question of its own, with a mention. */
  mentionsAlways: boolean;
  /** Where `#general` is to them. */
  general: () => Place;
}

export function createDiscordTalker(deps: DiscordTalkerDeps): DiscordTalker {
  const { discord, app, models, person, witness, mentionsAlways } = deps;
  let form: ShownForm | undefined;
  let errors: Record<string, string> = {};
  /** The thread that they write in, in the channel where they are. */
  let thread: Thread | undefined;
  const isDirect = () => talker.place.id === person.directMessages.id;

  const places = () =>
    isDirect() ? [talker.place] : [talker.place, ...discord.threadsOf(talker.place), person.directMessages];
  const seen = (): SeenMessage[] =>
    [...places().flatMap((one) => discord.messagesIn(one)), ...discord.ephemeralFor(person)]
      .filter(({ isByBot, isWaiting }) => isByBot && !isWaiting)
      .sort((one, other) => (BigInt(one.id) < BigInt(other.id) ? -1 : 1));

  const asHeard = (message: SeenMessage): HeardMessage => {
    const { author, text, buttons, isPrivate, channelId, raw, files } = message;
    // Where no webhook speaks, the agent is named in the first line.
    const shown = text
      .replaceAll(/\\([[\]])/g, '$1')
      .replaceAll(/<t:(\d+):F>/g, (_, seconds) => asShown(Number(seconds)));
    const [, named, rest] = /^\*\*(\w+)\*\*\n([\s\S]*)$/.exec(shown) ?? [];
    const isWebhook = raw.webhook_id !== undefined && raw.webhook_id !== raw.application_id;
    return {
      agent: isWebhook ? author : (named ?? author),
      text: isWebhook ? shown : (rest ?? shown),
      buttons: buttons.map(({ label }) => label),
      isPrivate: isPrivate || (!isDirect() && channelId === person.directMessages.id),
      files: files.map(({ name, description = '', bytes }) => ({
        name,
        alt: description,
        read: async () => bytes,
      })),
    };
  };

  /** Private answers are edited in place, so a message is told by what it shows, too. */
  const hearing = {
    app,
    models,
    accountId: person.id,
    seen: () =>
      seen()
        .filter(isWords)
        .map((message) => ({ message, id: message.id, key: `${message.id} ${message.text}` })),
  };
  const after = async (act: () => unknown) =>
    (await heardAfter(hearing, async () => act())).map(({ message }) => asHeard(message));
  const does = (deed: string, act: () => Promise<unknown>) =>
    exchangeOf(`${person.name} ${deed}`, after(act));

  function messageWith(label: string): SeenMessage {
    const found = seen().findLast(({ buttons }) => buttons.some((button) => button.label === label));
    if (!found) throw new Error(`${person.name} sees no button "${label}".`);
    return found;
  }

  async function say(text: string, files: SaidFile[]): Promise<void> {
    const isFollowUp = isDirect() || thread !== undefined;
    const typed = asTyped(
      text,
      discord.bot.mention,
      isFollowUp ? 'never' : mentionsAlways ? 'always' : 'agents',
    );
    const said = person.says(thread ?? talker.place, typed, {
      files: files.map(({ name, content, mediaType = 'text/plain' }) => ({
        name,
        bytes: Buffer.from(content),
        contentType: mediaType,
      })),
    });
    const isKept = async () => (await models.inbox.countDocuments({ _id: `discord:${said.id}` })) === 1;
    if (isFollowUp || typed.includes(discord.bot.mention)) {
      // Discord itself does not acknowledge a message.
      await expect.poll(isKept, { interval: 10 }).toBe(true);
    } else await witnessed();
    if (isDirect() || mentionsAlways) return;
    await expect.poll(() => app().isSettled(`discord:${said.id}`)).toBe(true);
    thread ??= discord.threadsOf(talker.place).find(({ id }) => id === said.id);
  }

  /** The gateway keeps its order: what is answered to somebody after it shows that it has been looked at. */
  async function witnessed(): Promise<void> {
    const { id } = witness.writesToBot('help');
    await expect.poll(() => app().isSettled(`discord:${id}`)).toBe(true);
  }

  async function press(label: string): Promise<void> {
    const answer = await person.presses(messageWith(label), label).answer();
    if (answer.kind === 'form') form = answer.form;
  }

  async function openForm(): Promise<ShownForm> {
    if (!form) {
      const label = seen()
        .flatMap(({ buttons }) => buttons.map((button) => button.label))
        .findLast(opensForm);
      if (label === undefined) throw new Error('There is no button that opens a form.');
      await press(label);
    }
    if (!form) throw new Error(`${person.name} sees no form.`);
    return form;
  }

  /** Every page, one after the other; of a form that came back, each page in which something is wrong. */
  async function fillIn(values: Record<string, string | string[]>): Promise<void> {
    const labels = new Map<string, string>();
    const opened = new Set<string>();
    const isCorrected = Object.keys(errors).length > 0;
    errors = {};
    for (;;) {
      const current = await openForm();
      opened.add(current.data.custom_id);
      form = undefined;
      for (const [label, field] of fieldsOf(current)) labels.set(label, field);
      const answer = await person.submits(current, asInputs(current, values)).answer();
      if (answer.kind !== 'message' && answer.kind !== 'updated') return;
      const next = seen().find(({ id }) => id === answer.message.id);
      errors = errorsIn(next?.text ?? '', labels);
      const leadsOn = next?.buttons.find(
        ({ label, customId = '' }) =>
          label.startsWith('Go on to page') || (isCorrected && opensForm(label) && !opened.has(customId)),
      );
      if (!next || !leadsOn) return;
      form = await person.presses(next, leadsOn.label).form();
    }
  }

  const talker: DiscordTalker = {
    person,
    place: deps.place,
    seen,
    messageWith,
    after,
    says: (text, files = []) => does(`wrote "${text.slice(0, 80)}"`, () => say(text, files)),
    presses: (label) => does(`pressed "${label}"`, () => press(label)),
    opensForm: async () => {
      const { data } = await openForm();
      return { title: data.title, values: valuesOf(data.components) };
    },
    fillsIn: (values) => does('sent a form', () => fillIn(values)),
    fieldErrors: () => errors,
    goesTo: async (place) => {
      talker.place = place === 'dm' ? person.directMessages : deps.general();
      thread = undefined;
    },
    leavesThread: async () => {
      // Direct messages are one thread, which goes on.
      thread = undefined;
    },
    sees: () => seen().filter(isWords).map(asHeard),
    // Discord has no words for it: it shows that somebody types.
    statuses: () => [],
  };
  return talker;
}

/** All but what stands in the place of a form once that is on its way. */
function isWords({ text }: SeenMessage): boolean {
  return text !== sentenceFor({ kind: 'form-sent' });
}

const agentFirst = new RegExp(
  `^(?:@(?:${systemRoleSchema.options.join('|')})\\b|(?:${systemRoleSchema.options.join('|')}):)`,
  'i',
);

/** In a channel somebody who means an agent mentions the bot first: agents have no accounts there. */
function asTyped(text: string, botMention: string, mentionsFirst: 'always' | 'agents' | 'never'): string {
  const typed = text.replaceAll(/@Elevate\b/g, botMention);
  const isForUs = mentionsFirst === 'always' || (mentionsFirst === 'agents' && agentFirst.test(text));
  return isForUs && !typed.includes(botMention) ? `${botMention} ${typed}` : typed;
}

/** Names of fields become inputs; what the form has by itself is left as it stands. */
function asInputs(
  form: ShownForm,
  values: Record<string, string | string[]>,
): Record<string, string | string[]> {
  const inputs = form.data.components.flatMap((top) =>
    'component' in top && 'custom_id' in top.component ? [top.component.custom_id] : [],
  );
  return Object.fromEntries(
    inputs.flatMap((customId) => {
      const name = parseInputName(customId);
      const value = name && values[name.field];
      if (value === undefined || name?.number !== 1) return [];
      // Where there is both a picker and room for words of one's own, these are words of one's own.
      if (name.kind === 'pick' && inputs.includes(`text:1:${name.field}`)) return [];
      return [[customId, Array.isArray(value) && name.kind !== 'pick' ? value.join('\n') : value]];
    }),
  );
}

/** What stands in this page of the form. */
function valuesOf(components: ShownForm['data']['components']): Record<string, string> {
  const values: Record<string, string> = {};
  for (const top of components) {
    if (top.type !== ComponentType.Label || !('custom_id' in top.component)) continue;
    const { component } = top;
    const field = parseInputName(component.custom_id)?.field;
    if (field === undefined) continue;
    const picked =
      'options' in component ? component.options.find((option) => option.default)?.value : undefined;
    const typed = component.type === ComponentType.TextInput ? component.value : undefined;
    values[field] = `${values[field] ?? ''}${typed ?? picked ?? ''}`;
  }
  return values;
}

function fieldsOf(form: ShownForm): Array<[label: string, field: string]> {
  return form.data.components.flatMap((top): Array<[string, string]> => {
    if (!('component' in top) || !('custom_id' in top.component)) return [];
    const name = parseInputName(top.component.custom_id);
    // A field that takes several inputs counts them.
    return name ? [[top.label.replace(/ \(\d+ of \d+\)$/, ''), name.field]] : [];
  });
}

/** "- **Label** what is wrong", by the names of the fields. */
function errorsIn(text: string, fieldNames: ReadonlyMap<string, string>): Record<string, string> {
  const lines = [...text.matchAll(/^- \*\*(.+?)\*\* (.+)$/gm)];
  return Object.fromEntries(
    lines.map(([, label = '', error = '']) => [fieldNames.get(label) ?? label, error]),
  );
}

/** As Discord's client shows a time with its day to somebody in London. */
function asShown(seconds: number): string {
  return new Date(seconds * 1_000).toLocaleString('en-GB', {
    timeZone: 'Europe/London',
    dateStyle: 'full',
    timeStyle: 'short',
  });
}
