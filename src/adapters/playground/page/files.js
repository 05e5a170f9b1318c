import { useState } from 'preact/hooks';
import { html } from './html.js';
import { fileAddress } from './server.js';

/** @typedef {import('../protocol.ts').WireMessage['files'][number]} ShownFile */

/** "640 bytes", "12 KB", "3.4 MB". @param {number} bytes */
export function sizeOf(bytes) {
  if (bytes < 1_024) return `${bytes} bytes`;
  const kibibytes = bytes / 1_024;
  if (kibibytes < 999.5) return `${Math.round(kibibytes)} KB`;
  return `${(kibibytes / 1_024).toFixed(1).replace(/\.0$/, '')} MB`;
}

/** @param {string} mediaType */
export const isPicture = (mediaType) => /^image\/(?:png|jpeg|gif|webp)$/.test(mediaType);

/** What came with a message: pictures as they are, everything else to be saved. @param {{files: ShownFile[], as: string}} props */
export function Files({ files, as }) {
  if (files.length === 0) return null;
  return html`<ul class="files plain" aria-label="Files">
    ${files.map((file) => html`<li key=${file.id}><${File} file=${file} as=${as} /></li>`)}
  </ul>`;
}

/** @param {{file: ShownFile, as: string}} props */
function File({ file, as }) {
  // What is no picture after all, or is kept no longer, is shown by its name.
  const [isBroken, setBroken] = useState(false);
  const address = fileAddress(file.id, as);
  if (isPicture(file.mediaType) && !isBroken)
    return html`<a class="picture" href=${address} target="_blank" rel="noopener">
      <img src=${address} alt=${file.alt} loading="lazy" onError=${() => setBroken(true)} />
    </a>`;
  return html`<div class="file">
    <${FileIcon} />
    <span class="file-words"><span class="file-name">${file.name}</span><small>${sizeOf(file.bytes)}</small></span>
    <a class="button" href=${`${address}&download=1`} download=${file.name}
      aria-label=${`Download ${file.name}, ${sizeOf(file.bytes)}`}>Download</a>
  </div>`;
}

export const FileIcon =
  () => html`<svg viewBox="0 0 20 20" width="22" height="22" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linejoin="round">
  <path d="M5 2.5h6.5l4 4V17a.5.5 0 0 1-.5.5H5a.5.5 0 0 1-.5-.5V3a.5.5 0 0 1 .5-.5Z" /><path d="M11.5 2.5v4h4" />
</svg>`;
