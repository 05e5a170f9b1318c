import { formatButtonId } from '../domain/button-id.ts';
import {
  type FoundationPath,
  foundationField,
  foundationFields,
  isFoundationPath,
} from '../domain/foundation-fields.ts';
import type { Form, Reply } from '../domain/reply.ts';
import type { UserFoundation } from '../domain/user-foundation.ts';
import { fieldValue, valueText, withKnownDetails } from '../foundation/field-value.ts';
import { foundationFormField, readFoundationField } from '../foundation/foundation-form.ts';
import { missingMinimum } from '../foundation/recall.ts';
import { plainNames } from '../playbook/run-plan.ts';
import type { FoundationChange } from '../ports/foundation-store.ts';
import { firstRunsOf } from './prompt-list.ts';
import { button, say } from './reply-parts.ts';
import type { Turn } from './turn.ts';

/** What a form asks for: what most prompts need and is still empty, or a whole grid, with what stands there. */
function fieldsOf(which: string, foundation: UserFoundation): FoundationPath[] {
  const ofGrid = foundationFields.filter(({ grid }) => grid.toLowerCase() === which);
  return ofGrid.length > 0 ? ofGrid.map(({ path }) => path) : missingMinimum(foundation);
}

/** The form behind the button; undefined when the minimum is there and no grid was named. */
export function foundationForm(
  foundation: UserFoundation,
  which = 'minimum',
  typed: Record<string, string> = {},
  errors: Record<string, string> = {},
): Form | undefined {
  const paths = fieldsOf(which, foundation);
  const fields = paths.map((path) => {
    const error = errors[path];
    // Whatever is filled in now is kept; the rest can wait.
    const field = { ...foundationFormField(path, typed[path] ?? textIn(foundation, path)), required: false };
    return error === undefined ? field : { ...field, error };
  });
  const grid = paths[0] !== undefined && which !== 'minimum' ? `: ${foundationField(paths[0]).grid}` : '';
  return fields.length === 0
    ? undefined
    : { id: formatButtonId('foundation', which), title: `Your Foundation${grid}`, fields };
}

/**
 * What was filled in otherwise than it stands, and what of that cannot be kept. Fields left empty are neither: nothing that
 * was written down goes because an input came back empty.
 */
export function readFoundationForm(
  foundation: UserFoundation,
  which: string,
  values: Record<string, string>,
): { changes: FoundationChange[]; errors: Record<string, string> } {
  const changes: FoundationChange[] = [];
  const errors: Record<string, string> = {};
  for (const path of fieldsOf(which, foundation)) {
    const typed = values[path] ?? '';
    if (typed.trim() === '' || typed.trim() === textIn(foundation, path)) continue;
    const reading = readFoundationField(path, typed);
    if (reading.kind === 'wrong') errors[path] = reading.error;
    else {
      const after = withKnownDetails(reading.change.after, [fieldValue(foundation, path)]);
      changes.push({ path, after });
    }
  }
  return { changes, errors };
}

function textIn(foundation: UserFoundation, path: FoundationPath): string {
  const value = fieldValue(foundation, path);
  return value === undefined ? '' : valueText(value);
}

/** The form was sent: keep it, say what is still open and what comes next. */
export async function keepFoundation(
  which: string,
  values: Record<string, string>,
  turn: Turn,
): Promise<Reply> {
  const { foundations, clock } = turn.deps;
  const { userId } = turn.person;
  const { changes } = readFoundationForm(await foundations.read(userId), which, values);
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
