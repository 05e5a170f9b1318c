import { readFileSync } from 'node:fs';
import type { DiscordSelf } from '../../src/adapters/discord/discord-self.ts';

/** A payload of the shape that Discord sends, from test/fixtures/discord. */
export function discordPayload<Payload>(name: string): Payload {
  return JSON.parse(readFileSync(new URL(`../fixtures/discord/${name}.json`, import.meta.url), 'utf8'));
}

/** Us, in the server of these payloads. */
export const discordSelf: DiscordSelf = {
  botUserId: '1180000000000000001',
  botRoleIds: ['1180000000000000300'],
  agentRoleNames: new Map([['1180000000000000200', 'Writer']]),
  roleNames: new Map([['1180000000000000201', 'Cohort 7']]),
  channelNames: new Map([['1180000000000000010', 'general']]),
};
