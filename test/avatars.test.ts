import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { avatarFiles, avatarFolder, roleFileName } from '../src/domain/avatar.ts';
import { systemRoleSchema } from '../src/domain/system-role.ts';

const folder = new URL(`../${avatarFolder}/`, import.meta.url);
const read = (file: string) => readFileSync(new URL(file, folder));

describe('the agents’ pictures', () => {
  it('are there, and nothing else is', () => {
    expect(readdirSync(folder).toSorted()).toEqual([...avatarFiles].toSorted());
  });

  it.each(systemRoleSchema.options)('%s: a drawing of the family that stands alone', (role) => {
    const svg = read(`${roleFileName(role)}.svg`).toString('utf8');
    expect(svg).toContain('viewBox="0 0 512 512"');
    expect(svg).toMatch(new RegExp(`<title>${role}: .+</title>`));
    expect(svg).toContain('<rect width="512" height="512" rx="112"');
    for (const family of ['#fff6e5', '#ffc857']) expect(svg).toContain(family);
    expect(svg).not.toMatch(/<(text|script|image|style|foreignObject)|href|\son\w+=/i);
  });

  it.each(systemRoleSchema.options)('%s: 512 by 512 pixels, at most 40 kB', (role) => {
    const png = read(`${roleFileName(role)}.png`);
    expect(png.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([512, 512]);
    expect(png.length).toBeLessThanOrEqual(40_000);
  });
});
