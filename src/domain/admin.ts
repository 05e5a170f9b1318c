import type { Surface } from './thread-ref.ts';

/** Somebody who is an administrator, as the setting `ADMINS` names them. */
export type AdminMark =
  | { kind: 'account'; surface: Surface; accountId: string }
  /** A Slack user id without its workspace. */
  | { kind: 'slack-user'; userId: string }
  | { kind: 'email'; email: string };

/** A channel where administrators read. */
export interface AdminChannel {
  surface: Surface;
  /** The platform's id of the channel; of Slack, `<workspace>/<channel>`. */
  place: string;
}

/** An account, with the address that its platform tells. */
export interface AdminCandidate {
  surface: Surface;
  accountId: string;
  email?: string | undefined;
}

/** Reads `slack:T1/U1`, `U1`, a Discord id, `discord:<id>`, `playground:ana` or an e-mail address; else nothing. */
export function readAdminMark(text: string): AdminMark | undefined {
  const entry = text.trim();
  const inWorkspace = /^(?:slack:)?([TE][A-Z0-9]+)[/:]([UW][A-Z0-9]+)$/.exec(entry);
  if (inWorkspace)
    return { kind: 'account', surface: 'slack', accountId: `${inWorkspace[1]}:${inWorkspace[2]}` };
  const slackUser = /^(?:slack:)?([UW][A-Z0-9]+)$/.exec(entry)?.[1];
  if (slackUser !== undefined) return { kind: 'slack-user', userId: slackUser };
  const discord = /^(?:discord:)?(\d{15,20})$/.exec(entry)?.[1];
  if (discord !== undefined) return { kind: 'account', surface: 'discord', accountId: discord };
  const playground = /^playground:([a-z][a-z0-9_-]*)$/.exec(entry)?.[1];
  if (playground !== undefined) return { kind: 'account', surface: 'playground', accountId: playground };
  return /^[^\s@,:/]+@[^\s@,:/]+\.[^\s@,:/]+$/.test(entry)
    ? { kind: 'email', email: entry.toLowerCase() }
    : undefined;
}

/** Whether one of the marks means this account. An id of one platform never means an account of another. */
export function isAdmin(marks: readonly AdminMark[], candidate: AdminCandidate): boolean {
  return marks.some((mark) => means(mark, candidate));
}

function means(mark: AdminMark, { surface, accountId, email }: AdminCandidate): boolean {
  switch (mark.kind) {
    case 'account':
      return mark.surface === surface && mark.accountId === accountId;
    case 'slack-user':
      return surface === 'slack' && accountId.split(':').at(-1) === mark.userId;
    case 'email':
      // In the playground nobody proves an address.
      return surface !== 'playground' && email?.trim().toLowerCase() === mark.email;
  }
}
