import { checkBlocks, checkView } from '../block-kit-check.ts';
import { limits } from '../limits.ts';
import { type Fault, isRecord } from '../shape-check.ts';
import { userOf, workspaceOf } from '../world.ts';
import type { Methods } from './answers.ts';
import { refuse, SlackRefusal, workspaceOfCall } from './method.ts';

export const authMethods: Methods<'auth.test' | 'auth.revoke' | 'apps.connections.open' | 'blocks.validate'> =
  {
    'auth.test': {
      token: 'bot',
      scopes: [],
      tier: 'unlimited',
      run: (call, backstage) => {
        const { world } = backstage;
        const workspace = workspaceOfCall(call, backstage);
        return {
          url: `https://${workspace.domain}.slack.com/`,
          team: workspace.name,
          user: userOf(world, workspace.botUserId).name,
          team_id: workspace.id,
          user_id: workspace.botUserId,
          bot_id: workspace.botId,
          app_id: world.app.id,
          app_name: world.app.name,
          is_enterprise_install: false,
          ...(call.token?.expiresAtMs && {
            expires_in: Math.floor((call.token.expiresAtMs - world.clock.nowMs()) / 1000),
          }),
        };
      },
    },

    'auth.revoke': {
      token: 'bot',
      scopes: [],
      tier: 'tier3',
      run: (call, { world, events }) => {
        if (call.args.flag('test') || !call.token) return { revoked: false };
        const { token } = call;
        token.revoked = true;
        const { botUserId } = workspaceOf(world, token.workspaceId);
        void events.emit(
          token.workspaceId,
          { type: 'tokens_revoked', tokens: { oauth: [], bot: [botUserId] } },
          { afterUninstall: true },
        );
        return { revoked: true };
      },
    },

    'apps.connections.open': {
      token: 'app',
      scopes: ['connections:write'],
      tier: 'tier3',
      run: (_call, backstage) => ({ url: backstage.openSocketUrl() }),
    },

    'blocks.validate': {
      token: 'bot',
      scopes: [],
      tier: 'unlimited',
      run: (call) => {
        const given = ['blocks', 'message', 'view'].filter((name) => call.args.has(name));
        if (given.length !== 1) refuse('invalid_arguments', 'exactly one of blocks, view or message');
        if (given[0] === 'view') return validated('invalid_view', checkView(call.args.json('view')));
        if (given[0] === 'blocks') {
          return validated('invalid_blocks', checkBlocks(call.args.json('blocks'), 'message', ''));
        }
        const message = call.args.json('message');
        const blocks = isRecord(message) ? message.blocks : undefined;
        return validated('invalid_message', blocks === undefined ? [] : checkBlocks(blocks, 'message'));
      },
    },
  };

function validated(error: string, faults: Fault[]): object {
  if (faults.length === 0) return {};
  throw new SlackRefusal(error, { errors: faults });
}

/** What a person allowed, waiting to be fetched. */
export interface Grant {
  workspaceId: string;
  userId: string;
  scopes: readonly string[];
  rotates: boolean;
  /** Allowed for a whole organisation. Only the answer is as Slack's: the token is one of the workspace here. */
  isOrgWide: boolean;
  redirectUri?: string;
  issuedAtMs: number;
  used: boolean;
}

/** OAuth has a memory of its own: codes and refresh tokens, each good for one use. */
export function createOauthMethods({
  grants,
  refreshTokens,
}: {
  grants: Map<string, Grant>;
  refreshTokens: Map<string, { grant: Grant; used: boolean }>;
}): Methods<'oauth.v2.access'> {
  return {
    'oauth.v2.access': {
      token: 'none',
      scopes: [],
      tier: 'tier4',
      run: (call, { world }) => {
        const id = call.client?.id ?? call.args.text('client_id');
        const secret = call.client?.secret ?? call.args.text('client_secret');
        if (id !== world.app.clientId) refuse('invalid_client_id');
        if (secret !== world.app.clientSecret) refuse('bad_client_secret');

        const answer = (grant: Grant) => {
          const workspace = workspaceOf(world, grant.workspaceId);
          workspace.installed = true;
          const nowMs = world.clock.nowMs();
          const life = limits.oauth.tokenLifeSeconds;
          const value = world.nextId(grant.rotates ? 'xoxe.xoxb-1-' : 'xoxb-');
          world.tokens.set(value, {
            value,
            kind: 'bot',
            workspaceId: workspace.id,
            scopes: new Set(grant.scopes),
            revoked: false,
            ...(grant.rotates && { expiresAtMs: nowMs + life * 1000 }),
          });
          const refreshToken = world.nextId('xoxe-1-');
          if (grant.rotates) refreshTokens.set(refreshToken, { grant, used: false });
          return {
            access_token: value,
            token_type: 'bot',
            scope: grant.scopes.join(','),
            bot_user_id: workspace.botUserId,
            app_id: world.app.id,
            team: grant.isOrgWide ? null : { id: workspace.id, name: workspace.name },
            enterprise: grant.isOrgWide ? { id: `E${workspace.id}`, name: workspace.name } : null,
            is_enterprise_install: grant.isOrgWide,
            authed_user: { id: grant.userId },
            ...(grant.rotates && { expires_in: life, refresh_token: refreshToken }),
          };
        };

        if (call.args.text('grant_type') === 'refresh_token') {
          const kept = refreshTokens.get(call.args.text('refresh_token') ?? '');
          // P: works once (novu #12010, latitude #3334).
          if (!kept || kept.used) refuse('invalid_refresh_token');
          kept.used = true;
          return answer(kept.grant);
        }
        const grant = grants.get(call.args.text('code') ?? '');
        if (!grant) refuse('invalid_code');
        if (grant.used) refuse('code_already_used');
        if (world.clock.nowMs() - grant.issuedAtMs > limits.oauth.codeLifeMs) refuse('code_expired');
        const redirectUri = call.args.text('redirect_uri');
        if (grant.redirectUri && redirectUri && grant.redirectUri !== redirectUri) refuse('bad_redirect_uri');
        grant.used = true;
        return answer(grant);
      },
    },
  };
}
