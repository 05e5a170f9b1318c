import htm from 'htm';
import { h } from 'preact';

/** What a template gives. @typedef {import('preact').VNode} Shown */

// The package's types speak of CommonJS, where it is not a function but holds one.
const template = /** @type {typeof htm.default} */ (/** @type {unknown} */ (htm));

/**
 * Templates in place of JSX: the page runs as it is written. One template here is one node.
 * @type {(strings: TemplateStringsArray, ...values: unknown[]) => Shown}
 */
export const html = /** @type {(strings: TemplateStringsArray, ...values: unknown[]) => Shown} */ (
  template.bind(h)
);
