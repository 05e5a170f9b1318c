import type { Catalogue } from '../domain/catalogue.ts';
import { stableId } from '../domain/stable-id.ts';
import { describeRoute } from './describe-route.ts';
import type { Intent } from './intent.ts';
import { createIntentIndex, type IntentIndex } from './intent-index.ts';
import { type Route, routeMessage } from './route.ts';
import { trainingMessages } from './training-messages.ts';

/** A message, and whom people who know the course say it is for; `promptCode` null: for the agent without a prompt. */
export interface LabelledMessage {
  text: string;
  agent: string;
  promptCode: string | null;
}

export interface RoutedMessage extends LabelledMessage {
  route: Route;
}

/** How often routes are right; all but `messages` as shares from 0 to 1. While the Director asks, the agent is Director. */
export interface RoutingFigures {
  messages: number;
  rightAgent: number;
  /** Agent and prompt, none being right where none is wanted. */
  rightPrompt: number;
  /** Agent and prompt decided, or among the buttons. */
  rightOrOffered: number;
  /** The wrong agent, and no button that leads elsewhere. */
  decidedAndWrong: number;
  /** The wrong agent answered, or the Director did something itself, with buttons beside it or without. */
  wrongAnswer: number;
  asked: number;
}

/** The figures of design.md §8 over messages that were routed. */
export function routingFigures(routed: readonly RoutedMessage[]): RoutingFigures {
  const share = (holds: (message: RoutedMessage) => boolean) =>
    routed.length === 0 ? 0 : routed.filter(holds).length / routed.length;
  const isRight = (message: RoutedMessage) => same(describeRoute(message.route), message);
  const isAgent = ({ agent, route }: RoutedMessage) => describeRoute(route).agent === agent;
  return {
    messages: routed.length,
    rightAgent: share(isAgent),
    rightPrompt: share(isRight),
    rightOrOffered: share(
      (message) =>
        isRight(message) || describeRoute(message.route).offered.some((intent) => same(intent, message)),
    ),
    decidedAndWrong: share(
      (message) => !isAgent(message) && describeRoute(message.route).offered.length === 0,
    ),
    wrongAnswer: share((message) => !isAgent(message) && message.route.kind !== 'ask'),
    asked: share(({ route }) => route.kind === 'ask'),
  };
}

/** Routes messages as if each were the first of a direct message. */
export function routeAll(
  messages: readonly LabelledMessage[],
  catalogue: Catalogue,
  index: IntentIndex,
): RoutedMessage[] {
  return messages.map((message) => ({
    ...message,
    route: routeMessage({ text: message.text, addressed: true, owner: undefined }, catalogue, index),
  }));
}

/**
 * Routes every training message with an index that never saw it: they are dealt into `folds` heaps by a hash of their
 * text, and each heap is routed by what the others teach. Titles of prompts teach and are not asked.
 */
export function crossValidate(catalogue: Catalogue, folds: number): RoutedMessage[] {
  const titles = new Set([...catalogue.prompts.values()].map(({ title }) => title));
  const messages = trainingMessages(catalogue).map((message) => ({
    ...message,
    fold: titles.has(message.text) ? -1 : heapOf(message.text, folds),
  }));
  return Array.from({ length: folds }, (_, fold) => {
    const index = createIntentIndex(messages.filter((message) => message.fold !== fold));
    const leftOut = messages.filter((message) => message.fold === fold);
    return routeAll(
      leftOut.map(({ text, intent }) => ({ text, agent: intent.agent, promptCode: intent.promptCode })),
      catalogue,
      index,
    );
  }).flat();
}

/** Always the same heap for the same text, whatever stands around it. */
function heapOf(text: string, heaps: number): number {
  return [...stableId(text)].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % heaps;
}

/** How often messages for one (the first key) went to another (the second), the most frequent first. */
export function confusions(
  routed: readonly RoutedMessage[],
  nameOf: (intent: { agent: string; promptCode: string | null }) => string,
): Array<{ wanted: string; got: string; count: number }> {
  const counts = new Map<string, { wanted: string; got: string; count: number }>();
  for (const message of routed) {
    const wanted = nameOf(message);
    const got = message.route.kind === 'ask' ? 'asked' : nameOf(describeRoute(message.route));
    const key = `${wanted}\n${got}`;
    const known = counts.get(key) ?? { wanted, got, count: 0 };
    known.count++;
    counts.set(key, known);
  }
  return [...counts.values()].sort((one, other) => other.count - one.count);
}

function same(one: { agent: string; promptCode: Intent['promptCode'] }, other: LabelledMessage): boolean {
  return one.agent === other.agent && one.promptCode === other.promptCode;
}
