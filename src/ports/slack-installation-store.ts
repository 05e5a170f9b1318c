import type { SealFault } from './text-seal.ts';

export interface SlackTokens {
  botToken: string;
  /** Only where the app rotates its tokens: then both are there. */
  rotation?: { refreshToken: string; expiresAtMs: number };
}

/** One workspace of Slack in which the app is installed. */
export interface InstalledWorkspace {
  teamId: string;
  teamName?: string;
  appId: string;
  botId: string;
  botUserId: string;
  scopes: string[];
  /** The Slack user who installed it. */
  installedBy: string;
  installedAtMs: number;
  tokens: SlackTokens;
}

/** One set of tokens of one workspace: what a change follows on. */
export interface TokensRef {
  teamId: string;
  tokensId: string;
}

export interface StoredWorkspace extends InstalledWorkspace {
  tokensId: string;
  /** Slack does not take the refresh token any more. */
  refreshRefused: boolean;
}

/** A fault: the tokens are there and cannot be read with this program's key. */
export type InstallationRead = { kind: 'found'; workspace: StoredWorkspace } | { kind: SealFault };

/** Keeps tokens sealed. Several processes use it at once: a change is made only to the tokens that it follows on. */
export interface SlackInstallationStore {
  /** In place of what was there of this workspace. */
  put(workspace: InstalledWorkspace): Promise<void>;
  /** Where the app is installed, by id, without tokens. */
  list(limit: number): Promise<Array<Pick<InstalledWorkspace, 'teamId' | 'teamName'>>>;
  /** Undefined where the app is not installed. */
  read(teamId: string): Promise<InstallationRead | undefined>;
  /**
   * True for one of several who want to refresh these tokens: until `untilMs`, or until it lets go, nobody else may.
   * False also when other tokens are there by now.
   */
  leaseRefresh(tokens: TokensRef, lease: { token: string; untilMs: number }, nowMs: number): Promise<boolean>;
  /** Nothing was refreshed: the next may try. */
  releaseRefresh(tokens: TokensRef, leaseToken: string): Promise<void>;
  /**
   * Puts `fresh` in the place of the tokens that they came from, whoever holds the lease by now: only one can have got
   * them. False when other tokens are there, or none: these are then of no use.
   */
  keepRefreshed(from: TokensRef, fresh: SlackTokens): Promise<boolean>;
  /** Slack takes the refresh token of this set no more. Nothing changes when other tokens are there by now. */
  noteRefused(tokens: TokensRef, leaseToken: string): Promise<void>;
  /** Removes all that is kept of the workspace, unless it was installed at that time or later. */
  forget(teamId: string, installedBeforeMs: number): Promise<void>;
}
