import htm from 'htm';
import { h } from 'preact';

/** Templates in place of JSX: the page runs as it is written. */
export const html = htm.bind(h);
