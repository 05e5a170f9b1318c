import fc from 'fast-check';
import type { Block } from '../../src/markdown/blocks.ts';
import { visibleText } from '../../src/markdown/visible-text.ts';

/** All characters but white space, in order; a header that is shown again, once. */
export function letters(blocks: Block[]): string {
  return blocks.map(lettersOf).join('').replace(/\s+/gu, '');
}

function lettersOf(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
    case 'heading':
      return visibleText(block.children);
    case 'list':
      return block.items.map((item) => letters(item.blocks)).join('');
    case 'quote':
      return letters(block.blocks);
    case 'code':
      return block.text;
    case 'table':
      return [...(block.continued ? [] : [block.header]), ...block.rows].flat().map(visibleText).join('');
    case 'thematic-break':
      return '';
  }
}

const words = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        'word',
        'Sentence.',
        'a',
        '**bold**',
        '`code it`',
        '[link](https://a.example)',
        '👩‍👩‍👧',
        '香り',
        'é',
        '🇬🇧',
        '@everyone',
      ),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }).map((text) => text.replace(/\s/g, '')),
    ),
    { minLength: 1, maxLength: 30 },
  )
  .map((all) => all.join(' '));
const line = words.map((text) => text.replace(/[\n|]/g, ''));
const lines = fc.array(line, { minLength: 1, maxLength: 6 });
/** Documents of every kind of block. */
export const markdownDocuments = fc
  .array(
    fc.oneof(
      words,
      line.map((text) => `## ${text}`),
      lines.map((all) => all.map((text) => `- ${text}`).join('\n')),
      lines.map((all) => all.map((text, index) => `${index + 7}. ${text}\n   - ${text}`).join('\n')),
      lines.map((all) => all.map((text) => `> ${text}`).join('\n')),
      lines.map((all) => `\`\`\`ts\n${all.map((text) => `  ${text}`).join('\n')}\n\`\`\``),
      fc
        .array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1, maxLength: 20 })
        .map((cells) => `| a | b |\n|---|--:|\n${cells.map((cell) => `| ${cell} | 1 |`).join('\n')}`),
      fc.constant('---'),
    ),
    { maxLength: 8 },
  )
  .map((blocks) => blocks.join('\n\n'));
