import { describe, expect, it } from 'vitest';
import { readRewrite } from '../../../src/playbook/assets/rewritten-text.ts';

describe('what RW1 answered', () => {
  it.each([
    ['### Rewrite\n\nWe roast on Tuesday.\n\n### What changed\n\n- "In time" became the day.'],
    ['## Rewrite\nWe roast on Tuesday.\n\n## What changed and why\n- "In time" became the day.'],
    ['We roast on Tuesday.\n\n### What changed\n- "In time" became the day.'],
  ])('is text and notes: %j', (answer) => {
    expect(readRewrite(answer)).toEqual({
      text: 'We roast on Tuesday.',
      notes: '- "In time" became the day.',
    });
  });

  it('is all text without headings, and keeps the text’s own', () => {
    expect(readRewrite(' Short. ')).toEqual({ text: 'Short.', notes: '' });
    expect(readRewrite('### Rewrite\n## Why us\nText').text).toBe('## Why us\nText');
    expect(readRewrite('### Rewrite\n\n### What changed\n- all').text).toContain('### Rewrite');
  });
});
