import { isReadable } from '../domain/attached-file.ts';
import type { AgentCard } from '../domain/catalogue.ts';
import type { Reply, ReplyPart } from '../domain/reply.ts';
import { stableId } from '../domain/stable-id.ts';
import type { SystemRole } from '../domain/system-role.ts';
import { asksForAll, fieldsAskedFor, filledFields, recall } from '../foundation/recall.ts';
import { answerAsAgent } from '../playbook/answer-as-agent.ts';
import { sentenceFor } from '../sentences/failure-sentences.ts';
import { whyNoModel } from '../sentences/why-no-model.ts';
import { toolHandOverPart } from './explain-route.ts';
import type { Intent } from './intent.ts';
import { offerButtons } from './offer.ts';
import { placeText, viewCourse, whatIsNext, whereAmI } from './progress-turn.ts';
import { readGuideWish } from './read-guide-wish.ts';
import { readMessage } from './read-message.ts';
import { button, say, underLead } from './reply-parts.ts';
import { startRun } from './run-turn.ts';
import { showSavedWork } from './saved-work.ts';
import { suggestionButton } from './suggestion-turn.ts';
import { toThemAlone } from './to-them-alone.ts';
import { recentOf, type Turn, type TurnView, timeZoneOf } from './turn.ts';

/** Passages that hold this much of a question's words answer it by themselves. */
const plainlyCovered = 0.7;
/** Passages with less than this have nothing to do with the question. */
const barelyCovered = 0.3;

/** From agent to agent in one turn, the Director's own hand-over included: after that whoever has it answers. */
const mostHops = 2;

/** An agent is asked what no prompt covers. */
export async function answerAgentQuestion(
  role: SystemRole,
  text: string,
  offered: Intent[],
  /** A line over the answer; empty where there is nothing to explain. */
  lead: string,
  turn: Turn,
  /** How often it has been handed over already. */
  hops = 0,
): Promise<Reply> {
  const agent = cardOf(role, turn);
  const { words } = readMessage(text);
  const offers = await offerButtons(offered, text, turn);
  if (words === '') return [say(role, agent.introduction, { buttons: offers })];
  const led = withLead(lead, turn);
  const reply = await answerQuestion(agent, words, offers, led, hops);
  // Whoever it was handed on to answers under no line of the first one's.
  if (reply.some((part) => part.agent !== role)) return reply;
  return reply.map((part) => (part.part === 'answer' ? { ...part, text: underLead(lead, part.text) } : part));
}

function answerQuestion(
  agent: AgentCard,
  words: string,
  offers: Reply[number]['buttons'],
  turn: Turn,
  hops: number,
): Promise<Reply> {
  if (agent.role === 'Sage') return recallFor(words, turn, offers, hops);
  if (agent.role === 'Teacher') return teach(agent, words, turn, offers, hops);
  if (agent.role === 'Guide') return guide(agent, words, turn, offers, hops);
  if (agent.role === 'Connector' && !turn.deps.model) return tellNotes(agent, words, turn, offers);
  return think(agent, words, [], turn, offers, hops);
}

/** The turn, its answer growing under the same line as its end will have. */
function withLead(lead: string, turn: Turn): Turn {
  const show: TurnView['show'] = (part, textSoFar) => turn.view.show(part, underLead(lead, textSoFar));
  return { ...turn, view: { ...turn.view, show } };
}

/** What the Foundation says, from the store, to the person alone. */
async function recallFor(
  words: string,
  turn: Turn,
  offers: Reply[number]['buttons'],
  hops: number,
): Promise<Reply> {
  const { foundations } = turn.deps;
  const { userId } = turn.person;
  if (/\b(?:saved|save|asset|assets|drafts?|implemented)\b/i.test(words)) {
    return showSavedWork(words, turn, offers);
  }
  const foundation = await foundations.read(userId);
  const asked = fieldsAskedFor(words);
  const filled = filledFields(foundation);
  if (asked.length === 0 && filled.length === 0) {
    return toThemAlone('Sage', turn, 'Your Foundation is still empty, so there is nothing to recall yet.', [
      startFoundation(),
      ...offers,
    ]);
  }
  if (asked.length === 0 && !asksForAll(words) && turn.deps.model && !turn.inChannel) {
    return think(cardOf('Sage', turn), words, [], turn, offers, hops);
  }
  const { text, empty } = recall(foundation, asked.length > 0 ? asked : filled, turn.person);
  return toThemAlone('Sage', turn, text, empty.length > 0 ? [startFoundation(), ...offers] : offers);
}

function startFoundation() {
  return button('Write it down now', 'foundation', 'minimum');
}

/** Where somebody is and what is next are known; anything else is weighed with that at hand. */
async function guide(
  agent: AgentCard,
  words: string,
  turn: Turn,
  offers: Reply[number]['buttons'],
  hops: number,
): Promise<Reply> {
  const wish = readGuideWish(words);
  if (wish.kind === 'where') return whereAmI('Guide', turn);
  if (wish.kind === 'next') return whatIsNext('Guide', turn, wish);
  if (!turn.deps.model) return whatIsNext('Guide', turn, { lead: withoutModel });
  // A person's place is theirs: where others read along, no answer is made of it.
  const place = turn.inChannel ? [] : [placeText(await viewCourse(turn.person.userId, turn.deps))];
  return think(agent, words, [], turn, offers, hops, place);
}

const withoutModel = 'To weigh that I need a model, and none is set. What I do know:';

/** From the course itself where it plainly says so; otherwise from the model, with the passages at hand. */
async function teach(
  agent: AgentCard,
  words: string,
  turn: Turn,
  offers: Reply[number]['buttons'],
  hops: number,
): Promise<Reply> {
  const passages = turn.deps.course.find(words, 3).filter((passage) => passage.covers >= barelyCovered);
  const [best] = passages;
  if (best && (best.covers >= plainlyCovered || !turn.deps.model)) {
    return [say('Teacher', `${best.text}\n\n_${best.place}_`, { buttons: offers })];
  }
  if (!turn.deps.model) return [say('Teacher', sentenceFor({ kind: 'not-in-course' }), { buttons: offers })];
  return think(
    agent,
    words,
    passages.map((passage) => `${passage.place}\n${passage.text}`),
    turn,
    offers,
    hops,
  );
}

/** How tools are connected, from our own notes. */
async function tellNotes(
  agent: AgentCard,
  words: string,
  turn: Turn,
  offers: Reply[number]['buttons'],
): Promise<Reply> {
  const [best] = turn.deps.course.findIntegration(words, 1);
  if (!best || best.covers < barelyCovered) return think(agent, words, [], turn, offers, mostHops);
  return [say(agent.role, `${best.text}\n\n_${best.place}_`, { buttons: offers })];
}

/** The agent answers from its instructions, its tools, the thread and the Foundation. */
async function think(
  agent: AgentCard,
  words: string,
  passages: string[],
  turn: Turn,
  offers: Reply[number]['buttons'],
  hops: number,
  /** What the program knows besides, and the answer need not name as its source. */
  facts: string[] = [],
): Promise<Reply> {
  const { deps, view } = turn;
  const { model } = deps;
  if (!model) {
    return [
      say(
        agent.role,
        sentenceFor({
          kind: 'no-model-for-agent',
          agent: agent.name,
          needs: agent.needs,
          why: whyNoModel(deps.modelAway, deps.clock.nowMs()),
          isSet: deps.modelAway !== undefined,
        }),
        { buttons: offers },
      ),
    ];
  }
  const end = await answerAsAgent(
    agent,
    {
      text: words,
      foundation: await deps.foundations.read(turn.person.userId),
      thread: await recentOf(turn),
      personId: turn.person.personId,
      userId: turn.person.userId,
      timeZone: await timeZoneOf(turn),
      askedAtMs: turn.incoming.sentAtMs,
      mayHandOver: hops < mostHops,
      passages: [...facts, ...passages],
      files: turn.files.filter(isReadable),
      othersRead: turn.inChannel,
    },
    AbortSignal.any([turn.work.lost, turn.work.wish]),
    {
      status: view.status,
      // In a channel, what draws on something of the person's own does not grow before everybody's eyes.
      show: (textSoFar, isPrivate) => {
        if (!isPrivate || !turn.inChannel) view.show(say(agent.role, textSoFar), textSoFar);
      },
    },
    { ...deps, model },
  );
  if (end.kind === 'hands-over') return handOn(agent, end.to, words, turn, hops);
  if (end.kind === 'runs') {
    const prompt = deps.catalogue.prompts.get(end.promptCode);
    if (!prompt) throw new Error(`A tool named ${end.promptCode}, which the catalogue lacks.`);
    return startRun({ prompt, requestText: words, offers }, turn);
  }
  const { completion } = end;
  if (completion.kind === 'answered') {
    const places = passages.map((passage) => passage.split('\n')[0]).join('; ');
    const text = places === '' ? completion.value : `${completion.value}\n\n_See ${places}_`;
    const asked = await Promise.all(end.suggestions.map((one) => suggestionButton(agent.role, one, turn)));
    return end.isPrivate
      ? toThemAlone(agent.role, turn, text, [...asked, ...offers])
      : [say(agent.role, text, { buttons: [...asked, ...offers] })];
  }
  if (completion.kind === 'refused')
    return [say(agent.role, sentenceFor({ kind: 'model-refused', why: completion.why }))];
  const kept = completion.partialText !== '';
  const sentence = sentenceFor(
    completion.reason === 'stopped'
      ? { kind: 'model-stopped', kept }
      : { kind: 'model-failed', reason: completion.reason, kept },
  );
  const again = [await anotherTry(agent, words, turn)];
  const text = kept ? `${completion.partialText}\n\n_${sentence}_` : sentence;
  return kept && end.isPrivate
    ? toThemAlone(agent.role, turn, text, again)
    : [say(agent.role, text, { buttons: again })];
}

/** The next agent answers what was asked, and people see first that it was handed on. */
async function handOn(
  agent: AgentCard,
  to: SystemRole,
  words: string,
  turn: Turn,
  hops: number,
): Promise<Reply> {
  const part = toolHandOverPart(agent, cardOf(to, turn), hops);
  await turn.view.announce(part);
  return [part, ...(await answerAgentQuestion(to, words, [], '', turn, hops + 1))];
}

async function anotherTry(
  agent: AgentCard,
  words: string,
  turn: Turn,
): Promise<ReplyPart['buttons'][number]> {
  const requestId = stableId('request', turn.incoming.id);
  await turn.deps.pending.put({
    _id: requestId,
    userId: turn.person.userId,
    text: words,
    ...(turn.files.length > 0 ? { files: [...turn.files] } : {}),
    agentRole: agent.role,
    createdAt: turn.incoming.sentAtMs,
  });
  return button('Another try', 'pick', `${requestId}~${agent.role}`);
}

function cardOf(role: SystemRole, turn: Turn): AgentCard {
  const agent = turn.deps.catalogue.agents.get(role);
  if (!agent) throw new Error(`The catalogue has no ${role}.`);
  return agent;
}
