import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { chromium } from 'playwright-core';
import { avatarFolder, roleFileName } from '../src/domain/avatar.ts';
import { systemRoleSchema } from '../src/domain/system-role.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const edge = 512;

const options = new Command('avatars')
  .description(`Draws ${avatarFolder}/<role>.png from <role>.svg, ${edge} pixels wide, with Chromium.`)
  .option('--chromium <path>', 'the browser', process.env.CHROMIUM ?? '/usr/bin/chromium')
  .option('--sheet <path>', 'also a picture of all of them, at 512, 72 and 24 pixels, to look at')
  .parse()
  .opts<{ chromium: string; sheet?: string }>();

const pathOf = (kind: 'svg' | 'png', role: (typeof systemRoleSchema.options)[number]) =>
  join(root, avatarFolder, `${roleFileName(role)}.${kind}`);
const drawings = await Promise.all(
  systemRoleSchema.options.map(async (role) => ({ role, svg: await readFile(pathOf('svg', role), 'utf8') })),
);

const browser = await chromium.launch({
  executablePath: options.chromium,
  args: [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--no-first-run',
    '--disable-background-networking',
    '--force-color-profile=srgb',
  ],
});
try {
  const page = await browser.newPage({ viewport: { width: edge, height: edge } });
  const show = (body: string) =>
    page.setContent(
      `<!doctype html><style>body { margin: 0 } svg { display: block }</style>${body.replaceAll('\n', ' ')}`,
    );
  for (const { role, svg } of drawings) {
    await show(svg);
    await page.screenshot({ path: pathOf('png', role), omitBackground: true });
    console.log(`${roleFileName(role)}.png ${(await stat(pathOf('png', role))).size} bytes`);
  }
  if (options.sheet !== undefined) {
    const all = (px: number) =>
      `<div style="display: flex; flex-wrap: wrap; gap: 16px; padding: 16px">${drawings
        .map(({ svg }) => `<div style="width: ${px}px">${svg}</div>`)
        .join('')}</div>`;
    const ground = (colour: string) => `<div style="background: ${colour}">${all(72)}${all(24)}</div>`;
    await page.setViewportSize({ width: 4 * (edge + 16) + 16, height: edge });
    await show(`${all(edge)}${ground('#ffffff')}${ground('#1a1d21')}`);
    await page.screenshot({ path: options.sheet, fullPage: true });
  }
} finally {
  await browser.close();
}
