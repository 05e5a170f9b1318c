import { expect } from 'vitest';
import { createOpenAiModel } from '../../src/adapters/openai/openai-model.ts';
import { systemClock } from '../../src/adapters/system/system-clock.ts';
import type { Stores } from '../../src/app.ts';
import type { Author, Incoming } from '../../src/domain/incoming.ts';
import type { ReplyPart } from '../../src/domain/reply.ts';
import type { ThreadRef } from '../../src/domain/thread-ref.ts';
import type { Clock } from '../../src/ports/clock.ts';
import type { LanguageModel } from '../../src/ports/language-model.ts';
import type { Elevate } from './elevate.ts';
import type { ScriptedModelServer } from './scripted-model-server.ts';

/** Everything that H1 needs of a newcomer, and its own two questions. */
export const h1Answers = {
  'companyContext.brandVoiceAdjectives': 'warm, plain, exact',
  'companyContext.uniqueMechanism': 'Poured on Tuesdays, posted within a day',
  'customerAvatar.profileSummary': 'People who light a candle to end the working day',
  'customerAvatar.pains': ['candles tunnel and go out', 'the scent fades after an hour'],
  painToTarget: 'candles tunnel and go out',
  destination: 'a free burn guide',
};

/** The real client, talking to the scripted server. */
export function modelOn(server: ScriptedModelServer, clock: Clock = systemClock): LanguageModel {
  return createOpenAiModel({ baseUrl: server.baseUrl, model: 'scripted', clock });
}

/** Writes what F3 needs into somebody's Foundation: F3 asks nothing else, so it runs at once. */
export async function fillFoundation(elevate: Elevate, name: string, mechanism: string): Promise<void> {
  await fillFoundationOf(elevate.stores, authorNamed(name), mechanism);
}

/** The same for an account of any surface. */
export async function fillFoundationOf(stores: Stores, author: Author, mechanism: string): Promise<void> {
  const { userId } = await stores.people.recognise(author, Date.now());
  await stores.foundations.change(
    userId,
    `filled-for-${author.accountId}`,
    [
      { path: 'companyContext.coreOffers', after: 'a candle' },
      { path: 'companyContext.uniqueMechanism', after: mechanism },
      { path: 'customerAvatar.pains', after: [`a pain of ${author.name.toLowerCase()}`] },
    ],
    'form',
    Date.now(),
  );
}

function authorNamed(name: string) {
  return {
    surface: 'playground' as const,
    accountId: name,
    name: name.charAt(0).toUpperCase() + name.slice(1),
  };
}

let made = 0;

type What =
  | { text: string; addressed?: boolean }
  | { buttonId: string }
  | { formId: string; values: Record<string, string> };

/** What a surface hands to the program, made by hand: to send it twice, at once with others, or with another's button. */
export function eventFrom(name: string, thread: ThreadRef, what: What): Incoming {
  made += 1;
  const common = {
    id: `playground:${name}:handmade-${made}`,
    thread,
    author: authorNamed(name),
    position: `${String(Date.now()).padStart(13, '0')}:${String(made).padStart(6, '0')}`,
    sentAtMs: Date.now(),
  };
  if ('buttonId' in what) return { kind: 'press', ...common, buttonId: what.buttonId, label: 'a button' };
  if ('formId' in what) return { kind: 'form', ...common, ...what };
  return { kind: 'message', ...common, text: what.text, addressed: what.addressed ?? true };
}

export function directThread(name: string, root: string): ThreadRef {
  return { surface: 'playground', place: `dm:${name}`, root, audience: 'direct' };
}

/** Hands an event over and gives what it led to, each with who could see it, in the order in which it was said. */
export async function receive(elevate: Elevate, event: Incoming): Promise<Said[]> {
  await elevate.app.receive(event);
  return saidFor(elevate, event);
}

export interface Said extends ReplyPart {
  visibleTo: string;
  revision: number;
}

export async function saidFor(elevate: Elevate, event: Incoming): Promise<Said[]> {
  await expect.poll(() => elevate.app.isSettled(event.id)).toBe(true);
  const messages = await elevate.models.playgroundMessages
    .find({ inReplyTo: event.id })
    .sort({ revision: 1 })
    .lean();
  return messages.flatMap(({ content, visibleTo, revision }) =>
    content ? [{ ...content, visibleTo, revision }] : [],
  );
}

/** The newest message that shows a button of that label. */
export async function messageWithButton(elevate: Elevate, label: string) {
  const message = await elevate.models.playgroundMessages
    .findOne({ 'content.buttons.label': label })
    .sort({ revision: -1 })
    .lean();
  const button = message?.content?.buttons.find((one) => one.label === label);
  if (!message || !button) throw new Error(`Nobody was shown a button "${label}".`);
  return { thread: message.thread, buttonId: button.id };
}
