import { describe, expect, it } from 'vitest';
import {
  type FoundationFieldKind,
  type FoundationPath,
  foundationField,
  foundationFields,
  isFoundationPath,
} from '../../src/domain/foundation-fields.ts';
import {
  companyContextSchema,
  customerAvatarSchema,
  marketAwarenessSchema,
  userFoundationSchema,
} from '../../src/domain/user-foundation.ts';
import type { SeedShape } from './seed-schema.ts';
import { shapeOfZod } from './shape-of-zod.ts';

const bookkeeping = ['_id', 'userId', 'lastUpdatedAt'];

describe('foundation fields', () => {
  it('are exactly the leaves of the zod schema, each of its kind', () => {
    const table = foundationFields.map((field) => [field.path, field.kind]).sort();
    expect(table).toEqual(leaves(shapeOfZod(userFoundationSchema), '').sort());
  });

  it('stand in the grid of the object that holds them', () => {
    const grids = { companyContext: 'Company', marketAwareness: 'Market', customerAvatar: 'Customer' };
    const gridOf = new Map(Object.entries(grids));
    for (const { path, grid } of foundationFields) {
      expect([path, grid]).toEqual([path, gridOf.get(path.split('.')[0] ?? '') ?? 'Alignment']);
    }
  });

  it('fill every cell of the three grids, the rivals with their weaknesses being one field', () => {
    const cells = ['A1', 'A2', 'A3', 'B1', 'B2', 'B3', 'C1', 'C2', 'C3'];
    const inGrid = (grid: string) =>
      foundationFields.filter((field) => field.grid === grid).map(({ cell }) => cell);
    expect(inGrid('Company')).toEqual(expect.arrayContaining(cells));
    expect([...inGrid('Market'), 'A2']).toEqual(expect.arrayContaining(cells));
    expect(inGrid('Customer')).toEqual(expect.arrayContaining(cells));
  });

  it('name the minimum that unlocks most prompts', () => {
    const required = foundationFields.filter((field) => field.required).map(foundationMinimum);
    expect(required).toEqual([
      ['companyContext.coreOffers', 1],
      ['companyContext.uniqueMechanism', 1],
      ['companyContext.valueProposition', 1],
      ['companyContext.brandVoiceAdjectives', 3],
      ['customerAvatar.profileSummary', 1],
      ['customerAvatar.pains', 2],
      ['customerAvatar.goals', 1],
    ]);
  });

  it.each(foundationFields)('fits a form: $path', ({ label, question, hint }) => {
    expect(label.length).toBeLessThanOrEqual(45);
    expect(question.length).toBeLessThanOrEqual(45);
    expect(question).toMatch(/^[A-Z].*\?$/);
    expect(hint.length).toBeLessThanOrEqual(100);
    expect(hint.length).toBeGreaterThan(10);
  });

  it('never share a label or a word', () => {
    const labels = foundationFields.map((field) => field.label.toLowerCase());
    expect(twice(labels)).toEqual([]);
    // A field may list its own label; a word of one field must not be another's.
    const words = foundationFields.flatMap((field) => [
      ...new Set<string>([field.label.toLowerCase(), ...field.aliases]),
    ]);
    expect(twice(words)).toEqual([]);
    expect(foundationFields.flatMap((field) => twice([...field.aliases]))).toEqual([]);
    for (const word of words) expect(word).toBe(word.toLowerCase().trim());
    for (const field of foundationFields) expect(field.aliases.length).toBeGreaterThan(0);
  });

  it('are found by path', () => {
    expect(foundationField('customerAvatar.pains').label).toBe('Customer pains');
    const path: string = 'companyContext.guarantee';
    expect(isFoundationPath(path) && foundationField(path).label).toBe('Guarantee');
    for (const stray of [
      '',
      'pains',
      'companyContext',
      'customerAvatar.pains[0]',
      'customerAvatar.toString',
    ]) {
      expect(isFoundationPath(stray)).toBe(false);
    }
  });

  it('are typed by the table', () => {
    const paths: FoundationPath[] = ['strategicBlueprintSummary', 'marketAwareness.competitors'];
    // @ts-expect-error no such field
    paths.push('customerAvatar.painz');
    expect(paths).toHaveLength(3);
  });

  it('are all optional, so that a Foundation can begin empty', () => {
    for (const schema of [companyContextSchema, marketAwarenessSchema, customerAvatarSchema]) {
      expect(schema.safeParse({}).success).toBe(true);
    }
  });
});

function foundationMinimum(field: { path: FoundationPath; minItems?: number }): [FoundationPath, number] {
  return [field.path, field.minItems ?? 1];
}

function leaves(shape: SeedShape, at: string): [path: string, kind: FoundationFieldKind][] {
  if (shape.kind === 'string') return [[at, 'text']];
  if (shape.kind === 'array' && shape.of.kind === 'string') return [[at, 'list']];
  if (shape.kind === 'array') return [[at, 'competitors']];
  if (shape.kind !== 'object') throw new Error(`${at} is ${shape.kind}, which no kind of field stands for.`);
  return [...shape.fields]
    .filter(([name]) => at !== '' || !bookkeeping.includes(name))
    .flatMap(([name, field]) => leaves(field.shape, at ? `${at}.${name}` : name));
}

function twice(words: string[]): string[] {
  return words.filter((word, index) => words.indexOf(word) !== index);
}
