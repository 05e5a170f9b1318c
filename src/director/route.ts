import { type CourseWish, readCourseWish } from '../course/read-course-wish.ts';
import type { Catalogue } from '../domain/catalogue.ts';
import type { Command, DirectorTask } from '../domain/director-task.ts';
import type { ElevateStep } from '../domain/elevate-step.ts';
import { type CodePrefix, codePrefixes, findPromptCodes } from '../domain/prompt-code.ts';
import type { SystemRole } from '../domain/system-role.ts';
import { type Boundary, boundaryOf } from './boundary-rules.ts';
import type { Intent, KnownIntent } from './intent.ts';
import type { IntentIndex, RankedIntent } from './intent-index.ts';
import { isAssent } from './read-assent.ts';
import { readCommand } from './read-command.ts';
import { isCourtesy, isFirstHello } from './read-courtesy.ts';
import { soundsDistressed } from './read-distress.ts';
import { type Mention, readMessage } from './read-message.ts';
import { asksAboutNumbers, looksLikeNumbers } from './read-numbers.ts';

/** What a message wants, as the Director decided it. */
export type Route =
  | { kind: 'not-addressed' }
  | { kind: 'empty' }
  | { kind: 'command'; command: Command }
  /** Something of the course to read, or a note of one's place in it. */
  | { kind: 'course'; wish: CourseWish }
  | { kind: 'numbers' }
  | { kind: 'unknown-agent'; name: string; near: SystemRole | undefined }
  | { kind: 'unknown-code'; code: string; step: ElevateStep }
  | { kind: 'unsure-code'; code: string; step: ElevateStep }
  /** Not a matter of the course: a lost parcel, a tax return. */
  | { kind: 'out-of-scope' }
  /** The Director talks: greetings, thanks, wishes too vague for an agent. */
  | { kind: 'talk' }
  | { kind: 'run'; agent: SystemRole; promptCode: string; handedOverBy?: SystemRole; offered: Intent[] }
  | { kind: 'agent'; agent: SystemRole; handedOverBy?: SystemRole; offered: Intent[] }
  /** One question with buttons: two intents are near each other. `nearest` is what a guess would be. */
  | { kind: 'ask'; offered: Intent[] };

export interface RouteRequest {
  text: string;
  /** False for a message in a channel that mentions neither the bot nor an agent. */
  addressed: boolean;
  /** The agent that answered last in this thread. */
  owner: SystemRole | undefined;
}

// Thresholds on shares of the index, chosen by cross-validation (docs/routing.md); a share of 0.5 is right for 60 %.

/**
 * At or above this likelihood of an agent the Director decides; below it, it asks. Between 0.45 and 0.5 the agent is
 * right for 47 %, and what else it may be stands beside the answer; below that a question saves more than it costs.
 */
const decisiveShare = 0.45;
/** The same for what the Director does itself: no button leads on from it, so it is asked for more plainly. */
const directorShare = 0.8;
/** An agent that was named, or that a thread belongs to, gives way to another only where the words are this plain. */
const plainShare = 0.85;
/** From this likelihood of a prompt on, nothing else is offered beside it. */
const certainShare = 0.95;
/** Where a rule decided and the index is this sure of something else, that is offered beside. */
const doubtShare = 0.3;
/** Intents less likely than this are not worth a button. */
const leastOfferedShare = 0.01;
const mostOffered = 3;

/**
 * Done the same way whichever agent is asked: a reminder, what is done with a Foundation (of which Sage is asked as often),
 * and a link of a module, whichever lesson its words would open.
 */
const asOftenOfOthers: ReadonlySet<Command> = new Set([
  'missing',
  'foundation-changes',
  'undo',
  'edit-list',
  'research',
  'remind',
  'module-link',
  'interview',
  'interview-passed',
]);

/** Decides, from the words alone and always the same way. Order of the rules: course-facts §4.1. */
export function routeMessage(request: RouteRequest, catalogue: Catalogue, index: IntentIndex): Route {
  const { mentions, words, firstWords } = readMessage(request.text);
  const unknown = mentions.find((mention) => mention.kind === 'unknown');
  const agents = mentions.filter(
    (mention): mention is Mention & { kind: 'agent' } => mention.kind === 'agent',
  );
  const named = agents.map((mention) => mention.role);
  // In a channel "@bob what do you think?" is for Bob, and so may "@Guido" be; with a code it is a slip of "@Guide".
  const slip = unknown?.near !== undefined && findPromptCodes(words).length > 0;
  const meant = request.addressed || named.length > 0 || (unknown ? slip : request.owner !== undefined);
  if (!meant) return { kind: 'not-addressed' };
  if (words === '' && mentions.length === 0) return { kind: 'empty' };
  if (soundsDistressed(words)) return { kind: 'talk' };
  if (request.owner === 'Director' && isAssent(words)) return { kind: 'talk' };
  const [first, ...others] = named;
  const also: Intent[] = others.map((agent) => ({ agent, promptCode: null }));

  const command = readCommand(words);
  if (command && asOftenOfOthers.has(command)) return { kind: 'command', command };
  // Sage keeps saved work too.
  if (first === 'Sage' && (command === 'asset' || command === 'archive')) return { kind: 'command', command };
  // A name that nobody here has is asked about first.
  const mayTeach = first === undefined ? !unknown : ['Director', 'Teacher', 'Guide'].includes(first);
  if (mayTeach) {
    const wish = readCourseWish(words, catalogue.modules);
    if (wish) return { kind: 'course', wish };
  }
  if (first === undefined || first === 'Director') {
    if (command) return { kind: 'command', command };
    if (looksLikeNumbers(words)) return { kind: 'numbers' };
    if (unknown && first === undefined)
      return { kind: 'unknown-agent', name: unknown.name, near: unknown.near };
    if (isCourtesy(words) || isFirstHello(words)) return { kind: 'talk' };
  }

  const code = routeCode(firstWords, first, also, catalogue);
  if (code) return code;
  if (first !== undefined && words === '') return { kind: 'agent', agent: first, offered: also };

  const answering = first ?? request.owner;
  if (answering !== undefined && answering !== 'Director' && pointsBack(words)) {
    return { kind: 'agent', agent: answering, offered: also };
  }
  const boundary = knownOnly(boundaryOf(firstWords), catalogue);
  const ranked = index.rank(first === undefined || first === 'Director' ? words : firstWords);
  if (first !== undefined && first !== 'Director') {
    return routeByRule(boundary, first, also) ?? routeToNamed(first, also, ranked);
  }
  if (boundary?.kind === 'out-of-scope') return { kind: 'out-of-scope' };
  if (boundary?.kind === 'offer') return { kind: 'ask', offered: boundary.offered };
  if (boundary?.kind === 'agent') {
    const own = only(ranked, ({ agent }) => agent === boundary.agent);
    return own.length === 0
      ? { kind: 'agent', agent: boundary.agent, offered: also }
      : routeByIndex(also, own);
  }
  if (boundary) {
    return decided(boundary, [...also, ...askable(ranked, boundary, doubtShare)]);
  }
  if (request.owner !== undefined && request.owner !== 'Director') {
    return routeInThread(request.owner, also, ranked);
  }
  const asks = asksAboutNumbers(words);
  return routeByIndex(also, asks ? only(ranked, ({ task }) => task !== 'numbers') : ranked);
}

/** Nobody was named, no rule knows: decides where the words are plain, and asks where they are not. */
function routeByIndex(also: Intent[], ranked: RankedIntent[]): Route {
  const [best] = agentsOf(ranked);
  if (!best) return { kind: 'talk' };
  const beside = askable(ranked, best);
  const leastShare = best.agent === 'Director' ? directorShare : decisiveShare;
  if (best.share < leastShare && beside.length > 0) {
    const own = best.agent === 'Director' ? [] : [{ agent: best.agent, promptCode: best.promptCode }];
    return { kind: 'ask', offered: [...own, ...beside].slice(0, mostOffered) };
  }
  return decided(best, best.intentShare >= certainShare ? also : [...also, ...beside]);
}

/** Where nothing is plainly somebody else's, the agent that answered last goes on. */
function routeInThread(owner: SystemRole, also: Intent[], ranked: RankedIntent[]): Route {
  const agents = agentsOf(ranked);
  const [best] = agents;
  if (best && best.agent !== owner && best.share >= plainShare) return decided(best, also);
  const own = agents.find((candidate) => candidate.agent === owner);
  return own && meansPrompt(own) ? decided(own, []) : { kind: 'agent', agent: owner, offered: [] };
}

/** What a rule says where an agent was named: its own prompt, or plainly another's. Everything else is the agent's. */
function routeByRule(
  boundary: Boundary | undefined,
  named: SystemRole,
  offered: Intent[],
): Route | undefined {
  if (boundary?.kind !== 'intent' || boundary.promptCode === null) return undefined;
  const { agent, promptCode } = boundary;
  return { kind: 'run', agent, promptCode, ...(agent === named ? {} : { handedOverBy: named }), offered };
}

/** A rule may name a prompt that is not written yet: then its agent answers. */
function knownOnly(boundary: Boundary | undefined, catalogue: Catalogue): Boundary | undefined {
  const known = <Named extends Intent>(intent: Named): Named =>
    intent.promptCode !== null && catalogue.prompts.has(intent.promptCode)
      ? intent
      : { ...intent, promptCode: null };
  if (boundary?.kind === 'intent') return known(boundary);
  return boundary?.kind === 'offer' ? { ...boundary, offered: boundary.offered.map(known) } : boundary;
}

/** "which of these two?": a choice between things that stand in the thread already, so no prompt makes new ones. */
function pointsBack(words: string): boolean {
  const pointing =
    /\b(?:which (?:one|of (?:these|those|them|the (?:two|three)))|(?:these|those) two|the (?:first|second|last) (?:one|version|draft))\b/i;
  return words.length <= 100 && !/[\n[:]/.test(words) && pointing.test(words);
}

interface RankedAgent {
  agent: SystemRole;
  /** How likely the agent is, with any of its prompts or none. */
  share: number;
  /** Its likeliest prompt, where that is likelier than none. */
  promptCode: string | null;
  /** The Director's likeliest task, where that is likelier than talking. */
  task?: DirectorTask;
  /** How likely that prompt, or none, or that task is. */
  intentShare: number;
}

function agentsOf(ranked: RankedIntent[]): RankedAgent[] {
  const agents = new Map<SystemRole, RankedAgent>();
  for (const intent of ranked) {
    const agent = agents.get(intent.agent);
    // Ranked from the likeliest on: the first intent of an agent is its best one.
    if (agent) agent.share += intent.share;
    else agents.set(intent.agent, { ...intent, intentShare: intent.share });
  }
  return [...agents.values()].sort((one, other) => other.share - one.share);
}

/** The intents that may be meant when some are ruled out, their shares adding up to 1 again. */
function only(ranked: RankedIntent[], may: (intent: RankedIntent) => boolean): RankedIntent[] {
  const left = ranked.filter(may);
  const sum = left.reduce((total, { share }) => total + share, 0);
  return left.map((intent) => ({ ...intent, share: intent.share / sum }));
}

function decided({ agent, promptCode, task }: KnownIntent, offered: Intent[]): Route {
  if (agent === 'Director') return taskRoute(task);
  return promptCode === null
    ? { kind: 'agent', agent, offered }
    : { kind: 'run', agent, promptCode, offered };
}

function taskRoute(task: DirectorTask | undefined): Route {
  if (task === undefined) return { kind: 'talk' };
  return task === 'numbers' || task === 'out-of-scope' ? { kind: task } : { kind: 'command', command: task };
}

/** What else is worth a button: the likeliest intents but the best one; what the Director does itself has no button. */
function askable(ranked: RankedIntent[], best: Intent, leastShare = leastOfferedShare): Intent[] {
  return ranked
    .filter(
      ({ agent, promptCode, share }) =>
        agent !== 'Director' &&
        share >= leastShare &&
        (agent !== best.agent || promptCode !== best.promptCode),
    )
    .slice(0, mostOffered)
    .map(({ agent, promptCode }) => ({ agent, promptCode }));
}

/** Whether an agent that answers in any case is asked for a prompt of its own: that prompt itself is likely, not only the agent. */
function meansPrompt({ promptCode, intentShare }: RankedAgent): boolean {
  return promptCode !== null && intentShare >= decisiveShare;
}

/** A named agent answers, with its own best prompt, unless the words are plainly another's job. */
function routeToNamed(agent: SystemRole, offered: Intent[], ranked: RankedIntent[]): Route {
  const own = agentsOf(ranked).find((candidate) => candidate.agent === agent);
  if (own && meansPrompt(own)) return decided(own, offered);
  const [best] = ranked;
  if (best?.promptCode != null && best.agent !== agent && best.share >= plainShare) {
    return { kind: 'run', agent: best.agent, promptCode: best.promptCode, handedOverBy: agent, offered };
  }
  const [likeliest] = agentsOf(ranked);
  if (likeliest && takesOver(likeliest, agent)) {
    return { kind: 'agent', agent: likeliest.agent, handedOverBy: agent, offered };
  }
  return { kind: 'agent', agent, offered };
}

/** Every agent explains its own field and says hello: neither Teacher nor Director takes that from one that was named. */
function takesOver(likeliest: RankedAgent, named: SystemRole): boolean {
  const { agent, promptCode, share } = likeliest;
  const isOthers = agent !== named && agent !== 'Teacher' && agent !== 'Director';
  return isOthers && promptCode === null && share >= plainShare;
}

function routeCode(
  words: string,
  named: SystemRole | undefined,
  offered: Intent[],
  catalogue: Catalogue,
): Route | undefined {
  const incomplete = /^run\s+(ed|sh|gc|rw|op|[fhgiesnu])$/i.exec(words)?.[1]?.toUpperCase();
  if (incomplete !== undefined)
    return { kind: 'unknown-code', code: incomplete, step: codePrefixes[incomplete as CodePrefix] };
  const [reading] = findPromptCodes(words);
  if (!reading) return undefined;
  if (reading.kind === 'unsure')
    return { kind: 'unsure-code', code: reading.code, step: codePrefixes[reading.prefix] };
  // "how do i use my brand voice in H1?" asks about the prompt; it does not want it run.
  if (
    /\b(?:how do i use|explain|what (?:is|does)|difference between|why)\b/i.test(words) &&
    (named === undefined || named === 'Teacher')
  ) {
    return { kind: 'agent', agent: 'Teacher', offered };
  }
  const prompt = catalogue.prompts.get(reading.code);
  if (!prompt) return { kind: 'unknown-code', code: reading.code, step: codePrefixes[reading.prefix] };
  const handedOver = named !== undefined && named !== prompt.owner && named !== 'Director';
  return {
    kind: 'run',
    agent: prompt.owner,
    promptCode: prompt.promptCode,
    ...(handedOver ? { handedOverBy: named } : {}),
    offered,
  };
}
