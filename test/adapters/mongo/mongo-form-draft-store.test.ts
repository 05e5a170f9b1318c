import { afterAll, beforeAll, expect, it } from 'vitest';
import { createMongoFormDraftStore } from '../../../src/adapters/mongo/mongo-form-draft-store.ts';
import type { OpenStore } from '../../../src/adapters/mongo/open-store.ts';
import type { FormDraftStore } from '../../../src/ports/form-draft-store.ts';
import { closeModels, openModels } from '../../support/store-models.ts';

let store: OpenStore;
let drafts: FormDraftStore;

beforeAll(async () => {
  store = await openModels();
  drafts = createMongoFormDraftStore(store.models);
});
afterAll(() => closeModels(store));

it('keeps what was typed last, by account and form', async () => {
  await drafts.keep('slack', 'T1:U1', 'f', { 'customerAvatar.pains': 'so' }, 1);
  await drafts.keep('slack', 'T1:U1', 'f', { 'customerAvatar.pains': 'sour' }, 2);
  await drafts.keep('slack', 'T1:U2', 'f', { other: 'mine' }, 3);
  expect(await drafts.read('slack', 'T1:U1', 'f')).toEqual({ 'customerAvatar.pains': 'sour' });
  expect(await drafts.read('slack', 'T1:U1', 'g')).toBeUndefined();
  expect(await drafts.read('discord', 'T1:U1', 'f')).toBeUndefined();
});

it('drops one, and sweeps those saved before then', async () => {
  await drafts.keep('slack', 'a', 'f', { x: '1' }, 10);
  await drafts.keep('slack', 'b', 'f', { x: '1' }, 20);
  await drafts.drop('slack', 'T1:U2', 'f');
  expect(await drafts.read('slack', 'T1:U2', 'f')).toBeUndefined();
  await drafts.sweep(20);
  expect(await drafts.read('slack', 'a', 'f')).toBeUndefined();
  expect(await drafts.read('slack', 'b', 'f')).toEqual({ x: '1' });
});
