import type { SeedFields, SeedShape } from './seed-schema.ts';

/**
 * What of the seed's shape is missing or different in ours, one line each with its path; empty when nothing is. Fields
 * of ours beyond the seed are allowed where they are optional.
 */
export function compareShapes(seed: SeedShape, ours: SeedShape, path: string): string[] {
  if (seed.kind === 'object' && ours.kind === 'object') return compareFields(seed.fields, ours.fields, path);
  if (seed.kind === 'array' && ours.kind === 'array') return compareShapes(seed.of, ours.of, `${path}[]`);
  if (seed.kind === 'union' && ours.kind === 'union') return compareOptions(seed.options, ours.options, path);
  const [expected, actual] = [describe(seed), describe(ours)];
  return expected === actual ? [] : [`${path}: the seed says ${expected}, ours says ${actual}`];
}

function compareFields(seed: SeedFields, ours: SeedFields, path: string): string[] {
  const problems: string[] = [];
  for (const [name, field] of seed) {
    const own = ours.get(name);
    if (!own) {
      problems.push(`${path}.${name}: missing`);
      continue;
    }
    if (own.optional !== field.optional) {
      problems.push(`${path}.${name}: ${field.optional ? 'optional' : 'required'} in the seed, not in ours`);
    }
    problems.push(...compareShapes(field.shape, own.shape, `${path}.${name}`));
  }
  for (const [name, own] of ours) {
    if (!seed.has(name) && !own.optional)
      problems.push(`${path}.${name}: beyond the seed, so it must be optional`);
  }
  return problems;
}

/** Options are matched by what tells them apart: their kind of value, their literal, or an object's first literal. */
function compareOptions(seed: SeedShape[], ours: SeedShape[], path: string): string[] {
  const left = new Map(seed.map((option) => [describe(option), option]));
  const right = new Map(ours.map((option) => [describe(option), option]));
  const problems: string[] = [];
  for (const [name, option] of left) {
    const own = right.get(name);
    if (own) problems.push(...compareShapes(option, own, `${path}<${name}>`));
    else problems.push(`${path}: option ${name} is missing`);
  }
  for (const name of right.keys()) {
    if (!left.has(name)) problems.push(`${path}: option ${name} is beyond the seed`);
  }
  return problems;
}

function describe(shape: SeedShape): string {
  if (shape.kind === 'literal') return JSON.stringify(shape.value);
  if (shape.kind !== 'object') return shape.kind;
  for (const [name, { shape: field }] of shape.fields) {
    if (field.kind === 'literal') return `object with ${name} ${describe(field)}`;
  }
  return 'object';
}
