import { h1Answers } from '../support/conversation.ts';
import { type DiscordElevate, startOnDiscord } from '../support/discord-elevate.ts';
import type { Person } from '../support/discord-server/person.ts';
import { killBetweenSteps, type Turn } from './kill-on-surface.ts';

const writing = /^(?:POST|PATCH) \/(?:channels|webhooks|interactions)\/(?!:channel\/typing)/;

const plain: Turn<DiscordElevate> = {
  title: 'a plain reply',
  does: (program, name) => asks(program, name, 'hi, just joined, I sell candles, want more sales'),
  isResent: true,
};
const grows: Turn<DiscordElevate> = {
  title: 'an answer that grows',
  does: (program, name) => asks(program, name, '@Marketer which of these two angles?'),
  isResent: true,
};
const saves: Turn<DiscordElevate> = {
  title: 'a press on Save',
  prepare: async (program, name) => {
    called(program, name);
    const talker = program.talker(name);
    await talker.says('@Writer H1 please');
    await talker.fillsIn(h1Answers);
  },
  does: async (program, name) => {
    const talker = program.talker(name);
    await talker.person.presses(talker.messageWith('Save'), 'Save').answer();
  },
  isResent: false,
};

function called(program: DiscordElevate, name: string): Person {
  const known = program.people.get(name);
  if (known) return known;
  const person = program.discord.user(name, { displayName: 'Ana' });
  program.guild.joins(person);
  program.people.set(name, person);
  return person;
}

/** In #general, so that a thread is made; and a channel is told of to whoever comes next, as direct messages are not. */
async function asks(program: DiscordElevate, name: string, text: string): Promise<void> {
  called(program, name).says(program.general, `${program.discord.bot} ${text}`);
}

/** A question and its thread have one id. */
function questionsOf({ discord, general }: DiscordElevate, person: Person): string[] {
  return discord
    .messagesIn(general)
    .filter(({ raw }) => raw.author.id === person.id)
    .map(({ id }) => id);
}

killBetweenSteps(
  'Discord',
  {
    start: (options) => startOnDiscord({ ...options, enforcesRates: false }),
    judgeWrites: ({ discord }, judge) => {
      discord.judgesCalls((route) => (writing.test(route) ? judge() : undefined));
      return () => discord.judgesCalls(() => undefined);
    },
    untilAnswered: ({ discord }) => discord.until(() => discord.requests.every(({ isOver }) => isOver)),
    accountOf: (program, name) => called(program, name).id,
    seenBy: (program, name) => {
      const { discord, general } = program;
      const person = called(program, name);
      const threads = discord
        .threadsOf(general)
        .filter(({ id }) => questionsOf(program, person).includes(id));
      return [...threads, person.directMessages]
        .flatMap((place) => discord.messagesIn(place))
        .filter(({ isByBot }) => isByBot)
        .map(({ text, buttons }) =>
          buttons.some(({ label }) => label === 'Stop') ? `${text} …and still grows` : text,
        );
    },
  },
  [plain, grows, saves],
);
