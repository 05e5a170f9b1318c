export const surfaceNames = ['the playground', 'Slack by sockets', 'Slack over HTTP', 'Discord'] as const;
export type SurfaceName = (typeof surfaceNames)[number];

export type Difference = 'direct messages are one thread';

/** What a surface cannot do, by nature, and why. Everything else is the same on all of them. */
export const differences: Record<Difference, Partial<Record<SurfaceName, string>>> = {
  'direct messages are one thread': {
    Discord: 'a direct message of Discord is one running thread',
  },
};
