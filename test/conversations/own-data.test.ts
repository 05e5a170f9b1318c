import { unzipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { allTables } from '../../src/domain/tables.ts';
import {
  directThread,
  eventFrom,
  fillFoundation,
  messageWithButton,
  receive,
  saidFor,
} from '../support/conversation.ts';
import { type Elevate, startElevate } from '../support/elevate.ts';
import { onEverySurface } from '../support/on-every-surface.ts';
import { wordsOf } from '../support/talker.ts';

const secret = 'Poured on Tuesdays by moonlight';

describe('own data', () => {
  let elevate: Elevate;
  beforeEach(async () => {
    elevate = await startElevate();
  });
  afterEach(() => elevate.end());

  /** Every stored document in which one of these stands, by collection. */
  async function traces(...words: string[]): Promise<string[]> {
    const found = await Promise.all(
      allTables.map(async ({ name }) => {
        const rows = await elevate.connection.collection(name).find({}).toArray();
        return rows
          .map((row) => JSON.stringify(row))
          .filter((row) => words.some((word) => row.toLowerCase().includes(word.toLowerCase())))
          .map((row) => `${name} ${row}`);
      }),
    );
    return found.flat().filter((row) => !/^(?:agents|playbookPrompts|courseModules) /.test(row));
  }

  /** All that a person leaves of themselves, in a direct message and in a channel with somebody else. */
  async function livesHere(name: string, words = secret) {
    await fillFoundation(elevate, name, words);
    const person = await elevate.person(name);
    await person.says('@Sage F3 please');
    await person.says('leads 40, spend £240 last week');
    await person.presses('Keep');
    await person.goesTo('#general');
    await person.says(`@Writer is ${words} a good line?`);
    return person;
  }

  async function pressWipe(name: string) {
    const { buttonId, thread } = await messageWithButton(elevate, 'Delete all my data');
    const press = eventFrom(name, thread, { buttonId });
    return { press, said: await receive(elevate, press) };
  }

  const isOver = async () =>
    expect
      .poll(async () => (await elevate.models.erasures.find().lean()).map(({ state }) => state))
      .toEqual(['over']);

  it('is sent as one archive to its person alone', async () => {
    await livesHere('ana');
    const ben = await livesHere('ben', 'Ben blends at noon');
    const ask = eventFrom(
      'ana',
      { surface: 'playground', place: '#general', root: 'r', audience: 'channel' },
      { text: '@Elevate export my data' },
    );
    const [sent] = await receive(elevate, ask);
    expect(sent).toMatchObject({ audience: 'person', visibleTo: 'ana' });
    const [kept] = await elevate.models.outbox.find({ inReplyTo: ask.id }).lean();
    const [file] = kept?.content.files ?? [];
    expect(file?.name).toMatch(/^Elevate data \d{4}-\d\d-\d\d\.zip$/);
    const zip = unzipSync(Buffer.from(file?.content ?? '', 'base64'));
    const text = (name: string) => Buffer.from(zip[name] ?? []).toString('utf8');
    expect(JSON.parse(text('data/userFoundations.json')).yours).toHaveLength(1);
    expect(text('data/userFoundations.json')).toContain(secret);
    expect(Object.keys(zip)).toEqual(
      expect.arrayContaining([
        'README.md',
        'data/persons.json',
        'data/conversationMessages.json',
        'data/userPromptExecutions.json',
      ]),
    );
    const all = Object.values(zip)
      .map((bytes) => Buffer.from(bytes).toString('utf8'))
      .join('\n');
    expect(all).not.toMatch(/\bben\b/i);
    expect(ben.seen.filter(({ text }) => text.includes('Here is all that I keep'))).toEqual([]);
  });

  it('goes from every collection by one button, with a receipt, and nobody else’s goes', async () => {
    const ben = await livesHere('ben', 'Ben blends at noon');
    const bens = (await traces('ben')).length;
    const ana = await livesHere('ana');
    await ana.goesTo('dm');
    const asked = await ana.says('delete everything you have on me');
    expect(asked.text).toMatch(/What goes.*1 Foundation.*\n\n.*What stays/);
    expect((await traces('ana')).length).toBeGreaterThan(20);

    await await ana.presses('Delete all my data');
    expect(ana.seen.at(-1)?.text).toMatch(/^\*\*Deleted\*\*, on the playground: .*1 Foundation/);
    await isOver();

    // What is left is the platform's own message with the receipt, and where her open terminal stands in it.
    const left = (await traces('ana', 'tuesdays by moonlight')).filter((row) => !/\bben\b/i.test(row));
    expect(left.map((row) => row.split(' ')[0]).filter((name) => name !== 'playgroundReaders')).toEqual([
      'playgroundMessages',
    ]);
    expect(left.find((row) => row.startsWith('playgroundMessages'))).toContain('**Deleted**');
    expect((await traces('ben')).length).toBe(bens);
    await ben.says('@Elevate hello');
  });

  it('takes the button for nothing when it is pressed again, and the next message for a first contact', async () => {
    await livesHere('ana');
    const dm = directThread('ana', 'd2');
    await receive(elevate, eventFrom('ana', dm, { text: 'delete all my data' }));
    const wipe = await messageWithButton(elevate, 'Delete all my data');
    const first = eventFrom('ana', dm, { buttonId: wipe.buttonId });
    expect((await receive(elevate, first))[0]?.text).toMatch(/^\*\*Deleted/);
    await isOver();
    const again = eventFrom('ana', dm, { buttonId: wipe.buttonId });
    expect((await receive(elevate, again))[0]?.text).toMatch(/nothing of yours is here/);
    await isOver();
    expect(await elevate.models.accounts.countDocuments({})).toBe(0);
    expect(await elevate.models.inbox.countDocuments({})).toBe(0);

    await receive(elevate, eventFrom('ana', dm, { text: 'hello' }));
    expect(await elevate.models.users.countDocuments({})).toBe(1);
    expect((await receive(elevate, eventFrom('ana', dm, { buttonId: wipe.buttonId })))[0]?.text).toMatch(
      /nothing was deleted/,
    );
    expect(await elevate.models.users.countDocuments({})).toBe(1);
  });

  it('is not deleted by another who presses, nor by words alone', async () => {
    await livesHere('ana');
    await receive(elevate, eventFrom('ana', directThread('ana', 'd2'), { text: 'yes, delete all my data' }));
    await receive(elevate, eventFrom('ana', directThread('ana', 'd2'), { text: 'yes' }));
    const { said } = await pressWipe('ben');
    expect(said[0]?.text).toMatch(/nothing was deleted/);
    expect(await elevate.models.userFoundations.countDocuments({})).toBe(1);
    expect(await elevate.models.erasures.countDocuments({})).toBe(0);
  });

  it('goes on after the program died half way', async () => {
    await livesHere('ana');
    await receive(elevate, eventFrom('ana', directThread('ana', 'd2'), { text: 'delete all my data' }));
    const { buttonId, thread } = await messageWithButton(elevate, 'Delete all my data');
    const { connection } = elevate;
    await elevate.stop();
    let deaths = 0;
    elevate = await startElevate({
      connection,
      wrapStores: (stores) => ({
        ...stores,
        ownData: {
          ...stores.ownData,
          erase: async (whose, erasure, lost) => {
            deaths += 1;
            if (deaths > 1) return stores.ownData.erase(whose, erasure, lost);
            await elevate.models.accounts.deleteMany({});
            await elevate.models.conversationParticipants.deleteMany({});
            throw new Error('killed');
          },
        },
      }),
    });
    const press = eventFrom('ana', thread, { buttonId });
    await elevate.app.receive(press);
    await expect.poll(() => elevate.app.isSettled(press.id)).toBe(true);
    await isOver();
    expect((await saidFor(elevate, press))[0]?.text).toMatch(/^\*\*Deleted/);
    const left = await traces('ana', 'tuesdays by moonlight');
    expect(left.map((row) => row.split(' ')[0]).filter((name) => name !== 'playgroundReaders')).toEqual([
      'playgroundMessages',
    ]);
  });
});

onEverySurface('own data', (stage) => {
  it('is taken away whole, and then all of it is deleted', async () => {
    await stage.begin();
    await stage.fillFoundation('ana', secret);
    const ana = await stage.person('ana');
    await ana.says('@Sage F3');
    await ana.says('export my data').getsReply(/all that I keep about you: .*1 Foundation/);
    await ana.says('delete all my data').getsReply(/There is no way back/);
    expect(wordsOf(await ana.presses('Delete all my data'))).toMatch(/Deleted/);
    await expect.poll(() => stage.models.erasures.countDocuments({ state: 'over' })).toBe(1);
    expect(await stage.models.accounts.countDocuments({})).toBe(0);
    expect(await stage.models.outbox.countDocuments({})).toBe(0);
    expect(await stage.models.conversationMessages.countDocuments({})).toBe(0);
    await ana.says('hello again');
    expect(await stage.models.accounts.countDocuments({})).toBe(1);
  });
});
