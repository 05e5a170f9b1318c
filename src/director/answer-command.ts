import type { Command } from '../domain/director-task.ts';
import { type ElevateStep, elevateStepNamed } from '../domain/elevate-step.ts';
import type { Reply } from '../domain/reply.ts';
import { meansBeQuiet } from '../people/read-nudge-wish.ts';
import { sentenceFor } from '../sentences/failure-sentences.ts';
import { answerAnnounceWish } from './announcement-turn.ts';
import { answerAssetWish } from './asset-turn.ts';
import { answerCohortWish } from './cohort-turn.ts';
import { askUndo, editList, showChanges, showMissing } from './foundation-changes.ts';
import { offerHook, revokeHook } from './hook-turn.ts';
import { offerHuman } from './human-turn.ts';
import { interview } from './interview-turn.ts';
import { lastAnswer } from './last-answer.ts';
import { answerLinkWish } from './link-turn.ts';
import { answerNudgeWish, stopAll, stopUnasked } from './nudge-turn.ts';
import { answerNumberCommand, isNumberCommand } from './numbers-recall.ts';
import { answerOfficeHours } from './office-hours-turn.ts';
import { askToDelete, exportData } from './own-data-turn.ts';
import { showProfile } from './profile-turn.ts';
import { whereAmI } from './progress-turn.ts';
import { listPromptsOf, listSteps, stepId } from './prompt-list.ts';
import { readMessage } from './read-message.ts';
import { button, say } from './reply-parts.ts';
import { takeResearch } from './research-turn.ts';
import { showSavedWork } from './saved-work.ts';
import { askAppointment, askModuleLink } from './staff-turn.ts';
import { suggestReminder } from './suggestion-turn.ts';
import type { Turn } from './turn.ts';

/** Something the Director does itself. */
export async function answerCommand(command: Command, words: string, turn: Turn): Promise<Reply> {
  const { catalogue } = turn.deps;
  if (isNumberCommand(command)) return answerNumberCommand(command, words, turn);
  switch (command) {
    case 'help': {
      const agents = [...catalogue.agents.values()].map((agent) => `- @${agent.name}: ${agent.description}`);
      const how =
        'Mention an agent and say what you need, or name a prompt by its code ("@Writer H1"). "list prompts" shows them all.';
      return [say('Director', `${how}\n${agents.join('\n')}`)];
    }
    case 'list-prompts': {
      const step = stepIn(words);
      return [(step && listPromptsOf(stepId(step), turn)) ?? listSteps(turn)];
    }
    case 'interview':
      return interview(turn);
    case 'missing':
      return showMissing(turn);
    case 'foundation-changes':
      return showChanges(words, turn);
    case 'undo':
      return askUndo(turn);
    case 'research':
      return takeResearch(words, turn);
    case 'edit-list':
      return editList(words, turn);
    case 'interview-passed':
      return interview(turn, 'passed');
    case 'export':
      return exportData(turn);
    case 'delete':
      return askToDelete(turn);
    case 'stop':
      return stopAll(turn);
    case 'nudges':
      return turn.work.hasStopped && meansBeQuiet(readMessage(words).words)
        ? stopAll(turn)
        : answerNudgeWish(readMessage(words).words, turn);
    case 'mute': {
      if (!turn.inChannel) return turn.work.hasStopped ? stopAll(turn) : stopUnasked(turn);
      if (!turn.conversation) return [say('Director', sentenceFor({ kind: 'nothing-under-way' }))];
      await turn.deps.conversations.mute(turn.conversation._id, turn.incoming.sentAtMs);
      return [say('Director', 'I leave this thread to you. Mention an agent or me, and we are back.')];
    }
    case 'remind':
      return suggestReminder(words, turn);
    case 'asset':
    case 'archive':
      return answerAssetWish(readMessage(words).words, turn);
    case 'assets':
      return showSavedWork(readMessage(words).words, turn);
    case 'save': {
      const last = await lastAnswer(turn);
      if (!last) return [say('Director', sentenceFor({ kind: 'nothing-to-save' }))];
      const text = `Press Save under the answer you mean, or here for the last one (${last.promptCode}).`;
      return [
        say('Director', text, {
          buttons: [button('Save', 'save', last._id)],
          audience: turn.inChannel ? 'person' : 'thread',
        }),
      ];
    }
    case 'progress':
      return whereAmI('Director', turn);
    case 'hook':
      return offerHook(words, turn);
    case 'revoke-hook':
      return revokeHook(turn);
    case 'cohort':
      return answerCohortWish(readMessage(words).words, turn);
    case 'person':
      return offerHuman(turn);
    case 'schedule':
      return answerOfficeHours(words, turn);
    case 'announce':
      return answerAnnounceWish(words, turn);
    case 'appoint':
      return askAppointment(words, turn);
    case 'module-link':
      return askModuleLink(words, turn);
    case 'settings':
      return showProfile(turn);
    case 'link':
      return answerLinkWish(words, turn);
    default:
      return [say('Director', sentenceFor({ kind: 'not-built-yet', what: 'do that' }))];
  }
}

function stepIn(words: string): ElevateStep | undefined {
  return words.split(/[^\p{L}]+/u).flatMap((word) => elevateStepNamed(word) ?? [])[0];
}
