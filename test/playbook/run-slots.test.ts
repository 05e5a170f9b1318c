import { describe, expect, it } from 'vitest';
import { createRunSlots } from '../../src/playbook/run-slots.ts';

/** Work that begins when it is let and ends when the test says so. */
function work(name: string, log: string[]) {
  let end: () => void = () => {};
  let fail: (error: Error) => void = () => {};
  const ended = new Promise<void>((resolve, reject) => {
    end = resolve;
    fail = reject;
  });
  return {
    onWait: () => log.push(`${name} waits`),
    run: async () => {
      log.push(`${name} begins`);
      await ended;
      return name;
    },
    end,
    fail,
  };
}

/** Lets everything run that waits for nothing but its turn. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe("one person's runs", () => {
  it('go side by side, three at once; the fourth waits and is told', async () => {
    const log: string[] = [];
    const slots = createRunSlots();
    const works = ['a', 'b', 'c', 'd'].map((name) => work(name, log));
    const results = works.map(({ run, onWait }) => slots.run('ana', onWait, run));
    await settled();
    expect(log).toEqual(['a begins', 'b begins', 'c begins', 'd waits']);
    works[1]?.end();
    await settled();
    expect(log.slice(4)).toEqual(['d begins']);
    for (const { end } of works) end();
    expect(await Promise.all(results)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('say how many of theirs wait before', async () => {
    const slots = createRunSlots();
    const works = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => work(name, []));
    const before: number[] = [];
    const results = works.map(({ run }) => slots.run('ana', (count) => before.push(count), run));
    await settled();
    expect(before).toEqual([0, 1, 2]);
    for (const { end } of works) end();
    await Promise.all(results);
  });

  it("do not hold up another person's", async () => {
    const log: string[] = [];
    const slots = createRunSlots();
    const works = ['a', 'b', 'c', 'd', 'e'].map((name) => work(name, log));
    const results = works.map(({ run, onWait }, i) => slots.run(i < 4 ? 'ana' : 'ben', onWait, run));
    await settled();
    expect(log).toEqual(expect.arrayContaining(['d waits', 'e begins']));
    expect(log).not.toContain('e waits');
    for (const { end } of works) end();
    await Promise.all(results);
  });

  it("free their slot when they fail, and the failure is the caller's", async () => {
    const log: string[] = [];
    const slots = createRunSlots();
    const works = ['a', 'b', 'c', 'd'].map((name) => work(name, log));
    const results = works.map(({ run, onWait }) => slots.run('ana', onWait, run));
    works[0]?.fail(new Error('broken'));
    await expect(results[0]).rejects.toThrow('broken');
    await settled();
    expect(log).toContain('d begins');
    for (const { end } of works) end();
    await Promise.all(results.slice(1));
  });

  it('wait no longer when they are stopped, and run once', async () => {
    const log: string[] = [];
    const slots = createRunSlots();
    const stop = new AbortController();
    const works = ['a', 'b', 'c', 'd', 'e'].map((name) => work(name, log));
    const results = works.map(({ run, onWait }, i) =>
      slots.run('ana', onWait, run, i === 3 ? stop.signal : undefined),
    );
    await settled();
    expect(log).toEqual(['a begins', 'b begins', 'c begins', 'd waits', 'e waits']);
    stop.abort();
    await settled();
    expect(log.slice(5)).toEqual(['d begins']);
    for (const { end } of works) end();
    expect(await Promise.all(results)).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(log.slice(5)).toEqual(['d begins', 'e begins']);
  });

  it('wait for nobody once all are done', async () => {
    const log: string[] = [];
    const slots = createRunSlots();
    for (const name of ['a', 'b', 'c', 'd', 'e']) {
      const { run, onWait, end } = work(name, log);
      end();
      await slots.run('ana', onWait, run);
    }
    expect(log).toEqual(['a begins', 'b begins', 'c begins', 'd begins', 'e begins']);
  });
});
