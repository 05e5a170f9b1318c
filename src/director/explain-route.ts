import type { AgentCard, Catalogue } from '../domain/catalogue.ts';
import { findPromptCodes } from '../domain/prompt-code.ts';
import type { ReplyPart } from '../domain/reply.ts';
import type { SystemRole } from '../domain/system-role.ts';
import { readMessage } from './read-message.ts';
import { say } from './reply-parts.ts';
import type { Route } from './route.ts';

export type Decided = Extract<Route, { kind: 'run' | 'agent' }>;

/**
 * Who answers and why, in one line over the answer, where the Director chose: empty for an agent that was named, or
 * that goes on in its own thread.
 */
export function whyLine(
  route: Decided,
  text: string,
  owner: SystemRole | undefined,
  catalogue: Catalogue,
): string {
  const { mentions, words } = readMessage(text);
  const wasNamed = mentions.some((mention) => mention.kind === 'agent' && mention.role !== 'Director');
  if (wasNamed || route.agent === owner) return '';
  const agent = catalogue.agents.get(route.agent);
  const name = agent?.name ?? route.agent;
  if (route.kind === 'agent') {
    const job = agent ? `, who ${lowerFirst(agent.description)}` : '.';
    return `_Director passed this to ${name}${job}_`;
  }
  const byCode = findPromptCodes(words).some((reading) => reading.code === route.promptCode);
  if (byCode) return `_${route.promptCode} is ${name}’s._`;
  const title = catalogue.prompts.get(route.promptCode)?.title ?? '';
  return `_Director passed this to ${name}: it reads like ${route.promptCode}, ${title}._`;
}

/** Said by the agent that was named, before the one whose job it is answers. */
export function handOverPart(route: Decided, catalogue: Catalogue): ReplyPart | undefined {
  if (route.handedOverBy === undefined) return undefined;
  const name = catalogue.agents.get(route.agent)?.name ?? route.agent;
  const prompt = route.kind === 'run' ? catalogue.prompts.get(route.promptCode) : undefined;
  const what = prompt ? `${prompt.promptCode}, ${prompt.title}, is` : 'That is';
  return say(route.handedOverBy, `${what} ${name}’s job, not mine. Over to ${name}.`, { part: handOver });
}

/** Said by an agent that passes the question on by itself, as the turn's first hand-over or its second. */
export function toolHandOverPart(from: AgentCard, to: AgentCard, hops: number): ReplyPart {
  return say(from.role, `That is ${to.name}’s job, not mine. Over to ${to.name}.`, {
    part: hops === 0 ? handOver : handOverAgain,
  });
}

/** A hand-over is said at once, before the answer that it announces. */
const handOver = 'handover';
/** The second one of a turn, in which there are at most two. */
const handOverAgain = 'handover-again';

/** Where a part stands in its reply, sorting as text: hand-overs before everything else, whenever they are said. */
export function placeInReply({ part }: ReplyPart, index: number): string {
  if (part === handOver) return '00';
  return part === handOverAgain ? '00b' : String(1 + index).padStart(2, '0');
}

function lowerFirst(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}
