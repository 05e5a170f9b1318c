import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { toMongoose } from '../../src/adapters/mongo/to-mongoose.ts';
import { seedTables } from '../../src/domain/seed-tables.ts';
import { compareShapes } from './compare-shapes.ts';
import { readSeedTables, type SeedShape } from './seed-schema.ts';
import { asMongooseCan, shapeOfMongoose } from './shape-of-mongoose.ts';
import { shapeOfZod } from './shape-of-zod.ts';

const seedText = readFileSync(new URL('../fixtures/seed-schema.txt', import.meta.url), 'utf8');

describe('the tables of the seed', () => {
  it('are read from the copy of its schema', () => {
    const tables = readSeedTables(seedText);
    expect([...tables.keys()].sort()).toEqual(seedTables.map((table): string => table.name).sort());
    expect(fieldNames(tables.get('userFoundations')?.shape)).toEqual([
      'userId',
      'companyContext',
      'marketAwareness',
      'customerAvatar',
      'strategicBlueprintSummary',
      'lastUpdatedAt',
    ]);
    expect(fieldNames(tables.get('persons')?.shape)).toHaveLength(9);
    expect(fieldNames(tables.get('users')?.shape)).toHaveLength(8);
    expect(fieldNames(tables.get('userFunnelSnapshots')?.shape)).toHaveLength(22);
    expect(tables.get('persons')?.indexes.get('by_organization')).toEqual(['organizationId']);
    const agents = tables.get('agents')?.shape;
    const kinds = agents?.kind === 'union' ? agents.options.map(fieldNames) : [];
    expect(kinds.map((names) => names.length)).toEqual([9, 10]);
  });

  it('are the zod schemas', () => {
    expect(problemsOfZod(seedText)).toEqual([]);
  });

  it('are the mongoose schemas', () => {
    expect(problemsOfMongoose(seedText)).toEqual([]);
  });

  it('have text ids', () => {
    for (const schema of mongooseSchemas.values()) expect(schema.path('_id').instance).toBe('String');
  });
});

/** Every way of changing one thing in the seed's text must be seen, or the tests above prove nothing. */
describe('the comparison sees it when the seed', () => {
  // Mongoose knows one object where the seed has two kinds of agent: there these are optional whatever the seed says.
  const onlyOneKind = /^(createdBy|systemRole|baseInstructions|configuration)\b/;

  it.each<{ what: string; mutants: Mutant[]; atLeast: number; zodOnly?: RegExp }>([
    {
      what: 'renames a field',
      mutants: mutate(/^\w+(?=: (?:v\.|\w+Validator))/, (name) => `${name}Renamed`),
      atLeast: 95,
    },
    {
      what: 'drops a required field',
      mutants: mutate(/^\w+: (?:v\.(?!optional)\w+\([^()]*\)|\w+Validator),?/, () => ''),
      atLeast: 35,
      zodOnly: onlyOneKind,
    },
    {
      what: 'makes a required field optional',
      mutants: mutate(
        /(?<=^\w+: )(?:v\.(?!optional)\w+\([^()]*\)|\w+Validator)/,
        (was) => `v.optional(${was})`,
      ),
      atLeast: 35,
      zodOnly: onlyOneKind,
    },
    {
      what: 'makes an optional field required',
      mutants: mutate(/v\.optional\((?:[^()]|\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))*\)/, (was) =>
        was.slice('v.optional('.length, -1),
      ),
      atLeast: 55,
      zodOnly: onlyOneKind,
    },
    {
      what: 'changes a type',
      mutants: mutate(/v\.(?:string|number|any)\(\)|v\.id\("\w+"\)/, () => 'v.boolean()'),
      atLeast: 95,
      zodOnly: onlyOneKind,
    },
    {
      what: 'changes a literal',
      mutants: mutate(/v\.literal\("/, (start) => `${start}Un`),
      atLeast: 40,
    },
    {
      what: 'adds a literal',
      mutants: mutate(/(?<!^kind: )v\.literal\("/, (start) => `v.literal("More"), ${start}`),
      atLeast: 40,
    },
    {
      what: 'renames an index',
      mutants: mutate(/\.index\("/, (start) => `${start}un_`),
      atLeast: 20,
    },
    {
      what: 'adds a key to an index',
      mutants: mutate(/(?<=\.index\("\w+", \[)/, () => '"name", '),
      atLeast: 20,
    },
  ])('$what', ({ mutants, atLeast, zodOnly }) => {
    expect(mutants.length).toBeGreaterThanOrEqual(atLeast);
    const unseenByZod = mutants.filter(({ text }) => !isSeen(() => problemsOfZod(text)));
    expect(unseenByZod.map(({ line }) => line)).toEqual([]);
    const unseenByMongoose = mutants.filter(({ text }) => !isSeen(() => problemsOfMongoose(text)));
    expect(unseenByMongoose.map(({ line }) => line).filter((line) => !zodOnly?.test(line))).toEqual([]);
  });

  it('has a table of which we know nothing', () => {
    const text = seedText.replaceAll('export const organizations ', 'export const teams ');
    const problems = ['teams: no such table of ours', 'organizations: not in the seed'];
    expect(problemsOfZod(text)).toEqual(problems);
    expect(problemsOfMongoose(text)).toEqual(problems);
  });

  it('does not ask for an index of ours to be unique', () => {
    const ours = [{ name: 'by_userId', keys: ['userId'], unique: true }];
    expect(compareIndexes(new Map([['by_userId', ['userId']]]), ours, 'userFoundations')).toEqual([
      'userFoundations: index by_userId is unique, which the seed does not ask for',
    ]);
  });
});

interface Mutant {
  /** The line that was changed, as it was. */
  line: string;
  text: string;
}

/** One mutant of the seed's text for each place in its code where the pattern matches within a line. */
function mutate(pattern: RegExp, change: (found: string) => string): Mutant[] {
  const mutants: Mutant[] = [];
  let lineStart = 0;
  for (const line of seedText.split('\n')) {
    const code = line.replace(/\/\/.*/, '');
    if (/^\w+: |^v\.literal\(|^\}?\)?\.index\(/.test(code)) {
      for (const match of code.matchAll(new RegExp(pattern, 'g'))) {
        const at = lineStart + match.index;
        const text = seedText.slice(0, at) + change(match[0]) + seedText.slice(at + match[0].length);
        mutants.push({ line, text });
      }
    }
    lineStart += line.length + 1;
  }
  return mutants;
}

/** The seed says some things twice; a text that contradicts itself is seen by its reader. */
function isSeen(problems: () => string[]): boolean {
  try {
    return problems().length > 0;
  } catch (error) {
    if (error instanceof Error && error.message.endsWith('in two ways.')) return true;
    throw error;
  }
}

interface OwnTable {
  shape: SeedShape;
  indexes: OwnIndex[];
}

interface OwnIndex {
  name: string;
  keys: string[];
  unique: boolean;
}

const zodTables = new Map<string, OwnTable>(
  seedTables.map((table) => [
    table.name,
    {
      shape: withoutId(shapeOfZod(table.schema)),
      indexes: table.indexes.map((index) => ({
        name: index.name,
        keys: Object.keys(index.keys),
        unique: 'unique' in index && index.unique === true,
      })),
    },
  ]),
);

const mongooseSchemas = new Map(seedTables.map((table) => [table.name, toMongoose(table)]));

const mongooseTables = new Map<string, OwnTable>(
  [...mongooseSchemas].map(([name, schema]) => [
    name,
    {
      shape: withoutId(shapeOfMongoose(schema)),
      indexes: schema.indexes().map(([keys, options]) => ({
        name: String(options.name),
        keys: Object.keys(keys),
        unique: options.unique === true,
      })),
    },
  ]),
);

function problemsOfZod(text: string): string[] {
  return problemsOf(text, zodTables, (shape) => shape);
}

function problemsOfMongoose(text: string): string[] {
  return problemsOf(text, mongooseTables, asMongooseCan);
}

function problemsOf(
  text: string,
  own: Map<string, OwnTable>,
  asOursCan: (shape: SeedShape) => SeedShape,
): string[] {
  const seed = readSeedTables(text);
  const problems: string[] = [];
  for (const [name, table] of seed) {
    const ours = own.get(name);
    if (!ours) {
      problems.push(`${name}: no such table of ours`);
      continue;
    }
    problems.push(...compareShapes(asOursCan(table.shape), ours.shape, name));
    problems.push(...compareIndexes(table.indexes, ours.indexes, name));
  }
  for (const name of own.keys()) if (!seed.has(name)) problems.push(`${name}: not in the seed`);
  return problems;
}

/** Indexes of ours beyond the seed are allowed. */
function compareIndexes(seed: Map<string, string[]>, own: OwnIndex[], table: string): string[] {
  const problems: string[] = [];
  for (const [name, keys] of seed) {
    const ours = own.find((index) => index.name === name);
    if (!ours) problems.push(`${table}: index ${name} is missing`);
    else if (ours.keys.join() !== keys.join()) {
      problems.push(`${table}: index ${name} is over ${keys} in the seed, over ${ours.keys} in ours`);
    } else if (ours.unique)
      problems.push(`${table}: index ${name} is unique, which the seed does not ask for`);
  }
  return problems;
}

/** Convex has an `_id` of its own in every document; ours is written out, as required text. */
function withoutId(shape: SeedShape): SeedShape {
  if (shape.kind === 'union') return { kind: 'union', options: shape.options.map(withoutId) };
  const id = shape.kind === 'object' ? shape.fields.get('_id') : undefined;
  if (shape.kind !== 'object' || id?.shape.kind !== 'string' || id.optional) {
    throw new Error('A table of ours has no required text _id.');
  }
  return { kind: 'object', fields: new Map([...shape.fields].filter(([name]) => name !== '_id')) };
}

function fieldNames(shape: SeedShape | undefined): string[] {
  return shape?.kind === 'object' ? [...shape.fields.keys()] : [];
}
