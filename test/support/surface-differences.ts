export const surfaceNames = ['the playground', 'Slack by sockets', 'Slack over HTTP', 'Discord'] as const;
export type SurfaceName = (typeof surfaceNames)[number];

export type Difference =
  | 'choices are picked'
  | 'a line ends at its limit'
  | 'a text ends at its limit'
  | 'a message is short'
  | 'direct messages are one thread'
  | 'what is going on has no words';

/** What a surface cannot do, by nature, and why. Everything else is the same on all of them. */
export const differences: Record<Difference, Partial<Record<SurfaceName, string>>> = {
  'choices are picked': {
    'Slack by sockets': 'a choice of Slack is picked from a list',
    'Slack over HTTP': 'a choice of Slack is picked from a list',
    Discord: 'a choice of Discord is picked from a list',
  },
  'a line ends at its limit': {
    'Slack by sockets': 'a single input of Slack takes no more than its field may have',
    'Slack over HTTP': 'a single input of Slack takes no more than its field may have',
    Discord: 'an input of Discord takes no more than its field may have',
  },
  'a text ends at its limit': {
    Discord: 'an input of Discord takes no more than its field may have',
  },
  'a message is short': {
    Discord: 'a message of Discord has 2,000 characters at most, whoever writes it',
  },
  'direct messages are one thread': {
    Discord: 'nobody can begin another thread in direct messages of Discord',
  },
  'what is going on has no words': {
    Discord: 'Discord shows that somebody types, and nothing beside',
  },
};
