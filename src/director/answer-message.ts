import { type ElevateStep, elevateStepInfo } from '../domain/elevate-step.ts';
import type { IncomingMessage } from '../domain/incoming.ts';
import type { Button, Reply, ReplyPart } from '../domain/reply.ts';
import type { SystemRole } from '../domain/system-role.ts';
import { missingMinimum } from '../foundation/recall.ts';
import { plainNames } from '../playbook/run-plan.ts';
import { sentenceFor } from '../sentences/failure-sentences.ts';
import { answerAgentQuestion } from './agent-turn.ts';
import { firstRuns, foundationForm } from './foundation-turn.ts';
import { offerButtons } from './offer.ts';
import type { Command } from './read-command.ts';
import { readMessage } from './read-message.ts';
import { button, say } from './reply-parts.ts';
import { type Route, routeMessage } from './route.ts';
import { startRun } from './run-turn.ts';
import { settleByModel } from './settle-by-model.ts';
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
  const settled = await settleByModel(route, message.text, turn);
  if (turn.work.wish.aborted) return [say('Director', sentenceFor({ kind: 'model-stopped', kept: false }))];
  return followRoute(settled, message, turn);
}

function routeOf(text: string, addressed: boolean, turn: Turn): Route {
  const { catalogue, intents } = turn.deps;
  return routeMessage({ text, addressed, owner: turn.conversation?.owningAgent }, catalogue, intents);
}

async function followRoute(route: Route, message: IncomingMessage, turn: Turn): Promise<Reply> {
  const { catalogue } = turn.deps;
  switch (route.kind) {
    case 'not-addressed':
      return [];
    case 'empty':
      return [say('Director', sentenceFor({ kind: 'empty-message' }))];
    case 'command':
      return answerCommand(route.command, turn);
    case 'numbers':
      return [say('Director', sentenceFor({ kind: 'not-built-yet', what: 'keep your weekly numbers' }))];
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
    case 'talk':
      return talk(message, turn);
    case 'ask':
      return [
        say('Director', 'Which of these do you mean?', {
          buttons: await offerButtons(route.offered, message.text, turn),
        }),
      ];
    case 'agent':
      return answerAgentQuestion(route.agent, message.text, route.offered, turn);
    case 'run': {
      const prompt = catalogue.prompts.get(route.promptCode);
      if (!prompt) throw new Error(`The route names ${route.promptCode}, which the catalogue lacks.`);
      return startRun(
        {
          prompt,
          requestText: message.text,
          ...(route.handedOverBy ? { handedOverBy: route.handedOverBy } : {}),
          offers: await offerButtons(route.offered, message.text, turn),
        },
        turn,
      );
    }
  }
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

const thanks =
  /^\W*(?:ok(?:ay)?|great|perfect|brilliant|lovely|cool|nice)?\W*(?:many )?(?:thanks|thank you|thx|ta|cheers|brilliant|perfect|great stuff)\b/i;
const yes =
  /^\W*(?:yes|yep|yeah|sure|ok|okay|please|go on|let'?s (?:go|start|do it)|start)\b\W*(?:please|pls)?\W*$/i;

/** Greetings, thanks and wishes too vague for an agent: one question, and the first step as a button. */
async function talk(message: IncomingMessage, turn: Turn): Promise<Reply> {
  const { words } = readMessage(message.text);
  if (thanks.test(words)) return [say('Director', 'You are welcome. I am here when the next step is due.')];
  const foundation = await turn.deps.foundations.read(turn.person.userId);
  const open = missingMinimum(foundation);
  const name = turn.person.name.split(' ')[0] ?? turn.person.name;
  if (open.length === 0) {
    return [
      say('Director', `Hello ${name}. What would you like to have finished this week?`, {
        buttons: firstRuns(turn),
      }),
    ];
  }
  const form = foundationForm(foundation);
  if (turn.conversation?.owningAgent === 'Director' && yes.test(words) && form && !turn.inChannel) {
    return [
      say('Director', 'Then let us write it down. What you leave empty can wait.', {
        form,
        buttons: [startButton(false)],
      }),
    ];
  }
  const newcomer = open.length === 7;
  const text = newcomer
    ? `Hello ${name}, good to have you here. Every good answer starts with your own business on paper: seven short answers, about five minutes. Shall we begin there?`
    : `Hello ${name}. Your Foundation still lacks ${turn.inChannel ? 'a few answers' : plainNames(open)}. Shall we fill that first?`;
  return [say('Director', text, { buttons: [startButton(newcomer), ...(newcomer ? [] : firstRuns(turn))] })];
}

function startButton(newcomer: boolean) {
  return button(newcomer ? 'Start my Foundation' : 'Go on with my Foundation', 'foundation', 'minimum');
}

const notBuilt: Partial<Record<Command, string>> = {
  progress: 'show your progress',
  archive: 'archive assets',
  nudges: 'change reminders; none are sent',
  settings: 'change settings',
  link: 'link accounts',
  export: 'export your data',
  delete: 'delete your data',
  metric: 'look up your numbers',
  schedule: 'look up live sessions',
  person: 'pass you on to a person. Your facilitator reads the cohort channel',
};

async function answerCommand(command: Command, turn: Turn): Promise<Reply> {
  const { catalogue } = turn.deps;
  switch (command) {
    case 'help': {
      const agents = [...catalogue.agents.values()].map((agent) => `- @${agent.name}: ${agent.description}`);
      return [
        say(
          'Director',
          `Mention an agent and say what you need, or name a prompt by its code ("@Writer H1"). "list prompts" shows them all.\n${agents.join('\n')}`,
        ),
      ];
    }
    case 'list-prompts': {
      const lines = [...catalogue.prompts.values()].map(
        (prompt) => `- **${prompt.promptCode}** ${prompt.title} (@${prompt.owner})`,
      );
      return [say('Director', `The playbook:\n${lines.join('\n')}`)];
    }
    case 'stop':
      // Said by the agent whose thread it is, so that the thread stays with it.
      return [
        say(
          turn.conversation?.owningAgent ?? 'Director',
          sentenceFor({ kind: turn.work.hasStopped ? 'work-stopped' : 'nothing-under-way' }),
        ),
      ];
    case 'save': {
      const last = await lastAnswer(turn);
      return [
        last
          ? say(
              'Director',
              `Press Save under the answer you mean, or here for the last one (${last.promptCode}).`,
              {
                buttons: [button('Save', 'save', last.executionId)],
                audience: turn.inChannel ? 'person' : 'thread',
              },
            )
          : say('Director', sentenceFor({ kind: 'nothing-to-save' })),
      ];
    }
    default:
      return [say('Director', sentenceFor({ kind: 'not-built-yet', what: notBuilt[command] ?? command }))];
  }
}

/** The person's last execution that this thread shows. */
async function lastAnswer(turn: Turn): Promise<{ executionId: string; promptCode: string } | undefined> {
  const { conversations, executions } = turn.deps;
  const recent = await conversations.recent(turn.conversation?._id ?? '', turn.person.personId, 30);
  for (const message of recent.reverse()) {
    const execution = message.executionId
      ? await executions.get(turn.person.userId, message.executionId)
      : undefined;
    if (execution?.status === 'Success')
      return { executionId: execution._id, promptCode: execution.promptCode };
  }
  return undefined;
}
