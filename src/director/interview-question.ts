import { foundationField, isFoundationPath } from '../domain/foundation-fields.ts';
import { type FoundationInterview, foundationInterviewSchema } from '../domain/foundation-interview.ts';
import type { Button, ReplyPart } from '../domain/reply.ts';
import { threadKeyOf } from '../domain/thread-ref.ts';
import { nextToAsk, questionText } from '../foundation/interview-order.ts';
import { missingMinimum } from '../foundation/recall.ts';
import { plainNames } from '../playbook/run-plan.ts';
import { firstRunsOf } from './prompt-list.ts';
import { button, say } from './reply-parts.ts';
import type { Turn } from './turn.ts';

const settingName = 'foundationInterview';

/** Where the person is in the interview; undefined where they never began one. */
export async function readInterview({ person, deps }: Turn): Promise<FoundationInterview | undefined> {
  const stored = await deps.settings.read('person', person.userId, settingName);
  return foundationInterviewSchema.safeParse(stored).data;
}

export async function noteInterview(interview: FoundationInterview, { person, deps }: Turn): Promise<void> {
  await deps.settings.write('person', person.userId, settingName, interview, deps.clock.nowMs());
}

/** Passes a field's question, and asks the next one. */
export async function passAndAsk(path: string, turn: Turn): Promise<ReplyPart> {
  const interview = await readInterview(turn);
  const passed = [...new Set([...(interview?.passed ?? []), path])];
  const name = isFoundationPath(path) ? foundationField(path).label : path;
  return askNext(`Left out for now: ${name}.`, turn, 'answer', passed);
}

/**
 * The next question, to the person alone; at the end, what was passed and what can be done now. `passed` is what they
 * passed, where that has changed.
 */
export async function askNext(
  before: string,
  turn: Turn,
  part = 'answer',
  passed?: readonly string[],
): Promise<ReplyPart> {
  const [interview, foundation] = await Promise.all([
    readInterview(turn),
    turn.deps.foundations.read(turn.person.userId),
  ]);
  const left = [...(passed ?? interview?.passed ?? [])];
  const path = nextToAsk(foundation, left);
  await noteInterview(
    {
      ...(path === undefined ? {} : { asked: path }),
      ...(turn.inChannel ? {} : { threadKey: threadKeyOf(turn.incoming.thread) }),
      passed: left,
      movedBy: turn.incoming.id,
      asides: 0,
      askedAt: turn.deps.clock.nowMs(),
    },
    turn,
  );
  const audience = turn.inChannel ? 'person' : 'thread';
  if (path === undefined) {
    const open = left.filter(isFoundationPath);
    const over =
      open.length === 0
        ? 'Your Foundation is complete. F11 looks for contradictions in it, F10 condenses it.'
        : `That was every question. Passed: ${plainNames(open.slice(0, mostNamed))}${open.length > mostNamed ? ` and ${open.length - mostNamed} more` : ''}.`;
    return say('Sage', [before, over].filter(Boolean).join('\n\n'), {
      part,
      audience,
      buttons: [
        ...(open.length > 0 ? [button('Ask me what I passed', 'interview', 'passed')] : []),
        button('Check it (F11)', 'run', 'F11'),
        button('Blueprint (F10)', 'run', 'F10'),
        ...firstRunsOf('Hook', turn),
      ],
    });
  }
  // Said once, when the last of the minimum is there.
  const isMinimum =
    before !== '' && missingMinimum(foundation).length === 0 && !foundationField(path).required;
  const wasRequired = interview?.asked !== undefined && isRequired(interview.asked);
  const reached =
    isMinimum && wasRequired
      ? 'That is the minimum: most prompts can run now. The rest makes them sharper.'
      : '';
  return say('Sage', [before, reached, questionText(path, foundation)].filter(Boolean).join('\n\n'), {
    part,
    audience,
    buttons: questionButtons(path),
  });
}

/** What was passed is named up to here. */
const mostNamed = 6;

export function questionButtons(path: string): Button[] {
  return [button('Skip', 'pass', path), button('Stop for now', 'rest', 'now')];
}

function isRequired(path: string): boolean {
  return isFoundationPath(path) && foundationField(path).required;
}
