import { expect, test } from 'vitest';
import { createOpenAnswers } from '../../../src/adapters/discord/open-answers.ts';
import { createTestClock } from '../../support/test-clock.ts';

const answerOf = (token: string) => ({
  interaction: { id: '1', applicationId: '2', token },
  isAlone: false,
  isDeferred: true,
});

test('a replayed interaction takes nothing from the answer that is under way', () => {
  const answers = createOpenAnswers(createTestClock());
  answers.expect('discord:1', answerOf('first'));
  answers.expect('discord:1', answerOf('replayed'));
  expect(answers.of({ inReplyTo: 'discord:1' })?.interaction.token).toBe('first');
});

test('an interaction can be answered for less than 15 minutes', () => {
  const clock = createTestClock();
  const answers = createOpenAnswers(clock);
  answers.expect('discord:1', answerOf('token'));
  clock.advance(14 * 60_000);
  expect(answers.of({ inReplyTo: 'discord:1' })).toBeDefined();
  clock.advance(60_000);
  expect(answers.of({ inReplyTo: 'discord:1' })).toBeUndefined();
  expect(answers.of({})).toBeUndefined();
});
