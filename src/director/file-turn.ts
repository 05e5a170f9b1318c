import { type AttachedFile, isReadable, type ReadableFile } from '../domain/attached-file.ts';
import { describeSize, isPicture } from '../domain/file-kind.ts';
import type { IncomingMessage } from '../domain/incoming.ts';
import type { Reply, ReplyPart } from '../domain/reply.ts';
import { placeForFile, planRun, type RunPlan } from '../playbook/run-plan.ts';
import { sentenceFor } from '../sentences/failure-sentences.ts';
import { offerButtons } from './offer.ts';
import { readMessage } from './read-message.ts';
import { say } from './reply-parts.ts';
import type { Turn } from './turn.ts';

/** The prompts that most often get a text to work on, in the order in which they are offered. */
const promptsForText = ['RW1', 'F2', 'S2', 'OP1'];

/** Whether a message brings files and no wish: no words, or the files' own names, which a platform puts for none. */
export function bringsFilesAlone(message: IncomingMessage): boolean {
  const names = message.files?.map(({ name }) => name).join(', ');
  const { words } = readMessage(message.text);
  return names !== undefined && (words === '' || words === names);
}

/** Files without a word: what came, and what could be done with it. */
export async function askAboutFiles(turn: Turn): Promise<Reply> {
  const readable = turn.files.filter(isReadable);
  const lines = [...readable.map(received), ...turn.files.flatMap((file) => unreadable(file) ?? [])];
  const [only, ...more] = readable;
  const offered = only && more.length === 0 ? await offersFor(only, turn) : [];
  const question =
    readable.length > 0
      ? `What shall I do with ${more.length > 0 ? 'them' : 'it'}? Tell me, or take one of these.`
      : '';
  const text = [...lines, offered.length > 0 ? question : question.replace(', or take one of these', '')];
  return [say('Director', text.filter(Boolean).join('\n'), { buttons: offered })];
}

function received(file: ReadableFile): string {
  return `I have read ${file.name}, ${describeSize(file.bytes)}.${guessed(file)}`;
}

async function offersFor(file: ReadableFile, turn: Turn): Promise<ReplyPart['buttons']> {
  const foundation = await turn.deps.foundations.read(turn.person.userId);
  const fitting = promptsForText
    .flatMap((code) => turn.deps.catalogue.prompts.get(code) ?? [])
    .filter((prompt) => placeForFile(planRun(prompt, foundation), [file]).kind === 'fits');
  return offerButtons(
    fitting.map(({ owner, promptCode }) => ({ agent: owner, promptCode })),
    '',
    turn,
  );
}

/** Beside an answer: what of the files could not be used, in one plain line each. */
export function fileNotes(message: IncomingMessage, turn: Turn): Reply {
  const pictures = turn.files.filter((file) => isPicture(file.mediaType));
  const others = turn.files.filter((file) => !isReadable(file) && !isPicture(file.mediaType));
  const lines = [
    ...others.flatMap((file) => unreadable(file) ?? []),
    ...(pictures.length > 0 && asksAboutPicture(message.text)
      ? [sentenceFor({ kind: 'picture-unseen', names: pictures.map(({ name }) => name) })]
      : []),
    ...turn.files.map(guessed).map((line) => line.trim()),
  ].filter(Boolean);
  return lines.length === 0 ? [] : [say('Director', lines.join('\n'), { part: 'files' })];
}

/** A question, or a word for the picture: somebody who only shows their shop is not told what nobody asked. */
function asksAboutPicture(text: string): boolean {
  return /\?|\b(?:picture|photo|image|pic|screenshot|logo|banner|poster|see|look|looks|show|shows|describe)\b/i.test(
    text,
  );
}

function unreadable(file: AttachedFile): string | undefined {
  if (isReadable(file)) return undefined;
  return isPicture(file.mediaType)
    ? sentenceFor({ kind: 'picture-unseen', names: [file.name] })
    : sentenceFor({ kind: 'unreadable-file', name: file.name });
}

function guessed(file: AttachedFile): string {
  return file.guessed ? ` ${sentenceFor({ kind: 'guessed-encoding', name: file.name })}` : '';
}

/** What a run makes of the files: into its form, or plainly nowhere. Empty where there is nothing to say. */
export function placedSentence(plan: RunPlan, files: readonly AttachedFile[]): string {
  const place = placeForFile(plan, files);
  switch (place.kind) {
    case 'no-file':
      return '';
    case 'fits':
      return `I have put ${place.name} into the form.`;
    case 'too-long':
      return sentenceFor({ ...place, kind: 'file-too-long' });
    case 'several':
      return sentenceFor({ kind: 'several-files' });
    case 'no-place':
      return sentenceFor({ kind: 'file-without-place', name: place.name, code: plan.prompt.promptCode });
  }
}
