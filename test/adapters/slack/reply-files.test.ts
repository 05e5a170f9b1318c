import { afterEach, expect, test } from 'vitest';
import type { ReplyFile, ReplyPart } from '../../../src/domain/reply.ts';
import { outboxEntry, replyPart } from '../../support/chat-values.ts';
import { h1Answers } from '../../support/conversation.ts';
import { redPixel } from '../../support/file-beginnings.ts';
import { createRecordingLogger } from '../../support/recording-logger.ts';
import { type SlackElevate, startOnSlack } from '../../support/slack-elevate.ts';
import type { StoredMessage } from '../../support/slack-server/world.ts';
import { wordsOfMessage } from '../../support/slack-words.ts';
import { hears } from '../../support/talker.ts';

let elevate: SlackElevate;
const slack = () => elevate.slack;

afterEach(async () => {
  elevate.slack.expectAllUsed();
  await elevate.end();
});

const worksheet: ReplyFile = {
  name: 'Foundation of Ana.md',
  mediaType: 'text/markdown',
  alt: 'Your Foundation, 7 fields',
  content: '# Sour Coffee\n\nCafé à la carte\n',
  encoding: 'utf-8',
};
const chart: ReplyFile = {
  name: 'trend.png',
  mediaType: 'image/png',
  alt: 'A line that rises from 3 to 9',
  content: Buffer.from(redPixel).toString('base64'),
  encoding: 'base64',
};

function sentFiles(messages: readonly StoredMessage[]) {
  return messages.flatMap(({ files, threadTs }) =>
    files.map(({ name, altText, content }) => ({
      name,
      altText,
      text: content?.toString('latin1'),
      threadTs,
    })),
  );
}

/** Says a part to ana, in the thread of a message of hers in that place. */
async function says(part: Partial<ReplyPart>, place: 'dm' | 'general') {
  const ana = slack().user('ana');
  const channel = place === 'dm' ? ana.dm : slack().channel('general');
  const said = await ana.says(channel, 'cabbage');
  const thread = {
    surface: 'slack',
    place: `${slack().team.id}/${channel.id}`,
    root: said.ts,
    audience: place === 'dm' ? 'direct' : 'channel',
  } as const;
  const accountId = `${slack().team.id}:${ana.id}`;
  const content = { ...replyPart({ part: 'answer.2', buttons: [] }), ...part };
  const createdAt = Date.now();
  await elevate.stores.outbox.put([
    outboxEntry({ _id: `files:${said.ts}`, thread, accountId, content, createdAt }),
  ]);
  await elevate.settled();
  return { ana, channel, said };
}

test('a finished prompt comes as a file in the thread it was asked for, after the words', async () => {
  elevate = await startOnSlack();
  const ana = elevate.talker('ana');
  await ana.says('@Writer H1 please');
  const finished = hears(await ana.fillsIn(h1Answers), /here is the finished H1 prompt/);
  expect(finished.text.length).toBeGreaterThan(1_200);
  hears(await ana.presses('As a file'), /Here it is as a file: H1 .*\.md/);
  const [file, ...others] = sentFiles(slack().messagesIn(ana.place, ana.thread));
  expect(others).toEqual([]);
  expect(file).toMatchObject({ name: expect.stringMatching(/^H1 .*\.md$/), threadTs: ana.thread });
  const [execution] = await elevate.models.userPromptExecutions.find().lean();
  expect(Buffer.from(file?.text ?? '', 'latin1').toString()).toBe(
    `${execution?.renderedPrompt?.trimEnd()}\n`,
  );
});

test('pictures and texts arrive byte by byte, described for whoever does not see them', async () => {
  elevate = await startOnSlack();
  const { channel, said } = await says({ files: [worksheet, chart] }, 'general');
  const inThread = { threadTs: said.ts };
  expect(sentFiles(slack().messagesIn(channel, said.ts))).toEqual([
    {
      name: worksheet.name,
      altText: worksheet.alt,
      text: Buffer.from(worksheet.content).toString('latin1'),
      ...inThread,
    },
    { name: chart.name, altText: chart.alt, text: Buffer.from(redPixel).toString('latin1'), ...inThread },
  ]);
});

test('what is for one person alone goes to their direct message, and nowhere in the channel', async () => {
  elevate = await startOnSlack();
  const { ana, channel } = await says({ files: [worksheet], audience: 'person' }, 'general');
  expect(sentFiles(slack().messagesIn(channel))).toEqual([]);
  expect(sentFiles(slack().messagesIn(ana.dm))).toMatchObject([{ name: worksheet.name }]);
});

test.each(['general', 'dm'] as const)(
  'in %s a lost answer is looked for, and nothing comes twice',
  async (place) => {
    elevate = await startOnSlack();
    slack().faults.loseResponse('files.completeUploadExternal');
    const { channel, said } = await says({ files: [worksheet] }, place);
    expect(sentFiles(slack().messagesIn(channel, said.ts))).toHaveLength(1);
    expect(slack().callsTo('files.completeUploadExternal')).toHaveLength(1);
  },
);

test('an upload that is lost before anybody sees it is begun anew', async () => {
  elevate = await startOnSlack();
  slack().faults.loseResponse('files.getUploadURLExternal');
  slack().faults.rateLimit('files.completeUploadExternal', { retryAfterSeconds: 1 });
  const { channel, said } = await says({ files: [worksheet] }, 'dm');
  expect(sentFiles(slack().messagesIn(channel, said.ts))).toHaveLength(1);
});

test('a workspace that takes no files: the person is told, and whoever runs us once, with the cure', async () => {
  const log = createRecordingLogger();
  elevate = await startOnSlack({ log });
  slack().faults.fail('files.getUploadURLExternal', 'file_uploads_disabled');
  const { channel, said } = await says({ files: [worksheet] }, 'dm');
  const [told, ...others] = slack().messagesIn(channel, said.ts).slice(1);
  expect(others.map(wordsOfMessage).filter((words) => /does not let me send files/.test(words))).toEqual([]);
  expect(wordsOfMessage(told as StoredMessage)).toMatch(/I made Foundation of Ana\.md, and this workspace/);
  const complaints = log.lines.filter(({ fields }) => fields.error === 'file_uploads_disabled');
  expect(complaints).toMatchObject([{ fields: { cure: expect.stringContaining('admin') } }]);
});

test('a channel that is archived meanwhile: the files reach the person', async () => {
  elevate = await startOnSlack();
  slack().faults.fail('files.completeUploadExternal', 'is_archived');
  const { ana, channel } = await says({ files: [worksheet] }, 'general');
  expect(sentFiles(slack().messagesIn(channel))).toEqual([]);
  expect(sentFiles(slack().messagesIn(ana.dm))).toMatchObject([{ name: worksheet.name }]);
});
