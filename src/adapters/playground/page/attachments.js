import { FileIcon, isPicture, sizeOf } from './files.js';
import { html } from './html.js';
import { fileAddress } from './server.js';

/** @typedef {import('./session.js').Attachment} Attachment */

/**
 * What goes with the next message: shown before it is sent, with what becomes of it, and what a picture shows in the
 * person's own words.
 * @param {{attached: Attachment[], as: string, describe: (id: string, alt: string) => void,
 *   remove: (id: string) => void}} props
 */
export function Attachments({ attached, as, describe, remove }) {
  if (attached.length === 0) return null;
  return html`<ul class="attached plain" aria-label="Attached files">
    ${attached.map(
      (one) => html`<li key=${one.id} class="attachment">
        ${
          isPicture(one.mediaType)
            ? html`<img class="thumbnail" src=${fileAddress(one.id, as)} alt="" />`
            : html`<span class="thumbnail"><${FileIcon} /></span>`
        }
        <span class="file-words"><span class="file-name">${one.name}</span><small>${sizeOf(one.bytes)}${useOf(one)}</small></span>
        <button type="button" class="icon small" aria-label=${`Remove ${one.name}`} onClick=${() => remove(one.id)}>×</button>
        ${
          one.use === 'picture' &&
          html`<label class="alt">What does it show?
            <input type="text" autocomplete="off" maxlength="500" value=${one.alt} placeholder="For those who do not see it"
              aria-label=${`What does ${one.name} show?`}
              onInput=${(/** @type {{currentTarget: HTMLInputElement}} */ event) => describe(one.id, event.currentTarget.value)} /></label>`
        }
      </li>`,
    )}
  </ul>`;
}

/** @param {Attachment} one */
function useOf(one) {
  if (one.use === 'picture') return ' · for people; agents cannot see it yet';
  return one.use === 'text' ? ' · agents read it' : ' · kept for people; agents cannot read it yet';
}
