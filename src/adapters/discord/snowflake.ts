/** Discord's epoch: 2015-01-01T00:00:00Z. */
const discordEpochMs = 1_420_070_400_000;

/** When the thing was made whose id this is: the upper 42 of its 64 bits are milliseconds. */
export function madeAtMs(snowflake: string): number {
  return Number(BigInt(snowflake) >> 22n) + discordEpochMs;
}

/** The first id that a thing made at that time can have. */
export function snowflakeAt(ms: number): string {
  return String(BigInt(Math.max(0, Math.floor(ms) - discordEpochMs)) << 22n);
}

/** 64 bits fill at most 20 digits, so that padded ids sort as text in the order in which they were made. */
export function positionOf(snowflake: string): string {
  return snowflake.padStart(20, '0');
}
