import { formatButtonId } from '../domain/button-id.ts';
import { isFoundationPath } from '../domain/foundation-fields.ts';
import type { Form, Reply } from '../domain/reply.ts';
import type { UserFoundation } from '../domain/user-foundation.ts';
import { foundationFormField, readFoundationField } from '../foundation/foundation-form.ts';
import { missingMinimum } from '../foundation/recall.ts';
import { plainNames } from '../playbook/run-plan.ts';
import type { FoundationChange } from '../ports/foundation-store.ts';
import { firstRunsOf } from './prompt-list.ts';
import { button, say } from './reply-parts.ts';
import type { Turn } from './turn.ts';

/** The id of the form for the first fields of a Foundation. */
const foundationFormId = formatButtonId('foundation', 'minimum');

/** The form that asks for what most prompts need and that is still empty; undefined when nothing is. */
export function foundationForm(
  foundation: UserFoundation,
  typed: Record<string, string> = {},
  errors: Record<string, string> = {},
): Form | undefined {
  const fields = missingMinimum(foundation).map((path) => {
    const error = errors[path];
    // Whatever is filled in now is kept; the rest can wait.
    const field = { ...foundationFormField(path, typed[path] ?? ''), required: false };
    return error === undefined ? field : { ...field, error };
  });
  return fields.length === 0 ? undefined : { id: foundationFormId, title: 'Your Foundation', fields };
}

/** What was filled in, and what of that cannot be kept. Fields left empty are neither. */
export function readFoundationForm(
  foundation: UserFoundation,
  values: Record<string, string>,
): { changes: FoundationChange[]; errors: Record<string, string> } {
  const changes: FoundationChange[] = [];
  const errors: Record<string, string> = {};
  for (const path of missingMinimum(foundation)) {
    const typed = values[path] ?? '';
    if (typed.trim() === '') continue;
    const reading = readFoundationField(path, typed);
    if (reading.kind === 'wrong') errors[path] = reading.error;
    else changes.push(reading.change);
  }
  return { changes, errors };
}

/** The form was sent: keep it, say what is still open and what comes next. */
export async function keepFoundation(values: Record<string, string>, turn: Turn): Promise<Reply> {
  const { foundations, clock } = turn.deps;
  const { userId } = turn.person;
  const { changes } = readFoundationForm(await foundations.read(userId), values);
  const audience = turn.inChannel ? 'person' : 'thread';
  const { foundation, changedPaths } = await foundations.change(
    userId,
    turn.incoming.id,
    changes,
    'form',
    clock.nowMs(),
  );
  const open = missingMinimum(foundation);
  const written = changedPaths.filter(isFoundationPath);
  const first = written.length > 0 ? `Written down: ${plainNames(written)}.` : 'Nothing new to write down.';
  if (open.length > 0) {
    return [
      say('Director', `${first}\nStill open: ${plainNames(open)}. They can wait until a prompt needs them.`, {
        audience,
        buttons: [button('Go on with my Foundation', 'foundation', 'minimum'), ...firstRunsOf('Hook', turn)],
      }),
    ];
  }
  return [
    say('Director', `${first}\nThat is the minimum: most prompts can run now. What first?`, {
      audience,
      buttons: firstRunsOf('Hook', turn),
    }),
  ];
}
