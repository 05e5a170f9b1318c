import { afterEach, describe, expect, it } from 'vitest';
import type { Budgets } from '../../src/domain/model-usage.ts';
import { fillFoundation } from '../support/conversation.ts';
import { type Elevate, startElevate } from '../support/elevate.ts';
import { createSpeakingModel } from '../support/speaking-model.ts';
import { createTestClock, type TestClock } from '../support/test-clock.ts';

/** Each of its answers is counted as 110 tokens. */
const model = createSpeakingModel('The Tuesday pour');
const prices = [{ model: 'speaking', inputPerMillion: 10_000, outputPerMillion: 0, cachedPerMillion: 0 }];
const noon = Date.UTC(2026, 11, 1, 12);

describe('budgets', () => {
  let elevate: Elevate;
  let clock: TestClock;
  afterEach(() => elevate.end());

  async function begin(budgets: Budgets) {
    clock = createTestClock({ startMs: noon, running: true });
    elevate = await startElevate({ model, budgets, modelPrices: prices, clock });
    const [ana, ben] = await Promise.all([elevate.person('ana'), elevate.person('ben')]);
    for (const name of ['ana', 'ben']) await fillFoundation(elevate, name, 'Poured on Tuesdays');
    return { ana, ben };
  }

  it('a person’s own: the prompt to paste when it is spent, others go on, tomorrow it begins anew', async () => {
    const { ana, ben } = await begin({ person: { tokens: 200 } });
    await ana.says('@Writer F3').getsReply(/^The Tuesday pour/);
    // 110 of 200: what is begun within a budget is finished.
    await ana.says('@Writer F3').getsReply(/^The Tuesday pour/);
    const spent = await ana.says('@Writer F3').getsReply(/finished F3 prompt/);
    expect(spent.text).toMatch(
      /^Your share of the model for today is used up \(there is more in 12 h\), so here is the finished F3 prompt\. Paste it/,
    );
    expect(spent.buttons.map(({ label }) => label)).toContain('Paste the answer');
    await ben.says('@Writer F3').getsReply(/^The Tuesday pour/);
    // What needs no model is as it was.
    await ana.says('where am I').getsReply(/Foundation/);
    clock.advance(12 * 3_600_000);
    await ana.says('@Writer F3').getsReply(/^The Tuesday pour/);
  });

  it('everybody’s, in money: an agent asked freely says so too', async () => {
    // 100 tokens read cost one unit of the currency: 100 hundredths.
    const { ana, ben } = await begin({ total: { costMinorUnits: 100 } });
    await ana.says('@Writer F3').getsReply(/^The Tuesday pour/);
    await ben
      .says('@Marketer which of these two angles?')
      .getsReply(
        /^What I may ask of the model today is used up \(there is more in 12 h\), so Marketer cannot answer/,
      );
  });

  it('an organisation’s, shared by those in it and by nobody else', async () => {
    const { ana, ben } = await begin({ organization: { tokens: 100 } });
    const cleo = await elevate.person('cleo');
    await fillFoundation(elevate, 'cleo', 'Poured on Fridays');
    for (const name of ['ana', 'ben']) {
      const { personId } = await elevate.stores.people.recognise(
        { surface: 'playground', accountId: name, name },
        noon,
      );
      await elevate.models.persons.updateOne({ _id: personId }, { $set: { organizationId: 'o1' } });
    }
    await ana.says('@Writer F3').getsReply(/^The Tuesday pour/);
    await ben.says('@Writer F3').getsReply(/^Your organisation’s share of the model for today is used up/);
    await cleo.says('@Writer F3').getsReply(/^The Tuesday pour/);
  });

  it('none: nothing is counted', async () => {
    const { ana } = await begin({});
    await ana.says('@Writer F3').getsReply(/^The Tuesday pour/);
    expect(await elevate.models.modelUsage.countDocuments()).toBe(0);
  });
});
