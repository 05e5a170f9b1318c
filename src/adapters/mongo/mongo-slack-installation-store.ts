import { randomUUID } from 'node:crypto';
import {
  type SlackInstallation,
  slackInstallationSchema,
  slackInstallationsTable,
} from '../../domain/slack-installation.ts';
import type {
  InstallationRead,
  SlackInstallationStore,
  SlackTokens,
  TokensRef,
} from '../../ports/slack-installation-store.ts';
import type { TextSeal } from '../../ports/text-seal.ts';
import type { StoreModels } from './store-models.ts';
import { storedTable } from './stored-table.ts';

type TokenField = 'botToken' | 'refreshToken';

/** Sealed for its field too: one token put in the place of the other does not open. */
const placeOf = (teamId: string, field: TokenField) => `slackInstallations/${teamId}/${field}`;
const rowOf = ({ teamId, tokensId }: TokensRef) => ({ _id: teamId, tokensId });
const idAndName = slackInstallationSchema.pick({ _id: true, teamName: true });
const freed = { leaseExpiresAt: 0 } as const;

/** What a new set of tokens, or a new installation, may leave behind. */
const optionalFields = ['teamName', 'refreshToken', 'expiresAt', 'refreshRefused', 'leaseToken'] as const;

export function createMongoSlackInstallationStore(
  models: Pick<StoreModels, 'slackInstallations'>,
  textSeal: TextSeal,
): SlackInstallationStore {
  const installations = storedTable(slackInstallationsTable, models.slackInstallations);

  function sealed(teamId: string, { botToken, rotation }: SlackTokens) {
    return {
      tokensId: randomUUID(),
      botToken: textSeal.seal(botToken, placeOf(teamId, 'botToken')),
      ...(rotation && {
        refreshToken: textSeal.seal(rotation.refreshToken, placeOf(teamId, 'refreshToken')),
        expiresAt: rotation.expiresAtMs,
      }),
    };
  }

  function opened(row: SlackInstallation): InstallationRead {
    const { _id: teamId, expiresAt: expiresAtMs } = row;
    const bot = textSeal.open(row.botToken, placeOf(teamId, 'botToken'));
    if (bot.kind !== 'opened') return bot;
    const refresh =
      row.refreshToken === undefined
        ? undefined
        : textSeal.open(row.refreshToken, placeOf(teamId, 'refreshToken'));
    if (refresh && refresh.kind !== 'opened') return refresh;
    return {
      kind: 'found',
      workspace: {
        teamId,
        ...(row.teamName === undefined ? {} : { teamName: row.teamName }),
        appId: row.appId,
        botId: row.botId,
        botUserId: row.botUserId,
        scopes: row.scopes,
        installedBy: row.installedBy,
        installedAtMs: row.installedAt,
        tokensId: row.tokensId,
        refreshRefused: row.refreshRefused ?? false,
        tokens: {
          botToken: bot.text,
          ...(refresh && expiresAtMs !== undefined
            ? { rotation: { refreshToken: refresh.text, expiresAtMs } }
            : {}),
        },
      },
    };
  }

  return {
    async put({ teamId, installedAtMs, tokens, ...about }) {
      const row = slackInstallationSchema.parse({
        _id: teamId,
        ...about,
        installedAt: installedAtMs,
        ...sealed(teamId, tokens),
        ...freed,
      });
      const { _id, ...set } = row;
      const change = { $set: set, $unset: without(row) };
      if (await installations.update({ _id }, change)) return;
      const [isNew] = await installations.insertNew([row]);
      // Installed twice at once: the later one stands.
      if (!isNew) await installations.update({ _id }, change);
    },

    async list(limit) {
      const rows = await installations.glimpse(idAndName, {}, { sort: { _id: 1 }, limit });
      return rows.map(({ _id: teamId, teamName }) => ({
        teamId,
        ...(teamName === undefined ? {} : { teamName }),
      }));
    },

    async read(teamId) {
      const row = await installations.first({ _id: teamId });
      return row && opened(row);
    },

    leaseRefresh: (tokens, { token, untilMs }, nowMs) =>
      installations.claim(
        { ...rowOf(tokens), leaseExpiresAt: { $lte: nowMs } },
        { $set: { leaseToken: token, leaseExpiresAt: untilMs } },
      ),

    async releaseRefresh(tokens, leaseToken) {
      await installations.update({ ...rowOf(tokens), leaseToken }, { $set: freed });
    },

    keepRefreshed(from, fresh) {
      const set = { ...sealed(from.teamId, fresh), ...freed };
      const { teamName: _kept, ...unset } = without(set);
      return installations.claim(rowOf(from), { $set: set, $unset: unset });
    },

    async noteRefused(tokens, leaseToken) {
      await installations.update(
        { ...rowOf(tokens), leaseToken },
        { $set: { refreshRefused: true, ...freed } },
      );
    },

    async forget(teamId, installedBeforeMs) {
      await installations.remove({ _id: teamId, installedAt: { $lt: installedBeforeMs } });
    },
  };
}

/** The optional fields that are not among those set, for `$unset`. */
function without(set: object): Partial<Record<(typeof optionalFields)[number], 1>> {
  return Object.fromEntries(optionalFields.filter((field) => !(field in set)).map((field) => [field, 1]));
}
