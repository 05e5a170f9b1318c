import { h1Answers } from '../support/conversation.ts';
import { type SlackElevate, startOnSlack } from '../support/slack-elevate.ts';
import type { SlackTalker } from '../support/slack-talker.ts';
import { wordsOfMessage } from '../support/slack-words.ts';
import { killBetweenSteps, type Turn } from './kill-on-surface.ts';

const writing = [
  'chat.postMessage',
  'chat.update',
  'chat.startStream',
  'chat.appendStream',
  'chat.stopStream',
];

const plain: Turn<SlackElevate> = {
  title: 'a plain reply',
  does: async (program, name) => {
    const { person } = called(program, name);
    await person.says(person.dm, 'hi, just joined, I sell candles, want more sales');
  },
  isResent: true,
};
const grows: Turn<SlackElevate> = {
  title: 'an answer that grows',
  does: async (program, name) => {
    const { person } = called(program, name);
    await person.says(person.dm, '@Marketer which of these two angles?');
  },
  isResent: true,
};
const saves: Turn<SlackElevate> = {
  title: 'a press on Save',
  prepare: async (program, name) => {
    const talker = called(program, name);
    await talker.says('@Writer H1 please');
    await talker.fillsIn(h1Answers);
  },
  does: async (program, name) => {
    const { person } = called(program, name);
    const answer = program.slack
      .messagesIn(person.dm)
      .findLast(({ blocks }) => JSON.stringify(blocks ?? []).includes('"Save"'));
    if (!answer) throw new Error(`${name} sees no button to save.`);
    await person.presses(answer, 'Save');
  },
  isResent: false,
};

/** Somebody of that id, whom everybody calls Ana. */
function userOf({ slack }: SlackElevate, name: string) {
  return slack.user(name, { displayName: 'Ana', realName: 'Ana' });
}

/** In their direct messages. */
function called(program: SlackElevate, name: string): SlackTalker {
  userOf(program, name);
  return program.talker(name);
}

killBetweenSteps(
  'Slack',
  {
    start: ({ missedSinceMs: _unused, ...options }) => startOnSlack(options),
    judgeWrites: ({ slack }, judge) => {
      let isOver = false;
      let verdict: ReturnType<typeof judge>;
      for (const method of writing) {
        // Asked one after the other about each call: the first one judges.
        slack.faults.loseResponse(method, {
          times: 1_000,
          when: () => {
            verdict = isOver ? undefined : judge();
            return verdict === 'lose-response';
          },
        });
        slack.faults.dropRequest(method, { times: 1_000, when: () => !isOver && verdict === 'lose-request' });
      }
      return () => {
        isOver = true;
      };
    },
    untilAnswered: ({ slack }) =>
      slack.until(() =>
        slack.calls.every(({ method, answer }) => !writing.includes(method) || answer !== undefined),
      ),
    accountOf: (program, name) => `${program.slack.team.id}:${userOf(program, name).id}`,
    seenBy: (program, name) =>
      program.slack
        .messagesIn(userOf(program, name).dm)
        .filter(({ botId }) => botId !== undefined)
        .map((message) => {
          const { stream, metadata } = message;
          const isGrowing = stream?.state === 'in_progress' || metadata?.event_payload.growing === true;
          return `${wordsOfMessage(message)}${isGrowing ? ' …and still grows' : ''}`;
        }),
  },
  [plain, grows, saves],
);
