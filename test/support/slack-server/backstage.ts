import type { Deliveries } from './deliveries.ts';
import type { Events } from './events.ts';
import type { World } from './world.ts';

/** What the parts of the server share. */
export interface Backstage {
  readonly world: World;
  /** Without a slash at the end. */
  readonly baseUrl: string;
  readonly deliveries: Deliveries;
  readonly events: Events;
  /** A ticket for one socket. */
  openSocketUrl(): string;
  /** Something that a test may wait for has happened. */
  changed(): void;
}
