import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMongoPendingRequestStore } from '../../../src/adapters/mongo/mongo-pending-request-store.ts';
import type { OpenStore } from '../../../src/adapters/mongo/open-store.ts';
import type { PendingRequest } from '../../../src/domain/pending-request.ts';
import type { PendingRequestStore } from '../../../src/ports/pending-request-store.ts';
import { closeModels, openModels } from '../../support/store-models.ts';

const request: PendingRequest = {
  _id: 'r1',
  userId: 'ana',
  text: 'H1 please',
  promptCode: 'H1',
  createdAt: 10,
};
const answer = { answeredBy: 'form1', inputs: { painToTarget: 'sour cups' }, elevateStep: 'Hook' as const };

describe('the store of pending requests', () => {
  let database: OpenStore;
  let pending: PendingRequestStore;

  beforeEach(async () => {
    database = await openModels();
    pending = createMongoPendingRequestStore(database.models);
  });
  afterEach(() => closeModels(database));

  it('keeps one unless one of that id is there', async () => {
    await pending.put(request);
    await pending.put({ ...request, text: 'Other words' });
    expect(await pending.get('ana', 'r1')).toEqual(request);
  });

  it('shows another person nothing', async () => {
    await pending.put(request);
    expect(await pending.get('ben', 'r1')).toBeUndefined();
    expect(await pending.get('ana', 'r2')).toBeUndefined();
    await expect(pending.answer({ ...request, userId: 'ben' }, answer)).rejects.toThrow('pendingRequests r1');
    expect(await pending.get('ana', 'r1')).toEqual(request);
  });

  it('notes the form that answered it first', async () => {
    await pending.put(request);
    const answered = { ...request, ...answer };
    expect(await pending.answer(request, answer)).toEqual(answered);
    expect(await pending.answer(request, { answeredBy: 'form2', inputs: {} })).toEqual(answered);
    expect(await pending.answer(request, { answeredBy: 'form1', inputs: { painToTarget: 'other' } })).toEqual(
      answered,
    );
    expect(await pending.get('ana', 'r1')).toEqual(answered);
  });

  it('notes one of forty forms at once, whole', async () => {
    await pending.put(request);
    const answered = await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        pending.answer(request, { answeredBy: `form${index}`, inputs: { from: `form${index}` } }),
      ),
    );
    for (const one of answered) expect(one).toEqual(answered[0]);
    expect(answered[0]?.inputs?.from).toBe(answered[0]?.answeredBy);
  });
});
