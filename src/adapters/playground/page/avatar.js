import { html } from './html.js';

/**
 * An agent's picture, or its emoji. Its name stands beside it, so it says nothing of its own.
 * @param {{agent: import('./session.js').Agent | undefined, small?: boolean}} props
 */
export function Avatar({ agent, small = false }) {
  const size = small ? 26 : 34;
  return html`<span class=${`avatar ${small ? 'small' : ''}`} aria-hidden="true">
    ${agent?.picture ? html`<img src=${agent.picture} alt="" width=${size} height=${size} />` : (agent?.emoji ?? '💬')}
  </span>`;
}
