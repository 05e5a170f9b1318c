import { expect, test } from 'vitest';
import { loadCatalogue } from '../../src/load-catalogue.ts';
import { onEverySurface } from '../support/on-every-surface.ts';
import { hears } from '../support/talker.ts';

const { prompts } = await loadCatalogue();
const fields = prompts.get('F7')?.writes?.map(({ path }) => path.split('.')[1] ?? '') ?? [];
const nothing = { value: null, evidence: null, confidence: null, reason: '[NEEDS: three more interviews]' };
const found = (value: string | string[]) => ({
  value,
  evidence: 'gone by nine',
  confidence: 'high',
  reason: null,
});

onEverySurface('pasted research', (stage) => {
  test('becomes cells with their evidence, confirmed one by one, also without a model', async () => {
    await stage.begin();
    const ana = await stage.person('ana');
    await stage.fillFoundation('ana', 'Poured on Tuesdays');
    const which = await ana.says('here is my research: “the scent is gone by nine”').getsReply(/Which grid/);
    expect(which.buttons.map((label) => label.slice(0, 2))).toEqual(['F7', 'F8', 'F9']);
    await ana.says('here is my company research: “the scent is gone by nine”').getsReply(/into the form/);
    const form = await ana.opensForm();
    expect(Object.values(form.values)).toEqual(['“the scent is gone by nine”']);
    const ran = await ana.fillsIn({});
    hears(ran, /No model is set/);
    await ana.presses('Paste the answer');
    const companyContext = {
      ...Object.fromEntries(fields.map((field) => [field, nothing])),
      valueProposition: found('Scent until bedtime'),
      keyFeatures: found(['cotton wick']),
    };
    const kept = await ana.fillsIn({ answer: JSON.stringify({ companyContext }) });
    const first = hears(kept, /F7 for your Foundation, 1 of 2: Value proposition/);
    expect(first.text).toMatch(/From “gone by nine”, high confidence/);
    await ana.presses('Keep').getsReply(/2 of 2: Key features/);
    await ana
      .presses('Skip')
      .getsReply(/In your Foundation from it: Value proposition\. Left as it was: Key features/);
    const { userId } = await stage.stores.people.recognise(stage.authorOf('ana'), Date.now());
    const written = await stage.stores.foundations.read(userId);
    expect(written.companyContext).toEqual({
      coreOffers: 'a candle',
      uniqueMechanism: 'Poured on Tuesdays',
      valueProposition: 'Scent until bedtime',
    });
  });
});
