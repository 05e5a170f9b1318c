import { describe, expect, it } from 'vitest';
import { foundationFields } from '../../src/domain/foundation-fields.ts';
import { sectionsOf } from '../../src/domain/sections.ts';
import { loadCatalogue } from '../../src/load-catalogue.ts';
import { nearDuplicates } from '../../src/playbook/near-duplicates.ts';
import { promptLimits } from '../fixtures/prompt-limits.ts';

/** What the repository's own prompts and modules hold, against the course's catalogue. */
const { prompts, modules } = await loadCatalogue();

/** A phrase of prompt-limits.ts as a pattern: whole words, "…" for up to six of them. */
function patternOf(phrase: string): RegExp {
  const parts = phrase.split(' … ').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`(?<![\\p{L}\\d])${parts.join('(?:\\s+\\S+){0,6}?\\s+')}(?![\\p{L}\\d])`, 'iu');
}

describe('prompts', () => {
  it('are the 89 of the catalogue, each with its limits', () => {
    expect(prompts.size).toBe(89);
    expect([...prompts.keys()].sort()).toEqual(Object.keys(promptLimits).sort());
  });

  it.each(Object.entries(promptLimits))('%s carries its own numbers and limits: %j', (code, limits) => {
    const sections = sectionsOf(prompts.get(code)?.template ?? '');
    // The numbers of a list count nothing.
    const text = ['OBJECTIVE', 'KEY INSTRUCTIONS', 'TONE & FORMAT']
      .map((heading) => sections.get(heading)?.replace(/^\d+\. /gm, ''))
      .join('\n');
    expect(limits.filter((phrase) => !patternOf(phrase).test(text))).toEqual([]);
  });

  it('resemble one another in no passage', () => {
    expect(nearDuplicates(new Map([...prompts].map(([code, { template }]) => [code, template])))).toEqual([]);
  });
});

describe('the map in F11 of what an empty cell blocks', () => {
  const instruction = /^4\. .+$/m.exec(prompts.get('F11')?.template ?? '')?.[0] ?? '';
  const pathOf = (cell: string) =>
    foundationFields.find(({ path }) => path.endsWith(`.${cell}`))?.path ?? 'no field';
  const codesThat = (list: 'requiredContext' | 'optionalContext', path: string) =>
    [...prompts.values()].filter((prompt) => prompt[list].includes(path)).map(({ promptCode }) => promptCode);

  const entries = [...instruction.matchAll(/(?:: |; )([a-z][A-Za-z]+)((?: [A-Z]{1,2}\d+)+)( and others)?/g)];

  it('names the eleven cells that prompts require', () => {
    const checked = /^1\. Check 13 cells: (.+)\. A cell/m.exec(prompts.get('F11')?.template ?? '')?.[1];
    const required = checked
      ?.split(', ')
      .filter((cell) => codesThat('requiredContext', pathOf(cell)).length > 0);
    expect(entries.map(([, cell]) => cell)).toEqual(required);
    expect(entries).toHaveLength(11);
  });

  it.each(
    entries.map(([, cell = '', codes = '', others]) => [cell, codes.trim().split(' '), others] as const),
  )('%s: %j%s', (cell, codes, others) => {
    const requiring = codesThat('requiredContext', pathOf(cell)).filter((code) => code !== 'F11');
    if (others === undefined) expect([...codes].sort()).toEqual([...requiring].sort());
    else {
      expect(codes).toHaveLength(6);
      expect(requiring).toEqual(expect.arrayContaining([...codes]));
      expect(requiring.length).toBeGreaterThan(6);
    }
  });

  it.each(
    [...instruction.matchAll(/([a-z][A-Za-z]+) (?:write )?"weakens ([^"]+)"/g)].map(
      (match) => [match[1] ?? '', match[2]?.split(', ') ?? []] as const,
    ),
  )('%s blocks none and weakens %j', (cell, codes) => {
    expect(codesThat('requiredContext', pathOf(cell))).toEqual([]);
    const using = codesThat('optionalContext', pathOf(cell)).filter((code) => code !== 'F11');
    expect([...codes].sort()).toEqual([...using].sort());
  });
});

describe('modules', () => {
  /** Rows by columns of each grid, as the course draws them. */
  const grids: Record<string, string> = {
    'Company Context grid': '3×3',
    'Market Awareness grid': '3×3',
    'Customer Avatar grid': '3×3',
    'Alignment grid': '3×3',
    'Hook grid': '3×4',
    'Gift value grid': '4×3',
    'Format table': '7×3',
    'Capture point grid': '4×5',
    'Engagement Planner': '5×4',
    'Sales page grid': '5×4',
    'Email sequence grid': '7×5',
    'Retargeting grid': '4×5',
    'Post-Purchase Offer Flow': '3×5',
    'Onboarding Sequence': '6×4',
    'Review and referral grid': '2×5',
  };

  it('have every grid, with every cell', () => {
    const sizes = modules.flatMap((module) =>
      module.grids.map(({ name, rows, columns }) => [name, `${rows.length}×${columns.length}`]),
    );
    expect(Object.fromEntries(sizes)).toEqual(grids);
  });

  it('have a checklist as long as the course’s', () => {
    expect(modules.map((module) => module.checklistItems.length)).toEqual([8, 7, 7, 7, 7, 8, 7, 6, 7, 7]);
  });

  it.each(modules)('$step: the guide names every prompt of the step', ({ step, implementationGuide }) => {
    const guide = [implementationGuide].flat().join('\n');
    // "H1 to H4" stands for those between as well.
    const whole = guide.replace(/\b([A-Z]+)(\d+) to \1(\d+)/g, (_, letters, first, last) =>
      Array.from({ length: last - first + 1 }, (_, index) => `${letters}${Number(first) + index}`).join(' '),
    );
    const named = new Set(whole.match(/\b[A-Z]{1,2}\d+\b/g));
    const ofStep = [...prompts.values()].filter((prompt) => prompt.step === step && !prompt.asksStep);
    expect(ofStep.map(({ promptCode }) => promptCode).filter((code) => !named.has(code))).toEqual([]);
    expect([...named].filter((code) => !prompts.has(code))).toEqual([]);
  });
});
