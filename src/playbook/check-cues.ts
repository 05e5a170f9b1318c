import { findPromptCodes } from '../domain/prompt-code.ts';
import type { ReportProblem } from './report-problem.ts';

/** Whoever has cues: an agent, or the prompt of a code. */
export interface CueOwner {
  path: string;
  promptCode?: string;
  cues: readonly string[];
}

/**
 * Messages to learn a wish from: below 25 a prompt knows too few ways to say it, and one with far more than its
 * neighbours draws their messages to itself. An agent has only those that no prompt takes.
 */
const cueCounts = { prompt: { least: 25, most: 60 }, agent: { least: 15, most: Number.POSITIVE_INFINITY } };

export function checkCues(owners: readonly CueOwner[], report: (path: string) => ReportProblem): void {
  const ownerOf = new Map<string, string>();
  for (const { path, promptCode, cues } of owners) {
    const problem = report(path);
    const { least, most } = cueCounts[promptCode === undefined ? 'agent' : 'prompt'];
    if (cues.length < least)
      problem(`has ${cues.length} cues; at least ${least} messages are needed to learn from`);
    if (cues.length > most) problem(`has ${cues.length} cues; keep the ${most} that differ most`);
    for (const cue of cues) {
      if (promptCode !== undefined && holdsCode(cue, promptCode))
        problem(`cue "${cue}" holds the code ${promptCode}, which is found by rule; say the wish instead`);
      const words = wordsOf(cue);
      const other = ownerOf.get(words);
      if (other !== undefined)
        problem(
          `cue "${cue}" stands in ${other === path ? 'this file' : other} too; one message has one owner`,
        );
      ownerOf.set(words, path);
    }
  }
}

function holdsCode(cue: string, promptCode: string): boolean {
  return /\d/.test(cue) && findPromptCodes(cue).some(({ code }) => code === promptCode);
}

/** Capitals, punctuation and spacing do not make another message of it. */
function wordsOf(cue: string): string {
  return (cue.toLowerCase().match(/[\p{L}\d£€$%]+/gu) ?? []).join(' ');
}
