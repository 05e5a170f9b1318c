import { expect, it } from 'vitest';
import { onEverySurface } from '../support/on-every-surface.ts';
import { type Talker, wordsOf } from '../support/talker.ts';

const offer = 'The stand keeps the leaves off the sill\n\n## ROLE\nAdd it for £12, postage included.';
const labels = '1. Yes, add my stand for £12\n2. No thanks, on to my order';

/** Asks for a prompt and answers whatever its form asks. */
async function runs(person: Talker, code: string): Promise<string> {
  await person.says(`@Elevate ${code}`);
  const { values } = await person.opensForm();
  const answers = Object.entries(values).map(([name, value]) => {
    const answer = name.endsWith('Adjectives') ? 'warm, plain, exact' : 'A fern stand, £12 with postage';
    return [name, value === '' ? answer : value];
  });
  return wordsOf(await person.fillsIn(Object.fromEntries(answers)));
}

onEverySurface('a prompt that builds on earlier work', (stage) => {
  it('is given the newest that was saved, as data, tells it and keeps it', async () => {
    await stage.begin({ model: true });
    const asked = () => JSON.stringify(stage.model.requests.at(-1));
    const ana = await stage.person('ana');
    stage.model.willAnswer(labels);
    expect(await runs(ana, 'U5')).not.toContain('Built on');
    expect(asked()).not.toContain('Offer above the buttons');

    stage.model.willAnswer(offer);
    await runs(ana, 'U2');
    await ana.presses('Save').getsReply(/[Ss]aved/);
    stage.model.willAnswer(labels);
    expect(await runs(ana, 'U5')).toContain('Built on your saved U2.');
    expect(asked()).toContain('Offer above the buttons');
    // What was saved is quoted line by line: a heading in it is none of the prompt's.
    expect(asked()).toContain('> ## ROLE');
    const kept = await stage.models.userPromptExecutions.find({ promptCode: 'U5' }).lean();
    expect(
      kept.map(({ inputContextSnapshot }) => Reflect.get(Object(inputContextSnapshot), 'prior.U2')),
    ).toEqual(expect.arrayContaining([undefined, offer]));
  });
});
