import { formatButtonId } from '../domain/button-id.ts';
import type { PlaybookPromptFile } from '../domain/catalogue.ts';
import { type FoundationPath, foundationField, isFoundationPath } from '../domain/foundation-fields.ts';
import type { FoundationVersion } from '../domain/foundation-version.ts';
import type { PendingRequest } from '../domain/pending-request.ts';
import type { Button, Form, Reply, ReplyPart } from '../domain/reply.ts';
import { stableId } from '../domain/stable-id.ts';
import type { SystemRole } from '../domain/system-role.ts';
import type { UserFoundation } from '../domain/user-foundation.ts';
import type { UserPromptExecution } from '../domain/user-prompt-execution.ts';
import {
  type FieldValue,
  fieldValue,
  includesValue,
  joinValues,
  valueText,
  withKnownDetails,
} from '../foundation/field-value.ts';
import { foundationFormField, readFoundationField } from '../foundation/foundation-form.ts';
import type { Proposal } from '../playbook/answers/proposals.ts';
import { plainNames } from '../playbook/run-plan.ts';
import { sentenceFor } from '../sentences/failure-sentences.ts';
import { proposalsOfExecution } from './execution-answer.ts';
import { askNext, passAndAsk } from './interview-question.ts';
import { nextRunsOf } from './prompt-list.ts';
import { button, say } from './reply-parts.ts';
import type { DirectorDeps, Turn } from './turn.ts';

/**
 * What an answer proposes for the Foundation, confirmed one by one. Nothing is remembered about it: which proposal a button
 * is about, and what stood in the field when it was shown, stand in the button; whether it was kept stands in the Foundation.
 */
interface Round {
  /** The execution that proposes, or the request in which the person's own words wait. */
  id: string;
  /** Absent where the person's own words are proposed. */
  execution?: UserPromptExecution;
  agent: SystemRole;
  /** What stands over a form, before the field's name. */
  title: string;
  source: FoundationVersion['source'];
  proposals: Proposal[];
  foundation: UserFoundation;
}

type ReadDeps = Pick<DirectorDeps, 'catalogue' | 'foundations' | 'executions' | 'pending'>;

async function roundOf(id: string, userId: string, deps: ReadDeps): Promise<Round | undefined> {
  const execution = await deps.executions.get(userId, id);
  const prompt = execution && deps.catalogue.prompts.get(execution.promptCode);
  const request = execution ? undefined : await deps.pending.get(userId, id);
  const foundation = await deps.foundations.read(userId);
  if (request) return roundOfWords(request, foundation);
  return execution && prompt ? roundOfExecution(execution, prompt, foundation) : undefined;
}

function roundOfExecution(
  execution: UserPromptExecution,
  prompt: PlaybookPromptFile,
  foundation: UserFoundation,
): Round | undefined {
  const proposals = proposalsOfExecution(execution, prompt);
  if (proposals.length === 0) return undefined;
  return {
    id: execution._id,
    execution,
    agent: execution.agentRole ?? 'Director',
    title: execution.promptCode,
    source: 'prompt',
    proposals,
    foundation,
  };
}

function roundOfWords({ _id, text, cell }: PendingRequest, foundation: UserFoundation): Round | undefined {
  if (cell?.wish !== 'keep' || !isFoundationPath(cell.path)) return undefined;
  const reading = readFoundationField(cell.path, cell.value);
  if (reading.kind === 'wrong') return undefined;
  const there = fieldValue(foundation, cell.path);
  const value = withKnownDetails(reading.change.after, [there]);
  const isAsSaid = valueText(value).replace(/\s+/g, ' ') === text.replace(/\s+/g, ' ');
  return {
    id: _id,
    agent: 'Sage',
    title: 'Sage',
    source: 'interview',
    proposals: [{ path: cell.path, value, kind: 'whole', because: isAsSaid ? '' : `Your words: “${text}”` }],
    foundation,
  };
}

/** The person's own words as they would be kept, from the request in which they wait; undefined where they cannot be. */
export async function showWords(
  requestId: string,
  turn: Turn,
  part?: string,
): Promise<ReplyPart | undefined> {
  const round = await roundOf(requestId, turn.person.userId, turn.deps);
  return round && showFrom(round, 0, '', turn, part);
}

/** The same as pressing Keep, said in words. */
export async function keepWords(requestId: string, turn: Turn): Promise<Reply | undefined> {
  const round = await roundOf(requestId, turn.person.userId, turn.deps);
  const [proposal] = round?.proposals ?? [];
  if (!round || !proposal) return undefined;
  return answerProposal('accept', formatAt(round, 0, fieldValue(round.foundation, proposal.path)), turn);
}

/** The first proposal of a fresh answer, as a part of its own to the person alone; nothing where there is none. */
export async function firstProposal(
  execution: UserPromptExecution,
  prompt: PlaybookPromptFile,
  turn: Turn,
): Promise<ReplyPart[]> {
  const foundation = await turn.deps.foundations.read(turn.person.userId);
  const round = roundOfExecution(execution, prompt, foundation);
  return round === undefined || nextOpen(round, 0) === undefined
    ? []
    : [await showFrom(round, 0, '', turn, 'proposal')];
}

/** Keep, Keep both or Skip was pressed. */
export async function answerProposal(
  verb: 'accept' | 'both' | 'skip',
  id: string,
  turn: Turn,
): Promise<Reply> {
  const at = readAt(id);
  const round = await roundOf(at.roundId, turn.person.userId, turn.deps);
  const proposal = round?.proposals[at.index];
  if (!round || !proposal) return privately(turn, sentenceFor({ kind: 'not-yours' }));
  const { label } = foundationField(proposal.path);
  if (verb === 'skip' && round.source === 'interview') return [await passAndAsk(proposal.path, turn)];
  if (verb === 'skip') return [await showFrom(round, at.index + 1, '', turn)];
  const there = fieldValue(round.foundation, proposal.path);
  const adds = verb === 'both' || proposal.kind === 'item';
  const isKept = adds ? includesValue(there, proposal.value) : isSame(there, proposal.value);
  if (isKept) return [await showFrom(round, at.index + 1, `${label} is written down.`, turn)];
  if (!adds && markOf(there) !== at.seen) {
    const changed = `${label} has changed since I asked, so I wrote nothing.`;
    return [await showFrom(round, at.index, changed, turn)];
  }
  const after = adds ? joinValues(there, proposal.value) : proposal.value;
  const reading = readFoundationField(proposal.path, valueText(after));
  // What is typed and what is proposed have the same limits; only what was added may go beyond them.
  if (reading.kind === 'wrong')
    return [await showFrom(round, at.index, `${reading.error} I wrote nothing.`, turn)];
  return keepValue(round, at.index, after, turn);
}

/** Change was pressed: the form holds the proposal, to be put into one's own words. */
export async function changeForm(
  id: string,
  userId: string,
  deps: ReadDeps,
): Promise<{ kind: 'form'; form: Form } | { kind: 'sentence'; sentence: string }> {
  const at = readAt(id);
  const round = await roundOf(at.roundId, userId, deps);
  const proposal = round?.proposals[at.index];
  if (!round || !proposal) return { kind: 'sentence', sentence: sentenceFor({ kind: 'not-yours' }) };
  const there = fieldValue(round.foundation, proposal.path);
  const value = proposal.kind === 'item' ? joinValues(there, proposal.value) : proposal.value;
  return { kind: 'form', form: formFor(round, at.index, valueText(value)) };
}

/** What is wrong with the form that was sent, with all that was typed; undefined when nothing is. */
export async function wrongChange(
  id: string,
  values: Record<string, string>,
  userId: string,
  deps: ReadDeps,
): Promise<Form | undefined> {
  const at = readAt(id);
  const round = await roundOf(at.roundId, userId, deps);
  const proposal = round?.proposals[at.index];
  if (!round || !proposal) return undefined;
  const typed = values[proposal.path] ?? '';
  const reading = readFoundationField(proposal.path, typed);
  if (reading.kind === 'wrong') return formFor(round, at.index, typed, reading.error);
  const there = fieldValue(round.foundation, proposal.path);
  if (markOf(there) === at.seen || isSame(there, reading.change.after)) return undefined;
  const now = there === undefined ? 'empty' : valueText(there).replace(/\n/g, '; ');
  return formFor(
    round,
    at.index,
    typed,
    `It has changed since I asked, and is now: ${now.slice(0, 200)}. Send again to replace it.`,
  );
}

/** The form was sent: keep what was typed and go on. */
export async function keepChange(id: string, values: Record<string, string>, turn: Turn): Promise<Reply> {
  const at = readAt(id);
  const round = await roundOf(at.roundId, turn.person.userId, turn.deps);
  const proposal = round?.proposals[at.index];
  if (!round || !proposal) return privately(turn, sentenceFor({ kind: 'not-yours' }));
  const typed = values[proposal.path] ?? '';
  const reading = readFoundationField(proposal.path, typed);
  if (reading.kind === 'wrong') return [await showFrom(round, at.index, reading.error, turn)];
  const there = fieldValue(round.foundation, proposal.path);
  const after = withKnownDetails(reading.change.after, [proposal.value, there]);
  if (!isSame(there, after) && markOf(there) !== at.seen) {
    const { label } = foundationField(proposal.path);
    return [
      await showFrom(
        round,
        at.index,
        `${label} has changed since I asked, so I wrote nothing. You typed: ${typed}`,
        turn,
      ),
    ];
  }
  return keepValue(round, at.index, after, turn);
}

async function keepValue(round: Round, index: number, after: FieldValue, turn: Turn): Promise<Reply> {
  const { path } = round.proposals[index] as Proposal;
  const { foundation } = await turn.deps.foundations.change(
    turn.person.userId,
    turn.incoming.id,
    [{ path, after }],
    round.source,
    turn.deps.clock.nowMs(),
  );
  return [
    await showFrom(
      { ...round, foundation },
      index + 1,
      `Written down: ${foundationField(path).label}.`,
      turn,
    ),
  ];
}

/** The next proposal that is still open, or what has come of them all. */
async function showFrom(
  round: Round,
  from: number,
  before: string,
  turn: Turn,
  part = 'answer',
): Promise<ReplyPart> {
  const { execution, proposals, agent } = round;
  const index = nextOpen(round, from);
  const options = {
    part,
    audience: turn.inChannel ? ('person' as const) : ('thread' as const),
    ...(execution ? { promptCode: execution.promptCode, executionId: execution._id } : {}),
  };
  if (index === undefined) {
    if (round.source === 'interview') return askNext(before, turn, part);
    if (!execution) return say(agent, before || 'I left it as it was.', options);
    const lines = [before, endOf(execution.promptCode, round)].filter(Boolean).join('\n');
    return say(agent, lines, { ...options, buttons: nextRunsOf(execution.promptCode, turn) });
  }
  const proposal = proposals[index] as Proposal;
  const there = fieldValue(round.foundation, proposal.path);
  const { label } = foundationField(proposal.path);
  const which = proposals.length > 1 ? `, ${index + 1} of ${proposals.length}` : '';
  const lines = [
    before,
    execution ? `**${execution.promptCode} for your Foundation${which}: ${label}**` : `**${label}**`,
    shown(execution ? 'Proposed' : 'As I will keep it', proposal.value),
    proposal.because === '' ? '' : `_${proposal.because}_`,
    there === undefined ? '' : shown('Written down now', there),
    there === undefined ? '' : whatKeepDoes(proposal),
  ];
  return say(agent, lines.filter(Boolean).join('\n\n'), {
    ...options,
    buttons: buttonsFor(round, index, there),
  });
}

function buttonsFor(round: Round, index: number, there: FieldValue | undefined): Button[] {
  const proposal = round.proposals[index] as Proposal;
  const id = formatAt(round, index, there);
  const replaces = there !== undefined && proposal.kind !== 'item';
  const isMore = nextOpen(round, index + 1) !== undefined;
  return [
    button(replaces ? 'Keep the new' : 'Keep', 'accept', id),
    ...(replaces && typeof proposal.value !== 'string' ? [button('Keep both', 'both', id)] : []),
    button('Change', 'reword', id),
    button('Skip', 'skip', id),
    ...(isMore ? [button('Skip the rest', 'skip', formatAt(round, round.proposals.length - 1, there))] : []),
  ];
}

function whatKeepDoes({ kind, value }: Proposal): string {
  if (kind === 'item') return 'Keep adds it to what is there.';
  const both = typeof value === 'string' ? '' : ' **Keep both** adds what is new.';
  return `**Keep the new** replaces yours, **Skip** leaves it as it is.${both}`;
}

function endOf(promptCode: string, { proposals, foundation }: Round): string {
  const paths = [...new Set(proposals.map(({ path }) => path))];
  const kept = paths.filter((path) =>
    proposals.some((one) => one.path === path && includesValue(fieldValue(foundation, path), one.value)),
  );
  const left = paths.filter((path) => !kept.includes(path));
  const names = (list: FoundationPath[]) => plainNames(list);
  return [
    `That was all that ${promptCode} proposes.`,
    kept.length > 0 ? `In your Foundation from it: ${names(kept)}.` : '',
    left.length > 0 ? `Left as it was: ${names(left)}.` : '',
  ]
    .filter(Boolean)
    .join(' ');
}

function nextOpen({ proposals, foundation }: Round, from: number): number | undefined {
  const found = proposals.findIndex((proposal, index) => {
    if (index < from) return false;
    const there = fieldValue(foundation, proposal.path);
    if (proposal.kind === 'item') return !includesValue(there, proposal.value);
    // Of several to choose from, one that was kept settles the others.
    const choices =
      proposal.kind === 'choice' ? proposals.filter(({ path }) => path === proposal.path) : [proposal];
    return !choices.some(({ value }) => isSame(there, value));
  });
  return found < 0 ? undefined : found;
}

function formFor(round: Round, index: number, value: string, error?: string): Form {
  const { path } = round.proposals[index] as Proposal;
  const there = fieldValue(round.foundation, path);
  return {
    id: formatButtonId('reword', formatAt(round, index, there)),
    title: `${round.title} · ${foundationField(path).label}`.slice(0, 45),
    fields: [{ ...foundationFormField(path, value), ...(error === undefined ? {} : { error }) }],
  };
}

function shown(label: string, value: FieldValue): string {
  const text = valueText(value);
  return typeof value === 'string'
    ? `${label}: ${text}`
    : `${label}:\n${text
        .split('\n')
        .map((line) => `- ${line}`)
        .join('\n')}`;
}

function isSame(there: FieldValue | undefined, value: FieldValue): boolean {
  return there !== undefined && JSON.stringify(there) === JSON.stringify(value);
}

/** What stood in the field, in few characters: a value that was not shown is never replaced. */
function markOf(there: FieldValue | undefined): string {
  return stableId('field value', JSON.stringify(there ?? '')).slice(0, 8);
}

function formatAt({ id }: Round, index: number, there: FieldValue | undefined): string {
  return `${id}~${index}~${markOf(there)}`;
}

function readAt(id: string): { roundId: string; index: number; seen: string } {
  const [roundId = '', index = '', seen = ''] = id.split('~');
  return { roundId, index: Number.parseInt(index, 10), seen };
}

function privately(turn: Turn, text: string): Reply {
  return [say('Director', text, { audience: turn.inChannel ? 'person' : 'thread' })];
}
