import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';

const executablePath = '/usr/bin/chromium';

/** Without Chromium the page's tests are left out, by name; in CI they then fail. */
export const hasChromium = existsSync(executablePath);
export const leftOut = 'left out, for want of Chromium: apt-get install --yes chromium';

const switches = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export interface Browser {
  /** A tab of its own: who is in it is nobody else's business. */
  tab(url: string): Promise<Page>;
  /** What the page complained of: errors, and everything that the security policy refused. */
  complaints: string[];
  closeTabs(): Promise<void>;
  close(): Promise<void>;
}

export async function openBrowser(): Promise<Browser> {
  const folder = await mkdtemp(join(tmpdir(), 'elevate-chromium-'));
  const context: BrowserContext = await chromium.launchPersistentContext(folder, {
    executablePath,
    args: switches,
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
  });
  const complaints: string[] = [];
  return {
    complaints,
    tab: async (url) => {
      const page = await context.newPage();
      page.setDefaultTimeout(20_000);
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(String(error)));
      await page.goto(url);
      return page;
    },
    closeTabs: async () => {
      // Never the last one: the browser would end with it.
      const [first, ...others] = context.pages();
      for (const tab of others) await tab.close();
      await first?.goto('about:blank');
    },
    close: async () => {
      await context.close();
      await rm(folder, { recursive: true, force: true, maxRetries: 10 });
    },
  };
}
