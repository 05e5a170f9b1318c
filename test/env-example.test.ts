import { readFileSync } from 'node:fs';
import { parse } from 'dotenv';
import { describe, expect, it } from 'vitest';
import { settingsSchema } from '../src/config.ts';

const example = readFileSync(new URL('../.env.example', import.meta.url), 'utf8');
const settings = Object.entries(settingsSchema.shape);

/** A block of .env.example: what the setting is, `Default: …`, and `NAME=an example` as the last line. */
function readBlock(block: string) {
  const found = /^(?<what>(?:# .+\n)+)# Default: (?<fallback>.+)\n# (?<name>[A-Z_]+)=(?<value>.*)$/.exec(
    block,
  );
  return found?.groups;
}

const blocks = example
  .trim()
  .split(/\n{2,}/)
  .slice(1)
  .filter((block) => !/^# --- .+ ---$/.test(block));

describe('.env.example', () => {
  it('explains every setting of src/config.ts once, and no other', () => {
    expect(blocks.filter((block) => readBlock(block) === undefined)).toEqual([]);
    const names = blocks.map((block) => readBlock(block)?.name);
    expect(names.toSorted()).toEqual(settings.map(([name]) => name).toSorted());
  });

  it.each(settings)(
    '%s: the default is the real one, and the example differs from it and is accepted',
    (name, schema) => {
      const block = blocks.map(readBlock).find((one) => one?.name === name);
      const fallback = schema.parse(undefined);
      expect(block?.fallback === 'none' ? undefined : schema.parse(block?.fallback)).toEqual(fallback);
      expect(schema.parse(block?.value)).not.toEqual(fallback);
    },
  );

  it('changes nothing as it stands', () => {
    expect(parse(example)).toEqual({});
  });
});
