import { beforeEach, expect, test } from 'vitest';
import { humanQuestionsJob } from '../../src/compose.ts';
import type { Author } from '../../src/domain/incoming.ts';
import { cohortOf } from '../support/cohort-values.ts';
import { directThread, eventFrom } from '../support/conversation.ts';
import { onEverySurface } from '../support/on-every-surface.ts';
import type { Talker } from '../support/talker.ts';

onEverySurface('asking a human', (stage) => {
  let fay: Talker;
  let ana: Talker;

  beforeEach(async () => {
    await stage.begin();
    [fay, ana] = [await stage.person('fay'), await stage.person('ana')];
    await ana.says('help');
  });

  const personOf = async (name: 'fay' | 'ana') =>
    (await stage.stores.people.recognise(stage.authorOf(name), Date.now())).personId;
  const passOn = () => humanQuestionsJob(stage.app, stage.stores)();
  const settled = () =>
    expect.poll(() => stage.models.outbox.countDocuments({ state: { $ne: 'delivered' } })).toBe(0);

  async function leads(): Promise<void> {
    await stage.stores.cohorts.create(
      cohortOf({ facilitatorPersonIds: [await personOf('fay')], memberPersonIds: [await personOf('ana')] }),
    );
  }

  test('goes to whoever leads, who answers under their name; each is said once', async () => {
    await fay.says('help');
    await leads();
    await ana.says('can I talk to a human?').getsReply(/^I pass your question on to Fay/);
    await ana.presses('Ask a human');
    await ana.fillsIn({ words: 'Is my VAT number public?\n@everyone' }).getsReply(/^On its way to Fay/);
    // Two machines, and one more minute.
    await Promise.all([passOn(), passOn()]);
    await passOn();
    await settled();
    const asked = () => fay.sees().filter(({ text }) => /asks a human/.test(text));
    await expect.poll(() => asked().length).toBe(1);
    expect(asked()[0]).toMatchObject({ buttons: ['Answer'] });
    expect(asked()[0]?.text).toContain('Is my VAT number public?');
    expect(asked()[0]?.text).not.toMatch(/@everyone/);

    await fay.presses('Answer');
    await fay.fillsIn({ words: 'Yes, on every invoice.' }).getsReply(/^Thank you/);
    await Promise.all([passOn(), passOn()]);
    await settled();
    const answered = () => ana.sees().filter(({ text }) => /Fay answers/.test(text));
    await expect.poll(() => answered().length).toBe(1);
    expect(answered()[0]?.text).toContain('Yes, on every invoice.');
    await fay.presses('Answer');
    await fay
      .fillsIn({ words: 'No, wait.' })
      .getsReply(/^Fay has answered it already: Yes, on every invoice\./);
    expect(await stage.models.audit.countDocuments({ action: 'answer a question' })).toBeGreaterThan(0);
  });

  test('an answer is for those who lead alone', async () => {
    await fay.says('help');
    await leads();
    await stage.stores.humanQuestions.ask({
      _id: 'q',
      personId: await personOf('ana'),
      userId: 'u',
      reach: { thread: directThread('ana', 'root'), accountId: 'ana' },
      text: 'why?',
      leaderPersonIds: [await personOf('fay')],
      state: 'passed',
      askedAt: 1,
    });
    const press = eventFrom('ana', directThread('ana', 'root'), { buttonId: '1:reply:q' });
    if (press.kind !== 'press') throw new Error('It is a press.');
    const opens = (author: Author) => stage.app.answerNow({ ...press, author });
    expect(await opens(stage.authorOf('ana'))).toMatchObject({ kind: 'sentence' });
    expect(await opens(stage.authorOf('fay'))).toMatchObject({ kind: 'form' });
  });

  test('where nobody can be reached, that is said', async () => {
    await ana.says('talk to a human').getsReply(/^There is no facilitator here yet/);
  });
});
