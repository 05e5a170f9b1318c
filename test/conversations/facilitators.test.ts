import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createMongoCatalogueStore } from '../../src/adapters/mongo/mongo-catalogue-store.ts';
import { loadCatalogue } from '../../src/load-catalogue.ts';
import { directThread, eventFrom, receive } from '../support/conversation.ts';
import { type Elevate, type Person, startElevate } from '../support/elevate.ts';

const project = async ({ models }: Elevate, nowMs: number) =>
  createMongoCatalogueStore(models).project(await loadCatalogue(), 'http://127.0.0.1:3000', nowMs);

describe('facilitators', () => {
  let elevate: Elevate;
  let ana: Person;
  let ben: Person;
  let fay: Person;

  beforeEach(async () => {
    elevate = await startElevate({
      admins: [{ kind: 'account', surface: 'playground', accountId: 'ana' }],
    });
    await project(elevate, 1);
    ana = await elevate.person('ana');
    ben = await elevate.person('ben');
    fay = await elevate.person('fay');
  });
  afterEach(() => elevate.end());

  const audited = async () =>
    (await elevate.models.audit.find({}).sort({ at: 1 }).lean()).map(({ action, detail }) => [
      action,
      detail,
    ]);
  const roleOf = async (name: string) => (await elevate.stores.staff.standingOf('playground', name))?.role;

  test('are made and unmade by an administrator, asked once', async () => {
    await ana
      .says('make @ben a facilitator')
      .getsReply(/^I know nobody called ben here\. Once they have written/);
    await ben.says('help');
    await ana.says('make @ben a facilitator').getsReply(/^Make Ben \(account ben\) a facilitator\?/);
    expect(await roleOf('ben')).toBe('Student');
    await ana.presses('Make facilitator').getsReply(/^Ben is a facilitator\.$/);
    expect(await roleOf('ben')).toBe('Facilitator');
    await ana.presses('Make facilitator').getsReply(/^Ben is a facilitator\.$/);
    await ben.says('set video for Gift https://example.org/v').getsReply(/^Set the video of Gift/);
    await ana.says('remove @Ben as facilitator').getsReply(/^Take the role of facilitator from Ben/);
    await ana.presses('Remove facilitator').getsReply(/^Ben is no facilitator\.$/);
    // What was asked before the role was taken is not done any more.
    await ben.presses('Set link').getsReply(/^Only a facilitator can/);
    expect(await elevate.stores.links.read(2)).toEqual({});
    expect(await audited()).toEqual([
      ['make facilitator', undefined],
      ['remove facilitator', undefined],
    ]);
  });

  test('are not made by anybody else, and in a channel only the administrator reads the question', async () => {
    await fay.says('make me a facilitator').getsReply(/^Only an administrator can say who is a facilitator/);
    await ben.says('remove @fay as facilitator').getsReply(/^Only an administrator can/);
    expect(await roleOf('fay')).toBe('Facilitator');
    await ana.goesTo('#general');
    const question = await ana.says('@Elevate remove @fay as facilitator').getsReply(/^Take the role/);
    expect(question.private).toBe(true);
    expect(await audited()).toEqual([]);
  });

  test('set the links of a module, which its lesson shows and a reload of the content keeps', async () => {
    await fay
      .says('set video for Gift https://example.org/gift_video')
      .getsReply(/^Set the video of Gift to https:\/\/example\.org\/gift_video\?/);
    expect(await elevate.stores.links.read(2)).toEqual({});
    await fay.presses('Set link').getsReply(/^The video of Gift is now https:\/\/example\.org\/gift_video$/);
    await fay.presses('Set link');
    await fay.says('set worksheet for module 2 https://example.org/sheet');
    await fay.presses('Set link').getsReply(/^The worksheet link of Gift is now/);
    await elevate.models.courseModules.updateOne({ _id: 'module:2' }, { $set: { hash: 'older' } });
    await project(elevate, 2);
    await ben.says('module 2').getsReply(/\n\nVideo: https:\/\/example\.org\/gift_video\n/);
    await ben.says('worksheet for Gift').getsReply(/https:\/\/example\.org\/sheet/);
    await fay.says('remove video for Gift').getsReply(/^Remove the video of Gift\?\nNow it is https:/);
    await fay.presses('Remove link').getsReply(/^The video of Gift is removed\.$/);
    await fay.says('remove video for Gift').getsReply(/^There is nothing to remove/);
    expect((await ben.says('module 2')).text).not.toContain('Video:');
    expect(await audited()).toEqual([
      ['set module link', 'video of Gift'],
      ['set module link', 'worksheet link of Gift'],
      ['remove module link', 'video of Gift'],
    ]);
  });

  test('get one clear answer where that cannot be', async () => {
    await ben.says('set video for Gift https://example.org/v').getsReply(/^Only a facilitator can change/);
    await fay.says('set video for Gift http://example.org/v').getsReply(/begins with https:\/\//);
    await fay.says('set video for Geft https://example.org/v').getsReply(/^There is no module “Geft”/);
    await fay.says('set video for Gift').getsReply(/^Say it with the address/);
    expect(await audited()).toEqual([]);
  });

  test('lead the cohorts in which they stand, and an administrator all of them', async () => {
    await ben.says('help');
    await ana.says('help');
    const began = async (name: string) => {
      await fay.says(`create cohort ${name}`);
      await fay.presses('Fill in');
      await fay.fillsIn({ name }).getsReply(new RegExp(`\\*\\*${name}\\*\\*`));
    };
    await began('Spring 27');
    await fay.says('make @ben a facilitator of Spring 28').getsReply(/^You lead no cohort called Spring 28/);
    await fay
      .says('make @ben a facilitator of Spring 27')
      .getsReply(/^Make Ben .* a facilitator of Spring 27\?/);
    await fay.presses('Make facilitator').getsReply(/^Ben leads Spring 27\.$/);
    await began('Autumn 27');
    // Ben leads one, and has no say beyond it.
    await ben.says('invite code for Spring 27').getsReply(/^The code of Spring 27 is/);
    await ben.says('invite code for Autumn 27').getsReply(/^You lead no cohort called Autumn 27/);
    const autumn = (await elevate.stores.cohorts.all()).find(({ name }) => name === 'Autumn 27');
    await receive(
      elevate,
      eventFrom('ben', directThread('ben', 'x'), { buttonId: `1:endcohort:${autumn?._id}` }),
    );
    expect((await elevate.stores.cohorts.get(autumn?._id ?? ''))?.endedAt).toBeUndefined();
    await ben.says('set video for Gift https://example.org/v').getsReply(/^Only a facilitator can/);
    await ana.says('end cohort Autumn 27').getsReply(/^End Autumn 27\?/);
    await ana.presses('End cohort').getsReply(/^Autumn 27 is over/);
    // Whose role is taken leads nothing any more.
    await ana.says('remove @fay as facilitator');
    await ana.presses('Remove facilitator').getsReply(/^Fay is no facilitator/);
    await fay.says('invite code for Spring 27').getsReply(/^You lead no cohort yet/);
    await fay.says('create cohort Winter 27').getsReply(/^You lead no cohort yet/);
  });
});
