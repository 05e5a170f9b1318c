import { type ElevateStep, elevateStepInfo } from '../domain/elevate-step.ts';
import type { IncomingMessage } from '../domain/incoming.ts';
import { findPromptCodes } from '../domain/prompt-code.ts';
import type { Button, Reply, ReplyPart } from '../domain/reply.ts';
import type { SystemRole } from '../domain/system-role.ts';
import { sentenceFor } from '../sentences/failure-sentences.ts';
import { answerAgentQuestion } from './agent-turn.ts';
import { mayAnswerAnnounce } from './announcement-turn.ts';
import { answerCommand } from './answer-command.ts';
import { mayAnswerAssetWish } from './asset-turn.ts';
import { answerCourseWish } from './course-turn.ts';
import { takeCsv } from './csv-turn.ts';
import { type Decided, handOverPart, whyLine } from './explain-route.ts';
import { askAboutFiles, bringsFilesAlone, fileNotes } from './file-turn.ts';
import { afterAside, answerToInterview, questionWaiting } from './interview-turn.ts';
import { keepCard } from './numbers-press.ts';
import { answerToCard, takeReport } from './numbers-turn.ts';
import { offerButtons } from './offer.ts';
import { readMessage } from './read-message.ts';
import { say } from './reply-parts.ts';
import { type Route, routeMessage } from './route.ts';
import { startRun } from './run-turn.ts';
import { settleByModel } from './settle-by-model.ts';
import { makeSmallTalk } from './small-talk.ts';
import type { Turn } from './turn.ts';

/** Longest message that is worked; forms take longer text. */
const messageCharacters = 8_000;

/** A message: decide what it wants, then do it. */
export async function answerMessage(message: IncomingMessage, turn: Turn): Promise<Reply> {
  const route = routeOf(message.text.slice(0, messageCharacters), message.addressed, turn);
  if (route.kind !== 'not-addressed' && message.text.length > messageCharacters) {
    return [
      say(
        'Director',
        sentenceFor({ kind: 'message-too-long', characters: message.text.length, limit: messageCharacters }),
      ),
    ];
  }
  if (route.kind !== 'not-addressed' && turn.files.length > 0) {
    const table = await takeCsv(message, turn);
    if (table) return table;
  }
  if (route.kind !== 'not-addressed' && bringsFilesAlone(message)) return askAboutFiles(turn);
  if (isFor(message, turn)) {
    const answer = await answerToCard(message, turn);
    if (answer) return answer.kind === 'keep' ? keepCard(answer.draftId, turn) : answer.reply;
  }
  const waiting = isFor(message, turn) ? await questionWaiting(turn) : undefined;
  const interviewed = waiting && (await answerToInterview(message, route, waiting, turn));
  if (interviewed) return interviewed;
  if (isFor(message, turn) && mayMeanSavedWork(route, message.text)) {
    const answer = await mayAnswerAssetWish(readMessage(message.text).words, turn);
    if (answer) return answer;
  }
  if (route.kind !== 'command' && isFor(message, turn) && /\bannounce(?:ment)?\b/i.test(message.text)) {
    const answer = await mayAnswerAnnounce(message.text, turn);
    if (answer) return answer;
  }
  const settled = await settleByModel(route, message.text, turn);
  if (turn.work.wish.aborted) return [say('Director', sentenceFor({ kind: 'model-stopped', kept: false }))];
  const reply = await followRoute(settled, message, turn);
  if (reply.length === 0) return reply;
  const aside = waiting ? await afterAside(message, route, turn) : [];
  return [...reply, ...fileNotes(message, turn), ...aside];
}

function routeOf(text: string, addressed: boolean, turn: Turn): Route {
  const { catalogue, intents } = turn.deps;
  return routeMessage({ text, addressed, owner: ownerOf(turn) }, catalogue, intents);
}

/** Whether a message is for us: addressed, or in a thread that we take part in. */
function isFor(message: IncomingMessage, turn: Turn): boolean {
  return message.addressed || ownerOf(turn) !== undefined;
}

/** A task, a code or another agent's name says that something else is meant than what is saved. */
function mayMeanSavedWork(route: Route, text: string): boolean {
  if (!['agent', 'run', 'ask', 'talk', 'out-of-scope'].includes(route.kind)) return false;
  const { mentions, words } = readMessage(text);
  return (
    findPromptCodes(words).length === 0 &&
    mentions.every(
      (mention) =>
        mention.kind === 'bot' ||
        (mention.kind === 'agent' && ['Director', 'Sage', 'Writer'].includes(mention.role)),
    )
  );
}

/** Nobody goes on by themselves in a thread that the bot was asked to leave. */
function ownerOf({ conversation }: Turn): SystemRole | undefined {
  const { mutedAt, lastMessageAt = 0, owningAgent } = conversation ?? {};
  return mutedAt !== undefined && lastMessageAt <= mutedAt ? undefined : owningAgent;
}

async function followRoute(route: Route, message: IncomingMessage, turn: Turn): Promise<Reply> {
  const { catalogue } = turn.deps;
  switch (route.kind) {
    case 'not-addressed':
      return [];
    case 'empty':
      return [say('Director', sentenceFor({ kind: 'empty-message' }))];
    case 'command':
      return answerCommand(route.command, message.text, turn);
    case 'course':
      return answerCourseWish(route.wish, turn);
    case 'numbers':
      return takeReport(message, turn);
    case 'unknown-agent':
      return [
        say('Director', sentenceFor({ kind: 'unknown-agent', name: route.name, near: route.near }), {
          buttons: await offerMeant(route.near, message.text, turn),
        }),
      ];
    case 'unknown-code':
      return [await unknownCode(route.code, route.step, message.text, turn)];
    case 'unsure-code': {
      const prompt = catalogue.prompts.get(route.code);
      if (!prompt) return [await unknownCode(route.code, route.step, message.text, turn)];
      const offered = [{ agent: prompt.owner, promptCode: prompt.promptCode }];
      return [
        say('Director', sentenceFor({ kind: 'unsure-code', code: route.code }), {
          buttons: await offerButtons(offered, message.text, turn),
        }),
      ];
    }
    case 'out-of-scope':
      return [say('Director', sentenceFor({ kind: 'out-of-scope' }))];
    case 'talk':
      return makeSmallTalk(message, turn);
    case 'ask':
      return [
        say('Director', 'Which of these do you mean?', {
          buttons: await offerButtons(route.offered, message.text, turn),
        }),
      ];
    case 'agent':
      return handedOver(route, turn, () =>
        answerAgentQuestion(
          route.agent,
          message.text,
          route.offered,
          leadOf(route, message, turn),
          turn,
          route.handedOverBy === undefined ? 0 : 1,
        ),
      );
    case 'run': {
      const prompt = catalogue.prompts.get(route.promptCode);
      if (!prompt) throw new Error(`The route names ${route.promptCode}, which the catalogue lacks.`);
      const offers = await offerButtons(route.offered, message.text, turn);
      const lead = leadOf(route, message, turn);
      return handedOver(route, turn, () =>
        startRun({ prompt, requestText: message.text, lead, offers }, turn),
      );
    }
  }
}

function leadOf(route: Decided, message: IncomingMessage, turn: Turn): string {
  return whyLine(route, message.text, ownerOf(turn), turn.deps.catalogue);
}

/** Where an agent hands over, people see that before the other one begins. */
async function handedOver(route: Decided, turn: Turn, answer: () => Promise<Reply>): Promise<Reply> {
  const part = handOverPart(route, turn.deps.catalogue);
  if (!part) return answer();
  await turn.view.announce(part);
  return [part, ...(await answer())];
}

/** What "@Wirter H1" would have led to with the name put right, as a button that names whom it asks. */
async function offerMeant(near: SystemRole | undefined, text: string, turn: Turn): Promise<Button[]> {
  if (near === undefined) return [];
  const reworded = `@${near} ${readMessage(text).words}`;
  const route = routeOf(reworded, true, turn);
  const intent =
    route.kind === 'run'
      ? { agent: route.agent, promptCode: route.promptCode }
      : { agent: near, promptCode: null };
  const name = turn.deps.catalogue.agents.get(near)?.name ?? near;
  return (await offerButtons([intent], reworded, turn)).map((one) => ({ ...one, label: `Ask ${name}` }));
}

/** Which prompts the step does have; each keeps the words it was asked with. */
async function unknownCode(code: string, step: ElevateStep, text: string, turn: Turn): Promise<ReplyPart> {
  const prompts = [...turn.deps.catalogue.prompts.values()].filter(
    (prompt) => prompt.step === step && prompt.asksStep !== true,
  );
  const sentence = sentenceFor({
    kind: 'unknown-code',
    code,
    step: `${step} (step ${elevateStepInfo(step).moduleNumber})`,
    known: prompts.map((prompt) => `${prompt.promptCode} ${prompt.title}`),
  });
  const offered = prompts.map((prompt) => ({ agent: prompt.owner, promptCode: prompt.promptCode }));
  return say('Director', sentence, { buttons: await offerButtons(offered.slice(0, 5), text, turn) });
}
