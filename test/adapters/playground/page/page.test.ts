import { readFile } from 'node:fs/promises';
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Browser, hasChromium, leftOut, openBrowser } from '../../../support/browser.ts';
import { fillFoundation, modelOn } from '../../../support/conversation.ts';
import { type Elevate, startElevate } from '../../../support/elevate.ts';
import { redPixel } from '../../../support/file-beginnings.ts';
import { type ScriptedModelServer, startScriptedModel } from '../../../support/scripted-model-server.ts';

let browser: Browser;
let elevate: Elevate;
let server: ScriptedModelServer;
let page: Page;

const composer = (at = page) => at.locator('#composer');
const words = (hasText: string | RegExp, at = page) => at.locator('.words', { hasText });
const said = (at = page) => at.locator('.said');

async function says(text: string, at = page) {
  await composer(at).fill(text);
  await composer(at).press('Enter');
}

/** What a check by axe-core finds that keeps somebody from using the page. */
async function barriers(at: Page): Promise<string[]> {
  await at.evaluate(axe.source);
  const found = await at.evaluate(async () => {
    const { axe: checker } = globalThis as unknown as { axe: typeof import('axe-core') };
    return (await checker.run()).violations.map(({ id, impact, nodes }) => ({
      id,
      impact,
      at: nodes.map((node) => node.html.slice(0, 120)),
    }));
  });
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, at: places }) => `${id}: ${places.join(' ')}`);
}

/** What the tests need of a browser's document, which tsc knows nothing of here. */
interface PageDocument {
  querySelector(which: string): { requestSubmit(): void; focus(): void } | null;
}

/** Drops a file on the page, or pastes it into the composer, as a browser tells the page of it. */
async function bring(at: Page, how: 'drop' | 'paste', name: string, content: string) {
  await at.evaluate(
    `(() => {
      const data = new DataTransfer();
      data.items.add(new File([${JSON.stringify(content)}], ${JSON.stringify(name)}));
      const target = document.querySelector('#composer');
      const told = { bubbles: true, cancelable: true };
      target.dispatchEvent(${
        how === 'drop'
          ? "new DragEvent('drop', { ...told, dataTransfer: data })"
          : "new ClipboardEvent('paste', { ...told, clipboardData: data })"
      });
    })()`,
  );
}

const scrollsSideways = (at: Page) =>
  at.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth');

/** CI may leave nothing out: without a browser these tests then fail. */
const isLeftOut = !hasChromium && !process.env.CI;

describe.skipIf(isLeftOut)(`the page${isLeftOut ? ` (${leftOut})` : ''}`, { timeout: 300_000 }, () => {
  beforeAll(async () => {
    browser = await openBrowser();
  }, 60_000);
  afterAll(() => browser?.close(), 60_000);

  beforeEach(async () => {
    server = await startScriptedModel();
    elevate = await startElevate({ model: modelOn(server), page: true });
    page = await browser.tab(elevate.url);
  }, 60_000);
  afterEach(async () => {
    await browser.closeTabs();
    await elevate.end();
    await server.close();
    expect(browser.complaints.splice(0)).toEqual([]);
  }, 60_000);

  test('a first visit is a conversation: a chip is a real message, and the thread has its name', async () => {
    await page.getByRole('heading', { name: 'What would you like to sell more of?' }).waitFor();
    await page.getByRole('button', { name: '@Teacher what does ROCKET stand for?' }).click();
    await words('Every prompt in the playbook has the same six parts').waitFor();
    await page.getByRole('heading', { level: 1, name: '@Teacher what does ROCKET stand for?' }).waitFor();
    expect(await page.locator('.said strong', { hasText: 'Objective' }).count()).toBe(1);
    expect(await page.locator('#announcements').textContent()).toMatch(/^Teacher says: Every prompt/);
    await page.getByRole('button', { name: 'New conversation' }).click();
    await page.getByRole('button', { name: 'hi, I sell candles' }).click();
    await said().first().waitFor();
    expect(await page.locator('.threads li').count()).toBe(2);
  });

  test('a form that is taller than the view is shown from the words that say what it is for', async () => {
    await says('five facebook headlines about candles that tunnel');
    const why = page.locator('em', { hasText: 'Director passed this to Writer' });
    await why.waitFor();
    // A screen reader hears the words, not their marks.
    await expect
      .poll(() => page.locator('#announcements').textContent())
      .toMatch(/^Writer says: Director passed this to Writer: it reads like H1/);
    await page.getByText('Where does the click go?').waitFor();
    const inView = () =>
      why.evaluate((line) => {
        const box = line.closest('.scroll')?.getBoundingClientRect();
        const { top, bottom } = line.getBoundingClientRect();
        return box !== undefined && top >= box.top && bottom <= box.bottom;
      });
    await expect.poll(inView).toBe(true);
  });

  test('agents and codes are found by keyboard', async () => {
    await page.locator('.cast li').first().waitFor();
    await composer().pressSequentially('@s');
    const menu = page.getByRole('listbox', { name: 'Agents' });
    await menu.waitFor();
    const selected = page.getByRole('option', { selected: true });
    const first = await selected.textContent();
    await composer().press('ArrowDown');
    expect(await selected.textContent()).not.toBe(first);
    expect(await composer().getAttribute('aria-activedescendant')).toBe('suggestion-1');
    await composer().press('Escape');
    await menu.waitFor({ state: 'hidden' });
    await composer().press('Backspace');
    await composer().pressSequentially('wri');
    await composer().press('Enter');
    await expect.poll(() => composer().inputValue()).toBe('@Writer ');
    await composer().pressSequentially('/pain');
    await page.getByRole('option', { name: /Pain-focused ad headlines/ }).waitFor();
    await composer().press('Enter');
    await expect.poll(() => composer().inputValue()).toBe('@Writer H1 ');
    await composer().press('Shift+Enter');
    await composer().pressSequentially('please');
    await composer().press('Enter');
    await page.getByRole('heading', { name: /^H1/, level: 3 }).waitFor();
    expect(await page.locator('.as-typed').textContent()).toBe('@Writer H1 \nplease');
  });

  test('a code typed out is sent by Enter, and only offered', async () => {
    await page.locator('.cast li').first().waitFor();
    await composer().pressSequentially('H');
    await composer().pressSequentially('1');
    await composer().press('Enter');
    await page.getByRole('heading', { name: /^H1/, level: 3 }).waitFor();
  });

  test('a form keeps what was typed, says what is wrong beside it, and the run goes on', async () => {
    await says('@Writer H1 please');
    await page.getByLabel('Which 3 to 5 words').fill('warm\nplain\nexact');
    await page.locator('form.form').getByRole('button', { name: 'Send' }).click();
    const wrong = page.getByLabel('What makes your product work differently?');
    await expect.poll(() => wrong.and(page.locator(':focus')).count()).toBe(1);
    expect(await wrong.getAttribute('aria-invalid')).toBe('true');
    const described = (await wrong.getAttribute('aria-describedby')) ?? '';
    expect(await page.locator(`[id="${described.split(' ').at(-1)}"]`).textContent()).toMatch(/still empty/);
    expect(await page.getByLabel('Which 3 to 5 words').inputValue()).toBe('warm\nplain\nexact');
    await wrong.fill('Poured on Tuesdays');
    await page.reload();
    expect(await page.getByLabel('What makes your product').inputValue()).toBe('Poured on Tuesdays');
    for (const field of await page.locator('form.form textarea, form.form input').all()) {
      if ((await field.inputValue()) === '') await field.fill('candles tunnel and go out');
    }
    server.willAnswer('1. Light it **once**');
    await page.locator('form.form').getByRole('button', { name: 'Send' }).click();
    await words('Light it once').waitFor();
    await page.locator('form.form').waitFor({ state: 'hidden' });
    // The side panel follows.
    await page.getByText('Used for H1').waitFor();
    await page.locator('#panel').getByText('Poured on Tuesdays').first().waitFor();
  });

  test('an answer grows, stops when told, and is whole after a reload in the middle', async () => {
    await fillFoundation(elevate, 'ana', 'Poured on Tuesdays');
    const paused = server.willPauseAfter('The Tuesday pour');
    await says('@Writer F3');
    await paused.reached;
    await page.locator('.growing', { hasText: 'The Tuesday' }).waitFor();
    expect(await page.locator('#announcements').textContent()).toBe('');
    await page.reload();
    await words('The Tuesday pour').waitFor();
    paused.resume(', and the Friday post');
    await words('The Tuesday pour, and the Friday post').waitFor();
    await expect.poll(() => page.locator('.growing').count()).toBe(0);
    expect(await page.locator('article', { hasText: 'The Tuesday pour' }).count()).toBe(1);

    const second = server.willPauseAfter('The other');
    await page.getByRole('button', { name: 'Another try' }).click();
    await second.reached;
    await page.locator('.growing', { hasText: 'The other' }).waitFor();
    await page.getByRole('button', { name: 'Stop' }).click();
    await words('What was written so far is kept').waitFor();
    await second.closed;
    await expect.poll(() => page.getByRole('button', { name: 'Stop' }).count()).toBe(0);
  });

  test('what is going on stands below until the answer does', async () => {
    await fillFoundation(elevate, 'ana', 'Poured on Tuesdays');
    server.willFail({ status: 429, retryAfter: 20 });
    await says('@Writer F3');
    await page.locator('.status', { hasText: 'trying again' }).waitFor();
    await page.getByRole('button', { name: 'Stop' }).click();
    await words('Stopped before anything was written').waitFor();
    await expect.poll(() => page.locator('.status').count()).toBe(0);
  });

  test('Save saves, and what a model writes is text, whatever it looks like', async () => {
    await fillFoundation(elevate, 'ana', 'Poured on Tuesdays');
    const bad =
      '<img src=x onerror="document.title=1"> [press](javascript:alert(1)) <script>document.title=2</script>';
    server.willAnswer(bad);
    await says('@Writer F3');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect.poll(() => elevate.models.userGeneratedAssets.countDocuments()).toBe(1);
    const text = await page.locator('.words').first().textContent();
    // A link that leads nowhere good keeps its words alone.
    expect(text?.trim()).toBe(bad.replace('[press](javascript:alert(1))', 'press'));
    expect(await page.locator('.words img, .words a, .words script').count()).toBe(0);
  });

  test('what is private in a channel is one person’s, in the other tab and in every answer', async () => {
    await fillFoundation(elevate, 'ana', 'Poured on Tuesdays');
    const bens = await browser.tab(`${elevate.url}/#/ben/general`);
    await bens.getByText('Start a conversation in #general').waitFor();
    await page.getByRole('button', { name: 'general' }).click();
    await page.getByText('Start a conversation in #general').waitFor();
    await says('@Sage what are my pains?');
    await words('a pain of ana').waitFor();
    await page.locator('.only-you', { hasText: 'Only you see this' }).waitFor();
    await bens.locator('.threads li').first().waitFor();
    await bens.locator('.threads li button').first().click();
    await bens.getByText('@Sage what are my pains?').first().waitFor();
    await words('answered you privately', bens).waitFor();
    await says('hello Ana', bens);
    await page.locator('article', { hasText: 'hello Ana' }).waitFor();
    expect(await bens.getByText('a pain of ana').count()).toBe(0);
    expect(await bens.locator('.only-you').count()).toBe(0);
  });

  test('people, places and threads keep apart, and the address leads back', async () => {
    await says('hi, I sell candles');
    await said().first().waitFor();
    await page.getByRole('radio', { name: 'Ben' }).check({ force: true });
    await page.getByText('Hello Ben').waitFor();
    expect(await page.locator('.threads li').count()).toBe(0);
    await page.getByRole('radio', { name: 'Ana' }).check({ force: true });
    await said().first().waitFor();
    const same = await browser.tab(page.url());
    await same.locator('article', { hasText: 'hi, I sell candles' }).waitFor();
  });

  test('a draft is there again after a reload, and a lost connection loses nothing', async () => {
    await composer().fill('half a thought');
    await page.reload();
    await expect.poll(() => composer().inputValue()).toBe('half a thought');
    const { port } = new URL(elevate.url);
    await elevate.stop();
    await page.getByText('The connection to Elevate was lost').waitFor();
    await says('hi, I sell candles');
    await page.getByText('Not sent.').waitFor();
    const before = elevate;
    elevate = await startElevate({ page: true, port: Number(port), connection: before.connection });
    await page.getByText('The connection to Elevate was lost').waitFor({ state: 'hidden' });
    await page.reload();
    await page.getByRole('button', { name: 'Send again' }).click();
    await said().first().waitFor();
    await expect.poll(() => page.locator('.mine').count()).toBe(1);
    // What the browser itself says about a server that is gone.
    browser.complaints.splice(0);
  });

  test('a form that comes back takes the focus from nobody who has gone on elsewhere', async () => {
    await says('@Writer H1 please');
    await page.locator('form.form').waitFor();
    // Sent and left at once: the answer comes while the person writes.
    await page.evaluate(() => {
      const { document } = globalThis as unknown as { document: PageDocument };
      document.querySelector('form.form')?.requestSubmit();
      document.querySelector('#composer')?.focus();
    });
    await page.locator('.form-errors').waitFor();
    // Wherever the focus is now.
    await page.keyboard.type('one moment');
    expect(await composer().inputValue()).toBe('one moment');
  });

  test('files are attached by button, drop and paste, described, sent and shown', async () => {
    const cup = { name: 'cup.png', mimeType: 'image/png', buffer: Buffer.from(redPixel) };
    const notes = { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('Righto, boots on.') };
    await page.locator('.cast li').first().waitFor();
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      page.getByRole('button', { name: 'Attach files' }).click(),
    ]);
    await chooser.setFiles([cup]);
    await page.getByLabel('What does cup.png show?').fill('a blue cup');
    await bring(page, 'drop', notes.name, 'Righto, boots on.');
    await page.locator('.attachment', { hasText: 'notes.txt17 bytes · agents read it' }).waitFor();
    await bring(page, 'paste', 'brief.pdf', '%PDF-1.7');
    await page.locator('.attachment', { hasText: 'agents cannot read it yet' }).waitFor();
    expect(await barriers(page)).toEqual([]);
    // What is attached stays, as the draft does.
    await page.reload();
    expect(await page.getByLabel('What does cup.png show?').inputValue()).toBe('a blue cup');
    await page.getByRole('button', { name: 'Remove brief.pdf' }).click();
    await says('@Writer F2 please');
    await words('I have put notes.txt into the form').waitFor();
    expect(await page.getByLabel('Paste two or three things').inputValue()).toBe('Righto, boots on.');
    expect(await page.locator('.attachment').count()).toBe(0);
    const picture = page.getByRole('img', { name: 'a blue cup' });
    await expect
      .poll(() => picture.evaluate((image: unknown) => (image as { naturalWidth: number }).naturalWidth))
      .toBe(1);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download notes.txt, 17 bytes' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('notes.txt');
    expect(await readFile(await download.path(), 'utf8')).toBe('Righto, boots on.');
    expect(await barriers(page)).toEqual([]);
    await page.reload();
    await picture.waitFor();
  });

  test('what cannot go is told before anything is sent, and the rest goes', async () => {
    await page.locator('.cast li').first().waitFor();
    const named = (name: string, bytes: number) => ({
      name,
      mimeType: 'text/plain',
      buffer: Buffer.alloc(bytes, 'a'),
    });
    const input = page.locator('input[data-files]');
    await input.setInputFiles([
      named('large.txt', 10 * 1024 * 1024 + 1),
      named('empty.txt', 0),
      named('fine.txt', 5),
    ]);
    const refusal = page.locator('.refusal');
    await refusal.waitFor();
    expect(await refusal.textContent()).toMatch(
      /large\.txt is too large: a file may have 10 MB\. empty\.txt is empty/,
    );
    expect(await page.locator('.attachment').allTextContents()).toEqual([
      expect.stringMatching(/^fine\.txt/),
    ]);
    await input.setInputFiles(['b', 'c', 'd', 'e', 'f'].map((name) => named(`${name}.txt`, 3)));
    await refusal.filter({ hasText: 'A message takes 5 files; f.txt would be one more.' }).waitFor();
    expect(await barriers(page)).toEqual([]);
    // Alone they are enough to send, and are called by their names.
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await words('and you sent several').or(words('I have read fine.txt')).first().waitFor();
    expect(await refusal.count()).toBe(0);
    expect(await page.locator('.mine .file').count()).toBe(5);
    expect(await page.locator('.mine .bubble').count()).toBe(0);
  });

  test('a file in a direct message is its owner’s, and one in a channel everybody’s there', async () => {
    const bens = await browser.tab(`${elevate.url}/#/ben/general`);
    const send = async (alt: string) => {
      await page
        .locator('input[data-files]')
        .setInputFiles([{ name: 'cup.png', mimeType: 'image/png', buffer: Buffer.from(redPixel) }]);
      await page.getByLabel('What does cup.png show?').fill(alt);
      await says('look, Ben');
      const picture = page.getByRole('img', { name: alt });
      return new URL((await picture.getAttribute('src')) ?? '', elevate.url);
    };
    const own = await send('mine alone');
    await page.getByRole('button', { name: 'general' }).click();
    await page.getByText('Start a conversation in #general').waitFor();
    const shared = await send('for all');
    await bens.locator('.threads li button').first().click();
    await bens.getByRole('img', { name: 'for all' }).waitFor();
    const status = async (address: URL) => {
      address.searchParams.set('as', 'ben');
      return (await fetch(address)).status;
    };
    expect([await status(own), await status(shared)]).toEqual([404, 200]);
  });

  test('a long answer is had as a file, also on a phone and by keyboard', async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    await fillFoundation(elevate, 'ana', 'Poured on Tuesdays');
    server.willAnswer(`Light it **once**. ${'It burns to the edge. '.repeat(70)}`);
    await says('@Writer F3');
    const asFile = page.getByRole('button', { name: 'As a file' });
    await asFile.focus();
    await asFile.press('Enter');
    const link = page.getByRole('link', { name: /^Download F3 .*\.md, 2 KB$/ });
    await link.waitFor();
    const [download] = await Promise.all([page.waitForEvent('download'), link.press('Enter')]);
    expect(download.suggestedFilename()).toBe('F3 Value Proposition statements.md');
    expect(await readFile(await download.path(), 'utf8')).toMatch(/^Light it \*\*once\*\*/);
    expect(await scrollsSideways(page)).toBe(false);
    expect(await barriers(page)).toEqual([]);
  });

  test('saved work stands beside the conversation, its person’s alone', async () => {
    await fillFoundation(elevate, 'ana', 'Poured on Tuesdays');
    server.willAnswer('Light it once.');
    await says('@Writer F3');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.locator('#panel .saved dd').getByText('Light it once.').waitFor();
    expect(await page.locator('#panel .saved dt').allTextContents()).toEqual([
      expect.stringMatching(/ · Draft$/),
    ]);
    const bens = await fetch(`${elevate.url}/playground/saved?as=ben`);
    expect(await bens.json()).toEqual({ saved: [], more: false });
    expect(await barriers(page)).toEqual([]);
  });

  test('an empty Foundation shows its three grids, and what fills them', async () => {
    const grids = page.locator('#panel summary');
    await grids.first().waitFor();
    expect(await grids.allTextContents()).toEqual([
      expect.stringMatching(/^Company0 of/),
      expect.stringMatching(/^Market0 of/),
      expect.stringMatching(/^Customer0 of/),
    ]);
    await page.getByText('filled when a prompt first needs them').waitFor();
  });

  test('on a phone nothing scrolls sideways, and the drawers open by keyboard and close by Escape', async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    await page.locator('.cast li').first().waitFor();
    expect(await scrollsSideways(page)).toBe(false);
    await says(`@Writer H1 please ${'averylongword'.repeat(12)}`);
    await page.locator('form.form').waitFor();
    expect(await scrollsSideways(page)).toBe(false);
    const opener = page.getByRole('button', { name: 'People and conversations' });
    await opener.focus();
    await opener.press('Enter');
    await page.locator('#sidebar.open').waitFor();
    await expect.poll(() => page.locator('#sidebar .close:focus').count()).toBe(1);
    expect(await barriers(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await expect.poll(() => opener.and(page.locator(':focus')).count()).toBe(1);
    await page.getByRole('button', { name: 'Foundation' }).click();
    await page.locator('#panel.open').waitFor();
    expect(await scrollsSideways(page)).toBe(false);
  });

  test.each(['light', 'dark'] as const)('nobody is kept out: %s', async (colorScheme) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await fillFoundation(elevate, 'ana', 'Poured on Tuesdays');
    await page.locator('.cast li').first().waitFor();
    const ground = await page.evaluate('getComputedStyle(document.body).backgroundColor');
    expect(ground).toBe(colorScheme === 'dark' ? 'rgb(23, 22, 20)' : 'rgb(250, 248, 244)');
    expect(await barriers(page)).toEqual([]);
    await says('@Writer H1 please');
    await page.locator('form.form').getByRole('button', { name: 'Send' }).click();
    await page.locator('.form-errors').waitFor();
    await composer().fill('@');
    await page.getByRole('listbox').waitFor();
    expect(await barriers(page)).toEqual([]);
    await page.getByRole('button', { name: 'general' }).click();
    await page.getByText('Start a conversation in #general').waitFor();
    await says('@Sage what are my pains?');
    await page.locator('.only-you').waitFor();
    expect(await barriers(page)).toEqual([]);
  });
});
