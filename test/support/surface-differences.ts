export const surfaceNames = ['the playground', 'Slack by sockets', 'Slack over HTTP', 'Discord'] as const;
export type SurfaceName = (typeof surfaceNames)[number];

export type Difference = 'choices are picked' | 'a line ends at its limit' | 'a text ends at its limit';

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
};
