import type { Reply } from '../domain/reply.ts';
import { newHookToken } from '../funnel/take-hook.ts';
import { alone } from './numbers-turn.ts';
import { button, say } from './reply-parts.ts';
import type { DirectorDeps, Turn } from './turn.ts';

const note = 'That is between us: I have sent it to you privately.';

/** Offers the address; it is made, and shown, by its button alone. */
export async function offerHook(words: string, turn: Turn): Promise<Reply> {
  const wantsOrganization = /\b(?:organi[sz]ation|team|company|members)\b/i.test(words);
  const owned = wantsOrganization ? await turn.deps.hooks.ownedOrganization(turn.person.userId) : undefined;
  if (wantsOrganization && !owned) {
    return alone(
      turn,
      say('Director', 'You own no organization here, so I can only make a hook for your own numbers.'),
      note,
    );
  }
  const whose = owned ? `the members of ${owned.name}, each named by “email”` : 'you';
  const text = `A hook is a web address that takes weekly numbers for ${whose} from Zapier, Make or your shop. I show it once, to you alone, and an earlier one then stops. “revoke my hook” ends it.`;
  return alone(
    turn,
    say('Director', text, {
      buttons: [button('Show the address', 'hook', owned ? 'organization' : 'person')],
    }),
    note,
  );
}

export async function revokeHook(turn: Turn): Promise<Reply> {
  const { hooks, clock } = turn.deps;
  const { userId } = turn.person;
  const owned = await hooks.ownedOrganization(userId);
  const revoked = [
    await hooks.revoke(userId, undefined, clock.nowMs()),
    ...(owned ? [await hooks.revoke(userId, owned._id, clock.nowMs())] : []),
  ];
  const text = revoked.includes(true)
    ? 'Revoked: nothing that is sent to your hook arrives any more. Say “new webhook” for another.'
    : 'You have no hook, so nothing is open.';
  return alone(turn, say('Director', text), note);
}

/**
 * Makes the address and says it. The one answer at once that writes: what goes through inbox and outbox is kept, and of a
 * token only its hash may be.
 */
export async function makeHook(
  kind: string,
  userId: string,
  deps: Pick<DirectorDeps, 'hooks' | 'clock' | 'baseUrl'>,
): Promise<string> {
  const owned = kind === 'organization' ? await deps.hooks.ownedOrganization(userId) : undefined;
  if (kind === 'organization' && !owned) return 'You own no organization here any more.';
  const nowMs = deps.clock.nowMs();
  await deps.hooks.revoke(userId, owned?._id, nowMs);
  const { token, id } = newHookToken();
  await deps.hooks.add({
    _id: id,
    userId,
    ...(owned ? { organizationId: owned._id } : {}),
    createdAt: nowMs,
  });
  return `Your hook, shown this once: ${deps.baseUrl()}/hooks/funnel/${token}\nPOST JSON to it, such as {"period": "2026-W48", "hook_AvgCTR": 1.4}. Whoever has the address can write your numbers.`;
}
