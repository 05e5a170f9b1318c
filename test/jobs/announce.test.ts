import { beforeEach, describe, expect, it } from 'vitest';
import type { Announcement } from '../../src/domain/announcement.ts';
import type { JobMessage, PostOutcome } from '../../src/domain/job-message.ts';
import type { ReplyPart } from '../../src/domain/reply.ts';
import { type AnnounceDeps, announceDue } from '../../src/jobs/announce.ts';
import { spreadMs, spreadOf } from '../../src/jobs/spread.ts';
import { announcementOf, cohortOf } from '../support/cohort-values.ts';
import { silentLogger } from '../support/silent-logger.ts';

const part = (text: string): ReplyPart => ({
  part: 'announcement',
  audience: 'thread',
  agent: 'Teacher',
  text,
  buttons: [],
});
const dueAt = Date.parse('2026-12-04T09:00:00Z');
const moment = dueAt + spreadOf('c1');
const hourMs = 3_600_000;

describe('the announcements’ job', () => {
  let rows: Map<string, Announcement>;
  /** What is said, by key, each once. */
  let posted: Map<string, JobMessage>;
  let told: Map<string, JobMessage>;
  /** What a channel answers from now on. */
  let answers: Record<string, PostOutcome>;
  let deps: AnnounceDeps;

  beforeEach(() => {
    const cohort = cohortOf({
      places: [
        { surface: 'slack', place: 'T1/C1' },
        { surface: 'discord', place: '7' },
      ],
    });
    rows = new Map([['a1', announcementOf({ state: 'scheduled', dueAt })]]);
    posted = new Map();
    told = new Map();
    answers = {};
    const all = () => [...rows.values()];
    deps = {
      announcements: {
        create: async (row) => row,
        get: async (id) => rows.get(id),
        change: async (id, from, changes) => {
          const row = rows.get(id);
          if (row?.state !== from) return false;
          rows.set(id, { ...row, ...changes } as Announcement);
          return true;
        },
        due: async (nowMs) => all().filter((row) => row.state === 'scheduled' && (row.dueAt ?? 0) <= nowMs),
        underWay: async () => all().filter(({ state }) => state === 'sending' || state === 'changing'),
        ofCohort: async () => all(),
      },
      cohorts: { get: async () => cohort },
      post: async (message) => {
        posted.set(message.key, message);
        return (
          answers[message.thread.place] ?? { kind: 'said', platformMessageId: `m-${message.thread.place}` }
        );
      },
      tell: async (message) => void told.set(message.key, message),
      wordsFor: async () => part('Module 3'),
      receiptWords: ({ posts, state }) => part(`${state} ${posts.map((post) => post.state).join(' ')}`),
      skippedWords: (_announcement, why) => part(why),
      log: silentLogger,
    };
  });

  const receipts = () => [...told.values()].map(({ part: { text } }) => text);

  it('posts at the cohort’s own moment within five minutes, to all its channels at once', async () => {
    expect(moment - dueAt).toBeLessThan(spreadMs);
    await announceDue(moment - 1, deps);
    expect(posted.size).toBe(0);
    await announceDue(moment, deps);
    expect([...posted.keys()]).toEqual(['announce:a1:slack/T1/C1', 'announce:a1:discord/7']);
    expect(receipts()).toEqual(['sent said said']);
  });

  it('says once that one waits, goes on with it alone, and says once how it ended', async () => {
    answers = { 7: { kind: 'under-way' } };
    for (let minute = 0; minute < 3; minute += 1) await announceDue(moment + minute * 60_000, deps);
    expect(receipts()).toEqual(['sending said waiting']);
    posted.clear();
    answers = { 7: { kind: 'failed' } };
    await announceDue(moment + 240_000, deps);
    expect([...posted.keys()]).toEqual(['announce:a1:discord/7']);
    expect(receipts()).toEqual(['sending said waiting', 'sent said failed']);
    await announceDue(moment + 300_000, deps);
    expect(told.size).toBe(2);
  });

  it('tries again under another key, and changes what is there under a third', async () => {
    answers = { 7: { kind: 'failed' } };
    await announceDue(moment, deps);
    const row = rows.get('a1') as Announcement;
    const waiting = row.posts.map((post) =>
      post.state === 'failed' ? { ...post, state: 'waiting' as const, attempt: 2 } : post,
    );
    rows.set('a1', { ...row, state: 'sending', posts: waiting });
    posted.clear();
    answers = {};
    await announceDue(moment + 60_000, deps);
    expect([...posted.keys()]).toEqual(['announce:a1:discord/7:2']);
    const sent = rows.get('a1') as Announcement;
    rows.set('a1', {
      ...sent,
      state: 'changing',
      edition: 1,
      posts: sent.posts.map((post) => ({ ...post, state: 'waiting' })),
    });
    posted.clear();
    await announceDue(moment + 120_000, deps);
    expect([...posted.values()].map(({ key, platformMessageId }) => [key, platformMessageId])).toEqual([
      ['announce:a1:slack/T1/C1:edit1', 'm-T1/C1'],
      ['announce:a1:discord/7:2:edit1', 'm-7'],
    ]);
    expect(receipts()).toEqual(['sent said failed', 'sent said said', 'sent said said']);
  });

  it('dying between a post and its note posts nothing twice', async () => {
    const { change } = deps.announcements;
    let isDead = true;
    deps.announcements.change = async (id, from, changes) => {
      if (isDead && from === 'sending') throw new Error('dead');
      return change(id, from, changes);
    };
    await expect(announceDue(moment, deps)).rejects.toThrow('dead');
    isDead = false;
    await announceDue(moment + 60_000, deps);
    expect(posted.size).toBe(2);
    expect(told.size).toBe(1);
  });

  it('leaves out what is more than two hours late, counted from that moment, and says so once', async () => {
    await announceDue(moment + 2 * hourMs + 1, deps);
    await announceDue(moment + 2 * hourMs + 60_001, deps);
    expect(posted.size).toBe(0);
    expect(receipts()).toEqual(['late']);
    rows.set('a1', announcementOf({ state: 'scheduled', dueAt }));
    await announceDue(moment + 2 * hourMs, deps);
    expect(posted.size).toBe(2);
  });
});
