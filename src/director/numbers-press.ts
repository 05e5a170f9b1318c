import { formatButtonId } from '../domain/button-id.ts';
import type { FunnelDraft } from '../domain/funnel-draft.ts';
import type { IncomingForm } from '../domain/incoming.ts';
import type { Form, Reply } from '../domain/reply.ts';
import type { FunnelPeriod, FunnelValues } from '../domain/user-funnel-snapshot.ts';
import { keptText } from '../funnel/card-text.ts';
import { draftReport, valuesOf } from '../funnel/draft-report.ts';
import { habitsOf } from '../funnel/habits-of.ts';
import { fieldNames, numbersFields, readNumbersForm } from '../funnel/numbers-form.ts';
import { currentWeek, periodLabel, periodOfKey } from '../funnel/period.ts';
import { labelOf } from '../funnel/recall-numbers.ts';
import type { ValueName } from '../funnel/show-values.ts';
import { sentenceFor } from '../sentences/failure-sentences.ts';
import { showKept } from './numbers-show.ts';
import { alone, keptFor, putCard, readingContext } from './numbers-turn.ts';
import { button, say } from './reply-parts.ts';
import type { DirectorDeps, Turn } from './turn.ts';

type NumberDeps = Pick<
  DirectorDeps,
  'snapshots' | 'funnelDrafts' | 'settings' | 'people' | 'staff' | 'clock'
>;

/** Keep: what the card shows enters the snapshots, each period's once, however often and in however many tries. */
export async function keepCard(draftId: string, turn: Turn): Promise<Reply> {
  const { deps, person } = turn;
  const draft = await deps.funnelDrafts.get(person.userId, draftId);
  if (!draft) return alone(turn, say('Director', sentenceFor({ kind: 'not-yours' })));
  if (draft.state === 'replaced')
    return alone(turn, say('Director', 'There is a newer card below: press Keep there.'));
  if (draft.state === 'dropped') {
    return alone(
      turn,
      say(
        'Director',
        'You left that card, so nothing of it is kept. Send the numbers again and I show a new one.',
      ),
    );
  }
  // Each has a row of its own: a table's hundred do not wait for one another.
  await Promise.all(
    draft.entries.map((entry) =>
      deps.snapshots.keep(
        {
          userId: person.userId,
          period: entry.period,
          values: entry.values,
          removed: entry.removed,
          derived: entry.workedOut.map(({ metric }) => metric),
          approximate: entry.approximate,
          notes: entry.notes,
          currency: draft.currency,
          ...(entry.scoreKind === undefined ? {} : { scoreKind: entry.scoreKind }),
          source: draft.source,
        },
        draft._id,
        deps.clock.nowMs(),
      ),
    ),
  );
  const { currency } = await habitsOf(person.userId, deps);
  if (currency === undefined)
    await deps.settings.write('person', person.userId, 'currency', draft.currency, deps.clock.nowMs());
  await deps.funnelDrafts.close(person.userId, draft._id, 'kept');
  const [entry, ...more] = draft.entries;
  const kept = entry && more.length === 0 && (await deps.snapshots.ofPeriod(person.userId, entry.period.key));
  if (!entry || !kept) return alone(turn, say('Director', keptText(draft)));
  const { text, buttons, files } = await showKept(kept, turn);
  return alone(
    turn,
    say('Director', `${keptText(draft)}\n\n${text}`, {
      buttons: [...buttons, button('Change', 'numbers', entry.period.key)],
      files,
    }),
  );
}

/** Not now: the card is left, and nothing is kept. */
export async function dropCard(draftId: string, turn: Turn): Promise<Reply> {
  const draft = await turn.deps.funnelDrafts.close(turn.person.userId, draftId, 'dropped');
  if (!draft) return alone(turn, say('Director', sentenceFor({ kind: 'not-yours' })));
  const text =
    draft.state === 'kept'
      ? 'Those are kept already. “delete my numbers” takes them out again.'
      : 'Fine, nothing is kept. Send your numbers whenever you like.';
  return alone(turn, say('Director', text));
}

/** The one press that deletes a period's numbers. */
export async function eraseSnapshot(snapshotId: string, turn: Turn): Promise<Reply> {
  const { snapshots } = turn.deps;
  const snapshot = await snapshots.get(turn.person.userId, snapshotId);
  if (!snapshot) return alone(turn, say('Director', 'There is nothing left to delete there.'));
  await snapshots.remove(turn.person.userId, snapshotId);
  return alone(turn, say('Director', `Deleted: your numbers for ${labelOf(snapshot)}.`));
}

/** What a form of numbers is about and is filled with. */
interface NumbersFormState {
  id: string;
  period: FunnelPeriod;
  names: ValueName[];
  values: FunnelValues;
  scoreKind: FunnelDraft['entries'][number]['scoreKind'];
  /** The card that is changed. */
  open: FunnelDraft | undefined;
}

/** The form behind Change of a card (`change`) or for a period (`numbers`, prefilled with last week's); undefined where there is none. */
async function formState(
  verb: 'change' | 'numbers',
  id: string,
  userId: string,
  deps: NumberDeps,
): Promise<NumbersFormState | undefined> {
  const habits = await habitsOf(userId, deps);
  const formId = formatButtonId(verb, id);
  if (verb === 'change') {
    const open = await deps.funnelDrafts.get(userId, id);
    const [entry] = open?.entries ?? [];
    if (!open || !entry || open.state === 'kept') return undefined;
    const { previous } = await keptFor(userId, entry.period, deps);
    const values = { ...entry.before, ...entry.values };
    const names = fieldNames(values, valuesOf(previous));
    return { id: formId, period: entry.period, names, values, scoreKind: entry.scoreKind, open };
  }
  const period =
    id === 'week' ? currentWeek(deps.clock.nowMs(), habits.timeZone) : periodOfKey(id, habits.timeZone);
  if (!period) return undefined;
  const { existing, previous } = await keptFor(userId, period, deps);
  // What is kept for the period itself, else last week's to write over.
  const shown = existing ?? previous;
  return {
    // The week is in the id: a form opened on Sunday and sent on Thursday is about the same one.
    id: formatButtonId('numbers', period.key),
    period,
    names: fieldNames(valuesOf(existing), valuesOf(previous)),
    values: valuesOf(shown),
    scoreKind: shown?.educate_ScoreKind,
    open: undefined,
  };
}

/** The form, filled with what is known; a sentence where it cannot be. */
export async function openNumbersForm(
  verb: 'change' | 'numbers',
  id: string,
  userId: string,
  deps: NumberDeps,
): Promise<{ kind: 'form'; form: Form } | { kind: 'sentence'; sentence: string }> {
  const state = await formState(verb, id, userId, deps);
  return state
    ? { kind: 'form', form: formOf(state) }
    : {
        kind: 'sentence',
        sentence: 'Those are kept already, or not yours. Say “weekly numbers” for a fresh form.',
      };
}

function formOf(
  state: NumbersFormState,
  typed?: Record<string, string>,
  errors?: Record<string, string>,
): Form {
  return {
    id: state.id,
    title: `Numbers, ${periodLabel(state.period)}`.slice(0, 45),
    fields: numbersFields(state.names, state.values, state.scoreKind, typed, errors),
  };
}

/** What is wrong in a form that was sent; undefined where nothing is, or where it is said when it is worked. */
export async function checkNumbersForm(
  verb: 'change' | 'numbers',
  id: string,
  sent: Record<string, string>,
  userId: string,
  deps: NumberDeps,
): Promise<Form | undefined> {
  const state = await formState(verb, id, userId, deps);
  if (!state) return undefined;
  const context = readingContext(await habitsOf(userId, deps), deps.clock.nowMs());
  const { errors } = readNumbersForm(state.names, sent, context);
  return Object.keys(errors).length === 0 ? undefined : formOf(state, sent, errors);
}

/** The form was sent: its numbers as a card, to be kept. */
export async function takeNumbersForm(
  verb: 'change' | 'numbers',
  id: string,
  form: IncomingForm,
  turn: Turn,
): Promise<Reply> {
  const { deps, person } = turn;
  const state = await formState(verb, id, person.userId, deps);
  if (!state) return alone(turn, say('Director', sentenceFor({ kind: 'already-run' })));
  const context = readingContext(await habitsOf(person.userId, deps), deps.clock.nowMs());
  const { reading, empty, errors } = readNumbersForm(state.names, form.values, context);
  if (Object.keys(errors).length > 0) {
    return alone(
      turn,
      say('Director', Object.values(errors).join('\n'), { buttons: [button('Fill in', verb, id)] }),
    );
  }
  const kept = await keptFor(person.userId, state.period, deps);
  const content = draftReport(reading, '', state.period, kept, state.open, empty);
  return putCard({ ...content, source: 'form' }, turn, state.open);
}
