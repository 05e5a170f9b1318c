import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMongoCohortStore } from '../../../src/adapters/mongo/mongo-cohort-store.ts';
import type { OpenStore } from '../../../src/adapters/mongo/open-store.ts';
import type { CohortStore } from '../../../src/ports/cohort-store.ts';
import { cohortOf } from '../../support/cohort-values.ts';
import { closeModels, openModels } from '../../support/store-models.ts';

describe('the cohort store', () => {
  let database: OpenStore;
  let cohorts: CohortStore;

  beforeEach(async () => {
    database = await openModels();
    cohorts = createMongoCohortStore(database.models);
    await cohorts.create(cohortOf({ facilitatorPersonIds: ['fay'], code: 'K7QM4XPD' }));
  });
  afterEach(() => closeModels(database));

  const members = async () => (await cohorts.get('c1'))?.memberPersonIds.toSorted();

  it('keeps what was created first under an id', async () => {
    const again = await cohorts.create(cohortOf({ name: 'Autumn 26' }));
    expect(again.name).toBe('Spring 26');
    expect(await cohorts.all()).toEqual([again]);
    expect(await cohorts.ledBy('fay')).toEqual([again]);
    expect(await cohorts.ledBy('ana')).toEqual([]);
  });

  it('loses nobody of many who join at once, and takes nobody in twice', async () => {
    const people = Array.from({ length: 40 }, (_, number) => `p${10 + number}`);
    await Promise.all([...people, ...people].map((person) => cohorts.join('c1', person)));
    expect(await members()).toEqual(people);
    expect((await cohorts.ofMember('p10')).map(({ _id }) => _id)).toEqual(['c1']);
  });

  it('remembers who left, until they join again by themselves', async () => {
    await Promise.all([cohorts.join('c1', 'ana'), cohorts.join('c1', 'ben')]);
    expect(await cohorts.leave('c1', 'ana')).toBe(true);
    expect(await cohorts.leave('c1', 'ana')).toBe(false);
    expect(await cohorts.get('c1')).toMatchObject({ memberPersonIds: ['ben'], leftPersonIds: ['ana'] });
    expect(await cohorts.join('c1', 'ana')).toBe(true);
    expect(await cohorts.get('c1')).toMatchObject({ leftPersonIds: [] });
  });

  it('changes it by what it is, also where two change it at once', async () => {
    const connect = (place: string) =>
      cohorts.change('c1', ({ places }) => ({ places: [...places, { surface: 'slack', place }] }));
    await Promise.all(['T1/C1', 'T1/C2', 'T1/C3'].map(connect));
    expect((await cohorts.get('c1'))?.places).toHaveLength(3);
    expect((await cohorts.inPlace('slack', 'T1/C2'))?._id).toBe('c1');
    expect(await cohorts.inPlace('discord', 'T1/C2')).toBeUndefined();
    await cohorts.change('c1', () => ({ code: undefined, startsAt: 5 }));
    expect(await cohorts.byCode('K7QM4XPD')).toBeUndefined();
    expect((await cohorts.get('c1'))?.startsAt).toBe(5);
    expect(await cohorts.change('other', () => ({ name: 'x' }))).toBeUndefined();
  });

  it('ends it: its people stay, nobody joins, and it is found by its leaders alone', async () => {
    await cohorts.join('c1', 'ana');
    expect((await cohorts.byCode('K7QM4XPD'))?._id).toBe('c1');
    await cohorts.change('c1', () => ({ endedAt: 7 }));
    expect(await cohorts.join('c1', 'ben')).toBe(false);
    expect(await members()).toEqual(['ana']);
    expect(await cohorts.ofMember('ana')).toEqual([]);
    expect(await cohorts.byCode('K7QM4XPD')).toBeUndefined();
    expect(await cohorts.ledBy('fay')).toHaveLength(1);
  });
});
