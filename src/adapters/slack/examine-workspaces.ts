import { type Finding, note, ok, toDo } from '../../domain/finding.ts';
import type { Logger } from '../../ports/logger.ts';
import type { InstallationRead, SlackInstallationStore } from '../../ports/slack-installation-store.ts';
import { outcomeOf } from './call-outcome.ts';
import { botScopes } from './scopes.ts';
import { slackClient } from './workspaces.ts';

export interface ExaminedWorkspaces {
  store: Pick<SlackInstallationStore, 'list' | 'read'>;
  installUrl: string;
  apiUrl: string | undefined;
  nowMs: number;
  log: Logger;
}

/** More are counted, not looked at. */
const mostLookedAt = 50;

/** Each workspace that has installed the app: whether Slack takes its token, and whether that has every scope. */
export async function examineWorkspaces(options: ExaminedWorkspaces): Promise<Finding[]> {
  const { store, installUrl } = options;
  const installed = await store.list(mostLookedAt + 1);
  if (installed.length === 0)
    return [note(`Slack: no workspace has installed the app yet. ${installUrl} does.`)];
  const findings: Finding[] = [];
  for (const { teamId, teamName } of installed.slice(0, mostLookedAt)) {
    const read = await store.read(teamId);
    const name = `Slack, workspace ${teamName === undefined ? teamId : `${teamName} (${teamId})`}`;
    if (read) findings.push(await examineOne(name, read, options));
  }
  if (installed.length > mostLookedAt)
    findings.push(note(`Slack: only the first ${mostLookedAt} workspaces were looked at.`));
  return findings;
}

async function examineOne(
  name: string,
  read: InstallationRead,
  { installUrl, apiUrl, nowMs, log }: ExaminedWorkspaces,
): Promise<Finding> {
  const again = `Let somebody there who may install apps open ${installUrl} once more.`;
  if (read.kind === 'other-key')
    return toDo(
      `${name}: its tokens were kept with another ENCRYPTION_KEY.`,
      `Set that key again. Or: ${again}`,
    );
  if (read.kind !== 'found') return toDo(`${name}: its kept tokens are damaged.`, again);
  const { tokens, refreshRefused } = read.workspace;
  if (refreshRefused) return toDo(`${name}: its refresh token was used up.`, again);
  // Refreshing it is for the program alone: Slack takes a refresh token once.
  if (tokens.rotation && tokens.rotation.expiresAtMs <= nowMs)
    return note(`${name}: its token has ended, and the program refreshes it when somebody writes there.`);
  const tested = await outcomeOf(slackClient(tokens.botToken, apiUrl, log).auth.test());
  if (tested.kind !== 'done') {
    const why = tested.kind === 'unknown' ? tested.why : tested.error;
    return tested.kind === 'refused' && !tested.retryable
      ? toDo(`${name}: Slack does not take its token (${why}).`, again)
      : note(`${name}: Slack could not be asked (${why}).`);
  }
  const granted = tested.result.response_metadata?.scopes;
  if (granted === undefined)
    return note(`${name}: scopes not compared; Slack does not tell those of this token.`);
  const missing = botScopes.filter(({ scope }) => !granted.includes(scope));
  if (missing.length === 0) return ok(`${name}: its token is good, with all ${botScopes.length} scopes.`);
  const lacks = missing.map(({ scope, why }) => `${scope} (by which the bot ${why})`);
  return toDo(`${name} has not granted ${lacks.join(', nor ')}.`, `${again} That asks for what is new.`);
}
