import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMessage } from '../../src/director/read-message.ts';
import { systemRoleSchema } from '../../src/domain/system-role.ts';

const named = (text: string) =>
  readMessage(text).mentions.map((mention) => (mention.kind === 'agent' ? mention.role : mention));

describe('whom a message names', () => {
  it.each([
    ['@Writer H1', ['Writer'], 'H1'],
    ['@writer H1', ['Writer'], 'H1'],
    ['writer: H1', ['Writer'], 'H1'],
    ['Writer, five headlines', ['Writer'], 'five headlines'],
    ['@Elevate @Writer H1', ['Writer'], 'H1'],
    ['@Elevate writer: H1', ['Writer'], 'H1'],
    ['@Elevate help', [], 'help'],
    ['@Elevate', [], ''],
    ['@Writer', ['Writer'], ''],
    ['@Writer!', ['Writer'], ''],
    ['@Writer, five headlines', ['Writer'], 'five headlines'],
    ['@Marketer: which of these two?', ['Marketer'], 'which of these two?'],
    ['@Media-Buyer @media_buyer @MediaBuyer budget', ['MediaBuyer'], 'budget'],
    ['five headlines @Writer and @Seller please', ['Writer', 'Seller'], 'five headlines and please'],
    ['(@SEO) title', ['SEO'], '() title'],
    ['mail ana@writer.example', [], 'mail ana@writer.example'],
    ['@everyone @here read this', [], '@everyone @here read this'],
    ['note: buy milk', [], 'note: buy milk'],
    ['5 @ £3 each', [], '5 @ £3 each'],
    ['two\n\tlines   here ', [], 'two\n lines here'],
    ['', [], ''],
  ])('%j: %j, and the words %j', (text, mentions, words) => {
    expect(named(text)).toEqual(mentions);
    expect(readMessage(text).words).toBe(words);
  });

  it.each([
    ['@Wirter H1', 'Wirter', 'Writer'],
    ['@techer what is ROCKET', 'techer', 'Teacher'],
    ['@Priya look', 'Priya', undefined],
  ])('%j is a name unknown, near %3$s', (text, name, near) => {
    expect(readMessage(text).mentions).toEqual([{ kind: 'unknown', name, near }]);
  });

  it('names every agent once, wherever it stands', () => {
    const word = fc.constantFrom('please', 'five', 'headlines', 'שלום', '🙂');
    const words = fc.array(word, { maxLength: 4 });
    fc.assert(
      fc.property(fc.constantFrom(...systemRoleSchema.options), words, words, (role, before, after) => {
        const read = readMessage([...before, `@${role}`, ...after, `@${role.toUpperCase()}`].join(' '));
        expect(read.mentions).toEqual([{ kind: 'agent', role }]);
        expect(read.words).toBe([...before, ...after].join(' '));
      }),
    );
  });

  it('keeps apart what the agent named first is asked', () => {
    expect(readMessage('@Sage give me my top pain then @Writer do 5 headlines on it').firstWords).toBe(
      'give me my top pain then',
    );
    expect(readMessage('@Writer ask @Priya for H1').firstWords).toBe('ask for H1');
    expect(readMessage('@Writer @Seller H1').firstWords).toBe('H1');
  });
});
