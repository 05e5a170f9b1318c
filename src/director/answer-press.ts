import { parseButtonId } from '../domain/button-id.ts';
import type { IncomingPress } from '../domain/incoming.ts';
import type { Reply } from '../domain/reply.ts';
import { type SystemRole, systemRoleSchema } from '../domain/system-role.ts';
import type { UserPromptExecution } from '../domain/user-prompt-execution.ts';
import type { Tone } from '../playbook/render-prompt.ts';
import { planRun } from '../playbook/run-plan.ts';
import { sentenceFor } from '../sentences/failure-sentences.ts';
import { answerAgentQuestion } from './agent-turn.ts';
import { pressAnnouncement } from './announcement-turn.ts';
import { openForm } from './answer-now.ts';
import { chooseAsset, pressAsset, sendAssets } from './asset-turn.ts';
import { changeChannel } from './cohort-channel.ts';
import { sendRoster } from './cohort-health-turn.ts';
import { invite, revokeCode, withdraw } from './cohort-joining.ts';
import { endCohort, pressCohort, pressHealth } from './cohort-turn.ts';
import { sendWorksheet, showPart } from './course-turn.ts';
import { answerText, executionAsFile } from './execution-file.ts';
import { removeItem, undoChange } from './foundation-changes.ts';
import { interview, passQuestion, restInterview } from './interview-turn.ts';
import { schedulePlan } from './lesson-plan-turn.ts';
import { joinAccounts, leaveApart, unlinkAccount } from './link-turn.ts';
import { noteQuietWeek, resumeUnasked, snooze, stopUnasked } from './nudge-turn.ts';
import { dropCard, eraseSnapshot, keepCard } from './numbers-press.ts';
import { answerNumberCommand } from './numbers-recall.ts';
import { answerGoing, callOff } from './office-hours-turn.ts';
import { deleteData, exportData, keepEverything } from './own-data-turn.ts';
import { chooseNudges } from './profile-turn.ts';
import { markModule, showChecklist, tickItem, whereAmI } from './progress-turn.ts';
import { listPromptsOf } from './prompt-list.ts';
import { answerProposal } from './proposal-turn.ts';
import { button, say } from './reply-parts.ts';
import { runNow, startRun } from './run-turn.ts';
import { saveAnswer, saveItems } from './save-turn.ts';
import { turnPage } from './saved-work.ts';
import { appoint, changeModuleLink } from './staff-turn.ts';
import { agree, forgetReminder } from './suggestion-turn.ts';
import type { Turn } from './turn.ts';

/** A button was pressed. Each may be pressed twice harmlessly, and only by the owner of what it is about. */
export async function answerPress(press: IncomingPress, turn: Turn): Promise<Reply> {
  const id = parseButtonId(press.buttonId);
  if (id.kind !== 'known') return alone(turn, 'Director', sentenceFor({ kind: 'outdated-button' }));
  switch (id.verb) {
    case 'fill':
    case 'paste':
    case 'change':
    case 'numbers':
    case 'choose':
    case 'reword':
    case 'foundation':
    case 'profile':
    case 'refine':
    case 'edit':
    case 'code':
    case 'cohort':
    case 'announce':
    case 'replan':
    case 'askfirst':
    case 'human':
    case 'reply':
    case 'settle': {
      // Where the platform could not open the form at once, it comes as a message.
      const opened = await openForm(id, turn.person.userId, turn.deps);
      return opened.kind === 'form'
        ? [
            say('Director', opened.form.title, {
              audience: turn.inChannel ? 'person' : 'thread',
              form: opened.form,
            }),
          ]
        : alone(turn, 'Director', opened.sentence);
    }
    case 'run': {
      const prompt = turn.deps.catalogue.prompts.get(id.id);
      return prompt
        ? startRun({ prompt, requestText: '' }, turn)
        : alone(turn, 'Director', sentenceFor({ kind: 'outdated-button' }));
    }
    case 'lesson':
    case 'checklist':
    case 'worksheet':
    case 'tick':
    case 'untick':
    case 'done':
    case 'reopen':
      return pressInModule(id.verb, id.id, turn);
    case 'interview':
      return interview(turn, id.id === 'passed' ? 'passed' : 'on');
    case 'undo':
      return undoChange(id.id, turn);
    case 'remove':
      return removeItem(id.id, turn);
    case 'pass':
      return passQuestion(id.id, turn);
    case 'rest':
      return restInterview(turn);
    case 'where':
      return whereAmI('Guide', turn);
    case 'step':
      return [listPromptsOf(id.id, turn) ?? say('Director', sentenceFor({ kind: 'outdated-button' }))];
    case 'pick':
      return pick(id.id, turn);
    case 'keep':
      return keepCard(id.id, turn);
    case 'drop':
      return dropCard(id.id, turn);
    case 'dashboard':
      return answerNumberCommand('metric', 'dashboard', turn);
    case 'hook':
      // Shown at once or not at all: a message would be kept.
      return alone(turn, 'Director', sentenceFor({ kind: 'form-too-late' }));
    case 'erase':
      return eraseSnapshot(id.id, turn);
    case 'nudge':
      return (
        (await chooseNudges(id.id, turn)) ?? alone(turn, 'Director', sentenceFor({ kind: 'outdated-button' }))
      );
    case 'snooze':
      return snooze(id.id, turn);
    case 'hush':
      return stopUnasked(turn);
    case 'resume':
      return resumeUnasked(turn);
    case 'quietweek':
      return noteQuietWeek(id.id, turn);
    case 'join':
      return joinAccounts(id.id, [], turn);
    case 'apart':
      return leaveApart(id.id, turn);
    case 'unlink':
      return unlinkAccount(id.id, turn);
    case 'save':
      return withExecution(id.id, turn, (execution) => saveAnswer(execution, turn));
    case 'saveall':
      return withExecution(id.id, turn, (execution) => saveItems(execution, undefined, turn));
    case 'asset':
    case 'live':
    case 'draft':
    case 'archive':
    case 'shelve':
    case 'unshelve':
    case 'why':
    case 'restore':
      return pressAsset(id.verb, id.id, turn);
    case 'which':
      return chooseAsset(id.id, turn);
    case 'copy':
      return sendAssets(id.id, turn);
    case 'assets':
      return turnPage(id.id, turn);
    case 'accept':
    case 'both':
    case 'skip':
      return answerProposal(id.verb, id.id, turn);
    case 'file':
      return withExecution(id.id, turn, (execution) => sendAsFile(execution, turn));
    case 'retry':
      return withExecution(id.id, turn, (execution) => retry(execution, undefined, turn));
    case 'tone':
      return withExecution(id.id, turn, (execution) => askTone(execution, turn));
    case 'agree':
      return agree(id.id, turn);
    case 'forget':
      return forgetReminder(id.id, turn);
    case 'mydata':
      return exportData(turn);
    case 'wipe':
      return deleteData(id.id, turn);
    case 'leave':
      return keepEverything(turn);
    case 'appoint':
    case 'dismiss':
      return appoint(id.id, id.verb === 'appoint', turn);
    case 'notice':
    case 'schedule':
    case 'unschedule':
    case 'resend':
      return pressAnnouncement(id.verb, id.id, turn);
    case 'going':
    case 'absent':
      return answerGoing(id.id, id.verb === 'going', turn);
    case 'calloff':
      return callOff(id.id, turn);
    case 'plan':
      return schedulePlan(id.id, turn);
    case 'group':
      return pressCohort(id.id, turn);
    case 'health':
      return pressHealth(id.id, turn);
    case 'roster':
      return sendRoster(id.id, turn);
    case 'invite':
      return invite(id.id, turn);
    case 'uninvite':
      return revokeCode(id.id, turn);
    case 'connect':
    case 'disconnect':
      return changeChannel(id.verb, id.id, turn);
    case 'endcohort':
      return endCohort(id.id, turn);
    case 'withdraw':
      return withdraw(id.id, turn);
    case 'link':
      return changeModuleLink(id.id, turn);
    case 'helped':
    case 'missed':
      return rate(id.id, id.verb, turn);
    case 'warmer':
    case 'bolder':
    case 'plainer': {
      const tone: Tone = id.verb;
      return withExecution(id.id, turn, (execution) => retry(execution, tone, turn));
    }
  }
}

type ModuleVerb = 'lesson' | 'checklist' | 'worksheet' | 'tick' | 'untick' | 'done' | 'reopen';

/** `<module>`, or `<module>.<part, item or format>`. */
async function pressInModule(verb: ModuleVerb, id: string, turn: Turn): Promise<Reply> {
  const [number, rest = ''] = id.split('.');
  const module = turn.deps.catalogue.modules.find(({ moduleNumber }) => String(moduleNumber) === number);
  if (!module) return alone(turn, 'Director', sentenceFor({ kind: 'outdated-button' }));
  switch (verb) {
    case 'lesson':
      return showPart(module, Number(rest), turn);
    case 'checklist':
      return showChecklist(module, turn);
    case 'worksheet':
      return sendWorksheet(module, rest === 'csv' ? 'csv' : 'md', turn);
    case 'tick':
    case 'untick':
      return tickItem(module, Number(rest), verb === 'tick', turn);
    case 'done':
    case 'reopen':
      return markModule(module, verb === 'done', turn);
  }
}

/** The person chose one of the Director's offers: it gets the words they first asked with. */
async function pick(id: string, turn: Turn): Promise<Reply> {
  const [requestId = '', choice = ''] = id.split('~');
  const request = await turn.deps.pending.get(turn.person.userId, requestId);
  if (!request) return alone(turn, 'Director', sentenceFor({ kind: 'not-yours' }));
  const asked = { ...turn, files: request.files ?? [] };
  const prompt = turn.deps.catalogue.prompts.get(choice);
  if (prompt) return startRun({ prompt, requestText: request.text }, asked);
  const role = systemRoleSchema.safeParse(choice);
  return role.success
    ? answerAgentQuestion(role.data, request.text, [], '', asked)
    : alone(turn, 'Director', sentenceFor({ kind: 'outdated-button' }));
}

async function rate(executionId: string, feedback: 'helped' | 'missed', turn: Turn): Promise<Reply> {
  const isTheirs = await turn.deps.executions.rate(turn.person.userId, executionId, feedback);
  if (!isTheirs) return alone(turn, 'Director', sentenceFor({ kind: 'not-yours' }));
  if (feedback === 'helped') return alone(turn, 'Director', 'Good to hear, noted.');
  return alone(
    turn,
    'Director',
    'Noted. Another try comes at it from another side; or tell me what was off.',
    [button('Another try', 'retry', executionId)],
  );
}

async function withExecution(
  executionId: string,
  turn: Turn,
  then: (execution: UserPromptExecution) => Promise<Reply>,
): Promise<Reply> {
  const execution = await turn.deps.executions.get(turn.person.userId, executionId);
  return execution ? then(execution) : alone(turn, 'Director', sentenceFor({ kind: 'not-yours' }));
}

/** The same text once more, to be kept or read elsewhere: pressed twice it only comes twice. */
async function sendAsFile(execution: UserPromptExecution, turn: Turn): Promise<Reply> {
  const agent = execution.agentRole ?? 'Director';
  const file = executionAsFile(execution, turn.deps.catalogue.prompts.get(execution.promptCode)?.title);
  if (!file) return alone(turn, agent, sentenceFor({ kind: 'nothing-to-save' }));
  return [
    say(agent, `Here it is as a file: ${file.name}`, {
      audience: turn.inChannel ? 'person' : 'thread',
      files: [file],
      promptCode: execution.promptCode,
      executionId: execution._id,
    }),
  ];
}

async function askTone(execution: UserPromptExecution, turn: Turn): Promise<Reply> {
  return alone(turn, execution.agentRole ?? 'Director', 'Which way?', [
    button('Warmer', 'warmer', execution._id),
    button('Bolder', 'bolder', execution._id),
    button('Plainer', 'plainer', execution._id),
  ]);
}

/** A new execution of the same wish, which points at the first. */
async function retry(execution: UserPromptExecution, tone: Tone | undefined, turn: Turn): Promise<Reply> {
  const { catalogue, foundations } = turn.deps;
  const prompt = catalogue.prompts.get(execution.promptCode);
  if (!prompt) return alone(turn, 'Director', sentenceFor({ kind: 'outdated-button' }));
  const plan = planRun(prompt, await foundations.read(turn.person.userId));
  if (plan.missing.length > 0) return startRun({ prompt, requestText: execution.requestText ?? '' }, turn);
  return runNow(
    {
      key: turn.incoming.id,
      prompt,
      plan,
      inputs: { ...plan.inputs, ...execution.inputs },
      step: execution.elevateStep,
      requestText: execution.requestText ?? '',
      retryOf: execution.retryOf ?? execution._id,
      ...(execution.refinesAssetId === undefined ? {} : { refinesAssetId: execution.refinesAssetId }),
      ...(execution.status === 'Success' ? { earlierAnswer: answerText(execution) } : {}),
      ...(tone ? { tone } : {}),
    },
    turn,
  );
}

function alone(turn: Turn, agent: SystemRole, text: string, buttons: Reply[number]['buttons'] = []): Reply {
  return [say(agent, text, { audience: turn.inChannel ? 'person' : 'thread', buttons })];
}
