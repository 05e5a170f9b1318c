import { describe, expect, it } from 'vitest';
import { blankWorksheets, moduleWorksheet } from '../../src/course/module-worksheet.ts';
import type { ModuleFile } from '../../src/domain/catalogue.ts';
import type { UserFoundation } from '../../src/domain/user-foundation.ts';
import { loadCatalogue } from '../../src/load-catalogue.ts';

const { modules } = await loadCatalogue();
const moduleOf = (step: string) => modules.find((one) => one.step === step) as ModuleFile;

const foundation: UserFoundation = {
  _id: 'ana',
  userId: 'ana',
  companyContext: { uniqueMechanism: '=SUM(1)|poured, on\nTuesdays', coreOffers: 'Candles' },
  marketAwareness: {
    competitors: [
      { name: 'Acme', weakness: 'dear' },
      { name: 'Wax & Co', weakness: 'slow' },
    ],
  },
  customerAvatar: { pains: ['tunnels', 'the scent "fades"'] },
  lastUpdatedAt: 1,
};

describe('a worksheet', () => {
  it('has every part of the module, every question of its grids and its checklist', () => {
    for (const module of modules) {
      const { content, filled } = moduleWorksheet(module, 'md');
      expect(filled).toBe(0);
      for (const { name } of module.worksheet.parts) expect(content).toContain(`. ${name}\n`);
      for (const item of module.checklistItems) expect(content).toContain(`- [ ] ${item}`);
      const questions = module.grids.flatMap(({ rows }) =>
        rows.flatMap(({ cells }) => cells.map(({ asks }) => asks)),
      );
      for (const asks of questions) expect(content).toContain(asks);
    }
  });

  it('holds what the Foundation says, in the cells that ask for it', () => {
    const { content, filled } = moduleWorksheet(moduleOf('Foundation'), 'md', foundation);
    expect(filled).toBe(5);
    expect(content).toMatch(/\| A1 Core offers \| [^|]+ \| Candles \|/);
    expect(content).toMatch(/\| A2 Unique mechanism \| [^|]+ \| =SUM\(1\)\\\|poured, on<br>Tuesdays \|/);
    expect(content).toMatch(/\| A1 Rivals & stated value \| [^|]+ \| Acme; Wax & Co \|/);
    expect(content).toMatch(/\| A2 Named weaknesses \| [^|]+ \| dear; slow \|/);
    expect(moduleWorksheet(moduleOf('Gift'), 'md', foundation).filled).toBe(0);
  });

  it('is read as a spreadsheet, and nothing in it runs as a formula', () => {
    const { content } = moduleWorksheet(moduleOf('Foundation'), 'csv', foundation);
    const rows = readCsv(content);
    expect(new Set(rows.map((row) => row.length))).toEqual(new Set([5]));
    const answers = new Map(rows.map(([, , cell = '', , answer = '']) => [cell, answer]));
    expect(answers.get('A2 Stated pains')).toBe('tunnels; the scent "fades"');
    expect(answers.get('A2 Unique mechanism')).toBe("'=SUM(1)|poured, on\nTuesdays");
  });

  it('is there blank for each module, in both formats', () => {
    expect([...blankWorksheets(modules).keys()]).toHaveLength(20);
    expect(blankWorksheets(modules).get('share-worksheet.csv')?.mediaType).toBe('text/csv');
  });
});

/** RFC 4180, as a spreadsheet reads it. */
function readCsv(content: string): string[][] {
  return content
    .trimEnd()
    .split('\r\n')
    .map((line) =>
      [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
        ([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare ?? '',
      ),
    );
}
