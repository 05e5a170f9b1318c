import { describe, expect, it } from 'vitest';
import { gridPartOf, lessonParts } from '../../src/course/lesson-parts.ts';
import { loadCatalogue } from '../../src/load-catalogue.ts';

const { modules } = await loadCatalogue();

describe('the parts of a lesson', () => {
  it.each(modules.map((module) => [module.step, module] as const))('of %s fit a phone', (_step, module) => {
    for (const { title, text } of lessonParts(module)) {
      expect(text.length + title.length, title).toBeLessThan(1_140);
      expect(text.trim(), title).not.toBe('');
    }
  });

  it('hold all of a module, each cell of its grids once', () => {
    for (const module of modules) {
      const parts = lessonParts(module);
      const all = parts.map(({ text }) => text).join('\n');
      for (const { rows } of module.grids) {
        for (const { cells } of rows) for (const { asks } of cells) expect(all).toContain(asks);
      }
      expect(all).toContain(module.exampleText.trim());
      expect(parts.map(({ kind }) => kind)[0]).toBe('overview');
      expect(parts.at(-1)?.kind).toBe('guide');
    }
  });

  it('number the pages of a long grid, and find its first', () => {
    const foundation = modules.find(({ step }) => step === 'Foundation');
    const parts = foundation ? lessonParts(foundation) : [];
    const titles = parts
      .map(({ title }) => title)
      .filter((title) => title.startsWith('Company Context grid'));
    expect(titles).toEqual(
      titles.map((_, index) => `Company Context grid, ${index + 1} of ${titles.length}`),
    );
    expect(titles.length).toBeGreaterThan(1);
    expect(parts[gridPartOf(parts, 'Company Context grid')]?.title).toBe(titles[0]);
    expect(parts[gridPartOf(parts)]?.title).toMatch(/^Company Context grid/);
  });
});
