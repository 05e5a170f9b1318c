/** @typedef {import('../../../markdown/blocks.ts').Block} Block */
/** @typedef {import('../../../markdown/blocks.ts').Inline} Inline */

/**
 * What a screen reader says of a message: its words without marks, a pause between blocks.
 * @param {Block[]} blocks
 * @returns {string}
 */
export function spokenText(blocks) {
  return blocks.map(wordsOf).filter(Boolean).join(' ');
}

/** @param {Block} block @returns {string} */
function wordsOf(block) {
  switch (block.kind) {
    case 'paragraph':
    case 'heading':
      return spokenLine(block.children);
    case 'list':
      return block.items.map((item) => spokenText(item.blocks)).join('. ');
    case 'quote':
      return spokenText(block.blocks);
    case 'code':
      return block.text;
    case 'table':
      return [block.header, ...block.rows].map((row) => row.map(spokenLine).join(', ')).join('. ');
    default:
      return '';
  }
}

/** @param {Inline[]} inlines @returns {string} */
function spokenLine(inlines) {
  return inlines
    .map((inline) => {
      if (inline.kind === 'break') return ' ';
      return 'children' in inline ? spokenLine(inline.children) : inline.text;
    })
    .join('');
}
