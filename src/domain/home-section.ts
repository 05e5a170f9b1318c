import type { Button } from './reply.ts';

/** One subject of a person's home, on surfaces that have such a place. */
export interface HomeSection {
  title: string;
  /** Markdown; may be empty. */
  text: string;
  buttons: Button[];
}
