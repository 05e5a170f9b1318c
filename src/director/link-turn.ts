import type { Account } from '../domain/account.ts';
import type { AccountMerge, MergeChoice } from '../domain/account-merge.ts';
import { formatButtonId } from '../domain/button-id.ts';
import { dayInWords } from '../domain/day-in-words.ts';
import type { IncomingForm } from '../domain/incoming.ts';
import type { Form, FormField, Reply } from '../domain/reply.ts';
import { stableId } from '../domain/stable-id.ts';
import { surfaceNames } from '../domain/thread-ref.ts';
import { filledFields } from '../foundation/recall.ts';
import { carryOutMerge } from '../people/carry-out-merge.ts';
import { accountCode, codeInWords, hashOfCode, newCode, readCode, triesAnHour } from '../people/link-code.ts';
import {
  type FoundationConflict,
  foundationConflicts,
  together,
  valueInLine,
} from '../people/merge-foundations.ts';
import { readLinkWish } from '../people/read-link-wish.ts';
import type { Holdings } from '../ports/merge-store.ts';
import { sentenceFor } from '../sentences/failure-sentences.ts';
import { privateReply } from './private-reply.ts';
import { button } from './reply-parts.ts';
import type { DirectorDeps, Turn } from './turn.ts';

type LinkDeps = Pick<DirectorDeps, 'people' | 'foundations' | 'linkCodes' | 'merges' | 'clock'>;

const hourMs = 60 * 60 * 1_000;
/** A preview is answered within a day, or asked for anew. */
const proposalLastsMs = 24 * hourMs;
/** Chances to find a code that nobody has; with a thousand codes out, one in a thousand is taken. */
const mostDraws = 10;
/** Differences that the preview spells out; the form has them all. */
const mostShown = 8;
const optionCharacters = 72;
const bothTogether = 'Both together';

/** "link my account", a code, or "unlink". */
export async function answerLinkWish(words: string, turn: Turn): Promise<Reply> {
  const wish = readLinkWish(words);
  if (wish.kind === 'code') return takeCode(wish.code, turn);
  return wish.kind === 'unlink' ? offerUnlink(turn) : issueCode(turn);
}

/** A code for the other platform, told to them alone. */
async function issueCode(turn: Turn): Promise<Reply> {
  const { linkCodes, clock, people } = turn.deps;
  const { personId } = turn.person;
  for (let draw = 0; draw < mostDraws; draw++) {
    const code = newCode(accountCode.digits);
    const issued = await linkCodes.issue(
      {
        _id: await hashOfCode(code),
        kind: 'account',
        personId,
        issuedFor: turn.incoming.id,
        expiresAt: clock.nowMs() + accountCode.lastsMs,
      },
      clock.nowMs(),
    );
    if (!issued) continue;
    const accounts = await people.accountsOf(personId);
    const there = accounts.length > 1 ? `\n\nLinked already: ${accountNames(accounts)}.` : '';
    const text = `Your code is **${codeInWords(code)}**, good once and for ten minutes.\nOn the other platform, say to me: “link ${codeInWords(code)}”. You then see what would be joined before anything is. Give the code to nobody else.${there}`;
    return privateReply('Director', text, turn, {
      isSecret: true,
      buttons: [button('I have a code', 'code', 'enter')],
    });
  }
  return privateReply('Director', 'I could not make a code just now. Please ask again in a minute.', turn);
}

const wrongCode =
  'That code is wrong, used or over: a code lasts ten minutes and works once. Say “link my account” on the other platform for a new one.';

/** Somebody entered a code: what would be joined, before anything is. */
async function takeCode(typed: string, turn: Turn): Promise<Reply> {
  const { linkCodes, merges, people, clock } = turn.deps;
  const { personId } = turn.person;
  const eventId = turn.incoming.id;
  const now = clock.nowMs();
  if (!(await linkCodes.mayTry(personId, eventId, now - hourMs, triesAnHour, now)))
    return privateReply(
      'Director',
      `That were ${triesAnHour} codes within an hour. Please wait an hour, then ask for a fresh code.`,
      turn,
    );
  const hash = await hashOfCode(typed);
  const code = await linkCodes.find(hash, eventId, now);
  if (code?.kind !== 'account') return privateReply('Director', wrongCode, turn);
  if (code.personId === personId)
    return privateReply(
      'Director',
      'That is your own code. Enter it on the other platform: say “link” and the code to me there.',
      turn,
    );
  const [mine, theirs] = [await people.accountsOf(personId), await people.accountsOf(code.personId)];
  const [myOldest, theirOldest] = [mine[0], theirs[0]];
  if (!myOldest || !theirOldest || !(await linkCodes.use(hash, eventId, now)))
    return privateReply('Director', wrongCode, turn);
  const iAmOlder =
    myOldest.createdAt < theirOldest.createdAt ||
    (myOldest.createdAt === theirOldest.createdAt && personId < code.personId);
  const [older, newer] = iAmOlder ? [myOldest, theirOldest] : [theirOldest, myOldest];
  const [olderLabel, newerLabel] = labelsOf(older, newer);
  const merge = await merges.propose({
    _id: stableId('merge', hash, eventId),
    olderPersonId: older.personId,
    olderUserId: older.userId,
    newerPersonId: newer.personId,
    newerUserId: newer.userId,
    olderLabel,
    newerLabel,
    decidedBy: personId,
    state: 'proposed',
    choices: [],
    createdAt: now,
    expiresAt: now + proposalLastsMs,
  });
  return showPreview(merge, older, newer, turn);
}

async function showPreview(merge: AccountMerge, older: Account, newer: Account, turn: Turn): Promise<Reply> {
  const { merges } = turn.deps;
  const [conflicts, olderHas, newerHas, olderFields, newerFields] = await Promise.all([
    conflictsOf(merge, turn.deps),
    merges.holdings(merge.olderUserId),
    merges.holdings(merge.newerUserId),
    fieldCount(merge.olderUserId, turn.deps),
    fieldCount(merge.newerUserId, turn.deps),
  ]);
  const day = (atMs: number) => dayInWords(atMs, turn.person);
  const line = (label: string, account: Account, fields: number, has: Holdings) =>
    `- **${label}**, ${account.name}, since ${day(account.createdAt)}: ${holdingsInWords(fields, has)}`;
  const shown = conflicts
    .slice(0, mostShown)
    .map(
      ({ label, older: one, newer: other }) =>
        `- **${label}**: ${merge.olderLabel} “${valueInLine(one, 100)}”, ${merge.newerLabel} “${valueInLine(other, 100)}”`,
    );
  const more = conflicts.length > mostShown ? [`- and ${conflicts.length - mostShown} more`] : [];
  const text = [
    'If both accounts are yours, I can make them one:',
    line(merge.olderLabel, older, olderFields, olderHas),
    line(merge.newerLabel, newer, newerFields, newerHas),
    '',
    `All of it is then yours in both places, under the older one (${merge.olderLabel}); nothing is dropped. A setting made in both stays as it is on ${merge.olderLabel}.`,
    ...(conflicts.length > 0
      ? ['', 'Your two Foundations differ here; the value you do not choose stays among its versions:']
      : []),
    ...shown,
    ...more,
  ].join('\n');
  return privateReply('Director', text, turn, {
    buttons: [
      conflicts.length > 0
        ? button('Choose and join', 'settle', merge._id)
        : button('Join them', 'join', merge._id),
      button('Not now', 'apart', merge._id),
    ],
  });
}

/** The form that settles the differences; a sentence where there is nothing to settle any more. */
export async function settleForm(
  mergeId: string,
  userId: string,
  deps: LinkDeps,
  typed?: Record<string, string>,
  errors?: Record<string, string>,
): Promise<{ kind: 'form'; form: Form } | { kind: 'sentence'; sentence: string }> {
  const merge = await openMerge(mergeId, (await deps.people.ofUser(userId))?._id, deps);
  if (!merge) return { kind: 'sentence', sentence: sentenceFor({ kind: 'not-yours' }) };
  const fields = (await conflictsOf(merge, deps)).map((conflict): FormField => {
    const { path, label } = conflict;
    const options = optionsOf(conflict, merge);
    return {
      name: path,
      label: label.slice(0, 45),
      type: 'choice',
      required: true,
      value: typed?.[path] ?? options[0]?.text ?? '',
      options: options.map(({ text }) => text),
      maxCharacters: 100,
      ...(errors?.[path] === undefined ? {} : { error: errors[path] }),
    };
  });
  if (fields.length === 0)
    return { kind: 'sentence', sentence: 'They say the same by now. Enter a fresh code to join them.' };
  return { kind: 'form', form: { id: formatButtonId('settle', mergeId), title: 'Which one stays?', fields } };
}

/** What is wrong in that form; undefined where nothing is. */
export async function checkSettleForm(
  mergeId: string,
  values: Record<string, string>,
  userId: string,
  deps: LinkDeps,
): Promise<Form | undefined> {
  const merge = await openMerge(mergeId, (await deps.people.ofUser(userId))?._id, deps);
  if (!merge) return undefined;
  const { errors } = readChoices(await conflictsOf(merge, deps), values, merge);
  if (Object.keys(errors).length === 0) return undefined;
  const opened = await settleForm(mergeId, userId, deps, values, errors);
  return opened.kind === 'form' ? opened.form : undefined;
}

export async function takeSettleForm(mergeId: string, form: IncomingForm, turn: Turn): Promise<Reply> {
  const merge = await openMerge(mergeId, turn.person.personId, turn.deps);
  if (!merge) return joinAccounts(mergeId, [], turn);
  const { choices, errors } = readChoices(await conflictsOf(merge, turn.deps), form.values, merge);
  if (Object.keys(errors).length > 0)
    return privateReply('Director', Object.values(errors).join('\n'), turn, {
      buttons: [button('Choose and join', 'settle', mergeId)],
    });
  return joinAccounts(mergeId, choices, turn);
}

/** Both are one from now on. Pressed again, it finishes what a dead process has begun, or says that it is done. */
export async function joinAccounts(mergeId: string, choices: MergeChoice[], turn: Turn): Promise<Reply> {
  const { merges, people, clock } = turn.deps;
  const known = await merges.get(mergeId);
  if (!known || !mayDecide(known, turn.person.personId))
    return privateReply('Director', sentenceFor({ kind: 'not-yours' }), turn);
  const [older, newer] = [
    await people.accountsOf(known.olderPersonId),
    await people.accountsOf(known.newerPersonId),
  ];
  // Somebody who has vanished since, in another merge or because they wished it, cannot be joined any more.
  const isWhole = older.length > 0 && (newer.length > 0 || known.state !== 'proposed');
  const merge = isWhole ? await merges.begin(mergeId, choices, clock.nowMs()) : undefined;
  if (merge?.state !== 'merging' && merge?.state !== 'merged')
    return privateReply(
      'Director',
      'That offer is over, and nothing was changed. Ask for a fresh code: “link my account”.',
      turn,
    );
  if (merge.state === 'merging')
    await carryOutMerge(merge, { merges, foundations: turn.deps.foundations }, clock.nowMs());
  const accounts = await people.accountsOf(merge.olderPersonId);
  return privateReply(
    'Director',
    `Done: you are one person for me now, on ${accountNames(accounts)}. Your Foundation, drafts, progress and numbers are the same wherever you write. “unlink” takes an account out again.`,
    turn,
  );
}

export async function leaveApart(mergeId: string, turn: Turn): Promise<Reply> {
  const merge = await turn.deps.merges.get(mergeId);
  if (!merge || !mayDecide(merge, turn.person.personId))
    return privateReply('Director', sentenceFor({ kind: 'not-yours' }), turn);
  await turn.deps.merges.drop(mergeId);
  const after = await turn.deps.merges.get(mergeId);
  return privateReply(
    'Director',
    after?.state === 'dropped'
      ? 'Then they stay apart; nothing was changed.'
      : 'They are joined already. “unlink” takes an account out again.',
    turn,
  );
}

/** Every account of theirs, each with a button that asks no further: what it does stands above it. */
async function offerUnlink(turn: Turn): Promise<Reply> {
  const accounts = await turn.deps.people.accountsOf(turn.person.personId);
  if (accounts.length < 2)
    return privateReply(
      'Director',
      'You have one account here, so there is nothing to unlink. “link my account” joins another one.',
      turn,
    );
  const text = `You are linked on ${accountNames(accounts)}. Which account shall go its own way? It begins anew, with nothing of what is kept here; everything stays with the others.`;
  return privateReply('Director', text, turn, {
    buttons: accounts.map((account) =>
      button(`Unlink ${nameOf(account)}`.slice(0, 75), 'unlink', stableId('account', account._id)),
    ),
  });
}

export async function unlinkAccount(id: string, turn: Turn): Promise<Reply> {
  const { people } = turn.deps;
  const accounts = await people.accountsOf(turn.person.personId);
  const account = accounts.find((one) => stableId('account', one._id) === id);
  if (!account || !(await people.unlink(account._id, turn.person.personId, turn.incoming.id)))
    return privateReply(
      'Director',
      'That account is not linked to you any more, so there is nothing to undo.',
      turn,
    );
  return privateReply(
    'Director',
    `Unlinked: ${nameOf(account)} is a person of its own now. What was kept stays with ${accountNames(accounts.filter((one) => one !== account))}.`,
    turn,
  );
}

const codeField = 'code';

export function codeForm(typed = '', error?: string): Form {
  return {
    id: formatButtonId('code', 'enter'),
    title: 'Enter a code',
    fields: [
      {
        name: codeField,
        label: 'The code from the other platform',
        type: 'line',
        required: true,
        value: typed,
        options: [],
        hint: 'Six digits, such as 123 456.',
        maxCharacters: 20,
        ...(error === undefined ? {} : { error }),
      },
    ],
  };
}

/** Whether it looks like a code; whether it is one is said when it is worked, for each look counts. */
export function checkCodeForm(values: Record<string, string>): Form | undefined {
  const typed = values[codeField] ?? '';
  return readLinkWish(typed).kind === 'code'
    ? undefined
    : codeForm(typed, `A code has ${accountCode.digits} digits, such as 123 456.`);
}

export async function takeCodeForm(form: IncomingForm, turn: Turn): Promise<Reply> {
  const code = readCode(form.values[codeField] ?? '', accountCode.digits);
  return code === undefined ? privateReply('Director', wrongCode, turn) : takeCode(code, turn);
}

/** A proposal that this person may still decide. */
async function openMerge(
  id: string,
  personId: string | undefined,
  { merges, clock }: LinkDeps,
): Promise<AccountMerge | undefined> {
  const merge = await merges.get(id);
  if (!merge || personId === undefined || !mayDecide(merge, personId)) return undefined;
  return merge.state === 'proposed' && merge.expiresAt > clock.nowMs() ? merge : undefined;
}

/** Whoever entered the code; once the accounts are moved, that is the older person. */
function mayDecide({ decidedBy, olderPersonId, state }: AccountMerge, personId: string): boolean {
  return personId === decidedBy || (state !== 'proposed' && personId === olderPersonId);
}

async function conflictsOf(
  { olderUserId, newerUserId }: AccountMerge,
  { foundations }: Pick<DirectorDeps, 'foundations'>,
): Promise<FoundationConflict[]> {
  return foundationConflicts(await foundations.read(olderUserId), await foundations.read(newerUserId));
}

function optionsOf({ older, newer }: FoundationConflict, { olderLabel, newerLabel }: AccountMerge) {
  const option = (keep: MergeChoice['keep'], text: string) => ({ keep, text });
  return [
    option('older', valueInLine(`${olderLabel}: ${valueInLine(older, 100)}`, optionCharacters)),
    option('newer', valueInLine(`${newerLabel}: ${valueInLine(newer, 100)}`, optionCharacters)),
    ...(together(older, newer) === undefined ? [] : [option('both', bothTogether)]),
  ];
}

function readChoices(
  conflicts: FoundationConflict[],
  values: Record<string, string>,
  merge: AccountMerge,
): { choices: MergeChoice[]; errors: Record<string, string> } {
  const choices: MergeChoice[] = [];
  const errors: Record<string, string> = {};
  for (const conflict of conflicts) {
    const options = optionsOf(conflict, merge);
    const typed = values[conflict.path] ?? '';
    const chosen = options.find(({ text }) => text.toLowerCase() === typed.trim().toLowerCase());
    if (chosen) choices.push({ path: conflict.path, keep: chosen.keep });
    else errors[conflict.path] = `${conflict.label}: choose which one stays.`;
  }
  return { choices, errors };
}

async function fieldCount(userId: string, { foundations }: Pick<DirectorDeps, 'foundations'>) {
  return filledFields(await foundations.read(userId)).length;
}

function holdingsInWords(fields: number, { assets, runs, modules, periods }: Holdings): string {
  const parts = [
    counted(fields, 'Foundation field', 'Foundation fields'),
    counted(assets, 'saved piece', 'saved pieces'),
    counted(runs, 'run', 'runs'),
    counted(modules, 'module begun', 'modules begun'),
    counted(periods, 'period of numbers', 'periods of numbers'),
  ].flat();
  return parts.length === 0 ? 'nothing kept yet' : parts.join(', ');
}

function counted(count: number, one: string, several: string): string[] {
  return count === 0 ? [] : [`${count} ${count === 1 ? one : several}`];
}

/** "Slack" and "Discord"; where both are of one platform, with the name that they have there. */
function labelsOf(older: Account, newer: Account): [string, string] {
  const [one, other] = [surfaceNames[older.surface], surfaceNames[newer.surface]];
  if (one !== other) return [one, other];
  const [first, second] = [nameOf(older), nameOf(newer)];
  return first === second ? [`${first}, first`, `${second}, second`] : [first, second];
}

function nameOf({ surface, name }: Account): string {
  return `${surfaceNames[surface]} (${name})`;
}

function accountNames(accounts: Account[]): string {
  return accounts.map(nameOf).join(' and ');
}
