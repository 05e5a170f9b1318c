import type { ModalView } from '@slack/types';

/** A sentence in the place of a form that was sent: nothing to fill in, only to close. */
export function renderNotice(sentence: string): ModalView {
  return {
    type: 'modal',
    title: { type: 'plain_text', text: 'Elevate' },
    close: { type: 'plain_text', text: 'Close' },
    blocks: [{ type: 'section', text: { type: 'plain_text', text: sentence } }],
  };
}
