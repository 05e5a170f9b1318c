import { afterEach, describe, expect, test } from 'vitest';
import { createReadAttachments } from '../../../src/adapters/discord/read-attachments.ts';
import { h1Answers } from '../../support/conversation.ts';
import { type DiscordElevate, startOnDiscord } from '../../support/discord-elevate.ts';
import type { GivenFile } from '../../support/discord-server/form-submission.ts';
import type { DiscordTalker } from '../../support/discord-talker.ts';
import { createRecordingLogger } from '../../support/recording-logger.ts';
import { createSpeakingModel } from '../../support/speaking-model.ts';

let elevate: DiscordElevate | undefined;

afterEach(async () => {
  elevate?.discord.expectAllUsed();
  await elevate?.end();
  elevate = undefined;
});

async function ana(): Promise<DiscordTalker> {
  elevate = await startOnDiscord({ model: createSpeakingModel('1. Out again by nine?') });
  return elevate.talker('ana');
}

const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
const text = (name: string, words: string): GivenFile => ({ name, bytes: Buffer.from(words) });

describe('what people attach', () => {
  test('is read, told to whoever answers, and kept with the message', async () => {
    const talker = await ana();
    const files = [
      text('reviews.csv', 'who,what\nBea,"tunnels, always"'),
      { name: 'shop.txt', bytes: png, contentType: 'text/plain' },
    ];
    await talker.after(async () => {
      talker.person.writesToBot('@Marketer which of these is strongest?', { files });
      await expect.poll(() => elevate?.models.inbox.countDocuments()).toBe(1);
    });
    const entry = await elevate?.models.inbox.findOne().lean();
    expect(entry?.incoming.kind === 'message' && entry.incoming.files).toEqual([
      expect.objectContaining({
        name: 'reviews.csv',
        mediaType: 'text/csv',
        text: 'who,what\nBea,"tunnels, always"',
      }),
      // By its bytes, whatever its name says.
      expect.objectContaining({ name: 'shop.txt', mediaType: 'image/png', bytes: png.byteLength }),
    ]);
    const remembered = await elevate?.models.conversationMessages.findOne({ authorAgentRole: null }).lean();
    expect(remembered?.text).toMatch(/File reviews\.csv:\nwho,what/);
    expect(
      talker
        .seen()
        .map((one) => one.text)
        .join('\n'),
    ).toMatch(/cannot look at pictures yet\. shop\.txt/);
  });

  test('may come without a word', async () => {
    const talker = await ana();
    const heard = await talker.after(async () => {
      talker.person.writesToBot('', { files: [{ name: 'deck.pdf', bytes: Buffer.from('%PDF-1.7') }] });
      await expect.poll(() => elevate?.models.inbox.countDocuments()).toBe(1);
    });
    expect(heard.map((one) => one.text).join('\n')).toMatch(/cannot read deck\.pdf yet/);
  });
});

describe('reading attachments', () => {
  const attachment = (changes: object) => ({
    id: '1',
    filename: 'notes.txt',
    size: 5,
    url: 'https://cdn.discordapp.com/attachments/1/1/notes.txt',
    proxy_url: '',
    ...changes,
  });

  test('fetches from nowhere but Discord, nothing larger than 10 MiB, and at most five', async () => {
    const log = createRecordingLogger();
    const read = createReadAttachments('http://127.0.0.1:1/api', log);
    const [elsewhere, tooLarge] = await read([
      attachment({ url: 'http://169.254.169.254/latest/meta-data' }),
      attachment({ size: 10 * 1024 * 1024 + 1 }),
    ]);
    expect(elsewhere).toEqual({
      id: '1',
      name: 'notes.txt',
      mediaType: 'application/octet-stream',
      bytes: 5,
    });
    expect(tooLarge?.bytes).toBe(10 * 1024 * 1024 + 1);
    // The larger one was not even asked for.
    expect(log.lines.map(({ fields }) => String(fields.error))).toEqual([
      expect.stringMatching(/none of Discord/),
    ]);
    expect(await read(Array.from({ length: 7 }, () => attachment({ size: 99_999_999 })))).toHaveLength(5);
  });
});

test('a file of a reply is attached with its description', async () => {
  const talker = await ana();
  await talker.says('@Writer H1 please');
  await talker.fillsIn(h1Answers);
  const { platform } = elevate as DiscordElevate;
  const [entry] = (await elevate?.models.outbox.find().sort({ position: -1 }).limit(1).lean()) ?? [];
  if (!entry) throw new Error('Nothing was said.');
  const file = {
    name: 'trend.png',
    mediaType: 'image/png',
    alt: 'Leads over eight weeks',
    content: png.toString('base64'),
    encoding: 'base64' as const,
  };
  const { platformMessageId: _sent, ...fresh } = entry;
  const delivered = await platform.deliver({
    ...fresh,
    _id: 'reply:file:answer',
    content: { ...entry.content, text: 'Your trend.', files: [file] },
  });
  expect(delivered.kind).toBe('delivered');
  expect(talker.seen().at(-1)?.files).toEqual([
    expect.objectContaining({ name: 'trend.png', description: 'Leads over eight weeks' }),
  ]);
});

describe('a file in place of a long text', () => {
  const long = 'It tunnels. '.repeat(1_500).trim();

  async function formOfPaste(): Promise<DiscordTalker> {
    elevate = await startOnDiscord();
    const talker = elevate.talker('ana');
    await talker.says('@Writer H1 please');
    await talker.fillsIn(h1Answers);
    return talker;
  }

  async function submits(talker: DiscordTalker, files: GivenFile[], typed = ''): Promise<string> {
    const form = await talker.person
      .presses(talker.messageWith('Paste the answer'), 'Paste the answer')
      .form();
    const heard = await talker.after(async () => {
      await talker.person.submits(form, { 'text:1:answer': typed, 'file:1:answer': files }).answer();
    });
    return heard.map((one) => one.text).join('\n');
  }

  test('is read into its field, longer than the inputs hold', async () => {
    const talker = await formOfPaste();
    expect(long.length).toBeGreaterThan(16_000);
    await submits(talker, [text('answer.md', long)], 'left over');
    expect(await elevate?.models.userPromptExecutions.findOne().lean()).toMatchObject({
      status: 'Success',
      answerSource: 'pasted',
      aiResponse: long,
    });
  });

  test('that cannot be read is named at its field, and what was typed is kept', async () => {
    const talker = await formOfPaste();
    const said = await submits(talker, [{ name: 'answer.txt', bytes: png }], 'What I typed');
    expect(said).toMatch(/Nothing is sent yet.*I cannot read answer\.txt yet/s);
    expect(await elevate?.models.userPromptExecutions.findOne().lean()).toMatchObject({ status: 'Pending' });
    const again = await talker.person.presses(talker.messageWith('Open it again'), 'Open it again').form();
    expect(JSON.stringify(again.data)).toContain('What I typed');
  });

  test('that is too long is named as well', async () => {
    const talker = await formOfPaste();
    const said = await submits(talker, [text('answer.txt', 'x '.repeat(11_000))]);
    expect(said).toMatch(/at most 20,000/);
  });
});
