import { type HookDeps, takeHook } from './take-hook.ts';

/** What a hook answers to the program that called it: JSON that says what was kept, or each problem by its field. */
export async function answerHook(
  token: string,
  body: unknown,
  deps: HookDeps,
): Promise<{ status: number; body: unknown } | { waitMs: number }> {
  const answer = await takeHook(token, body, deps);
  switch (answer.kind) {
    case 'unknown-hook':
      return {
        status: 404,
        body: {
          kept: false,
          errors: [{ field: 'token', value: null, expected: 'a hook that exists and was not revoked' }],
        },
      };
    case 'too-many':
      return { waitMs: answer.waitMs };
    case 'wrong':
      return { status: 400, body: { kept: false, errors: answer.problems } };
    case 'kept': {
      const { kind: _kind, ...kept } = answer;
      return { status: 200, body: { kept: true, ...kept } };
    }
  }
}
