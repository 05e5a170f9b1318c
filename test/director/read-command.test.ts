import { describe, expect, it } from 'vitest';
import { readCommand } from '../../src/director/read-command.ts';

describe('commands', () => {
  it.each([
    ['stop', 'stop'],
    ['Stop!!', 'stop'],
    ['STOP.', 'stop'],
    ['please stop', 'stop'],
    ['cancel', 'stop'],
    ['help', 'help'],
    ['/help', 'help'],
    ['What can you do?', 'help'],
    ['list prompts', 'list-prompts'],
    ['show me all the prompts please', 'list-prompts'],
    ['progress', 'progress'],
    ['show my progress', 'progress'],
    ['status', 'progress'],
    ['save', 'save'],
    ['save it', 'save'],
    ['save the second one', 'save'],
    ['archive that', 'archive'],
    ['assets', 'assets'],
    ['/assets', 'assets'],
    ['show my drafts', 'assets'],
    ['my saved work', 'assets'],
    ['unsubscribe', 'nudges'],
    ['pause', 'nudges'],
    ['Mute!', 'mute'],
    ['🔕', 'mute'],
    ['leave me alone', 'nudges'],
    ['pause reminders', 'nudges'],
    ['resume nudges', 'nudges'],
    ['don’t message me on sundays', 'nudges'],
    ['change my timezone to Dublin', 'settings'],
    ['quiet hours from 9', 'settings'],
    ['link my discord', 'link'],
    ['unlink slack', 'link'],
    ['export my data', 'export'],
    ['delete all my data', 'delete'],
    ["what's my roas?", 'metric'],
    ['when are office hours', 'schedule'],
    ['can i talk to a human', 'person'],
  ])('%j is %s', (text, command) => {
    expect(readCommand(text)).toBe(command);
  });

  it.each([
    '',
    '!!',
    'stop the scroll',
    'how do i stop people leaving my cart',
    'pause ads while im on holiday',
    'should i pause this ad',
    'help me with my sales page',
    'save money on ads, how',
    'mute colours for my logo',
    'write a cancel button label',
    'my subscribers cancel after a month',
    'what is roas',
    'headlines about progress',
    'link in bio ideas',
    'export to the EU, what do i put on the page',
    'status update post for instagram',
    'prompt h1',
  ])('%j is none', (text) => {
    expect(readCommand(text)).toBeUndefined();
  });
});
