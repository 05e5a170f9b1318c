import type { Author } from '../../domain/incoming.ts';
import type { Clock } from '../../ports/clock.ts';
import { outcomeOf } from './call-outcome.ts';
import type { Workspaces } from './workspaces.ts';

/** Names change seldom; a day later they are asked for anew. */
const keptMs = 24 * 60 * 60 * 1_000;
/** A failed look-up is not repeated for every message. */
const failedMs = 60 * 1_000;
const mostKept = 20_000;

type Profile = Pick<Author, 'name' | 'firstName' | 'lastName' | 'email' | 'avatarUrl'>;

/** Who somebody is, by `users.info`, remembered for a day. Without an answer they are called as the event called them. */
export function createPeople(workspaces: Workspaces, clock: Clock): (author: Author) => Promise<Author> {
  const known = new Map<string, { profile: Partial<Profile>; untilMs: number }>();
  const asking = new Map<string, Promise<Partial<Profile> | undefined>>();

  async function ask(teamId: string, userId: string): Promise<Partial<Profile> | undefined> {
    const workspace = await workspaces.of(teamId);
    if (!workspace) return undefined;
    const outcome = await outcomeOf(workspace.client.users.info({ user: userId }));
    if (outcome.kind !== 'done') return undefined;
    const { user } = outcome.result;
    const { display_name, real_name, first_name, last_name, email, image_192 } = user?.profile ?? {};
    const name = display_name || real_name || user?.real_name || user?.name;
    return given({ name, firstName: first_name, lastName: last_name, email, avatarUrl: image_192 });
  }

  return async (author) => {
    const now = clock.nowMs();
    const kept = known.get(author.accountId);
    if (kept && kept.untilMs > now) return { ...author, ...kept.profile };
    const [teamId = '', userId = ''] = author.accountId.split(':');
    // Several messages of a newcomer ask once.
    const answer = asking.get(author.accountId) ?? ask(teamId, userId);
    asking.set(author.accountId, answer);
    const profile = await answer.finally(() => asking.delete(author.accountId));
    if (known.size >= mostKept) known.clear();
    known.set(author.accountId, {
      profile: profile ?? kept?.profile ?? {},
      untilMs: now + (profile ? keptMs : failedMs),
    });
    return { ...author, ...(profile ?? kept?.profile) };
  };
}

/** Slack sends empty strings for what a person has not filled in. */
function given<Values extends Record<string, string | undefined>>(
  values: Values,
): { [Key in keyof Values]?: string } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value)) as {
    [Key in keyof Values]?: string;
  };
}
