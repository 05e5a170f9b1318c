import type { UsersInfoResponse } from '@slack/web-api';
import type { Author } from '../../domain/incoming.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Logger } from '../../ports/logger.ts';
import { outcomeOf } from './call-outcome.ts';
import { cureOf } from './refusals.ts';
import type { Workspaces } from './workspaces.ts';

/** Names change seldom; a day later they are asked for anew. */
const keptMs = 24 * 60 * 60 * 1_000;
/** A failed look-up is not repeated for every message. */
const failedMs = 60 * 1_000;
const mostKept = 20_000;
const strangers = new Set(['user_not_found', 'user_not_visible', 'users_not_found']);

/** What somebody is to a workspace. Unknown where Slack could not be asked just now. */
export type Standing = 'member' | 'guest' | 'outsider' | 'unknown';

type Profile = Partial<Omit<Author, 'surface' | 'accountId' | 'role'>>;

interface Told {
  profile: Profile;
  standing: Standing;
}

export interface People {
  /** With what Slack tells of them. Without an answer they are called as the event called them. */
  lookUp(author: Author): Promise<Author>;
  standingOf(author: Pick<Author, 'accountId'>): Promise<Standing>;
}

/** Who somebody is, by `users.info`, remembered for a day. */
export function createPeople(workspaces: Workspaces, clock: Clock, log: Logger): People {
  const known = new Map<string, Told & { untilMs: number }>();
  const asking = new Map<string, Promise<Told | undefined>>();

  async function ask(teamId: string, userId: string): Promise<Told | undefined> {
    const workspace = await workspaces.of(teamId);
    if (!workspace) return undefined;
    const outcome = await outcomeOf(workspace.client.users.info({ user: userId, include_locale: true }));
    if (outcome.kind === 'done')
      return { profile: profileOf(outcome.result), standing: standingIn(teamId, outcome.result) };
    // Of somebody whom it does not show us Slack says that there is nobody.
    if (outcome.kind === 'refused' && strangers.has(outcome.error))
      return { profile: {}, standing: 'outsider' };
    const error = outcome.kind === 'refused' ? outcome.error : outcome.why;
    log.warn({ error, cure: cureOf(error) }, 'Slack does not say who somebody is');
    return undefined;
  }

  async function told(accountId: string): Promise<Told> {
    const now = clock.nowMs();
    const kept = known.get(accountId);
    if (kept && kept.untilMs > now) return kept;
    const [teamId = '', userId = ''] = accountId.split(':');
    // Several messages of a newcomer ask once.
    const answer = asking.get(accountId) ?? ask(teamId, userId);
    asking.set(accountId, answer);
    const fresh = await answer.finally(() => asking.delete(accountId));
    if (known.size >= mostKept) known.clear();
    const answered = fresh ?? kept ?? { profile: {}, standing: 'unknown' };
    known.set(accountId, { ...answered, untilMs: now + (fresh ? keptMs : failedMs) });
    return answered;
  }

  return {
    lookUp: async (author) => ({ ...author, ...(await told(author.accountId)).profile }),
    standingOf: async ({ accountId }) => (await told(accountId)).standing,
  };
}

function profileOf({ user }: UsersInfoResponse): Profile {
  const { display_name, real_name, first_name, last_name, email, image_192 } = user?.profile ?? {};
  const name = display_name || real_name || user?.real_name || user?.name;
  const { tz: timeZone, locale } = user ?? {};
  return given({
    name,
    firstName: first_name,
    lastName: last_name,
    email,
    avatarUrl: image_192,
    timeZone,
    locale,
  });
}

function standingIn(teamId: string, { user }: UsersInfoResponse): Standing {
  // In an organisation's grid somebody is of several workspaces.
  const teams = user?.enterprise_user?.teams ?? (user?.team_id === undefined ? [teamId] : [user.team_id]);
  if (user?.is_stranger || !teams.includes(teamId)) return 'outsider';
  return user?.is_restricted || user?.is_ultra_restricted ? 'guest' : 'member';
}

/** Slack sends empty strings for what a person has not filled in. */
function given<Values extends Record<string, string | undefined>>(
  values: Values,
): { [Key in keyof Values]?: string } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value)) as {
    [Key in keyof Values]?: string;
  };
}
