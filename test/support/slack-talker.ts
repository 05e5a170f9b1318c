import type { AnyBlock, KnownBlock } from '@slack/types';
import type { StoreModels } from '../../src/adapters/mongo/store-models.ts';
import { cutLongValue } from '../../src/adapters/slack/cut-long-value.ts';
import { readBlockId } from '../../src/adapters/slack/form-inputs.ts';
import { viewLimits } from '../../src/adapters/slack/slack-limits.ts';
import type { App } from '../../src/app.ts';
import { heardAfter } from './heard-after.ts';
import type { FieldInput } from './slack-server/interactions.ts';
import type { MessageRef, Person } from './slack-server/person.ts';
import type { SlackServer } from './slack-server/slack-server.ts';
import type { Channel, EphemeralMessage, StoredMessage, StoredView } from './slack-server/world.ts';
import { wordsOfMessage } from './slack-words.ts';
import { exchangeOf, type HeardMessage, opensForm, type Talker } from './talker.ts';

/** Somebody in a place of Slack. */
export interface SlackTalker extends Talker {
  person: Person;
  place: Channel;
  /** The thread that they write in; undefined roots a new one with the next message. */
  thread: string | undefined;
  view(): StoredView;
}

export interface SlackTalkerDeps {
  slack: SlackServer;
  app: App;
  models: StoreModels;
  person: Person;
  /** Where they begin. */
  place: Channel;
  /** Where `#general` is to them. */
  general: () => Channel;
}

interface Seen extends HeardMessage {
  id: string;
  key: string;
  at: MessageRef;
}

export function createSlackTalker(deps: SlackTalkerDeps): SlackTalker {
  const { slack, app, models, person } = deps;
  const { workspaceId } = person.dm;
  const threads = new Map<string, string | undefined>();
  /** Said in a modal, which then has nothing else in it. */
  const notices: Seen[] = [];

  /** Everything of the bot's that this person can see, in order. */
  const seen = (): Seen[] => {
    const { place } = talker;
    const apart =
      place.id === person.dm.id ? [] : slack.messagesIn(person.dm).map((one) => seenOf(one, true));
    const own = slack.ephemeralFor(person).map((one) => seenOf(one, true));
    return [...slack.messagesIn(place).map((one) => seenOf(one, false)), ...apart, ...own]
      .filter((one): one is Seen => one !== undefined)
      .sort((one, other) => Number(one.at.ts) - Number(other.at.ts))
      .concat(notices);
  };

  const does = (deed: string, act: () => Promise<unknown>) =>
    exchangeOf(
      `${person.name} ${deed}`,
      heardAfter({ app: () => app, models, accountId: `${workspaceId}:${person.id}`, seen }, act).then(
        (all) => all.map(asHeard),
      ),
    );

  async function press(label: string): Promise<void> {
    const where = seen().findLast(({ buttons }) => buttons.includes(label));
    if (!where) throw new Error(`${person.name} sees no button "${label}".`);
    const [viewBefore, seenBefore, keptBefore] = [slack.openView(person), seen().length, await kept()];
    const answered = await person.presses(where.at, label);
    if (!answered.acknowledged) throw new Error(`"${label}" was not acknowledged: ${answered.reason}`);
    if ((await kept()) > keptBefore) return;
    // What is not kept opens a form or is answered at once, after the acknowledgement.
    await slack.until(
      () => slack.openView(person) !== viewBefore || seen().length > seenBefore,
      `what "${label}" leads to`,
    );
  }

  const kept = () =>
    models.inbox.countDocuments({ 'incoming.author.accountId': `${workspaceId}:${person.id}` });

  async function openView(): Promise<StoredView> {
    if (!slack.openView(person)) {
      const label = seen()
        .flatMap(({ buttons }) => buttons)
        .findLast(opensForm);
      if (label === undefined) throw new Error('There is no button that opens a form.');
      await press(label);
    }
    return talker.view();
  }

  const talker: SlackTalker = {
    person,
    place: deps.place,
    get thread() {
      return threads.get(talker.place.id);
    },
    set thread(thread) {
      threads.set(talker.place.id, thread);
    },
    view: () => {
      const view = slack.openView(person);
      if (!view) throw new Error(`${person.name} sees no form.`);
      return view;
    },
    says: (text, files = []) =>
      does(`wrote "${text.slice(0, 80)}"`, async () => {
        const { place, thread } = talker;
        const said = await person.says(place, asTyped(text, slack.botMention), {
          files: files.map(({ name, content }) => ({ name, content: Buffer.from(content) })),
          ...(thread === undefined ? {} : { thread }),
        });
        talker.thread = said.thread;
        if (!(await said.acknowledged)) throw new Error(`"${text}" was not acknowledged.`);
      }),
    presses: (label) => does(`pressed "${label}"`, () => press(label)),
    opensForm: async () => {
      const view = await openView();
      return { title: view.title ?? '', values: valuesOf(view) };
    },
    fillsIn: (values) =>
      does('sent a form', async () => {
        const view = await openView();
        const answered = await person.submits(view, asInputs(view, values));
        if (answered.action === 'failed')
          throw new Error(`The form was not acknowledged: ${answered.reason}`);
        if (answered.action !== 'update') return;
        const { id, title, blocks, submit } = talker.view();
        // A form again, to be sent anew: what is wrong stands in it.
        if (submit !== undefined) return;
        const text = wordsOfMessage({ text: title ?? '', blocks });
        const at = { channelId: '', ts: '0' };
        notices.push({
          id,
          key: `${id} ${notices.length}`,
          at,
          agent: 'Elevate',
          text,
          buttons: [],
          isPrivate: true,
          files: [],
        });
        await person.closes(talker.view());
      }),
    fieldErrors: () => {
      const view = slack.openView(person);
      const shownBySlack = Object.entries(view?.errors ?? {}).map(([blockId, error]) => [
        readBlockId(blockId)?.field ?? blockId,
        error,
      ]);
      return Object.fromEntries([...shownBySlack, ...errorsIn(view?.blocks ?? [])]);
    },
    goesTo: async (place) => {
      talker.place = place === 'dm' ? person.dm : deps.general();
    },
    leavesThread: async () => {
      talker.thread = undefined;
    },
    sees: () => seen().map(asHeard),
    statuses: () =>
      slack
        .callsTo('assistant.threads.setStatus')
        .filter(({ args }) => args.channel_id === talker.place.id)
        .map(({ args }) => String(args.status)),
  };
  return talker;
}

function asHeard({ agent, text, buttons, isPrivate, files }: Seen): HeardMessage {
  return { agent, text, buttons, isPrivate, files };
}

/** What Slack's client makes of what is typed: marks of its own are escaped, and the bot is a mention. */
function asTyped(text: string, botMention: string): string {
  // Given in Slack's own notation.
  if (text.includes(botMention)) return text;
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return escaped.replaceAll(/@Elevate\b/g, botMention);
}

/** Names of fields become blocks; what the form has by itself is left as it stands. */
function asInputs(view: StoredView, values: Record<string, string | string[]>): Record<string, FieldInput> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([field, value]) => {
      const text = Array.isArray(value) ? value.join('\n') : value;
      const blocks = blocksOf(view, field);
      const picker = blocks.find(({ kind }) => kind === 'pick');
      const inputs = blocks.filter(({ kind }) => kind === 'text');
      if (picker && inputs.length === 0) return [[picker.blockId, value]];
      const pieces =
        inputs.length === 1 || text.length <= viewLimits.inputCharacters
          ? [text]
          : cutLongValue(text, viewLimits.inputCharacters);
      return inputs.map(({ blockId }, index) => [blockId, pieces[index] ?? '']);
    }),
  );
}

/** Of a form that came with them: each below its field. */
function errorsIn(blocks: AnyBlock[]): Array<[field: string, error: string]> {
  let field = '';
  return (blocks as KnownBlock[]).flatMap((block): Array<[string, string]> => {
    field = readBlockId(block.block_id ?? '')?.field ?? field;
    if (block.type !== 'context') return [];
    const words = block.elements.map((element) => ('text' in element ? element.text : '')).join('');
    return words.startsWith('⚠️ ') ? [[field, words.slice('⚠️ '.length)]] : [];
  });
}

function blocksOf(view: StoredView, field: string) {
  return view.blocks.flatMap(({ block_id: blockId = '' }) => {
    const name = readBlockId(blockId);
    return name?.field === field ? [{ ...name, blockId }] : [];
  });
}

function valuesOf(view: StoredView): Record<string, string> {
  const fields = view.blocks.flatMap(({ block_id = '' }) => readBlockId(block_id)?.field ?? []);
  return Object.fromEntries(
    [...new Set(fields)].map((field) => {
      const inputs = blocksOf(view, field).map(({ blockId }) => Object.values(view.values[blockId] ?? {})[0]);
      return [field, inputs.map((state) => typed(state)).join('')];
    }),
  );
}

function typed(state: Record<string, unknown> | undefined): string {
  if (typeof state?.value === 'string') return state.value;
  const option = state?.selected_option;
  return typeof option === 'object' && option !== null && 'value' in option ? String(option.value) : '';
}

function seenOf(message: StoredMessage | EphemeralMessage, isPrivate: boolean): Seen | undefined {
  const byBot = 'botId' in message ? message.botId !== undefined : !('reactions' in message);
  if (!byBot) return undefined;
  const { channelId, ts, threadTs, blocks = [], username } = message;
  return {
    id: ts,
    key: `${channelId}/${ts}`,
    at: { channelId, ts, ...(threadTs === undefined ? {} : { threadTs }) },
    // A line that ends within a paragraph.
    text: wordsOfMessage(message).replaceAll(/ {2}$/gm, ''),
    agent: username ?? 'Elevate',
    buttons: labelsOf(blocks),
    isPrivate,
    files: ('files' in message ? message.files : []).map(
      ({ name, altText = '', content = Buffer.alloc(0) }) => ({
        name,
        alt: altText,
        read: async () => content,
      }),
    ),
  };
}

function labelsOf(blocks: AnyBlock[]): string[] {
  return (blocks as KnownBlock[]).flatMap((block) =>
    block.type === 'actions'
      ? block.elements.flatMap((element) => (element.type === 'button' ? [element.text.text] : []))
      : [],
  );
}
