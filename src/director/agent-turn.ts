import { isReadable } from '../domain/attached-file.ts';
import type { AgentCard } from '../domain/catalogue.ts';
import type { Reply } from '../domain/reply.ts';
import { stableId } from '../domain/stable-id.ts';
import type { SystemRole } from '../domain/system-role.ts';
import { asksForAll, fieldsAskedFor, filledFields, recall } from '../foundation/recall.ts';
import { answerAsAgent } from '../playbook/answer-as-agent.ts';
import { sentenceFor } from '../sentences/failure-sentences.ts';
import type { Intent } from './intent.ts';
import { offerButtons } from './offer.ts';
import { readMessage } from './read-message.ts';
import { button, say, underLead } from './reply-parts.ts';
import { recentOf, type Turn, type TurnView } from './turn.ts';

/** Passages that hold this much of a question's words answer it by themselves. */
const plainlyCovered = 0.7;
/** Passages with less than this have nothing to do with the question. */
const barelyCovered = 0.3;

/** An agent is asked what no prompt covers. */
export async function answerAgentQuestion(
  role: SystemRole,
  text: string,
  offered: Intent[],
  /** A line over the answer; empty where there is nothing to explain. */
  lead: string,
  turn: Turn,
): Promise<Reply> {
  const agent = cardOf(role, turn);
  const { words } = readMessage(text);
  const offers = await offerButtons(offered, text, turn);
  if (words === '') return [say(role, agent.introduction, { buttons: offers })];
  const led = withLead(lead, turn);
  const reply = await answerQuestion(agent, words, offers, led);
  return reply.map((part) => (part.part === 'answer' ? { ...part, text: underLead(lead, part.text) } : part));
}

function answerQuestion(
  agent: AgentCard,
  words: string,
  offers: Reply[number]['buttons'],
  turn: Turn,
): Promise<Reply> {
  if (agent.role === 'Sage') return recallFor(words, turn, offers);
  if (agent.role === 'Teacher') return teach(agent, words, turn, offers);
  return think(agent, words, [], turn, offers);
}

/** The turn, its answer growing under the same line as its end will have. */
function withLead(lead: string, turn: Turn): Turn {
  const show: TurnView['show'] = (part, textSoFar) => turn.view.show(part, underLead(lead, textSoFar));
  return { ...turn, view: { ...turn.view, show } };
}

/** What the Foundation says, from the store, to the person alone. */
async function recallFor(words: string, turn: Turn, offers: Reply[number]['buttons']): Promise<Reply> {
  const { foundations, executions } = turn.deps;
  const { userId } = turn.person;
  if (/\b(?:saved|save|asset|assets|drafts?|implemented)\b/i.test(words)) {
    const assets = await executions.listAssets(userId, 10);
    const lines = assets.map(
      (asset) => `- **${asset.assetType}** (${asset.status}): ${asset.title ?? asset.content.slice(0, 60)}`,
    );
    return toThemAlone(
      turn,
      lines.length > 0 ? `Your newest saved work:\n${lines.join('\n')}` : 'Nothing saved yet.',
      offers,
    );
  }
  const foundation = await foundations.read(userId);
  const asked = fieldsAskedFor(words);
  const filled = filledFields(foundation);
  if (asked.length === 0 && filled.length === 0) {
    return toThemAlone(turn, 'Your Foundation is still empty, so there is nothing to recall yet.', [
      startFoundation(),
      ...offers,
    ]);
  }
  if (asked.length === 0 && !asksForAll(words) && turn.deps.model && !turn.inChannel) {
    return think(cardOf('Sage', turn), words, [], turn, offers);
  }
  const { text, empty } = recall(foundation, asked.length > 0 ? asked : filled, turn.person);
  return toThemAlone(turn, text, empty.length > 0 ? [startFoundation(), ...offers] : offers);
}

function toThemAlone(turn: Turn, text: string, buttons: Reply[number]['buttons']): Reply {
  if (!turn.inChannel) return [say('Sage', text, { buttons })];
  return [
    say('Sage', 'That is yours alone, so I have answered you privately.'),
    say('Sage', text, { part: 'private', audience: 'person', buttons }),
  ];
}

function startFoundation() {
  return button('Write it down now', 'foundation', 'minimum');
}

/** From the course itself where it plainly says so; otherwise from the model, with the passages at hand. */
async function teach(
  agent: AgentCard,
  words: string,
  turn: Turn,
  offers: Reply[number]['buttons'],
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
  );
}

/** The agent answers from its instructions, the thread and the Foundation. */
async function think(
  agent: AgentCard,
  words: string,
  passages: string[],
  turn: Turn,
  offers: Reply[number]['buttons'],
): Promise<Reply> {
  const { deps } = turn;
  if (!deps.model) {
    return [
      say(agent.role, sentenceFor({ kind: 'no-model-for-agent', agent: agent.name, needs: agent.needs }), {
        buttons: offers,
      }),
    ];
  }
  const completion = await answerAsAgent(
    agent,
    {
      text: words,
      foundation: await deps.foundations.read(turn.person.userId),
      thread: await recentOf(turn),
      personId: turn.person.personId,
      passages,
      files: turn.files.filter(isReadable),
      othersRead: turn.inChannel,
    },
    AbortSignal.any([turn.work.lost, turn.work.wish]),
    { status: turn.view.status, show: (textSoFar) => turn.view.show(say(agent.role, textSoFar), textSoFar) },
    { model: deps.model, clock: deps.clock },
  );
  if (completion.kind === 'answered') {
    const places = passages.map((passage) => passage.split('\n')[0]).join('; ');
    return [
      say(agent.role, places === '' ? completion.value : `${completion.value}\n\n_See ${places}_`, {
        buttons: offers,
      }),
    ];
  }
  if (completion.kind === 'refused')
    return [say(agent.role, sentenceFor({ kind: 'model-refused', why: completion.why }))];
  const kept = completion.partialText !== '';
  const sentence = sentenceFor(
    completion.reason === 'stopped'
      ? { kind: 'model-stopped', kept }
      : { kind: 'model-failed', reason: completion.reason, kept },
  );
  const requestId = stableId('request', turn.incoming.id);
  await deps.pending.put({
    _id: requestId,
    userId: turn.person.userId,
    text: words,
    ...(turn.files.length > 0 ? { files: [...turn.files] } : {}),
    agentRole: agent.role,
    createdAt: turn.incoming.sentAtMs,
  });
  return [
    say(agent.role, kept ? `${completion.partialText}\n\n_${sentence}_` : sentence, {
      buttons: [button('Another try', 'pick', `${requestId}~${agent.role}`)],
    }),
  ];
}

function cardOf(role: SystemRole, turn: Turn): AgentCard {
  const agent = turn.deps.catalogue.agents.get(role);
  if (!agent) throw new Error(`The catalogue has no ${role}.`);
  return agent;
}
